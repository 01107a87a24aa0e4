"""Communique: who did what to whom, who said it, in whose words, according to whom."""

__version__ = "0.2.0"
