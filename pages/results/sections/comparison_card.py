"""A comparison on the page: which one, how far it is, and what it says as soon as there is something to say."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Comparison, Run
from pages.results.sections import comparison_results, deletion
from pages.shared import places, server, text, titles, widgets
from pages.shared.session import comparisons, drafts


def show(found: Sequence[Comparison]) -> None:
    """The newest comparison, or the one that is chosen."""
    chosen = _which(found)
    standing = comparison_results.ComparisonResults(server.store().compared_runs(chosen.id))
    working = chosen.ended < chosen.runs
    st.fragment(_progress, run_every=1.0 if working else None)(chosen.id, chosen.ended)
    if not standing.metrics:
        return
    comparison_results.means(standing)
    comparison_results.picture(standing)
    comparison_results.curves(standing)
    if not working:
        comparison_results.final(standing)


def _which(found: Sequence[Comparison]) -> Comparison:
    if len(found) == 1:
        return found[0]
    names = {
        one.id: f"{text.format_count(one.runs, 'run', 'runs')}, {text.ago(time.time() - one.created)}" for one in found
    }
    chosen = st.selectbox("Comparison", list(names), format_func=names.__getitem__, key="compare_which")
    return next(one for one in found if one.id == chosen)


def _progress(comparison_id: str, ended: int) -> None:
    """How far it is; one full rerun whenever a run has come to rest."""
    members = server.store().compared_runs(comparison_id)
    active = [run for _, run in members if run.state in ACTIVE]
    if len(members) - len(active) != ended:
        st.rerun()
    failed = [run for _, run in members if run.state in ("failed", "interrupted")]
    finished = sum(run.state == "finished" for _, run in members)
    progress = titles.of_comparison(finished, len(members), working=bool(active))
    titles.show(places.COMPARE.title, drafts.dataset(), progress)
    with st.container(border=True, key="card_compared"):
        with widgets.spread_row():
            st.markdown(f"**{finished} of {len(members)} trainings finished**", width="content")
            if active:
                st.button("Stop all", key="compare_stop", on_click=comparisons.stop, args=(comparison_id,))
            else:
                if any(run.state == "interrupted" for _, run in members):
                    st.button("Go on", key="compare_resume", on_click=comparisons.resume, args=(comparison_id,))
                runs = text.format_count(len(members), "run", "runs")
                deletion.offer(comparison_id, f"Delete {runs}", "compare")
        if active:
            st.progress(_share(members))
            st.caption(text.esc_md(_at_work(active), 600))
        for run in failed[:3]:
            st.caption(f"{text.esc_md(run.name)}: {text.esc_md(run.sentence, 300)}")


def _share(members: Sequence[tuple[str, Run]]) -> float:
    """How much of all is done, an epoch under way included."""
    parts = [1.0 if run.state not in ACTIVE else min(1.0, run.epoch / run.epochs) for _, run in members]
    return sum(parts) / len(parts)


def _at_work(active: Sequence[Run]) -> str:
    running = [run for run in active if run.state != "queued"]
    names = [f"{text.plain(run.name)} (epoch {run.epoch:.0f} of {run.epochs})" for run in running]
    waiting = len(active) - len(running)
    now = f"At work: {text.list_names(names)}. " if names else ""
    return f"{now}{text.format_count(waiting, 'waits', 'wait')}." if waiting else now
