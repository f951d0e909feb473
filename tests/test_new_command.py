"""A command that the command line does not have: one file makes it, and no other file is touched."""

from __future__ import annotations

from pathlib import Path

from tests.elsewhere import run_elsewhere
from tests.extended_house import extend_house

NEW = Path(__file__).parent / "new_kinds" / "command"


def test_new_command_stands_in_the_help_and_does_its_work(tmp_path: Path) -> None:
    extend_house(tmp_path, NEW, {"columns.py": "mtl_core/cli/commands"}, "columns.py")
    (tmp_path / "t.csv").write_text("x,y\n1.5,a\n2.5,b\n3.25,a\n", "utf-8")
    assert "tell the columns of a table" in run_elsewhere(tmp_path, "-m", "mtl_core", "--help").stdout
    told = run_elsewhere(tmp_path, "-m", "mtl_core", "columns", "t.csv", "--read", "delimiter=,")
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines() == ["x: numeric", "y: category"]

    wrong = run_elsewhere(tmp_path, "-m", "mtl_core", "columns", "nothing.csv")
    assert wrong.returncode == 2
    assert len(wrong.stderr.splitlines()) == 1
