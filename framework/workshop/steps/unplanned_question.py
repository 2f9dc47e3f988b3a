"""A question that the facilitator types during the session: two to five answers to choose from, or one word each.

It is answered in silence like every vote, and a word is shown to others only after the facilitator could read and hide it.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from framework.text import Lang
from framework.workshop.field_types import RecordId

QUESTION_LIMIT = 160
CHOICE_LIMIT = 60
MIN_CHOICES, MAX_CHOICES = 2, 5
MAX_QUESTIONS = 30
"""In one workshop."""


class UnplannedQuestion(BaseModel):
    """``choices``: none for one word each. It is shown as typed, in ``lang``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: RecordId
    lang: Lang
    text: Annotated[str, StringConstraints(min_length=1, max_length=QUESTION_LIMIT)]
    choices: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=CHOICE_LIMIT)], ...],
        Field(max_length=MAX_CHOICES),
    ] = ()
    asked_at: RecordId
    """The planned step during which it was asked."""

    @model_validator(mode="before")
    @classmethod
    def _without_hidden_words(cls, given: Any) -> Any:
        """Files written before hidden words were kept with their answers have them here."""
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in cast("dict[str, Any]", given).items() if name != "hidden"}

    @field_validator("choices")
    @classmethod
    def _none_or_enough(cls, choices: tuple[str, ...]) -> tuple[str, ...]:
        if len(choices) == 1:
            raise ValueError("one answer is no choice")
        return choices


class QuestionAnswer(BaseModel):
    """One seat's answer: the place of a choice, from 0, or else a word."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seat: RecordId
    question: RecordId
    choice: Annotated[int, Field(ge=0, le=MAX_CHOICES - 1)] | None = None
    word: str = ""
    hidden: bool = False
    """The facilitator hid the word."""


def same_word(word: str) -> str:
    """The same for words that differ only in capitals."""
    return word.casefold()


def choice_counts(question: UnplannedQuestion, answers: Iterable[QuestionAnswer]) -> tuple[int, ...]:
    """The number of people for each choice; ``answers``: each seat's latest."""
    counts = Counter(answer.choice for answer in answers if answer.question == question.id)
    return tuple(counts[at] for at in range(len(question.choices)))


def words_said(answers: Collection[QuestionAnswer]) -> tuple[tuple[str, int], ...]:
    """Words that are not hidden, and how many people gave each; ``answers``: each seat's latest.

    In alphabetical order, so that the order does not tell who answered when.
    """
    words = sorted((answer.word for answer in answers if answer.word and not answer.hidden), reverse=True)
    counts = Counter(map(same_word, words))
    spelt = {same_word(word): word for word in words}
    return tuple((spelt[word], counts[word]) for word in sorted(counts))
