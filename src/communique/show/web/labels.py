"""What values are called: facet keys and values in a person's words."""

from collections.abc import Mapping
from typing import Any

from communique.analyse.listing import Listings
from communique.vocab.knowledge import Knowledge

KEYS: Mapping[str, str] = {
    "pair": "Pair of states",
    "actor": "Actor",
    "type": "Type",
    "mode": "Mode",
    "quad": "Cooperation or conflict",
    "realis": "Did it happen",
    "time": "News or history",
    "voice": "Told by",
    "outlet": "Outlet",
    "side": "Side (outlet's country)",
    "review": "Reviewed",
    "quotation": "Quotation",
    "status": "Status",
    "modality": "Modality",
    "medium": "Medium",
    "decided": "Speaker",
    "concept": "Wording",
    "variant": "Form",
    "stance": "Stance",
    "language": "Language",
    "resolution": "What came of it",
    "likelihood": "Likelihood",
    "country": "Country",
    "sector": "Sector",
    "dated": "Dated by",
}
QUADS = {"1": "verbal cooperation", "2": "material cooperation", "3": "verbal conflict", "4": "material conflict"}
LANGUAGES = {"en": "English", "zh": "Chinese", "vi": "Vietnamese"}
BADGES = {
    "machine": ("machine", "Found by the program; nobody has reviewed it."),
    "accepted": ("reviewed", "A reviewer accepted it."),
    "edited": ("reviewed, edited", "A reviewer corrected it."),
    "rejected": ("rejected", "A reviewer rejected it; it stands in no count."),
    "undecidable": ("undecidable", "A reviewer holds that the text does not decide it."),
    "disputed": ("disputed", "Reviewers disagree; it stands as the program found it until it is adjudicated."),
    "replaced": ("replaced", "A reviewed row stands in its place."),
}
LONG = 90


def short(text: str, size: int = LONG) -> str:
    """At most so many characters."""
    return text if len(text) <= size else text[: size - 1].rstrip() + "…"


class Labels:
    """Names of values, from the vocabulary and the record."""

    def __init__(self, knowledge: Knowledge, listings: Listings) -> None:
        self.knowledge, self.names = knowledge, listings.names

    def state(self, code: str) -> str:
        """'Vietnam'"""
        actor = self.knowledge.actors.get(f"state:{code}")
        return actor.name if actor else code

    def actor(self, identity: str) -> str:
        """An actor's name."""
        known = self.knowledge.actors.get(identity)
        return known.name if known else self.names.get(identity, identity.partition(":")[2] or identity)

    def anybody(self, who: str) -> str:
        """A state by its code, an actor by its id, anybody else as they are called."""
        if f"state:{who}" in self.knowledge.actors:
            return self.state(who)
        return self.actor(who) if who in self.knowledge.actors or who in self.names else who

    def concept(self, identity: str) -> str:
        """A wording's name."""
        known = self.knowledge.concepts.get(identity)
        return known.name if known else identity

    def of(self, key: str, value: str) -> str:
        """What a facet's value is called."""
        if key == "pair":
            return "–".join(self.state(c) for c in value.split("-"))
        if key in {"side", "country"}:
            return self.state(value)
        if key == "actor":
            return self.actor(value)
        if key == "outlet":
            return self.names.get(value, value)
        if key == "concept":
            return self.concept(value)
        plain: dict[str, Any] = {"quad": QUADS, "language": LANGUAGES, "review": {k: v[0] for k, v in BADGES.items()}}
        return str(plain.get(key, {}).get(value, value.replace("_", " ").replace("-", " ") if key != "type" else value))
