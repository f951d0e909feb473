"""A report as one HTML file that needs no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import mtl_core
from mtl_core.figures import affinity, data_needs, importance, learning_curves, network, palette
from mtl_core.figures.judged import FIGURES
from mtl_core.records.affinity import Affinities
from mtl_core.records.results import TaskEvaluation
from mtl_core.records.verdicts import TaskVerdict
from mtl_core.reports import tables
from mtl_core.reports.findings import Findings
from mtl_core.reports.html_file import Figures, as_list, as_section, as_text, write_page
from mtl_core.verdict import data_need_sentences, sentences
from mtl_core.wording import format_count, list_names


def write_html(found: Findings) -> bytes:
    """The report as a page in one file, which asks for nothing else."""
    figures = Figures()
    title = f"{list_names(found.experiment.task_names)} from {found.table.name}"
    content = "".join(_sections(found, figures, title))
    return write_page(title, content, figures)


def _sections(found: Findings, figures: Figures, title: str) -> Iterator[str]:
    yield f"<header><p>MTL Studio {as_text(mtl_core.__version__)}</p><h1>{as_text(title)}</h1></header>"
    yield as_section("The verdict", _verdict(found))
    for slot, task in enumerate(found.evaluation.tasks if found.evaluation else ()):
        verdicts = {verdict.id: verdict for verdict in (found.verdicts.tasks if found.verdicts else ())}
        yield _task(slot, task, verdicts.get(task.id), figures)
    if found.importances is not None and importance.list_shown(found.importances):
        yield as_section("What the answers rest on", _resting(found, figures))
    if found.data_needs is not None and found.data_needs.tasks:
        yield as_section("How little data is enough", _fewer_rows(found, figures))
    if found.affinities is not None and found.affinities.tells:
        yield as_section("Who helps whom", _helping(found.affinities, figures))
    if found.history.epochs:
        yield as_section("How it learnt", _curves(found, figures))
    yield as_section("What was trained", _draw_network(found, figures) + _tell_training(found))
    yield as_section("What was decided or left out", as_list(_list_decisions(found)))


def _verdict(found: Findings) -> str:
    """The sentences, and what they go by."""
    told = [f"{verdict.name}: {sentences.tell_in_full(verdict)}" for verdict in _verdicts(found)]
    if found.evaluation is None:
        return "<p>No rows were kept apart to judge, so nothing can be said of how good it is.</p>"
    told = told or [task.sentence for task in found.evaluation.tasks]
    resting = [found.importances.sentence()] if found.importances else []
    rows = format_count(found.evaluation.rows, "row", "rows")
    judged = f"<p>Judged on {rows} that were never trained on and did not choose the epoch that is kept.</p>"
    return judged + as_list([*told, *_sharing(found), *resting])


def _sharing(found: Findings) -> Iterator[str]:
    """Whether sharing helped, where each task was learnt alone, too."""
    if found.sharing is not None:
        for each in found.sharing.tasks:
            yield sentences.tell_sharing(each.task, each.metric, each.together, each.alone, each.difference)
        if found.sharing.delta_m is not None:
            yield sentences.tell_delta_m(found.sharing.delta_m, len(found.sharing.tasks))


def _verdicts(found: Findings) -> tuple[TaskVerdict, ...]:
    return found.verdicts.tasks if found.verdicts else ()


def _task(slot: int, task: TaskEvaluation, verdict: TaskVerdict | None, figures: Figures) -> str:
    mark = palette.TASKS[slot]
    parts = [f"<p><strong>{as_text(task.sentence)}</strong></p>", f"<p>Guessing: {as_text(task.baseline_rule)}</p>"]
    if verdict is not None:
        parts.append(_table(*tables.references(verdict)))
    parts.append(_table(*tables.scores(task)))
    if task.labels:
        parts.append(_table(*tables.labels(task)))
    drawn = ((module, title) for part, module, title in FIGURES.values() if getattr(task, part))
    plots = [
        figures.place(
            module.figure(task, slot, False), module.figure(task, slot, True), title, module.summarize(task).sentence()
        )
        for module, title in drawn
    ]
    parts.append(f'<div class="plots">{"".join(plots)}</div>')
    parts += [f"<p>{as_text(note)}</p>" for note in task.notes]
    token = (
        f'<span class="token" style="background: {mark.light}; color: {mark.letter_ink(False)}">{mark.letter}</span>'
    )
    return f"<section><h2>{token} {as_text(task.name)}</h2>{''.join(parts)}</section>"


def _resting(found: Findings, figures: Figures) -> str:
    known = found.importances
    assert known is not None
    slots = {task.id: int(task.id.removeprefix("t")) for task in known.tasks}
    light, dark = (importance.figure(known, slots, is_dark) for is_dark in (False, True))
    return figures.place(light, dark, "", known.sentence())


def _fewer_rows(found: Findings, figures: Figures) -> str:
    known = found.data_needs
    assert known is not None
    slots = {name: slot for slot, name in enumerate(found.experiment.task_names)}
    plots = []
    for need in known.tasks:
        light, dark = (data_needs.figure(need, slots[need.task], is_dark) for is_dark in (False, True))
        plots.append(figures.place(light, dark, need.task, data_needs.sentence(need)))
    how = f"{data_need_sentences.HOW} {data_need_sentences.COVERS[known.covers]}"
    return f'<div class="plots">{"".join(plots)}</div><p>{as_text(how)}</p>'


def _helping(known: Affinities, figures: Figures) -> str:
    light, dark = (affinity.figure(known, is_dark) for is_dark in (False, True))
    return figures.place(light, dark, "", known.sentence())


def _curves(found: Findings, figures: Figures) -> str:
    epochs, kept = found.history.epochs, found.history.summary.kept_epoch
    names = {f"t{slot}": name for slot, name in enumerate(found.experiment.task_names)}
    alone = {task: found.history.alone.get(name, ()) for task, name in names.items()}
    light, dark = (learning_curves.figure(epochs, names, kept, is_dark, alone) for is_dark in (False, True))
    return figures.place(light, dark, "", learning_curves.sentence(epochs, names, alone))


def _draw_network(found: Findings, figures: Figures) -> str:
    light, dark = (network.figure(found.plan, is_dark) for is_dark in (False, True))
    return figures.place(light, dark, "", found.plan.sentence())


def _tell_training(found: Findings) -> str:
    facts = "".join(f"<dt>{as_text(name)}</dt><dd>{as_text(told)}</dd>" for name, told in tables.tell_training(found))
    settings = as_text(found.experiment.to_json())
    return f"<dl>{facts}</dl><details><summary>All settings</summary><pre>{settings}</pre></details>"


def _list_decisions(found: Findings) -> list[str]:
    notes = (note.sentence for note in found.history.notes)
    return list(dict.fromkeys([*found.decided, *found.left_out, *found.notes, *notes])) or ["Nothing."]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    names = "".join(f"<th>{as_text(name)}</th>" for name in head)
    lines = "".join(f"<tr>{''.join(f'<td>{as_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table></div>'
