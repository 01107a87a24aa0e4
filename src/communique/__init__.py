"""Communique reads diplomatic coverage and keeps the record: who did what to whom, who said it, in whose words, according to whom."""

from typing import Any

__version__ = "0.2.0"
__all__ = ["__version__", "open"]


def __getattr__(name: str) -> Any:
    """`communique.open`, loaded when it is first asked for, so that the commands start fast."""
    if name == "open":
        from communique.api import open_record

        return open_record
    raise AttributeError(f"module 'communique' has no attribute {name!r}")
