"""The columns of an inventory file: their headings and the values they take.

All formats and both languages share one layout. It has the deck's activity kinds, and a column per fact and per result of the law
data, so a new fact gets a column automatically.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from framework.deck import Deck
from framework.inventory.former_words import former_words
from framework.language import N_, Translator, translator
from framework.law import UNKNOWN, Fact, LawBook
from framework.law.wording import answer_words
from framework.text import LANGS, LINE_LIMIT, NAME_LIMIT, Lang
from framework.workshop.models import Activity, FrameworkActivity

Group = Literal["activity", "fact", "result"]
"""*activity*: filled in by a person; *fact*: an answer for the law check; *result*: of the law check, ignored on import."""

TEXT_LIMITS: dict[str, int] = {"name": NAME_LIMIT, "supplier": NAME_LIMIT, "owner": NAME_LIMIT, "purpose": LINE_LIMIT}
"""Maximum number of characters by column id."""
RUNNING_WORDS = {"running": N_("running"), "planned": N_("planned")}


def running_words(one: Activity | FrameworkActivity, t: Translator) -> str:
    """Whether a use runs, is planned or was stopped, in words."""
    if one.running == "running" and one.stopped_on is not None:
        return t("stopped on {day}", day=t.short_date(one.stopped_on))
    return t(RUNNING_WORDS[one.running])


_ACTIVITY: dict[str, tuple[str, str]] = {
    "id": (
        N_("Kader’s number"),
        N_("Links the row to an activity that is already in Kader. Leave it empty for a new activity."),
    ),
    "name": (N_("Name"), N_("What you call the activity yourselves: one use, not a tool. Always fill this in.")),
    "kind": (N_("Kind of activity"), N_("Choose the kind that comes closest. Always fill this in.")),
    "supplier": (N_("Supplier or tool"), N_("Your own system, or the name of the tool.")),
    "owner": (N_("Owner (a role, not a name)"), N_("Who is responsible for it, for example: head of CRM.")),
    "purpose": (N_("What is it for?"), N_("One sentence: what it brings, and to whom.")),
    "running": (N_("Is it running, or planned?"), N_("Left empty, it counts as running.")),
}
_RESULTS: dict[str, tuple[str, str]] = {
    "result.verdict": (N_("Outcome of the law check"), N_("Stop, ask first, yes if, or go.")),
    "result.role": (N_("Your role under the AI Act"), N_("Roles that are certain; a question mark means possible.")),
    "result.classes": (N_("Classes under the AI Act"), N_("Codes and names of the classes that are certain.")),
    "result.unsure": (
        N_("Uncertain: this may also apply"),
        N_("Classes that may still apply while a question is open."),
    ),
}
_STAMPS: dict[str, tuple[str, str]] = {
    "result.as_of": (N_("Date of the law check"), N_("The date the outcome is based on.")),
    "result.law_version": (N_("Law version"), N_("The version of the law data used.")),
}
_GROUND_TITLE = N_("Ground rule: {name}")
_ASSUMED = N_("{answer} (assumed)")
NOT_ASKED = N_("Does not apply")
"""Cell text for a question that is not asked about this activity; on import the answer stays as it is."""

_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "kader id", "activity id"),
    "name": (
        *("naam", "name", "activiteit", "activity", "naam activiteit", "activity name", "toepassing", "ai-toepassing"),
        *("use case", "usecase", "application", "systeem", "system", "ai system", "ai-systeem", "titel", "title"),
    ),
    "kind": ("soort", "soort activiteit", "kind", "type", "categorie", "category"),
    "supplier": ("leverancier", "supplier", "vendor", "aanbieder", "provider", "tool", "leverancier of tool"),
    "owner": ("eigenaar", "owner", "verantwoordelijke", "responsible", "rol", "role", "afdeling", "department"),
    "purpose": ("doel", "purpose", "goal", "omschrijving", "beschrijving", "description", "waarvoor", "toelichting"),
    "running": ("status", "running", "loopt", "in gebruik", "in use", "stage", "fase"),
}
"""Headings of these columns in lists made elsewhere, in either language."""
_OTHER_VALUES: dict[str, tuple[str, ...]] = {
    "yes": ("j", "y", "true", "waar", "ja", "yes"),
    "no": ("n", "false", "onwaar", "nee", "no"),
    UNKNOWN: (
        "?",
        "onbekend",
        "unknown",
        "weet niet",
        "weet ik niet",
        "geen idee",
        "don't know",
        "dont know",
        "not known",
    ),
    "running": ("actief", "active", "live", "in gebruik", "in use", "loopt", "lopend", "running", "ja", "yes"),
    "planned": ("plan", "gepland", "planned", "idee", "idea", "concept", "pilot", "in ontwikkeling", "in development"),
}
_LEFT_EDGE = " “”\"'*"
_RIGHT_EDGE = f"{_LEFT_EDGE}:.?!"
_COMPARED = 200
"""Number of characters of a cell or heading that are compared; all headings and choices are shorter."""


def normalised(words: str) -> str:
    """The first 200 characters, normalised for comparison: case, spaces, typographic quotes and surrounding punctuation."""
    text = unicodedata.normalize("NFKC", words[:_COMPARED]).casefold().replace("’", "'").replace("‘", "'")
    text = " ".join(text.replace("_", " ").split())
    return text.lstrip(_LEFT_EDGE).rstrip(_RIGHT_EDGE) or text


@dataclass(frozen=True)
class ColumnChoice:
    """A value of a column: its id, its words by language, and other words accepted for it."""

    id: str
    words: Mapping[Lang, str]
    meaning: Mapping[Lang, str] | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """``title``: heading by language. ``meaning``: explanation by language. ``choices``: empty for a text column."""

    id: str
    group: Group
    title: Mapping[Lang, str]
    meaning: Mapping[Lang, str]
    choices: tuple[ColumnChoice, ...] = ()
    others: tuple[str, ...] = ()
    """Other headings that are accepted."""

    @cached_property
    def _by_word(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for choice in self.choices:
            for word in (*choice.words.values(), choice.id, *choice.others):
                found.setdefault(normalised(word), choice.id)
        return found

    def is_called(self, heading: str) -> bool:
        """Whether a heading is this column's title in either language, or its id."""
        return normalised(heading) in {normalised(one) for one in (*self.title.values(), self.id)}

    def choice(self, words: str) -> str | None:
        """Id of the value in a cell, which may have its words in either language or its id; None where unknown."""
        return self._by_word.get(normalised(words))

    def words(self, value: str, lang: Lang) -> str:
        """A value's words in ``lang``; a value that is not among the choices is returned unchanged."""
        return next((choice.words[lang] for choice in self.choices if choice.id == value), value)


