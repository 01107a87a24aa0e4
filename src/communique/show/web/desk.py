"""What all pages share: the record's file, the vocabulary, and one view of the record that is made anew when the record was."""

import gc
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique.analyse.corpus import Corpus, by_id
from communique.analyse.derive import derive
from communique.analyse.ledger import ledger
from communique.analyse.listing import Listings, listings
from communique.analyse.series import Layout, everyone, kinds, lay_out, profile, talked
from communique.analyse.silence import silences
from communique.model.article import Article
from communique.model.errors import CommuniqueError
from communique.record.store import Record
from communique.show.web.circle import drawn
from communique.show.web.guard import new_token
from communique.vocab.knowledge import Knowledge
from communique.vocab.load import load

Row = dict[str, Any]
# Counts of a large record follow once nobody has judged for so long.
QUIET_SECONDS = 4.0
# While another process reads on and on, counting anew never catches up with it.
MOST_TRIES = 3
# A change that nobody else has counted in so long is counted here.
ABANDONED_SECONDS = 15.0
# Pairs by periods whose rates a page waits for: about a second's work.
AT_ONCE = 20_000
# Pairs with a change whose pages are made ready: which outlet a change hangs on takes a quarter of a second to tell.
MOST_READY = 100
# Rows of a record whose counts follow a judgement at once, in about a fifth of a second.
FEW = 800
# Two texts clause by clause; handed in, because it reads texts, which a page does not.
Compare = Callable[[Article, Article, Knowledge], Row]


@dataclass(eq=False)
class View:
    """A record as it was at one moment, laid out for its pages. What takes long is worked out once, when a page first asks."""

    path: Path
    listings: Listings
    version: tuple[Any, ...]
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)
    locks: dict[Any, threading.Lock] = field(default_factory=dict, repr=False)

    def once(self, key: Any, make: Callable[[Record], Any]) -> Any:
        """What `make` makes of the record, made once for this view; who asks meanwhile waits, and who asks for something else does not."""
        if key not in self.kept:
            with self.locks.setdefault(key, threading.Lock()):
                if key not in self.kept:
                    with Record(self.path) as record:
                        self.kept[key] = make(record)
        return self.kept[key]

    @property
    def layout(self) -> Layout:
        """The acts of the record by month."""
        made: Layout = self.once("layout", lay_out)
        return made

    @property
    def everyone(self) -> list[Row]:
        """All pairs, the busiest first, with their rates."""
        made: list[Row] = self.once("everyone", lambda _: everyone(self.layout))
        return made

    @property
    def pairs(self) -> list[Row]:
        """All pairs, the busiest first; of a large record without their rates (None), until those are worked out behind the pages."""
        if "everyone" in self.kept or len(self.layout.by_pair) * len(self.layout.periods) <= AT_ONCE:
            return self.everyone
        counted: list[Row] = self.once("counted", lambda _: self.bare())
        return counted

    @property
    def network(self) -> Row:
        """The network of states, drawn."""
        made: Row = self.once("network", lambda _: drawn(self.layout))
        return made

    def bare(self) -> list[Row]:
        """Pairs by their number of events."""
        rows: list[Row] = [
            {"a": a, "b": b, "events": len(acts), "rate": None, "changes": []} for (a, b), acts in self.layout.by_pair.items()
        ]
        return sorted(rows, key=lambda r: (-r["events"], r["a"], r["b"]))

    def tie(self, knowledge: Knowledge, pair: tuple[str, str], series: str = "events", *, outlets: bool = False) -> Row:
        """A pair's profile with the rates of one series. `outlets`: with each outlet left out in turn."""

        def make(record: Record) -> Row:
            return profile(record, knowledge, pair, layout=self.layout, fully=(series,), outlets=outlets)

        found: Row = self.once(("tie", *sorted(pair), series, outlets), make)
        return found

    def ledger(self, knowledge: Knowledge, concept: str) -> tuple[Row, list[Row]]:
        """The story of a wording, and the occasions on which an outlet left it out."""

        def make(record: Record) -> tuple[Row, list[Row]]:
            told = ledger(record, knowledge, concept, corpus=self.corpus)
            return told, silences(record, knowledge, concept, by="outlet", corpus=self.corpus)

        found: tuple[Row, list[Row]] = self.once(("ledger", concept), make)
        return found

    @property
    def corpus(self) -> Corpus:
        """All documents with their words counted."""
        made: Corpus = self.once("corpus", by_id)
        return made

    def warmed(self, knowledge: Knowledge) -> Iterator[str]:
        """Work out what many pages ask for; the name of each as it is ready."""
        yield f"{len(self.layout.acts):,} acts between states"
        with Record(self.path) as record:
            yield f"{len(talked(record, self.layout)):,} statements on states"
        for name, wanted in kinds(knowledge).items():
            self.layout.common(name, self.layout.counts(name, wanted)[1])
        yield "weights of rates"
        yield f"{len(self.corpus):,} texts"
        for concept in knowledge.concepts:
            self.ledger(knowledge, concept)
        yield f"{len(knowledge.concepts)} ledgers"
        yield f"{len(self.network['lines'])} lines of the network"
        yield f"rates of {len(self.everyone):,} pairs"
        moved = [(r["a"], r["b"]) for r in self.everyone if r["changes"]][:MOST_READY]
        for pair in moved:
            self.tie(knowledge, pair)
        yield f"ties of {len(moved)} pairs that changed"
        gc.collect()
        # What is laid out stays; a collector that walks it all halts every page for a second or two.
        gc.freeze()


