"""One Chromium, and one server per demo script, for the tests of the components."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.end_to_end.browser import CHROMIUM, Server, Watch, launched, settled, still

APPS = Path(__file__).parent / "apps"
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    expect.set_options(timeout=30_000)  # a busy machine draws late
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of a demo script; its server starts when it is first asked for."""
    with ExitStack() as stack:
        running: dict[str, Server] = {}

        def address(app: str) -> str:
            if app not in running:
                log = tmp_path_factory.mktemp("server") / "log.txt"
                running[app] = stack.enter_context(Server(APPS / f"{app}.py", log))
            return running[app].url

        yield address


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> dict[bool, BrowserContext]:
    """A light and a dark one for all tests, so that Streamlit's scripts are loaded and compiled once."""
    return {dark: browser.new_context(color_scheme="dark" if dark else "light") for dark in (False, True)}


@pytest.fixture
def show(contexts: dict[bool, BrowserContext], serve: Callable[[str], str]) -> Iterator[Open]:
    """``show(app, query)``: a page of its own session; at the end none may have erred or asked the outside."""
    with ExitStack() as stack:
        watches: list[Watch] = []

        def opened(app: str, query: str = "", *, dark: bool = False, width: int = 1440, height: int = 1000) -> Page:
            page = contexts[dark].new_page()
            stack.callback(page.close)
            page.set_viewport_size({"width": width, "height": height})
            page.set_default_timeout(60_000)
            watches.append(Watch(page))
            page.goto(f"{serve(app)}/?{query}")
            if "live" not in query:
                settled(page)
                still(page)
            return page

        yield opened
        for watch in watches:
            watch.require_clean()
