"""Whether an act took place: a token -> realis and its reason. What is feared, planned, denied or aimed at did not happen thereby."""

from typing import TYPE_CHECKING, Any, NamedTuple

from communique.annotate.cues import NEXT_ACTS
from communique.vocab.knowledge import Knowledge

if TYPE_CHECKING:
    from spacy.tokens import Token

UP = frozenset(
    {
        "xcomp",
        "ccomp",
        "advcl",
        "acl",
        "pcomp",
        "conj",
        "dobj",
        "pobj",
        "prep",
        "attr",
        "nsubj",
        "nsubjpass",
        "oprd",
        "appos",
        "poss",
        "compound",
        "amod",
        "acomp",
        "agent",
        "dative",
    }
)
NOMINAL_STEPS = frozenset(
    {"dobj", "pobj", "prep", "attr", "nsubj", "nsubjpass", "oprd", "appos", "poss", "compound", "amod", "agent", "dative"}
)
PAST_MARKS = frozenset({"after", "when", "while", "as", "because", "since", "although", "though", "once", "where", "whereas"})
UNREAL_ADJECTIVES = {
    "possible": "hypothetical",
    "potential": "hypothetical",
    "planned": "planned",
    "upcoming": "planned",
    "proposed": "planned",
    "future": "planned",
    "forthcoming": "planned",
    "scheduled": "planned",
    "expected": "planned",
    "impending": "planned",
    "alleged": "hypothetical",
    "sudden": "",
    "hypothetical": "hypothetical",
    "any": "hypothetical",
    "no": "negated",
    "cancelled": "negated",
    "canceled": "negated",
    "next": "planned",
    "likely": "hypothetical",
}
# A noun under these took place when the sentence says what happened around it.
ANCHORS = frozenset({"during", "after", "following", "since", "amid", "despite", "over", "in", "on", "at", "from"})
# What these lead to was done before: 'threatened to strike after accusing it'.
DONE_BY_THEN = frozenset({"after", "since", "upon"})
# "is expected to meet": a plan as the reporter knows it, not somebody's fear.
EXPECTED = frozenset({"expect", "schedule", "slate", "set", "plan", "due"})
# What is condemned, praised or mentioned is there, whether it is condemned or not.
PRESUPPOSING = frozenset(
    {
        "condemn",
        "criticize",
        "criticise",
        "denounce",
        "praise",
        "mention",
        "discuss",
        "deplore",
        "recall",
        "mark",
        "remember",
        "protest",
        "blame",
        "call",
        "describe",
    }
)
# 'stopped short of condemning it', 'steered clear of criticising it'
SHY = frozenset({"short", "clear"})
TELLING = frozenset({"announcement", "assurance", "declaration", "news", "pledge", "promise", "vow"})
# 'Our goal is to destroy them'
AIMS = frozenset("aim ambition dream goal hope idea intention job mission objective priority purpose strategy task".split())
# 'The decision to leave'
INTENT = frozenset({"agreement", "commitment", "decision", "intention", "plan", "pledge", "promise", "vow"})
STOPPING = frozenset({"cease", "quit", "stop"})
SUPPOSING = frozenset({"suppose", "imagine", "say"})
LIMIT = 12


class Realis(NamedTuple):
    """happened, planned, hypothetical, negated or ongoing, and the word that made it so."""

    value: str
    why: str


def realis_of(token: "Token", knowledge: Knowledge, *, caption: bool = False) -> Realis:
    """Read the act's own form first, then every word that governs it."""
    words = knowledge.languages["en"].words["irrealis"]
    own = own_form(token, words, caption=caption)
    if own.value in {"negated", "hypothetical"}:
        return own
    above = governed(token, words)
    return own if above.value == "happened" or (own.value == "planned" and above.value == "planned") else above


