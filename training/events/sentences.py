"""Our patterns of events -> labelled sentences with marked source and target, the same ones each time.

usage: python training/events/sentences.py [gold/en/plover] [--each 8]
"""

import argparse
import csv
import random
import re
import tomllib
from pathlib import Path

SIDE = re.compile(r"\{(S|T|T2)\.(\w)\}")
SLOT = re.compile(r"\{(\w+)\}")
ACTOR = {
    "g": "government",
    "m": "military",
    "c": "court",
    "p": "police",
    "d": "crowd",
    "o": "body",
    "k": "party",
    "n": "person",
    "t": "place_target",
}
ATTRIBUTED = re.compile(r"officials said|reported|according to|spokesman said|agency said|confirmed|sources|report by|a court document")
COLUMNS = ("id", "type", "mode", "voice", "source", "target", "marked_sentence")


class Maker:
    """Fills patterns with one source of chance."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.slots = tomllib.loads((folder / "slots.toml").read_text("utf8"))
        self.frames = [line for line in (folder / "frames.txt").read_text("utf8").splitlines() if line and line[0] != "#"]
        self.chance = random.Random(seed)
        self.unused: dict[str, list[str]] = {}

    def pick(self, name: str) -> str:
        """A filler, each of a kind once before any comes twice."""
        if not self.unused.get(name):
            self.unused[name] = self.chance.sample(self.slots[name], len(self.slots[name]))
        return self.unused[name].pop()

    def filled(self, text: str, nation: str | None = None) -> str:
        """Fill the slots of a text; all that is national in it is of one nation."""
        name, adjective, city = (nation or self.pick("country")).split("|")
        own = {"country": name, "adj": adjective, "city": city}

        def one(match: re.Match[str]) -> str:
            slot = match[1]
            return own.get(slot) or (self.filled(self.pick("body")) if slot == "o" else self.filled(self.pick(slot), nation))

        return SLOT.sub(one, text)

    def sentence(self, pattern: str) -> tuple[str, str, str, str]:
        """A marked sentence of a pattern: its text, source, target and whether it is somebody's report."""
        nations = self.chance.sample(self.slots["country"], 4)
        words: dict[str, str] = {}

        def actor(match: re.Match[str]) -> str:
            side, kind = match[1], match[2]
            nation = nations[{"S": 0, "T": 1, "T2": 2}[side] if side not in words else 3]
            text = self.filled(self.pick(ACTOR[kind]), nation)
            mark = {"S": "s", "T": "t"}.get(side)
            if mark is None or side in words:
                return text
            words[side] = text
            return f"<{mark}>{text}</{mark}>"

        clause = SIDE.sub(actor, pattern)
        frame = self.chance.choice(self.frames)
        if frame.startswith("{X}"):
            clause = first_capital(clause)
        whole = first_capital(self.filled(frame.replace("{X}", clause), nations[3]))
        whole = re.sub(r"\b([Aa])( (?:<[st]>)?[AEIOU])", r"\1n\2", whole)
        return (
            whole.removesuffix(".") + ".",
            words.get("S", ""),
            words.get("T", ""),
            "attributed" if ATTRIBUTED.search(frame) else "reporter",
        )


def first_capital(text: str) -> str:
    """With its first letter in upper case, a mark before it or not."""
    at = re.match(r"(?:</?[st]>)*", text).end()
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def patterns(folder: Path) -> list[tuple[str, str, str]]:
    """Type, mode and pattern, in the order of the files."""
    out, head = [], ("", "")
    for path in sorted(folder.glob("patterns_*.txt")):
        for line in path.read_text("utf8").splitlines():
            if line.startswith("## "):
                kind, _, mode = line[3:].partition(" ")
                head = (kind, mode)
            elif line:
                out.append((*head, line))
    return out


def main() -> None:
    """Write sentences.tsv."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?", default=Path("gold/en/plover"))
    parser.add_argument("--each", type=int, default=8)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    maker = Maker(args.folder, args.seed)
    rows, seen = [], set()
    for number, (kind, mode, pattern) in enumerate(patterns(args.folder)):
        for _ in range(args.each * (2 if kind == "NONE" else 1)):
            text, source, target, voice = maker.sentence(pattern)
            if text not in seen:
                seen.add(text)
                rows.append((f"{number}-{len(rows)}", kind, mode, voice, source, target, text))
    with (args.folder / "sentences.tsv").open("w", encoding="utf8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(len(rows), "sentences of", len(patterns(args.folder)), "patterns")


if __name__ == "__main__":
    main()
