"""Which language a text is in: script first, then py3langid among the languages served."""

import functools
import unicodedata
from typing import Any

SERVED = ("en", "zh", "vi", "fr", "de", "es", "ru", "ja", "ko", "id", "pt", "it", "ar", "th", "tl", "ms")
VIETNAMESE = frozenset("ăâđêôơưĂÂĐÊÔƠƯ")
SAMPLE = 4_000


def language_of(text: str) -> str:
    """An ISO 639-1 code, or 'und' for a text too short to tell."""
    sample = text[:SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    if len(letters) < 10:
        return "und"
    han = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    kana = sum("\u3040" <= c <= "\u30ff" for c in letters)
    hangul = sum("\uac00" <= c <= "\ud7af" for c in letters)
    if kana > 0.05 * len(letters):
        return "ja"
    if hangul > 0.3 * len(letters):
        return "ko"
    if han > 0.2 * len(letters):
        return "zh"
    marked = sum(c in VIETNAMESE or "\u1ea0" <= c <= "\u1ef9" for c in unicodedata.normalize("NFC", "".join(letters)))
    if marked > 0.06 * len(letters):
        return "vi"
    found: str = identifier().classify(sample)[0]
    return found


@functools.cache
def identifier() -> Any:
    """py3langid restricted to the languages served; it reads no file of ours and no network."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE)
    made.set_languages(list(SERVED))
    return made
