"""The result of a revealed round: distribution, meaning in words, and reasons without names."""

from typing import TYPE_CHECKING

import streamlit as st

from framework.analysis.agreement import AGREED
from framework.analysis.group_results import ANONYMOUS_FROM, votes_by_role
from framework.analysis.result_text import label_words, median_words, movement_words
from framework.deck import LETTERS, Scenario
from framework.language.labels import abstained_words, left_out_words, objections_words, role_name
from framework.workshop.models import Ballot, QuestionResult, WorkshopState
from framework.workshop.room import PlannedStep, Question
from framework.workshop.rule_grammar import fill_activity_names
from pages.ui import lazy_expander
from pages.ui.facilitation import room_queries, typed_texts
from pages.ui.i18n import lang, plain, translate
from pages.ui.revision_cache import cached_by_revision

if TYPE_CHECKING:
    from framework.charts import Chart


def dilemma(current: WorkshopState, step: PlannedStep) -> None:
    """The situation, the question and the five stances, as participants see them."""
    t, here = translate(), lang()
    item = room_queries.item_at(current, step)
    if item is None:
        st.info(t("The activity of this dilemma was removed from the inventory. Go to another step."))
        return
    scenario = item.scenario
    phase = room_queries.room_of(current).phase
    st.markdown(f"**{fill_activity_names(scenario.question[here], [plain(item.activity.name)], here)}**")
    reading = phase == "open"
    # Of its own key while it is read out: the browser keeps an open fold open, whatever the next run says.
    fold = f"dilemma.{step.id}.read" if reading else f"dilemma.{step.id}"
    with st.expander(t("The situation and the five stances"), expanded=reading, key=fold):
        stances = (f"- **{s.letter} · {s.name[here]}**: {s.behaviour[here]}{_mark(s.legal)}" for s in scenario.stances)
        st.markdown("\n".join((scenario.situation[here], "", *stances)))
    if reading:
        st.info(f"**{t('Food for thought')}**  \n{scenario.turning_question[here]}", icon=":material/psychology_alt:")


def _mark(legal: str) -> str:
    t = translate()
    if legal == "unlawful":
        return f" *({t('closed by the law: it cannot become a rule')})*"
    return f" *({t('only if the law’s conditions are met')})*" if legal == "conditional" else ""


def votes(current: WorkshopState, step: PlannedStep) -> QuestionResult | None:
    """Distribution, label, median and movement; None before the first reveal."""
    result = room_queries.result_at(current, step)
    item = room_queries.item_at(current, step)
    if result is None or item is None:
        return None
    t = translate()
    last = result.rounds[-1]
    label = label_words(last, t)
    if label:
        st.header(label, anchor=False)
    if sum(last.votes) < ANONYMOUS_FROM:
        _dots(item.scenario, result)
    else:
        _chart(current, step)
    said = [median_words(last, t), movement_words(result, t)]
    if last.abstained:
        said.append(f"{abstained_words(last.abstained, t)}.")
    asked = Question("ballot", step.scenario or "", step.activity or "", len(result.rounds))
    said.append(left_out_words(room_queries.left_out(current, asked), t))
    st.markdown(" ".join(part for part in said if part))
    if last.objections:
        words = t("It opens the discussion, whatever the spread, and must be put into words before the rule can close.")
        st.warning(f"{objections_words(last.objections, t)}. {words}", icon=":material/front_hand:")
    return result


def folded_votes(current: WorkshopState, step: PlannedStep) -> None:
    """The same, folded: while a rule is put to the room, the rule and its objections come first."""
    if room_queries.result_at(current, step) is None:
        return
    with lazy_expander.lazy_expander(translate()("How we voted"), f"votes.{step.id}.fold") as opened:
        if opened:
            votes(current, step)


def _dots(scenario: Scenario, result: QuestionResult) -> None:
    """A dot per vote, for few votes."""
    t, here = translate(), lang()
    heads = [t("First round"), t("Second round")][: len(result.rounds)]
    rows = [f"| | {' | '.join(heads)} |", f"|:--|{':--|' * len(heads)}"]
    for at, stance in enumerate(scenario.stances):
        dots = " | ".join("●" * round_.votes[at] or "·" for round_ in result.rounds)
        rows.append(f"| **{stance.letter}** {stance.name[here]} | {dots} |")
    st.markdown("\n".join(rows))
    st.caption(t("Fewer than five votes: dots only, no label, and nobody is anonymous."))


def _chart(current: WorkshopState, step: PlannedStep) -> None:
    from framework.charts import CONFIG

    drawn = _draw_chart(current, step.id)
    if drawn is not None:
        st.plotly_chart(drawn.figure, key=f"votes.{step.id}", config=dict(CONFIG), alt=drawn.alt)


@cached_by_revision(revision=room_queries.room_version)
def _draw_chart(current: WorkshopState, step_id: str) -> "Chart | None":
    """The chart; None before the first reveal. Plotly is imported here, because that takes long."""
    from framework.analysis.stance_votes import votes_per_stance
    from framework.charts import distribution

    step = next((step for step in room_queries.room_of(current).plan if step.id == step_id), None)
    item = room_queries.item_at(current, step) if step else None
    result = room_queries.result_at(current, step) if step else None
    if result is None or item is None:
        return None
    return distribution(votes_per_stance(item.scenario, [r.votes for r in result.rounds], lang()), translate())


def reasons(current: WorkshopState, step: PlannedStep) -> None:
    """Reasons of the last revealed round by letter, each with a button that hides it, and votes by role."""
    rounds = room_queries.revealed_ballots(current, step)
    if not rounds:
        return
    asked = Question("ballot", step.scenario or "", step.activity or "", len(rounds))
    typed_texts.reasons(current, asked, rounds[-1])
    _roles(current, rounds[-1])


def _roles(current: WorkshopState, ballots: tuple[Ballot, ...]) -> None:
    """Votes per role, only where every role and the remainder have five voters."""
    t = translate()
    split = votes_by_role(ballots, room_queries.seats(current.workshop.id))
    if split is None:
        return
    with st.expander(t("By role"), key="votes.roles"):
        rows = [f"| | {' | '.join(LETTERS)} |", f"|:--|{':-:|' * len(LETTERS)}"]
        rows += [
            f"| {role_name(role, t) if role else t('everybody else')} | {' | '.join(str(n) for n in counts)} |"
            for role, counts in split.items()
        ]
        st.markdown("\n".join(rows))


def close_together(result: QuestionResult | None) -> bool:
    """Whether the discussion may be skipped: people agreed in the first vote and nobody strongly objects."""
    if result is None or len(result.rounds) != 1:
        return False
    first = result.rounds[0]
    return first.measures is not None and first.measures.label in AGREED and not first.objections
