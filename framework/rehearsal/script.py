"""What the participants of a rehearsal say."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from framework.deck import Letter
from framework.rehearsal.adoption import KeepingWords
from framework.text import Lang, LocalizedText

FILE = Path(__file__).resolve().parents[2] / "data" / "rehearsal.toml"


class _ScriptModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Phrases(_ScriptModel):
    """Things to say, in both languages; the same number in each."""

    nl: tuple[str, ...]
    en: tuple[str, ...]

    def __getitem__(self, lang: Lang) -> tuple[str, ...]:
        return self.nl if lang == "nl" else self.en


class RehearsedActivity(_ScriptModel):
    kind: str
    name: LocalizedText


class FacilitatorWords(_ScriptModel):
    owner: LocalizedText
    exception_role: LocalizedText
    reason: LocalizedText
    objector: LocalizedText
    dissent: LocalizedText
    decider: LocalizedText
    note: LocalizedText


class RehearsalScript(_ScriptModel):
    organisation: LocalizedText
    team: LocalizedText
    deck: str
    activities: tuple[RehearsedActivity, ...]
    proposed: Phrases
    reasons: dict[Letter, Phrases]
    harms: Phrases
    safe_ifs: Phrases
    words: Phrases
    facilitator: FacilitatorWords
    keeping: KeepingWords


@cache
def rehearsal_script() -> RehearsalScript:
    return RehearsalScript.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
