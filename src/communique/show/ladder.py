"""A ladder on the terminal: partners by rung, each step with its source."""

from pathlib import Path
from typing import Any

from communique.show.wording import say, table

Row = dict[str, Any]


def print_ladder(found: Row, record: Path) -> None:
    """Partners, the highest rung first."""
    say(f"Partners of {found['state']}{', on ' + found['on'] if found['on'] else ''}. {found['note']}")
    table(
        ("rung", "partner", "since", "steps"),
        (
            (
                p["rung"],
                p["name"],
                p["since"],
                "; ".join(
                    f"{s['since']} {s['rung']} ({'vocabulary' if s['source'] == 'vocabulary' else ', '.join(s['rows'])})"
                    for s in p["steps"]
                ),
            )
            for p in found["partners"]
        ),
    )
    if any(s["rows"] for p in found["partners"] for s in p["steps"]):
        say(f"The rows: communique show commitments --id ROW --record {record}")
