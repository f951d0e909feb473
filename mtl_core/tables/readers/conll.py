"""Tagged tokens as the CoNLL shared tasks write them (one token a line, a blank line between sentences) into ``raw``.

A row is a sentence: its tokens joined by one blank, and for each layer of tags as many tags, joined likewise.
Sources: Tjong Kim Sang and De Meulder, CoNLL 2003; universaldependencies.org/format.html for CoNLL-U.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from mtl_core.errors import DataError
from mtl_core.features.spellings import clean_text
from mtl_core.features.tag_marks import are_spans
from mtl_core.tables.labels import tag_sets
from mtl_core.tables.profile import Decision, ReadingOptions
from mtl_core.tables.readers import encodings
from mtl_core.tables.readers.raw import TOO_LONG, Raw, column, is_too_long
from mtl_core.tables.readers.row_buffer import RowBuffer
from mtl_core.tables.readers.text_lines import TEXT

_DOCUMENT = "-DOCSTART-"
_NO_TOKEN = re.compile(r"\d+[-.]\d+")  # of CoNLL-U: a range of tokens written as one word, a token that is not written
_ID = re.compile(r"\d+([-.]\d+)?")
_UNIVERSAL = 10  # fields of CoNLL-U, whose second is the word
_MOST_FIELDS = 30
_CONSTANT = 0.9
_LONGEST = 100  # tokens of a sentence, on average


@dataclass(frozen=True)
class _Layout:
    """How the lines of tokens are made."""

    tabbed: bool
    width: int
    token: int  # the field of the word
    tags: tuple[int, ...]  # the fields that may hold tags

    @property
    def is_universal(self) -> bool:
        """Whether these are the lines of CoNLL-U."""
        return self.token == 1 and self.width == _UNIVERSAL

    def fields(self, line: str) -> list[str]:
        """The fields of a line."""
        return [part.strip() for part in line.split("\t")] if self.tabbed else line.split()


@dataclass
class _Sentence:
    """The lines of one sentence, and the first that is at fault."""

    line: int
    tokens: list[list[str]] = field(default_factory=list)
    fault: tuple[int, str, str] | None = None


def looks_tagged(start: str) -> bool:
    """Whether the lines that a file starts with are tokens with their tags."""
    lines = list(io.StringIO(start, newline=None))[: -1 if len(start) > 60_000 else None]
    layout, found = _layout(lines), _token_lines(lines)
    if layout is None or len(layout.fields(found[0])) != layout.width:  # the first line is the header of a table
        return False
    tokens = [fields for fields in map(layout.fields, found) if len(fields) == layout.width]
    layers = [[found[place] for found in tokens] for place in layout.tags]
    if layout.is_universal or any(are_spans(tags) for tags in layers):
        return True
    groups = sum(not line.strip() for line in lines)
    words = {found[layout.token] for found in tokens}
    return max(2, len(tokens) / _LONGEST) <= groups < len(tokens) and any(
        tag_sets.are_tags(tags, len(words)) for tags in layers
    )


def load(connection: duckdb.DuckDBPyConnection, source: Path, folder: Path, options: ReadingOptions) -> Raw:
    """Read the file into ``raw``, a row a sentence. Raises DataError."""
    text, encoding, notes = encodings.as_utf8(source, folder, options.encoding)
    layout = _layout(encodings.beginning(text).splitlines())
    if layout is None:
        raise DataError("The lines of the file do not have two or more fields each, a token and its tags; correct it.")
    raw = Raw(names=[], decisions=[encoding], notes=notes)
    seen: list[Counter[str]] = [Counter() for _ in range(layout.width)]
    gathered = RowBuffer(connection, "sentences", layout.width, raw)
    with text.open(encoding="utf-8") as file:
        for sentence in _sentences(file, layout):
            _add(gathered, raw, sentence, layout, seen)
    gathered.flush()
    gathered.require_rows("sentence of the file")
    layers = _find_names(layout, seen, raw)
    raw.names = [TEXT, *layers]
    places = [layout.token, *layers.values()]
    chosen = ", ".join(f"{column(old)} AS {column(new)}" for new, old in enumerate(places))
    connection.execute(f"CREATE TABLE raw AS SELECT {chosen} FROM sentences")
    connection.execute("DROP TABLE sentences")
    raw.decisions.append(_decision(layout, list(layers)))
    return raw


def _token_lines(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line.strip() and not line.startswith(("#", _DOCUMENT))]


def _layout(lines: Sequence[str]) -> _Layout | None:
    """How most of these lines are made; None where they are not lines of tokens."""
    found = _token_lines(lines)
    tabbed = sum("\t" in line for line in found) >= _CONSTANT * len(found)
    split = [line.rstrip("\n").split("\t") if tabbed else line.split() for line in found]
    width, number = Counter(map(len, split)).most_common(1)[0] if split else (0, 0)
    if not (2 <= width <= _MOST_FIELDS and number >= _CONSTANT * len(split)):
        return None
    numbered = width > 2 and all(_ID.fullmatch(fields[0]) for fields in split if len(fields) == width)
    if numbered and width == _UNIVERSAL:
        universal = any(fields[3] != "_" for fields in split if len(fields) == width)
        return _Layout(tabbed, width, 1, (3,) if universal else (4,))
    return _Layout(tabbed, width, int(numbered), tuple(range(1 + numbered, width)))


def _sentences(lines: Iterable[str], layout: _Layout) -> Iterator[_Sentence]:
    """The sentences of the file, each with its tokens' fields."""
    sentence = _Sentence(1)
    for number, line in enumerate(lines, 1):
        fields = layout.fields(line)
        if not line.strip() or line.startswith(_DOCUMENT):
            yield from [sentence] if sentence.tokens or sentence.fault else []
            sentence = _Sentence(number + 1)
        elif len(fields) == layout.width and not (line.startswith("#") and " = " in line):
            if not (layout.token == 1 and _NO_TOKEN.fullmatch(fields[0])):
                sentence.tokens.append([_one_word(part) for part in fields])
        elif not line.startswith("#") and sentence.fault is None:
            sentence.fault = (number, f"{len(fields)} fields where {layout.width} are expected", line.strip())
    yield from [sentence] if sentence.tokens or sentence.fault else []


