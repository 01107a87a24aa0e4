"""The report: a record -> one HTML file without outside parts. Rows lead to their sentence in its article."""

import base64
import hashlib
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from communique import __version__
from communique.analyse.corpus import Corpus, by_id
from communique.analyse.forecasts import register
from communique.analyse.ledger import ledger
from communique.analyse.silence import silences
from communique.record.queries import rows
from communique.record.store import Record
from communique.show import page, words
from communique.show.report.articles import Sentences, laid_out
from communique.show.report.pairs import figures, pairs
from communique.show.report.timeline import timeline
from communique.vocab.knowledge import Knowledge
from communique.vocab.load import load

Row = dict[str, Any]
# More rows than this in one section no editor reads; the rest is counted and stays in the record.
MOST = 400
STANCES = ("promotes", "adopts", "uses", "mentions", "rejects")
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def write(record: Record, out: Path, title: str) -> None:
    """Write the report."""
    page.write(render(record, title), out)


def render(record: Record, title: str) -> str:
    """The page as a string. Everything from the texts is escaped by the template engine."""
    here = files("communique.show.report")
    environment = page.environment()
    environment.filters.update(
        when=words.when, parties=words.parties, act=words.act, speaker=words.speaker, outlet=words.outlet, day=words.day
    )
    script, style = here.joinpath("report.js").read_text("utf8"), here.joinpath("report.css").read_text("utf8")
    seal = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    template = environment.from_string(here.joinpath("report.html").read_text("utf8"))
    made: str = template.render(
        title=title, style=style, script=script, seal=seal, version=__version__, quads=QUADS, stances=STANCES, most=MOST, **content(record)
    )
    return made


def content(record: Record) -> dict[str, Any]:
    """All that the template shows."""
    documents = {d["id"]: d for d in rows(record, "documents")}
    cite = Sentences(documents)
    events, statements, commitments = clustered(record, cite), spoken(record, cite), promised(record, cite)
    return {
        "documents": documents,
        "reviewed": next(record.rows("SELECT count(*) FROM overlay WHERE state IN ('accepted', 'edited', 'rejected')"))[0],
        "overview": overview(documents),
        "events": [e for e in events if not e["historical"] and e["realis"] in {"happened", "ongoing", "planned"}],
        "history": [e for e in events if e["historical"]],
        "unreal": [e for e in events if not e["historical"] and e["realis"] in {"hypothetical", "negated"}],
        "timeline": timeline([e for e in events if e["realis"] in {"happened", "ongoing", "planned"}]),
        "speakers": statements,
        "wording": wording(record, cite, documents),
        "ties": pairs(record, cite),
        "figures": figures(record, load(), commitments[:MOST]),
        "commitments": commitments,
        "forecasts": foretold(record, cite),
        "forecasters": forecasters(record, cite),
        "conflicts": disagreements(record, cite),
        "undecided": undecided(record, cite, documents),
        "articles": laid_out(documents, cite),
    }


def overview(documents: dict[str, Row]) -> Row:
    """What the report rests on."""
    dates = sorted(d["published"]["earliest"] for d in documents.values() if d["published"]["earliest"])
    outlets = Counter(words.outlet(d) or "outlet not known" for d in documents.values())
    return {
        "documents": len(documents),
        "stories": len({d["story"] for d in documents.values()}),
        "outlets": outlets.most_common(),
        "known_outlets": sum(1 for name in outlets if name != "outlet not known"),
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
        "languages": Counter(d["language"] for d in documents.values()).most_common(),
        "undated": sum(not d["published"]["earliest"] for d in documents.values()),
        "inferred": sum(d["published"]["basis"] == "inferred" for d in documents.values()),
    }


def cited(row: Row, cite: Sentences) -> Row:
    """A row with the link to its sentence and the words around its evidence."""
    return row | {"cite": cite.of(row)}


