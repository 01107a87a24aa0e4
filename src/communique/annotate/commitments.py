"""Promises between parties: a Reading -> commitments, by the verbs and nouns of promises, with parties and roles, amount, count and how far each has come."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from communique.annotate.drafts import STATUS, SYMMETRIC, Draft, binding, clash, depth, once, parties, private, roles, who, within
from communique.annotate.parse import Sentence
from communique.annotate.phrases import conjuncts
from communique.annotate.predicates import clipped, subject_above, topic, words_of
from communique.annotate.reading import Reading
from communique.annotate.realis import realis_of
from communique.annotate.resolve import Resolver
from communique.annotate.roles import PLURALS
from communique.annotate.sums import AMOUNT, has_money, number, worth
from communique.annotate.when import event_when
from communique.model.actor import Party
from communique.model.findings import Commitment, Event
from communique.model.identity import content_id
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# A capital or city after these is where they signed, not who.
WHERE = frozenset({"in", "at", "near", "on", "around"})
MONEY_KINDS = frozenset({"aid", "loan", "investment"})
NOMINAL_VERBS = frozenset({"acl", "relcl"})


def find_commitments(reading: Reading, resolver: Resolver) -> list[Commitment]:
    """Every promise told, each once a sentence; wishes, fears, denials and talks about one are none."""
    finder = Finder(reading, resolver)
    out: dict[str, Commitment] = {}
    for sentence in reading.sentences:
        for draft in finder.drafts(sentence):
            made = finder.commitment(sentence, draft)
            out.setdefault(made.id, made)
    return list(out.values())


class Finder:
    """Looks for promises in the sentences of one article."""

    def __init__(self, reading: Reading, resolver: Resolver) -> None:
        self.reading, self.resolver = reading, resolver
        self.words: dict[str, Any] = dict(reading.knowledge.languages["en"].promises)
        self.classes = {lemma: name for name, entry in reversed(self.words["verbs"].items()) for lemma in entry["lemmas"]}
        self.nouns = {word: kind for kind, some in self.words["kinds"].items() for word in some}

    def drafts(self, sentence: Sentence) -> list[Draft]:
        """The promises of a sentence; of two tellings of one, that which has come further and names more."""
        found = [d for token in sentence.tokens() if token.pos_ in {"VERB", "AUX", "NOUN", "ADJ"} for d in self.at(sentence, token)]
        out: list[Draft] = []
        for draft in sorted(found, key=lambda d: (-len(parties(d)), depth(d.token), -(d.amount is not None), d.token.i)):
            same = next((o for o in out if o.kind == draft.kind and (not clash(o, draft) or within(draft.token, o.token))), None)
            if same is None and not any(d.noun is not None and draft.noun is not None and d.noun.i == draft.noun.i for d in out):
                out.append(draft)
            elif same is not None:
                same.status = max(same.status, draft.status, key=STATUS.index)
                same.schedule = same.schedule or draft.schedule
                same.stage = draft.stage if draft.stage == "disbursed" else same.stage or draft.stage
        return sorted(out, key=lambda d: d.token.i)

    def at(self, sentence: Sentence, token: "Token") -> Iterator[Draft]:
        """The promise that one verb tells, if it does."""
        name = self.class_of(token)
        if name is None:
            return
        own = list(words_of(token))
        if token.dep_ in NOMINAL_VERBS and token.tag_ in {"VBN", "VBD"}:
            own += [token.head, *words_of(token.head, skip=token)]
        kind, noun = self.kind(name, token, own)
        if kind is None:
            return
        status = self.status(name, token, kind)
        if status is None:
            return
        if name in {"build", "delay"}:
            own = [t for t in token.subtree if t.i != token.i]
        elif kind in MONEY_KINDS:
            own += [t for word in own for c in word.children if c.dep_ == "relcl" for t in c.subtree]
        givers, others = ([p for p in side if not private(p)] for side in self.sides(sentence, token, own, kind))
        amount = self.amount(sentence, token, own, kind)
        if not binding(kind, givers, others, amount, ending=name in {"end", "pause"}):
            return
        yield Draft(
            token=token, kind=kind, status=status, givers=givers, others=others, noun=noun, amount=amount,
            stage=self.stage(name, status, kind, amount), schedule=self.schedule(name, token),
        )  # fmt: skip

    def class_of(self, token: "Token") -> str | None:
        """Which class of verbs a token belongs to; a few are told only by the phrase around them."""
        if token.pos_ not in {"VERB", "AUX"}:
            return None
        around = token.doc[token.i : min(len(token.doc), token.i + 5)].text.lower()
        if any(p in around for p in self.words["phrases"]["in_force"]):
            return "force"
        if any(f" {p}" in f" {around}" for p in self.words["phrases"]["delayed"]) and token.lemma_ in {
            "be",
            "fall",
            "run",
            "delay",
            "stall",
        }:
            return "delay"
        return self.classes.get(token.lemma_.lower())

    def kind(self, name: str, token: "Token", own: list["Token"]) -> tuple[str | None, "Token | None"]:
        """What is promised: by the nouns of the predicate, nearest to the verb first, or by the verb itself."""
        subject = [c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}]
        if name in {"force", "delay", "build"}:
            own = [*(t for s in subject for t in (s, *words_of(s, into_clauses=True))), *own]
        nouns = [t for t in own if t.pos_ in {"NOUN", "PROPN", "VERB", "ADJ"} and t.i != token.i]
        rung = next((t for t in nouns if t.lemma_.lower() in self.words["rungs"] and self.is_rung(t)), None)
        text = next((t for t in nouns if self.is_text(t)), None)
        money = next((t for t in nouns if self.is_money(t, token)), None)
        work = next((t for t in nouns if t.lemma_.lower() in self.words["works"]), None)
        goods = next((t for t in nouns if t.lemma_.lower() in self.words["goods"] and t.dep_ not in {"compound", "amod"}), None)
        if name == "raise" or (rung is not None and name in {"agree", "reach"}):
            return ("partnership", rung) if rung is not None else (None, None)
        if name in {"sign", "reach", "force", "ratify"} and text is not None and (money is None or name != "ratify"):
            return "agreement", text
        if name == "ratify" and money is not None:
            return self.nouns[money.lemma_.lower()], money
        if name in {"end", "pause"}:
            if text is not None or money is not None:
                nearest = min((t for t in (text, money) if t is not None), key=lambda t: abs(t.i - token.i))
                return ("agreement" if nearest is text else self.nouns[nearest.lemma_.lower()]), nearest
            return None, None
        if name == "sign":
            return (self.nouns[money.lemma_.lower()], money) if money is not None and token.lemma_ == "extend" else (None, None)
        if name == "agree":
            return (self.nouns[money.lemma_.lower()], money) if money is not None and has_money(own) else ("agreement", text)
        if name in {"build", "delay"}:
            found = work or money
            paid = has_money(own) or any(self.classes.get(t.lemma_) == "finance" or "fund" in t.lower_ for t in token.sent)
            return ("investment", found) if found is not None and paid else (None, None)
        return self.money_kind(name, token, own, {"money": money, "work": work, "goods": goods})

    def money_kind(
        self, name: str, token: "Token", own: list["Token"], found: dict[str, "Token | None"]
    ) -> tuple[str | None, "Token | None"]:
        """aid, loan, investment or pledge, of verbs that give, finance, promise or offer."""
        money, work, goods = found["money"], found["work"], found["goods"]
        if token.lemma_ == "lend" or any(t.lemma_ == "lend" for t in own):
            return "loan", money
        if name == "finance":
            return ("investment", work or money) if has_money(own) or work is not None else (None, None)
        if money is not None:
            return self.nouns[money.lemma_.lower()], money
        if token.lemma_ == "deposit":
            return "loan", None
        if name in {"give", "reach", "sign"}:
            return ("aid", goods) if goods is not None or (has_money(own) and name == "give") else (None, None)
        if has_money(own):
            return ("investment" if work is not None else "aid"), work
        if goods is not None:
            return "aid", goods
        promised = [c for c in token.children if c.dep_ in {"xcomp", "ccomp", "dobj"}]
        threat = any(c.lemma_.lower() in self.words["threats"] for c in promised)
        return ("pledge", None) if name in {"promise", "commit"} and promised and not threat else (None, None)

    def is_text(self, token: "Token") -> bool:
        """Whether a noun is a text between parties."""
        known = token.lemma_.lower() in self.words["agreement"] or token.lower_ in {"memoranda", "memorandums", "mous"}
        return known and token.pos_ in {"NOUN", "PROPN"} and self.counts(token)

    def is_money(self, token: "Token", verb: "Token") -> bool:
        """Whether a noun is money or help, and not the verb's own word again."""
        lemma = token.lemma_.lower()
        noun = token.pos_ in {"NOUN", "PROPN"} or lemma in self.words["doing"]
        return noun and lemma in self.nouns and lemma != verb.lemma_.lower() and self.counts(token)

    def counts(self, token: "Token") -> bool:
        """Whether a noun has what it needs beside it: a letter 'of intent', 'financial' support."""
        needs = self.words["only_with"].get(token.lemma_.lower())
        return not needs or any(t.lemma_.lower() in needs for t in (*token.subtree, token.head))

    def is_rung(self, token: "Token") -> bool:
        """Whether a noun is a rung: 'comprehensive strategic partnership', 'ties to a strategic partnership'."""
        near = {t.lower_ for t in token.subtree} | {t.lower_ for t in token.head.subtree if abs(t.i - token.i) < 8}
        return bool(near & {*self.words["rung_words"]})

    def status(self, name: str, token: "Token", kind: str) -> str | None:
        """How far it has come; None where it is only wished, feared, denied or planned to be signed."""
        realis = realis_of(token, self.reading.knowledge)
        negated = realis.value == "negated" or any(c.dep_ == "neg" for c in token.children)
        if negated and token.lemma_ in self.words["phrases"]["ending_if_not"]:
            return "cancelled"
        if negated or (realis.value == "hypothetical" and not self.promised_above(token)):
            return None
        if name == "force":
            return "in_force"
        if name == "delay":
            return "announced"
        planned = realis.value in {"planned", "hypothetical"}
        status: str = self.words["verbs"][name]["status"]
        if name in {"sign", "ratify", "end", "pause", "build"} and planned and kind in SYMMETRIC:
            return "announced" if self.promised_above(token) else None
        if name == "ratify" and kind != "agreement":
            return "announced"
        if name == "sign" and kind in MONEY_KINDS:
            return "announced" if planned else "delivered"
        if name == "give" and (planned or self.promised_above(token)):
            return "announced"
        return status

    def promised_above(self, token: "Token") -> bool:
        """'agreed to lend', 'pledged to give': what governs the verb is a promise itself."""
        return token.dep_ in {"xcomp", "pcomp"} and self.classes.get(token.head.lemma_) in {"promise", "commit", "agree", "offer"}

    def sides(self, sentence: Sentence, token: "Token", own: list["Token"], kind: str) -> tuple[list[Party], list[Party]]:
        """Who promises, and who else is bound or gains: the subject's parties, then those of the predicate."""
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children)
        agents = [g for c in token.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        subjects = agents if passive else [c for c in (subject_above(token),) if c is not None]
        givers = [p for s in subjects for p in self.resolver.parties(sentence, s)]
        if not givers:
            givers = [p for s in subjects for t in words_of(s) for p in self.named(sentence, t, kind)]
        if not passive:
            own = [*own, *(t for s in subjects for t in words_of(s))]
        else:
            own = [*own, *(t for c in token.children if c.dep_ == "nsubjpass" for t in (c, *words_of(c)))]
        others = [p for t in own for p in self.named(sentence, t, kind)]
        if kind in SYMMETRIC and len({*map(who, (*givers, *others))}) < 2:
            others += self.around(sentence, token, kind)
        if kind in SYMMETRIC and not (givers or others) and any(s.lower_ in PLURALS for s in subjects):
            others += self.two_before(sentence)
        seen: set[str] = set()
        return once(givers, seen), once(others, seen)

    def around(self, sentence: Sentence, token: "Token", kind: str) -> list[Party]:
        """The parties of the clause above a text that is only mentioned: 'Under a memorandum signed in May, X would recognise Y'."""
        top = token
        while (top.head.i != top.i and top.pos_ != "VERB") or top.i == token.i:
            if top.head.i == top.i:
                return []
            top = top.head
        inside = [t for c in top.children if c.dep_ in {"nsubj", "nsubjpass"} for t in (c, *words_of(c))] + list(words_of(top))
        return [p for t in inside for p in self.named(sentence, t, kind)]

    def two_before(self, sentence: Sentence) -> list[Party]:
        """'They also signed': the two states of the sentence before, where it names just two."""
        here = self.resolver.index[id(sentence)]
        if not here:
            return []
        found: dict[str, Party] = {}
        for mention in self.reading.mentions_in(self.reading.sentences[here - 1].span):
            if mention.actor is not None and mention.actor.country and mention.how not in {"capital", "place"}:
                found.setdefault(
                    mention.actor.country, self.resolver.of_mention(mention, "one of the two of the sentence before", mention.span)
                )
        return list(found.values()) if len(found) == 2 else []

    def named(self, sentence: Sentence, token: "Token", kind: str) -> list[Party]:
        """Whom a word names, unless it only says where."""
        mention = self.reading.mention_at(sentence, token)
        if mention is None or mention.actor is None or mention.actor.kind in {"media"}:
            return []
        above = token
        while above.dep_ in {"conj", "compound", "appos"}:
            above = above.head
        where = above.dep_ == "pobj" and above.head.lower_ in WHERE
        if where and (mention.how in {"capital", "place"} or kind in SYMMETRIC):
            return []
        if mention.actor.kind == "person" and any(c.dep_ == "nsubj" for c in [token]) and token.head.lemma_ in {"say", "tell"}:
            return []
        return [self.resolver.of_mention(mention, "named in the promise", mention.span)]

    def amount(self, sentence: Sentence, token: "Token", own: list["Token"], kind: str) -> Span | None:
        """The first sum among the verb's own words and those of its subject."""
        if kind == "pledge":
            return None
        reach = [
            t for t in (*own, *(s for c in token.children if c.dep_ in {"nsubj", "nsubjpass"} for s in c.subtree)) if t.doc is token.doc
        ]
        places = [sentence.place(t) for t in reach]
        for match in AMOUNT.finditer(self.reading.text, sentence.span.start, sentence.span.end):
            if any(p.start < match.end() and match.start() < p.end for p in places):
                return Span(match.start(), match.end())
        return None

    def stage(self, name: str, status: str, kind: str, amount: Span | None) -> str | None:
        """announced, committed or disbursed: where the money is, apart from the promise's own status."""
        if kind not in MONEY_KINDS or amount is None or status in {"cancelled", "suspended"}:
            return None
        if status == "delivered":
            return "disbursed"
        return "announced" if name in {"promise", "offer", "reach"} else "committed"

    def schedule(self, name: str, token: "Token") -> str | None:
        """delayed or completed, where the clause says so."""
        if name == "delay":
            return "delayed"
        return "completed" if name == "build" or token.lemma_ == "complete" else None

    def commitment(self, sentence: Sentence, draft: Draft) -> Commitment:
        """A draft with its place, date and event."""
        words = [draft.token, *words_of(draft.token)]
        span = clipped(sentence, sentence.stretch(min(words, key=lambda t: t.i), max(words, key=lambda t: t.i)))
        event = self.event_of(sentence, draft)
        when = event.when if event is not None else event_when(self.reading, sentence, draft.token, self.reading.events)[0]
        statement = self.reading.innermost(span)
        amount = self.flat(draft.amount) if draft.amount else None
        value, currency = worth(amount, self.words["currencies"]) if amount else (None, None)
        about = self.about(sentence, draft, span)
        count, counted_at = self.count(sentence, draft)
        named = self.named_ones(sentence, draft) if count else ()
        return Commitment(
            id=content_id("cm", self.reading.article.id, draft.kind, span),
            document=self.reading.article.id,
            kind=draft.kind,
            parties=(*draft.givers, *draft.others),
            roles=roles(draft),
            about=self.flat(about),
            about_span=about,
            amount=amount,
            amount_span=draft.amount,
            value=value,
            currency=currency,
            count=count,
            count_span=counted_at,
            named=named,
            named_text=tuple(n.of(self.reading.text) for n in named),
            status=draft.status,
            money=draft.stage,
            schedule=draft.schedule,
            when=when,
            span=span,
            sentence=sentence.span,
            event=event.id if event is not None else None,
            voice=statement.id if statement is not None else "reporter",
        )

    def flat(self, span: Span) -> str:
        """The words of a span, line breaks as blanks."""
        return " ".join(span.of(self.reading.text).split())

    def about(self, sentence: Sentence, draft: Draft, span: Span) -> Span:
        """The rung's name, else the noun with all that belongs to it, else the promise's own words."""
        if draft.kind == "partnership" and (rung := self.rung(sentence)):
            return rung
        if draft.noun is None or draft.kind == "pledge":
            return span
        inside = [t for t in draft.noun.subtree if sentence.first <= t.i < sentence.last]
        return clipped(sentence, sentence.stretch(min(inside, key=lambda t: t.i), max(inside, key=lambda t: t.i)))

    def rung(self, sentence: Sentence) -> Span | None:
        """The longest name of a rung, of any state's ladder, that the sentence has."""
        forms = {form for ladder in self.reading.knowledge.ladders.values() for rung in ladder.rungs for form in rung.forms}
        for form in sorted(forms, key=lambda f: (-len(f), f)):
            match = re.compile(re.escape(form), re.IGNORECASE).search(self.reading.text, sentence.span.start, sentence.span.end)
            if match is not None:
                return Span(match.start(), match.end())
        return None

    def count(self, sentence: Sentence, draft: Draft) -> tuple[int | None, Span | None]:
        """'37 agreements': how many texts, and where the number stands; none where only one is meant."""
        if draft.noun is None or draft.kind != "agreement":
            return None, None
        said = next((c for c in draft.noun.children if c.dep_ == "nummod" and draft.noun.tag_ == "NNS"), None)
        if said is not None:
            return number(said.lower_), sentence.place(said)
        for event in self.reading.events:
            same = event.object and draft.noun.lemma_.lower().startswith(event.object[:6])
            if event.sentence == sentence.span and event.number is not None and same:
                return event.number, event.span
        return None, None

    def named_ones(self, sentence: Sentence, draft: Draft) -> tuple[Span, ...]:
        """Which of a bundle the text names: 'agreements on railways, trade and health', 'including one on fishing'."""
        out: list[Span] = []
        if draft.noun is None:
            return ()
        after = [c for c in draft.token.children if c.dep_ == "prep" and c.i > draft.noun.i]
        for prep in (*(t for t in draft.noun.subtree if t.dep_ == "prep"), *after):
            things = [t for c in prep.children if c.dep_ == "pobj" for t in (c, *conjuncts(c))]
            if prep.lower_ in {"on", "about", "covering", "concerning"}:
                out += [topic(sentence, noun) for noun in things]
            if prep.lower_ == "including":
                ones = [t for t in things if t.lower_ in {"one", "another"}]
                out += [clipped(sentence, sentence.stretch(t, max((w for w in t.subtree if w.i >= t.i), key=lambda w: w.i))) for t in ones]
        dates = self.reading.dates_in(sentence.span)
        out = [s for s in out if not any(d.span and d.span.overlaps(s) for d in dates)]
        return tuple(sorted(set(out)))

    def event_of(self, sentence: Sentence, draft: Draft) -> Event | None:
        """The event that the same verb tells, so that mentions over documents join by its cluster."""
        place = sentence.place(draft.token)
        return next((e for e in self.reading.events if e.span.overlaps(place)), None)
