"""Decode bytes: UTF-8 first, then a byte-order mark, then what charset-normalizer makes of them."""

import codecs
import re

from communique.model.errors import UnreadableSource

BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Share of control characters above which bytes are no text; real articles have none, images and archives a third.
MOST_CONTROL = 0.02
SAMPLE = 65_536
LONE = re.compile(r"[\ud800-\udfff]")
MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "gzip data"),
    (b"SQLite format 3", "an SQLite database"),
)


def decode(data: bytes, path: str, declared: str | None = None) -> str:
    """The text of some bytes; raises UnreadableSource for what is empty or no text."""
    if not data.strip():
        raise UnreadableSource(path, "it is empty")
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise UnreadableSource(path, f"it is {name}, not text", hint="`communique formats` lists what can be read.")
    for bom, codec in BOMS:
        if data.startswith(bom):
            return attempt(data, codec, path)
    if is_binary(data):
        raise UnreadableSource(path, "it is binary data, not text", hint="`communique formats` lists what can be read.")
    if declared:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if is_truncated_utf8(data, error):
            return data[: error.start].decode("utf-8") + "\ufffd"
        return guess(data, path)


def whole(text: str) -> str:
    """Half characters (lone surrogates, as JSON may hold) become the replacement character, one for one: no file can keep them."""
    return LONE.sub("\ufffd", text)


def attempt(data: bytes, codec: str, path: str) -> str:
    """Decode strictly, or say where it broke."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableSource(path, f"it starts as {codec} but breaks", where=f"byte {error.start}", hint="Save it as UTF-8.") from error


def is_binary(data: bytes) -> bool:
    """Many control characters in the first 64 KiB. UTF-16 without a mark is taken as binary too: it cannot be told apart safely."""
    sample = data[:SAMPLE]
    control = sum(1 for byte in sample if byte < 9 or (13 < byte < 32 and byte != 27))
    return control > MOST_CONTROL * len(sample)


def is_truncated_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether only the last character is cut off, as in a broken download."""
    return error.start >= len(data) - 3 and error.reason == "unexpected end of data"


def guess(data: bytes, path: str) -> str:
    """The encoding that fits best."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 4 * SAMPLE]).best()
    if best is None:
        raise UnreadableSource(path, "its encoding cannot be told", hint="Save it as UTF-8.")
    return data.decode(best.encoding, errors="replace")
