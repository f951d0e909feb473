"""The diagram in a real browser: handles by mouse and keys, hover cards, colours, many tasks, small windows, export."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from mtl_core.experiment import SHARING
from mtl_core.figures.palette import TASKS
from mtl_core.wording import short
from tests.end_to_end.browser import middle, rgb, sideways_overflow
from tests.pages.components.conftest import Open

pytestmark = pytest.mark.browser


def handle(page: Page, task: str) -> Locator:
    return page.locator(f".handle[data-task={task}]")


def reported(page: Page, depth: int, changes: int) -> None:
    expect(page.get_by_text(re.compile(rf"depths \[{depth}(, {depth})*\] after {changes} changes"))).to_be_visible()


def threads_are_of(page: Page, dark: bool) -> None:
    for slot, mark in enumerate(TASKS[:8]):
        expect(page.locator(".thread").nth(slot)).to_have_css("stroke", rgb(mark.colour(dark)))


def test_a_dragged_handle_moves_all_and_reports_once(show: Open) -> None:
    page = show("networks", "tasks=3&depth=3")
    expect(handle(page, "t2")).to_be_visible()
    x, y = middle(handle(page, "t2").locator("rect").first)
    stop, _ = middle(page.locator(".stop[data-task=t2]").nth(1))  # after layer 1
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + stop) / 2, y, steps=5)
    page.mouse.move(stop, y, steps=5)
    expect(handle(page, "t0")).to_have_attribute("aria-valuenow", "1")
    expect(handle(page, "t2").locator(".bubble")).to_have_class(re.compile("shown"))
    reported(page, 3, 0)
    page.mouse.up()
    reported(page, 1, 1)
    expect(page.locator("[data-block=t0_trunk_2]")).to_be_visible()
    assert abs(middle(handle(page, "t2").locator("rect").first)[0] - stop) < 12


TWO_AT_ONCE = """handle => {
    const root = handle.getRootNode()
    for (const key of ["ArrowLeft", "ArrowLeft"]) {
        root.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
    }
}"""


def test_arrow_keys_move_it_and_keep_the_focus(show: Open) -> None:
    page = show("networks", "tasks=3&depth=3")
    handle(page, "t1").focus()
    handle(page, "t1").evaluate(TWO_AT_ONCE)  # on a busy machine two keys of a keyboard may come far apart
    reported(page, 1, 1)
    expect(handle(page, "t1")).to_be_focused()
    page.keyboard.press("Home")
    reported(page, 0, 2)
    expect(page.locator("[data-block=trunk_1]")).to_have_count(0)
    expect(page.locator("[data-block=t2_trunk_1]")).to_be_visible()
    expect(handle(page, "t1")).to_have_attribute("aria-valuetext", "0 layers")


def test_a_handle_that_is_put_back_reports_nothing(show: Open) -> None:
    page = show("networks", "tasks=3&depth=3")
    expect(handle(page, "t0")).to_be_visible()
    x, y = middle(handle(page, "t0").locator("rect").first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 130, y, steps=5)
    page.mouse.move(x, y, steps=5)
    page.mouse.up()
    page.wait_for_timeout(300)
    reported(page, 3, 0)


def test_a_block_explains_itself_on_hover_and_on_focus(show: Open) -> None:
    page = show("networks", "tasks=3&depth=3")
    card = page.get_by_role("tooltip")
    page.locator("[data-block=trunk_2]").hover()
    expect(card).to_contain_text("Layer 2, shared by all tasks")
    expect(card).to_contain_text("4,160 parameters to learn.")
    page.locator("[data-block=t2_head]").focus()
    expect(card).to_contain_text("Head of Self-rated health")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_names_are_text(show: Open) -> None:
    page = show("networks", "tasks=4&depth=2")
    page.locator("[data-block=t3_head]").focus()
    expect(page.get_by_role("tooltip")).to_contain_text("Chronic <b>illness</b> & a very long name")
    assert page.locator(".drawing b, .twin b").count() == 0


@pytest.mark.parametrize("dark", [False, True])
def test_the_palette_is_used_and_a_theme_switch_needs_no_rerun(show: Open, dark: bool) -> None:
    page = show("networks", "tasks=8&depth=2", dark=dark)
    threads_are_of(page, dark)
    page.evaluate(
        "scheme => document.querySelector('[data-testid=stApp]').style.colorScheme = scheme",
        "light" if dark else "dark",
    )
    threads_are_of(page, not dark)


def test_sixteen_tasks_on_eight_layers_fit_into_the_card(show: Open) -> None:
    page = show("networks", "tasks=16&depth=8&layers=8&columns=500")
    expect(page.locator(".handle")).to_have_count(16)
    pills = sorted(middle(pill)[1] for pill in page.locator(".handle > rect").all())
    heights = page.locator(".handle > rect").evaluate_all("nodes => nodes.map(node => node.getBBox().height)")
    assert min(low - high for high, low in itertools.pairwise(pills)) > max(heights)
    letters = page.locator(".drawing .token text").all_text_contents()
    assert sorted(set(letters)) == [mark.letter for mark in TASKS]
    assert sideways_overflow(page) == 0
    assert page.locator(".scroll").evaluate("node => node.scrollWidth <= node.clientWidth")
    handle(page, "t9").focus()
    page.keyboard.press("ArrowLeft")
    reported(page, 7, 1)
    expect(handle(page, "t9")).to_be_focused()


def test_a_handle_says_whether_it_moves_the_others(show: Open) -> None:
    page = show("networks", "tasks=3&depth=2")
    page.mouse.move(*middle(handle(page, "t1").locator("rect").first))
    expect(page.get_by_role("tooltip")).to_contain_text("Dragging one handle moves all")
    expect(page.locator(".together")).to_have_count(1)
    page = show("networks", "tasks=3&depth=2&kind=branching")
    handle(page, "t1").focus()
    expect(page.get_by_role("tooltip")).to_contain_text("to let this task share more layers or fewer")
    expect(page.locator(".together")).to_have_count(0)


@pytest.mark.parametrize("kind", SHARING)
@pytest.mark.parametrize("tasks", [1, 3, 16])
def test_layers_are_numbered_one_by_one(show: Open, kind: str, tasks: int) -> None:
    page = show("networks", f"tasks={tasks}&depth=1&layers=3&kind={kind}")
    expect(page.locator(".layer-title").first).to_be_visible()
    found = sorted((middle(title)[0], title.text_content() or "") for title in page.locator(".layer-title").all())
    numbers = [int(text.removeprefix("Layer ")) for _, text in found]
    folded = page.locator("[data-block=folded_body]").count()
    assert numbers == list(range(numbers[0] if folded else 1, numbers[0] + len(numbers)))


def test_names_that_begin_alike_are_told_apart(show: Open) -> None:
    page = show("networks", "tasks=16&depth=1&names=alike")
    shown = page.locator(".drawing .output text:not(.token text)").all_text_contents()
    assert len(shown) == len(set(shown)) == 16
    assert all("…" in name for name in shown)


def test_a_branching_task_is_dragged_alone(show: Open) -> None:
    page = show("networks", "tasks=3&depth=2&kind=branching")
    x, y = middle(handle(page, "t1").locator("rect").first)
    stop, _ = middle(page.locator(".stop[data-task=t1]").nth(1))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(stop, y, steps=5)
    expect(handle(page, "t0")).to_have_attribute("aria-valuenow", "2")
    page.mouse.up()
    expect(page.get_by_text("depths [2, 1, 2] after 1 changes")).to_be_visible()
    expect(page.locator("[data-block=t1_trunk_2]")).to_be_visible()
    handle(page, "t0").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("depths [1, 1, 2] after 2 changes")).to_be_visible()
    expect(handle(page, "t0")).to_be_focused()


def figures(page: Page) -> list[int]:
    """The parameters of the table's rows, the total last."""
    cells = page.locator(".table tbody td:nth-child(3)").all_text_contents()
    return [int(cell.replace(",", "")) for cell in cells]


