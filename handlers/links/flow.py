"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.links import merging, relating
from handlers.links.base import LINKS

__all__ = ["LINKS", "merging", "relating"]
