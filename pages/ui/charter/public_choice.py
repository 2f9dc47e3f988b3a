"""What stands on the public page: ticks, beside the page as it would be published."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from framework.charter.public_edition import has_unchosen_number, is_running, rule_in_words, ticks_that_hold
from framework.charter.public_page import words_in
from framework.text import Worded
from framework.workshop.field_types import PRINCIPLES
from framework.workshop.governance import promises as catalogue
from framework.workshop.governance.customers import customer_texts
from framework.workshop.governance.records import PublicUse
from framework.workshop.models import CharterTexts, Framework, FrameworkActivity, Promise, Rule, WorkshopState
from framework.workshop.rule_grammar import red_line_sentence
from pages.ui import fields, lazy_expander, messages, queries
from pages.ui.charter import public_preview
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

Change = Callable[[CharterTexts], dict[str, Any]]


def public_choice(current: WorkshopState, drafted: Framework) -> None:
    """Ticks for the version that would be published: the one adopted last, else the draft."""
    t = translate()
    framework = public_preview.to_publish(current, drafted)
    if not (framework.rules or framework.red_lines):
        return
    with lazy_expander.lazy_expander(
        t("The public page: what customers read"), "charter.public", icon=":material/public:"
    ) as opened:
        if not opened:
            return
        public_preview.state(current, framework)
        ticks, page = st.columns([5, 6], gap="large")
        with ticks:
            _ticks(current, framework)
        with page, st.container(key="charter_public_page"):
            public_preview.page(current, framework)


def _ticks(current: WorkshopState, framework: Framework) -> None:
    t, workshop_id = translate(), current.workshop.id
    can_be = ticks_that_hold(framework, current)
    st.markdown(
        t(
            "Tick what customers and anyone else may read: in the agreed words, on one page. Nothing is public until you tick it, "
            "and a sentence that changes loses its tick."
        )
    )
    about = [one for one in (*_ids(framework), PRINCIPLES) if one in can_be]
    with st.container(horizontal=True):
        st.button(
            t("Tick all rules and red lines"),
            key="charter.public.all",
            on_click=_save,
            args=(workshop_id, lambda texts: {"public": _with(texts, [one for one in about if one != PRINCIPLES])}),
        )
        st.button(
            t("Untick everything"),
            key="charter.public.none",
            type="tertiary",
            on_click=_save,
            args=(workshop_id, lambda _: {"public": (), "public_checks": (), "public_uses": ()}),
        )
    _red_lines(current, framework, can_be)
    _rules(current, framework, can_be)
    _uses(current, framework)
    _promises(current, framework)
    _rest(current, framework, can_be)


def _ids(framework: Framework) -> Iterable[str]:
    return (*(line.id for line in framework.red_lines), *(rule.decision for rule in framework.rules))


def _counted(words: str, shown: str = "") -> str:
    """A label with how many words it takes. ``shown``: what stands before it, as Markdown."""
    t = translate()
    count = len(words_in((words,)))
    words_counted = t.plural("{count} word", "{count} words", count).replace(" ", "\xa0")
    return f"{shown}{plain(words)}\xa0:gray[· {words_counted}]"


def _tick(current: WorkshopState, about: str, label: str, can_be: frozenset[str]) -> bool:
    """A tick; where the sentence says something else today, only the sentence and why there is none."""
    t = translate()
    if about not in can_be:
        st.markdown(label)
        st.caption(t("Changed since this version. Adopt the new words first; then they can be ticked."))
        return False
    ticked = about in (current.texts.public or ())
    fields.checkbox(label, f"charter.public.{about}", ticked, _toggle(current.workshop.id, about))
    return ticked


def _toggle(workshop_id: str, about: str) -> fields.Save:
    return lambda on: _save(
        workshop_id,
        lambda texts: {"public": _with(texts, (about,)) if on else _without(texts.public or (), about)},
    )


def _with(texts: CharterTexts, about: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*(texts.public or ()), *about}))


def _without(ids: Iterable[str], about: str) -> tuple[str, ...]:
    return tuple(one for one in ids if one != about)


def _red_lines(current: WorkshopState, framework: Framework, can_be: frozenset[str]) -> None:
    if framework.red_lines:
        st.markdown(f"**{translate()('What we never do')}**")
    for line in framework.red_lines:
        _tick(current, line.id, _counted(red_line_sentence(line.wording, lang())[0]), can_be)


def _rules(current: WorkshopState, framework: Framework, can_be: frozenset[str]) -> None:
    t = translate()
    if framework.rules:
        st.markdown(f"**{t('What we have agreed')}**")
    for rule in framework.rules:
        label = _counted(rule_in_words(rule, framework.lang).text(lang()), f"**R{rule.number}** ")
        if not _tick(current, rule.decision, label, can_be):
            continue
        with st.container(key=f"charter_public_under_{rule.number}"):
            if _does_otherwise(framework, rule):
                st.caption(t("You do this differently today."))
            if not has_unchosen_number(rule.check):
                _check(current, rule)


def _check(current: WorkshopState, rule: Rule) -> None:
    def save(on: Any) -> None:
        def change(texts: CharterTexts) -> dict[str, Any]:
            left = _without(texts.public_checks, rule.decision)
            return {"public_checks": (*left, rule.decision) if on else left}

        _save(current.workshop.id, change)

    label = _counted(rule.check.text(lang()), f"*{translate()('How we check it:')}* ")
    ticked = rule.decision in current.texts.public_checks
    fields.checkbox(label, f"charter.public.check.{rule.decision}", ticked, save)


def _does_otherwise(framework: Framework, rule: Rule) -> bool:
    """Whether what the team says it does today is none of the stances that the rule accepts."""
    answers = [one.practice for one in framework.stances if one.scenario == rule.scenario] or [rule.practice]
    return any(answer not in (None, "unknown", *rule.accepted) for answer in answers)


def _uses(current: WorkshopState, framework: Framework) -> None:
    t = translate()
    running = [one for one in framework.activities if is_running(one)]
    if running:
        st.markdown(f"**{t('What we use AI for')}**")
        st.caption(t("In plain words and without a supplier, such as “choosing offers”."))
    chosen = {one.activity: one for one in current.texts.public_uses}
    for activity in running:
        _use(current, activity, chosen.get(activity.id))


def _use(current: WorkshopState, activity: FrameworkActivity, chosen: PublicUse | None) -> None:
    here, workshop_id = lang(), current.workshop.id

    def save(words: str | None) -> None:
        def change(texts: CharterTexts) -> dict[str, Any]:
            others = tuple(one for one in texts.public_uses if one.activity != activity.id)
            mine = PublicUse(activity=activity.id, words=Worded.typed(here, words)) if words else None
            return {"public_uses": (*others, mine) if mine else others}

        _save(workshop_id, change)

    fields.checkbox(
        plain(activity.name),
        f"charter.public.use.{activity.id}",
        chosen is not None,
        lambda on: save(activity.name if on else None),
    )
    if chosen is not None:
        with st.container(key=f"charter_public_under_{activity.id}"):
            fields.text_line(
                translate()("In plain words"),
                f"charter.public.words.{activity.id}",
                chosen.words.text(here),
                lambda words: save(words or activity.name),
            )


def _promises(current: WorkshopState, framework: Framework) -> None:
    t, here = translate(), lang()
    said = {one.id: one for one in current.promises}
    made = [text for text, _ in catalogue.made(framework.promises) if text.publishable and text.id in said]
    if made:
        st.markdown(f"**{t('What customers may expect of us')}**")
    for text in made:
        promise = said[text.id]
        words, _ = catalogue.sentence(text, promise, framework.texts, here)
        fields.checkbox(
            _counted(words), f"charter.public.promise.{text.id}", promise.public, _publish(current.workshop.id, text.id)
        )


def _publish(workshop_id: str, promise_id: str) -> fields.Save:
    def save(on: Any) -> None:
        with messages.guarded():
            newest = next(one for one in queries.public_state(workshop_id).promises if one.id == promise_id)
            mine = Promise.model_validate({**newest.model_dump(), "public": bool(on)})
            use_cases(workshop_id).charter.answer_promise(workshop_id, newest, mine)

    return save


def _rest(current: WorkshopState, framework: Framework, can_be: frozenset[str]) -> None:
    """What comes first, and facts about the organisation."""
    t, here = translate(), lang()
    st.markdown(f"**{t('And further')}**")
    cards = [card for one in framework.principles if (card := current.deck.card(one)) is not None]
    if cards:
        names = t.listing(card.name[here] for card in cards[:3])
        said = " ".join(f"{card.name[here]} {card.essence[here]}" for card in cards[:3])
        count = t.plural("{count} word", "{count} words", len(words_in((said,))))
        label = t("What comes first: {principles}", principles=plain(names))
        _tick(current, PRINCIPLES, f"{label} :gray[· {count}]", can_be)
    for fact in customer_texts().facts:
        _tick(current, fact.id, _counted(fact.text[here]), can_be)


def _save(workshop_id: str, change: Change) -> None:
    """Saves ticks on top of the newest ones: a tick here undoes none of another window."""
    with messages.guarded():
        newest = queries.public_state(workshop_id).texts
        use_cases(workshop_id).charter.edit_texts(workshop_id, newest, newest.model_copy(update=change(newest)))
