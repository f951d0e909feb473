"""What the command line understands, and the one sentence of what it does not."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

import mtl_core
from mtl_core import disk
from mtl_core.cli.commands import COMMANDS, Command
from mtl_core.cli.main import main
from mtl_core.cli.parser import make_parser
from mtl_core.errors import DataError


def left(arguments: list[str]) -> int | str | None:
    """The exit code of a call that ends while its arguments are read."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return end.value.code


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert left(["--version"]) == 0
    assert capsys.readouterr().out == f"MTL Studio {mtl_core.__version__}\n"


def test_commands_stand_in_the_order_of_their_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert left(["--help"]) == 0
    told = capsys.readouterr().out
    places = [told.index(f"\n    {command.name} ") for command in COMMANDS]
    assert places == sorted(places)
    assert [command.name for command in COMMANDS][:3] == ["check", "train", "compare"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_says_what_it_is_for(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert left([command.name, "--help"]) == 0
    assert capsys.readouterr().out.rstrip().endswith(command.more.rstrip())  # as it is written, line by line


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("/usr/bin/mtl-studio", "mtl-studio"),
        ("/lib/mtl_core/__main__.py", "python -m mtl_core"),
        ("-m", "python -m mtl_core"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_the_way_to_help(
    called: str, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    assert left(["predict", "bundle", "table.csv"]) == 2
    told = f"The following arguments are required: --out; see {name} predict --help.\n"
    assert capsys.readouterr() == ("", told)


def test_a_request_names_tables_targets_and_settings() -> None:
    asked = make_parser().parse_args(
        [
            *("train", "a.csv", "b.csv", "--target", "x", "--target", "y:binary", "--out", "here"),
            *("--join", "topics", "p", "q", "--join", "more", "r", "--ignore", "i", "j", "--ignore", "k"),
            *("--set", "training.epochs=3", "--read", "footer=drop"),
        ]
    )
    assert (asked.command.name, asked.tables, asked.out) == ("train", [Path("a.csv"), Path("b.csv")], Path("here"))
    assert (asked.target, asked.ignore) == (["x", "y:binary"], ["i", "j", "k"])
    assert asked.join == [["topics", "p", "q"], ["more", "r"]]
    assert (asked.set, asked.read) == (["training.epochs=3"], ["footer=drop"])
    assert (asked.relate, asked.experiment, asked.no_example_rows) == (False, None, False)
    assert (asked.alone, asked.seeds) == (False, 1)


def test_what_is_not_asked_for_is_as_the_help_says() -> None:
    parse = make_parser().parse_args
    assert parse(["compare", "a.csv"]).seeds == 3
    assert (parse(["explain", "b", "a.csv"]).row, parse(["explain", "b", "a.csv"]).rows) == (None, 1)
    served = parse(["serve"])
    assert (served.address, served.port, served.host) == ("127.0.0.1", 8501, [])
    rows = parse(["rows", "a.csv", "--out", "rows.json"])
    assert (list(rows.shares), rows.seeds) == ([0.1, 0.25, 0.5], 1)
    searched = parse(["search", "a.csv", "--out", "here"])
    assert (searched.trials, searched.minutes) == (None, None)


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "a.csv", "--methods", "equal", "--vary", "sharing.depth=1,2"],
        ["explain", "b", "a.csv", "--row", "1", "--rows", "2"],
    ],
)
def test_two_ways_at_once_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert left(arguments) == 2
    assert "not allowed with argument" in capsys.readouterr().err


class Failing:
    """A command that ends as it is told to."""

    stopped = "Stopped; it can go on."

    def __init__(self, end: BaseException | None) -> None:
        self._end = end

    def run(self, options: object) -> None:
        if self._end is not None:
            raise self._end


@pytest.mark.parametrize(
    ("end", "code", "told"),
    [
        (None, 0, ""),
        (OSError(errno.ENOSPC, "full"), 2, f"{disk.sentence(OSError(errno.ENOSPC, 'full'))}\n"),
        (KeyboardInterrupt(), 130, "Stopped; it can go on.\n"),
        (DataError("No \x1b[31mred\x1b[0m words."), 2, "No \ufffd[31mred\ufffd[0m words.\n"),
    ],
)
def test_an_end_has_its_code_and_its_sentence(
    end: BaseException | None,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("mtl_core.cli.main.make_parser", lambda: _Answers(Failing(end)))
    assert main([]) == code
    assert capsys.readouterr() == ("", told)


class _Answers:
    """A parser whose answer is always the same command."""

    def __init__(self, command: Failing) -> None:
        self.command = command

    def parse_args(self, arguments: object) -> _Answers:
        return self
