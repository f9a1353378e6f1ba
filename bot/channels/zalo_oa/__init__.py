"""Zalo, by the OpenAPI of an official account."""
