"""People whom only their words give away: a source that the network found, written like a name, which the tagger took for something else."""

import re
from collections.abc import Iterator

from communique.annotate.bodies import ORG_KINDS
from communique.annotate.names import Hit
from communique.annotate.parse import Sentence
from communique.annotate.people import GENDERS, clean_name, is_full_name
from communique.annotate.reading import Reading
from communique.annotate.titles import office_words, title_of
from communique.model.span import Span

NAME = re.compile(r"[^\W\d_a-z][\w’'-]+(?: (?:(?:al|el|bin|de|da|van|von|der)[ -])?[^\W\d_a-z][\w’'-]*\.?){1,3}")
DETERMINERS = frozenset(
    "his her their its my our your the a an this that these those some one both each no all most many other another".split()
)
# So many of the next sources may take the name up again.
NEXT = 7
# A name with one of these labels is somebody's only if something beside it says so.
DOUBTFUL = frozenset({"ORG", "GPE", "LOC", "FAC"})


def source_names(reading: Reading, hits: list[Hit]) -> Iterator[tuple[Sentence, Span]]:
    """Full names at the head of sources, each with its sentence."""
    for number, found in enumerate(reading.found):
        for part in found.source:
            sentence = reading.sentence_at(part.start)
            if sentence is None or sentence.block.kind in {"title", "heading"}:
                continue
            for match in NAME.finditer(reading.text, part.start, part.end):
                span = clean_name(reading.text, Span(*match.span()))
                words = span.of(reading.text)
                if is_full_name(words) and not other_words(reading, span, hits) and is_person(reading, sentence, span, hits, number):
                    yield sentence, span


def other_words(reading: Reading, span: Span, hits: list[Hit]) -> bool:
    """Whether a capitalised stretch has words that are no name of a person: of a body, an office, a country, or 'His'."""
    words = span.of(reading.text)
    if any(pattern.search(words) for _, _, pattern in ORG_KINDS) or any(h.span.overlaps(span) and h.names[0].how != "short" for h in hits):
        return True
    return bool({w.lower() for w in words.split()} & office_words(reading.knowledge)) or words.split()[0].lower() in DETERMINERS


def is_person(reading: Reading, sentence: Sentence, span: Span, hits: list[Hit], number: int) -> bool:
    """Whether a name is one of a person: the tagger does not object, or a title, 'who' or a pronoun after it says so."""
    labels = {e.label_ for e in sentence.entities if Span(sentence.offset + e.start_char, sentence.offset + e.end_char).covers(span)}
    if not labels & DOUBTFUL:
        return True
    if title_of(reading.text, span, sentence.span, hits, reading.knowledge) is not None:
        return True
    if re.match(r",? (?:who|whose)\b|, (?:his|her|a|an|the) [\w-]+ ", reading.text[span.end : span.end + 40]):
        return True
    last = span.of(reading.text).rsplit(" ", 1)[-1].rsplit("-", 1)[-1]
    later = [p.of(reading.text) for f in reading.found[number + 1 : number + NEXT] for p in f.source]
    return any(words == last or words.lower() in GENDERS for words in later)
