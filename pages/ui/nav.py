"""The table of all pages, and the only file that touches query parameters.

Addresses are the same in both languages and can be shared: they have the workshop (``w``), the language (``lang``) and
what is shown (``a`` activity, ``s`` scenario, ``c`` card, ``d`` own deck, ``f`` file of it, ``p`` place, ``m`` measure, ``at`` the field
that somebody came for).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from framework.language import N_
from framework.workshop.models import Stage, WorkshopKind
from framework.workshop.progress import StepId
from pages.ui import session

PAGES_DIR = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page; ``key`` is its address. ``kinds``: kinds of workshop it is for; empty for pages without a workshop.

    ``step``: its step of a self-assessment; None for pages of live workshops only. ``under``: key of the page whose
    step it belongs to, for a second view of the same step. ``later``: no step, but for what comes once there is a framework.
    """

    key: str
    title: str
    icon: str
    step: StepId | None = None
    wide: bool = False
    under: str = ""
    kinds: tuple[WorkshopKind, ...] = ("self", "live")
    later: bool = False

    @property
    def needs_workshop(self) -> bool:
        """Whether it needs a workshop."""
        return bool(self.kinds)

    @property
    def file(self) -> Path:
        return PAGES_DIR / f"{self.key}.py"


_SELF: tuple[WorkshopKind, ...] = ("self",)
_LIVE: tuple[WorkshopKind, ...] = ("live",)
PAGES: tuple[PageSpec, ...] = (
    PageSpec("start", N_("Start"), ":material/home:", kinds=()),
    PageSpec("prepare", N_("Prepare"), ":material/event_note:", wide=True, kinds=_LIVE),
    PageSpec("inventory", N_("Inventory"), ":material/inventory_2:", "inventory", wide=True),
    PageSpec("law_check", N_("Law check"), ":material/balance:", "law_check", wide=True),
    PageSpec("law_overview", N_("Law overview"), ":material/grid_view:", wide=True, under="law_check"),
    PageSpec("principles", N_("Principles"), ":material/explore:", "principles", wide=True, kinds=_SELF),
    PageSpec("scenarios", N_("Dilemmas"), ":material/alt_route:", "scenarios", wide=True, kinds=_SELF),
    PageSpec("console", N_("Facilitate"), ":material/groups:", wide=True, kinds=_LIVE),
    PageSpec("decisions", N_("Decisions"), ":material/gavel:", "decisions", wide=True, kinds=_SELF),
    PageSpec("decide", N_("Decisions of the group"), ":material/gavel:", wide=True, kinds=_LIVE),
    PageSpec("tradeoffs", N_("Trade-offs"), ":material/compare_arrows:", "tradeoffs", wide=True),
    PageSpec("promises", N_("How we keep to it"), ":material/handshake:", "promises", wide=True),
    PageSpec("charter", N_("Charter"), ":material/history_edu:", "charter", wide=True),
    PageSpec("actions", N_("Actions"), ":material/checklist:", wide=True, later=True),
    PageSpec("logbook", N_("Logbook"), ":material/menu_book:", wide=True, later=True),
    PageSpec("deck", N_("Own decks"), ":material/edit_note:", wide=True, kinds=()),
)
HOME: dict[WorkshopKind, str] = {"self": "inventory", "live": "prepare"}
"""The page where a workshop opens; a live workshop under way opens at the console (`home_of`)."""


def pages_for(kind: WorkshopKind) -> tuple[PageSpec, ...]:
    """The pages of a workshop of this kind, in order."""
    return tuple(spec for spec in PAGES if kind in spec.kinds)


def steps_for(kind: WorkshopKind) -> tuple[PageSpec, ...]:
    """The pages of a workshop of this kind that are steps, in order."""
    return tuple(spec for spec in pages_for(kind) if not (spec.under or spec.later))


def home_of(kind: WorkshopKind, stage: Stage) -> str:
    """Key of the page where a workshop opens."""
    if kind == "live" and stage in ("session", "draft", "follow_up"):
        return "console"
    return "charter" if kind == "live" and stage in ("adopted", "closed") else HOME[kind]


@cache
def streamlit_page(key: str) -> st.Page:
    """Streamlit's page object. The start page is the default page, at the address without a path."""
    spec = spec_of(key)
    return st.Page(spec.file, title=spec.key, url_path=spec.key, default=spec.key == "start")


def spec_of(key: str) -> PageSpec:
    return next(spec for spec in PAGES if spec.key == key)


def link_params(**more: str | None) -> dict[str, str]:
    """Query parameters for a link from this window: workshop and language, plus ``more``."""
    given = {"w": session.workshop_id(), "lang": session.lang(), **more}
    return {key: value for key, value in given.items() if value}


def open_page(key: str, **more: str | None) -> None:
    """Switches to another page. The only caller of ``st.switch_page``, so that query parameters are always passed on."""
    st.switch_page(streamlit_page(key), query_params=link_params(**more))


def leads_to(*fields: str) -> bool:
    """Whether the press that led here is about one of these fields, by their keys; a key may be the beginning of one."""
    at = param("at")
    return at is not None and at.startswith(fields)


def param(name: str) -> str | None:
    return st.query_params.get(name)


def set_params(**more: str | None) -> None:
    """Puts what is shown into the address, so that reload and the back button keep it."""
    wanted = link_params(**more)
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)


def set_lang_param(chosen: str) -> None:
    """Changes the language in the address and leaves the rest of it alone."""
    st.query_params["lang"] = chosen
