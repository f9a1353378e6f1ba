"""`tinbao demo`: the whole service on this machine, with phones to try it on."""

from __future__ import annotations
