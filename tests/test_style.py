"""House rules that no linter knows: dangerous calls, lengths, and a docstring for each module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("mtl_core", "pages", "sample_data", "benchmarks", "docs")
SOURCES = [ROOT / "app.py", *(path for folder in FOLDERS for path in sorted(ROOT.glob(f"{folder}/**/*.py")))]

# The script in a bundle reads the model that lies beside it, on the machine and at the wish of whoever runs it.
ALLOWED = {"mtl_core/exporting/scripts/predict.py": {"calls load_model"}}

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
UNSAFE_MODULES = {"pickle", "cPickle", "dill", "joblib", "marshal", "shelve"}
UNSAFE_CALLS = {"eval", "exec", "load_model", "load_weights", "read_pickle", "to_pickle"}


def faults(source: str) -> list[str]:
    """Everything in a module's source that breaks a house rule, as sentences."""
    tree = ast.parse(source)
    found = [] if ast.get_docstring(tree) else ["the module says in no docstring what it holds"]
    if source.count("\n") > LONGEST_FILE:
        found.append(f"the file has more than {LONGEST_FILE} lines")
    for node in ast.walk(tree):
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


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_keeps_the_house_rules(path: Path) -> None:
    allowed = ALLOWED.get(str(path.relative_to(ROOT)), set())
    found = faults(path.read_text("utf-8"))
    assert [fault for fault in found if not any(fault.endswith(what) for what in allowed)] == []


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
