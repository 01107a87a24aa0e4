"""Sums of money, and how many of what: '$1.2 billion', '30 million euros', 'eight agreements'."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

UNIT = r"(?:thousand|million|billion|trillion|bn|mn|m|k)"
COINS = (
    r"(?:dollars|euros|yuan|yen|won|rupees|pounds|rubles|roubles|dong|baht|pesos|francs|crowns|kroner|kronor|krone|krona|"
    r"shillings|rand|naira|dirhams|riyals|rials|dinars|ringgit|rupiah|lira|reais|zlotys?|forints)"
)
AMOUNT = re.compile(
    rf"(?:(?:US|A|C|NZ|S|HK|NT|R)?[$€£¥₫₩₹₺]\s?\d[\d.,]*\d?(?:\s?{UNIT})?\b"
    rf"|\b\d[\d.,]*\s?(?:{UNIT} )?(?:(?:U\.S\.|US|Canadian|Australian|Swiss|Hong Kong|Singapore|New Zealand) )?{COINS}\b)"
)
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip


def number(word: str) -> int | None:
    """'eight', '8' or 'dozen'"""
    if word == "dozen":
        return 12
    if word in NUMBERS:
        return NUMBERS.index(word) + 1
    return int(word.replace(",", "")) if word.replace(",", "").isdecimal() else None


SCALE = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}


def worth(amount: str, currencies: dict[str, str]) -> tuple[float | None, str | None]:
    """'$1.2 billion' -> (1.2e9, 'USD'); the currency is None where its words fit several ('crowns')."""
    figure = re.search(r"\d[\d.,]*\d|\d", amount)
    if figure is None:
        return None, None
    digits = figure[0].replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?", figure[0]) else None
    if digits is None:
        return None, None
    scale = next((SCALE[w] for w in re.findall(r"[a-z]+", amount[figure.end() :].lower()) if w in SCALE), 1.0)
    low = " ".join(amount.lower().replace("u.s.", "us").split())
    currency = next((code for words, code in sorted(currencies.items(), key=lambda c: -len(c[0])) if words in low), None)
    return float(digits) * scale, currency


def has_money(own: list["Token"]) -> bool:
    """Whether a sum is among the words."""
    return any(t.ent_type_ == "MONEY" or t.tag_ == "$" for t in own) or bool(
        AMOUNT.search(" ".join(t.text for t in sorted(own, key=lambda t: t.i)))
    )


# What a number before these counts is time or measure, not what an act was done to.
TIME_UNITS = frozenset(
    {"day", "week", "month", "year", "hour", "percent", "mile", "kilometer", "kilometre", "time", "dollar", "euro", "point"}
)


def counted_object(token: "Token") -> tuple[int | None, str]:
    """'arrested seven soldiers', 'sanctions on nine companies': how many suffered it; a noun without a number says nothing."""
    objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
    beyond = [
        g
        for o in (token, *objects)
        for c in o.children
        if c.dep_ == "prep" and c.lower_ in {"on", "of", "against"}
        for g in c.children
        if g.dep_ == "pobj"
    ]
    for noun in (*objects, *beyond):
        many, thing = counted(noun)
        if many is not None and noun.tag_ in {"NNS", "NNPS"} and noun.lemma_ not in TIME_UNITS:
            return many, thing
    return None, ""


def counted(noun: "Token") -> tuple[int | None, str]:
    """How many of the object: '37 agreements' -> 37."""
    for child in noun.children:
        if child.dep_ == "nummod":
            return number(child.lower_), noun.lemma_
    return None, noun.lemma_