def own_form(token: "Token", words: Any, *, caption: bool) -> Realis:
    """Negation, modals, tense; for a noun its determiners and adjectives."""
    if denied := own_negation(token):
        return Realis("negated", f"{denied!r}")
    for child in token.children:
        low = child.lower_
        if child.dep_ in {"aux", "auxpass"}:
            found = Realis("hypothetical", f"under {child.text!r}") if supposes(child) else modal(child, token, words)
            if found:
                return found
        if token.pos_ == "NOUN" and child.dep_ in {"det", "amod", "compound"} and UNREAL_ADJECTIVES.get(low):
            return Realis(UNREAL_ADJECTIVES[low], f"{low!r}")
    if (
        token.dep_ == "conj"
        and token.pos_ in {"VERB", "AUX"}
        and not any(c.dep_ in {"aux", "nsubj", "nsubjpass"} for c in token.children)
        and token.head.pos_ in {"VERB", "AUX"}
        # 'did not know and accused': what has its own tense is not denied with the other.
        and not (token.head.tag_ == "VB" and token.tag_ in {"VBD", "VBZ"})
    ):
        return own_form(token.head, words, caption=caption)
    if token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" and c.tag_ in {"VBZ", "VBP"} for c in token.children):
        return Realis("ongoing", "present progressive")
    if (
        token.tag_ in {"VBZ", "VBP"}
        and not caption
        and token.dep_ in {"ROOT", "conj", "ccomp", "relcl", "advcl"}
        and not any(c.dep_ == "aux" for c in token.children)
    ):
        return Realis("ongoing", "present tense")
    return Realis("happened", "")


def own_negation(token: "Token") -> str:
    """The word by which a verb itself is denied, or its object: 'offered no apology'."""
    for child in token.children:
        low = child.lower_
        if child.dep_ == "dobj" and any(c.dep_ == "det" and c.lower_ == "no" for c in child.children):
            return f"no {child.text}"
        if child.dep_ == "neg" or low in {"neither", "never"} or (child.dep_ == "advmod" and low in {"hardly", "nearly", "almost"}):
            return str(low)
    return ""


def modal(aux: "Token", token: "Token", words: Any) -> Realis | None:
    """will, would, may, should, to."""
    low = aux.lower_
    if low in words["modals_future"]:
        return Realis("planned", f"{low!r}")
    if low in {"would", "'d"} and reported(token) and not has_if(token):
        return Realis("planned", "'would' in reported speech")
    if low in words["modals_hypothetical"]:
        return Realis("hypothetical", f"{low!r}")
    return None


def reported(token: "Token") -> bool:
    """Whether a verb stands in the complement of a past-tense verb of saying, or of a noun of telling: 'an announcement that it would lift the ban'."""
    while token.dep_ == "conj":
        token = token.head
    return (token.dep_ == "ccomp" and token.head.tag_ in {"VBD", "VBN"}) or (
        token.dep_ in {"acl", "ccomp"} and token.head.lemma_ in TELLING
    )


def has_if(token: "Token") -> bool:
    """Whether a condition hangs on a verb."""
    return any(c.dep_ == "advcl" and any(g.dep_ == "mark" and g.lower_ in {"if", "unless"} for g in c.children) for c in token.children)