def version_of(record: Record) -> tuple[Any, ...]:
    """What tells that the record changed since: its touches and judgements, and whether what follows from them was made."""
    touched = next(record.rows("SELECT (SELECT value FROM state WHERE key = 'touches'), (SELECT value FROM state WHERE key = 'stale')"))
    judged = next(record.rows("SELECT coalesce(max(number), 0) FROM judgements"))
    return (*touched, *judged)


def refresh(path: Path, vocabulary: tuple[Path, ...]) -> None:
    """Bring what follows from all findings up to them; in a process of its own, so that pages go on being served."""
    with Record(path) as record:
        derive(record, load(vocabulary))


class Desk:
    """The record that is explored, and who explores it."""

    def __init__(self, path: Path, *, compare: Compare | None = None, reviewer: str = "", vocabulary: tuple[Path, ...] = ()) -> None:
        self.path, self.compare, self.reviewer, self.token = path, compare, reviewer, new_token()
        self.vocabulary = vocabulary
        self.knowledge: Knowledge = load(vocabulary)
        self.lock, self.busy, self.last = threading.Lock(), False, 0.0
        self.noticed: tuple[tuple[Any, ...], float] = ((), 0.0)
        self.next: Callable[[], None] | None = None
        with self.open() as record:
            derive(record, self.knowledge)
        self.held = self.look()

    def open(self) -> Record:
        """The record, opened for one request."""
        return Record(self.path)

    def look(self) -> View:
        """Lay the record out as it is now."""
        with self.open() as record, record.steady():
            return View(self.path, listings(record), version_of(record))

    def view(self) -> View:
        """The newest view that is ready. Where the record was changed since, another is made behind it; a read in progress is waited for."""
        with self.open() as record:
            now = version_of(record)
        if now != self.held.version and now[1] is None:
            self.behind(self.renew)
        elif now != self.held.version:
            if now != self.noticed[0]:
                self.noticed = (now, time.monotonic())
            elif time.monotonic() - self.noticed[1] > ABANDONED_SECONDS:
                # Somebody's read or judgements ended without counting anew.
                self.noticed = (now, time.monotonic())
                self.behind(self.rederive)
        return self.held

    def renew(self) -> None:
        """Take up the record as it is now, and what its pages ask for."""
        self.held = self.look()
        self.ready()

    def ready(self) -> None:
        """Work out what many pages ask for, until something more urgent waits."""
        for _ in self.held.warmed(self.knowledge):
            if self.next is not None:
                return

    def waiting(self, view: View | None = None) -> bool:
        """Whether the record holds more than a view shows: the newest, where none is named."""
        try:
            with self.open() as record:
                return version_of(record) != (view or self.held).version
        except CommuniqueError:
            return False

    def judged(self) -> None:
        """After a judgement: rows are as they now stand at once; counts follow, in a process of its own where the record is large."""
        self.last = time.monotonic()
        if sum(len(t.ids) for t in self.held.listings.queue.values()) < FEW:
            with self.open() as record:
                derive(record, self.knowledge)
            self.held = self.look()
        else:
            self.behind(self.rederive)

    def rederive(self) -> None:
        """Remake what follows once nobody has judged for a while, then take it up; once more if somebody judged meanwhile."""
        context = multiprocessing.get_context("spawn")
        for _ in range(MOST_TRIES):
            if not self.waiting():
                break
            while time.monotonic() - self.last < QUIET_SECONDS:
                time.sleep(0.2)
            process = context.Process(target=refresh, args=(self.path, self.vocabulary), daemon=True)
            process.start()
            process.join()
            self.held = self.look()
        self.ready()

    def behind(self, work: Callable[[], None]) -> None:
        """Do some work behind the pages; where other work is going on, after it (of several that wait, the last)."""
        with self.lock:
            if self.busy:
                self.next = work
                return
            self.busy = True

        def run() -> None:
            todo: Callable[[], None] | None = work
            while todo is not None:
                try:
                    todo()
                except CommuniqueError as error:
                    print(f"communique: {error}", file=sys.stderr)
                with self.lock:
                    todo, self.next = self.next, None
                    self.busy = todo is not None

        threading.Thread(target=run, daemon=True).start()

    def warm(self) -> None:
        """Work out behind the pages what many of them ask for."""
        self.behind(self.ready)