def clustered(record: Record, cite: Sentences) -> list[Row]:
    """One row an event, its best mention speaking for it, with all its mentions."""
    groups: dict[str, list[Row]] = defaultdict(list)
    voices = {r["id"]: r for r in rows(record, "statements")}
    for event in rows(record, "events"):
        event["told_by"] = (
            "the reporter"
            if event["voice"] == "reporter"
            else words.speaker(voices[event["voice"]])
            if event["voice"] in voices
            else "a source"
        )
        groups[event["cluster"]].append(cited(event, cite))
    out = []
    for cluster, mentions in groups.items():
        best = max(
            mentions,
            key=lambda m: (
                m["when"]["text"] is not None,
                m["voice"] == "reporter",
                len(m["recipients"]),
                m["confidence"],
                m["id"],
            ),
        )
        narrow = min(
            (m["when"] for m in mentions if m["when"]["earliest"] and m["when"]["latest"]),
            key=lambda w: (days(w), w["earliest"]),
            default=best["when"],
        )
        out.append(
            best
            | {
                "when": narrow,
                "anchor": f"e-{cluster}",
                "mentions": sorted(mentions, key=lambda m: (m["path"], m["span"])),
                "stories": len({m["document"] for m in mentions}),
            }
        )
    return sorted(out, key=lambda e: ((e["when"] or {}).get("earliest") or (e["when"] or {}).get("latest") or "9999", e["id"]))


def days(when: Row) -> int:
    """The width of an interval."""
    from datetime import date

    return (date.fromisoformat(when["latest"]) - date.fromisoformat(when["earliest"])).days


def spoken(record: Record, cite: Sentences) -> list[Row]:
    """Statements by speaker, the most quoted first; sources without a name come last."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows(record, "statements"):
        groups[row["speaker"]["id"] or ""].append(
            cited(row, cite) | {role: cite.text(row["document"], row["spans"][role]) for role in ("cue", "content")}
        )
    out = [
        {
            "id": key,
            "name": found[0]["speaker"]["name"] if key else "Speakers that the text does not name or decide",
            "country": found[0]["speaker"]["country"] if key else None,
            "rows": sorted(found, key=lambda r: ((r["said"] or {}).get("earliest") or "9999", r["path"], r["cite"]["span"])),
            "direct": sum(r["quotation"] != "indirect" for r in found),
        }
        for key, found in groups.items()
    ]
    return sorted(out, key=lambda s: (not s["id"], -len(s["rows"]), s["name"]))


def wording(record: Record, cite: Sentences, documents: dict[str, Row]) -> list[Row]:
    """By concept: its story, who does what with which variant, and who leaves it out."""
    knowledge, corpus = load(), by_id(record)
    groups: dict[str, list[Row]] = defaultdict(list)
    silent: dict[str, list[Row]] = defaultdict(list)
    for row in rows(record, "terms"):
        groups[row["concept"]].append(cited(row, cite))
    for row in rows(record, "silences"):
        silent[row["concept"]].append(cited(row, cite))
    out = []
    for concept in sorted({*groups, *silent}, key=lambda c: (-len(groups[c]), c)):
        table: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in groups[concept]:
            table[row["user"]["name"], row["variant"]][row["stance"]].append(row)
        out.append(
            {
                "concept": concept,
                "rows": sorted(table.items(), key=lambda item: (-sum(map(len, item[1].values())), item[0])),
                "silences": silent[concept],
                "story": story(record, knowledge, concept, {r["id"]: r["cite"] for r in groups[concept]}, (cite, corpus)),
                "uses": len(groups[concept]),
                "documents": len({r["document"] for r in groups[concept]}),
                "of": len(documents),
            }
        )
    return out


def story(record: Record, knowledge: Knowledge, concept: str, cites: dict[str, Row], at_hand: tuple[Sentences, Corpus]) -> list[Row]:
    """What the ledger tells in a sentence each, with the sentences and texts that show it; nothing of a user's own concept, whose file is not at hand."""
    if concept not in knowledge.concepts:
        return []
    cite, corpus = at_hand
    told = ledger(record, knowledge, concept, corpus=corpus)
    out = []
    if told["coined"]["by"]:
        when = f", {told['coined']['when']}" if told["coined"]["when"] else ""
        first = told["first_by_coiner"]
        here = (
            f"; first heard from {told['coined']['by']} here {'on ' + first['when'] if first['when'] else 'in an undated text'}"
            if first
            else ""
        )
        out.append(
            {
                "words": f"Coined by {told['coined']['by']}{when} (by the vocabulary){here}.",
                "cites": [cites[first["id"]]] if first else [],
                "texts": [],
            }
        )
    for shift in told["shifts"]:
        if shift["kind"] != "user":
            few = "" if shift["firm"] else f"; few texts: {shift['before']} before, {shift['after']} after"
            words = f"{shift['who']} said “{shift['old']}” until {shift['until']['when']}, “{shift['new']}” since {shift['since']['when']}{few}."
            out.append({"words": words, "cites": [cites[shift[k]["id"]] for k in ("until", "since")], "texts": []})
    for row in silences(record, knowledge, concept, by="outlet", corpus=corpus):
        if row["without"]:
            texts = [
                {"href": f"#{cite.numbers[d['id']]}", "source": f"{d['outlet']}, {d['when'] or 'undated'}"}
                for d in row["documents_without"]
            ]
            others = len(row["used_by_others"])
            out.append(
                {
                    "words": f"{row['words'][0].upper()}{row['words'][1:]}; {others} other text{'s' * (others != 1)} on it used it.",
                    "cites": [],
                    "texts": texts,
                }
            )
    return out


