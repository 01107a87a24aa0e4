"""What a frame asks of the words around its verb: a particle, an object, a clause; and the words with which the verb means something else."""

from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.vocab.knowledge import Frame, Ontology

if TYPE_CHECKING:
    from spacy.tokens import Token

# "declined to comment" is a statement, no rejection of anybody.
SAYING = frozenset("comment say discuss identify name answer elaborate speculate confirm disclose respond reply specify".split())
# 'declined to give details': neither.
GIVING = frozenset({"give", "make", "offer", "provide", "release"})
DETAILS = frozenset("announcement comment detail explanation figure information interview name specific statement".split())
# 'The plan calls for ships': a paper asks nobody.
PAPERS = frozenset("plan deal agreement accord proposal draft bill law legislation treaty strategy budget amendment".split())
CLAIMS = frozenset({"claim", "allege"})
QUESTIONS = frozenset({"if", "whether", "how", "why", "what", "who", "when", "where"})


def completes(token: "Token", frame: Frame, sentence: Sentence) -> bool:
    """The frame's other conditions: a particle, a complement, words of the sentence, a plain object."""
    if frame.particle and not any(has_particle(c, frame) for c in token.children):
        return False
    if frame.complement and not any(t.lemma_ in frame.complement for t in token.subtree):
        return False
    if otherwise(token, frame):
        return False
    if frame.subjects and not any(c.dep_ in {"nsubj", "nsubjpass"} and c.lemma_.lower() in frame.subjects for c in token.children):
        return False
    if token.lemma_ in {"want", "seek"} and any(c.dep_ == "xcomp" for c in token.children):
        return False
    if frame.needs_clause and not any(is_order(c) or (c.dep_ == "ccomp" and token.lemma_ in CLAIMS) for c in token.children):
        return False
    if frame.words and not any(t.lower_ in frame.words for t in sentence.tokens()):
        return False
    if frame.clause and not any(c.dep_ in {"xcomp", "ccomp", "dobj", "prep", "dative", "advcl"} for c in token.children):
        return False
    if frame.roles == "prep-or-object" and not asks(token, frame):
        return False
    if token.lemma_ in {"decline", "refuse"} and any(c.dep_ in {"xcomp", "dobj"} and says_no_more(c) for c in token.children):
        return False
    return not frame.direct_only or suffers(token)


def otherwise(token: "Token", frame: Frame) -> bool:
    """Whether a verb means something else with the words that it has: 'backed out', 'struck a balance', 'pledged delegates', 'the plan calls for'."""
    if any(
        (c.dep_ == "prt" or (c.dep_ in {"prep", "advmod"} and c.i == token.i + 1)) and c.lower_ in frame.without for c in token.children
    ):
        return True
    if any(c.dep_ in {"dobj", "nsubjpass"} and c.lemma_.lower() in frame.unless for c in token.children):
        return True
    if token.dep_ == "amod" and frame.type == "AGREE":
        return True
    if token.lemma_ == "occupy" and token.i > 0 and token.nbor(-1).pos_ in {"ADP", "DET", "SCONJ"}:
        # 'in occupied East Jerusalem', which the parser takes for a clause.
        return True
    if token.lemma_ == "agree" and any(is_so(c) for c in token.children):
        return True
    return token.lemma_ == "call" and any(c.dep_ == "nsubj" and c.lemma_.lower() in PAPERS for c in token.children)


def means_otherwise(token: "Token", kind: str, plover: Ontology) -> bool:
    """Whether no frame of that type takes the verb as it stands here, be the network ever so sure."""
    if shies_away(token):
        return True
    frames = [f for f in plover.by_verb.get(token.lemma_.lower(), ()) if f.type == kind] if token.pos_ == "VERB" else []
    return bool(frames) and all(otherwise(token, f) for f in frames)


def shies_away(token: "Token") -> bool:
    """'stopped short of condemning it': what was not done is the act."""
    return token.lemma_ == "stop" and any(c.lower_ == "short" and any(g.lower_ == "of" for g in c.children) for c in token.children)


def is_so(child: "Token") -> bool:
    """'agreed that there were soldiers': they see it so, and promise nothing."""
    finite = child.dep_ == "ccomp" and child.tag_ in {"VBD", "VBZ", "VBP"} and not any(c.tag_ == "MD" for c in child.children)
    return finite and any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in child.children)


def says_no_more(child: "Token") -> bool:
    """'(declined) to comment', '(declined) to give details'."""
    return child.lemma_ in SAYING or (child.lemma_ in GIVING and any(c.dep_ == "dobj" and c.lemma_ in DETAILS for c in child.children))


def suffers(token: "Token") -> bool:
    """Whether a verb has an object, or is the participle of what it was done to."""
    done = token.tag_ == "VBN" and not any(c.dep_ == "aux" for c in token.children)
    return done or any(c.dep_ in {"dobj", "nsubjpass"} for c in token.children)


def is_order(child: "Token") -> bool:
    """'(wants Uganda) to pay'"""
    return child.dep_ == "xcomp" or (child.dep_ == "ccomp" and any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children))


def has_particle(child: "Token", frame: Frame) -> bool:
    """'called off', 'gave in'."""
    return child.dep_ in {"prt", "prep", "advmod"} and child.lower_ in frame.particle


def asks(token: "Token", frame: Frame) -> bool:
    """'called on Iran to', 'pushed for', 'pressed Japan to'; not 'called it an alliance', 'asked whether'."""
    if is_question(token):
        return False
    if any(c.dep_ == "oprd" for c in token.children) or (
        token.lemma_ == "call" and any(c.dep_ in {"ccomp", "dobj"} for c in token.children)
    ):
        return False
    return any((c.dep_ == "prep" and c.lower_ in frame.to) or c.dep_ in {"xcomp", "advcl"} for c in token.children)


def is_question(token: "Token") -> bool:
    """'asked whether it would': a question and no request."""
    clauses = (c for c in token.children if c.dep_ in {"ccomp", "advcl"})
    return token.lemma_ == "ask" and any(g.lower_ in QUESTIONS for c in clauses for g in c.children)


def completing(token: "Token", frame: Frame) -> "Token | None":
    """The object noun that a frame asks for: direct object or passive subject, or a noun inside it."""
    if not frame.objects:
        return None
    if token.dep_ == "relcl" and token.head.lemma_.lower() in frame.objects and token.head.i < token.i:
        return token.head
    for child in token.children:
        if child.dep_ in {"dobj", "nsubjpass", "oprd", "attr"} or (
            child.dep_ == "prep"
            and ((frame.type == "SUPPORT" and child.lower_ == "in") or (token.lemma_ == "come" and child.lower_ == "under"))
        ):
            nouns = [child, *child.conjuncts, *(g for c in child.children if c.dep_ in {"prep"} and c.lower_ == "of" for g in c.children)]
            # 'came under fire'; 'withering criticism', which the parser takes for a verb and its object
            nouns += [t for t in child.subtree if t.dep_ in {"pobj", "dobj"}] if child.lower_ == "under" else []
            for noun in nouns:
                pair = f"{noun.nbor(-1).lemma_} {noun.lemma_}" if noun.i > 0 else ""
                if noun.lemma_.lower() in frame.objects or pair in frame.objects:
                    return noun
            if any(g.lemma_.lower() in frame.objects for g in child.children if g.dep_ in {"compound", "nmod", "amod"}) and frame.type in {
                "AGREE",
                "AID",
            }:
                return child
    return None
