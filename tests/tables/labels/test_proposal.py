"""Proposals: what could be predicted, as what, and why; and a first experiment from them."""

from __future__ import annotations

import random

import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Task
from mtl_core.tables.labels.proposal import TAGGING_ENCODER, draft, task
from mtl_core.tables.profile import TargetProposal

R = random.Random(0)
ROWS = [
    ("id", "sex", "stars", "visits", "price", "text", "city", "target"),
    *(
        (
            n,
            R.choice("mf"),
            R.randrange(5),
            R.randrange(60),
            R.random(),
            f"a long text {n} of words",
            f"c{n % 300}",
            R.choice("ab"),
        )
        for n in range(600)
    ),
]
TEXT = "\n".join(",".join(map(str, row)) for row in ROWS)


@pytest.fixture
def found(reading):
    return reading(TEXT).found


def test_each_column_has_its_kind_of_task(found):
    kinds = {proposal.column: proposal.kind for proposal in found.proposals}
    assert kinds == {
        "sex": "binary",
        "stars": "multiclass",
        "visits": "regression",
        "price": "regression",
        "target": "binary",
    }


def test_cells_of_several_labels_are_found_and_split_at_their_sign(reading):
    topics = ["sport|film", "film", "", "sport|food", "food"] * 20
    text = "\n".join(["size,about", *(f"{n % 9},{cell}" for n, cell in enumerate(topics))])
    found = reading(text).found
    proposed = next(proposal for proposal in found.proposals if proposal.column == "about")
    assert proposed.kind == "multilabel"
    assert '"|" between them' in proposed.reason
    assert task(found, "about") == Task(column="about", kind="multilabel", separator="|")
    assert task(found, "about", "multiclass").kind == "multiclass"


def test_tags_of_tokens_are_proposed_with_their_text_and_are_no_input(reading):
    rows = [("to Rome by air", "O B-to O O"), ("from Oslo", "O B-from"), ("to Oslo please", "O B-to O")] * 20
    found = reading("\n".join(["words,slots", *map(",".join, rows)])).found
    (proposed,) = (proposal for proposal in found.proposals if proposal.column == "slots")
    assert proposed.kind == "tags"
    assert proposed.reason.startswith('Its cells hold a tag for each token of "words"')
    tags = task(found, "slots")
    assert tags == Task(column="slots", kind="tags", tokens="words")
    experiment = draft(found, [tags])
    assert (experiment.input_names, experiment.text.encoder) == (("words",), TAGGING_ENCODER)
    assert task(found, "slots", "multiclass").tokens is None


def test_the_likeliest_come_first(found):
    assert found.proposals[0].column == "target"
    assert [p.rank for p in found.proposals] == list(range(len(found.proposals)))
    assert all(p.reason.endswith(".") for p in found.proposals)


def test_a_proposal_of_an_earlier_version_is_read(found):
    told = found.proposals[0].model_dump(mode="json") | {"suggested": True}
    assert TargetProposal.model_validate(told) == found.proposals[0]


def test_a_task_of_the_kind_that_fits_or_is_asked_for(found):
    assert task(found, "stars") == Task(column="stars", kind="multiclass")
    assert task(found, "stars", "regression") == Task(column="stars", kind="regression", answer="median")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("prise", 'no column "prise"; the nearest names are "price"'),
        ("id", "it is an identifier"),
        ("text", "cannot be predicted: it holds texts"),
        ("city", "it has 300 different labels, expected at most 200"),
    ],
)
def test_impossible_tasks(found, name, said):
    with pytest.raises(ExperimentError, match=said):
        task(found, name)


def test_a_column_without_labels_cannot_be_predicted(reading):
    with pytest.raises(
        ExperimentError, match=r"^Column \"a\" cannot be predicted: every cell is empty; choose another\.$"
    ):
        task(reading("a,b\n,x\n,y\n").found, "a", "binary")


def test_a_constant_cannot_be_predicted(reading):
    with pytest.raises(ExperimentError, match='every cell that is filled holds "1"'):
        task(reading("a,b\n1,x\n1,y\n").found, "a", "binary")


def test_ticks_are_inputs_and_cannot_be_predicted(reading):
    found = reading("python,paid\n" + "Python,3\n,4\nPython,5\n,6\n" * 10).found
    ticked = next(column for column in found.columns if column.name == "python")
    assert (ticked.kind, ticked.missing) == ("category", 20)
    assert [proposal.column for proposal in found.proposals] == ["paid"]
    with pytest.raises(ExperimentError, match='every cell that is filled holds "Python"'):
        task(found, "python", "multiclass")
    assert draft(found, [task(found, "paid", "regression")], ignore=[]).input_names == ("python",)


def test_a_draft_uses_all_but_the_ignored(found):
    experiment = draft(found, [task(found, "target")], ignore=["price"])
    assert experiment.task_names == ("target",)
    assert experiment.input_names == ("sex", "stars", "visits", "text", "city")
    assert experiment.columns["id"].kind == "identifier"
    with pytest.raises(ExperimentError, match="nearest names"):
        draft(found, [task(found, "target")], ignore=["nothing"])
