"""What tests share: the vocabulary, a way to annotate a few lines, the demo record, and the texts of others where they are."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.annotate.stages import annotate
from communique.model.article import Article
from communique.model.dates import Published, parse_edtf
from communique.model.errors import UnreadableSource
from communique.model.findings import Findings
from communique.pipeline import read_into
from communique.read.assemble import Raw, article_of
from communique.read.fields import Metadata
from communique.read.furniture import blocks_of
from communique.read.source import Source
from communique.record.store import Record
from communique.vocab.knowledge import Knowledge
from communique.vocab.load import load

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "corpus"
SHARED = Path(os.environ.get("COMMUNIQUE_CORPUS", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def article(knowledge: Knowledge) -> Callable[..., Article]:
    """Make an article of a text, published on a day (EDTF) unless that is None."""

    def make(text: str, published: str | None = "2024-03-20", language: str = "en", titled: bool = False, outlet: str = "") -> Article:
        meta = Metadata(language=language, outlet=outlet)
        made = article_of(Source(path="t.txt", location="/t.txt"), text, blocks_of(text, titled=titled), meta, knowledge, Raw("0"))
        if published is None:
            return made
        earliest, latest = parse_edtf(published)
        return made.dated(Published(earliest=earliest, latest=latest, basis="metadata"))

    return make


@pytest.fixture(scope="session")
def found(article: Callable[..., Article], knowledge: Knowledge) -> Callable[..., Findings]:
    """Annotate a text; a fault of ours fails the test."""

    def run(text: str, **options: object) -> Findings:
        made = next(annotate([article(text, **options)], knowledge))
        assert not isinstance(made, UnreadableSource), made
        return made

    return run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """The record of the shipped corpus."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with Record(path, writable=True) as record:
        summary = read_into(record, [EXAMPLES], knowledge)
    assert not summary.problems
    return path


def shared(*parts: str) -> Path:
    """A folder of texts that belong to others, or a loud skip."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"TEXTS OF OTHERS ARE ABSENT: {path} (set COMMUNIQUE_CORPUS)")
    return path