@pytest.mark.parametrize("kind", SHARING)
def test_every_way_of_sharing_is_drawn_and_listed(show: Open, kind: str) -> None:
    page = show("networks", f"tasks=3&depth=1&layers=2&kind={kind}")
    expect(page.locator("[data-block=t2_head]")).to_be_visible()
    drawn = page.locator(".block").count()
    expect(page.locator(".thread")).to_have_count(3)
    assert "NaN" not in page.locator(".drawing").inner_html()
    page.get_by_role("button", name="Show as table").click()
    *parts, total = figures(page)
    assert sum(parts) == total
    assert len(parts) == drawn
    expect(page.locator(".foot b").first).to_have_text(short(total))
    page.get_by_role("button", name="Show as drawing").click()
    expect(page.locator("[data-block=t2_head]")).to_be_visible()


def test_sections_fold_by_mouse_and_by_key(show: Open) -> None:
    page = show("networks", "tasks=3&layers=3&kind=cgc")
    shared, own = page.locator(".heading[data-section=body]"), page.locator(".heading[data-section=own]")
    shared.click()
    expect(page.locator("[data-block=folded_body]")).to_be_visible()
    expect(page.locator("[data-block=t0_stage_1_expert_1_1]")).to_have_count(0)
    expect(shared).to_have_attribute("aria-expanded", "false")
    own.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-block=t0_tower_1]")).to_have_count(0)
    expect(own).to_be_focused()
    page.locator("[data-block=t0_head] circle").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("2 parts, folded.")
    page.keyboard.press("Enter")
    shared.click()
    expect(page.locator("[data-block=t0_tower_1]")).to_be_visible()
    expect(page.locator("[data-block=t0_stage_1_expert_1_1]")).to_be_visible()


@pytest.mark.parametrize("kind", ["cross_stitch", "ple", "branching"])
def test_many_tasks_on_many_layers_stay_inside_the_card(show: Open, kind: str) -> None:
    page = show("networks", f"tasks=16&depth=8&layers=8&kind={kind}")
    expect(page.locator(".thread")).to_have_count(16)
    assert sideways_overflow(page) == 0


def test_a_phone_has_no_sideways_scroll(show: Open) -> None:
    page = show("networks", "tasks=3&depth=3", width=390, height=800)
    expect(page.locator("[data-block=trunk_1]")).to_be_visible()
    assert sideways_overflow(page) == 0


def test_the_saved_picture_stands_alone(show: Open, tmp_path: Path) -> None:
    page = show("networks", "tasks=3&depth=2", dark=True)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as SVG").click()
    assert waiting.value.suggested_filename == "network.svg"
    waiting.value.save_as(tmp_path / "network.svg")
    text = (tmp_path / "network.svg").read_text(encoding="utf-8")
    tree = ElementTree.fromstring(text)
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(--" not in text
    assert "light-dark" not in text
    assert all(rgb(mark.dark) in text for mark in TASKS[:3])
    words = "".join(tree.itertext())
    assert "Doctor visits" in words
    assert "8 columns feed 2 shared layers" in words
