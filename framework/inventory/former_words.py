"""Questions and answers of the law check as earlier versions worded them, so that older spreadsheets can still be imported."""

import tomllib
from functools import cache

from pydantic import BaseModel, ConfigDict

from framework.language.catalog import LOCALE_DIR

FILE = LOCALE_DIR / "former_words.toml"


class FormerWords(BaseModel):
    """``questions``: earlier headings by fact id. ``answers``: earlier labels by fact id and value. In either language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: dict[str, tuple[str, ...]]
    answers: dict[str, dict[str, tuple[str, ...]]]

    def of_question(self, fact: str) -> tuple[str, ...]:
        return self.questions.get(fact, ())

    def of_answer(self, fact: str, value: str) -> tuple[str, ...]:
        return self.answers.get(fact, {}).get(value, ())


@cache
def former_words() -> FormerWords:
    return FormerWords.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
