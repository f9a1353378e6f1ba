"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.queue import bulk, groups, labels, listing, narrowing
from handlers.queue.base import QUEUE

__all__ = ["QUEUE", "bulk", "groups", "labels", "listing", "narrowing"]
