"""House rules that no linter knows: dangerous calls, lengths, and a docstring for each module."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.experiment import BALANCING, SHARING, Experiment
from mtl_core.plan import BLOCKS
from mtl_core.records import commands, events, examples, results
from mtl_core.records.record import Record
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.text_encoders import TEXT_ENCODERS

ROOT = Path(__file__).parent.parent
FOLDERS = ("mtl_core", "pages", "sample_data", "benchmarks", "docs")
SOURCES = [ROOT / "app.py", *(path for folder in FOLDERS for path in sorted(ROOT.glob(f"{folder}/**/*.py")))]
PRODUCT = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in ("app.py", "mtl_core", "pages")]

# The script in a bundle reads the model that lies beside it, on the machine and at the wish of whoever runs it; and a
# Keras file is proved by reading it back in the moment in which it was written.
ALLOWED = {
    "mtl_core/exporting/scripts/predict.py": {"calls load_model"},
    "mtl_core/exporting/members/keras_network.py": {"calls load_model"},
}

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
UNSAFE_MODULES = {"pickle", "cPickle", "dill", "joblib", "marshal", "shelve"}
UNSAFE_CALLS = {"eval", "exec", "load_model", "load_weights", "read_pickle", "to_pickle"}


@functools.cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    """A module's tree, itself first; read once for all rules."""
    return tuple(ast.walk(ast.parse(source)))


def require(paths: Iterable[Path], rule: Callable[[str], Iterable[str]]) -> None:
    """Fail with every sentence that the rule has on one of the sources, which it is given as text."""
    found = [f"{path.relative_to(ROOT)}: {fault}" for path in paths for fault in rule(path.read_text("utf-8"))]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def faults(source: str) -> list[str]:
    """Everything in a module's source that breaks a house rule, as sentences."""
    tree = nodes(source)[0]
    assert isinstance(tree, ast.Module)
    found = [] if ast.get_docstring(tree) else ["the module says in no docstring what it holds"]
    if source.count("\n") > LONGEST_FILE:
        found.append(f"the file has more than {LONGEST_FILE} lines")
    for node in nodes(source):
        found += node_faults(node)
    return found


