"""Marked texts -> PolNeAR's layout: gold/LANG/attribution/marked/*.txt -> text/X.txt and attributions/X_gold.ann.

usage: python gold/build.py [--check]

`# name` opens a text. {3s Mao Ning} is the source of statement 3, {3c said} its cue, {3t that ...} its content; marks nest, and a content may have
parts. {3s=Mao Ning|she} names whom the words mean, {3s=|analysts} says that nobody is named. {3c!unsaid|did not say} would give a status; without
one it is read off the list below. A cue with a speaker and no source shares the last source of that speaker in its paragraph.
"""

import argparse
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
OPEN = re.compile(r"\{(\d+)([sct])(?:!(\w+)\|)?(?:=([^|{}]*)\|)?( ?)")
NAMES = {"s": "Source", "c": "Cue", "t": "Content"}
STATUS = re.compile(
    r"(?P<declined>declined|refus|would not comment|had no comment|not respond|not commented|not take questions|gave no|not answered|"
    r"would(?:n't| not) (?:say|disclose|be drawn)|no interviews|ignored a|没有回答|未回应|拒[绝絕]|từ chối|chưa bình luận)|(?P<denied>\bden(?:y|ies|ied)|disput|否认|否認|phủ nhận|bác bỏ)|"
    r"(?P<unsaid>(?:did|does|has|have|had) not (?:say|mention|disclose|report|specify|explain|name|indicate|stated|confirm)|no mention|not disclose|"
    r"kept silent|gave no details|Neither\b|has never (?:explained|confirmed)|没有(?:说明|提到)|không (?:nói|đưa tin))"
)


def parse(marked: str) -> tuple[str, dict[int, dict]]:
    """A marked text as plain text and its statements."""
    text, stack, found, at = "", [], defaultdict(lambda: {"s": [], "c": [], "t": [], "speaker": None, "status": None}), 0
    while at < len(marked):
        hit = OPEN.match(marked, at)
        if hit:
            number, role, status, speaker, _ = hit.groups()
            stack.append((int(number), role, len(text), status, speaker))
            at = hit.end()
        elif marked[at] == "}":
            number, role, start, status, speaker = stack.pop()
            one = found[number]
            one["status"] = status or one["status"]
            if speaker is not None or (role == "s" and one["speaker"] is None):
                one["speaker"] = text[start:] if speaker is None else speaker
            if len(text) > start:
                one[role].append((start, len(text)))
            at += 1
        else:
            text += marked[at]
            at += 1
    if stack:
        raise SystemExit(f"not closed: {stack} in {marked[:60]!r}")
    return text, dict(found)


def share_sources(text: str, found: dict[int, dict]) -> None:
    """'X said A and added B': the second cue has the first one's source."""
    for number, one in found.items():
        if one["s"] or not one["c"] or one["speaker"] is None:
            continue
        cue = one["c"][0][0]
        line = text.rfind("\n", 0, cue) + 1
        before = [s for k, o in found.items() if k != number and o["speaker"] == one["speaker"] for s in o["s"] if line <= s[0] < cue]
        one["s"] = [max(before)] if before else []


def brat(text: str, found: dict[int, dict]) -> str:
    """The statements in brat's standoff form, with notes for what PolNeAR has no name for."""
    lines, spans = [], 0
    kept = {n: o for n, o in sorted(found.items()) if o["c"]}
    for event, (number, one) in enumerate(kept.items(), 1):
        refs = []
        for role in "sct":
            if one[role]:
                spans += 1
                places = ";".join(f"{a} {b}" for a, b in sorted(one[role]))
                words = " ".join(text[a:b].replace("\n", " ") for a, b in sorted(one[role]))
                lines.append(f"T{spans}\t{NAMES[role]} {places}\t{words}")
                refs.append((role, spans))
        head = next(s for r, s in refs if r == "c")
        tail = " ".join(f"{NAMES[r]}:T{s}" for r, s in refs if r != "c")
        lines.append(f"E{event}\tAttribution:T{head} Cue:T{head} {tail}".rstrip())
        cue = " ".join(text[a:b] for a, b in one["c"])
        status = (
            one["status"] or next((k for k, v in STATUS.search(cue).groupdict().items() if v), "") if STATUS.search(cue) else one["status"]
        )
        nested = any(a <= one["c"][0][0] < b for k, o in kept.items() if k != number for a, b in o["t"])
        lines.append(
            f"#{event}\tAnnotatorNotes E{event}\tspeaker={one['speaker'] or ''}; status={status or 'attributed'}; nested={'yes' if nested else 'no'}"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the layout, or with --check say what is out of date."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    wrong, texts, statements = [], 0, 0
    for folder in sorted(HERE.glob("*/attribution/marked")):
        for path in sorted(folder.glob("*.txt")):
            for part in re.split(r"(?m)^# (?=[\w-]+$)", path.read_text("utf8"))[1:]:
                name, _, marked = part.partition("\n")
                text, found = parse(marked.strip() + "\n")
                share_sources(text, found)
                texts, statements = texts + 1, statements + sum(bool(o["c"]) for o in found.values())
                for target, content in (
                    (folder.parent / "text" / f"{name}.txt", text),
                    (folder.parent / "attributions" / f"{name}_gold.ann", brat(text, found)),
                ):
                    if check and (not target.exists() or target.read_text("utf8") != content):
                        wrong.append(str(target.relative_to(HERE)))
                    elif not check:
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_text(content, "utf8", newline="\n")
    print(f"{texts} texts, {statements} statements" + "".join(f"\n  out of date: {w}" for w in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
