"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.progress import extending, handing, releasing, reopening, verifying
from handlers.progress.base import PROGRESS

__all__ = ["PROGRESS", "extending", "handing", "releasing", "reopening", "verifying"]
