"""Commands: exit codes, JSON only, help with examples, and the reference page that names each."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from communique.cli.main import app

ROOT = Path(__file__).parents[2]
COMMANDS = [
    "read",
    "show",
    "report",
    "export",
    "archive",
    "beside",
    "digest",
    "rebuild",
    "explore",
    "mcp",
    "draft",
    "code",
    "compare",
    "figure",
    "forecasts",
    "ladder",
    "ties",
    "baserates",
    "evaluate",
    "formats",
]


def run(*parts: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "communique.cli.main", *map(str, parts)], capture_output=True, text=True, check=False)


def test_every_command_is_documented() -> None:
    """The reference page names every command, and each has help with an example."""
    page = (ROOT / "docs/reference/commands.md").read_text()
    names = [c.name for c in app.registered_commands]
    assert set(names) == set(COMMANDS)
    for command in app.registered_commands:
        assert f"communique {command.name}" in page
        assert command.name == "formats" or "Example" in (command.callback.__doc__ or "")


def test_every_group_of_commands_is_documented() -> None:
    """The same holds for the commands inside `terms`, `corpus` and `vocab`."""
    page = (ROOT / "docs/reference/commands.md").read_text()
    for group in app.registered_groups:
        for command in group.typer_instance.registered_commands:
            assert f"communique {group.name} {command.name}" in page
            assert "Example" in (command.callback.__doc__ or "") or command.name == "tables"


def test_one_bad_file_is_exit_code_one_and_the_rest_is_read(tmp_path: Path) -> None:
    """Some inputs unreadable: 1, each named on stderr, the rest recorded, and again the same on the second read."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("Norway and Sweden signed a treaty on Monday, both governments said in Oslo.")
    (tmp_path / "in" / "bad.txt").write_bytes(b"")
    for _ in range(2):
        done = run("read", tmp_path / "in", "--record", tmp_path / "r.db", "--json")
        assert done.returncode == 1
        assert "bad.txt" in done.stderr
        assert json.loads(done.stdout)["found"] == 2
    done = run("show", "events", "--record", tmp_path / "r.db", "--json")
    assert json.loads(done.stdout)[0]["type"] == "SUPPORT"


