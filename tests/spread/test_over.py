"""Shards and engines: the same entries from each, and a text that kills or hangs its worker costs that text alone."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from communique.model.errors import CommuniqueError, UnreadableSource
from communique.pipeline import read_into
from communique.record.entry import Entry
from communique.record.store import Record
from communique.show.export import jsonl
from communique.spread import over as module
from communique.spread import work
from communique.spread.depot import Depot
from communique.spread.over import over
from communique.spread.shards import articles_of, packed, shard_of, unpacked
from communique.spread.work import Hands, Job, entries
from tests.conftest import EXAMPLES

TRAPS = Path(__file__).parent / "traps"
TEXTS = [
    f"Norway and Sweden signed a treaty on fishing in Oslo on {day}, both governments said." for day in ("Monday", "Tuesday", "Friday")
]


@pytest.fixture
def traps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worker processes that are started now fall into traps."""
    monkeypatch.setenv("COMMUNIQUE_TRAPS", "1")
    monkeypatch.setenv("PYTHONPATH", str(TRAPS))


def engines() -> list[str]:
    found = ["pool"]
    for engine, name in (("dask", "distributed"), ("ray", "ray")):
        try:
            __import__(name)
            found.append(engine)
        except ImportError:
            print(f"LOUD: {name} is not installed: its engine is not tested")
    return found


def test_articles_and_entries_survive_arrow(article, found, knowledge) -> None:
    """What comes out of a shard or a result is what went in, half characters and empty fields too."""
    articles = [
        article(TEXTS[0], outlet="TASS"),
        article("中国和越南签署了合作文件。" * 3, published=None, language="zh"),
        article("“A", published="2024-03/.."),
    ]
    assert articles_of(shard_of(articles, "s")) == articles
    made = [*entries(articles, knowledge), UnreadableSource("a.txt", "it is empty", where="line 3", hint="Mend it.")]
    again = unpacked(packed(made))
    assert again[:-1] == made[:-1]
    assert str(again[-1]) == str(made[-1])


def test_a_shards_key_is_its_input(article) -> None:
    """Another stage version, text or place is another key; nothing else is."""
    one, two = article(TEXTS[0]), article(TEXTS[1])
    keys = {
        shard_of(*what).key
        for what in (([one], "s"), ([one], "t"), ([two], "s"), ([one, two], "s"), ([replace(one, location="/u.txt")], "s"))
    }
    assert len(keys) == 5
    assert shard_of([one], "s") == shard_of([replace(one)], "s")


@pytest.mark.parametrize("engine", engines())
def test_every_engine_gives_the_same(engine: str, article, knowledge) -> None:
    """The entries of chunks are the same and in the same order as without workers."""
    chunks = [[article(text)] for text in TEXTS]
    alone = list(over(iter(chunks), Job(knowledge)))
    assert list(over(iter(chunks), Job(knowledge, Hands(2, engine)))) == alone
    assert [made[0].text for made in alone] == TEXTS


@pytest.mark.parametrize("engine", engines())
def test_a_text_that_kills_or_hangs_is_named(engine: str, article, knowledge, traps, monkeypatch) -> None:
    """Whoever shares a shard or a crew with it is read all the same."""
    monkeypatch.setattr(module, "TRIES", 1)
    monkeypatch.setattr("communique.spread.shards.patience", lambda articles: 30.0)
    good = [article(text) for text in TEXTS]
    kills, hangs = (
        replace(article(f"Chad {words}."), path=f"{words[:5].strip()}.txt", id=words) for words in ("KILLS ITS WORKER", "NEVER ENDS")
    )
    first, second, third, fourth = over(iter([[good[0]], [good[1], kills], [good[2]], [hangs]]), Job(knowledge, Hands(2, engine)))
    assert [e.id for e in (*first, second[0], *third)] == [a.id for a in good]
    assert "KILLS.txt: it ended the process" in str(second[1])
    assert "NEVER.txt: it did not come to an end" in str(fourth[0])


