"""What an edit changes: a form -> new values of a row's fields, every claim of words located in the text."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from communique.model.errors import CommuniqueError
from communique.model.identity import content_id
from communique.record.store import Record
from communique.show.web.desk import Desk
from communique.show.web.fetch import END
from communique.vocab.knowledge import Knowledge

Row = dict[str, Any]
CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "events": {"realis": ("happened", "planned", "hypothetical", "negated", "ongoing")},
    "statements": {
        "status": ("attributed", "denied", "unsaid", "declined"),
        "quotation": ("direct", "mixed", "indirect"),
        "modality": ("asserted", "future", "conditional", "demand", "evaluation", "question"),
    },
    "terms": {"stance": ("uses", "promotes", "adopts", "rejects", "mentions")},
    "silences": {},
    "commitments": {
        "kind": ("agreement", "partnership", "aid", "loan", "investment", "pledge"),
        "status": ("offered", "announced", "signed", "ratified", "in_force", "delivered", "suspended", "cancelled"),
    },
    "forecasts": {},
}
DATES = {"events": "when", "statements": "said", "commitments": "when", "forecasts": "horizon"}
ONE = {"statements": "speaker", "terms": "user", "silences": "user", "forecasts": "forecaster"}
ROLES = ("actors", "recipients")
SPARE = 2
AROUND = 1500
MOST_SHOWN = 60_000


def context(record: Record, knowledge: Knowledge, noun: str, row: Row, *, whole: bool = False) -> Row:
    """What the form shows (with the `whole` text, where nothing is marked yet): choices, dates, parties with room for more, the text around, and the actors of the document."""
    text: str = record.db.execute("SELECT text FROM documents WHERE id = ?", (row["document"],)).fetchone()[0]
    start, end = stretch(row)
    low, high = (0, min(len(text), MOST_SHOWN)) if whole else (max(0, start - AROUND), min(len(text), end + AROUND))
    parties = [(role, p) for role in ROLES for p in row.get(role, ())] if noun == "events" else []
    one = ONE.get(noun)
    when = row.get(DATES.get(noun, "")) or {"earliest": None, "latest": None}
    return {
        "choices": CHOICES[noun],
        "types": [(t, m) for t in sorted(knowledge.plover.types) for m in ("", *sorted(knowledge.plover.types[t]["modes"]))]
        if noun == "events"
        else [],
        "parties": [*parties, *[("", {"text": "", "id": "", "span": None}) for _ in range(SPARE)]] if noun == "events" else [],
        "one": (one, row[one]) if one else None,
        "when": when,
        "dated": noun in DATES,
        "text": text[low:high],
        "offset": low,
        "span": (start, end),
        "actors": actors(record, row["document"]),
    }


def blank(record: Record, document: str) -> Row | None:
    """An event that nobody has described yet, in a document."""
    found = record.db.execute("SELECT length(text) FROM documents WHERE id = ? AND current = 1", (document,)).fetchone()
    if found is None:
        return None
    return {
        "id": "",
        "document": document,
        "span": [0, 0],
        "text": "",
        "type": "CONSULT",
        "mode": "",
        "quad": 1,
        "score": 0.0,
        "contexts": [],
        "actors": [],
        "recipients": [],
        "when": None,
        "place": None,
        "realis": "happened",
        "historical": False,
        "voice": "reporter",
        "confidence": 1.0,
        "sentence": [0, 0],
        "because": ["a reviewer added it"],
        "number": None,
        "object": "",
    }


def added(record: Record, desk: Desk, row: Row, form: FormData) -> Row:
    """The event that a form describes; its words must be marked, and it needs somebody in a role."""
    start, end = str(form.get("start", "")), str(form.get("end", ""))
    text: str = record.db.execute("SELECT text FROM documents WHERE id = ?", (row["document"],)).fetchone()[0]
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text)):
        raise CommuniqueError("no words are marked.", hint="Mark the words that tell of the event, and take them.")
    made = row | {"span": [int(start), int(end)], "type": ""}
    made |= changes(record, desk, "events", made, form)
    if not made["actors"] and not made["recipients"]:
        raise CommuniqueError("nobody acts and nobody is acted on.", hint="Name at least one party, by words of the text.")
    low, high = int(start), int(end)
    made |= {"text": text[low:high], "sentence": list(sentence(text, low, high))}
    return made | {"id": content_id("ev", row["document"], made["span"], made["type"], "added")}


def sentence(text: str, low: int, high: int) -> tuple[int, int]:
    """The sentence around a stretch."""
    before = [m.end() for m in END.finditer(text, max(0, low - 600), low)]
    after = next((m.end() for m in END.finditer(text, high, min(len(text), high + 600))), None)
    return (before[-1] if before else max(0, low - 600)), (after if after is not None else min(len(text), high + 600))


def stretch(row: Row) -> tuple[int, int]:
    """The span that an edit may move: of the finding, or of a statement's content."""
    start, end = row["span"] if "span" in row else (row["spans"]["content"] or row["spans"]["cue"])[0]
    return start, end


