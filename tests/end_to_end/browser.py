"""A real Chromium on a real Streamlit server: what browser tests share; it knows no page of the app."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    FloatRect,
    Locator,
    Page,
    Playwright,
    Request,
    Route,
    sync_playwright,
)

from mtl_core.processes.web_server import LEAN

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("MTL_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
_ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``streamlit run script`` as ``make run`` does it, in the project's root and environment; a context manager, so
    that a failed assertion cannot leak the process."""

    def __init__(self, script: Path, log: Path, environment: Mapping[str, str] | None = None, port: int = 0) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        self._script = script
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **LEAN, **(environment or {})}

    def __enter__(self) -> Self:
        options = [f"--server.port={self.port}", "--server.headless=true", "--server.fileWatcherType=none"]
        command = [sys.executable, "-m", "streamlit", "run", str(self._script), *options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        self._wait()
        return self

    def _wait(self) -> None:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                    if answer.read() == b"ok":
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"the server did not start; its log:\n{self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End the server as Ctrl-C would; kill it when it does not listen."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def launch(playwright: Playwright) -> Browser:
    """The machine's Chromium, with nothing that talks to the outside by itself."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)


class Watch:
    """What a page must not do: errors on the console, exceptions, requests that leave 127.0.0.1."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.outside: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        # Below a deep link Streamlit's own script first looks for its server there, then at the root.
        if message.type == "error" and "/_stcore/" not in address:
            self.errors.append(f"{message.text} {address}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.outside.append(request.url)

    def require_clean(self) -> None:
        """Fail with everything that was seen."""
        assert not self.errors, self.errors
        assert not self.outside, self.outside


def new_page(browser: Browser, width: int = 1440, height: int = 900, *, dark: bool = False) -> Page:
    """A page in a fresh context, which waits for what a busy machine is slow to draw."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    page.set_default_timeout(120_000)
    return page


def open_page(browser: Browser, url: str, *, dark: bool = False, width: int = 1440, height: int = 900) -> Page:
    """A page in a fresh context, settled; ``page.watch`` is kept by ``watched`` instead where it is needed."""
    page = new_page(browser, width, height, dark=dark)
    page.goto(url)
    settled(page)
    return page


def open_offline(browser: Browser, path: Path) -> tuple[Page, list[str]]:
    """A file as its reader opens it, without a network, and what the page then asks for or says on the console."""
    page = new_page(browser, 1280, 720)
    heard: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        else:
            heard.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(path.as_uri())
    return page, heard


def settled(page: Page, timeout: float = 60_000) -> None:
    """Wait until the script has finished and the socket is up; not on a page with a fragment that never rests."""
    page.wait_for_function(
        """() => { const { testScriptState, testConnectionState } =
        document.querySelector('[data-testid=stApp]')?.dataset ?? {}
        return testScriptState === 'notRunning' && testConnectionState === 'CONNECTED' }""",
        timeout=timeout,
    )


def still(page: Page) -> None:
    """Wait until nothing has been drawn for 0.3 s, in the components either: the first picture is soon drawn anew."""
    page.wait_for_function(
        """() => {
        const drawn = () => { window.drawnLast = performance.now() }
        const roots = [document, ...[...document.querySelectorAll('*')].map(node => node.shadowRoot)]
        for (const root of roots.filter(root => root && !root.observed)) {
          root.observed = new MutationObserver(drawn)
          root.observed.observe(root, { childList: true, subtree: true })
          drawn()
        }
        return performance.now() - window.drawnLast > 300 }""",
        polling=50,
    )


def widget(page: Page, key: str) -> Locator:
    """The container of the widget ``key=``, in the page or the sidebar."""
    return page.locator(f".st-key-{key}")


def click(page: Page, key: str) -> None:
    """Press the button of that key."""
    widget(page, key).get_by_role("button").click()


def upload(page: Page, key: str, *files: Path) -> None:
    """Give files to the uploader of that key, once the page is drawn: the field is a new one after each upload."""
    settled(page)
    widget(page, key).locator("input[type=file]").set_input_files([str(file) for file in files])


def choose(page: Page, key: str, *labels: str, several: bool = False) -> None:
    """Pick options of a selectbox or multiselect; Escape closes the list, which would swallow the next press."""
    box = widget(page, key).get_by_role("combobox")
    for label in labels:
        box.click()
        page.get_by_role("option", name=label, exact=True).click()
        settled(page)
    if several:
        box.press("Escape")


def box_at_rest(locator: Locator) -> FloatRect:
    """Where it is drawn, in pixels, once two looks agree: what is being drawn anew has no place for a moment."""
    before = None
    for _ in range(200):
        box = locator.bounding_box()
        if box and box == before:
            return box
        before = box
        locator.page.wait_for_timeout(50)
    raise AssertionError(f"{locator} does not come to rest")


def middle(locator: Locator) -> tuple[float, float]:
    """Of what is seen of it, in pixels."""
    box = box_at_rest(locator)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def slider_drag(page: Page, key: str, share: float) -> None:
    """Drag a native slider with the mouse from its thumb to ``share`` of its track."""
    slider = widget(page, key)
    thumb = slider.get_by_test_id("stSliderThumbValue").locator("..")
    thumb.scroll_into_view_if_needed()
    x, y = middle(thumb)
    track = box_at_rest(slider.get_by_role("group"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * share, y, steps=12)
    page.mouse.up()
    settled(page)


def slider_keys(page: Page, key: str, steps: int) -> None:
    """Move a native slider by arrow keys; negative = to the left."""
    thumb = widget(page, key).get_by_role("slider").first
    for _ in range(abs(steps)):
        thumb.press("ArrowRight" if steps > 0 else "ArrowLeft")
    settled(page)


def slider_value(page: Page, key: str) -> str:
    """What a native slider shows."""
    return widget(page, key).get_by_test_id("stSliderThumbValue").first.inner_text()


def download(page: Page, key: str, folder: Path) -> Path:
    """Press the download button of that key; the file under the name it was offered with."""
    with page.expect_download() as waiting:
        click(page, key)
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def rgb(colour: str) -> str:
    """A colour #rrggbb as a browser tells it."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def sideways_overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window; 0 = no horizontal scroll."""
    return int(
        page.evaluate(
            """() => { const main = document.querySelector('[data-testid=stMain]')
            return Math.max(main.scrollWidth - main.clientWidth,
                            document.documentElement.scrollWidth - document.documentElement.clientWidth) }"""
        )
    )