def test_results_are_kept_and_taken_up(article, knowledge, tmp_path: Path) -> None:
    """A second run takes every result from where the first left it; a torn one is made anew; each has a manifest that counts it."""
    chunks = [[article(text)] for text in TEXTS]
    job = Job(knowledge, Hands(1, keep=str(tmp_path / "kept")))
    first = list(over(iter(chunks), job))
    kept = sorted((tmp_path / "kept").rglob("*.parquet"))
    said = json.loads(kept[0].with_suffix(".json").read_text())
    assert (len(kept), said["documents"], said["failures"]) == (3, 1, [])
    assert not list((tmp_path / "kept").rglob("*.part"))
    kept[0].write_bytes(kept[0].read_bytes()[:-9])
    assert Depot(job.hands.keep).get(kept[0].stem) is None
    with pytest.MonkeyPatch.context() as patched:
        asked = []
        patched.setattr(module, "entries", lambda articles, knowledge: asked.append(articles) or entries(articles, knowledge))
        assert list(over(iter(chunks), job)) == first
    assert len(asked) == 1
    assert Depot(job.hands.keep).get(kept[0].stem) is not None


def test_an_unknown_engine_or_store_is_refused(article, knowledge) -> None:
    """With what there is."""
    with pytest.raises(CommuniqueError, match="no engine 'spark'"):
        next(over(iter([[article(TEXTS[0])]]), Job(knowledge, Hands(2, "spark"))))
    with pytest.raises(CommuniqueError, match="nowhere"):
        next(over(iter([[article(TEXTS[0])]]), Job(knowledge, Hands(1, keep="nowhere://x/y"))))


@pytest.mark.parametrize("engine", engines())
def test_the_record_is_the_same_to_the_byte(engine: str, knowledge, tmp_path: Path, demo) -> None:
    """The shipped corpus by two workers of each engine: the export equals that of one process."""
    with Record(demo) as record:
        jsonl.write(record, tmp_path / "alone")
    with Record(tmp_path / "a.db", writable=True) as record:
        read_into(record, [EXAMPLES], knowledge, hands=Hands(2, engine, keep=str(tmp_path / "kept")))
        jsonl.write(record, tmp_path / "spread")
    for path in sorted((tmp_path / "alone").iterdir()):
        assert path.read_bytes() == (tmp_path / "spread" / path.name).read_bytes(), path.name
    assert isinstance(unpacked(next((tmp_path / "kept").rglob("*.parquet")).read_bytes())[0], Entry)


def test_an_object_store_is_read_like_a_folder(knowledge, tmp_path: Path) -> None:
    """The same documents from a store (fsspec's in memory) as from the disk; again, nothing is read; a URL that leads nowhere is named."""
    import fsspec

    store = fsspec.filesystem("memory")
    for name in ("2023-12-12-hanoi-vietnamese-side.txt", "2023-12-13-beijing-chinese-side.txt"):
        found = next(iter(EXAMPLES.rglob(name)), None) or sorted(EXAMPLES.rglob("*.txt"))[0]
        store.pipe_file(f"/corpus/{name}", found.read_bytes())
    store.pipe_file("/corpus/rows.jsonl", json.dumps({"text": TEXTS[0], "title": "A treaty"}).encode())
    with Record(tmp_path / "a.db", writable=True) as record:
        first = read_into(record, ["memory://corpus"], knowledge, hands=Hands(keep="memory://kept"))
        again = read_into(record, ["memory://corpus"], knowledge)
        lost = read_into(record, ["memory://nowhere"], knowledge)
    assert (first.read, first.problems) == (3, [])
    assert (again.read, again.unchanged) == (0, 3)
    assert "memory://nowhere: there is no such file or folder" in lost.problems[0]
    assert len(store.find("/kept")) == 2


def test_all_shards_of_a_worker_are_read_in_one_thread(article, knowledge, monkeypatch) -> None:
    """A new thread for each would leave its memory behind. A shard's own error, be it a timeout, is not taken for lateness."""
    threads = set()

    def result(shard, job) -> bytes:
        threads.add(threading.get_ident())
        if shard.key == "unkept":
            raise TimeoutError("the store did not answer")
        return b"read"

    monkeypatch.setattr(work, "result", result)
    shard, job = shard_of([article(TEXTS[0])], "here"), Job(knowledge)
    assert [work.in_time(shard, job) for _ in range(3)] == [b"read"] * 3
    assert len(threads) == 1
    with pytest.raises(TimeoutError, match="did not answer"):
        work.in_time(shard._replace(key="unkept"), job)
