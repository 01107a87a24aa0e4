"""The register of forecasts on the terminal."""

from typing import Any

from communique.record.store import Record
from communique.show import words
from communique.show.wording import say, table

Row = dict[str, Any]


def print_register(record: Record, found: Row, limit: int) -> None:
    """The forecasts, then the forecasters."""
    every = found["forecasts"]
    if not every:
        say(f"No forecast of a named person. What there is: communique show statements --record {record.path}")
        return
    shown = every[:limit] if limit else every
    table(
        ("forecaster", "claim", "likelihood", "horizon", "came", "because", "id"),
        (
            (
                r["forecaster"]["name"],
                r["claim"],
                f"{r['likelihood_words']} ({r['likelihood'][0]:.0%} to {r['likelihood'][1]:.0%})" if r["likelihood"] else "",
                words.when(r["horizon"]),
                r["resolution"],
                r.get("resolved_because", "") + (f" ({', '.join(r['resolved_by'])})" if r.get("resolved_by") else ""),
                r["id"],
            )
            for r in shown
        ),
    )
    if len(shown) < len(every):
        say(f"{len(shown)} of {len(every)} shown; --limit 0 shows all.")
    table(
        ("forecaster", "forecasts", "resolved", "came true, of those without words of likelihood", "Brier (90%)", "verdict"),
        (
            (
                p["name"],
                str(p["forecasts"]),
                str(p["resolved"]),
                f"{p['without_likelihood']['came_true']} of {p['without_likelihood']['of']}",
                f"{p['brier']['mean']:.2f} ({p['brier']['low']:.2f} to {p['brier']['high']:.2f})" if p["brier"] else "",
                p["verdict"],
            )
            for p in found["forecasters"]
        ),
        right=(1, 2),
    )
