"""A dilemma of a self-assessment: situation, stances, and after the answer what the stance gives and costs."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from framework.analysis.price import Price, price
from framework.charts.tradeoff_words import Cards, against_words, effect_lines, row_name
from framework.deck import LETTERS, Letter, Scenario
from framework.language import Translator
from framework.language.labels import CONFIDENCE_NAMES, I_OBJECT, LEGAL_NAMES
from framework.law.wording import article_words
from framework.workshop.agenda import FIRST_SCENARIOS, AgendaItem, ballot_of, practice_of
from framework.workshop.field_types import PracticeAnswer
from framework.workshop.models import CONFIDENCES, Ballot, WorkshopState
from framework.workshop.scenario_text import ScenarioText, fill_names
from pages.ui import fields, large_type, messages, nav, queries, session
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

READING_WIDTH = 820


def chooser(current: WorkshopState, items: tuple[AgendaItem, ...], item: AgendaItem) -> None:
    """All proposed dilemmas by number; answered ones have a tick."""
    t = translate()
    seat = queries.own_seat(current)
    answered = {each.scenario.id: bool((ballot := ballot_of(current, seat, each)) and ballot.stance) for each in items}
    numbers = {each.scenario.id: number for number, each in enumerate(items, start=1)}
    session.sync_field("scenario.open", item.scenario.id)
    st.pills(
        t("Dilemmas that touch your activities"),
        list(numbers),
        key="scenario.open",
        format_func=lambda key: f"{numbers[key]} ✓" if answered[key] else str(numbers[key]),
        required=True,
        on_change=_opened,
        wrap=True,
    )
    done = sum(answered.values())
    first = min(len(items), FIRST_SCENARIOS)
    words = t("{done} of {all} answered.", done=done, all=len(items))
    if len(items) > first and done < first:
        words += " " + t("The first {first} are enough for now; the rest can follow later.", first=first)
    st.caption(words)


def _opened() -> None:
    nav.set_params(s=session.value("scenario.open"))


def question(current: WorkshopState, item: AgendaItem) -> Ballot:
    """The dilemma and the form for its answer; returns the stored ballot, which may be empty."""
    t, here = translate(), lang()
    scenario = item.scenario
    seat = queries.own_seat(current)
    blank = Ballot(seat=seat, scenario=scenario.id, activity=item.activity.id)
    ballot = session.remember(f"ballot.{scenario.id}.{item.activity.id}", ballot_of(current, seat, item) or blank)
    key = f"ballot.{scenario.id}.{item.activity.id}"
    told = fill_names(
        scenario,
        item.activity,
        queries.facts_of(current, item.activity),
        here,
        plain(item.activity.name),
        plain(item.activity.supplier),
    )
    dilemma_text(told, scenario.id)
    names = [stance.name[here] for stance in scenario.stances]
    behaviours = [stance.behaviour[here] for stance in scenario.stances]
    with large_type.reading_container(f"stances-{scenario.id}", READING_WIDTH):
        fields.stances(
            t("Your stance"),
            f"{key}.stance",
            ballot.stance,
            LETTERS,
            names,
            behaviours,
            _save(current, ballot, "stance"),
        )
    if ballot.stance is None:
        st.caption(
            t(
                "Choose what you think is right, not what you do now. After your answer you see what a stance gives and costs."
            )
        )
        return ballot
    _rest_of_ballot(current, item, ballot, key, t)
    return ballot


def dilemma_text(told: ScenarioText, name: str) -> None:
    """The dilemma up to its question, also for the deck editor's preview. ``name``: the scenario's id."""
    t = translate()
    with large_type.reading_container(f"story-{name}", READING_WIDTH):
        st.header(told.title, anchor=False)
        st.caption(t("Why this dilemma? {why}", why=told.why))
        st.markdown(told.situation)
        if told.details:
            st.markdown(f"**{t('In your case')}**\n\n" + "\n".join(f"- {detail}" for detail in told.details))
        if told.voice is not None:
            with st.container(border=True, gap="xsmall"):
                st.caption(f":material/record_voice_over: {t('To read aloud')} · {told.voice_name}")
                st.markdown(told.voice)
        st.subheader(told.question, anchor=False)


def _rest_of_ballot(current: WorkshopState, item: AgendaItem, ballot: Ballot, key: str, t: Translator) -> None:
    scenario = item.scenario
    left, right = st.columns(2)
    with left:
        fields.choice(
            t("How sure are you?"),
            f"{key}.confidence",
            ballot.confidence,
            CONFIDENCES,
            _save(current, ballot, "confidence"),
            words=lambda value: t(CONFIDENCE_NAMES[value]),
        )
    with right:
        practice = practice_of(current, ballot.seat, scenario.id, item.activity.id)
        fields.choice(
            t("And what do we do today?"),
            f"{key}.practice",
            practice,
            (*LETTERS, "unknown"),
            _save_practice(current, ballot),
            words=lambda value: t("don’t know") if value == "unknown" else value,
            help=t(
                "What really happens with “{activity}” now, as far as you know.", activity=plain(item.activity.name)
            ),
        )
    fields.text_line(
        t("Why? One line is enough."),
        f"{key}.reason",
        ballot.reason,
        _save(current, ballot, "reason"),
        placeholder=t("Because …"),
    )
    fields.checkbox(
        t(I_OBJECT),
        f"{key}.objection",
        ballot.objection,
        _save(current, ballot, "objection"),
        help=t(
            "Not a preference but a limit: it has to be put into words before the decision can close, and it can become a red line."
        ),
    )


def _save(current: WorkshopState, ballot: Ballot, field: str) -> Callable[[Any], None]:
    name = f"ballot.{ballot.scenario}.{ballot.activity}"
    workshop_id = current.workshop.id

    def save(value: Any) -> None:
        if value is None:
            return
        base = session.recall(name, Ballot)
        mine = base.model_copy(update={field: value})

        def keep() -> None:
            newest = queries.latest_ballot(workshop_id, base)
            use_cases(workshop_id).self_assessment.save_ballot(
                workshop_id, newest, newest.model_copy(update={field: value})
            )

        with messages.guarded(keep):
            use_cases(workshop_id).self_assessment.save_ballot(workshop_id, base, mine)

    return save


def _save_practice(current: WorkshopState, ballot: Ballot) -> Callable[[Any], None]:
    def save(value: Any) -> None:
        if value is None:
            return
        with messages.guarded():
            use_cases(current.workshop.id).self_assessment.record_practice(
                current.workshop.id, ballot.seat, ballot.scenario, ballot.activity, value
            )

    return save


def effects(current: WorkshopState, scenario: Scenario, ballot: Ballot) -> None:
    """What the chosen stance wins and gives up, against what is done today where that is known."""
    assert ballot.stance is not None
    practice = practice_of(current, ballot.seat, scenario.id, ballot.activity)
    stance_effects(scenario, ballot.stance, current.deck, queries.own_ranking(current), practice)


def stance_effects(
    scenario: Scenario,
    letter: Letter,
    cards: Cards,
    ranking: Sequence[str],
    practice: PracticeAnswer | None = None,
) -> None:
    """What a stance wins and gives up, its legal mark, and the turning question; also for the preview.

    ``ranking``: the reader's own five, which come first.
    """
    t, here = translate(), lang()
    stance = scenario.stance(letter)
    with st.container(border=True):
        st.subheader(
            t("What {letter} · {name} wins and gives up", letter=stance.letter, name=stance.name[here]), anchor=False
        )
        if stance.legal != "lawful" and stance.law is not None:
            articles = ", ".join(article_words(article, t) for article in stance.articles)
            mark = f"**{t(LEGAL_NAMES[stance.legal])}.**"
            if stance.legal == "unlawful":
                st.error(
                    t("{mark} {why} ({articles}) You may hold this view, but it cannot become a rule.",
                      mark=mark, why=stance.law[here], articles=articles),
                    icon=":material/block:",
                )  # fmt: skip
            else:
                st.warning(
                    f"{mark} {stance.law[here]} ({articles})",
                    icon=":material/balance:",
                )
        for line in _price_lines(scenario, price(scenario, [letter], practice, ranking=ranking), cards, t):
            st.markdown(line)
        st.caption(
            t(
                "Which stance is better for what is a first judgement by the makers of the deck: feel free to disagree. "
                "Nothing is added up."
            )
        )
    st.info(f"**{t('Food for thought')}**  \n{scenario.turning_question[here]}", icon=":material/psychology_alt:")
    with st.expander(t("What the law says here")):
        st.markdown(scenario.law[here])


def _price_lines(scenario: Scenario, found: Price, cards: Cards, t: Translator) -> list[str]:
    """The stance's own words, then each comparison; against today or what is usual with the reason for each principle."""
    here = t.lang
    stance = scenario.stance(found.chosen[0])
    said = [
        f"**{label}:** {words[here]}"
        for label, words in ((t("What we get"), stance.gives), (t("What it costs"), stance.costs))
        if words is not None
    ]
    lines = ["  \n".join(said)] if said else []
    for each in found.comparisons:
        parts = [f"*{against_words(scenario, each, t)}:*"]
        left = scenario.stance(each.stance).gives
        if each is found.reference and left is not None:
            parts.append(f"**{t('What we leave on the table')}:** {left[here]}")
        parts += effect_lines(each, cards, t)
        lines.append("  \n".join(parts))
    if found.reference is not None:
        reasons = {weight.principle: weight.why[here] for weight in scenario.weights}
        moved = [effect for effect in (*found.reference.better, *found.reference.worse) if effect.axis == "principle"]
        lines.append("\n".join(f"- {row_name(cards, effect.row, t)}: {reasons[effect.row]}" for effect in moved))
    return [line for line in lines if line]


def neighbour_links(items: tuple[AgendaItem, ...], item: AgendaItem) -> None:
    """Links to the previous and next dilemma."""
    t = translate()
    at = items.index(item)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(
            t("Previous dilemma"),
            key="scenario.previous",
            icon=":material/chevron_left:",
            disabled=at == 0,
            on_click=_show_scenario,
            args=(items[max(at - 1, 0)].scenario.id,),
        )
        st.button(
            t("Next dilemma"),
            key="scenario.next",
            type="primary",
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=at + 1 >= len(items),
            on_click=_show_scenario,
            args=(items[min(at + 1, len(items) - 1)].scenario.id,),
        )


def _show_scenario(scenario_id: str) -> None:
    nav.set_params(s=scenario_id)
