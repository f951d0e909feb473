"""Texts in a real browser: a sample, an encoder, a training, the words that count, a bundle that reads raw texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import (
    ROOT,
    Server,
    Watch,
    choose,
    click,
    download,
    new_page,
    settled,
    slider_keys,
    upload,
    widget,
)

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Case:
    """A sample of texts, how it is to be read, and a text that it does not hold."""

    sample: str
    tasks: tuple[str, str]
    encoder: str
    cut: str
    typed: str
    word: str  # of the typed text, in the app's marks


CASES = (
    Case(
        sample="posts",
        tasks=("sentiment", "topic"),
        encoder="Average of words",
        cut="words, beginnings and pairs",
        typed="What a wonderful match, our team won the cup. <b>I love it</b>!",
        word="team",
    ),
    Case(
        sample="chinese_posts",
        tasks=("情感", "主题"),
        encoder="CNN",
        cut="characters",
        typed="球队赢了比赛，太开心了！",
        word="球",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sample)
def test_texts_in_trained_network_out(case: Case, server: Server, browser: Browser, tmp_path: Path) -> None:
    page = new_page(browser)
    watch = Watch(page)
    page.goto(server.url)
    settled(page)
    click(page, f"start_sample_{case.sample}")
    steps.title(page, "Tasks")
    for slot, name in enumerate(case.tasks):
        expect(widget(page, f"tasks_card_{slot}")).to_contain_text(name)
    click(page, "tasks_next")
    shape(page, case)
    train(page)
    look_at_words(page, case)
    given = ask(page, case)
    table = with_typed(case, tmp_path)
    answers = ask_about(page, table, tmp_path)
    steps.menu(page, "Export")
    bundle = download(page, "export_bundle", tmp_path)
    watch.require_clean()
    page.close()
    app, elsewhere = pd.read_csv(answers), steps.predicted_elsewhere(bundle, table, tmp_path)
    assert len(app) > 400
    pd.testing.assert_frame_equal(app, elsewhere, rtol=1e-4, atol=1e-5)
    assert elsewhere[list(case.tasks)].iloc[-1].tolist() == given


def shape(page: Page, case: Case) -> None:
    """Another encoder, and what the texts became."""
    steps.title(page, "Network")
    settled(page)
    if widget(page, "network_encoder").get_by_role("combobox").input_value() != case.encoder:
        choose(page, "network_encoder", case.encoder)
    slider_keys(page, "network_embedding", -1)
    expect(widget(page, "card_texts")).to_contain_text(f"Known {case.cut}")
    expect(widget(page, "network_diagram")).to_contain_text("Texts")
    click(page, "network_train")


def train(page: Page) -> None:
    steps.title(page, "Train")
    steps.train_for(page, 12)
    expect(widget(page, "train_next").get_by_role("button")).to_be_visible(timeout=180 * steps.SECONDS)
    click(page, "train_next")


def look_at_words(page: Page, case: Case) -> None:
    """A card a task side by side, its words marked; the worst mistakes of a task are wrong."""
    steps.title(page, "Evaluate")
    settled(page)
    examples = widget(page, "evaluate_examples")
    chooser = widget(page, "evaluate_rows")
    for letter, name in zip("AB", case.tasks, strict=True):
        chooser.get_by_role("radio", name=f"Worst mistakes of {letter} · {name}").click()
        settled(page)
        expect(examples.locator(".mtl-readings").first.locator(".mtl-reading")).to_have_count(2)
        wrong = examples.locator(".mtl-readings").first.locator(".mtl-reading").nth("AB".index(letter))
        expect(wrong).to_contain_text("The table says")
    expect(examples.locator(".words mark.for").first).to_be_visible()
    chooser.get_by_role("radio", name="Some rows by chance").click()
    settled(page)
    expect(examples.locator(".mtl-readings")).to_have_count(4)


def ask(page: Page, case: Case) -> list[str]:
    """Type a text; what each task answers."""
    cards = steps.ask_about_text(page, case.typed, 2)
    for slot, name in enumerate(case.tasks):
        expect(cards.nth(slot)).to_contain_text(name)
        expect(cards.nth(slot)).to_contain_text("% sure")
        expect(cards.nth(slot).locator(".words")).to_contain_text(case.word)
    assert widget(page, "predict_answer").locator("b", has_text="love").count() == 0
    return [card.locator(".given").inner_text().split(" · ")[0] for card in cards.all()]


def with_typed(case: Case, folder: Path) -> Path:
    """The texts of the sample, and the typed one as the last."""
    texts = pd.read_csv(ROOT / "sample_data" / f"{case.sample}.csv").iloc[:, :1]
    texts.loc[len(texts)] = [case.typed]
    table = folder / "texts.csv"
    texts.to_csv(table, index=False)
    return table


def ask_about(page: Page, table: Path, folder: Path) -> Path:
    """Bring a table; first one that does not fit, after which the tab is still the same."""
    widget(page, "predict_tabs").get_by_role("tab", name="A table").click()
    other = folder / "other.csv"
    other.write_text("size,town\n1,Oslo\n2,Rome\n")
    upload(page, "predict_upload", other)
    expect(page.get_by_test_id("stMain").get_by_role("alert")).to_contain_text("is missing")
    settled(page)
    upload(page, "predict_upload", table)
    expect(widget(page, "predict_answers")).to_contain_text("predicted", timeout=180 * steps.SECONDS)
    return download(page, "predict_download", folder)
