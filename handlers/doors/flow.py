"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.doors import filing, keying
from handlers.doors.base import DOORS

__all__ = ["DOORS", "filing", "keying"]
