"""What the public edition shows: a tick per rule, per red line, and for the order of the principles."""

import streamlit as st

from framework.workshop.field_types import PRINCIPLES
from framework.workshop.models import Framework, WorkshopState
from framework.workshop.rule_grammar import red_line_sentence, rule_sentence
from pages.ui import fields, lazy_expander
from pages.ui.charter.adoption import save_text
from pages.ui.i18n import lang, plain, translate


def public_choice(current: WorkshopState, drafted: Framework) -> None:
    """Ticks, each beside the sentence as it would be printed; nothing is public until it is ticked."""
    t, here = translate(), lang()
    ticked = set(current.texts.public or ())
    sentences: dict[str, str] = {}
    for rule in drafted.rules:
        used = here if here in rule.wording else next(iter(rule.wording))
        words = plain(rule_sentence(rule.wording[used], rule.verb, rule.exception_role, used))
        sentences[rule.decision] = f"**{rule.number}.** {words}"
    for line in drafted.red_lines:
        sentences[line.id] = f":material/front_hand: {plain(red_line_sentence(line.wording, here)[0])}"
    if drafted.principles:
        sentences[PRINCIPLES] = t("What we put first: our principles, in their order")
    if not sentences:
        return

    def save(about: str) -> fields.Save:
        return lambda on: save_text(
            current.workshop.id, "public", tuple(sorted(ticked | {about} if on else ticked - {about}))
        )

    with lazy_expander.lazy_expander(
        t("What is in the public edition"), "charter.public", icon=":material/public:"
    ) as opened:
        if opened:
            st.caption(t("Tick what anyone outside may read. Change a sentence later, and its tick is gone."))
            for about, words in sentences.items():
                fields.checkbox(words, f"charter.public.{about}", about in ticked, save(about))
