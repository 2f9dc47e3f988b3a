"""What holds the adoption of a charter, each with a press that leads to the field; and what should be known besides."""

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from framework.workshop.governance.adoption import TRAINING
from framework.workshop.governance.adoption_findings import Caution, Obstacle, Place, Step
from framework.workshop.models import WorkshopKind, WorkshopState
from pages.ui import nav, queries
from pages.ui.charter import files
from pages.ui.i18n import plain, translate
from pages.ui.law.questionnaire import SUMMARY
from pages.ui.lazy_expander import lazy_expander
from pages.ui.revision_cache import cached_by_revision
from pages.ui.use_cases import use_cases

_STEPS: tuple[Step, ...] = ("inventory", "law_check", "decisions", "promises")


def ready(current: WorkshopState) -> bool:
    """Whether nothing holds adoption."""
    return not _obstacles(current)


def what_is_left(current: WorkshopState) -> None:
    """Lists it, step by step, and what should be known besides."""
    t = translate()
    holding, known = _obstacles(current), _cautions(queries.full_state(current))
    if holding:
        st.markdown(f"**{_count(current)}** {t('A proposal can be saved at any time.')}")
        _by_step(current, holding, "left")
    if known:
        title = t.plural(
            "{count} thing to know before you adopt", "{count} things to know before you adopt", len(known)
        )
        with lazy_expander(title, "charter.cautions", icon=":material/info:") as shown:
            if shown:
                _by_step(current, known, "known")


def in_short(current: WorkshopState) -> None:
    """How much is left, and the list in a fold: for the console, which has the room to look after."""
    holding = _obstacles(current)
    if holding:
        with lazy_expander(_count(current), "charter.left", icon=":material/checklist:") as shown:
            if shown:
                _by_step(current, holding, "left")


def _count(current: WorkshopState) -> str:
    return translate().plural(
        "{count} thing is left before you can adopt.",
        "{count} things are left before you can adopt.",
        len(_obstacles(current)),
    )


@cached_by_revision()
def _obstacles(current: WorkshopState) -> tuple[Obstacle, ...]:
    """No answer of a room bears on it, so the state without them will do, which changes less often."""
    return use_cases(current.workshop.id).charter.obstacles(current)


@cached_by_revision()
def _cautions(current: WorkshopState) -> tuple[Caution, ...]:
    """``current``: with answers."""
    return use_cases(current.workshop.id).charter.cautions(current, files.draft(current))


def _by_step(current: WorkshopState, found: Sequence[Obstacle | Caution], key: str) -> None:
    t, kind = translate(), current.workshop.kind
    at_step: dict[Step, list[Obstacle | Caution]] = defaultdict(list)
    for one in found:
        at_step[one.place.step].append(one)
    for step in _STEPS:
        if not at_step[step]:
            continue
        spec = nav.spec_of(_page(kind, step))
        st.markdown(f"{spec.icon} **{t(spec.title)}**")
        with st.container(key=f"charter.{key}.{step}", gap="xsmall"):
            for one in at_step[step]:
                page, params = address(current, one.place)
                st.page_link(
                    nav.streamlit_page(page),
                    label=plain(one.sentence(t)),
                    icon=":material/arrow_forward:",
                    query_params=nav.link_params(**params),
                )


def address(current: WorkshopState, place: Place) -> tuple[str, dict[str, str]]:
    """The page on which something is mended, and what goes into its address; ``at`` is the key of the field."""
    page, about, field = _page(current.workshop.kind, place.step), place.about, place.field
    if place.step == "inventory":
        return page, {"a": about, "at": f"activity.{about}.{field}"}
    if place.step == "law_check":
        return page, {"a": about, "p": SUMMARY, "m": field, "at": f"law.measure.{about}.{field}.owner"}
    if place.step == "promises":
        return page, {"p": about, "at": _promise_field(current, about, field)}
    decision = next((one for one in current.decisions if one.id == about), None)
    return page, {"s": decision.scenario, "at": f"{about}.{field}"} if decision is not None else {}


def _promise_field(current: WorkshopState, about: str, field: str) -> str:
    if about == "people":
        return f"people.{field}"
    if about == TRAINING:
        told = [one.id for one in current.training if not one.withdrawn]
        return f"training.edit.{told[0]}" if told else "training.form.new.what"
    return f"promise.{field}" if field else _FIRST.get(about, "")


_FIRST = {
    "stopping": "promise.stop",
    "new_uses": "promise.gate",
    "incidents": "promise.tell",
}
"""The field to begin with, by topic of the promises."""


def _page(kind: WorkshopKind, step: Step) -> str:
    return "decide" if step == "decisions" and kind == "live" else step
