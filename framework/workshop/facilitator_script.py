"""What a facilitator can say at each step, and what helps when it gets heated, from ``data/facilitation/steps.toml``.

The texts are data in both languages, not interface messages, because writers discuss and edit them.
"""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from framework.errors import ContentError
from framework.text import LocalizedText
from framework.workshop.room import PHASES, Phase, StepKind

FILE = Path(__file__).resolve().parents[2] / "data" / "facilitation" / "steps.toml"
OUTCOMES = (
    "unanimous",
    "aligned",
    "lone_voice",
    "lone_voices",
    "minority",
    "divided",
    "all_over",
    "spread",
    "objection",
    "unordered",
    "few",
)
"""How a revealed round turned out: a label of `framework.analysis.agreement`; ``objection`` with a strong objection;
``unordered`` where stances have no order; ``few`` below five votes."""


class StepScript(BaseModel):
    """``say``: to read aloud to the group; ``few``: also, where fewer than five people take part. ``heated``: advice to the
    facilitator when it gets heated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: LocalizedText
    few: LocalizedText | None = None
    heated: LocalizedText


class RevealAdvice(BaseModel):
    """``room``: the same sentence on console, projector and phones after a reveal with this outcome. ``advice``: to the
    facilitator."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    room: LocalizedText
    advice: LocalizedText


@cache
def _load_script() -> tuple[dict[tuple[str, str], StepScript], dict[str, RevealAdvice], LocalizedText]:
    try:
        given = tomllib.loads(FILE.read_text(encoding="utf-8"))
        goodbye = LocalizedText.model_validate(given.pop("goodbye"))
        after = {key: RevealAdvice.model_validate(value) for key, value in given.pop("after").items()}
        words = {
            (kind, phase): StepScript.model_validate(value)
            for kind, phases in given.items()
            for phase, value in phases.items()
        }
    except (OSError, KeyError, AttributeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ContentError(file=FILE.name) from error
    wanted = {(kind, phase) for kind, phases in PHASES.items() for phase in phases}
    if set(words) != wanted or set(after) != set(OUTCOMES):
        raise ContentError(file=FILE.name)
    return words, after, goodbye


def step_script(kind: StepKind, phase: Phase) -> StepScript:
    """The script for a phase of a step. Raises `ContentError` when Kader's own file is damaged."""
    return _load_script()[0][kind, phase]


def after_reveal(outcome: str) -> RevealAdvice:
    """What helps after a reveal; ``outcome`` is one of `OUTCOMES`."""
    return _load_script()[1][outcome]


def goodbye_script() -> LocalizedText:
    """What to say when the session has ended and the draft is saved."""
    return _load_script()[2]
