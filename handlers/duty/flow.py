"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.duty import book, handing, rota
from handlers.duty.base import DUTY

__all__ = ["DUTY", "book", "handing", "rota"]
