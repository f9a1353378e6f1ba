"""Tinbao: a chatbot through which residents report drug crime and stay anonymous."""

__version__ = "0.1.0"
