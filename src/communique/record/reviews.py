"""Judgements in: signed, checked against the text and against each other, and only ever added."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from communique.model.errors import CommuniqueError
from communique.model.identity import content_id
from communique.model.judgement import ROLES, RULING, VERDICTS, Judgement
from communique.record.entry import Row, dump
from communique.record.log import aliases_in, judgements, replay, ruled
from communique.record.store import Record

EDITABLE = {
    "events": frozenset("type mode quad score realis historical when actors recipients span text place voice".split()),
    "statements": frozenset({"speaker", "said", "status", "quotation", "modality", "spans"}),
    "terms": frozenset({"user", "stance"}),
    "silences": frozenset({"user"}),
    "commitments": frozenset("kind status money schedule when amount value currency count about about_span".split()),
    "forecasts": frozenset({"forecaster", "horizon", "likelihood"}),
}


def sign(record: Record, judgement: Judgement) -> str:
    """Add a judgement and replay its documents; its id. One transaction, so that a judgement without its effect is never seen."""
    with record.writing():
        return added(record, judgement)


def sign_all(record: Record, judgements: Iterable[Judgement]) -> list[str]:
    """Add several judgements, all or none."""
    with record.writing():
        return [added(record, one) for one in judgements]


def added(record: Record, one: Judgement) -> str:
    """Add a judgement inside a transaction."""
    check(record, one)
    row = target_row(record, one)
    if one.verdict in {"edit", "add"} and row is not None:
        check_changes(record, one, row)
    document = row.get("document") if row else None
    digest = record.db.execute("SELECT sha256 FROM documents WHERE id = ?", (document,)).fetchone() if document else None
    number = record.db.execute("SELECT coalesce(max(number), 0) + 1 FROM judgements").fetchone()[0]
    body = {k: v for k, v in asdict(one).items() if k in {"changes", "others", "name", "note", "sampled"}} | {"row": row}
    if one.verdict == "add":
        body["changes"] = {}
    if (one.noun, one.verdict) == ("actors", "merge"):
        body["into"] = row_of_actor(record, one.others[0])
    identity = content_id("ju", number, asdict(one), digest[0] if digest else None)
    record.db.execute(
        "INSERT INTO judgements VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            number,
            identity,
            one.signed,
            one.reviewer,
            one.role,
            one.verdict,
            one.noun,
            one.target,
            document,
            digest[0] if digest else None,
            dump(body),
        ),
    )
    if one.verdict != "comment":
        for touched in touches(record, one, document):
            replay(record, touched)
        record.touch()
    return identity


def check(record: Record, one: Judgement) -> None:
    """A judgement that says nothing, or that nobody signs, is none."""
    if one.verdict not in VERDICTS or one.role not in ROLES:
        raise CommuniqueError(f"there is no verdict {one.verdict!r} by a {one.role}.", hint=f"There is: {', '.join(VERDICTS)}.")
    if not one.reviewer.strip():
        raise CommuniqueError("nobody signs this judgement.", hint="Say who you are.")
    if one.verdict == "comment" and not one.note.strip():
        raise CommuniqueError("the comment is empty.", hint="Write what you want to say.")
    if one.verdict == "undo":
        later = blocking(record, one.target)
        if later:
            raise CommuniqueError("later judgements rest on this one.", hint=f"Undo these first: {', '.join(later)}.")
    elif one.noun not in {*EDITABLE, "actors"}:
        raise CommuniqueError(f"{one.noun} cannot be judged.", hint=f"What can: {', '.join(EDITABLE)}, actors.")
    elif one.verdict in {"merge", "split"}:
        check_others(record, one)
    elif one.noun == "actors" and one.verdict != "comment":
        raise CommuniqueError(f"an actor cannot be judged by {one.verdict!r}.", hint="Merge it, split it, or comment.")


def check_others(record: Record, one: Judgement) -> None:
    """A merge or split names rows that are there, and not itself."""
    if one.noun not in {"events", "actors"}:
        raise CommuniqueError(f"{one.noun} cannot be put together or taken apart.", hint="Events and actors can.")
    if not one.others or one.target in one.others:
        raise CommuniqueError(f"a {one.verdict} needs another row than its own.", hint="Name it.")
    if one.noun == "actors" and one.verdict == "split" and not one.name.strip():
        raise CommuniqueError("the other one has no name.", hint="Name the actor that these documents mean.")
    table = {"events": "standing WHERE noun = 'events' AND id = ?", "actors": "derived WHERE noun = 'actors' AND id = ?"}[one.noun]
    if one.noun == "actors" and one.verdict == "split":
        table = "documents WHERE id = ?"
    for other in one.others:
        if record.db.execute(f"SELECT 1 FROM {table}", (other,)).fetchone() is None:  # noqa: S608 - one of three constants
            raise CommuniqueError(f"there is no {other} in this record.", hint="It may have been merged or read anew.")
    if one.noun == "actors" and one.verdict == "merge":
        merged = aliases_in(record, "")
        for other in one.others:
            if other in merged and merged[other]["id"] == one.target:
                raise CommuniqueError(f"{other} is taken for {one.target} already.", hint="Undo that judgement first.")


def target_row(record: Record, one: Judgement) -> Row | None:
    """The row that is judged, as it stands; what is not there cannot be judged, save that a rejected one can be judged anew."""
    if one.verdict == "undo":
        row = record.db.execute("SELECT 1 FROM judgements WHERE id = ?", (one.target,)).fetchone()
        found: Row | None = {} if row else None
    elif one.verdict == "add":
        found = missed(record, one)
    elif one.noun == "actors":
        found = row_of_actor(record, one.target)
    else:
        found = as_judged(record, one.noun, one.target)
    if found is None:
        raise CommuniqueError(f"there is no {one.target} among the {one.noun}.", hint="It may have been read anew; search for it.")
    return found or None


def missed(record: Record, one: Judgement) -> Row:
    """The row that a reviewer adds; only events, only in a current text, and only where none stands under this id."""
    row = one.changes
    if one.noun != "events" or row.get("id") != one.target:
        raise CommuniqueError(f"{one.noun} cannot be added.", hint="Events can.")
    if record.db.execute("SELECT 1 FROM documents WHERE id = ? AND current = 1", (row["document"],)).fetchone() is None:
        raise CommuniqueError(f"there is no current document {row['document']}.", hint="Open the newest version of the text.")
    if row_at(record, "events", one.target) is not None:
        raise CommuniqueError("this event is there already.", hint=f"See /rows/events/{one.target}.")
    return row


def row_of_actor(record: Record, identity: str) -> Row | None:
    """An actor's row."""
    row = record.db.execute("SELECT body FROM derived WHERE noun = 'actors' AND id = ?", (identity,)).fetchone()
    return dict(json.loads(row[0])) if row else None


