"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.find import searching
from handlers.find.base import FIND

__all__ = ["FIND", "searching"]
