"""One decision with another stance: what would change. Nothing is kept until somebody asks for it."""

from datetime import date
from typing import cast

import streamlit as st

from framework.analysis.choices import Choice
from framework.analysis.group_results import ANONYMOUS_FROM, revealed_rankings
from framework.analysis.price import Comparison
from framework.analysis.priorities import holds_for_every_ranking
from framework.charts.ladder import legal_words
from framework.deck import LETTERS, Letter
from framework.language import Translator
from framework.language.labels import LEGAL_NAMES
from framework.workshop.agenda import agenda
from framework.workshop.decision_drafts import decision_id, drafted_decision
from framework.workshop.field_types import TeamPrice
from framework.workshop.models import WorkshopState
from framework.workshop.rule_grammar import decision_sentence
from pages.ui import lazy_expander, messages, queries, session
from pages.ui.i18n import lang, plain, translate
from pages.ui.revision_cache import cached_by_revision
from pages.ui.tradeoffs import weighed
from pages.ui.use_cases import today, use_cases

DECISION, STANCE = "tradeoffs.trial.decision", "tradeoffs.trial.stance"


def banner(current: WorkshopState) -> None:
    """Says that the page shows a trial, with the way back."""
    trial = weighed.trial_of(current)
    if trial is None:
        return
    t = translate()
    choice = next(each for each in queries.choices(current) if each.id == trial[0])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(
            t(
                "Just trying, nothing is saved: “{title}” with {after} instead of {before}. All of this page shows it that way.",
                title=choice.scenario.title[lang()],
                before=t.listing(choice.accepted, style="or"),
                after=trial[1],
            ),
            icon=":material/science:",
        )
        st.button(t("End the trial"), key="tradeoffs.trial.end", on_click=_end, args=(current.workshop.id,))


def section(current: WorkshopState) -> None:
    t = translate()
    with lazy_expander.lazy_expander(
        t("What if we chose differently?"), "tradeoffs.trial", icon=":material/science:"
    ) as opened:
        if opened:
            _panel(current, t)


def _panel(current: WorkshopState, t: Translator) -> None:
    here = lang()
    choices = {choice.id: choice for choice in queries.choices(current)}
    trial = weighed.looked_at(current)
    session.set_value(DECISION, trial[0] if trial else session.value(DECISION, next(iter(choices))))
    if session.value(DECISION) not in choices:
        session.set_value(DECISION, next(iter(choices)))
    left, right = st.columns([1, 1.4], gap="medium")
    with left:
        st.selectbox(
            t("Which decision?"),
            list(choices),
            key=DECISION,
            format_func=lambda decision: choices[decision].scenario.title[here],
            on_change=_end,
            args=(current.workshop.id,),
        )
        choice = choices[session.value(DECISION)]
        session.set_value(STANCE, trial[1] if trial else choice.accepted[0] if len(choice.accepted) == 1 else None)
        st.radio(
            t("Which stance?"),
            LETTERS,
            index=None,
            key=STANCE,
            format_func=lambda letter: f"**{letter}** · {choice.scenario.stance(letter).name[here]}",
            captions=[_where(choice, letter, t) for letter in LETTERS],
            on_change=_try,
            args=(current.workshop.id, choice.id),
        )
    with right:
        if trial is None:
            st.markdown(t("Take one step up or down, and see here and above what it wins and what it gives up."))
        elif choice.scenario.stance(trial[1]).legal == "unlawful":
            _closed(current, choice, trial[1], t)
        else:
            _effects(current, choice, trial[1], t)


def _where(choice: Choice, letter: Letter, t: Translator) -> str:
    """What is known of a stance: chosen, done today, usual, or closed by the law."""
    parts = [t("chosen")] if letter in choice.accepted else []
    if letter == choice.practice:
        parts.append(t("now"))
    if letter == choice.scenario.usual:
        parts.append(t("usual in the sector, our estimate"))
    legal = choice.scenario.stance(letter).legal
    if legal != "lawful":
        parts.append(legal_words(legal, t))
    return " · ".join(parts)


