"""Findings as plain rows for JSON: spans become [start, end], dates ISO strings, reasons their words."""

import re
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from communique.model.actor import Reason
from communique.model.dates import When
from communique.model.span import Span

NUMBER = re.compile(r"[+-]\d+(?:\.\d+)?")


def cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} and not NUMBER.fullmatch(value) else value


def plain(value: Any) -> Any:
    """Turn a finding into lists, dicts and strings, field by field, in the order of the class."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Reason):
        return value.text
    if isinstance(value, When):
        return {
            "earliest": plain(value.earliest),
            "latest": plain(value.latest),
            "text": value.text,
            "span": plain(value.span),
            "precision": value.precision,
            "rule": value.rule,
            "edtf": value.edtf,
        }
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value
