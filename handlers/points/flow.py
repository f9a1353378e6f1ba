"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.points import card, covering, marking, telling
from handlers.points.base import POINTS

__all__ = ["POINTS", "card", "covering", "marking", "telling"]
