"""Takes every picture in docs/screenshots from the running app: ``python -m docs.screenshots``, or those of some walks
alone: ``python -m docs.screenshots texts compare``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import ROOT, Server, click, launched, open_page, widget

# What a page has drawn when it is done, beside what every page has.
LAST = {
    "network": ".st-key-network_diagram svg",
    "train": ".st-key-curves path[data-line=raw]",
    "train-narrow": ".st-key-curves path[data-line=raw]",
    "evaluate": ".js-plotly-plot .xtick",
    "compare": ".js-plotly-plot .xtick",
    "texts-network": ".st-key-network_diagram svg",
    "texts-evaluate": ".js-plotly-plot .xtick",
}
FOLDER = Path(__file__).parent / "screenshots"


def main() -> None:
    """Walk through the health sample, the posts and a comparison, each page in light and dark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("walks", nargs="*", help=f"{', '.join(WALKS)}; all of them if none is named")
    walks = [WALKS[name] for name in parser.parse_args().walks or WALKS]
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=120 * steps.SECONDS)
    with TemporaryDirectory() as folder:
        workspace = Path(folder)
        environment = {"MTL_WORKSPACE": str(workspace / "workspace")}
        with Server(ROOT / "app.py", workspace / "log.txt", environment) as server, launched() as browser:
            for walk in walks:
                walk(browser, server.url)


def walk_pages(browser: Browser, url: str) -> None:
    """Start → sample → network → a training, seen while it runs → what came out."""
    for dark in (False, True):
        shoot(browser, url, "start", dark)
    guide = steps.open_sample(browser, url, "health")
    both(browser, guide, "data", "tasks", "network")
    steps.menu(guide, "Train")
    train(guide)
    both(browser, guide, "train")
    shoot(browser, address(guide, "train"), "train-narrow", False, width=390, height=844)
    steps.act(guide, "stop")
    expect(widget(guide, "train_next")).to_be_visible()
    both(browser, guide, "evaluate", "export", "runs")


def walk_texts(browser: Browser, url: str) -> None:
    """The pages that show texts: how they are read, the words that count, an answer about a text."""
    guide = steps.open_sample(browser, url, "posts")
    both(browser, guide, "network", file="texts-network", then=lambda page: to_top(page, "card_texts"))
    steps.menu(guide, "Train")
    click(guide, "train_start")
    expect(widget(guide, "train_next")).to_be_visible()
    both(browser, guide, "evaluate", file="texts-evaluate", then=lambda page: to_top(page, "evaluate_rows"))
    both(browser, guide, "predict", then=ask)
    shoot(browser, address(guide, "predict"), "predict-narrow", False, width=390, height=844, then=ask)


def walk_compare(browser: Browser, url: str) -> None:
    """Methods beside each other, once all of their trainings are done."""
    guide = steps.open_sample(browser, url, "wine")
    steps.menu(guide, "Train")
    widget(guide, "train_settings").locator("summary").click()
    steps.set_number(guide, "training_epochs", 15)
    steps.menu(guide, "Compare")
    click(guide, "compare_start")
    expect(guide.locator("[class*=st-key-compare_deletion_]")).to_be_visible(timeout=1200 * steps.SECONDS)
    both(browser, guide, "compare", height=1500)


def to_top(page: Page, key: str) -> None:
    """Scroll until that widget stands below the menu."""
    widget(page, key).evaluate("widget => { widget.style.scrollMarginTop = '70px'; widget.scrollIntoView() }")


def ask(page: Page) -> None:
    """Type a text and have it judged."""
    text = "They promised a faster ballot count. Five days later the website is down and nobody can tell us who won."
    widget(page, "predict_form").get_by_role("textbox").first.fill(text)
    click(page, "predict_ask")
    expect(widget(page, "predict_answer")).to_contain_text("sure")


def train(page: Page) -> None:
    """Let it learn for a while, turn task B up, and let the curves show it."""
    steps.train_for(page, 2000)
    steps.wait_for_points(page, 20)
    for _ in range(2):
        steps.fader(page, 1).press("PageUp")
    steps.wait_for_points(page, 45)


def both(
    browser: Browser,
    guide: Page,
    *names: str,
    file: str = "",
    height: int = 900,
    then: Callable[[Page], None] | None = None,
) -> None:
    """Pages of the guide's draft and run, in light and dark."""
    for name in names:
        for dark in (False, True):
            shoot(browser, address(guide, name), file or name, dark, height=height, then=then)


def address(page: Page, name: str) -> str:
    """The address of another page with the same draft and run."""
    here = urlsplit(page.url)
    return f"{here.scheme}://{here.netloc}/{name}?{here.query}"


def shoot(
    browser: Browser,
    url: str,
    name: str,
    dark: bool,
    width: int = 1440,
    height: int = 900,
    then: Callable[[Page], None] | None = None,
) -> None:
    """One picture of one page, when its charts have been drawn and ``then`` is done."""
    page = open_page(browser, url, dark=dark, width=width, height=height)
    if name in LAST:
        expect(page.locator(LAST[name]).first).to_be_visible()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    if then is not None:
        then(page)
    page.wait_for_timeout(2 * steps.SECONDS)
    page.screenshot(path=FOLDER / f"{name}-{'dark' if dark else 'light'}.png")
    page.close()


WALKS = {"pages": walk_pages, "texts": walk_texts, "compare": walk_compare}

if __name__ == "__main__":
    main()