def row_at(record: Record, noun: str, identity: str) -> Row | None:
    """A row as it stands; a rejected one as it was judged."""
    row = record.db.execute("SELECT body FROM standing WHERE noun = ? AND id = ?", (noun, identity)).fetchone()
    if row is None:
        row = record.db.execute("SELECT body FROM findings WHERE noun = ? AND id = ?", (noun, identity)).fetchone()
    if row is not None:
        return dict(json.loads(row[0]))
    query = "SELECT body FROM judgements WHERE noun = ? AND target = ? ORDER BY number DESC LIMIT 1"
    judged = record.db.execute(query, (noun, identity)).fetchone()
    return json.loads(judged[0])["row"] if judged else None


def as_judged(record: Record, noun: str, identity: str) -> Row | None:
    """A row as rulings have it, before merges and splits of actors: what a judgement keeps, so that those can be undone under it."""
    found = row_at(record, noun, identity)
    if found is None:
        return None
    row, _ = ruled(record, found["document"]).get((noun, identity), (None, ""))
    if row is not None:
        return row
    plain = record.db.execute("SELECT body FROM findings WHERE noun = ? AND id = ?", (noun, identity)).fetchone()
    return dict(json.loads(plain[0])) if plain else found


def check_changes(record: Record, one: Judgement, row: Row) -> None:
    """An edit changes fields that it may, and its spans are what they claim."""
    wrong = set(one.changes) - EDITABLE[one.noun] if one.verdict == "edit" else set()
    if wrong or not one.changes:
        raise CommuniqueError(
            f"{', '.join(sorted(wrong)) or 'nothing'} cannot be edited.", hint=f"What can: {', '.join(sorted(EDITABLE[one.noun]))}."
        )
    text: str = record.db.execute("SELECT text FROM documents WHERE id = ?", (row["document"],)).fetchone()[0]
    claims = [(p["span"], p["text"]) for key in ("actors", "recipients") for p in one.changes.get(key, ()) if p.get("span")]
    claims += [(p["span"], p["text"]) for key in ("speaker", "user", "forecaster") if (p := one.changes.get(key)) and p.get("span")]
    stretches = [s for pieces in one.changes.get("spans", {}).values() for s in pieces]
    claims += [(s, text[s[0] : s[1]]) for s in stretches]
    if "span" in one.changes:
        claims.append((one.changes["span"], one.changes.get("text", row.get("text"))))
    for (start, end), words in claims:
        if not (0 <= start < end <= len(text)) or text[start:end] != words:
            raise CommuniqueError(f"{words!r} does not stand at {start} to {end}.", hint="Mark the words in the text.")


