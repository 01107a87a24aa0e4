"""The tutorial runs from its first cell to its last, and is committed without outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

TUTORIALS = sorted((Path(__file__).parents[2] / "docs" / "tutorial").glob("*.ipynb"))


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda p: p.stem)
@pytest.mark.filterwarnings("ignore")
def test_the_tutorial_runs(path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell runs against a record of the shipped corpus, and those that print something print it."""
    monkeypatch.setenv("COMMUNIQUE_RECORD", str(demo))
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    done = NotebookClient(notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    told = "".join(o.get("text", "") for cell in done.cells for o in cell.get("outputs", ()))
    assert "No change is told" in told
    assert "too few to say" in told
