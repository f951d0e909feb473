"""Geometry and scales of the components, module by module, in a real browser and without a server."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from pages.shared.components.assets import FOLDER, script
from pages.shared.components.diagram import Handles, _data
from tests.networks.shared_plans import CASES, planned
from tests.pages.components.test_assets import ENTRIES

pytestmark = pytest.mark.browser

ORIGIN = "http://modules.test"
Call = Callable[..., Any]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page on which the scripts can be imported as the modules that they are."""

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        path = FOLDER / name
        if name:
            route.fulfill(body=path.read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")

    page = browser.new_page()
    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/")
    yield page
    page.close()


@pytest.fixture(scope="module")
def call(page: Page) -> Call:
    """``call(module, "name(first, second)", …)``: what an expression over a module's exports gives."""

    def called(module: str, expression: str, *given: Any) -> Any:
        code = f"""async ([expression, ...given]) => {{
            const {{ default: mount, ...names }} = await import("{ORIGIN}/{module}.js")
            const given_names = ["first", "second", "third"].slice(0, given.length)
            const evaluate = new Function(...Object.keys(names), ...given_names, `return (${{expression}})`)
            return evaluate(...Object.values(names), ...given)
        }}"""
        return page.evaluate(code, [expression, *given])

    return called


@pytest.mark.parametrize("name", ENTRIES)
def test_a_bundle_is_a_module_that_mounts(page: Page, name: str) -> None:
    code = """async source => {
        const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }))
        const { default: mount } = await import(url)
        return typeof mount
    }"""
    assert page.evaluate(code, script(f"{name}.js")) == "function"


def test_a_component_that_is_still_shown_is_not_ended(call: Call) -> None:
    """Also not within a shadow root, where components live."""
    code = """(() => {
        const host = document.body.appendChild(document.createElement("div"))
        const ended = []
        const leave = whenGone(host.attachShadow({ mode: "open" }), () => ended.push(host.isConnected))
        leave()
        host.remove()
        leave()
        return ended
    })()"""
    assert call("leaving", code) == [False]


# --- curves -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 27), (0.3, 1.04), (-0.16, 4.16), (12.5, 13), (0, 10_000)])
@pytest.mark.parametrize("most", [2, 4, 6])
def test_ticks_are_round_and_not_too_many(call: Call, low: float, high: float, most: int) -> None:
    ticks = call("curves_scale", "ticks(first, second, third)", low, high, most)
    assert 1 <= len(ticks) <= most + 1
    assert all(low - 1e-6 <= tick <= high + 1e-6 for tick in ticks)
    for one, other in itertools.pairwise(ticks):
        step = other - one
        power = 10 ** math.floor(math.log10(step) + 1e-9)
        assert min(abs(step / power - times) for times in (1, 2, 5, 10)) < 1e-6


def test_scales_lead_to_pixels_and_back(call: Call) -> None:
    for value in (2.0, 5.5, 8.0):
        pixel = call("curves_scale", "linear(2, 8, 34, 400)(first)", value)
        assert call("curves_scale", "linear(2, 8, 34, 400).back(first)", pixel) == pytest.approx(value)
    assert call("curves_scale", "[2, 8].map(linear(2, 8, 34, 400))") == [34, 400]
    low, middle, high = call("curves_scale", "[0.1, 1, 10].map(logarithmic(0.1, 10, 0, 200))")
    assert (low, middle, high) == (pytest.approx(0), pytest.approx(100), pytest.approx(200))
    assert math.isfinite(call("curves_scale", "logarithmic(0.1, 10, 0, 200)(0)"))


def test_what_is_thinned_keeps_what_can_be_seen(call: Call) -> None:
    points = [[epoch / 100, 1 / (1 + epoch) + 0.1 * math.sin(epoch)] for epoch in range(5_000)]
    kept = call("curves_scale", "thinned(first, 0, 50, 40)", points)
    assert len(kept) <= 4 * 41
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    losses, seen = [loss for _, loss in points], [loss for _, loss in kept]
    assert (min(losses), max(losses)) == (min(seen), max(seen))
    assert kept == sorted(kept)
    few = points[:100]
    assert call("curves_scale", "thinned(first, 0, 1, 40)", few) == few


def test_gaps_stay_gaps(call: Call) -> None:
    points = [[epoch, None if epoch % 10 == 5 else 1.0] for epoch in range(1_000)]
    kept = call("curves_scale", "thinned(first, 0, 1000, 20)", points)
    assert [point for point in kept if point[1] is None] == [point for point in points if point[1] is None]
    assert call("curves_scale", "smoothed([[0, 2], [1, null], [2, 1]])") == [[0, 2], [1, None], [2, pytest.approx(1.4)]]
    assert call("curves_scale", "relative([[0, null], [1, 4], [2, 1]])") == [[0, None], [1, 1], [2, 0.25]]
    assert call("curves_scale", "relative([[0, 0], [1, 4]])") == [[0, 0], [1, 4]]


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("losses", [[], [0.3, 0.9], [0.97, 0.98], [5000.0, 0.5], [2.0, 3.0]])
def test_one_is_always_on_the_loss_axis_and_no_line_flattens_the_others(
    call: Call, losses: list[float], log: bool
) -> None:
    lines = {"raw": list(enumerate(losses)), "validation": [], "train": []}
    low, high = call("curves_scale", "lossRange([{ lines: first }], second)", lines, log)
    assert low <= 1 <= high <= 4.3
    ticks = call("curves_scale", "lossTicks([first, second], third)", low, high, log)
    texts = [tick["text"] for tick in ticks if tick["shown"]]
    assert len(texts) >= 2
    assert len(set(texts)) == len(texts)
    if not log:
        assert {tick["text"]: tick["shown"] for tick in ticks}.get("1.0", True)


def test_a_loss_has_four_digits_at_most(call: Call) -> None:
    written = call("curves_scale", "[0, 3e-5, 0.0027, 0.0123, 0.5, 1.234, 99.99, 123.456, 9999.4, 1e9].map(precise)")
    assert written == ["0.0", "< 0.001", "0.0027", "0.012", "0.50", "1.23", "99.99", "123.5", "9999", "> 9999"]


def test_labels_are_pushed_apart_within_their_room(call: Call) -> None:
    found = call("curves_scale", "spread([{ y: 50 }, { y: 52 }, { y: 51 }], 16, 30, 190)")
    ys = [each["y"] for each in found]
    assert all(other - one > 15.9 for one, other in itertools.pairwise(ys))
    assert 30 <= ys[0] <= ys[-1] <= 190
    below = call("curves_scale", "spread([{ y: 190 }, { y: 190 }], 16, 30, 190)")
    assert [round(each["y"]) for each in below] == [174, 190]


# --- faders -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", [0.25, 0.5, 1, 1.4, 4])
def test_a_fader_stands_where_its_weight_says(call: Call, weight: float) -> None:
    pixel = call("mixing_scale", "height(levelOf(first))", weight)
    assert 10 <= pixel <= 152
    assert call("mixing_scale", "weightOf(levelAt(first))", pixel) == pytest.approx(weight)


def test_faders_stop_at_their_ends_and_are_caught_by_one(call: Call) -> None:
    assert call("mixing_scale", "[-9, -2, 2, 9].map(weightOf)") == [0.25, 0.25, 4, 4]
    assert call("mixing_scale", "[-0.06, 0, 0.06].map(weightOf)") == [1, 1, 1]
    assert call("mixing_scale", "[0, 16].map(weight => height(levelOf(weight)))") == [152, 10]
    written = call("mixing_scale", "[0, 0.001, 0.25, 1, 1.44, 12.3, 123456].map(words)")
    assert written == ["0", "≈ 0", "0.25", "1.0", "1.4", "12", "> 9999"]


# --- names ------------------------------------------------------------------------------------------------------------


def test_names_that_are_cut_stay_different(call: Call) -> None:
    names = [f"patient_outcome_{name}" for name in ("heart_rate", "blood_pressure", "blood_sugar", "heart_rate")]
    shown = call("marks", "apart(first, text => text.length <= second)", names, 14)
    assert len(set(shown)) == len(names)
    assert call("marks", "cut(first, text => text.length <= 9)", "abcdefghijklmnop") == "ab…klmnop"
    assert call("marks", "cut(first, text => text.length <= 9)", "short") == "short"


# --- the diagram ------------------------------------------------------------------------------------------------------


def drawn(case: str, count: int = 3) -> dict[str, Any]:
    """What the diagram of a network gets, as JSON."""
    sharing = {name: value for name, value in CASES[case].items() if count >= 3 or name not in ("groups", "leaves")}
    plan = planned(sharing, count)
    data = _data(plan, Handles({task.id: 1 for task in plan.tasks}), [], None, ())
    return {**data, "folded": []}


LAID_OUT = (
    "((data, plan) => ({ ...plan, boxes: Object.fromEntries(plan.boxes), lanes: Object.fromEntries(plan.lanes), "
    "stops: [0, 1, 2].map(plan.stop), blocks: null }))(first, layout(first, second))"
)


@pytest.mark.parametrize("width", [360, 836, 1300])
@pytest.mark.parametrize("case", CASES)
def test_every_box_stands_in_the_drawing_and_on_no_other(call: Call, case: str, width: int) -> None:
    data = drawn(case)
    plan = call("diagram_layout", LAID_OUT, data, width)
    assert set(plan["boxes"]) == {block["id"] for block in data["blocks"]}
    for box in plan["boxes"].values():
        assert all(math.isfinite(box[side]) for side in ("x", "y", "width", "height"))
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= plan["width"]
        assert box["y"] + box["height"] <= plan["height"]
    layers = [plan["boxes"][block["id"]] for block in data["blocks"] if block["form"] in ("layer", "head")]
    for place, one in enumerate(layers):
        assert not [other for other in layers[:place] if overlap(one, other)]
    assert sorted(plan["stops"]) == plan["stops"]


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes have more than an edge in common."""
    across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    return across > 0.5 and down > 0.5


@pytest.mark.parametrize("count", [3, 8, 16])
def test_lanes_are_far_enough_apart_for_their_boxes(call: Call, count: int) -> None:
    plan = call("diagram_layout", LAID_OUT, drawn("hard", count), 836)
    lanes = sorted(plan["lanes"].values())
    assert all(other - one >= plan["style"]["tower"] for one, other in itertools.pairwise(lanes))
    assert plan["height"] > lanes[-1]


def test_the_nearest_stop_is_found(call: Call) -> None:
    plan = "{ stop: level => 100 * level }"
    for x, stop in ((-50, 0), (149, 1), (151, 2), (900, 3)):
        assert call("diagram_layout", f"nearestStop({plan}, {{ min: 0, max: 3 }}, first)", x) == stop


@pytest.mark.parametrize("case", CASES)
def test_folds_keep_every_parameter_and_every_task(call: Call, case: str) -> None:
    data = drawn(case)
    total = sum(block["parameters"] for block in data["blocks"])
    for sections in ([], ["body"], ["own"], ["body", "own"]):
        folded = call("diagram_fold", "folded(first, new Set(second)).blocks", data, sections)
        assert sum(block["parameters"] for block in folded) == total
        ids = {block["id"] for block in folded}
        assert all(source in ids for block in folded if block["form"] == "head" for source in block["sources"])
    assert sorted(call("diagram_fold", "laneOrder(first)", data)) == ["t0", "t1", "t2"]


@pytest.mark.parametrize("case", CASES)
def test_every_thread_leads_from_the_inputs_to_its_head(page: Page, case: str) -> None:
    code = """async data => {
        const { layout } = await import("ORIGIN/diagram_layout.js")
        const { thread, takings, takingPath, tiePaths } = await import("ORIGIN/diagram_routes.js")
        const plan = layout(data, 836)
        return {
            threads: data.tasks.map(task => thread(plan, data, task.id)),
            others: [...takings(plan, data).map(taking => takingPath(plan, taking)), ...tiePaths(plan, data)],
            ends: data.tasks.map(task => [plan.headX, plan.lanes.get(task.id)]),
        }
    }""".replace("ORIGIN", ORIGIN)
    found = page.evaluate(code, drawn(case))
    for path, (x, _) in zip(found["threads"], found["ends"], strict=True):
        assert path.startswith("M146 ")
        assert path.endswith(f"H{x:g}")
    assert not [path for path in found["threads"] + found["others"] if "NaN" in path or "undefined" in path]