def forecasters(record: Record, cite: Sentences) -> list[Row]:
    """Forecasters with their scores, and the links to what they said and to what of it is resolved."""
    found = register(record)
    links = {f["id"]: {"href": cite.of(f)["href"], "words": f["claim"]} for f in found["forecasts"]}
    done = {f["id"] for f in found["forecasts"] if f["resolution"] in {"yes", "no"}}
    return [p | {"said": [links[r] for r in p["rows"]], "done": [links[r] for r in p["rows"] if r in done]} for p in found["forecasters"]]


def foretold(record: Record, cite: Sentences) -> list[Row]:
    """Forecasts, each with the events that resolved it."""
    found = list(rows(record, "forecasts"))
    wanted = {c for r in found for c in r.get("resolved_by", ())}
    events = (
        {r["cluster"]: cite.of(r) | {"words": f"{r['type']}: {r['text']}"} for r in rows(record, "events") if r["cluster"] in wanted}
        if wanted
        else {}
    )
    return [cited(r, cite) | {"came": [events[c] for c in r.get("resolved_by", ()) if c in events]} for r in found]


def promised(record: Record, cite: Sentences) -> list[Row]:
    """Commitments by date, each with all its evidence; of a bundle, which outlets report which number."""
    found = [r | {"cites": [cite.of(e) for e in r["evidence"]]} for r in rows(record, "commitments")]
    for row in found:
        for told in row["bundle"]["reported"] if row["bundle"] else ():
            told["outlets"] = sorted({words.outlet(cite.documents[e["document"]]) or "an outlet not known" for e in told["by"]})
    return sorted(found, key=lambda r: ((r["when"] or {}).get("earliest") or "9999", r["id"]))


def disagreements(record: Record, cite: Sentences) -> list[Row]:
    """Conflicts with every value beside the others."""
    out = []
    for row in rows(record, "conflicts"):
        values: dict[str, list[Row]] = defaultdict(list)
        for value in row["values"]:
            values[str(value["value"])].append(cite.of(value))
        outlets = {side["value"]: side for side in row["sides"]}
        out.append(row | {"sides": [(value, cites, outlets[value]) for value, cites in sorted(values.items())]})
    return out


def undecided(record: Record, cite: Sentences, documents: dict[str, Row]) -> Row:
    """What could not be decided, with the candidates."""
    speakers = [cited(r, cite) for r in rows(record, "statements") if r["speaker"]["id"] is None and r["speaker"]["candidates"]]
    return {
        "speakers": speakers,
        "undated": [d for d in documents.values() if not d["published"]["earliest"] or not d["published"]["latest"]],
        "outlets": [d for d in documents.values() if not d["outlet"]],
    }
