"""The words of a rehearsal."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from framework.deck import Letter
from framework.text import Lang, LocalizedText

FILE = Path(__file__).resolve().parents[2] / "data" / "rehearsal.toml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Lines(_Part):
    """Things one may say, in both languages; as many in each."""

    nl: tuple[str, ...]
    en: tuple[str, ...]

    def __getitem__(self, lang: Lang) -> tuple[str, ...]:
        return self.nl if lang == "nl" else self.en


class RehearsedActivity(_Part):
    kind: str
    name: LocalizedText


class FacilitatorWords(_Part):
    owner: LocalizedText
    exception_role: LocalizedText
    reason: LocalizedText
    objector: LocalizedText
    dissent: LocalizedText
    decider: LocalizedText
    note: LocalizedText


class RehearsalScript(_Part):
    organisation: LocalizedText
    team: LocalizedText
    deck: str
    activities: tuple[RehearsedActivity, ...]
    proposed: Lines
    reasons: dict[Letter, Lines]
    harms: Lines
    safe_ifs: Lines
    words: Lines
    facilitator: FacilitatorWords


@cache
def rehearsal_script() -> RehearsalScript:
    return RehearsalScript.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
