"""An unplanned question on the projector."""

from framework.analysis.group_results import ANONYMOUS_FROM
from framework.html import Html, join, tag
from framework.workshop.steps.unplanned_question import QuestionAnswer, choice_counts, words_said
from pages.live.snapshot import RoomView
from pages.projector.results import limited_rows

WORDS_SHOWN = 90


def question_step(view: RoomView) -> Html:
    """The question, the answers to choose from, and after the reveal what the room said."""
    t, question, phase = view.t, view.unplanned, view.room.phase
    assert question is not None, "this step is an unplanned question"
    asked = tag("h1", question.text, lang=question.lang, dir="auto")
    if phase == "revealed":
        return join(asked, _words(view) if not question.choices else _bars(view), _left_out(view))
    if question.choices:
        rows = [tag("li", tag("b", words, lang=question.lang, dir="auto")) for words in question.choices]
        return join(asked, tag("ul", rows, class_="choices"), _note(t("Choose on your phone, in silence.")))
    if phase == "closed":
        return join(asked, _note(t("No more answers. You will see the words here in a moment.")))
    return join(asked, _note(t("Answer in one word, on your phone.")))


def _bars(view: RoomView) -> Html:
    """A bar per answer, with its number; dots for a few answers, which are not a distribution."""
    t, question = view.t, view.unplanned
    assert question is not None, "as above"
    counts = choice_counts(question, view.visible(QuestionAnswer))
    few = sum(counts) < ANONYMOUS_FROM
    rows = [
        tag(
            "li",
            tag("b", words, lang=question.lang, dir="auto"),
            tag("span", "●" * count, class_="dots", aria_hidden="true")
            if few
            else tag("meter", value=count, max=max(*counts, 1), aria_hidden="true"),
            tag("span", str(count), class_="off" if few else None),
        )
        for words, count in zip(question.choices, counts, strict=True)
    ]
    note = _note(t("With so few people, it is easy to guess who said what.")) if few else None
    return join(tag("ul", rows, class_="choices counted"), note)


def _words(view: RoomView) -> Html:
    said = words_said(view.visible(QuestionAnswer))
    rows = ((word if count == 1 else f"{word} ({count}×)", {"dir": "auto"}) for word, count in said)
    every = tag("ul", limited_rows(view.t, rows, WORDS_SHOWN), class_="words")
    return every if said else _note(view.t("No words to show."))


def _left_out(view: RoomView) -> Html | None:
    return _note(view.left_out_note) if view.left_out_note else None


def _note(words: str) -> Html:
    return tag("p", words, class_="note")
