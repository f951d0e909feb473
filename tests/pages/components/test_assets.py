"""The scripts of the components: modules that name what they take from each other, put into one text for Streamlit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages.shared.components.assets import FOLDER, script

SCRIPTS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.js"))}
ENTRIES = [name for name, source in SCRIPTS.items() if "\nexport default " in source]
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js"', re.MULTILINE)


def taken(source: str) -> set[tuple[str, str]]:
    """(module, name) of all that a module imports."""
    return {
        (other, name.strip()) for names, other in IMPORT.findall(source) for name in names.split(",") if name.strip()
    }


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_a_short_module_that_says_what_it_is(name: str) -> None:
    lines = SCRIPTS[name].splitlines()
    assert lines[0].startswith("// ")
    assert len(lines) <= 400
    assert max(map(len, lines)) <= 150
    assert not [line for line in lines if "innerHTML =" in line or "eval(" in line]


def test_all_that_is_exported_is_used_and_every_module_is_in_a_component() -> None:
    used = {each for source in SCRIPTS.values() for each in taken(source)}
    exported = {
        (module, name)
        for module, source in SCRIPTS.items()
        for name in re.findall(r"^export (?:const|function|class) (\w+)", source, re.MULTILINE)
    }
    assert exported == used
    assert {module for module, _ in used} | set(ENTRIES) == set(SCRIPTS)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_bundle_holds_each_module_once_after_those_it_imports(name: str) -> None:
    bundle = script(f"{name}.js")
    order = re.findall(r"^const \$(\w+) = \(\(\) => \{$", bundle, re.MULTILINE)
    assert len(order) == len(set(order))
    assert order[-1] == name
    for place, module in enumerate(order):
        assert {other for other, _ in taken(SCRIPTS[module])} <= set(order[:place])
    assert bundle.endswith(f"export default ${name}.entry\n")
    assert re.findall(r"^(?:import|export)\b.*", bundle, re.MULTILINE) == [f"export default ${name}.entry"]


@pytest.mark.parametrize("name", ENTRIES)
def test_a_component_ends_only_once_it_has_gone(name: str) -> None:
    """Streamlit also calls what a component returns while it stays (see leaving.js)."""
    entry = SCRIPTS[name].partition("\nexport default ")[2]
    assert re.findall(r"return (?!whenGone\(parentElement, )", entry) == []


def made(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source, "utf-8")
    return folder


def test_imports_may_stand_on_several_lines(tmp_path: Path) -> None:
    folder = made(
        tmp_path,
        a='import {\n  one,\n  two,\n} from "./b.js"\n\nexport default function () {\n  return one + two\n}\n',
        b="export const one = 1\nexport const two = 2\nconst three = 3\n",
    )
    assert "const { one, two } = $b\n" in script("a.js", folder)
    assert "return { one, two }" in script("a.js", folder)


@pytest.mark.parametrize(
    ("modules", "words"),
    [
        ({"a": 'import { one } from "./b.js"\n', "b": "const one = 1\n"}, "imports one, which b.js does not export"),
        ({"a": 'import { b } from "./b.js"\n', "b": 'import { a } from "./a.js"\nexport const b = 1\n'}, "in a circle"),
        ({"a": 'import * as b from "./b.js"\n', "b": ""}, "in a way that is not understood"),
        ({"a": "export { one }\n"}, "in a way that is not understood"),
    ],
)
def test_what_cannot_be_put_together_is_refused(modules: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=words):
        script("a.js", made(tmp_path, **modules))