def actors(record: Record, document: str) -> list[tuple[str, str]]:
    """The actors that a document names."""
    query = "SELECT DISTINCT json_extract(body, '$.actor.id'), json_extract(body, '$.actor.name') FROM standing WHERE noun = 'mentions' AND document = ? ORDER BY 2"
    return [(i, n) for i, n in record.rows(query, (document,)) if i]


def changes(record: Record, desk: Desk, noun: str, row: Row, form: FormData) -> Row:
    """The fields that a form gives other values than the row has."""
    text: str = record.db.execute("SELECT text FROM documents WHERE id = ?", (row["document"],)).fetchone()[0]
    out: Row = {}
    for key, allowed in CHOICES[noun].items():
        given = str(form.get(key, row[key]))
        if given not in allowed:
            raise CommuniqueError(f"{given!r} is no {key}.", hint=f"There is: {', '.join(allowed)}.")
        out[key] = given
    if noun == "events":
        out |= of_event(desk, row, form, text, record)
    one = ONE.get(noun)
    if one:
        made = party(desk, record, row, text, str(form.get("one_words", "")), str(form.get("one_actor", "")))
        if made:
            out[one] = made
    if noun in DATES:
        out |= {DATES[noun]: dated(row.get(DATES[noun]), str(form.get("earliest", "")), str(form.get("latest", "")))}
    if str(form.get("start", "")).isdecimal() and str(form.get("end", "")).isdecimal():
        out |= moved(noun, row, text, int(str(form["start"])), int(str(form["end"])))
    kept = {k: v for k, v in out.items() if v != row.get(k)}
    if not kept:
        raise CommuniqueError("nothing was changed.", hint="Change a field, or accept the row as it is.")
    return kept


def of_event(desk: Desk, row: Row, form: FormData, text: str, record: Record) -> Row:
    """Type with mode, quad and score; history; parties by role."""
    name, _, mode = str(form.get("type", f"{row['type']} {row['mode']}")).partition(" ")
    known = desk.knowledge.plover.types.get(name)
    if known is None or (mode.strip() and mode.strip() not in known["modes"]):
        raise CommuniqueError(f"{name} {mode} is no type of PLOVER.", hint="Choose one from the list.")
    out: Row = {"historical": form.get("historical") == "1"}
    if (name, mode.strip()) != (row["type"], row["mode"]):
        out |= {"type": name, "mode": mode.strip(), "quad": known["quad"], "score": known["modes"].get(mode.strip(), known["score"])}
    roles: dict[str, list[Row]] = {r: [] for r in ROLES}
    given = zip(form.getlist("role"), form.getlist("words"), form.getlist("actor"), strict=False)
    held = [p for role in ROLES for p in row[role]]
    for number, (role, words, actor) in enumerate(given):
        if str(role) not in roles:
            continue
        old = held[number] if number < len(held) else None
        same = old is not None and old["text"] == str(words).strip() and (old["id"] or "") == str(actor).strip()
        made = old if same else party(desk, record, row, text, str(words), str(actor))
        if made:
            roles[str(role)].append(made)
    return out | roles


