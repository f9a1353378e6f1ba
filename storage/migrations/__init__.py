"""Alembic migrations, run by `tinbao init` and checked at start."""
