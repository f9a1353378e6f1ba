"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.transfer import choosing, moving, sending
from handlers.transfer.base import TRANSFER

__all__ = ["TRANSFER", "choosing", "moving", "sending"]
