"""One contract for every kind of block, and blocks as plans were written before each kind had fields of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtl_core.experiment import parse_experiment
from mtl_core.plan import BLOCKS, Block, InputColumn, OutputTask, Plan, plan
from mtl_core.text_encoders import TEXT_ENCODERS, Backbone
from tests.networks.shared_plans import CASES, INPUTS, planned

ROOT = Path(__file__).parents[2]
EARLIER: dict[str, list[dict[str, object]]] = json.loads((Path(__file__).parent / "earlier_blocks.json").read_text())


def tagging(encoder: str) -> Plan:
    """A task that tags the words of a text and hands its answer on to another."""
    note = {"kind": "text"}
    experiment = parse_experiment(
        {
            "columns": {"y": note, "z": note, "note": note},
            "tasks": [{"column": "y", "kind": "tags", "tokens": "note"}, {"column": "z", "kind": "multiclass"}],
            "text": {"encoder": encoder, "units": 4, "embedding": 4, "fine_tune": True},
            "sharing": {"kind": "chain", "depth": 0},
        }
    )
    backbone = Backbone(4, 1, 2, 8) if TEXT_ENCODERS[encoder].preset else None
    column = InputColumn(id="c2", name="note", kind="text", tokens=9, length=4, backbone=backbone)
    tags = OutputTask(id="t0", name="y", kind="tags", outputs=2, classes=("a", "b"), text="c2")
    other = OutputTask(id="t1", name="z", kind="multiclass", outputs=2, classes=("a", "b"))
    return plan(experiment, [column], [tags, other])


PLANS = {case: planned(sharing, inputs=INPUTS["all"], dropout=0.1) for case, sharing in CASES.items()}
PLANS |= {f"tags by {encoder}": tagging(encoder) for encoder in TEXT_ENCODERS}
BY_KIND = {block.kind: (drawn, block) for drawn in PLANS.values() for block in drawn.blocks}


def test_every_kind_is_a_file_on_each_floor_and_among_the_cases() -> None:
    assert set(BY_KIND) == set(BLOCKS)
    for kind in BLOCKS:
        assert (ROOT / "mtl_core" / "plan" / "blocks" / f"{kind}.py").is_file()
        assert (ROOT / "mtl_core" / "networks" / "blocks" / f"{kind}.py").is_file()


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_says_what_it_is_and_keeps_its_kind_as_json(kind: str) -> None:
    drawn, block = BY_KIND[kind]
    assert type(block) is BLOCKS[kind]
    assert BLOCKS[kind].model_validate_json(block.model_dump_json()) == block
    assert Plan.model_validate_json(drawn.model_dump_json()) == drawn
    assert bool(block.word) == (block.names_box and block.form in ("gate", "joint"))
    assert block.title("a", single=False).count("{") == 0
    told = list(block.tell(drawn.around(block)))
    assert bool(told) == (block.home == block.id or block.form in ("inputs", "frame"))
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in told)


def test_how_fast_a_block_learns_is_read_by_its_earlier_name() -> None:
    drawn = PLANS[next(iter(PLANS))]
    data = drawn.model_dump(mode="json")
    for block in data["blocks"]:
        block["pace"] = block.pop("learning_rate_factor")
    assert Plan.model_validate(data) == drawn


def test_what_all_blocks_have_is_their_place_among_the_others() -> None:
    """Anything else belongs to the kinds that need it."""
    assert set(Block.model_fields) == {
        *("id", "kind", "role", "owners", "tasks", "sources", "level", "units", "arrays", "learning_rate_factor"),
        *("borrows", "detached", "fitted", "learnt_and_fitted"),
    }


@pytest.mark.parametrize(
    ("case", "earlier"),
    [(case, block) for case, blocks in EARLIER.items() for block in blocks],
    ids=lambda part: part if isinstance(part, str) else str(part["kind"]),
)
def test_blocks_of_earlier_plans_are_read_as_they_are_drawn_now(case: str, earlier: dict[str, object]) -> None:
    drawn = next(block for block in PLANS[case].blocks if block.id == earlier["id"])
    data = PLANS[case].model_dump(mode="json")
    place = [block["id"] for block in data["blocks"]].index(earlier["id"])
    data["blocks"][place] = earlier
    assert Plan.model_validate(data).blocks[place] == drawn


def test_earlier_plans_hold_every_kind() -> None:
    kinds = {block["kind"] for blocks in EARLIER.values() for block in blocks}
    drawn = {block.kind for drawn in PLANS.values() for block in drawn.blocks} - {"text_encoder", "column_tokens"}
    assert kinds == {*drawn, *TEXT_ENCODERS, "tokens"}


@pytest.mark.parametrize(
    "broken",
    [{"kind": "attic"}, {"options": None}, {"options": {"temperature": 1.0}}, {"sizes": 3}, {"dropout": "much"}, {}],
)
def test_a_block_that_is_none_is_refused(broken: dict[str, object]) -> None:
    data = PLANS["hard"].model_dump(mode="json")
    data["blocks"][1] = {**EARLIER["adapters"][0], **broken} if broken else 3
    with pytest.raises(ValueError, match="blocks"):
        Plan.model_validate(data)
