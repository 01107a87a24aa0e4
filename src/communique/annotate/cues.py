"""Speech cues in English: a sentence -> drafts of statements, each a source, a cue and a content found by the parse."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from communique.annotate.parse import Sentence
from communique.annotate.phrases import cue_span, full_phrase, source_span, stop_trimmed
from communique.annotate.quotes import Quote
from communique.annotate.reading import Reading
from communique.annotate.subjects import subject_of
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSES = frozenset({"ccomp", "xcomp"})
ADJUNCTS = frozenset({"npadvmod", "prep", "advmod", "dobj", "dative", "prt", "iobj", "agent", "oprd"})
SUBORDINATORS = frozenset({"because", "since", "although", "though", "while", "if", "so", "unless", "whereas"})
LONGEST_RELATIVE = 40
OBJECT_PREPOSITIONS = frozenset({"for", "of", "on", "against", "as", "about", "over", "that"})
# Verbs of saying whose bare object is what was said ("announced a deal"), where "reported a profit" is none.
OBJECT_VERBS = frozenset(
    {
        "announce",
        "declare",
        "confirm",
        "reiterate",
        "reaffirm",
        "emphasize",
        "emphasise",
        "acknowledge",
        "stress",
        "mention",
        "allege",
        "admit",
    }
)
EMPTY = frozenset({"it", "there", "this", "that", "which", "what"})
# "It was reported that ...": said by nobody named.
IMPERSONAL = frozenset({"report", "say", "believe", "quote", "know", "expect", "announce"})
# "did not say": negated, these tell of something left unsaid.
SAYABLE = frozenset(
    {
        "say",
        "mention",
        "tell",
        "report",
        "state",
        "disclose",
        "elaborate",
        "reveal",
        "announce",
        "comment",
        "respond",
        "confirm",
        "clarify",
        "explain",
        "acknowledge",
    }
)
NEXT_ACTS = frozenset(
    {"blame", "accuse", "call", "urge", "condemn", "demand", "vow", "warn", "criticize", "pledge", "threaten", "say", "tell", "add"}
)
# "... so be it?" Ms. Holm said. The parser makes two sentences of it; the second is no longer than this many tokens.
SHORT_SENTENCE = 14
HEARERS = frozenset({"tell", "inform", "assure", "remind", "brief", "warn", "ask", "urge", "advise", "caution", "notify"})


@dataclass(slots=True, kw_only=True)
class Draft:
    """A statement in the making. `kind` is the verb's class in speech.toml; `home` is the subject's sentence where it is another than the cue's."""

    sentence: Sentence
    verb: "Token | None"
    lemma: str
    kind: str
    subject: "Token | None"
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    addressee: Span | None = None
    status: str = "attributed"
    quotes: list[Quote] = field(default_factory=list)
    home: Sentence | None = None


def find_cues(reading: Reading, sentence: Sentence, quotes: list[Quote]) -> Iterator[Draft]:
    """Every cue of one sentence: verbs, then 'according to'."""
    speech = reading.knowledge.languages["en"].speech
    for token in sentence.tokens():
        kind = reading.knowledge.languages["en"].speech_verbs.get(token.lemma_.lower()) if token.pos_ in {"VERB", "AUX"} else None
        if token.lemma_ in speech["decline_verbs"] and token.pos_ == "VERB":
            draft = declined(sentence, token, speech)
        elif kind:
            draft = verb_draft(sentence, token, kind, quotes, speech)
        elif token.lower_ == "according" and token.i + 1 < sentence.last and token.nbor().lower_ == "to":
            draft = according(sentence, token)
        else:
            continue
        if draft:
            yield draft


