"""The subject of a verb, be it its own or that of the verb that it hangs on."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
# What these say, say those who issue them: 'passed a resolution calling on Iran'.
TEXTS = frozenset(
    "resolution statement letter law bill decree declaration petition motion message note communique order memorandum tweet".split()
)

# Who does these to criticism, an attack or an offer is who suffers it.
UNDERGOING = frozenset(
    {"attract", "draw", "earn", "elicit", "endure", "face", "garner", "get", "incur", "receive", "suffer", "survive", "sustain", "undergo"}
)


def subject_of(token: "Token") -> "Token | None":
    """The subject of a verb, or of the verb that it hangs on ('..., adding that ...'; 'said and mentioned')."""
    verb, steps = token, 0
    while steps < 4:
        for child in verb.children:
            if child.dep_ in SUBJECTS and child.dep_ != "expl":
                return verb.head if verb.dep_ == "relcl" and child.tag_ in {"WDT", "WP"} else child
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ == "conj" and joined_too_deep(verb):
            verb = verb.head
        # 'it is willing to cooperate'
        if verb.dep_ not in {"conj", "advcl", "xcomp", "pcomp", "acl", "ccomp", "acomp"} or (verb.dep_ == "ccomp" and verb.i != token.i):
            return None
        if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.lemma_ in TEXTS and verb.head.dep_ == "dobj":
            verb, steps = verb.head.head, steps + 1
            continue
        if verb.dep_ == "acl":
            return verb.head if verb.tag_ == "VBG" else next((c for c in verb.head.children if c.dep_ == "poss"), None)
        controller = controlled_by(verb)
        if controller is not None:
            return controller
        if verb.dep_ == "pcomp":
            verb = verb.head
        verb, steps = verb.head, steps + 1
    return None


def undergone(token: "Token", kind: str) -> "Token | None":
    """Whoever suffers an act, as the subject of its words: 'was endorsed by many', 'faced criticism', 'came under attack'."""
    if token.pos_ in {"VERB", "AUX"}:
        if not any(c.dep_ == "agent" for c in token.children):
            return None
        return (
            token.head if token.dep_ == "acl" and token.tag_ == "VBN" else next((c for c in token.children if c.dep_ == "nsubjpass"), None)
        )
    # 'criticism that he was weak'
    for clause in token.children:
        if kind == "ACCUSE" and clause.dep_ in {"acl", "ccomp"} and any(c.dep_ == "mark" for c in clause.children):
            return next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    # 'withering criticism' may be taken for a verb and its object.
    above = token.head if token.dep_ == "dobj" and token.head.dep_ == "pcomp" else token
    if above.dep_ in {"pobj", "pcomp"} and above.head.lower_ == "under":
        verb, undergoing = above.head.head, above.head.head.lemma_ == "come"
    else:
        verb, undergoing = token.head, token.dep_ == "dobj" and token.head.lemma_ in UNDERGOING
    return subject_of(verb) if undergoing else None


def joined_too_deep(verb: "Token") -> bool:
    """'Iran demanded that the raids stop and sent a ship': joined to 'stop' by the parser, but its tense is that of 'demanded'."""
    inner, outer = verb.head, verb.head.head
    return inner.dep_ == "ccomp" and finite(verb) == finite(outer) != finite(inner)


def finite(verb: "Token") -> str:
    """The tag of the word that bears a verb's tense."""
    return str(next((c.tag_ for c in verb.children if c.dep_ in {"aux", "auxpass"}), verb.tag_))


def controlled_by(verb: "Token") -> "Token | None":
    """'urged Japan to stop', 'accused China of ramming': the object of the verb above acts, except of promises; the parser may hang the 'of' on the object."""
    above = verb.head.head if verb.dep_ == "pcomp" else verb.head
    if verb.dep_ not in {"xcomp", "pcomp"} or above.lemma_ in {"promise", "pledge", "vow", "threaten", "offer", "agree"}:
        return None
    blamed = above.dep_ == "dobj" and above.head.lemma_ in {"accuse", "suspect", "convict", "acquit", "clear"}
    if verb.dep_ == "pcomp" and (blamed or verb.head.lower_ not in {"of", "for", "from", "into", "against"}):
        return above if blamed else None
    return next((c for c in above.children if c.dep_ == "dobj" and above.i < c.i < verb.i and c.pos_ in {"NOUN", "PROPN", "PRON"}), None)
