"""Hold the limits of CONTRIBUTING.md: files up to 400 lines, functions up to 60, no utils.py, no `global`."""

import ast
import statistics
import sys
from pathlib import Path

FILE, FUNCTION = 400, 60
ROOT = Path(__file__).parents[1]


def main() -> int:
    """Print what is over; 1 if anything is."""
    wrong, lengths = [], []
    for path in sorted((ROOT / "src").rglob("*.py")):
        text = path.read_text("utf8")
        lines = text.count("\n")
        name = path.relative_to(ROOT)
        if lines > FILE:
            wrong.append(f"{name}: {lines} lines, at most {FILE}")
        if path.name in {"utils.py", "helpers.py", "common.py"}:
            wrong.append(f"{name}: a name that says nothing")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                lengths.append(length)
                if length > FUNCTION:
                    wrong.append(f"{name}: {node.name} has {length} lines, at most {FUNCTION}")
            elif isinstance(node, ast.Global):
                wrong.append(f"{name}:{node.lineno}: global")
    print("\n".join([*wrong, f"{len(lengths)} functions, median {statistics.median(lengths):.0f} lines; {len(wrong)} over the limits."]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
