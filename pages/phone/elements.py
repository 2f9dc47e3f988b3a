"""HTML elements that the phone's pages share."""

from framework.html import Html, join, tag
from framework.text import Lang
from pages.phone import personal_slots
from pages.phone.page_context import PageContext


def title(words: str) -> Html:
    return tag("h1", words, tabindex="-1")


def note(words: str) -> Html:
    return tag("p", words, class_="note")


def submit_button(words: str) -> Html:
    """The button of a form."""
    return tag("button", words, class_="big")


def saved_note(words: str, *, plain: bool = False) -> Html:
    """Says that the answer is saved, once it is. ``plain``: the script shows it, because no own answer tells."""
    more = Html(" hidden") if plain else personal_slots.hidden_unless("saved")
    return tag("p", words, class_="saved", role="status", more=more)


def send_bar(words: str, saved: str) -> Html:
    """The button of a long form, and that the answer is saved: always in reach of the thumb (``phone.css``)."""
    return tag("div", submit_button(words), saved_note(saved), class_="send")


def folded_text(summary: str, words: str) -> Html:
    return tag("details", tag("summary", summary), tag("p", words))


def typed_words(context: PageContext, words: str, lang: Lang | None) -> Html:
    """A text that may be worded in the other language only, which it then says. ``lang``: of the text, if not the page's."""
    if lang is None:
        return tag("span", words)
    typed_in = context.t("typed in Dutch") if lang == "nl" else context.t("typed in English")
    return join(tag("span", words, lang=lang), tag("small", typed_in))


def choice(
    name: str, value: str, words: str, more: str | Html | None = None, *, mark: str = "", required: bool = False
) -> Html:
    """A radio button; its whole row can be tapped."""
    return tag(
        "label",
        tag("input", type="radio", name=name, value=value, more=personal_slots.checked(name, value), required=required),
        tag("span", tag("b", tag("i", mark) if mark else None, words), tag("small", more) if more else None),
        class_="row",
    )


def answer_form(context: PageContext, kind: str, *children: object) -> Html:
    """A form for the present question. It names that question, so that a late answer never counts for the next one."""
    question = context.question
    hidden = {"kind": kind}
    if question is not None and question.kind == "ballot":
        hidden |= {"scenario": question.scenario, "activity": question.activity, "round": str(question.round)}
    if question is not None and question.kind in ("consent", "question"):
        hidden["about"] = question.about
    if context.at:
        hidden["step"] = context.at
    return tag(
        "form",
        join(tag("input", type="hidden", name=name, value=value) for name, value in hidden.items()),
        *children,
        method="post",
        action=f"{context.path}/answer",
        data_live="answer",
    )
