"""Getting around: by the keyboard alone, from the top of each page, and in windows of any width."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import Server, box_at_rest, click, open_page, settled, widget

pytestmark = pytest.mark.browser

MOST = 150  # presses of Tab from one control to the next
HOLDS = """key => {
  const deepest = root => root.activeElement?.shadowRoot ? deepest(root.activeElement.shadowRoot) : root.activeElement
  const node = deepest(document)
  const place = (node?.getRootNode().host ?? node)?.closest(`.st-key-${key}`)
  return Boolean(place) && node.tagName === "BUTTON"
}"""
ON_TITLE = "name => document.activeElement?.tagName === 'H1' && document.activeElement.textContent.trim() === name"


def tab_to(page: Page, key: str) -> None:
    """Press Tab until a control of that widget has the focus."""
    for _ in range(MOST):
        if page.evaluate(HOLDS, key):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{key} was not reached with {MOST} presses of Tab")


def begins(page: Page, name: str) -> None:
    """The page of that title has the focus on its title, and is seen from its top."""
    steps.title(page, name)
    page.wait_for_function(ON_TITLE, arg=name)
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop === 0")


@pytest.mark.alone
def test_from_a_sample_to_its_results_by_keyboard_alone(server: Server, browser: Browser) -> None:
    page = open_page(browser, server.url)
    tab_to(page, "start_sample_wine")
    page.keyboard.press("Enter")
    begins(page, "Tasks")
    settled(page)
    tab_to(page, "tasks_next")
    page.keyboard.press("Enter")
    begins(page, "Network")
    settled(page)
    tab_to(page, "network_train")
    page.keyboard.press("Enter")
    begins(page, "Train")
    settled(page)
    widget(page, "train_settings").locator("summary").press("Enter")
    steps.set_number(page, "training_epochs", 10_000)  # so that it cannot end before it is stopped
    steps.set_number(page, "training_patience", 0)
    tab_to(page, "train_start")
    page.keyboard.press("Enter")
    steps.wait_for_points(page, 2)
    expect(page).to_have_title(re.compile(r"^Train · training \d+/\d+ · wine – MTL Studio$"))
    tab_to(page, "status_bar")
    while page.evaluate("() => document.activeElement.shadowRoot?.activeElement?.dataset.action") != "stop":
        page.keyboard.press("Tab")
        assert page.evaluate(HOLDS, "status_bar")
    page.keyboard.press("Enter")
    page.wait_for_function(HOLDS, arg="train_next")  # the focus goes on by itself
    page.keyboard.press("Enter")
    begins(page, "Evaluate")
    expect(page).to_have_title("Evaluate · stopped · wine – MTL Studio")
    expect(page.get_by_test_id("stMain")).to_contain_text("guessing")
    page.close()


def test_a_page_begins_at_its_top_however_far_the_last_one_was_scrolled(server: Server, browser: Browser) -> None:
    page = open_page(browser, server.url, width=1280, height=720)
    click(page, "start_sample_wine")
    begins(page, "Tasks")
    settled(page)
    widget(page, "tasks_next").scroll_into_view_if_needed()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") > 0
    click(page, "tasks_next")
    begins(page, "Network")
    expect(widget(page, "network_train")).to_be_in_viewport()
    page.close()


def test_the_icon_comes_with_the_page(server: Server, browser: Browser) -> None:
    """Files beside it go when the server forgets them, and a browser that is slow finds nothing."""
    page = open_page(browser, server.url)
    expect(page.locator("link[rel~=icon]")).to_have_attribute("href", re.compile("^data:image/png;base64,"))
    page.close()


@pytest.mark.parametrize("width", [1440, 1280, 1040, 390, 360])
def test_the_types_of_a_task_stand_in_one_line_inside_its_card(server: Server, browser: Browser, width: int) -> None:
    page = steps.open_sample(browser, server.url, "wine")
    page.set_viewport_size({"width": width, "height": 800})
    card, types = widget(page, "tasks_card_0"), widget(page, "tasks_kind_0").get_by_role("radio")
    expect(types).to_have_count(5)
    page.wait_for_function("width => innerWidth === width", arg=width)
    settled(page)
    boxes, around = [box_at_rest(types.nth(place)) for place in range(5)], box_at_rest(card)
    assert len({box["y"] for box in boxes}) == 1
    assert boxes[-1]["x"] + boxes[-1]["width"] <= around["x"] + around["width"]
    texts = types.locator("p").evaluate_all("all => all.map(p => p.scrollWidth - p.parentElement.clientWidth)")
    assert max(texts) <= 0, texts
    page.close()
