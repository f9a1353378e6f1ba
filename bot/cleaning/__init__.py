"""Cleans evidence: what could tell who made a file is taken out, in a process of its own."""
