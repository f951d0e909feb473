"""Curves, desk and status bar in a real browser while data arrives."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from mtl_core.figures.palette import TASKS
from tests.end_to_end.browser import box_at_rest, middle, rgb, settled, sideways_overflow
from tests.pages.components.conftest import Open

pytestmark = pytest.mark.browser
FIVE_TICKS = 5


def epoch(page: Page) -> int:
    shown = page.get_by_text(re.compile(r"^epoch \d+ · calls")).inner_text()
    return int(shown.split()[1])


def after_ticks(page: Page, ticks: int = FIVE_TICKS) -> None:
    wanted = epoch(page) + ticks
    page.wait_for_function(
        "wanted => Number(document.body.innerText.match(/epoch (\\d+) · calls/)?.[1]) >= wanted", arg=wanted
    )


def plot(page: Page, slot: int = 0) -> Locator:
    return page.locator(".plot").nth(slot)


def axis(page: Page) -> list[str]:
    return plot(page).locator("text.muted[text-anchor=middle]").all_text_contents()


def line(page: Page, role: str, slot: int = 0) -> Locator:
    return plot(page, slot).locator(f"path.line[data-line={role}]")


def points(page: Page, role: str) -> int:
    return (line(page, role).get_attribute("d") or "").count("L")


def drag_over(page: Page, start: float, end: float) -> None:
    box = box_at_rest(plot(page))
    page.mouse.move(box["x"] + start, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + end, box["y"] + 100, steps=6)
    page.mouse.up()


@pytest.mark.alone
def test_curves_grow_and_zoom_survives_the_ticks(show: Open) -> None:
    page = show("training", "live=1")
    expect(line(page, "validation")).to_be_visible()
    before = points(page, "validation")
    after_ticks(page, 2)
    assert points(page, "validation") > before
    drag_over(page, 60, 120)
    expect(page.get_by_role("button", name="Whole run")).to_be_visible()
    zoomed = axis(page)
    after_ticks(page)
    assert axis(page) == zoomed
    assert "epoch 0" not in zoomed
    plot(page).dblclick(position={"x": 100, "y": 60})
    expect(page.get_by_role("button", name="Whole run")).to_be_hidden()
    assert "epoch 0" in axis(page)


def test_a_long_name_looks_as_a_short_one(show: Open) -> None:
    """Its halves, of which the first gives way where there is no room, are written as the title is, with its blanks."""
    page = show("training")
    titles = page.locator(".curve h2")
    expect(titles).to_have_count(3)
    looks = titles.evaluate_all(
        """titles => titles.flatMap(title => [title, ...title.querySelectorAll("span")].map(node => {
            const { color, fontSize, fontWeight } = getComputedStyle(node)
            return [color, fontSize, fontWeight].join()
        }))"""
    )
    assert len(looks) > 3
    assert len(set(looks)) == 1
    expect(page.locator(".curve h2 .cut > span").first).to_have_css("white-space", "pre")


@pytest.mark.alone
def test_hidden_lines_and_the_reading_survive_the_ticks(show: Open) -> None:
    page = show("training", "live=1")
    label = page.locator(".end[data-line=train]").first
    label.click()
    expect(line(page, "train")).to_have_count(0)
    box = box_at_rest(plot(page))
    page.mouse.move(box["x"] + 80, box["y"] + 90)
    tip = page.locator(".tip").first
    expect(tip).to_contain_text("epoch")
    after_ticks(page)
    expect(line(page, "train")).to_have_count(0)
    expect(line(page, "train", 1)).to_have_count(1)
    expect(label).to_have_attribute("aria-pressed", "false")
    expect(tip).to_be_visible()
    label.press("Enter")
    expect(line(page, "train")).to_have_count(1)


def test_the_table_takes_the_place_of_the_curves(show: Open) -> None:
    page = show("training")
    root = page.locator(".st-key-curves")
    expect(line(page, "validation", 2)).to_be_visible()
    before = box_at_rest(root)
    page.get_by_role("button", name="Show as table").click()
    expect(root.get_by_role("columnheader", name="A Doctor visits, validation")).to_be_visible()
    expect(root.get_by_role("rowheader", name="27", exact=True)).to_be_visible()
    assert box_at_rest(root)["height"] == before["height"]


def test_the_task_learnt_alone_lies_behind_and_can_be_hidden(show: Open) -> None:
    page = show("training", "alone=1")
    ghost = line(page, "alone")
    expect(ghost).to_have_attribute("d", re.compile(r"^[^L]*(L[^L]*){35}$"))
    expect(ghost).to_have_css("stroke", rgb(TASKS[0].light))
    roles = plot(page).locator("path.line").evaluate_all("lines => lines.map(line => line.dataset.line)")
    assert roles.index("alone") < roles.index("validation")
    expect(page.locator(".key.alone")).to_have_text("learnt alone")
    expect(plot(page)).to_have_attribute("aria-label", re.compile(r"Learnt alone: 0\.785 at epoch 35\.$"))
    page.locator(".end[data-line=alone]").first.click()
    expect(ghost).to_have_count(0)
    page.get_by_role("button", name="Show as table").click()
    expect(page.get_by_role("columnheader", name="A Doctor visits, alone")).to_be_visible()


def test_without_training_alone_nothing_is_said_of_it(show: Open) -> None:
    page = show("training")
    expect(page.locator(".key.alone")).to_be_hidden()
    expect(page.locator(".end[data-line=alone]").first).to_be_hidden()


@pytest.mark.parametrize("scale", ["log", "relative"])
def test_other_scales_draw_every_point(show: Open, scale: str) -> None:
    page = show("training", f"scale={scale}")
    expect(line(page, "validation")).to_have_attribute("d", re.compile(r"^[^L]*(L[^L]*){27}$"))
    assert "NaN" not in (line(page, "validation").get_attribute("d") or "")


def test_a_card_says_its_state_and_marks_best_and_touch(show: Open) -> None:
    page = show("training")
    expect(plot(page)).to_have_attribute(
        "aria-label", re.compile("Doctor visits: validation loss 0.7.. of guessing at epoch 27; best")
    )
    expect(plot(page)).to_contain_text("turned up 1.0 → 1.4")
    expect(plot(page)).to_contain_text(re.compile(r"best \d+"))


def test_lines_and_faders_have_the_tasks_colours(show: Open) -> None:
    page = show("training", "tasks=4", dark=True)
    for slot in range(4):
        expect(line(page, "validation", slot)).to_have_css("stroke", rgb(TASKS[slot].dark))
        expect(fader(page, slot).locator("path")).to_have_css("stroke", rgb(TASKS[slot].dark))


def fader(page: Page, slot: int) -> Locator:
    return page.locator(f".fader[data-task=t{slot}]")


def drag_fader(page: Page, slot: int, pixels: float) -> None:
    x, y = middle(fader(page, slot).locator(".cap"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + pixels, steps=10)
    page.mouse.up()


def weight(page: Page, slot: int) -> float:
    return float(fader(page, slot).get_attribute("aria-valuenow") or "nan")


def test_a_dragged_fader_reports_its_weight(show: Open) -> None:
    page = show("training")
    drag_fader(page, 1, -142 / 4)  # one octave up
    assert weight(page, 1) == pytest.approx(2, abs=0.1)
    expect(page.get_by_text(f"'t1': {weight(page, 1)}")).to_be_visible()
    expect(page.get_by_text("'t0': 1.4")).to_be_visible()


@pytest.mark.alone
def test_older_weights_of_the_server_do_not_pull_a_fader_back(show: Open) -> None:
    page = show("training", "live=1&deaf=1")
    expect(fader(page, 2)).to_be_visible()
    drag_fader(page, 2, -60)
    chosen = weight(page, 2)
    assert chosen > 1
    after_ticks(page, 2)
    assert weight(page, 2) == chosen
    expect(fader(page, 2)).to_have_attribute("aria-valuenow", "0.6")  # refused in the end: the truth comes back


@pytest.mark.alone
def test_a_choice_that_was_taken_back_does_not_come_back(show: Open) -> None:
    page = show("training", "by_hand=1")
    mute = page.get_by_role("button", name=re.compile("^Mute task B"))
    mute.click()
    expect(page.get_by_text("calls 1")).to_be_visible()
    mute.click()
    expect(page.get_by_text("calls 2 · coming 2")).to_be_visible()
    for left in (1, 0):
        page.get_by_role("button", name="Answer one").click()
        expect(page.get_by_text(f"coming {left}")).to_be_visible()
        settled(page)
        assert weight(page, 1) == 1


@pytest.mark.alone
def test_keys_mute_and_set_all_to_one(show: Open) -> None:
    page = show("training", "tasks=2")
    fader(page, 0).focus()
    page.keyboard.press("Home")
    assert weight(page, 0) == 0.25
    page.keyboard.press("ArrowUp")
    assert weight(page, 0) == pytest.approx(0.27)
    mutes = page.get_by_role("button", name=re.compile("^Mute"))
    mutes.nth(0).click()
    assert weight(page, 0) == 0
    expect(mutes.nth(1)).to_be_disabled()
    mutes.nth(0).click()
    assert weight(page, 0) == pytest.approx(0.27)
    page.get_by_role("button", name="Set all to 1").click()
    expect(page.get_by_text("'t0': 1.0, 't1': 1.0")).to_be_visible()


@pytest.mark.alone
def test_solo_is_taken_back_with_what_was_muted_before(show: Open) -> None:
    page = show("training", "tasks=3")
    page.get_by_role("button", name=re.compile("^Mute task B")).click()
    solo = page.get_by_role("button", name=re.compile("^Solo task A"))
    solo.click()
    assert [weight(page, slot) for slot in range(3)] == [1.4, 0, 0]
    expect(solo).to_have_attribute("aria-pressed", "true")
    fader(page, 0).press("End")
    solo.click()
    assert [weight(page, slot) for slot in range(3)] == [4, 0, 0.6]
    page.get_by_role("button", name=re.compile("^Mute task B")).click()
    assert weight(page, 1) == 1
    expect(solo).to_have_attribute("aria-pressed", "false")


def test_what_is_in_force_stands_beside_the_fader(show: Open) -> None:
    page = show("training", "tasks=4")
    expect(page.locator(".force")).to_have_text(["in force 1.4", "in force 0.7", "in force 0", ""])


@pytest.mark.parametrize("width", [1440, 1280, 390])
def test_sixteen_faders_are_seen_whole_and_turned_like_pages(show: Open, width: int) -> None:
    page = show("training", "tasks=16", width=width)
    whole = """row => {
      const seen = row.getBoundingClientRect()
      return [...row.children].map(strip => strip.getBoundingClientRect())
        .filter(({ left, right }) => right > seen.left + 1 && left < seen.right - 1)
        .every(({ left, right }) => left >= seen.left - 1 && right <= seen.right + 1)
    }"""
    row = page.locator(".strips")
    assert row.evaluate(whole)
    expect(page.locator(".pager")).to_contain_text("A to")
    expect(page.get_by_role("button", name="Faders before these")).to_be_disabled()
    more = page.get_by_role("button", name="More faders")
    while more.is_enabled():
        before = page.locator(".pager span").text_content() or ""
        more.click()
        expect(page.locator(".pager span")).not_to_have_text(before)
        assert row.evaluate(whole)
    expect(page.locator(".pager")).to_contain_text("to P of 16")


def test_a_few_faders_need_no_pages(show: Open) -> None:
    page = show("training", "tasks=3")
    expect(fader(page, 0)).to_be_visible()
    expect(page.locator(".pager")).to_be_hidden()


def test_a_disabled_desk_does_not_move(show: Open) -> None:
    page = show("training", "disabled=1")
    drag_fader(page, 1, -40)
    assert weight(page, 1) == 1
    expect(page.get_by_text("calls 0")).to_be_visible()
    expect(page.get_by_role("button", name="Set all to 1")).to_be_disabled()


def test_the_status_bar_reports_its_buttons(show: Open) -> None:
    page = show("training")
    expect(page.get_by_role("button", name="Step one epoch")).to_be_disabled()
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "34")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("pressed pause")).to_be_visible()


@pytest.mark.parametrize("tasks", [3, 16])
def test_a_phone_has_no_sideways_scroll(show: Open, tasks: int) -> None:
    page = show("training", f"tasks={tasks}", width=390, height=844)
    expect(line(page, "validation")).to_be_visible()
    assert sideways_overflow(page) == 0
