"""Date expressions -> intervals: one small grammar a language, and what they share."""

from collections.abc import Callable, Mapping

from communique.annotate.dates import chinese, english, vietnamese
from communique.annotate.dates.calendar import Frame
from communique.model.dates import When
from communique.vocab.knowledge import Knowledge

Grammar = Callable[[str, int, Frame, Knowledge], list[When]]
GRAMMARS: Mapping[str, Grammar] = {"en": english.read, "zh": chinese.read, "vi": vietnamese.read}


def read_dates(text: str, offset: int, language: str, frame: Frame, knowledge: Knowledge) -> list[When]:
    """Every date expression of a stretch of text that starts at `offset`, in order, each with the interval it means.

    Where nothing anchors it ("on Tuesday" in an undated text), the interval is open at both ends and `rule` says why.
    """
    return GRAMMARS.get(language, english.read)(text, offset, frame, knowledge)
