"""Joining and leaving the staff. Importing this declares the steps of both modules."""

from __future__ import annotations

from handlers.enrol import joining, leaving
from handlers.enrol.base import ENROL

__all__ = ["ENROL", "joining", "leaving"]