def verb_draft(sentence: Sentence, token: "Token", kind: str, quotes: list[Quote], speech: Any) -> Draft | None:
    """A statement around a speech verb, or None where the verb is none here."""
    lemma = token.lemma_.lower()
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children)
    subject, expletive = source_noun(token, kind, passive=passive)
    if expletive:
        return None
    clause = content_clause(token, kind)
    content = closing_attribution(sentence, token) if clause is None and kind == "assert" and not passive and subject is not None else []
    if not content:
        inside = [q for q in quotes if near(sentence, token, q)]
        if clause is None and not inside and lemma in speech["needs_clause"] and not object_will_do(token, kind):
            return None
        if subject is None and not (passive and clause is not None and lemma in IMPERSONAL):
            return None
        content = (
            content_of(sentence, token, clause, subject, kind) if clause is not None else object_content(sentence, token, kind, inside)
        )
    if not content:
        return None
    hearer = next((c for c in token.children if c.dep_ in {"dobj", "dative"} and lemma in HEARERS and c.i > token.i), None)
    return Draft(
        sentence=sentence,
        verb=token,
        lemma=lemma,
        kind=kind,
        subject=subject,
        source=source_span(sentence, subject, content),
        cue=[cue_span(sentence, token)],
        content=content,
        addressee=full_phrase(sentence, hearer) if hearer is not None else None,
        status=status_of(token, kind),
    )


