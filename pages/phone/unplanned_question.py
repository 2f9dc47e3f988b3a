"""An unplanned question on the phone: its form, and after the reveal what the room said."""

from framework.html import Html, join, tag
from framework.workshop.answer_rules import WORD_LIMIT
from framework.workshop.steps.unplanned_question import (
    QuestionAnswer,
    UnplannedQuestion,
    choice_counts,
    words_said,
)
from pages.phone import personal_slots
from pages.phone.elements import answer_form, choice, note, send_bar, title
from pages.phone.page_context import PageContext


def question_step(context: PageContext) -> Html:
    question = context.unplanned
    assert question is not None, "this step is an unplanned question"
    if context.room.phase == "voting":
        return _form(context, question)
    asked = tag("h1", question.text, tabindex="-1", lang=question.lang, dir="auto")
    if context.room.phase == "closed":
        return join(asked, note(context.t("No more answers. You will see the words here in a moment.")))
    answers = context.visible(QuestionAnswer)
    return join(
        asked,
        tag("h2", context.t("What the room says")),
        _bars(context, question, answers) if question.choices else _words(context, answers),
        note(context.left_out_note) if context.left_out_note else None,
    )


def _form(context: PageContext, question: UnplannedQuestion) -> Html:
    t = context.t
    choices = [choice("choice", str(at), words, required=True) for at, words in enumerate(question.choices)]
    word = tag(
        "input",
        id="word",
        name="word",
        value=personal_slots.words("word"),
        maxlength=WORD_LIMIT,
        required=True,
        autocomplete="off",
    )
    return answer_form(
        context,
        "question",
        title(t("A question in between")),
        tag("fieldset", tag("legend", question.text, lang=question.lang, dir="auto"), choices)
        if choices
        else join(tag("label", question.text, lang=question.lang, dir="auto", for_="word"), word),
        note(
            t("Nobody sees an answer before everybody does.")
            if choices
            else t("In one word. The facilitator reads the words first, without names; then everybody sees them.")
        ),
        send_bar(t("Save my answer"), t("Saved. You can change it until the reveal.")),
    )


def _bars(context: PageContext, question: UnplannedQuestion, answers: tuple[QuestionAnswer, ...]) -> Html:
    counts = choice_counts(question, answers)
    rows = [
        tag(
            "li",
            tag("b", words, lang=question.lang, dir="auto"),
            tag("small", context.t.plural("{count} person", "{count} people", count)),
            tag("meter", value=count, max=max(*counts, 1), aria_hidden="true"),
        )
        for words, count in zip(question.choices, counts, strict=True)
    ]
    return tag("ul", rows, class_="bars")


def _words(context: PageContext, answers: tuple[QuestionAnswer, ...]) -> Html:
    said = words_said(answers)
    rows = [tag("li", word if count == 1 else f"{word} ({count}×)", dir="auto") for word, count in said]
    return tag("ul", rows, class_="plain") if rows else note(context.t("No words to show."))
