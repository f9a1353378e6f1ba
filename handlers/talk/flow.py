"""Importing this declares the steps of the flow."""

from __future__ import annotations

from handlers.talk import choosing, editing, sentences
from handlers.talk.base import TALK

__all__ = ["TALK", "choosing", "editing", "sentences"]
