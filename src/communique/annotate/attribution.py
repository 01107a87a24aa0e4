"""Join what the network found with what the parse says of it: an article's drafts of statements.

The network says where source, cue and content are and which belong together. The rules say what kind of saying the cue is, who is told,
what is said inside somebody's content, which the network was not taught, and what stands apart from all that it found: it learnt from
newspapers, not from readouts. Where both found one cue, the spans are the network's.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.annotate.cues import CLAUSES, SAYABLE, Draft, find_cues
from communique.annotate.near import Near
from communique.annotate.neural.model import Found, network
from communique.annotate.neural.words import words_of
from communique.annotate.parse import Sentence
from communique.annotate.quotes import is_speech
from communique.annotate.reading import Reading
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

EDGES = " ,;:-–—\n\t"
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "nothing"})
# "did not respond", "would not say": not answering is a refusal, where "did not say" is a silence.
ANSWERS = frozenset({"respond", "reply", "answer", "comment"})


def find_attributions(reading: Reading) -> None:
    """Ask the network who says what; done before names are looked up, since whoever speaks may be named nowhere else."""
    reading.words = words_of(reading.article, reading.sentences, reading.quotations)
    reading.found = list(network().read(reading.words))


def drafts(reading: Reading) -> list[Draft]:
    """The drafts of an article: the network's, then the rules' inside their contents."""
    ruled = rule_drafts(reading)
    by_cue = Near((d, d.cue) for d in ruled)
    quoting = Near((d, d.content) for d in ruled)
    out: list[Draft] = []
    for found in reading.found:
        sentence = reading.sentence_at(found.anchor)
        if sentence is not None and not is_deed(reading, sentence, found) and not in_quotation(reading, found, quoting):
            same = next((d for d in by_cue.at(found.cue) if any(part.overlaps(c) for part in d.cue for c in found.cue)), None)
            draft = draft_of(reading, sentence, found, same)
            draft.content = before_next_verb(reading, draft)
            # A content of nothing but a comma is none.
            out += [draft] if draft.content else []
    outer = Near((d, (*d.source, *d.cue, *d.content)) for d in out)
    return out + [d for d in ruled if apart(d, outer)] + [n for d in ruled if (n := nested(d, outer))]


def in_quotation(reading: Reading, found: Found, quoting: Near[Draft]) -> bool:
    """Whether a cue stands within a quotation that somebody outside is said to have uttered: what is said in it is nested, which is the rules' part."""
    around = [q.span for q in reading.quotations_at(found.cue[:1]) if q.span.covers(found.cue[0])]
    return any(not q.overlaps(d.cue[0]) and any(q.overlaps(p) for p in d.content) for q in around for d in quoting.at(around))


def is_deed(reading: Reading, sentence: Sentence, found: Found) -> bool:
    """'signed 37 agreements': an act with its object, neither a clause nor anybody's words, is an event. In a headline a noun is rarely a cue."""
    verb = sentence.token_at(found.anchor)
    speech = reading.knowledge.languages["en"].speech
    lemma = verb.lemma_.lower() if verb is not None else ""
    if verb is None or (sentence.block.kind in {"title", "heading"} and verb.pos_ == "NOUN" and lemma not in speech["cue_words"]):
        return verb is not None
    if lemma not in speech["deeds"]:
        return False
    quoted = any(is_speech(reading.text, q) for q in reading.quotations_at(found.content))
    return not quoted and not any(c.dep_ in CLAUSES for c in verb.children)


def before_next_verb(reading: Reading, draft: Draft) -> list[Span]:
    """'condemned the drills and sent ships': where the content is an object, what the next verb of the sentence governs is no part of it."""
    verb, sentence = draft.verb, draft.sentence
    if verb is None or verb.pos_ != "VERB" or any(c.dep_ in CLAUSES for c in verb.children):
        return draft.content
    ends = []
    for child in verb.conjuncts:
        if child.i > verb.i and child.head.i == verb.i and child.tag_ in FINITE:
            first = next((c for c in verb.children if c.dep_ == "cc" and verb.i < c.i < child.i), child.left_edge)
            ends.append(sentence.place(first if first.i < child.left_edge.i else child.left_edge).start)
    ends += [sentence.place(t).start for t in sentence.tokens() if t.text == ";" and t.i > verb.i]
    out = []
    for part in draft.content:
        end = min([e for e in ends if part.start < e < part.end], default=part.end)
        if any(q.span.start < end < q.span.end for q in reading.quotations_at([part])):
            end = part.end
        out.append(without_commas(reading.text, Span(part.start, end)) or part)
    return out


def rule_drafts(reading: Reading) -> list[Draft]:
    """What the rules alone find in every sentence of the prose."""
    out: list[Draft] = []
    for sentence in reading.sentences:
        near = reading.quotations_at([Span(max(0, sentence.span.start - 3), sentence.span.end)])
        out += find_cues(reading, sentence, near)
    return out


