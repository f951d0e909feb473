"""Say why a trained network answers about rows of a table as it does."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from mtl_core.cli.arguments import add_reading
from mtl_core.cli.commands.command import Command
from mtl_core.cli.speaking import say
from mtl_core.cli.trained import bundle_at
from mtl_core.errors import DataError
from mtl_core.evaluation.predicting import training_formats
from mtl_core.explaining.background import held_rows
from mtl_core.exporting.contents import contents, refusing
from mtl_core.loading import quiet
from mtl_core.preparation.experiment_request import reading
from mtl_core.records.examples import ReadText
from mtl_core.records.explanations import AnswerReasons, Explanation
from mtl_core.tables.intake.uploads import read_rows
from mtl_core.temporary import replace
from mtl_core.wording import cut, printable

_SHOWN = 12  # columns of an answer; the file has all
_WIDTH = 28  # characters of a name or cell


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The bundle, the table, which of its rows, and the file."""
    parser.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    parser.add_argument("table", type=Path, metavar="TABLE")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--row", type=int, metavar="N", help="this row of the table, from 1 on")
    which.add_argument("--rows", type=int, default=1, metavar="K", help="its first K rows; 1 if not given")
    add_reading(parser)
    parser.add_argument("--out", type=Path, metavar="explain.json", help="all columns of all answers")


def _explain(options: argparse.Namespace) -> None:
    """Print what each column adds to each answer, and what it would be with that cell typical."""
    path = bundle_at(options.bundle)
    found = contents(path)
    rows = read_rows(options.table, options.table.name, training_formats(found.space), reading(options.read))
    say(rows.found.report.losses)
    first, last = (options.row, options.row) if options.row is not None else (1, options.rows)
    if not 1 <= first <= last <= len(rows.frame):
        template = "--row and --rows must name rows of the table, which are 1 to {rows:,}; received {received:,}."
        raise DataError(template.format(rows=len(rows.frame), received=last))
    with refusing():
        background = held_rows(path)
    with quiet():
        from mtl_core.evaluation.word_effects import read as read_texts
        from mtl_core.explaining.row import explain_row
        from mtl_core.exporting.bundle import rebuild
    outputs, left = rebuild(found).outputs, []
    for number in range(first, last + 1):
        row = rows.frame.iloc[number - 1 : number]
        explanation, (texts,) = (
            explain_row(found.space, outputs, row, background),
            read_texts(found.space, outputs, row),
        )
        left.append({"row": number, **explanation.to_body(), "texts": [each.to_body() for each in texts]})
        print(printable("\n".join([*_lines(number, explanation), *_tell_texts(explanation, texts)])))
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        replace(options.out, json.dumps({"rows": left}, ensure_ascii=False, indent=2, allow_nan=False).encode())


def _lines(number: int, explanation: Explanation) -> Iterator[str]:
    yield f"Row {number:,}. {explanation.how()}"
    for answer in explanation.answers:
        yield from ("", answer.sentence(), *_table(answer))


def _tell_texts(explanation: Explanation, texts: Sequence[ReadText]) -> Iterator[str]:
    """Words of the texts that change an answer together, where no single one does."""
    for task, name in {answer.id: answer.name for answer in explanation.answers}.items():
        for each in texts:
            told = each.tell_phrases(task)
            if told is not None:
                yield f'"{name}" by "{each.column}": {told}'


def _table(answer: AnswerReasons) -> Iterator[str]:
    """The columns that count most, a line each."""
    lines = [("column", "cell", "adds", "typical cell", "answer with that")]
    lines += [
        (reason.column, reason.cell, answer.say_effect(reason), reason.typical, answer.say(reason.if_typical))
        for reason in answer.columns[:_SHOWN]
    ]
    shown = [[cut(" ".join(cell.split()), _WIDTH) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for line in shown:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
    if len(answer.columns) > _SHOWN:
        rest = sum(reason.effect for reason in answer.columns[_SHOWN:])
        yield f"  {len(answer.columns) - _SHOWN:,} other columns together: {answer.say_change(rest)}"


COMMAND = Command("explain", 6, "say why rows are answered as they are", _add_arguments, _explain)