def source_noun(token: "Token", kind: str, *, passive: bool) -> tuple["Token | None", bool]:
    """Whose words they are, and whether the subject is an empty 'it' or 'there', which speaks for nobody."""
    agent = next((g for c in token.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
    if agent is not None:
        return agent, False
    subject = None if passive and token.lemma_ != "quote" else subject_of(token)
    if subject is None or subject.lower_ not in EMPTY or subject.dep_ == "relcl":
        return subject, False
    return subject, subject.lower_ != "it" or kind not in {"assert", "commit"} or passive


def near(sentence: Sentence, token: "Token", quote: Quote) -> bool:
    """Whether a quotation may be a verb's content: it meets its sentence, or stands before a sentence that is all attribution."""
    if quote.span.covers(sentence.place(token)):
        return False
    return quote.span.overlaps(sentence.span) or sentence.last - sentence.first <= SHORT_SENTENCE


def object_will_do(token: "Token", kind: str) -> bool:
    """'confirmed the deal', 'did not mention it', 'called for talks', 'insists on its claim': a thing said without a clause."""
    objects = any(c.dep_ == "dobj" and c.i > token.i for c in token.children)
    if kind == "demand":
        return any(c.dep_ == "prep" and c.lower_ in {"for", "on", "upon"} for c in token.children) and token.lemma_ in {
            "call",
            "appeal",
            "press",
            "insist",
        }
    if token.lemma_ == "insist":
        return any(c.dep_ == "prep" and c.lower_ == "on" for c in token.children)
    return objects and (token.lemma_ in OBJECT_VERBS or status_of(token, kind) == "unsaid")


def status_of(token: "Token", kind: str) -> str:
    """denied, unsaid or attributed."""
    if kind == "deny":
        return "denied"
    negated = any(c.dep_ == "neg" for c in token.children)
    return "unsaid" if negated and token.lemma_.lower() in SAYABLE else "attributed"


def content_clause(token: "Token", kind: str) -> "Token | None":
    """The clause that a speech verb governs; in front of it or after."""
    for child in token.children:
        if child.dep_ == "ccomp":
            return child
    for child in token.children:
        if child.dep_ == "xcomp" and kind in {"commit", "demand", "forecast", "belief"} and child.tag_ != "VBG":
            return child
    if kind == "demand" or token.lemma_ in {"tell", "warn", "assure", "remind"}:
        for child in token.children:
            if child.dep_ in {"xcomp", "advcl"} and any(g.lower_ == "to" and g.dep_ == "aux" for g in child.children):
                return child
    for child in token.children:
        if child.dep_ in {"advcl", "acl"} and any(g.lower_ == "that" and g.dep_ == "mark" for g in child.children):
            return child
    if token.dep_ == "parataxis":
        return token.head
    return None


def content_of(sentence: Sentence, token: "Token", clause: "Token", subject: "Token | None", kind: str) -> list[Span]:
    """The words of the content: after the verb the clause itself, before it the sentence less the attribution."""
    if clause.i > token.i:
        first, last = clause.left_edge, clause.right_edge
        if kind == "demand" or (clause.dep_ in {"xcomp", "advcl"} and not any(c.lower_ == "that" for c in clause.children)):
            hearers = [c for c in token.children if c.dep_ in {"dobj"} and token.i < c.i < first.i and kind == "demand"]
            first = hearers[0].left_edge if hearers else first
        if first.i <= token.i:
            first = token.nbor() if token.i + 1 < sentence.last else token
        first = after_date(clause, first)
        if first.i > token.i + 1 and token.doc[first.i - 1].lower_ == "that":
            first = token.doc[first.i - 1]
        if not any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children) and (joined := joined_clause(token)) is not None:
            last = joined.right_edge
        return [stop_trimmed(sentence, first.i, before_next_act(clause, last).i)]
    return around_attribution(sentence, token, clause, subject)


def after_date(clause: "Token", first: "Token") -> "Token":
    """'said on Monday it would respond': a date between the verb and the clause belongs to the saying."""
    for child in clause.lefts:
        if (
            child.left_edge.i == first.i
            and child.dep_ in {"prep", "npadvmod"}
            and any(t.ent_type_ in {"DATE", "TIME"} for t in child.subtree)
        ):
            after = child.right_edge.i + 1
            if after < len(clause.doc) and clause.doc[after].text != "," and after < clause.i:
                return clause.doc[after]
    return first


def before_next_act(clause: "Token", last: "Token") -> "Token":
    """'denied that it had rammed the boat and blamed the Philippines': a past-tense act without 'that' or subject is the speaker's next one."""
    for child in clause.conjuncts:
        bare = not any(c.dep_ in {"nsubj", "nsubjpass", "mark", "aux"} for c in child.children)
        if child.i > clause.i and child.tag_ == "VBD" and bare and child.lemma_ in NEXT_ACTS:
            joint = next((c for c in clause.children if c.dep_ == "cc" and clause.i < c.i < child.i), None)
            return child.doc[(joint.i if joint is not None else child.left_edge.i) - 1]
    return last


def joined_clause(token: "Token") -> "Token | None":
    """'He said A was so, but B is not': a clause that the parser joins to the verb of saying, with a subject of its own, is reported too."""
    for child in token.conjuncts:
        if (
            child.head.i == token.i
            and child.i > token.i
            and child.pos_ in {"VERB", "AUX"}
            and child.lemma_ not in {"say", "mention", "add", "tell", "report", "write", "ask"}
            and any(c.dep_ == "nsubj" for c in child.children)
        ):
            return child
    return None


def around_attribution(sentence: Sentence, token: "Token", clause: "Token", subject: "Token | None") -> list[Span]:
    """'A, X said on Monday, because B' -> A and 'because B'."""
    left = min(
        [token.i, *(c.left_edge.i for c in token.children if c.dep_ in {"aux", "auxpass", "neg", "advmod"} and c.left_edge.i > clause.i)]
    )
    if subject is not None and subject.i > clause.i and abs(subject.i - token.i) < LONGEST_RELATIVE:
        left = min(left, subject.left_edge.i if subject.left_edge.i > clause.i else subject.i)
        right_subject = subject.right_edge.i if subject.i > token.i else token.i
    else:
        right_subject = token.i
    right = max(
        [
            token.i,
            right_subject,
            *(c.right_edge.i for c in token.children if c.dep_ in ADJUNCTS and c.i > token.i and not has_quote(c)),
        ]
    )
    start = max(sentence.first, clause.left_edge.i)
    first = start
    if token.dep_ == "ROOT":
        while first > sentence.first and sentence.doc[first - 1].text in {'"', "'", "But", "And", "However", ","}:
            first -= 1
    spans = [stop_trimmed(sentence, first, left - 1)]
    rest = right + 1
    while rest < sentence.last and sentence.doc[rest].text in {",", "-", ";", ":"}:
        rest += 1
    if rest < sentence.last - 1 and token.dep_ == "ROOT":
        opener = sentence.doc[rest]
        if opener.text == '"' or opener.lower_ in SUBORDINATORS:
            spans.append(stop_trimmed(sentence, rest, sentence.last - 1))
    return [s for s in spans if s.end > s.start]


def has_quote(child: "Token") -> bool:
    """Whether an adjunct is itself quoted words."""
    return any(t.text == '"' for t in child.subtree)


def object_content(sentence: Sentence, token: "Token", kind: str, quotes: list[Quote]) -> list[Span]:
    """Content without a clause: what is announced or condemned, quoted words beside the cue, or all that stands before a closing attribution."""
    negated = any(c.dep_ == "neg" for c in token.children)
    wanted = {"dobj", "prep", "oprd"} if kind != "assert" or token.lemma_ == "insist" else {"dobj"}
    parts = [c for c in token.children if c.dep_ in wanted and c.i > token.i and (c.dep_ != "prep" or c.lower_ in OBJECT_PREPOSITIONS)]
    if kind == "demand" and token.lemma_ in {"call", "appeal", "press"}:
        parts = [c for c in token.children if c.dep_ == "prep" and c.lower_ in {"for", "on", "upon"} and c.i > token.i]
    span = stop_trimmed(sentence, min(p.left_edge.i for p in parts), max(p.right_edge.i for p in parts)) if parts else None
    if span and any(span.covers(q.span) for q in quotes):
        return [span]
    if quotes and kind in {"assert", "belief", "forecast", "deny"} and not negated and token.dep_ != "conj":
        return [q.span for q in quotes]
    if span and (kind != "assert" or negated or token.lemma_ in OBJECT_VERBS or token.lemma_ == "insist"):
        return [span]
    return closing_attribution(sentence, token) if kind == "assert" else []


def closing_attribution(sentence: Sentence, token: "Token") -> list[Span]:
    """'..., Xinhua reported on Jan. 18.': the sentence up to the comma before the subject, where the parser lost the link."""
    subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if subject is None:
        return []
    edge = subject.left_edge.i
    if edge - 1 <= sentence.first or sentence.doc[edge - 1].text not in {",", '"'} or sentence.last - token.i > 12:
        return []
    before = sentence.doc[sentence.first : edge]
    return [stop_trimmed(sentence, sentence.first, edge - 1)] if any(t.pos_ in {"VERB", "AUX"} for t in before) else []


def declined(sentence: Sentence, token: "Token", speech: Any) -> Draft | None:
    """'declined to comment', 'refused to say whether'."""
    inner = next((c for c in token.children if c.dep_ == "xcomp" and c.lemma_ in speech["comment_words"]), None)
    subject = subject_of(token)
    if inner is None or subject is None:
        return None
    rest = [c for c in inner.children if c.i > inner.i and c.dep_ not in {"punct"}]
    content = [stop_trimmed(sentence, rest[0].left_edge.i, max(c.right_edge.i for c in rest))] if rest else [sentence.place(inner)]
    return Draft(
        sentence=sentence,
        verb=token,
        lemma=token.lemma_,
        kind="assert",
        subject=subject,
        source=source_span(sentence, subject, content),
        cue=[sentence.stretch(token, inner)],
        content=content,
        status="declined",
    )


def according(sentence: Sentence, token: "Token") -> Draft | None:
    """'according to Xinhua': all the rest of the clause is the content."""
    preposition = token.nbor()
    source = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if source is None:
        return None
    first, last = token.i, source.right_edge.i
    if last - source.i > LONGEST_RELATIVE:
        last = source.i
    spans = [stop_trimmed(sentence, sentence.first, first - 1), stop_trimmed(sentence, last + 1, sentence.last - 1)]
    content = [s for s in spans if s.end > s.start + 1]
    if not content:
        return None
    return Draft(
        sentence=sentence,
        verb=token,
        lemma="according to",
        kind="assert",
        subject=source,
        source=[sentence.stretch(source.left_edge, sentence.doc[last])],
        cue=[sentence.stretch(token, preposition)],
        content=content,
    )
