"""Bytes -> Article: one module a format, and the registry in formats.py."""
