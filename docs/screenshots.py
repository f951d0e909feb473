"""Takes every picture in docs/screenshots from the running app: python -m docs.screenshots"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.browser import ROOT, Server, click, launched, open_page, settled, widget

FOLDER = Path(__file__).parent / "screenshots"
SECONDS = 1000


def main() -> None:
    """Walk through the health sample, each page in light and dark."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        workspace = Path(folder)
        environment = {"MTL_WORKSPACE": str(workspace / "workspace")}
        with Server(ROOT / "app.py", workspace / "log.txt", environment) as server, launched() as browser:
            walk(browser, server.url)


def walk(browser: Browser, url: str) -> None:
    """Start → sample → network → a training, seen while it runs → what came out."""
    guide = open_page(browser, url)
    for dark in (False, True):
        shoot(browser, url, "start", dark)
    click(guide, "start_sample_health")
    expect(guide.get_by_role("heading", name="Tasks")).to_be_visible(timeout=60 * SECONDS)
    settled(guide)
    both(browser, guide, "data", "tasks", "network")
    goto(guide, "train")
    click(guide, "train_start")
    expect(widget(guide, "status_bar")).to_contain_text("left at most", timeout=60 * SECONDS)
    guide.wait_for_timeout(8 * SECONDS)
    both(browser, guide, "train")
    shoot(browser, address(guide, "train"), "train-narrow", False, width=390, height=844)
    expect(widget(guide, "train_next")).to_be_visible(timeout=300 * SECONDS)
    both(browser, guide, "evaluate", "export", "runs")


def both(browser: Browser, guide: Page, *names: str) -> None:
    """Pages of the guide's draft and run, in light and dark."""
    for name in names:
        for dark in (False, True):
            shoot(browser, address(guide, name), name, dark)


def address(page: Page, name: str) -> str:
    """The address of another page with the same draft and run."""
    here = urlsplit(page.url)
    return f"{here.scheme}://{here.netloc}/{name}?{here.query}"


def goto(page: Page, name: str) -> None:
    """Show another page of the same draft and run."""
    page.goto(address(page, name))
    settled(page)


def shoot(browser: Browser, url: str, name: str, dark: bool, width: int = 1440, height: int = 900) -> None:
    """One picture of one page, when its charts have been drawn."""
    page = open_page(browser, url, dark=dark, width=width, height=height)
    page.wait_for_timeout(2 * SECONDS)
    page.screenshot(path=FOLDER / f"{name}-{'dark' if dark else 'light'}.png")
    page.close()


if __name__ == "__main__":
    main()