def node_faults(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION:
            yield f"{node.name} has more than {LONGEST_FUNCTION} lines"
    elif isinstance(node, ast.Import | ast.ImportFrom):
        names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
        yield from (f"line {node.lineno} imports {name}" for name in names if name.split(".")[0] in UNSAFE_MODULES)
    elif isinstance(node, ast.ExceptHandler):
        if node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")):
            yield f"line {node.lineno} catches everything"
    elif isinstance(node, ast.Call):
        yield from call_faults(node)


def call_faults(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    owner = getattr(node.func.value, "id", "") if isinstance(node.func, ast.Attribute) else ""
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if name in UNSAFE_CALLS or (owner, name) == ("yaml", "load"):
        yield f"line {node.lineno} calls {name}"
    for switch in ("shell", "allow_pickle", "unsafe_allow_javascript"):
        if switch in given and not (isinstance(given[switch], ast.Constant) and not given[switch].value):
            yield f"line {node.lineno} switches {switch} on"
    if "unsafe_allow_html" in given and not all(isinstance(text, ast.Constant) for text in node.args):
        yield f"line {node.lineno} shows text as HTML that is no constant"


def named_members(source: str, ids: Iterable[str]) -> list[str]:
    """Where a module asks for members of a family by their ids: comparisons and dicts that name one, as sentences."""
    return [
        f"line {node.lineno} asks for {', '.join(sorted(found))}"
        for node in nodes(source)
        if isinstance(node, ast.Compare | ast.Dict | ast.Match) and (found := set(ids) & set(constants(node)))
    ]


def constants(node: ast.Compare | ast.Dict | ast.Match | ast.Subscript) -> Iterator[object]:
    """The constants that a node compares with, has as keys, or chooses among."""
    if isinstance(node, ast.Subscript):
        yield from constants(node.value) if isinstance(node.value, ast.Dict) else ()
        return
    if isinstance(node, ast.Dict):
        parts: list[ast.AST] = [key for key in node.keys if key is not None]
    elif isinstance(node, ast.Match):
        parts = [case.pattern for case in node.cases]
    else:
        parts = [node.left, *node.comparators]
        parts = [child for part in parts if not isinstance(part, ast.Call | ast.Subscript) for child in ast.walk(part)]
    for part in parts:
        inner = part.value if isinstance(part, ast.MatchValue) else part
        if isinstance(inner, ast.Constant):
            yield inner.value


def test_no_module_asks_for_a_kind_of_task() -> None:
    """What differs between kinds stands in a kind's own files, or is a trait."""
    require([path for path in SOURCES if path.stem not in TASK_KINDS], lambda source: named_members(source, TASK_KINDS))


def test_no_module_asks_for_a_kind_of_block() -> None:
    """A block itself says how it is drawn, counted and told, and its own file in networks builds it."""
    require([path for path in SOURCES if path.stem not in BLOCKS], lambda source: named_members(source, BLOCKS))


@pytest.mark.parametrize("family", [BALANCING, SHARING], ids=["balancing", "sharing"])
def test_no_module_asks_for_a_method_or_a_way_of_sharing(family: Iterable[str]) -> None:
    """What differs between them is a trait of their settings, or stands in their own files."""
    require(PRODUCT, lambda source: named_members(source, family))


def test_no_module_asks_for_a_text_encoder() -> None:
    """Title, words and traits of an encoder stand with it, and its own file in networks builds it."""
    paths = [path for path in SOURCES if path.parent.name not in ("encoders", "benchmarks")]
    paths = [path for path in paths if path.stem != "text_encoders"]
    require(paths, lambda source: named_members(source, TEXT_ENCODERS))


@pytest.mark.parametrize("line", ['block.kind == "gate"', 'block.kind in ("answer", "tags_answer")', '{"stitch": 1}'])
def test_question_after_a_block_is_found(line: str) -> None:
    assert named_members(line, BLOCKS) != []


COMMON = {"text", "date", "constant"}
"""Ids of kinds of column that are words for other things, too: a comparison asks for a kind where it speaks of one."""

COLUMN_ROOMS = {"mtl_core/column_kinds", "mtl_core/features/columns", "mtl_core/tables/column_kinds"}


def named_columns(source: str) -> list[str]:
    """Where a module asks for kinds of column by their ids, as sentences."""
    clear = COLUMN_KINDS.keys() - COMMON
    return [
        f"line {node.lineno} asks for {', '.join(sorted(found))}"
        for node in nodes(source)
        if isinstance(node, ast.Compare | ast.Dict | ast.Match | ast.Subscript)
        if (found := COLUMN_KINDS.keys() & set(constants(node)))
        and (found & clear or (not isinstance(node, ast.Dict) and "kind" in ast.unparse(node).lower()))
    ]


def test_no_module_asks_for_a_kind_of_column() -> None:
    """What differs between kinds stands in a kind's own files, or is a trait."""
    require([path for path in SOURCES if str(path.parent.relative_to(ROOT)) not in COLUMN_ROOMS], named_columns)


@pytest.mark.parametrize(
    "line",
    [
        'kind == "text"',
        'column.kind != "date"',
        'x in ("numeric", "date")',
        '{"yes_no": 1}',
        '{"text": 1, "date": 2}[column.kind]',
        'match kind:\n    case "date":\n        f()',
    ],
)
def test_question_after_a_kind_of_column_is_found(line: str) -> None:
    assert named_columns(line) != []


@pytest.mark.parametrize("line", ['storage == "text"', '{"text": hover}', '{"constant": "falls"}', 'f("numeric")'])
def test_other_uses_of_a_kind_of_column_are_no_question(line: str) -> None:
    assert named_columns(line) == []


@pytest.mark.parametrize(
    "line",
    ['kind == "binary"', 'kind in ("tags", "x")', '{"multilabel": 1}', 'match kind:\n    case "binary":\n        f()'],
)
def test_question_after_a_member_is_found(line: str) -> None:
    assert named_members(line, TASK_KINDS) != []


@pytest.mark.parametrize("line", ['found["tags"] == 1', "kind == other", 'f("binary")', '{"a": "binary"}'])
def test_other_uses_of_such_a_word_are_no_question(line: str) -> None:
    assert named_members(line, TASK_KINDS) == []


_PARTICIPLES = frozenset(
    [
        "broken",
        "brought",
        "chosen",
        "drawn",
        "driven",
        "fallen",
        "found",
        "frozen",
        "given",
        "grown",
        "held",
        "hidden",
        "kept",
        "known",
        "left",
        "made",
        "said",
        "seen",
        "sent",
        "shown",
        "spoken",
        "taken",
        "thrown",
        "told",
        "written",
    ]
)
_VERBS = frozenset({"need", "seed", "succeed"})
"""Those that end like participles."""


def participles(source: str) -> list[str]:
    """Functions other than properties that are called by what was done instead of by what they do."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    functions = [each for each in nodes(source) if isinstance(each, kinds)]
    called = [each for each in functions if not any("property" in ast.unparse(mark) for mark in each.decorator_list)]
    names = {each.name.strip("_") for each in called} - _VERBS
    return sorted(name for name in names if name in _PARTICIPLES or ("_" not in name and name.endswith("ed")))


def test_functions_are_verbs() -> None:
    require(PRODUCT, participles)


def test_function_that_is_no_verb_is_found() -> None:
    method = "class A:\n    @property\n    def known(self): ...\n    def _told(self): ...\n"
    source = f"{method}def marked(): ...\ndef seed(): ..."
    assert participles(source) == ["marked", "told"]


def test_only_the_session_keeps_its_state() -> None:
    """Names that two modules gave to the same key would meet in st.session_state."""
    others = [path for path in SOURCES if path.parent != ROOT / "pages/shared/session"]
    require(others, lambda source: ["keeps a state"] if "session_state" in source else [])


ABSENT = [f"{name} §" for name in ("METHODS", "SCREENS", "TRAPS", "STYLE")]


@pytest.mark.parametrize("folder", ["mtl_core", "pages", "tests", "docs", "benchmarks"])
def test_no_document_is_cited_that_is_not_here(folder: str) -> None:
    """A source is named by its paper and equation."""
    texts = [path for ending in ("py", "md", "js", "css") for path in ROOT.glob(f"{folder}/**/*.{ending}")]
    found = [str(path) for path in texts if any(name in path.read_text("utf-8") for name in ABSENT)]
    assert texts
    assert found == []


RECORDS = {
    name
    for module in (commands, events, examples, results)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Record)
    for name in kind.model_fields
}
"""The fields of what processes and screens tell each other."""

DRAFTED = {
    name
    for kind in [Experiment.model_json_schema(), *Experiment.model_json_schema()["$defs"].values()]
    for name in kind.get("properties", {})
}
"""The fields of an experiment, which pages change as plain data while it is a draft."""

NAMED = RECORDS - DRAFTED - {"value"}  # a word for other things, too


def untyped_reads(source: str) -> list[str]:
    """Where a module reads a field of a record by its name in JSON, as sentences. ``chosen`` is what a browser sent."""
    found = []
    for node in nodes(source):
        key: ast.AST | None = None
        if isinstance(node, ast.Subscript):
            owner, key = node.value, node.slice
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            owner, key = node.func.value, next(iter(node.args), None)
        named = isinstance(key, ast.Constant) and key.value in NAMED
        if (named and not ast.unparse(owner).startswith("chosen")) or (key and ast.unparse(owner).endswith("body")):
            found.append(f"line {getattr(node, 'lineno', 0)} reads a field by its name")
    return found


SCREENS = [path for path in SOURCES if path.is_relative_to(ROOT / "pages") or path.parent.name == "figures"]


def test_screens_read_records_by_their_types() -> None:
    """The fields of events, commands and results stand once, in mtl_core/records."""
    require(SCREENS, untyped_reads)


@pytest.mark.parametrize(
    "line",
    ['event.body["epoch"]', 'event.body.get("lowest")', 'body["x"]', 'task["headline"]', 'found.get("baseline")'],
)
def test_untyped_read_is_found(line: str) -> None:
    assert untyped_reads(line) != []


@pytest.mark.parametrize("line", ['data["columns"]', 'chosen["weights"]', "names[task.id]", 'metrics.get("auc")'])
def test_other_reads_are_no_untyped_ones(line: str) -> None:
    assert untyped_reads(line) == []


def test_modules_keep_the_house_rules() -> None:
    require([path for path in SOURCES if str(path.relative_to(ROOT)) not in ALLOWED], faults)


@pytest.mark.parametrize("path", ALLOWED)
def test_module_breaks_no_rule_but_the_one_it_may(path: str) -> None:
    require([ROOT / path], lambda source: [each for each in faults(source) if not each.endswith(tuple(ALLOWED[path]))])


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from joblib import load",
        "eval(text)",
        "yaml.load(text)",
        "subprocess.run(text, shell=True)",
        "np.load(path, allow_pickle=True)",
        "keras.saving.load_model(path)",
        "st.markdown(name, unsafe_allow_html=True)",
        "st.markdown(f'<b>{name}</b>', unsafe_allow_html=True)",
        "try:\n    f()\nexcept Exception:\n    pass",
        "try:\n    f()\nexcept:\n    pass",
        "def f():\n" + "    f()\n" * 50,
        "f()\n" * 400,
    ],
)
def test_broken_rule_is_found(line: str) -> None:
    assert faults(f'"""Holds a fault."""\n{line}\n') != []
    assert faults("f()\n") != []


def test_ordinary_code_is_no_fault() -> None:
    code = '"""Holds nothing."""\nnp.load(path, allow_pickle=False)\nst.markdown("<br>", unsafe_allow_html=True)\n'
    assert faults(code) == []


def test_a_fault_is_told_with_its_file() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"^app\.py: one\napp\.py: two$"):
        require([ROOT / "app.py"], lambda _: ["one", "two"])


def test_browser_tests_stand_where_make_looks_for_them() -> None:
    """Elsewhere they would be run by no go."""
    folders = (ROOT / "tests" / "end_to_end", ROOT / "tests" / "pages" / "components")
    texts = {path: path.read_text("utf-8") for path in ROOT.glob("tests/**/test_*.py")}
    marked = [path for path, text in texts.items() if "mark" + ".browser" in text]
    assert {path.parent for path in marked} == set(folders)
    told = (ROOT / "Makefile").read_text("utf-8")
    assert all(str(folder.relative_to(ROOT)) in told for folder in folders)


PATIENCE = 60  # seconds, as in the tests in a browser; a page on a busy machine takes longer than Streamlit's own 3


def impatient(source: str) -> list[str]:
    """Where a page is run in a test without time for a busy machine, as sentences."""
    calls = [node for node in nodes(source) if isinstance(node, ast.Call)]
    opened = [call for call in calls if re.fullmatch(r"AppTest\.from_\w+", ast.unparse(call.func))]
    told = [{word.arg: ast.unparse(word.value) for word in call.keywords} for call in opened]
    return [f"a page is not given {PATIENCE} s" for words in told if words.get("default_timeout") != str(PATIENCE)]


def test_pages_under_test_are_given_time() -> None:
    require(sorted(ROOT.glob("tests/**/*.py")), impatient)


def test_page_that_is_given_no_time_is_found() -> None:
    assert impatient("AppTest.from_file(app)") == impatient("AppTest.from_file(app, default_timeout=3)") != []
    assert impatient("AppTest.from_file(app, default_timeout=60)") == []
