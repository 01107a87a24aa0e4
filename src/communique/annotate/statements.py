"""Find attributed statements: a Reading -> its statements, nested ones and quotations over paragraphs included.

The drafts come from the trained network with the rules beside it (annotate/attribution.py); then come the quotations that no cue reached.
"""

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.annotate.attribution import drafts as find_drafts
from communique.annotate.attribution import rule_drafts
from communique.annotate.cues import Draft
from communique.annotate.near import Near
from communique.annotate.parse import Sentence
from communique.annotate.phrases import conjuncts
from communique.annotate.quotes import Quote, is_speech, quotation_of
from communique.annotate.reading import Reading
from communique.annotate.resolve import Resolver
from communique.annotate.said import addressee_of, medium_of, said_when
from communique.model.actor import Party, Reason
from communique.model.findings import Spans, Statement
from communique.model.identity import content_id
from communique.model.span import Span, hull, merged

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_statements(reading: Reading, resolver: Resolver, *, rules_only: bool = False) -> None:
    """Fill the reading's statements, in the order of the text. `rules_only`: without the network, the baseline it is measured against."""
    drafts = rule_drafts(reading) if rules_only else find_drafts(reading)
    extend_quotes(reading, drafts)
    orphans(reading, drafts, reading.quotations)
    for draft in sorted(drafts, key=lambda d: (d.cue[0], d.content[0])):
        statement = settle(reading, draft, resolver)
        if statement:
            reading.statements.append(statement)
    reading.set_statements(inherit_occasions(nest(reading.statements)))


def extend_quotes(reading: Reading, drafts: list[Draft]) -> None:
    """A content that holds part of a quotation holds all of it: '"A. B," he said.'"""
    for draft in drafts:
        attribution = [*draft.cue, *draft.source]
        for quote in reading.quotations_at(draft.content):
            mine = is_speech(reading.text, quote) and quote.paragraph == draft.sentence.paragraph
            if mine and not any(quote.span.overlaps(a) for a in attribution):
                draft.content = [p for p in draft.content if not quote.span.covers(p)] + [quote.span]
                draft.quotes.append(quote)


def orphans(reading: Reading, drafts: list[Draft], quotes: list[Quote]) -> None:
    """Quotations that no cue reached go on with the speaker of the quotation around them; who that is, is decided by where they stand.

    A paragraph whose quotation is not closed goes on in the next one, so its speaker is named there if not before.
    """
    speech = [q for q in quotes if is_speech(reading.text, q)]
    owner: dict[Quote, Draft] = {q: d for d in drafts for q in d.quotes if d.cue}
    for quote in speech:
        if quote in owner:
            continue
        if not wholly_quoted(reading, quote):
            adopt(reading, drafts, quote, owner)
    for before, quote in pairwise(speech):
        if (
            quote not in owner
            and not quote.runs_on
            and wholly_quoted(reading, quote)
            and before in owner
            and (before.paragraph == quote.paragraph or (follows(reading, before, quote) and not before.runs_on))
        ):
            carry(owner, quote, owner[before])
    for quote, after in reversed(list(pairwise(speech))):
        if quote not in owner and after in owner and quote.runs_on and after.paragraph == next_paragraph(reading, quote.paragraph):
            carry(owner, quote, owner[after])
    for before, quote in pairwise(speech):
        if quote not in owner and before in owner and wholly_quoted(reading, quote) and follows(reading, before, quote):
            carry(owner, quote, owner[before])


def carry(owner: dict[Quote, Draft], quote: Quote, draft: Draft) -> None:
    """Give a quotation to the statement it goes on."""
    owner[quote] = draft
    draft.quotes.append(quote)
    draft.content = [*draft.content, quote.span]


