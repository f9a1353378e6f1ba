"""Servers that speak the platforms' protocols over HTTP, and play the people who write there."""