def touches(record: Record, one: Judgement, document: str | None) -> list[str]:
    """The documents whose rows a judgement bears on."""
    if one.verdict == "undo":
        undone = next(judgements(record, "WHERE id = ?", (one.target,)))
        while undone["verdict"] == "undo":
            undone = next(judgements(record, "WHERE id = ?", (undone["target"],)))
        if undone["noun"] != "actors":
            return [undone["document"]] if undone["document"] else []
        return naming(record, undone["target"])
    if one.noun == "actors":
        return naming(record, one.target)
    return [document] if document else []


def naming(record: Record, actor: str) -> list[str]:
    """Documents in which an actor is named, or somebody who is taken for that actor, by any finding or judged row."""
    query = (
        "SELECT DISTINCT document FROM findings WHERE instr(body, ?) "
        "UNION SELECT DISTINCT document FROM judgements WHERE document IS NOT NULL AND instr(body, ?)"
    )
    quoted = [json.dumps(name, ensure_ascii=False) for name in taken_for(record, actor)]
    return sorted({row[0] for words in quoted for row in record.db.execute(query, (words, words))})


def taken_for(record: Record, actor: str) -> set[str]:
    """An actor, and by standing merges whoever is taken for that actor, in however many steps."""
    merges = [j for j in judgements(record, "WHERE noun = 'actors' AND verdict = 'merge'") if not j["undone"]]
    every = {actor}
    while more := {j["target"] for j in merges if j["into"]["id"] in every} - every:
        every |= more
    return every


def blocking(record: Record, identity: str) -> list[str]:
    """Standing judgements that rest on one, so that they must be undone before it: later ones of the same row by the same hand, or that adjudicate it."""
    found = next(judgements(record, "WHERE id = ?", (identity,)), None)
    if found is None:
        raise CommuniqueError(f"there is no judgement {identity}.", hint="See the log of judgements.")
    if found["undone"]:
        raise CommuniqueError(f"{identity} is undone already.", hint=f"Undo {found['undone']} to have it back.")
    if found["verdict"] in {"comment", "undo"}:
        return []
    later = judgements(record, "WHERE noun = ? AND number > ?", (found["noun"], found["number"]))
    return [j["id"] for j in later if not j["undone"] and j["verdict"] != "comment" and rests_on(j, found)]


def rests_on(later: Row, earlier: Row) -> bool:
    """Whether a judgement was made in the light of another's effect."""
    both = {earlier["target"], *earlier["others"]}
    if earlier["noun"] == "actors":
        return bool(both & {later["target"], *later["others"]})
    if earlier["verdict"] == "add":
        return earlier["target"] in {later["target"], *later["others"]}
    if earlier["verdict"] in RULING:
        same = later["target"] == earlier["target"]
        return same and later["verdict"] in RULING and (later["reviewer"] == earlier["reviewer"] or later["role"] == "adjudicator")
    return later["verdict"] in {"merge", "split"} and bool(both & {later["target"], *later["others"]})
