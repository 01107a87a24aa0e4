"""Statements in Chinese and Vietnamese without a parser: a subject, a speech verb, and quoted or following words.

Each clause with a speech verb outside quotation marks is one statement. What stands before the verb is its source, less dates and adverbs;
a quotation before the source, and the words after the verb, are its content.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from communique.annotate.quotes import quotation_of
from communique.annotate.reading import Reading
from communique.model.actor import Actor, Mention, Party, Reason
from communique.model.findings import Spans, Statement
from communique.model.identity import content_id
from communique.model.span import Span, trimmed
from communique.vocab.knowledge import Knowledge

# A longer stretch before the verb is no subject but a clause of its own.
LONGEST_SOURCE = {"zh": 30, "vi": 90}
BREAKS = {"zh": re.compile(r"[，,；;：:。]"), "vi": re.compile(r"[,;:](?=\s)")}
# Between a subject and its verb: when, where, again.
ADVERBS = {
    "zh": re.compile(
        r"(?:(?:周|星期|礼拜|週)[一二三四五六日天]|(?:\d+年)?\d+月(?:\d+日)?|\d+日|今天|昨天|在[^，]{1,16}?[上中时時后後里裡]|发表(?:评论|声明|讲话)|還|还|也|则|則|并|並|再次|曾|已|同时|同時|随后|隨後|当天|日前|近日|高度|坚决|堅決|一贯|一貫|始终|始終|一直|共同|强烈|強烈|公开|公開|仍|依然|仍然|继续|繼續|至今)+$"
    ),
    "vi": re.compile(
        r"(?:\s*\b(?:cũng|đã|còn|vừa|tiếp tục|vẫn|luôn|một lần nữa|hôm (?:nay|qua|\d+/\d+)|ngày \d+/\d+(?:/\d+)?))+\s*$", re.IGNORECASE
    ),
}
PRONOUNS = {"zh": frozenset({"他", "她"}), "vi": frozenset({"ông", "bà", "ông ấy", "bà ấy"})}


def find_plain_statements(reading: Reading, sentences: Iterable[Span]) -> None:
    """Fill the statements of an article, in the order of the text."""
    spoken: list[Party] = []
    for sentence in sentences:
        for verb in verbs_in(reading, sentence):
            found = statement_at(reading, sentence, verb, spoken)
            if found is not None:
                reading.statements.append(found)
                spoken.append(found.speaker)
    reading.set_statements(reading.statements)


def verbs_in(reading: Reading, sentence: Span) -> Iterator[Span]:
    """Speech verbs outside quotation marks, with a negation before them, the longest form at each place; one a clause."""
    code, words = reading.article.language, reading.language.words
    edge = r"\b" if code == "vi" else ""
    forms = "|".join(re.escape(v) for v in sorted({*words["speech_verbs"], *words["decline_verbs"]}, key=len, reverse=True))
    negations = "|".join(re.escape(n) for n in words["negations"])
    gap = r"\s*" if code == "vi" else ""
    other = [
        Span(sentence.start + m.start(), sentence.start + m.end())
        for w in words.get("not_speech", ())
        for m in re.finditer(re.escape(w), sentence.of(reading.text))
    ]
    last = -1
    for match in re.finditer(f"{edge}(?:(?:{negations}){gap})?(?:{forms}){edge}", sentence.of(reading.text)):
        span = Span(sentence.start + match.start(), sentence.start + match.end())
        if any(o.covers(span) and o != span for o in other) and span.of(reading.text).lower() not in words["demand_verbs"]:
            continue
        clause = clause_start(reading, sentence, span.start)
        if clause != last and not any(q.covers(span) for q in reading.quotes):
            last = clause
            yield span


def clause_start(reading: Reading, sentence: Span, place: int) -> int:
    """Where the clause of a verb begins: after a stop or a quotation."""
    lead = reading.text[sentence.start : place]
    stops = [sentence.start + m.end() for m in BREAKS[reading.article.language].finditer(lead)]
    ends = [q.end for q in reading.quotes if sentence.start < q.end <= place]
    return max([sentence.start, *(s for s in stops if not any(q.start < s < q.end for q in reading.quotes)), *ends])


def statement_at(reading: Reading, sentence: Span, verb: Span, spoken: list[Party]) -> Statement | None:
    """The statement of one verb, or None where it has no subject or says nothing."""
    words = reading.language.words
    cue = verb.of(reading.text)
    source = source_of(reading, Span(clause_start(reading, sentence, verb.start), verb.start))
    content = content_of(reading, sentence, verb, source)
    if source is None and (named := named_by(reading, sentence, verb)) is not None:
        source, content = named[0], (named[1], *content)
    declined = any(d in cue for d in words["decline_verbs"])
    if source is None or (not content and not declined):
        return None
    speaker = speaker_of(reading, source, spoken)
    when = next((d for d in reading.dates_in(Span(sentence.start, verb.start)) if not d.precision.startswith("P")), None)
    return Statement(
        id=content_id("st", reading.article.id, verb, content),
        document=reading.article.id,
        speaker=speaker,
        spans=Spans(source=(source,), cue=(verb,), content=content or (verb,)),
        quotation=quotation_of(reading.quotes, content),
        status=status_of(cue, words, declined=declined),
        modality="demand" if any(v in cue for v in words["demand_verbs"]) else "asserted",
        said=when,
        medium=None,
        addressee=None,
        within=None,
        sentence=sentence,
        because=(Reason(f"the cue {cue!r}", verb), *speaker.because),
    )


def source_of(reading: Reading, lead: Span) -> Span | None:
    """The subject: what stands before the verb, less dates and adverbs."""
    code = reading.article.language
    words = ADVERBS[code].sub("", lead.of(reading.text))
    span = trimmed(reading.text, Span(lead.start, lead.start + len(words)))
    return span if 0 < span.end - span.start <= LONGEST_SOURCE[code] else None


def named_by(reading: Reading, sentence: Span, verb: Span) -> tuple[Span, Span] | None:
    """'X把“Y”称为Z': who calls something so, and the quoted words between."""
    quote = next((q for q in reading.quotes if sentence.start < q.start and 0 <= verb.start - q.end <= 1), None)
    lead = reading.text[sentence.start : quote.start] if quote is not None else ""
    word = next((w for w in reading.language.words.get("takes", ()) if lead.endswith(w)), "")
    if quote is None or not word:
        return None
    source = source_of(reading, Span(clause_start(reading, sentence, quote.start), quote.start - len(word)))
    return (source, quote) if source is not None else None


def content_of(reading: Reading, sentence: Span, verb: Span, source: Span | None) -> tuple[Span, ...]:
    """A quotation right before the source, then the words after the verb."""
    out = []
    if source is not None:
        out += [q for q in reading.quotes if sentence.start <= q.start and 0 <= source.start - q.end <= 2]
    rest = Span(skip_marks(reading.text, verb.end, sentence.end), sentence.end)
    last = trimmed(reading.text, rest) if rest.end > rest.start else rest
    if sum(c.isalnum() for c in last.of(reading.text)) > 1:
        out.append(last)
    return tuple(out)


def skip_marks(text: str, start: int, end: int) -> int:
    """Past commas, colons, 'rằng' and a second verb of saying after the verb."""
    match = re.match(r"(?:[\s，,：:]|rằng\b|称，|稱，|说，|說，)*", text[start:end])
    return start + (match.end() if match else 0)


def status_of(cue: str, words: Any, *, declined: bool) -> str:
    """declined, denied, unsaid or attributed, by the words of the cue."""
    if declined:
        return "declined"
    if any(v in cue for v in words["deny_verbs"]):
        return "denied"
    return "unsaid" if any(cue.startswith(n) for n in words["negations"]) else "attributed"


def speaker_of(reading: Reading, source: Span, spoken: list[Party]) -> Party:
    """Whom the source names: a person in it, else a state or body, else somebody who spoke before; else nobody."""
    text = source.of(reading.text)
    inside = [m for m in reading.mentions_in(source) if m.actor and m.how != "demonym" and not m.place]
    people = [m for m in inside if m.actor and m.actor.kind == "person"]
    if len(people) > 1 and met(reading, people[0].span, people[-1].span):
        # 'A同B会谈时说': who met somebody speaks.
        people = people[:1]
    pick = (people or [m for m in inside if body_of(reading, text, m.text)])[-1:]
    if pick and pick[0].actor:
        return Party.of(pick[0].actor, text=text, span=source, because=pick[0].because)
    named = [p for p in spoken if p.id]
    low = text.lower().strip()
    if named and (low in PRONOUNS[reading.article.language] or again(low, named[-1])):
        return replace(named[-1], candidates=(), text=text, span=source, because=(Reason("as the last speaker", source),))
    earlier = next((p for p in reversed(named) if again(low, p)), None)
    if earlier is not None:
        return replace(earlier, candidates=(), text=text, span=source, because=(Reason(f"{earlier.name} spoke before", source),))
    known = known_short(reading, text)
    if known is not None:
        return Party.of(
            known, text=text, span=source, because=(Reason(f"the only one of that name in the vocabulary is {known.name}", source),)
        )
    name = unknown_name(reading, text)
    for mention in inside:
        name = name.removeprefix(mention.text).strip()
    namesake = of_that_state(reading, name, inside) if name else None
    if namesake is not None:
        why = Reason(f"the only {name} of that state in the vocabulary is {namesake.name}", source)
        return Party.of(namesake, text=text, span=source, because=(why,))
    if name:
        slug = re.sub(r"[^\w]+", "-", bare(name)).strip("-")
        why = Reason("a full name after a title, not in the vocabulary", source)
        return Party(id=f"person:{slug}", name=name, country=None, sector="", text=text, span=source, because=(why,))
    why = Reason("the text names nobody we know", source)
    return Party(id=None, name=text, country=None, sector="", text=text, span=source, because=(why,))


def of_that_state(reading: Reading, name: str, inside: list[Mention]) -> Actor | None:
    """'巴基斯坦副总理达尔': the only person of a state named beside them whose full name ends so."""
    states = {m.actor.country for m in inside if m.actor is not None and m.actor.country}
    found = by_last_part(reading.knowledge).get(name, ())
    actors = [a for i in sorted(found) if (a := reading.knowledge.actors[i]).country in states]
    return actors[0] if len(actors) == 1 else None


@functools.lru_cache(maxsize=4)
def by_last_part(knowledge: Knowledge) -> dict[str, set[str]]:
    """What the full names of people end with -> their ids."""
    out: dict[str, set[str]] = {}
    for name in knowledge.names:
        parts = name.text.replace("·", " ").split()
        if name.target.startswith("person:") and len(parts) > 1:
            out.setdefault(parts[-1], set()).add(name.target)
    return out


def met(reading: Reading, first: Span, last: Span) -> bool:
    """Whether words of meeting stand between two names."""
    between = reading.text[first.end : last.start]
    return any(word in between for word in reading.language.words["meets"])


def known_short(reading: Reading, source: str) -> Actor | None:
    """'Tổng thống Putin': a surname after a title, of one person of the vocabulary."""
    if reading.article.language != "vi" or not after_title(reading, source):
        return None
    ids = reading.knowledge.shorts.get(source.rsplit(maxsplit=1)[-1], ())
    return reading.knowledge.actors[ids[0]] if len(ids) == 1 else None


def after_title(reading: Reading, source: str) -> str:
    """What follows the title that a source begins with, or ends with in Chinese before a name."""
    titles = "|".join(re.escape(t) for t in sorted(reading.language.words["titles"], key=len, reverse=True))
    edge = r"\b " if reading.article.language == "vi" else ""
    match = re.search(rf"(?:{titles}){edge}(\S.*)$", source, re.IGNORECASE)
    return match[1] if match else ""


def unknown_name(reading: Reading, source: str) -> str:
    """'Ông Lê Hồng Hiệp', '学者黎明德': a name after a title, for people whom the vocabulary does not have."""
    rest = after_title(reading, source)
    if reading.article.language == "zh":
        return rest if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", rest) else ""
    match = re.search(r"(?:[^\W\d_][\w'-]* ){1,4}[^\W\d_][\w'-]*$", rest)
    names = match[0].split() if match else []
    return " ".join(names) if len(names) >= 2 and all(w[0].isupper() for w in names) else ""


def body_of(reading: Reading, source: str, name: str) -> bool:
    """Whether a state's name in a source is the speaker: alone, or before a word for its government or ministry."""
    rest = source.replace(name, "", 1).strip()
    return not rest or any(rest.startswith(w) or rest.endswith(w) for w in reading.language.words["bodies_of_state"])


def again(source: str, party: Party) -> bool:
    """'发言人', 'Bà Hằng': words of an earlier speaker's title, or the last word of their name."""
    before, low = bare(party.text), bare(source)
    if len(low) >= 2 and low in before:
        return True
    parts, name = low.split(), bare(party.name).split()
    return len(parts) == 2 and parts[0] in {"ong", "ba"} and bool(name) and parts[1] in name


def bare(words: str) -> str:
    """In lower case without marks: Hằng -> hang."""
    split = unicodedata.normalize("NFD", words.lower())
    return "".join(c for c in split if not unicodedata.combining(c)).replace("đ", "d")
