"""What somebody does with a wording: a term's token -> the governing word, whose stance it shows, and which."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from communique.annotate.parse import Sentence
from communique.annotate.shown import OBJECTS, OPPOSITE, ORDER, Stance, kind_of, who_is_meant
from communique.annotate.subjects import subject_of
from communique.annotate.verdicts import judged

if TYPE_CHECKING:
    from spacy.tokens import Token

STEPS = 10
# So many words before a wording are looked at for a phrase.
IDIOM = 9
# What an act of a type says of the wording that it is done to.
SHOWN = {
    **dict.fromkeys(("SUPPORT", "AGREE", "COOPERATE", "CONCEDE"), "adopts"),
    **dict.fromkeys(("REJECT", "ACCUSE", "THREATEN", "PROTEST", "RETREAT", "SANCTION"), "rejects"),
    "REQUEST": "promotes",
}
SURE = 0.95
OUGHT = frozenset({"should", "must", "ought"})


def stance_of(sentence: Sentence, token: "Token", lists: Any, first: "Token | None" = None) -> Stance | None:
    """Climb from a wording to the verbs and nouns above it; the outermost that tells a stance decides, its subject holds it.

    `first`: the first word of the wording, where that is not the first of what hangs on `token`.
    """
    found: Stance | None = judged(token, lists)
    if found is not None:
        return found
    told = idiom_of(sentence, first if first is not None else token.left_edge, lists)
    current, turned, wish = token, False, False
    if told is not None:
        found, current = told
    for _ in range(STEPS):
        head = current.head
        if (
            head.i == current.i
            or head.i < sentence.first
            or head.i >= sentence.last
            or (current.i != token.i and barred(current, found, lists))
        ):
            break
        if head.lemma_.lower() in lists["verbs"]["inverts" if head.pos_ == "NOUN" else "undoes"] and (
            head.pos_ == "NOUN" or (head.pos_ == "VERB" and current.dep_ == "dobj")
        ):
            turned = not turned
        step = verb_stance(current, head, lists) if head.pos_ in {"VERB", "AUX"} else noun_stance(head, lists)
        if found is None and head.pos_ == "VERB" and head.lemma_.lower() in lists["verbs"]["undoes"]:
            # 'China was undermining X' is said of China.
            step = None
        if (
            found is not None
            and found.value in {"adopts", "promotes"}
            and head.pos_ == "NOUN"
            and head.lemma_.lower() in lists["nouns"]["plans"]
            and none_of(head)
        ):
            # 'has no plans to join X'
            found = found._replace(value="rejects")
        if found is not None and head.lemma_ == "join" and current.dep_ == "prep" and current.lower_ == "in":
            # 'joined A in urging X'
            step = None
        wish = found is not None and head.lemma_.lower() in lists["verbs"]["asks"] and asks_another(current, head)
        if wish and found is not None:
            step = Stance("rejects" if found.value == "rejects" else "promotes", subject_of(head), f"{head.text} ... {found.why}")
        if found is not None and found.value in OPPOSITE and current.dep_ == "pcomp" and head.dep_ == "prep" and accuses(head.head, lists):
            # 'accused China of challenging X'; 'accused NATO of clinging to X' is a use of it
            value = "promotes" if found.value == "rejects" else "uses"
            found, current = Stance(value, subject_of(head.head), f"{head.head.text} ... {found.why}"), head.head
            continue
        if found is not None and found.value in OBJECTS and transparent(current, head, lists):
            step = None
        if found is not None and found.value == "mentions" and step is not None:
            step = step._replace(worded=True)
        if step is not None and (found is None or wish or rank(step) <= rank(found) or found.value == "mentions"):
            found = step
        current = head
    if found is not None and turned and found.value in OPPOSITE:
        return found._replace(value=OPPOSITE[found.value])
    return found


def barred(current: "Token", found: Stance | None, lists: Any) -> bool:
    """Whether what stands above says nothing of the wording: another clause, or the wish for an act that only concerns it."""
    if found is not None and (found.silent or current.dep_ == "relcl" or (current.dep_ == "advcl" and not infinitive(current))):
        return True
    if current.pos_ not in {"VERB", "AUX"} or (current.dep_ == "pcomp" and current.head.lower_ in {"against", "from"}):
        return False
    if current.dep_ == "conj" and any(c.dep_ in {"nsubj", "nsubjpass"} for c in current.children):
        return True
    if current.dep_ == "conj" and found is not None and found.value in OBJECTS and not any(c.dep_ == "neg" for c in current.head.children):
        # 'opposes A and will join B'
        return True
    return (
        (found is None or found.value == "mentions")
        and current.dep_ in {"xcomp", "ccomp", "advcl", "relcl", "acl", "pcomp"}
        and current.lemma_.lower() not in lists["verbs"]["light"]
    )


def of_act(sentence: Sentence, token: "Token", acts: Mapping[int, tuple[str, float]], lists: Any) -> Stance | None:
    """What the network says of the word on which a wording hangs, where no list knows it: 'slammed X', 'threw its weight behind X'."""
    current = token
    for _ in range(STEPS):
        head = current.head
        if head.i == current.i or head.i < sentence.first or head.i >= sentence.last or current.dep_ in {"nsubj", "nsubjpass"}:
            return None
        kind, likely = acts.get(sentence.place(head).start, ("", 0.0))
        value = SHOWN.get(kind)
        # 'accused China of X' is a use of it, and what an act is over is not what it is to.
        if value and likely >= SURE and head.lemma_ != "be" and not (current.dep_ == "prep" and current.lower_ in lists["marks"]["aside"]):
            verb = head if head.pos_ in {"VERB", "AUX"} else head.head
            passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
            return Stance(value, None if passive else subject_of(verb), head.text)
        if head.pos_ in {"VERB", "AUX"}:
            return None
        current = head
    return None


def idiom_of(sentence: Sentence, edge: "Token", lists: Any) -> tuple[Stance, "Token"] | None:
    """'threw its full weight behind X', 'is no fan of X': a phrase that ends right before a wording, and its first word."""
    first = edge.i - sentence.first
    before = [
        t
        for t in list(sentence.tokens())[max(0, first - IDIOM) : first]
        if t.dep_ not in {"det", "poss", "amod", "advmod", "punct", "case"} or t.lower_ in {"no", "out", "up", "away", "back", "ahead"}
    ]
    lemmas = [t.lemma_.lower() for t in before]
    for kind in ("rejects", "adopts", "promotes", "mentions"):
        for phrase in lists["idioms"][kind]:
            words = phrase.split()
            if lemmas[-len(words) :] == words:
                verb = before[-len(words)]
                holder = who_is_meant(subject_of(verb)) if verb.pos_ in {"VERB", "AUX"} else None
                negated = any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children)
                value = OPPOSITE.get(kind, kind) if negated and kind != "mentions" else kind
                return Stance(value, None if kind == "mentions" else holder, phrase, silent=words[0] == "without"), verb
    return None


def accuses(verb: "Token", lists: Any) -> bool:
    """Whether a verb lays something at somebody's door."""
    return verb.pos_ == "VERB" and verb.lemma_.lower() in lists["verbs"]["accuses"]


