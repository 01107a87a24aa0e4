"""Write the map of ARCHITECTURE.md from the modules' first lines, or check that it is up to date (--check)."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "ARCHITECTURE.md"
START, END = "<!-- map -->\n", "<!-- /map -->"
ROOMS = ("cli", "show", "evaluate", "spread", "analyse", "read", "annotate", "record", "vocab", "model")


def entry(path: Path, depth: int) -> str:
    """One module's line."""
    doc = (ast.get_docstring(ast.parse(path.read_text("utf8"))) or "").split("\n")[0]
    name = path.parent.name + "/" if path.name == "__init__.py" else path.name
    return f"{'  ' * depth}- `{name}` {doc}\n"


def drawn() -> str:
    """The whole map."""
    package = ROOT / "src" / "communique"
    out = entry(package / "pipeline.py", 0)
    for room in ROOMS:
        base = package / room
        out += entry(base / "__init__.py", 0)
        for path in sorted(base.rglob("*.py")):
            if path != base / "__init__.py":
                out += entry(path, len(path.relative_to(base).parts) + (0 if path.name != "__init__.py" else -1))
    return out


def main() -> int:
    """Write or check."""
    text = PAGE.read_text("utf8")
    head, _, rest = text.partition(START)
    made = head + START + drawn() + END + rest.partition(END)[2]
    if "--check" in sys.argv:
        if made != text:
            print("ARCHITECTURE.md: its map is out of date; run python checks/map.py")
            return 1
        return 0
    PAGE.write_text(made, "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