def _closed(current: WorkshopState, choice: Choice, letter: Letter, t: Translator) -> None:
    """A stance that the law closes wins nothing, because nobody may do it; a rule can only say so."""
    law = choice.scenario.stance(letter).law
    st.error(law[lang()] if law is not None else t(LEGAL_NAMES["unlawful"]), icon=":material/block:")
    st.markdown(t("The law closes this stance, so the rule can only say “never”."))
    _kept_as_rule(current, choice, letter, t)


def _effects(current: WorkshopState, choice: Choice, letter: Letter, t: Translator) -> None:
    here = lang()
    stance = choice.scenario.stance(letter)
    for line in _change_words(current, choice.id, letter):
        st.markdown(line)
    if stance.law is not None and stance.legal != "lawful":
        st.warning(stance.law[here], icon=":material/balance:")
    if choice.team != TeamPrice():
        st.caption(t("Your own costs apply to the current rule, and are left out here."))
    _kept_as_rule(current, choice, letter, t)


def _kept_as_rule(current: WorkshopState, choice: Choice, letter: Letter, t: Translator) -> None:
    """The rule that would follow, and the button that keeps it."""
    stance = choice.scenario.stance(letter)
    sentence = _sentence(current, choice.id, letter, today())
    if sentence:
        st.markdown(f"> {plain(sentence)}")
    if current.workshop.stage != "closed" and not (stance.legal == "unlawful" and stance.rule.verb != "never"):
        st.button(
            t("Keep this as our decision"),
            key="tradeoffs.trial.keep",
            icon=":material/check:",
            on_click=_keep,
            args=(current, choice.scenario.id, letter),
        )
        st.caption(
            t("The rule is then drafted again from this stance, and waits to be closed on the page with decisions.")
        )


@cached_by_revision()
def _change_words(current: WorkshopState, decision: str, letter: Letter) -> tuple[str, ...]:
    """What the other stance wins and gives up against the choice as it is."""
    from framework.charts.tradeoff_words import effect_lines, stance_words

    t, here = translate(), lang()
    choice = next(each for each in queries.choices(current) if each.id == decision)
    change = choice.change_to(letter, queries.principles_of(current))
    assert change is not None, "the choice is not this stance alone"
    head = t(
        "From {before} to {after}:",
        before=t.listing(choice.accepted, style="or"),
        after=stance_words(choice.scenario, letter, t),
    )
    lines = ["  \n".join([head, *effect_lines(change, current.deck, t)])]
    stance = choice.scenario.stance(letter)
    for label, words in ((t("What we get"), stance.gives), (t("What it costs"), stance.costs)):
        if words is not None:
            lines.append(f"**{label}:** {words[here]}")
    held = _every_ranking(current, change)
    if held:
        lines.append(
            t(
                "This holds for every ranking of our people: the highest principle that changes gets better for each of them."
            )
            if held == "better"
            else t(
                "This holds for every ranking of our people: the highest principle that changes gets worse for each of them."
            )
        )
    return tuple(lines)


def _every_ranking(current: WorkshopState, change: Comparison) -> str | None:
    """Only of a group of five or more, so that no ranking can be told from it."""
    if current.workshop.kind != "live":
        return None
    rankings = [ranking.cards for ranking in revealed_rankings(queries.full_state(current))]
    return holds_for_every_ranking(change, rankings) if len(rankings) >= ANONYMOUS_FROM else None


@cached_by_revision()
def _sentence(current: WorkshopState, decision: str, letter: Letter, day: date) -> str:
    """The rule that the deck proposes for the stance."""
    item = next((item for item in agenda(current) if decision_id(item) == decision), None)
    return decision_sentence(drafted_decision(current, item, letter, "", day), lang())[0] if item else ""


def _try(workshop: str, decision: str) -> None:
    letter = cast("Letter | None", session.value(STANCE))
    session.set_trial(workshop, (decision, letter) if letter is not None else None)


def _end(workshop: str) -> None:
    session.set_trial(workshop, None)


def _keep(current: WorkshopState, scenario: str, letter: Letter) -> None:
    workshop = current.workshop.id
    with messages.guarded():
        use_cases(workshop).decisions.draft_from_stance(workshop, queries.own_seat(current), scenario, letter)
        session.set_trial(workshop, None)