def adopt(reading: Reading, drafts: list[Draft], quote: Quote, owner: dict[Quote, Draft]) -> None:
    """A quotation inside a sentence that has a cue belongs to it where the parse lost the link."""
    sentence = reading.sentence_at(quote.span.start)
    for draft in drafts:
        if (
            draft.sentence is sentence
            and not quote.span.covers(draft.cue[0])
            and draft.kind in {"assert", "belief", "forecast"}
            and not draft.quotes
        ):
            gap = min(
                abs(draft.cue[0].start - quote.span.end),
                abs(quote.span.start - draft.cue[0].end),
                *(abs(s.start - quote.span.end) for s in draft.source or draft.cue),
            )
            if gap <= 3:
                carry(owner, quote, draft)
                return


def wholly_quoted(reading: Reading, quote: Quote) -> bool:
    """Whether the quotation begins a sentence or paragraph: a quotation of its own, not a phrase inside somebody's sentence."""
    sentence = reading.sentence_at(quote.span.start)
    block = reading.article.blocks[quote.paragraph].span
    return quote.span.start <= block.start + 1 or (
        sentence is not None and quote.span.start <= sentence.span.start + 1 and quote.span.end >= sentence.span.end - 2
    )


def next_paragraph(reading: Reading, number: int) -> int:
    """The next paragraph of prose, captions and furniture passed over."""
    for i in range(number + 1, len(reading.article.blocks)):
        if reading.article.blocks[i].kind == "paragraph":
            return i
    return -1


def follows(reading: Reading, before: Quote, quote: Quote) -> bool:
    """Whether a quotation is in the same paragraph as another or opens the next one."""
    return quote.paragraph == before.paragraph or (
        quote.paragraph == next_paragraph(reading, before.paragraph)
        and quote.span.start <= reading.article.blocks[quote.paragraph].span.start + 1
    )


def settle(reading: Reading, draft: Draft, resolver: Resolver) -> Statement | None:
    """A draft as a statement, with its speaker resolved."""
    text = reading.text
    content = merged(draft.content, text)
    if not content or sum(s.end - s.start for s in content) < 2:
        return None
    if draft.subject is not None:
        speaker = speaker_of(resolver, draft.home or draft.sentence, draft.subject)
    else:
        speaker = Party(id=None, name="", country=None, sector="", text="", span=None, because=(Reason("the text names no source"),))
    spans = Spans(source=merged(draft.source, text), cue=merged(draft.cue, text), content=content)
    because = [Reason(f"the cue {draft.cue[0].of(text)!r}", draft.cue[0]), *speaker.because]
    if len(draft.quotes) > 1 and any(q.paragraph != draft.sentence.paragraph for q in draft.quotes):
        because.append(Reason("the quotation runs on over paragraphs", content[-1]))
    return Statement(
        id=content_id("st", reading.article.id, spans.cue, spans.content),
        document=reading.article.id,
        speaker=speaker,
        spans=spans,
        quotation=quotation_of(reading.quotes, content),
        status=draft.status,
        modality=modality_of(reading, draft, content),
        said=said_when(reading, draft, content),
        medium=medium_of(reading, draft, content),
        addressee=addressee_of(reading, draft),
        within=None,
        sentence=draft.sentence.span,
        because=tuple(because),
    )


def speaker_of(resolver: Resolver, sentence: Sentence, subject: "Token") -> Party:
    """Who speaks. Several who speak together are named as candidates: a statement has one speaker, and choosing one would be wrong."""
    together = resolver.parties(sentence, subject)
    if len(together) < 2 or not any(t.pos_ in {"NOUN", "PROPN"} for t in conjuncts(subject)):
        return resolver.speaker(sentence, subject)
    span = hull([p.span for p in together if p.span] or [sentence.place(subject)])
    text = span.of(resolver.reading.text)
    why = Reason(f"{len(together)} speak together: {', '.join(p.name for p in together)}", span)
    ids = tuple(sorted(p.id for p in together if p.id))
    return Party(id=None, name=text, country=None, sector="", text=text, span=span, candidates=ids, because=(why,))


