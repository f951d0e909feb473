"""Reads the scripts and style sheets that lie beside the components."""

from __future__ import annotations

import re
from pathlib import Path

from pages.shared.theme import VARIABLES

FOLDER = Path(__file__).parent
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js"\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|function|class) (\w+))", re.MULTILINE)
_ENTRY = re.compile(r"^export default ", re.MULTILINE)


def script(name: str, folder: Path = FOLDER) -> str:
    """One ES module of the module ``name`` and all that it imports, each in a scope of its own; it exports what
    ``name`` exports by default. Raises ValueError.

    Streamlit takes a component's script as one text. The files stay ES modules of their own, whose imports are written
    as ``import { one, other } from "./module.js"``.
    """
    found: dict[str, str] = {}
    _gather(name.removesuffix(".js"), folder, found, ())
    return "\n".join([*found.values(), f"export default ${name.removesuffix('.js')}.entry\n"])


def _gather(name: str, folder: Path, found: dict[str, str], importing: tuple[str, ...]) -> None:
    """Put into ``found`` what a module imports, and then itself."""
    if name in importing:
        raise ValueError(f"{' imports '.join((*importing, name))}: the scripts import each other in a circle")
    if name in found:
        return
    source = _text(f"{name}.js", folder)
    for names, other in _IMPORT.findall(source):
        _gather(other, folder, found, (*importing, name))
        missing = set(_list(names)) - set(_EXPORT.findall(_text(f"{other}.js", folder)))
        if missing:
            raise ValueError(f"{name}.js imports {', '.join(sorted(missing))}, which {other}.js does not export")
    found[name] = _wrap(name, source)


def _wrap(name: str, source: str) -> str:
    """A module as a constant, $name, of all that it exports; the default export is its ``entry``."""
    exported = ", ".join([*_EXPORT.findall(source), *(["entry"] if _ENTRY.search(source) else [])])
    body = _IMPORT.sub(lambda found: f"const {{ {', '.join(_list(found[1]))} }} = ${found[2]}\n", source)
    body = _ENTRY.sub("const entry = ", _EXPORT.sub("", body))
    if re.search(r"^(import|export)\b", body, re.MULTILINE):
        raise ValueError(f"{name}.js imports or exports in a way that is not understood")
    return f"const ${name} = (() => {{\n{body}\nreturn {{ {exported} }}\n}})()"


def _list(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def style(name: str) -> str:
    """The style sheet ``name`` for a component in a shadow root, with the palette's variables."""
    return ":host {\n" + VARIABLES + "\n}\n" + _text("base.css") + "\n" + _text(name)


def _text(name: str, folder: Path = FOLDER) -> str:
    return (folder / name).read_text(encoding="utf-8")
