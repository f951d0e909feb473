"""What a person does in the app, step by step; the tests put these together."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
from playwright.sync_api import Browser, Locator, Page, expect

from tests.clean_process import run_in_clean_process
from tests.end_to_end.browser import click, open_page, settled, widget

SECONDS = 1000
LOOKS = 1800  # ten a second, at what a busy machine may be slow to bring about


def title(page: Page, name: str) -> None:
    """Wait until the page of that title is shown."""
    expect(page.get_by_test_id("stMain").get_by_role("heading", name=name, exact=True, level=1)).to_be_visible()


def parameter(page: Page, name: str) -> str:
    """An id in the address bar."""
    return parse_qs(urlsplit(page.url).query)[name][0]


def menu(page: Page, name: str) -> None:
    """Go to a page by the menu on top; a click upon a page that is being drawn anew may be lost, and is made again."""
    link = page.get_by_test_id("stTopNavLink").filter(has_text=re.compile(f"^{name}$"))
    link.click()
    try:
        title(page, name)
    except AssertionError:
        link.click()
        title(page, name)


def open_sample(browser: Browser, url: str, sample: str) -> Page:
    """A fresh visitor who opens a sample and stands on Tasks, the sample's tasks chosen."""
    page = open_page(browser, url)
    click(page, f"start_sample_{sample}")
    title(page, "Tasks")
    settled(page)
    return page


def pick_task(page: Page, slot: int, name: str) -> None:
    """Choose a column as the next task; a click upon a page that is being drawn anew may be lost, and is made again."""
    chip, card = widget(page, "tasks_pick").get_by_role("button", name=name), widget(page, f"tasks_card_{slot}")
    settled(page)
    chip.click()
    try:
        expect(card).to_contain_text(name)
    except AssertionError:
        chip.click()
        expect(card).to_contain_text(name)
    settled(page)


def set_number(page: Page, key: str, value: int) -> None:
    """Type into a number field, again where the page was just being drawn anew."""
    field = widget(page, key).get_by_role("spinbutton")
    for _ in range(3):
        field.fill(str(value))
        field.press("Enter")
        settled(page)
        page.wait_for_timeout(500)
        if field.input_value() == str(value):
            return
    expect(field).to_have_value(str(value))


def train_for(page: Page, epochs: int) -> None:
    """On Train: ask for that many epochs whatever happens, and start."""
    widget(page, "train_settings").locator("summary").click()
    set_number(page, "training_epochs", epochs)
    set_number(page, "training_patience", 0)
    click(page, "train_start")
    expect(progress(page)).to_be_visible(timeout=180 * SECONDS)


def progress(page: Page) -> Locator:
    """The line along the bottom of the status bar, once it knows how long it is."""
    return widget(page, "status_bar").locator("[role=progressbar][aria-valuenow]")


def state(page: Page) -> Locator:
    """The word for what the run does now."""
    return widget(page, "status_bar").get_by_role("status")


def act(page: Page, action: str) -> None:
    """Press a button of the status bar: pause, resume, step, stop."""
    widget(page, "status_bar").locator(f"[data-action={action}]").click()


def points(page: Page, task: int = 0) -> int:
    """How many points the validation curve of a task has at this moment, drawn anew or not."""
    line = widget(page, "curves").locator("section.curve").nth(task).locator("path[data-line=raw]")
    drawn = line.evaluate_all("paths => paths.map(path => path.getAttribute('d'))")
    return len(re.findall("[ML]", drawn[0])) if drawn else 0


def wait_for_points(page: Page, least: int, task: int = 0) -> int:
    """Wait until the curve has at least so many points."""
    for _ in range(LOOKS):
        if (number := points(page, task)) >= least:
            return number
        page.wait_for_timeout(100)
    shown = page.get_by_test_id("stMain").inner_text()[:1_000]
    drawn = widget(page, "curves").locator("section.curve path").count()
    raise AssertionError(f"the curve still has {points(page, task)} points, not {least}; {drawn} paths, page: {shown}")


def fader(page: Page, task: int) -> Locator:
    """The fader of a task on the mixing desk."""
    return widget(page, "desk").get_by_role("slider").nth(task)


def events(workspace: Path, run: str, kind: str) -> list[dict[str, Any]]:
    """What the worker reported, read from the records."""
    with sqlite3.connect(workspace / "records.db") as records:
        rows = records.execute("select body from events where run_id = ? and kind = ? order by seq", (run, kind))
        return [json.loads(body) for (body,) in rows]


def wait_for_weights(page: Page, workspace: Path, run: str, **wanted: float) -> None:
    """Until the training says that it works with these weights, by task: t0=1, t1=2."""
    told: list[dict[str, float]] = []
    for _ in range(LOOKS):
        told = [event["to"] for event in events(workspace, run, "weights")]
        if told and all(abs(told[-1][task] - weight) < 1e-6 for task, weight in wanted.items()):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the training never worked with {wanted}; it reported {told}")


def wait_for_draft(page: Page, workspace: Path, task: str, weight: float) -> None:
    """Until the draft as it is kept gives a task that weight: a slider tells the app of a move a moment after it, and a
    page that is left before forgets it."""
    kept: list[dict[str, Any]] = []
    for _ in range(LOOKS):
        with sqlite3.connect(workspace / "records.db") as records:
            rows = records.execute("select experiment from draft_steps order by step desc limit 1")
            kept = [json.loads(text) for (text,) in rows if text]
        if kept and kept[0]["balancing"].get("weights", {}).get(task) == weight:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the draft never had the weight {weight}; it is {kept}")


def ask_about_text(page: Page, text: str, tasks: int) -> Locator:
    """Type a text on Predict and ask; the cards of the tasks. A press upon a page that is being drawn anew may be lost,
    and is made again."""
    menu(page, "Predict")
    cards = widget(page, "predict_answer").locator(".mtl-readings .mtl-reading")
    _press_ask(page, text)
    try:
        expect(cards).to_have_count(tasks, timeout=90 * SECONDS)
    except AssertionError:
        _press_ask(page, text)
        expect(cards).to_have_count(tasks, timeout=180 * SECONDS)
    return cards


def _press_ask(page: Page, text: str) -> None:
    settled(page)
    widget(page, "predict_form").get_by_role("textbox").first.fill(text)
    click(page, "predict_ask")


def worker_of(workspace: Path, run: str) -> int:
    """The process that trains the run."""
    with sqlite3.connect(workspace / "records.db") as records:
        (pid,) = records.execute("select pid from workers where run_id = ?", (run,)).fetchone()
    return int(pid)


def predicted_elsewhere(bundle: Path, table: Path, folder: Path) -> pd.DataFrame:
    """What the bundle's predict.py says of a table, in a clean process that knows nothing of the app."""
    out = folder / "elsewhere.csv"
    run_in_clean_process(bundle, folder / "bundle", ["predict.py", str(table), "--out", str(out)])
    return pd.read_csv(out)
