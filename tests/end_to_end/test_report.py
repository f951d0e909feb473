"""The report of a run as its reader opens it: from the disk, without a network, light, dark and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from mtl_core.reports.findings import gather
from mtl_core.reports.page import write_html
from mtl_core.runs.results import read_history
from tests.end_to_end.browser import open_offline
from tests.reports.conftest import folder

__all__ = ["folder"]
pytestmark = pytest.mark.browser


def test_a_report_opens_offline_and_asks_for_nothing(browser: Browser, folder: Path) -> None:
    path = folder / "report.html"
    path.write_bytes(write_html(gather(folder, read_history(folder))))
    page, heard = open_offline(browser, path)
    places = page.locator("[data-figure]")
    expect(page.locator("[data-figure] .main-svg").first).to_be_visible()
    assert places.count() == 9
    for place in places.all():
        expect(place.locator(".main-svg").first).to_be_visible()
    tick = page.locator("[data-figure] .xtick text").first
    light = tick.evaluate("node => getComputedStyle(node).fill")
    page.emulate_media(color_scheme="dark")
    expect(tick).not_to_have_css("fill", light)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("html")).to_have_js_property("scrollWidth", 390)
    page.pdf(path=folder / "report.pdf")
    assert (folder / "report.pdf").stat().st_size > 0
    assert page.evaluate("window.harmed === undefined")
    assert heard == []
    page.close()
