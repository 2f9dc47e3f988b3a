"""The columns of the list, and how they are recognised when the file comes back."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from framework.inventory.columns import normalised
from framework.language import N_, translator
from framework.text import LANGS

ColumnId = Literal["about", "question", "why", "whom", "answer", "remark", "key"]
TITLES: dict[ColumnId, str] = {
    "about": N_("About"),
    "question": N_("Question"),
    "why": N_("Why it matters"),
    "whom": N_("Who usually knows"),
    "answer": N_("Answer"),
    "remark": N_("Remark (stays in this file)"),
    "key": N_("For Kader: leave as it is"),
}


def column_of(heading: str) -> ColumnId | None:
    """The column with this heading, in either language."""
    return _by_heading().get(normalised(heading))


@cache
def _by_heading() -> Mapping[str, ColumnId]:
    return {normalised(translator(lang)(title)): column for column, title in TITLES.items() for lang in LANGS}
