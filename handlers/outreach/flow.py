"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.outreach import in_group, keeping
from handlers.outreach.base import OUTREACH

__all__ = ["OUTREACH", "in_group", "keeping"]
