"""Tagged tokens in the browser: a CoNLL file in, its words in colour, and the tags of a new sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import Server, Watch, click, new_page, settled, upload, widget

pytestmark = pytest.mark.browser

NAMES, PLACES = ("Ada", "Grace", "Alan", "Emmy"), ("Paris", "Rome", "Oslo", "Lima")
FORMS = (
    "{name} NNP B-PER\nlives VBZ O\nin IN O\n{place} NNP B-LOC",
    "{place} NNP B-LOC\nwaits VBZ O\nfor IN O\n{name} NNP B-PER\nagain RB O",
    "the DT O\nrain NN O\nfalls VBZ O\non IN O\n{name} NNP B-PER\nin IN O\n{place} NNP B-LOC",
)


def sentences() -> str:
    """Each name with each place; a tag of its kind and one of its entity for each word."""
    return "\n\n".join(form.format(name=n, place=p) for n in NAMES for p in PLACES for form in FORMS)


def test_tags_in_and_coloured_words_out(server: Server, browser: Browser, tmp_path: Path) -> None:
    page = new_page(browser)
    watch = Watch(page)
    page.goto(server.url)
    settled(page)
    bring(page, tmp_path)
    shape(page)
    steps.train_for(page, 2)
    expect(widget(page, "train_next").get_by_role("button")).to_be_visible(timeout=180 * steps.SECONDS)
    click(page, "train_next")
    look(page)
    ask(page)
    watch.require_clean()
    page.close()


def bring(page: Page, folder: Path) -> None:
    """Both columns of tags are suggested."""
    path = folder / "people.conll"
    path.write_text(sentences(), encoding="utf-8")
    upload(page, "start_upload", path)
    steps.title(page, "Data")
    expect(widget(page, "data_summary")).to_contain_text("48")
    click(page, "data_next")
    steps.title(page, "Tasks")
    for name in ("pos", "entities"):
        pill = widget(page, "tasks_pick").get_by_role("button", name=name)
        if pill.get_attribute("aria-checked") != "true":
            pill.click()
        settled(page)
    for slot in range(2):
        expect(widget(page, f"tasks_card_{slot}")).to_contain_text('a tag for each token of "text"')


def shape(page: Page) -> None:
    steps.menu(page, "Network")
    expect(widget(page, "network_diagram")).to_contain_text("B-LOC")
    click(page, "network_train")
    steps.title(page, "Train")


def look(page: Page) -> None:
    """The tags stand in colour on the words of each text."""
    steps.title(page, "Evaluate")
    settled(page)
    cards = widget(page, "evaluate_examples").locator(".mtl-readings").first.locator(".mtl-reading")
    expect(cards).to_have_count(2)
    expect(widget(page, "evaluate_examples").locator(".words.tagged mark.tag").first).to_be_visible()


def ask(page: Page) -> None:
    cards = steps.ask_about_text(page, "Ada waits in Oslo", 2)
    for slot in range(2):
        expect(cards.nth(slot).locator(".words.tagged")).to_contain_text("Oslo")