def _one_word(part: str) -> str:
    """A token or tag as one word, so that as many tags as tokens stand in a row."""
    return "_".join(clean_text(part).split()) or "_"


def _add(gathered: RowBuffer, raw: Raw, sentence: _Sentence, layout: _Layout, seen: list[Counter[str]]) -> None:
    """The sentence as a row, or, where a line is at fault, among those that cannot be read."""
    if sentence.fault is not None:
        line, why, text = sentence.fault
        raw.reject(line, f"{why}, so its sentence (from line {sentence.line:,}) is left out", text)
        return
    row = [" ".join(fields) for fields in zip(*sentence.tokens, strict=True)]
    if any(map(is_too_long, row)):
        raw.reject(sentence.line, f"a sentence {TOO_LONG}; a blank line ends a sentence", row[layout.token])
        return
    gathered.add(row)
    for place in (layout.token, *layout.tags):
        seen[place].update(fields[place] for fields in sentence.tokens)


def _find_names(layout: _Layout, seen: list[Counter[str]], raw: Raw) -> dict[str, int]:
    """The layers of tags by name, with their fields; of those left out a note."""
    layers: dict[str, int] = {}
    for place in layout.tags:
        if len(layout.tags) > 1 and not tag_sets.are_tags(list(seen[place]), len(seen[layout.token])):
            template = "Field {number} of the lines is no layer of tags (it has {count:,} different values): left out."
            raw.notes.append(template.format(number=place + 1, count=len(seen[place])))
            continue
        name = tag_sets.name(list(seen[place]))
        number = 1 + sum(other == name or other.startswith(f"{name}_") for other in layers)
        layers[name if number == 1 else f"{name}_{number}"] = place
    return layers


def _decision(layout: _Layout, layers: list[str]) -> Decision:
    template = (
        "Each line is a token with {width} fields set apart by {sign}, a blank line ends a sentence: a sentence is a "
        "row, and its tags stand in {layers}, one for each token."
    )
    sign = "tabs" if layout.tabbed else "blanks"
    reason = template.format(width=layout.width, sign=sign, layers=", ".join(layers) or "no column")
    return Decision(field="delimiter", value="\t" if layout.tabbed else " ", reason=reason)