def transparent(current: "Token", head: "Token", lists: Any) -> bool:
    """Whether a verb leaves a stance as it is: 'vowed to protect X', 'restated their goal of X'."""
    lemma = head.lemma_.lower()
    if any(c.dep_ == "neg" or c.lower_ == "never" for c in head.children):
        return False
    return (lemma in lists["verbs"]["vows"] and current.dep_ == "xcomp") or (lemma in lists["verbs"]["restates"] and current.dep_ == "dobj")


def asks_another(inner: "Token", verb: "Token") -> bool:
    """'urged the North to return to X': who urges promotes what another is to adopt."""
    mine, theirs = subject_of(verb), subject_of(inner)
    return infinitive(inner) and mine is not None and theirs is not None and mine.i != theirs.i


def rank(stance: Stance) -> int:
    """Place in the order of precedence."""
    return ORDER.index(stance.value) if stance.value in ORDER else len(ORDER)


def verb_stance(current: "Token", head: "Token", lists: Any) -> Stance | None:
    """'Vietnam has rejected ...', '... was proposed by Mr. Xi'; a negated use is silence, a negated adoption a rejection."""
    lemma, kind = head.lemma_.lower(), kind_of(current, head, lists)
    if kind == "silent":
        return Stance("mentions", subject_of(head), head.text, silent=True)
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in head.children)
    agent = next((g for c in head.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
    if current.dep_ in {"nsubj"} and not passive:
        return None
    if current.dep_ == "prep" and current.lower_ == "as" and kind == "rejects":
        # "criticised it as a debt trap": the wording is theirs.
        return Stance("uses", subject_of(head), head.text)
    subject = who_is_meant(subject_of(head))
    holder = agent if passive else subject
    # "the two countries should build ...": what somebody ought to do is the wish of the speaker.
    ought = any(c.dep_ == "aux" and c.lower_ in OUGHT for c in [*head.children, *(head.head.children if head.dep_ == "xcomp" else ())])
    if ought:
        holder = None
    negated = any(c.dep_ == "neg" or c.lower_ in {"never", "nor"} for c in head.children) or any(
        c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children) for c in head.children
    )
    if (
        subject is not None
        and not passive
        and (subject.lower_ in lists["verbs"]["nobody"] or any(c.lower_ == "no" for c in subject.children))
    ):
        negated, holder = True, None
    silence = lists["silence"]
    if lemma in silence["omits"] or (lemma in silence["verbs"] and (negated or under(head, silence["under"]))):
        return Stance("mentions", holder, head.text, silent=True)
    if (
        lemma in {"make", "contain", "include"}
        and current.lemma_.lower() in silence["nouns"]
        and any(c.lower_ == "no" for c in current.children)
    ):
        return Stance("mentions", holder, current.text, silent=True)
    if lemma in {"say", "speak"} and current.dep_ == "dobj" and current.lower_ in {"nothing", "little"}:
        return Stance("mentions", holder, f"{head.text} {current.text}", silent=True)
    if lemma in silence["verbs"] and under(head, ("decline", "refuse")):
        return Stance("rejects", holder, head.text, worded=True)
    if negated and lemma in lists["verbs"]["restates"] and current.dep_ == "dobj":
        # 'would not renew its agreement'
        return Stance("rejects", holder, f"{head.text}, negated")
    if kind is None:
        # 'must not become a pretext for X': what somebody ought not to do is what the speaker rejects.
        return (
            Stance("rejects", None, f"{head.text}, negated")
            if negated and ought and current.dep_ not in {"advcl", "npadvmod", "nsubjpass"}
            else None
        )
    if passive and agent is None and lemma in lists["verbs"]["born"]:
        # 'the term was coined in Brussels': by whom is not told.
        return None
    value = turned_by(current, kind, lemma in lists["verbs"]["abandons"], negated=negated, ought=ought)
    return Stance(value, holder, head.text, worded=lemma in lists["verbs"]["chooses"] and quoted(current))


def turned_by(current: "Token", kind: str, abandons: bool, *, negated: bool, ought: bool) -> str:
    """A verb's stance after 'not', 'should' and 'no X': 'Japan should accept X' promotes it, 'will never give up X' too."""
    if ought and kind == "adopts" and not negated:
        return "promotes"
    if negated and kind in {"adopts", "promotes"}:
        return "rejects"
    if negated and abandons:
        return "promotes"
    if kind in {"adopts", "promotes"} and any(c.lower_ == "no" and c.dep_ == "det" for c in current.children):
        return "rejects"
    return kind


def quoted(token: "Token") -> bool:
    """Whether a phrase opens with a mark of quotation: 'prefers "X"' is of the words."""
    edge = token.left_edge
    return bool(edge.is_quote or (edge.i > 0 and edge.nbor(-1).is_quote))


def infinitive(token: "Token") -> bool:
    """Whether a verb is a 'to' form."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def under(token: "Token", lemmas: Any) -> bool:
    """Whether a verb hangs on one of these."""
    return token.dep_ in {"xcomp", "pcomp", "ccomp"} and (token.head.lemma_ in lemmas or token.head.head.lemma_ in lemmas)


def none_of(noun: "Token") -> bool:
    """'no plans', 'does not have any wish'."""
    return any(c.lower_ == "no" for c in noun.children) or any(c.dep_ == "neg" for c in noun.head.children)


def noun_stance(head: "Token", lists: Any) -> Stance | None:
    """'Xi's proposal of ...', 'reservations about ...', 'committed to ...', 'the term ...'."""
    lemma = head.lemma_.lower()
    if head.pos_ == "ADJ" or (head.pos_ == "VERB" and head.dep_ == "acomp"):
        kind = next((k for k, words in lists["adjectives"].items() if head.lower_ in words), None)
        if kind is None or head.dep_ != "acomp":
            return None
        negated = any(c.dep_ == "neg" or c.lower_ == "never" for c in head.head.children)
        return Stance(OPPOSITE[kind] if negated else kind, subject_of(head.head), head.text)
    for kind in ("rejects", "adopts", "promotes", "mentions"):
        if lemma in lists["nouns"][kind] or head.lower_ in lists["nouns"][kind]:
            owner = next((c for c in head.children if c.dep_ == "poss"), None)
            if owner is not None and owner.lower_ == "their" and head.dep_ == "dobj":
                # 'A and B reaffirmed their commitment'
                owner = subject_of(head.head) or owner
            if owner is None and head.dep_ == "dobj" and head.head.lemma_ in {"have", "express", "voice", "show", "raise", "hold"}:
                owner = subject_of(head.head)
            if kind == "mentions":
                return Stance(kind, None, head.text)
            verb = head.head
            if kind in OPPOSITE and head.dep_ == "attr" and any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children):
                # 'will not be part of X'
                return Stance(OPPOSITE[kind], owner or who_is_meant(subject_of(verb)), f"{head.text}, negated")
            return Stance(kind, owner, head.text)
    return None


def accepted_or_rejected(sentence: Sentence, lists: Any) -> Iterator["Token"]:
    """'it' as what somebody accepts or rejects: it takes up a wording before."""
    verbs = {*lists["verbs"]["adopts"], *lists["verbs"]["rejects"]}
    return (t for t in sentence.tokens() if t.lower_ == "it" and t.dep_ in {"dobj", "nsubjpass"} and t.head.lemma_.lower() in verbs)
