"""The editor of a draft: its list of parts, the form of one part, findings and a preview."""

from collections.abc import Mapping, Sequence
from typing import cast

import streamlit as st

from framework.deck import LETTERS, ActivityKind, DeckFinding, Letter, PrincipleCard, Scenario
from framework.deck.checks.check import DeckCheck
from framework.deck.draft_folders import PartFolder
from framework.deck.load import HEAD, Parts
from framework.deck.zip_format import MEDIA_TYPE, file_name, pack
from framework.language import N_, Translator
from framework.workshop.models import Activity
from framework.workshop.scenario_text import fill_names
from pages.ui import messages, nav, session
from pages.ui.deck_editor import draft_queries, forms
from pages.ui.deck_editor.draft_fields import DraftForm
from pages.ui.i18n import lang, plain, translate
from pages.ui.principles import own_ranking
from pages.ui.scenarios import own_ballot
from pages.ui.use_cases import member_use_cases

FOLDERS: dict[str, tuple[str, str]] = {
    "principles": (N_("Cards"), N_("Add a card")),
    "scenarios": (N_("Dilemmas"), N_("Add a dilemma")),
    "activities": (N_("Activity kinds"), N_("Add a kind")),
}
UNWRITTEN = N_("[not written yet]")
MAX_SHOWN_FINDINGS = 30