def governed(token: "Token", words: Any) -> Realis:
    """Climb to the main clause; the first word that takes reality away decides."""
    current, nominal = token, token.pos_ in {"NOUN", "PROPN"}
    for _ in range(LIMIT):
        head = current.head
        if head.i == current.i or current.dep_ == "relcl" or current.dep_ not in UP:
            break
        if current.dep_ == "ccomp" and head.i > current.i and any(t.text in {";", ":"} for t in head.doc[current.i : head.i]):
            break
        if (
            current.dep_ == "conj"
            and current.tag_ == "VBD"
            and current.lemma_ in NEXT_ACTS
            and not any(c.dep_ in {"nsubj", "mark"} for c in current.children)
        ):
            break
        joined = current.tag_ == "VBD" and current.dep_ == "conj" and head.tag_ == "VB"
        if joined or (current.dep_ == "pcomp" and head.lower_ in DONE_BY_THEN):
            # 'set it up to reassure them and provided $400 million': what was done is no part of a purpose.
            break
        if not nominal and (unreal := imagined(current, head)):
            return unreal
        if current.dep_ == "advcl" or (current.dep_ in {"acl", "xcomp"} and head.pos_ == "NOUN"):
            found = adverbial(current, words)
            if found is not None:
                return found
        if (
            nominal
            and current.dep_ == "pobj"
            and head.lower_ in ANCHORS
            and head.head.pos_ in {"VERB", "AUX"}
            and head.head.lemma_ not in {"result"}
        ):
            break
        if nominal and (current.dep_ in {"nsubj", "nsubjpass", "poss"} or (current.dep_ == "dobj" and head.lemma_ in PRESUPPOSING)):
            break
        # 'refused to meet, demanding an apology': the demand was made.
        beside = current.dep_ == "advcl" and current.tag_ == "VBG"
        if not beside and not (nominal and current.dep_ in NOMINAL_STEPS and head.pos_ == "ADP"):
            lemma = head.lemma_.lower()
            if current.dep_ != "conj" and lemma in words["negating"] and lemma not in {"no"}:
                return Realis("negated", f"under {head.text!r}")
            if current.dep_ != "conj" and (lemma in words["hypothetical"] or head.lower_ in words["hypothetical"]):
                return Realis("hypothetical", f"under {head.text!r}")
            if (
                current.dep_ in {"xcomp", "acl", "ccomp"}
                and (lemma in words["planned"] or (lemma == "go" and head.tag_ == "VBG"))
                and (lemma != "announce" or current.tag_ == "VB")
            ):
                return Realis("planned", f"under {head.text!r}")
            if current.dep_ != "conj":
                for aux in head.children:
                    if aux.dep_ == "aux" and head.pos_ in {"VERB", "AUX"} and (found := modal(aux, head, words)):
                        return Realis(found.value, f"under {aux.text!r} {head.text!r}")
                if any(c.dep_ == "neg" for c in head.children) and current.dep_ in {"xcomp", "ccomp", "dobj", "pobj", "prep"}:
                    return Realis("negated", f"under a negated {head.text!r}")
        # 'the invasion, including the annexation'
        nominal = nominal and (head.pos_ in {"NOUN", "PROPN", "ADP"} or head.dep_ == "prep")
        current = head
    return Realis("happened", "")


def imagined(current: "Token", head: "Token") -> Realis | None:
    """What is shied away from, supposed, expected or aimed at, and what is to stop, which went on."""
    if current.lower_ == "of" and head.lower_ in SHY:
        return Realis("negated", f"under '{head.text} of'")
    if current.dep_ == "ccomp" and supposes(head):
        return Realis("hypothetical", f"under {head.text!r}")
    if current.dep_ == "xcomp" and head.lemma_ in EXPECTED and any(c.dep_ == "auxpass" for c in head.children):
        return Realis("planned", f"under 'is {head.text}'")
    if current.dep_ == "xcomp" and head.lemma_ == "be" and any(c.dep_ == "nsubj" and c.lemma_.lower() in AIMS for c in head.children):
        return Realis("hypothetical", "an aim")
    if current.dep_ in {"acl", "xcomp"} and current.tag_ == "VB" and head.lemma_ in INTENT and head.pos_ == "NOUN":
        return Realis("planned", f"under {head.text!r}")
    if current.dep_ == "xcomp" and current.tag_ == "VBG" and head.lemma_ in STOPPING:
        return Realis("happened", f"it went on before {head.text!r}")
    if current.dep_ == "prep" and current.lower_ == "for" and head.lemma_ in AIMS | {"plan"}:
        return Realis("hypothetical", f"under {head.text!r}")
    return None


def supposes(verb: "Token") -> bool:
    """'Suppose Poland closed its border': whether a sentence opens with what its reader is asked to imagine."""
    return verb.lower_ in SUPPOSING and verb.i == verb.sent.start and verb.text[:1].isupper()


def adverbial(clause: "Token", words: Any) -> Realis | None:
    """'if ...' is a condition, 'to ...' a purpose; 'after ...' happened, and what is above it no longer counts."""
    marks = {c.lower_ for c in clause.children if c.dep_ in {"mark", "advmod"}}
    if marks & set(words["conditional_marks"]) - {"should"}:
        return Realis("hypothetical", "a condition")
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children):
        return Realis("hypothetical", "a purpose")
    if "until" in marks and any(c.dep_ == "aux" and c.tag_ == "MD" for c in clause.head.children):
        return Realis("hypothetical", "a condition")
    if "before" in marks or "until" in marks:
        return None
    return Realis("happened", "") if marks & PAST_MARKS else None