@pytest.mark.parametrize(
    "parts",
    [
        ("show", "events", "--record", "no-such.db"),
        ("show", "nothing", "--record", "x.db"),
        ("export", "--record", "no-such.db", "--out", "x"),
        ("read", ".", "--record", "x.db", "--column", "nonsense"),
        ("show", "events", "--record", "x.db", "--pair", "CHN"),
        ("show", "events", "--record", "x.db", "--since", "soon"),
        ("evaluate", "nonsense", "."),
        ("evaluate", "events", "."),
        ("evaluate", "clusters", "."),
        ("evaluate", "clusters", "no-such-folder"),
        ("frobnicate",),
    ],
)
def test_wrong_usage_is_exit_code_two_without_a_traceback(parts: tuple[str, ...], tmp_path: Path, monkeypatch) -> None:
    """Errors teach: one line, no traceback."""
    monkeypatch.chdir(tmp_path)
    done = run(*parts)
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize(
    ("gold", "says"),
    [
        ("# a.txt\nE|ACCUSE|accused|FRA|DEU|happened\n", "no happening"),
        ("# a.txt\nE|ACCUSE|accused|FRA|DEU|happened|one\n", "cannot be read"),
        ("# a.txt\nX|ACCUSE\n", "line 2"),
    ],
)
def test_broken_gold_is_named(gold: str, says: str, tmp_path: Path) -> None:
    """A gold set with a fault says where it is."""
    (tmp_path / "gold.txt").write_text(gold)
    done = run("evaluate", "clusters", tmp_path)
    assert done.returncode == 2, done
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_version() -> None:
    """The version, alone on a line."""
    done = run("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "communique")


def test_a_table_cut_short_says_nothing_more(demo: Path) -> None:
    """Nothing on standard error when fewer rows are shown than there are."""
    done = run("show", "events", "--record", demo, "--json", "--limit", 1)
    assert len(json.loads(done.stdout)) == 1
    assert done.stderr == ""


def test_filters(demo: Path) -> None:
    """Filters narrow and combine."""
    pair = json.loads(run("show", "events", "--record", demo, "--pair", "CHN,VNM", "--type", "SUPPORT", "--json", "--limit", 0).stdout)
    assert pair
    assert all(e["type"] == "SUPPORT" and {"CHN", "VNM"} <= {p["country"] for p in e["actors"] + e["recipients"]} for e in pair)
    late = json.loads(run("show", "statements", "--record", demo, "--actor", "Xi Jinping", "--json", "--limit", 0).stdout)
    assert {s["speaker"]["name"] for s in late} == {"Xi Jinping"}
    table = run("show", "conflicts", "--record", demo)
    assert table.returncode == 0
    assert "36 / 37" in table.stdout


def test_user_vocabulary(tmp_path: Path) -> None:
    """A user's own concept and people are one file each, of the shipped form."""
    (tmp_path / "mine.toml").write_text(
        'id = "blue-line"\nname = "Blue line"\nsources = ["me"]\n[[variants]]\nid = "blue-line"\nlanguage = "en"\nforms = ["blue line of peace"]\n'
    )
    (tmp_path / "people.csv").write_text(
        "id,name,country,family,short,aliases,source\nperson:zora-vell,Zora Vell,state:NOR,Vell,Vell,,me\n"
    )
    (tmp_path / "a.txt").write_text("Zora Vell said that the blue line of peace must hold, and then she left the hall with her aides.")
    done = run(
        "read", tmp_path / "a.txt", "--record", tmp_path / "r.db", "--vocab", tmp_path / "mine.toml", "--vocab", tmp_path / "people.csv"
    )
    assert done.returncode == 0, done.stderr
    (term,) = json.loads(run("show", "terms", "--record", tmp_path / "r.db", "--json").stdout)
    assert (term["concept"], term["user"]["id"]) == ("blue-line", "person:zora-vell")
    bad = tmp_path / "bad.toml"
    bad.write_text("id = ")
    done = run("vocab", "check", "--vocab", bad)
    assert done.returncode == 2
    assert "bad.toml" in done.stderr


def test_vocabulary_holds_together() -> None:
    """No overlap, gap or dangling code in the shipped tables."""
    done = run("vocab", "check")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["ties"],
        ["ties", "--pair", "China,VNM", "--by", "quarter"],
        ["ties", "--between", "VNM", "--powers", "CHN,USA"],
        ["ties", "--balance"],
        ["baserates", "CONSULT"],
        ["ladder", "VNM", "--on", "2024-01-01"],
        ["forecasts"],
    ],
    ids=" ".join,
)
def test_analyses_print_json_only(command: list[str], demo: Path) -> None:
    """With --json standard output is one JSON value, and nothing is said beside it; without, a table."""
    done = run(*command, "--record", demo, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert not done.stderr
    told = run(*command, "--record", demo)
    assert told.returncode == 0
    assert told.stdout


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["ties", "--pair", "CHN,Atlantis"], "no state 'Atlantis'"),
        (["ties", "--pair", "CHN,CHN"], "one state twice"),
        (["ties", "--between", "VNM"], "go together"),
        (["ties", "--by", "day"], "no period 'day'"),
        (["ties", "--since", "soon"], "'soon' is no day"),
        (["baserates", "MEET"], "no type 'MEET'"),
        (["ladder", "Peru"], "no ladder of 'PER'"),
        (["figure", "pie", "--out", "f.svg"], "no figure 'pie'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_of_analyses_is_two(command: list[str], says: str, demo: Path) -> None:
    """What cannot be answered is exit code 2 with what there is, and no traceback."""
    done = run(*command, "--record", demo)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
