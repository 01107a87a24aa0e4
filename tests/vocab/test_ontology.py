"""The ontology's files: what they say counts, not where it stands."""

import re
from importlib.resources import files
from pathlib import Path

from communique.vocab.load import read_ontology


def test_the_order_of_the_frames_does_not_matter(tmp_path: Path) -> None:
    """Frames turned round in the file are asked in the same order."""
    shipped = Path(str(files("communique.vocab") / "ontologies" / "plover"))
    head, *frames = re.split(r"(?m)^(?=\[\[frame\]\])", (shipped / "frames.toml").read_text("utf8"))
    (tmp_path / "frames.toml").write_text(head + "".join(f"{f.rstrip()}\n" for f in reversed(frames)), "utf8")
    (tmp_path / "types.toml").write_bytes((shipped / "types.toml").read_bytes())
    turned, straight = read_ontology(tmp_path), read_ontology(shipped)
    assert dict(turned.by_verb) == dict(straight.by_verb)
    assert dict(turned.by_noun) == dict(straight.by_noun)
