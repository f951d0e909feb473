"""Views of what was learnt, and the board of arrows, in a real browser."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.browser import box_at_rest, middle, sideways_overflow
from tests.pages.components.conftest import Open

pytestmark = pytest.mark.browser


def test_every_kind_of_view_is_drawn_with_its_numbers(show: Open) -> None:
    page = show("pictures")
    expect(page.locator("section.view")).to_have_count(3)
    assert [page.locator("section.view").nth(place).get_attribute("data-kind") for place in range(3)] == [
        "bars",
        "heatmap",
        "graph",
    ]
    bar = page.locator(".bars .bar").first.locator("i")
    assert [part.get_attribute("title") for part in bar.all()] == ["Expert 1 60%", "Expert 2 40%"]
    first, second = (box_at_rest(part) for part in bar.all())
    assert first["width"] > second["width"]
    assert page.locator(".heat .cell").all_text_contents()[:6] == ["0.90", "-0.10", "0.05", "0.10", "0.80", "–"]
    expect(page.get_by_text("and 2 more of smaller values")).to_be_visible()
    expect(page.locator(".view .arrow")).to_have_count(5)
    assert page.locator(".mtl-root b").count() == 0


def test_many_columns_stand_upright_with_their_names(show: Open) -> None:
    page = show("pictures", "columns=14")
    names = page.locator(".heat thead span")
    expect(names).to_have_text([f"column number {place}" for place in range(14)])
    box = box_at_rest(names.last)
    assert box["height"] > 2 * box["width"]
    assert sideways_overflow(page) == 0


def test_classes_of_a_task_are_chosen(show: Open) -> None:
    page = show("pictures")
    page.get_by_label("Whose classes").first.select_option("7")
    expect(page.locator("section.view").first.locator("th")).to_have_text(["low", "high"])
    page.get_by_label("Whose classes").first.select_option("All tasks")
    expect(page.locator("section.view").first.locator("th")).to_have_count(3)


def test_the_slider_leads_back_through_the_epochs(show: Open) -> None:
    page = show("pictures", "moments=3")
    expect(page.get_by_text("epoch 3, the weights that are kept")).to_be_visible()
    part = page.locator(".bars i").first
    expect(part).to_have_attribute("title", "Expert 1 80%")
    page.get_by_role("slider", name="Epoch").press("Home")
    expect(page.get_by_text("epoch 1", exact=True)).to_be_visible()
    expect(part).to_have_attribute("title", "Expert 1 60%")


def test_an_arrow_is_cut_by_mouse_and_drawn_again_by_key(show: Open) -> None:
    page = show("pictures")
    arrow = page.get_by_role("switch", name="7 takes from Doctor visits")
    expect(arrow).to_have_attribute("aria-checked", "true")
    arrow.locator(".reach").dispatch_event("click")
    expect(page.get_by_text("cut (('Doctor visits', '7'),)")).to_be_visible()
    expect(arrow).to_have_attribute("aria-checked", "false")
    arrow.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("cut ()")).to_be_visible()
    expect(arrow).to_be_focused()


def test_sixteen_tasks_stand_apart_and_an_arrow_stands_out(show: Open) -> None:
    page = show("pictures", "more=13")
    board = page.locator(".graph").last
    expect(board.locator("text")).to_have_count(2 * 16)  # with the letters of the tasks
    letters = board.locator("text").filter(has_text=re.compile("^[A-P]$"))
    expect(letters).to_have_count(16)
    places = [middle(letter) for letter in letters.all()]
    assert min(itertools.starmap(math.dist, itertools.combinations(places, 2))) > 60
    first, second = board.locator(".arrow").nth(0), board.locator(".arrow").nth(1)
    expect(second).to_have_css("opacity", "1")
    first.focus()
    expect(second).to_have_css("opacity", "0.25")
    expect(first).to_have_css("opacity", "1")


def test_a_phone_has_no_sideways_scroll(show: Open) -> None:
    page = show("pictures", width=390, height=800)
    expect(page.locator("section.view")).to_have_count(3)
    assert sideways_overflow(page) == 0