def toolbar(draft: str, check: DeckCheck) -> None:
    """Buttons to go back, download and install."""
    t = translate()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("All own decks"), key="deck.back", icon=":material/arrow_back:", type="tertiary", on_click=_leave)
        st.download_button(
            t("Download"),
            data=lambda: pack(draft_queries.drafts().files(draft)),
            file_name=file_name(draft, str(check.parts.head.get("version", "0"))),
            mime=MEDIA_TYPE,
            key="deck.download",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button(
            t("Make available"),
            key="deck.shelve",
            type="primary",
            icon=":material/shelves:",
            disabled=bool(check.errors),
            help=t("Fix the errors first.") if check.errors else t("New workshops can then use this version."),
            on_click=_install,
            args=(draft,),
        )


def _leave() -> None:
    nav.set_params(d=None, f=None)


def _install(draft: str) -> None:
    with messages.guarded():
        name = member_use_cases().decks.install(draft_queries.drafts().files(draft))
        session.notify(
            "success", translate()("The deck was imported as “{name}”. Choose it when you start a workshop.", name=name)
        )


def part_list(draft: str, files: Sequence[str], check: DeckCheck, file: str) -> None:
    """The parts of the deck; those with findings have a mark."""
    t = translate()
    told = {finding.file: finding.severity for finding in reversed(check.findings)}
    st.button(
        f"{t('The deck itself')}{_mark(told.get(HEAD))}",
        key="deck.part.head",
        type="primary" if file == HEAD else "secondary",
        on_click=_show,
        args=(draft, HEAD),
    )
    names = {
        **{f"principles/{one}.toml": card.name[lang()] for one, card in check.parts.cards.items()},
        **{f"activities/{one}.toml": kind.name[lang()] for one, kind in check.parts.kinds.items()},
    }
    for column, (folder, (heading, adding)) in zip(
        st.columns(len(FOLDERS), gap="medium"), FOLDERS.items(), strict=True
    ):
        own = [name for name in files if name.startswith(f"{folder}/")]
        key = f"deck.parts.{folder}"
        session.sync_field(key, file if file in own else None)
        with column:
            st.pills(
                t(heading),
                own,
                key=key,
                format_func=lambda name: f"{plain(names.get(name) or forms.part_label(name))}{_mark(told.get(name))}",
                on_change=_chosen,
                args=(draft, key),
                wrap=True,
            )
            st.button(
                t(adding),
                key=f"deck.add.{folder}",
                icon=":material/add:",
                type="tertiary",
                on_click=_add,
                args=(draft, folder),
            )


def _mark(severity: str | None) -> str:
    return {"error": " ✗", "warning": " !"}.get(severity or "", "")


def _show(draft: str, file: str) -> None:
    nav.set_params(d=draft, f=file)


def _chosen(draft: str, key: str) -> None:
    if session.value(key) is not None:
        _show(draft, session.value(key))


def _add(draft: str, folder: PartFolder) -> None:
    with messages.guarded():
        _show(draft, draft_queries.drafts().add_part(draft, folder))


def form(draft: str, file: str, check: DeckCheck) -> None:
    """The form of one part."""
    here = lang()
    if any(finding.code in {"toml", "not-utf8", "too-large"} for finding in check.about(file)):
        st.info(translate()("This file cannot be read. Fix it in a text editor first; then you can change it here."))
        return
    sheet = DraftForm(draft, file)
    names = {one: card.name[here] for one, card in check.parts.cards.items()}
    weighed = {one: card.name[here] for one, card in check.parts.cards.items() if card.scored}
    kinds = {one: kind.name[here] for one, kind in check.parts.kinds.items()}
    folder = file.partition("/")[0]
    if folder == "principles":
        forms.card(sheet, names, kinds)
    elif folder == "scenarios":
        forms.scenario(sheet, weighed, kinds)
    elif folder == "activities":
        forms.kind(sheet)
    else:
        forms.head(sheet)
    if folder in FOLDERS:
        _removing(draft, file)


def _removing(draft: str, file: str) -> None:
    t = translate()
    with st.popover(t("Remove this part"), key=f"deck.out.{file}", type="tertiary"):
        st.markdown(t("This cannot be undone."))
        st.button(t("Remove it"), key=f"deck.out.sure.{file}", on_click=_remove, args=(draft, file))


def _remove(draft: str, file: str) -> None:
    with messages.guarded():
        draft_queries.drafts().remove_part(draft, file)
        _show(draft, HEAD)


def findings(file: str, check: DeckCheck) -> None:
    """Findings on this part, and a summary of the rest of the deck."""
    t = translate()
    own = check.about(file)
    for finding in own[:MAX_SHOWN_FINDINGS]:
        show = st.error if finding.severity == "error" else st.warning
        show(plain(_finding_sentence(finding, t)))
    if len(own) > MAX_SHOWN_FINDINGS:
        st.caption(t.plural("and {count} more", "and {count} more", len(own) - MAX_SHOWN_FINDINGS))
    if not own:
        st.success(t("Nothing to fix here."))
    elsewhere = len(check.findings) - len(own)
    if elsewhere:
        st.caption(t.plural("{count} finding in other parts.", "{count} findings in other parts.", elsewhere))


def _finding_sentence(finding: DeckFinding, t: Translator) -> str:
    return f"{finding.place}: {finding.message(t)}" if finding.place else finding.message(t)


def preview(draft: str, file: str, check: DeckCheck) -> None:
    """The part as participants see it."""
    t = translate()
    folder = file.partition("/")[0]
    if folder not in {"principles", "scenarios"}:
        return
    st.header(t("As participants see it"), anchor=False)
    part = draft_queries.preview_part(draft, file, t(UNWRITTEN))
    kinds = check.parts.kinds
    with st.container(border=True, key="deck.preview"):
        if isinstance(part, PrincipleCard):
            examples = [
                f"*{plain(kinds[kind].name[lang()])}*: {words[lang()]}"
                for kind, words in part.examples.items()
                if kind in kinds
            ]
            place = check.parts.order.index(part.id) + 1 if part.id in check.parts.order else len(check.parts.order)
            own_ranking.card_text(
                part, t("Card {number} of {all}", number=place, all=len(check.parts.order)), examples[:3]
            )
        elif isinstance(part, Scenario):
            _scenario(part, kinds, check.parts)
        else:
            st.markdown(t("The preview appears once the errors above are fixed."))


def _scenario(part: Scenario, kinds: Mapping[str, ActivityKind], parts: Parts) -> None:
    t, here = translate(), lang()
    kind = next((kinds[one] for one in part.kinds if one in kinds), None)
    name = plain(kind.name[here]) if kind else t("your activity")
    supplier = t("your supplier")
    about = Activity(id="preview", position=1, kind=kind.id if kind else "", name=name, supplier=supplier)
    own_ballot.dilemma_text(fill_names(part, about, kind.facts if kind else {}, here, name, supplier), part.id)
    key = f"deck.preview.{part.id}"
    st.radio(
        t("Your stance"),
        LETTERS,
        index=None,
        key=key,
        format_func=lambda letter: f"**{letter}** · {part.stance(letter).name[here]}",
        captions=[stance.behaviour[here] for stance in part.stances],
        label_visibility="collapsed",
    )
    if session.value(key) is not None:
        own_ballot.stance_effects(part, cast("Letter", session.value(key)), parts, ())
