"""Methods and their means as a table: what stands in it, and nothing of a person's text read as HTML."""

from __future__ import annotations

import re

import pytest

from pages.shared.components.method_table import Cell, Heading, Line, method_table

HEADINGS = [Heading(0, "ill", "Area under the ROC curve"), Heading(2, "cost", "Mean error, lower is better")]


def row(*cells: Cell | None) -> str:
    """What the table shows of one method."""
    table = method_table(HEADINGS, [Line(3, "Equal weights", "2 of 4 trainings", cells)])
    return table.split("<tbody>")[1]


def test_a_column_has_its_task_and_how_it_is_measured() -> None:
    head = method_table(HEADINGS, []).split("</thead>")[0]
    assert re.findall(r'aria-label="Task (\w)"', head) == ["A", "C"]
    assert re.findall(r"<span>(\w+)</span></div><small>([\w, ]+)</small></th>", head) == [
        ("ill", "Area under the ROC curve"),
        ("cost", "Mean error, lower is better"),
    ]
    assert head.count('<th scope="col">') == 3  # with that of the methods


def test_a_method_has_its_number_its_name_and_what_is_said_of_it() -> None:
    named = "<b>3</b><div><span>Equal weights</span><small>2 of 4 trainings</small></div>"
    assert f'<tr><th scope="row"><div>{named}</div></th></tr>' in row()


def test_a_method_without_results_has_dashes() -> None:
    assert row(None, None).endswith("<td>–</td><td>–</td></tr></tbody></table></div>")


@pytest.mark.parametrize(("sign", "kind"), [(1, "better"), (-1, "worse"), (0, "even")])
def test_a_cell_is_marked_as_it_stands_to_the_other(sign: int, kind: str) -> None:
    shown = f'<td class="{kind}"><span>0.71 <i>± 0.02</i></span><small>by 0.1</small></td>'
    assert shown in row(Cell("0.71", "± 0.02", "by 0.1", sign))


def test_one_seed_has_no_interval() -> None:
    assert '<td class="even"><span>0.71</span><small></small></td>' in row(Cell("0.71", "", "", 0))


def test_what_a_person_wrote_stays_text() -> None:
    nasty = "<img src=x>&"
    table = method_table([Heading(0, nasty, nasty)], [Line(1, nasty, nasty, [Cell(nasty, nasty, nasty, 1)])])
    assert "<img" not in table
    assert table.count("&lt;img src=x&gt;&amp;") == 7


def test_a_long_task_is_cut_in_its_heading() -> None:
    head = method_table([Heading(0, "outcome_" + "x" * 60 + "_end", "F1")], [])
    (name,) = re.findall(r"<span>(outcome_[^<]*)</span>", head)
    assert len(name) == 40
    assert name.endswith("_end")
