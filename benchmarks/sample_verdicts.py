"""What the product says of its own samples, with the settings that a new table gets:
``python -m benchmarks.sample_verdicts``; it leaves ``docs/sample_verdicts.md``."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.report import tell_origin
from mtl_core.cli.main import main as command_line

_SAMPLES = Path(__file__).parents[1] / "sample_data"
_PAGE = Path(__file__).parents[1] / "docs" / "sample_verdicts.md"
_TEXT = """# What the product says of its samples

{made}

Each sample was trained as a new table is, with the tasks of its card and no setting touched, and each of its tasks
alone beside it. Below stands, word for word, what `mtl-studio train … --alone` then says.

{parts}
"""


def main() -> None:
    """Train on every sample, and write the page."""
    cards = json.loads((_SAMPLES / "cards.json").read_text(encoding="utf-8"))
    parts = [f"## {card['title']}\n\n{_quote(_tell(card))}" for card in cards]
    _PAGE.write_text(_TEXT.format(made=tell_origin("benchmarks.sample_verdicts"), parts="\n\n".join(parts)), "utf-8")


def _tell(card: dict[str, Any]) -> str:
    """What the command line says of a sample. Raises RuntimeError where it fails."""
    targets = [word for task in card["tasks"] for word in ("--target", f"{task['column']}:{task['kind']}")]
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()) as said:
        code = command_line(["train", str(_SAMPLES / card["file"]), *targets, "--alone", "--out", out])
    if code:
        raise RuntimeError(f"{card['file']}: the command line ended with {code}")
    return said.getvalue()


def _quote(text: str) -> str:
    return "\n>\n".join(f"> {line}" for line in text.splitlines() if line.strip())


if __name__ == "__main__":
    main()
