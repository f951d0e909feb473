"""Whatever a finding says can be done has its button, and no button stands by a sentence that does not name it: read
from the code of every check."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import mtl_core.tables
from mtl_core.tables.findings import Remedy

WORDS: dict[str, str] = {
    "leave out": "leave it out",
    "drop task": "do not predict it",
    "task: multiclass": "predict classes",
    "task: regression": "predict a number",
    "column: category": "read it as a category",
    "numbers: missing": "count it as missing",
    "labels: fold case": "count them as one",
    "split: time": "split by time",
    "split: random": "split at random",
    "choose inputs": "use more columns",
    "another table": "bring",  # it again, or one with more rows
}
NO_TEMPLATE = "{sentence}"  # another's sentence: tests/tables/splits/test_splitting.py
Found = tuple[str, str, set[str]]


def findings() -> Iterator[Found]:
    """Where each finding is made, its sentence and its remedies."""
    for path in sorted(Path(mtl_core.tables.__file__).parent.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                for call in made(function):
                    yield f"{path.stem}:{call.lineno}", template(function, call), {text(arg) for arg in call.args[2:]}


def made(function: ast.FunctionDef) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("error", "warning"):
            yield node


def template(function: ast.FunctionDef, call: ast.Call) -> str:
    """The sentence itself, or the last one that was given its name before."""
    sentence = call.args[1]
    if not isinstance(sentence, ast.Name):
        return text(sentence)
    given = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and node.lineno < call.lineno and ast.unparse(node.targets[0]) == sentence.id
    ]
    return text(max(given, key=lambda value: value.lineno))


def text(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant), f"line {node.lineno}: expected a text as it is, so that it can be read here"
    return str(node.value)


FINDINGS = list(findings())


def test_all_findings_and_remedies_are_seen() -> None:
    assert set(WORDS) == set(get_args(Remedy))
    assert set().union(*(remedies for _, _, remedies in FINDINGS)) == set(WORDS)


@pytest.mark.parametrize(("place", "sentence", "remedies"), FINDINGS, ids=[place for place, _, _ in FINDINGS])
def test_sentence_and_buttons_say_the_same(place: str, sentence: str, remedies: set[str]) -> None:
    if sentence != NO_TEMPLATE:
        assert {remedy for remedy, words in WORDS.items() if words in sentence} == remedies, place
