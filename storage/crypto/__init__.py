"""Sealing.

The only folder that imports `cryptography`. Start at `envelope.py`; the why is in ADR 0002.
"""