def nested(draft: Draft, outer: Near[Draft]) -> Draft | None:
    """A draft of the rules whose cue lies in a content that the network found, cut to that content; None if it is none, or found already."""
    cue = draft.cue[0]
    near = list(outer.at([cue]))
    if any(part.overlaps(cue) for one in near for part in [*one.cue, *one.source]):
        return None
    around = [part for one in near for part in one.content if part.covers(cue)]
    content = [both for part in draft.content for whole in around if (both := part.common(whole))]
    return replace(draft, content=content, quotes=[q for q in draft.quotes if any(w.covers(q.span) for w in around)]) if content else None


def apart(draft: Draft, outer: Near[Draft]) -> bool:
    """Whether a draft of the rules shares no cue and no content with any that the network found: what it has not learnt to see."""
    mine = [*draft.cue, *draft.content]
    if draft.sentence.block.kind in {"title", "heading"}:
        return False
    return not any(a.overlaps(b) for one in outer.at(mine) for a in [*one.cue, *one.content] for b in mine)


def draft_of(reading: Reading, sentence: Sentence, found: Found, same: Draft | None) -> Draft:
    """A found attribution as a draft; the rules' draft at the same cue lends its grammar."""
    verb = sentence.token_at(found.anchor)
    home, subject = subject_of(reading, found)
    if same is not None and (subject is None or (same.subject is not None and covers(found.source, same))):
        home, subject = same.sentence, same.subject if found.source else None
    lemma = same.lemma if same is not None else (verb.lemma_.lower() if verb is not None else "")
    kind = same.kind if same is not None else kind_of(reading, sentence, found, lemma)
    draft = Draft(
        sentence=sentence,
        verb=same.verb if same is not None else verb,
        lemma=lemma,
        kind=kind,
        subject=subject,
        home=home,
        source=list(found.source),
        cue=list(found.cue),
        content=[
            whole
            for part in found.content
            for piece in off_headings(reading, sentence, part)
            if (whole := without_commas(reading.text, piece))
        ],
        addressee=same.addressee if same is not None else None,
        status=status_of(reading, sentence, found, kind),
    )
    draft.quotes = [q for q in reading.quotations_at(found.content) if is_speech(reading.text, q)]
    return draft


def off_headings(reading: Reading, sentence: Sentence, part: Span) -> list[Span]:
    """A part of a content without the heading that it runs into; a headline's own words stay."""
    crossed = [b for b in reading.article.blocks if b.kind in {"title", "heading"} and b is not sentence.block and b.span.overlaps(part)]
    if not crossed:
        return [part]
    return [both for b in reading.article.blocks if b not in crossed and (both := b.span.common(part))]


def without_commas(text: str, span: Span) -> Span | None:
    """A part of a content without commas, dashes and blanks at its edges; None where nothing is left."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(EDGES))
    end = span.start + len(words.rstrip(EDGES))
    return Span(start, end) if end > start else None


def covers(source: tuple[Span, ...], draft: Draft) -> bool:
    """Whether the rules' subject stands in the source that the network found."""
    place = draft.sentence.place(draft.subject) if draft.subject is not None else None
    return place is not None and any(part.covers(place) for part in source)


def subject_of(reading: Reading, found: Found) -> "tuple[Sentence | None, Token | None]":
    """The head of the source: its first noun whose own head lies outside, with its sentence."""
    for part in found.source:
        sentence = reading.sentence_at(part.start)
        if sentence is None:
            continue
        tokens = [t for t in sentence.tokens() if part.covers(sentence.place(t)) and not t.is_punct]
        places = {t.i for t in tokens}
        heads = [t for t in tokens if t.head.i not in places or t.head.i == t.i]
        nouns = (
            [t for t in heads if t.pos_ in {"NOUN", "PROPN", "PRON"}] or [t for t in tokens if t.pos_ in {"NOUN", "PROPN", "PRON"}] or heads
        )
        if nouns:
            return sentence, nouns[0]
    return None, None


def kind_of(reading: Reading, sentence: Sentence, found: Found, lemma: str) -> str:
    """The class of a cue that the rules do not find here: by its verb or noun, then by any word of it."""
    language = reading.knowledge.languages["en"]
    classes: dict[str, str] = language.speech["cue_words"]
    known = language.speech_verbs.get(lemma) or classes.get(lemma)
    if known:
        return str(known)
    lemmas = [t.lemma_.lower() for t in sentence.tokens() if any(c.covers(sentence.place(t)) for c in found.cue)]
    return next((k for w in lemmas if (k := language.speech_verbs.get(w) or classes.get(w))), "assert")


def status_of(reading: Reading, sentence: Sentence, found: Found, kind: str) -> str:
    """declined, denied, unsaid or attributed, by the words of the cue."""
    speech = reading.knowledge.languages["en"].speech
    tokens = [t for t in sentence.tokens() if any(c.covers(sentence.place(t)) for c in found.cue)]
    lemmas, words = {t.lemma_.lower() for t in tokens}, {t.lower_ for t in tokens}
    if lemmas & set(speech["decline_verbs"]):
        return "declined"
    if words & NEGATIONS:
        if lemmas & ANSWERS or "would" in words or "comment" in words:
            return "declined"
        return "unsaid" if lemmas & SAYABLE else "attributed"
    return "denied" if kind == "deny" else "attributed"