def party(desk: Desk, record: Record, row: Row, text: str, words: str, actor: str) -> Row | None:
    """A party from its words in the text and an actor's id, code or name; None where neither is given."""
    words, actor = words.strip(), actor.strip()
    if not words and not actor:
        return None
    place = nearest(text, words, stretch(row)[0]) if words else None
    if words and place is None:
        raise CommuniqueError(f"{words!r} does not stand in this text.", hint="Copy the words from the text, or mark them in it.")
    if not words:
        raise CommuniqueError(f"no words of the text name {actor!r}.", hint="Evidence or nothing: mark the words that do.")
    known = resolve(desk, record, actor or words)
    base = {"id": None, "name": words, "country": None, "sector": ""} if known is None else known
    return base | {"text": words, "span": list(place) if place else None, "candidates": [], "because": ["a reviewer says so"]}


def resolve(desk: Desk, record: Record, wanted: str) -> Row | None:
    """An actor by id, alpha-3 code or name: of the record, else of the vocabulary; None where nobody or several answer to it."""
    for identity in (wanted, f"state:{wanted.upper()}"):
        found = record.db.execute("SELECT body FROM derived WHERE noun = 'actors' AND id = ?", (identity,)).fetchone()
        if found:
            row = json.loads(found[0])
            return {k: row[k] for k in ("id", "name", "country", "sector")}
        if identity in desk.knowledge.actors:
            one = desk.knowledge.actors[identity]
            return {"id": one.id, "name": one.name, "country": one.country, "sector": one.sector}
    query = "SELECT body FROM derived WHERE noun = 'actors' AND json_extract(body, '$.name') = ? COLLATE NOCASE LIMIT 2"
    named = [json.loads(body) for (body,) in record.rows(query, (wanted,))]
    return {k: named[0][k] for k in ("id", "name", "country", "sector")} if len(named) == 1 else None


def nearest(text: str, words: str, place: int) -> tuple[int, int] | None:
    """Where words stand, the place nearest to another."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    found = min(re.finditer(pattern, text), key=lambda m: (abs(m.start() - place), m.start()), default=None)
    return found.span() if found and text[found.start() : found.end()] == words else None


def dated(old: Row | None, earliest: str, latest: str) -> Row | None:
    """A date by a reviewer; the old one where its ends are the same."""
    ends = ((old or {}).get("earliest") or "", (old or {}).get("latest") or "")
    earliest, latest = earliest.strip(), latest.strip()
    if (earliest, latest) == ends:
        return old
    try:
        low, high = (date.fromisoformat(v) if v else None for v in (earliest, latest))
    except ValueError as error:
        raise CommuniqueError(f"{earliest} to {latest} is no date.", hint="Write days as 2023-12-31.") from error
    if low and high and low > high:
        raise CommuniqueError(f"{earliest} is after {latest}.", hint="The first day comes first.")
    if not (low or high):
        return None
    edtf = earliest if earliest == latest else f"{earliest or '..'}/{latest or '..'}"
    return {
        "earliest": earliest or None,
        "latest": latest or None,
        "text": None,
        "span": None,
        "precision": "day" if low == high else "interval",
        "rule": "a reviewer",
        "edtf": edtf,
    }


def moved(noun: str, row: Row, text: str, start: int, end: int) -> Row:
    """Another span, as marked in the text."""
    if (start, end) == stretch(row):
        return {}
    if not 0 <= start < end <= len(text):
        raise CommuniqueError(f"{start} to {end} is no stretch of this text.", hint="Mark the words again.")
    if noun == "statements":
        return {"spans": row["spans"] | {"content": [[start, end]]}}
    if noun == "events":
        return {"span": [start, end], "text": text[start:end]}
    if noun == "commitments":
        return {"about_span": [start, end], "about": text[start:end]}
    return {}
