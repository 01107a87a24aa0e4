"""Ids are hashes of content, so the same input gives the same ids in any order."""

import hashlib
import json


def content_id(prefix: str, *parts: object) -> str:
    """A short id from the parts' JSON: 64 bits, enough for billions of findings at a negligible chance of collision."""
    payload = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return f"{prefix}-{hashlib.blake2b(payload.encode(), digest_size=8).hexdigest()}"


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()
