"""What each column of one row adds to an answer, or what would change with a typical cell, as bars."""

from __future__ import annotations

from typing import Literal

import plotly.graph_objects as go

from mtl_core.figures import chart_style, palette
from mtl_core.figures.chart_labels import distinct_labels, label
from mtl_core.records.explanations import AnswerReasons, ColumnReason
from mtl_core.wording import format_count

Asked = Literal["shares", "typical"]
"""Each column's share of the difference, or the change where one cell is typical."""
MOST_BARS = 10
_ROOM = 0.65  # of the longest bar, for the words at its end
_SIDE = 1.96  # standard errors that a 95% interval reaches to each side


def list_shown(answer: AnswerReasons, asked: Asked) -> list[ColumnReason]:
    """The columns that are drawn, the strongest first."""
    return sorted(answer.columns, key=lambda reason: -abs(_change(answer, reason, asked)))[:MOST_BARS]


def sentence(answer: AnswerReasons, asked: Asked) -> str:
    """The chart in words: its alternative text."""
    told = [_say(answer, reason, asked) for reason in list_shown(answer, asked)]
    return "; ".join(f"{reason.column}: {words}" for reason, words in zip(list_shown(answer, asked), told, strict=True))


def figure(answer: AnswerReasons, asked: Asked, slot: int, dark: bool) -> go.Figure:
    """A bar a column: to the right what raises the answer, in the task's colour, to the left what lowers it; columns
    that are not drawn stand together at the end."""
    reasons, colours = list_shown(answer, asked), palette.surface(dark)
    changes = [_change(answer, reason, asked) for reason in reasons]
    names = distinct_labels([f"{reason.column} = {reason.cell}" for reason in reasons], 34)
    words = [_say(answer, reason, asked) for reason in reasons]
    rest = answer.columns[len(reasons) :] if asked == "shares" else ()
    if rest:
        changes.append(sum(reason.effect for reason in rest))
        names.append(format_count(len(rest), "other column", "other columns"))
        words.append(answer.say_change(changes[-1]))
    chart = chart_style.empty(dark, height=56 + 30 * len(names))
    hue = palette.TASKS[slot].colour(dark)
    chart.add_bar(
        x=changes,
        y=list(range(len(names))),
        orientation="h",
        marker={"color": [hue if change > 0 else colours.faint for change in changes]},
        error_x=_error(reasons, len(changes), asked, colours.ink),
        hovertext=[_hover(answer, reason) for reason in reasons] + [names[-1]] * bool(rest),
        hoverinfo="text",
        width=0.62,
    )
    widest = max([abs(change) for change in changes if change] or [1.0])
    for place, (change, word) in enumerate(zip(changes, words, strict=True)):
        side = "left" if change >= 0 else "right"
        where = {"x": change, "y": place, "xanchor": side, "xshift": 6 if change >= 0 else -6}
        chart.add_annotation(text=label(word, 40), font={"color": colours.ink}, **where)
    low, high = min(*changes, 0.0), max(*changes, 0.0)
    chart.update_xaxes(
        range=[low - widest * _ROOM * (low < 0), high + widest * _ROOM],
        showticklabels=False,
        showgrid=False,
        zeroline=True,
        zerolinecolor=colours.line,
    )
    chart.update_yaxes(tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.4, -0.6], showgrid=False)
    return chart


def _change(answer: AnswerReasons, reason: ColumnReason, asked: Asked) -> float:
    return reason.effect if asked == "shares" else reason.if_typical - answer.value


def _say(answer: AnswerReasons, reason: ColumnReason, asked: Asked) -> str:
    if asked == "shares":
        return answer.say_effect(reason)
    return f"{answer.say(reason.if_typical)} with {reason.typical}"


def _hover(answer: AnswerReasons, reason: ColumnReason) -> str:
    template = "{column} = {cell}<br>adds {effect}<br>with the typical cell, {typical}: {answer}"
    return template.format(
        column=label(reason.column),
        cell=label(reason.cell),
        effect=answer.say_effect(reason),
        typical=label(reason.typical),
        answer=answer.say(reason.if_typical),
    )


def _error(reasons: list[ColumnReason], bars: int, asked: Asked, colour: str) -> dict[str, object] | None:
    """The 95% intervals of estimated shares; None where they are exact."""
    halves = [_SIDE * reason.error for reason in reasons] + [0.0] * (bars - len(reasons))
    if asked != "shares" or not any(halves):
        return None
    return {"type": "data", "array": halves, "color": colour, "thickness": 1.5, "width": 0}
