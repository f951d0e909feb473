"""The palette on its way to the browser: CSS variables, marks, and the theme file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mtl_core.figures.palette import DARK, LIGHT, TASKS, Surface
from pages.shared.components.assets import style
from pages.shared.theme import VARIABLES, mark, shell

CONFIG = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_every_task_has_its_colours_as_a_variable() -> None:
    for slot, look in enumerate(TASKS):
        assert f"--mtl-task-{slot}: light-dark({look.light}, {look.dark});" in VARIABLES


def test_marks_tell_all_sixteen_tasks_apart() -> None:
    marks = [mark(slot) for slot in range(16)]
    assert len({(look["shape"], TASKS[slot].light) for slot, look in enumerate(marks)}) == 16
    assert [look["letter"] for look in marks] == list("ABCDEFGHIJKLMNOP")


@pytest.mark.parametrize(("name", "surface", "dark"), [("light", LIGHT, False), ("dark", DARK, True)])
def test_the_theme_file_agrees_with_the_palette(name: str, surface: Surface, dark: bool) -> None:
    theme = CONFIG["theme"][name]
    assert theme["primaryColor"] == surface.primary
    assert theme["backgroundColor"] == surface.background
    assert theme["textColor"] == surface.ink
    assert theme["borderColor"] == surface.hairline
    assert theme["sidebar"]["backgroundColor"] == surface.sidebar
    assert theme["chartCategoricalColors"] == [look.colour(dark) for look in TASKS[:8]]


def test_the_server_listens_on_this_machine_alone_and_shows_no_trace() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["port"] == 8501
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["browser"]["gatherUsageStats"] is False


def test_style_sheets_ask_nothing_of_the_outside() -> None:
    sheets = [style(f"{name}.css") for name in ("diagram", "curves", "mixing_desk", "status_bar")]
    for sheet in [shell(), *sheets]:
        addresses = [part.split(")")[0] for part in sheet.split("url(")[1:]]
        assert len(addresses) == 16
        assert all(address.startswith('"data:image/svg+xml,') for address in addresses)
