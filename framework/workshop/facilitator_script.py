"""What a facilitator can say at each step, and what helps when it gets heated: ``data/facilitation/steps.toml``.

Data in both languages, since it is text to be written and argued with, not interface words.
"""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from framework.errors import ContentError
from framework.text import LocalizedText
from framework.workshop.room import PHASES, Phase, StepKind

FILE = Path(__file__).resolve().parents[2] / "data" / "facilitation" / "steps.toml"
AFTER = ("aligned", "lone_voice", "divided", "spread", "few")
"""How a revealed round turned out; ``few`` below the numbers of the method."""


class StepScript(BaseModel):
    """``say``: aloud, to the group. ``heated``: to the facilitator, when it gets heated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: LocalizedText
    heated: LocalizedText


class RevealAdvice(BaseModel):
    """``say``: to the facilitator, what helps after a reveal that turned out like this."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: LocalizedText


@cache
def _read() -> tuple[dict[tuple[str, str], StepScript], dict[str, RevealAdvice]]:
    try:
        given = tomllib.loads(FILE.read_text(encoding="utf-8"))
        after = {key: RevealAdvice.model_validate(value) for key, value in given.pop("after").items()}
        words = {
            (kind, phase): StepScript.model_validate(value)
            for kind, phases in given.items()
            for phase, value in phases.items()
        }
    except (OSError, KeyError, AttributeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ContentError(file=FILE.name) from error
    wanted = {(kind, phase) for kind, phases in PHASES.items() for phase in phases}
    if set(words) != wanted or set(after) != set(AFTER):
        raise ContentError(file=FILE.name)
    return words, after


def words_for(kind: StepKind, phase: Phase) -> StepScript:
    """What to say at a phase of a step. Raises `ContentError` when the file that comes with Kader cannot be used."""
    return _read()[0][kind, phase]


def advice_after(outcome: str) -> LocalizedText:
    """What helps after a reveal; ``outcome`` is one of `AFTER`."""
    return _read()[1][outcome].say
