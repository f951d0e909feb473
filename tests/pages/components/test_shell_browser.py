"""The shell's style and the small pieces in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mtl_core.figures.palette import TASKS
from tests.end_to_end.browser import rgb, sideways_overflow, widget
from tests.pages.components.conftest import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("dark", [False, True])
def test_every_token_has_its_colour_and_letter(show: Open, dark: bool) -> None:
    page = show("shell", dark=dark)
    tokens = page.get_by_test_id("stMain").locator("> div div:not(header) > .mtl-token")
    expect(tokens).to_have_count(32)
    fills = tokens.evaluate_all("nodes => nodes.map(node => getComputedStyle(node, '::before').backgroundColor)")
    assert fills == [rgb(mark.colour(dark)) for mark in TASKS] * 2
    assert tokens.all_inner_texts() == [mark.letter for mark in TASKS] * 2


@pytest.mark.parametrize(("dark", "ink"), [(False, "rgb(255, 255, 255)"), (True, "rgb(29, 28, 25)")])
def test_the_primary_button_can_be_read(show: Open, dark: bool, ink: str) -> None:
    page = show("shell", dark=dark)
    expect(widget(page, "go").get_by_role("button")).to_have_css("color", ink)


def test_names_in_pieces_are_text(show: Open) -> None:
    page = show("shell")
    expect(page.get_by_role("heading", name="Physical <b>limitation</b>")).to_be_visible()
    assert page.locator(".mtl-score b, .mtl-chip b b").count() == 0


def test_a_phone_has_no_sideways_scroll(show: Open) -> None:
    page = show("shell", width=390, height=844)
    expect(page.locator(".mtl-score").first).to_be_visible()
    assert sideways_overflow(page) == 0


def test_the_feed_keeps_its_title_whole_however_long_it_is(show: Open) -> None:
    page = show("shell")
    title = page.get_by_role("heading", name="What is happening")
    title.scroll_into_view_if_needed()
    assert title.evaluate("node => node.clientHeight >= node.scrollHeight && node.clientHeight >= 20")