@dataclass(frozen=True)
class Layout:
    """The columns of an inventory in order, for one deck and one law book."""

    columns: tuple[Column, ...]

    @cached_property
    def _by_heading(self) -> Mapping[str, Column]:
        found: dict[str, Column] = {}
        for column in self.columns:  # Kader's own headings take precedence over others
            for heading in (*column.title.values(), column.id):
                found.setdefault(normalised(heading), column)
        for column in self.columns:
            for heading in column.others:
                found.setdefault(normalised(heading), column)
        return found

    def by_heading(self, heading: str) -> Column | None:
        """The column with this heading in either language, as id, or as in lists made elsewhere; None where unknown."""
        return self._by_heading.get(normalised(heading))

    @cached_property
    def _by_id(self) -> Mapping[str, Column]:
        return {column.id: column for column in self.columns}

    def column(self, column_id: str) -> Column:
        return self._by_id[column_id]

    @cached_property
    def activity(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.group == "activity")

    @cached_property
    def facts(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.group == "fact")

    @cached_property
    def results(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.group == "result")

    @cached_property
    def template(self) -> tuple[Column, ...]:
        """The columns of an empty template: all but ids and results."""
        return tuple(column for column in self.columns if column.group != "result" and column.id != "id")


def layout(deck: Deck, book: LawBook) -> Layout:
    """The layout for this deck and law book."""
    return Layout((*_activity_columns(deck), *(_fact(book, fact) for fact in book.all_facts), *_results(book)))


def assumed_words(answer: str, lang: Lang) -> str:
    """Cell text for a starting fact of the activity kind; on import it counts as no answer."""
    return translator(lang)(_ASSUMED, answer=answer)


def is_assumed(cell: str) -> bool:
    ends = (normalised(assumed_words("", lang)) for lang in LANGS)
    return any(normalised(cell[-_COMPARED:]).endswith(end) for end in ends)


def is_not_asked(cell: str) -> bool:
    return normalised(cell) in {*(normalised(translator(lang)(NOT_ASKED)) for lang in LANGS), "n.v.t", "nvt", "n/a"}


def _both(message: str, **values: str) -> dict[Lang, str]:
    return {lang: translator(lang)(message, **values) for lang in LANGS}


def _activity_columns(deck: Deck) -> Iterable[Column]:
    choices = {
        "kind": tuple(
            ColumnChoice(
                kind.id, {lang: kind.name[lang] for lang in LANGS}, {lang: kind.description[lang] for lang in LANGS}
            )
            for kind in deck.kinds
        ),
        "running": tuple(
            ColumnChoice(one, _both(words), others=_OTHER_VALUES[one]) for one, words in RUNNING_WORDS.items()
        ),
    }
    for column, (title, meaning) in _ACTIVITY.items():
        yield Column(
            column, "activity", _both(title), _both(meaning), choices.get(column, ()), _OTHER_NAMES.get(column, ())
        )


def _fact(book: LawBook, fact: Fact) -> Column:
    values = (*fact.answers, UNKNOWN)
    others = _OTHER_VALUES if fact.kind == "yes_no" else {UNKNOWN: _OTHER_VALUES[UNKNOWN]}
    former = former_words()
    return Column(
        fact.id,
        "fact",
        {lang: fact.question[lang] for lang in LANGS},
        {lang: " ".join(part[lang] for part in (fact.why, fact.example) if part is not None) for lang in LANGS},
        tuple(
            ColumnChoice(
                value,
                {lang: answer_words(book, fact.id, value, translator(lang)) for lang in LANGS},
                others=(*others.get(value, ()), *former.of_answer(fact.id, value)),
            )
            for value in values
        ),
        former.of_question(fact.id),
    )


def _results(book: LawBook) -> Iterable[Column]:
    for column, (title, meaning) in _RESULTS.items():
        yield Column(column, "result", _both(title), _both(meaning))
    for rule in book.ground_rules:
        named: dict[Lang, str] = {lang: translator(lang)(_GROUND_TITLE, name=rule.name[lang]) for lang in LANGS}
        yield Column(f"result.{rule.id}", "result", named, {lang: rule.explanation[lang] for lang in LANGS})
    for column, (title, meaning) in _STAMPS.items():
        yield Column(column, "result", _both(title), _both(meaning))
