"""Write vocab/gazetteers/states.csv from Babel's CLDR names, countryinfo and the hand-kept tables beside this file.

usage: python training/vocab/make_states.py   (needs: pip install babel countryinfo)

`state_codes.txt` holds ISO alpha-3, COW and (where it differs) Gleditsch-Ward numbers, typed from the two projects' lists.
`state_overrides.toml` holds what those sources lack or get wrong, `capitals.txt` the capitals in Chinese and Vietnamese. The CSV is reviewed by hand and is what ships.
"""

import csv
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from babel import Locale
from countryinfo import CountryInfo, CountryNotFoundError

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/communique/vocab/gazetteers/states.csv"
FIELDS = [
    "id",
    "iso3",
    "iso2",
    "cow",
    "gw",
    "name",
    "official",
    "aliases",
    "demonyms",
    "capital",
    "capital_aliases",
    "metonyms",
    "zh",
    "vi",
    "start",
    "end",
    "successor",
    "source",
]


def main() -> None:
    """Merge the sources, newest hand correction last."""
    overrides = tomllib.loads((HERE / "state_overrides.toml").read_text("utf8"))
    names = {code: Locale.parse(code).territories for code in ("en", "zh", "zh_Hant", "vi")}
    codes = [line.split()[0] for line in (HERE / "state_codes.txt").read_text().splitlines() if line.strip()]
    info = {code: facts_of(code) for code in codes}
    abroad = capitals()
    rows = []
    for line in (HERE / "state_codes.txt").read_text().split("\n"):
        if not line.strip():
            continue
        iso3, cow, *gw = line.split()
        facts = info.get(iso3, {})
        extra = overrides["states"].get(iso3, {})
        iso2 = extra.get("iso2") or facts.get("ISO", {}).get("alpha2", "")
        zh = [names["zh"].get(iso2, ""), names["zh_Hant"].get(iso2, ""), *extra.get("zh", [])]
        zh = [n for n in zh if n and n not in extra.get("drop", [])]
        aliases = [a for a in [extra.get("official", ""), *extra.get("aliases", [])] if a]
        name = extra.get("name") or names["en"][iso2].replace("’", "'")
        aliases += [form for form in written_out(name) if form not in extra.get("drop", [])]
        demonyms = [*extra.get("demonyms", demonym_forms(facts.get("demonym", ""))), *extra.get("more_demonyms", [])]
        rows.append(
            {
                "id": f"state:{iso3}",
                "iso3": iso3,
                "iso2": iso2,
                "cow": "" if cow == "0" else cow,
                "gw": "" if cow == "0" else (gw[0] if gw else cow),
                "name": name,
                "official": extra.get("official", ""),
                "aliases": join(a for a in aliases if a != name),
                "demonyms": join(demonyms),
                "capital": extra.get("capital", facts.get("capital", "")),
                "capital_aliases": join([*extra.get("capital_aliases", []), *abroad.get(iso3, [])]),
                "metonyms": join(extra.get("metonyms", [])),
                "zh": join(zh),
                "vi": join([n for n in [names["vi"].get(iso2, "")] if n not in extra.get("drop", [])] + extra.get("vi", [])),
                "start": extra.get("start", ""),
                "end": "",
                "successor": "",
                "source": "CLDR via Babel; countryinfo; COW State System 2016; Gleditsch-Ward" + ("; hand" if extra else ""),
            }
        )
    for key, extra in overrides["historic"].items():
        rows.append(
            dict.fromkeys(FIELDS, "")
            | {"id": f"state:{key}", "iso3": extra.get("iso3", "")}
            | {k: join(v) if isinstance(v, list) else v for k, v in extra.items()}
            | {"source": "ISO 3166-3; COW State System 2016; hand"}
        )
    with OUT.open("w", encoding="utf8", newline="") as sink:
        writer = csv.DictWriter(sink, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda r: r["id"]))
    print(len(rows), "states ->", OUT)


def written_out(name: str) -> list[str]:
    """'St. Kitts & Nevis' as newspapers write it; nothing for a name without such signs."""
    full = name.replace("&", "and")
    unmarked = "".join(c for c in unicodedata.normalize("NFD", full) if not unicodedata.combining(c))
    saints = [full.replace("St. ", "Saint "), full.replace("St. ", "St ")]
    return [form for form in dict.fromkeys([full, unmarked, *saints]) if form != name]


def capitals() -> dict[str, list[str]]:
    """Of each state the Chinese and Vietnamese names of its capital."""
    lines = [line.split(" |") for line in (HERE / "capitals.txt").read_text("utf8").splitlines() if not line.startswith("#")]
    return {code.strip(): [n.strip() for cell in cells for n in cell.split("|") if n.strip()] for code, *cells in lines}


def facts_of(iso3: str) -> dict[str, Any]:
    """What countryinfo knows of a state; nothing for the few it lacks."""
    try:
        return CountryInfo(iso3).info()
    except CountryNotFoundError:
        return {}


def join(values: object) -> str:
    """Join distinct values with |, in order."""
    return "|".join(dict.fromkeys(v for v in values if v))  # type: ignore[attr-defined]


def demonym_forms(word: str) -> list[str]:
    """'Albanian' -> Albanian, Albanians; '-ese' and '-ish' have no plural form of their own."""
    if not word:
        return []
    return [word] if word.endswith(("ese", "ish", "ch", "s")) else [word, word + "s"]


if __name__ == "__main__":
    main()
