"""The promises that a team may make on how it keeps to its charter, from ``data/governance``.

They are proposals. One stands in a charter only after somebody ticked it (`framework.workshop.governance.records.Promise`).
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from framework.errors import ContentError
from framework.text import Lang, LocalizedText, Worded
from framework.workshop.field_types import RecordId
from framework.workshop.governance.records import CharterTexts, Promise

FOLDER = Path(__file__).resolve().parents[3] / "data" / "governance"
PEOPLE = ("sponsor", "board")
"""What a text may name besides ``{role}`` and its own numbers; both are in `CharterTexts`."""
_SLOT = re.compile(r"\{(\w+)\}")


class ContentModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Topic(ContentModel):
    """A question of the step "How we keep to it". ``open``: what is an open point of a charter until a promise settles it."""

    id: RecordId
    title: LocalizedText
    question: LocalizedText
    lead: LocalizedText | None = None
    """What goes before a list of promises that are ``listed``."""
    open: LocalizedText | None = None


class PromiseText(ContentModel):
    """A promise as proposed.

    ``text`` may hold ``{role}``, the `PEOPLE`, and the ``numbers``, whose values here are proposals. ``role``: who, where the
    team says nothing. ``listed``: a part of a sentence, an item of its topic's list. ``publishable``: fit for the public
    edition. ``settles``: making it settles its topic’s open point. ``decides``: its role decides something, so it may not be a DPO.
    """

    id: RecordId
    topic: RecordId
    text: LocalizedText
    role: LocalizedText | None = None
    numbers: dict[RecordId, Annotated[int, Field(ge=1, le=1_000_000)]] = Field(default_factory=dict)
    listed: bool = False
    publishable: bool = False
    settles: bool = False
    shown_by: tuple[RecordId, ...] = ()
    """Facts of the law check whose *yes* shows that a supplier does it; without any, nothing shows it."""
    decides: bool = False

    @model_validator(mode="after")
    def _names_what_it_has(self) -> "PromiseText":
        own = {*self.numbers, *(("role",) if self.role else ())}
        for text in (self.text.nl, self.text.en):
            named = set(_SLOT.findall(text))
            if named - {*own, *PEOPLE} or own - named:
                raise ValueError(f"{self.id}: the text names {sorted(named)}, and there is {sorted(own)}")
        return self

    def people(self) -> tuple[str, ...]:
        """The `PEOPLE` that the text names."""
        return tuple(one for one in PEOPLE if f"{{{one}}}" in self.text.nl)


class Catalogue(ContentModel):
    topics: tuple[Topic, ...]
    promises: tuple[PromiseText, ...]

    @model_validator(mode="after")
    def _consistent(self) -> "Catalogue":
        topics = [topic.id for topic in self.topics]
        promises = [one.id for one in self.promises]
        if len(set(topics)) < len(topics) or len(set(promises)) < len(promises):
            raise ValueError("an id is there twice")
        for one in self.promises:
            if one.topic not in topics:
                raise ValueError(f"{one.id}: there is no topic {one.topic}")
            if one.listed and self.topic(one.topic).lead is None:
                raise ValueError(f"{one.id}: an item of a list whose topic has no lead")
        for topic in self.topics:
            if topic.open is not None and not any(one.settles for one in self.of(topic.id)):
                raise ValueError(f"{topic.id}: no promise settles its open point")
        return self

    def topic(self, topic_id: str) -> Topic:
        return next(topic for topic in self.topics if topic.id == topic_id)

    def of(self, topic: str) -> tuple[PromiseText, ...]:
        """A topic's promises, in the order in which they are asked."""
        return tuple(one for one in self.promises if one.topic == topic)

    def promise(self, promise_id: str) -> PromiseText | None:
        """None where the catalogue has no such promise (any more)."""
        return next((one for one in self.promises if one.id == promise_id), None)


@cache
def catalogue() -> Catalogue:
    """Raises `ContentError` where the files cannot be read."""
    try:
        return Catalogue.model_validate(
            {
                f"{name}s": tomllib.loads((FOLDER / f"{name}s.toml").read_text(encoding="utf-8"))[name]
                for name in ("topic", "promise")
            }
        )
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ContentError(file=FOLDER.name) from error


def sentence(text: PromiseText, made: Promise | None, texts: CharterTexts, lang: Lang) -> tuple[str, Lang]:
    """The promise as a charter states it, and the language it is in: the team's own words, else the catalogue's.

    ``made``: None for the proposal. A person whom the team has not named yet is filled with a general word, so that the
    sentence can be read; `unnamed` says who is missing.
    """
    if made is not None and made.wording is not None:
        return made.wording.in_lang(lang)
    given = made.numbers if made is not None else {}
    slots = {name: str(given.get(name, number)) for name, number in text.numbers.items()}
    if text.role is not None:
        slots["role"] = made.role if made is not None and made.role else text.role[lang]
    slots["sponsor"] = texts.sponsor.function or texts.sponsor.name or _GENERAL["sponsor"][lang]
    slots["board"] = texts.board or _GENERAL["board"][lang]
    words = _SLOT.sub(lambda slot: slots[slot[1]], text.text[lang])
    return words if text.listed else words[:1].upper() + words[1:], lang


_GENERAL: Mapping[str, LocalizedText] = {
    "sponsor": LocalizedText(nl="de opdrachtgever", en="the sponsor"),
    "board": LocalizedText(nl="de directie", en="management"),
}


def unnamed(text: PromiseText, made: Promise, texts: CharterTexts) -> tuple[str, ...]:
    """Which of the `PEOPLE` a made promise needs and the team has not named."""
    if made.answer != "made" or made.wording is not None:
        return ()
    named = {"sponsor": texts.sponsor.function or texts.sponsor.name, "board": texts.board}
    return tuple(one for one in text.people() if not named[one])


def made(promises: Iterable[Promise]) -> tuple[tuple[PromiseText, Promise], ...]:
    """The promises that were made, in the order of the catalogue."""
    by_id = {one.id: one for one in promises if one.answer == "made"}
    return tuple((text, by_id[text.id]) for text in catalogue().promises if text.id in by_id)


def open_topics(promises: Iterable[Promise]) -> tuple[Topic, ...]:
    """The topics whose open point no promise settles."""
    settled = {text.topic for text, _ in made(promises) if text.settles}
    return tuple(topic for topic in catalogue().topics if topic.open is not None and topic.id not in settled)


def waiting_topics(promises: Iterable[Promise]) -> tuple[Topic, ...]:
    """The topics with a promise of which nothing was said."""
    said = {one.id for one in promises}
    return tuple(topic for topic in catalogue().topics if any(one.id not in said for one in catalogue().of(topic.id)))


def left_to_owner(promises: Iterable[Promise]) -> tuple[PromiseText, ...]:
    """The promises that were handed to the charter's owner to decide."""
    ids = {one.id for one in promises if one.answer == "owner"}
    return tuple(text for text in catalogue().promises if text.id in ids)


def own_words(lang: Lang, typed: str, text: PromiseText, answer: Promise | None, texts: CharterTexts) -> Worded | None:
    """What to keep as a promise's wording: None where ``typed`` says what the catalogue's sentence says."""
    bare = answer.model_copy(update={"wording": None}) if answer is not None else None
    return None if typed in ("", sentence(text, bare, texts, lang)[0]) else Worded.typed(lang, typed)