def modality_of(reading: Reading, draft: Draft, content: tuple[Span, ...]) -> str:
    """What kind of claim it is: by the verb, then by the modal words of the content's main clause."""
    speech = reading.knowledge.languages["en"].speech
    given = str(speech["verbs"].get(draft.kind, {}).get("modality", "asserted"))
    words = " ".join(s.of(reading.text) for s in content)
    if words.rstrip('"”’ ').endswith("?"):
        return "question"
    if given not in {"asserted", "evaluation"}:
        return given
    irrealis = reading.knowledge.languages["en"].words["irrealis"]
    low = f" {words.lower()} "
    first = low[:160]
    if " if " in first or " unless " in first:
        return "conditional"
    if any(f" {m} " in first for m in ("should", "must", "ought to", "needs to", "need to")):
        return "demand" if given == "asserted" else given
    if any(f" {m} " in first for m in [*irrealis["modals_future"], "won't", "going to"]):
        return "future"
    if " would " in first or " could " in first or " might " in first or " may " in first:
        return "conditional"
    return given


def nest(statements: list[Statement]) -> list[Statement]:
    """`within`: the smallest statement whose content holds another's cue. Copies of one cue are dropped, the longer content stays."""
    by_cue: dict[Span, Statement] = {}
    for statement in statements:
        cue = statement.spans.cue[0]
        old = by_cue.get(cue)
        if (
            old is None
            or hull(old.spans.content).end - hull(old.spans.content).start
            < hull(statement.spans.content).end - hull(statement.spans.content).start
        ):
            by_cue[cue] = statement
    contents = Near((s, s.spans.content) for s in by_cue.values())
    out: dict[str, Statement] = {}
    # Outer ones first: the larger content is the outer one, so that no two lie within each other.
    for statement in sorted(by_cue.values(), key=Statement.size, reverse=True):
        cue = statement.spans.cue[0]
        around = [out[s.id] for s in contents.at([cue]) if s.id in out and any(part.covers(cue) for part in s.spans.content)]
        enclosing = min(around, key=Statement.size, default=None)
        if enclosing and statement.speaker.id is None and statement.speaker.text.lower() in {"i", "we"}:
            out[statement.id] = replace(first_person(statement, enclosing), within=enclosing.id)
        elif enclosing is None or statement.speaker.id is not None or statement.speaker.candidates:
            out[statement.id] = replace(statement, within=enclosing.id if enclosing else None)
    return sorted(out.values(), key=lambda s: s.spans.cue[0])


def first_person(statement: Statement, enclosing: Statement) -> Statement:
    """'I' and 'we' inside a quotation are its speaker."""
    mine = statement.speaker
    why = (Reason("the speaker of the enclosing statement"),)
    return replace(statement, speaker=replace(enclosing.speaker, text=mine.text, span=mine.span, because=why))


def inherit_occasions(statements: list[Statement]) -> list[Statement]:
    """Where a text dates one interview with somebody and quotes them elsewhere without a date, it is the same talk.

    Only where the text gives that speaker one date and one medium; the reason is kept, and the words are those of that occasion.
    """
    known: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.within is None and statement.speaker.id:
            known.setdefault(statement.speaker.id, []).append(statement)
    return [same_talk(s, known.get(s.speaker.id or "", [])) if s.within is None and s.status == "attributed" else s for s in statements]


def same_talk(statement: Statement, known: list[Statement]) -> Statement:
    """One statement with the date and medium of its speaker's only occasion, if it has none of its own."""
    media = {s.medium for s in known if s.medium}
    dates = {(s.said.earliest, s.said.latest): s for s in known if s.said}
    if media != {"interview"} or len(dates) > 1 or (statement.said and statement.medium):
        return statement
    dated = next(iter(dates.values()), None)
    first = dated or next(s for s in known if s.medium)
    return replace(
        statement,
        said=statement.said or (dated.said if dated else None),
        medium="interview",
        addressee=statement.addressee or next((s.addressee for s in known if s.addressee), None),
        because=(*statement.because, Reason("the text has one talk with this speaker", first.spans.cue[0])),
    )
