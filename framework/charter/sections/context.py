"""The input of every section of a charter, and texts that several sections share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from framework.archive.models import Edition
from framework.charter.document import LabelledText, Span, Text
from framework.charter.spans import fill, normal, quoted
from framework.deck import Deck, Scenario
from framework.language import N_, Translator
from framework.law.first_steps import UnknownFact, open_points
from framework.law.models import LawBook, LawCheck
from framework.law.wording import READINGS, Reading, reading
from framework.text import Lang, Worded
from framework.workshop.governance.review import review_day
from framework.workshop.governance.roles import role_words
from framework.workshop.models import Framework, FrameworkActivity, FrameworkRedLine, Rule
from framework.workshop.rule_grammar import around_role, red_line_sentence, rule_sentence

_TYPED_IN: dict[Lang, str] = {"nl": N_("(typed in Dutch)"), "en": N_("(typed in English)")}


@dataclass(frozen=True, slots=True)
class CharterContext:
    """A framework and its deck, for one edition, in the language of ``t``, as of a day."""

    framework: Framework
    deck: Deck
    t: Translator
    edition: Edition
    as_of: date
    law: LawBook | None = None
    """None in the public edition, and where the law is left out."""
    checks: Mapping[str, LawCheck] = field(default_factory=dict[str, LawCheck])
    """The law check as of the day, by activity id."""
    _unknown: dict[str, tuple[UnknownFact, ...]] = field(
        default_factory=dict[str, "tuple[UnknownFact, ...]"], compare=False, repr=False
    )

    @property
    def lang(self) -> Lang:
        return self.t.lang

    @property
    def internal(self) -> bool:
        return self.edition == "internal"

    @property
    def by_one(self) -> bool:
        """Whether it is one person's proposal. False in the public edition, which does not tell how many people answered."""
        return not self.framework.adopted and self.framework.voices == 1 and not self.by_group

    @property
    def by_group(self) -> bool:
        """Whether it was made in a live workshop."""
        return self.framework.group is not None

    @property
    def review_on(self) -> date | None:
        """The charter's review date: the chosen one, else the earliest of its rules."""
        return review_day(self.framework)

    @property
    def overdue(self) -> bool:
        return self.framework.adopted and self.review_on is not None and self.review_on < self.as_of

    def activity(self, activity_id: str | None) -> FrameworkActivity | None:
        return next((activity for activity in self.framework.activities if activity.id == activity_id), None)

    def activity_names(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        found = (self.activity(activity_id) for activity_id in ids)
        return tuple(activity.name for activity in found if activity is not None)

    def scenario_title(self, scenario: Scenario | None, scenario_id: str) -> str:
        return scenario.title[self.lang] if scenario is not None else scenario_id

    def row(self, label: str, text: Text | str) -> LabelledText:
        """``label``: English source text."""
        return LabelledText(self.t(label), text if isinstance(text, tuple) else normal(text))

    def typed(self, text: str, lang: Lang | None = None, *, strong: bool = False) -> Text:
        """The team's words in ``lang`` (default: the workshop's language), with a note where that is not the document's."""
        lang = lang or self.framework.lang
        if lang == self.lang:
            return (Span(text, own=True, strong=strong),)
        return (Span(text, lang=lang, own=True, strong=strong), Span(f" {self.t(_TYPED_IN[lang])}", soft=True))

    def worded(self, words: Worded) -> Text:
        return self.typed(*words.in_lang(self.lang))

    def rule_text(self, rule: Rule) -> Text:
        """The rule's sentence, in the document's language where it has a wording in that."""
        lang = self.lang if self.lang in rule.wording else next(iter(rule.wording))
        words = rule.wording[lang]
        if not rule.exception_role or lang == self.framework.lang or lang != self.lang:
            return self.typed(rule_sentence(words, rule.verb, rule.exception_role, lang), lang, strong=True)
        before, after = around_role(words, rule.verb, lang)
        return (
            *self.typed(before, lang, strong=True),
            *self.role(rule.exception_role, strong=True),
            *self.typed(after, lang, strong=True),
        )

    def role(self, typed: str, *, strong: bool = False) -> Text:
        """A role in the document's language where the list of roles has it; else as typed, marked with its language."""
        if not typed or self.lang == self.framework.lang:
            return (Span(typed, own=True, strong=strong),) if typed else ()
        words, listed = role_words(typed, self.lang)
        return self.typed(words, self.lang if listed else None, strong=strong)

    def red_line_text(self, line: FrameworkRedLine) -> Text:
        return self.typed(*red_line_sentence(line.wording, self.lang), strong=True)

    def rule_numbers(self, numbers: tuple[int, ...]) -> Text:
        """``R3``, ``R3 and R5``."""
        return normal(self.t.listing(f"R{number}" for number in numbers))

    def quoted_names(self, names: Iterable[str]) -> Text:
        """Names as a list in the document's language: ``“a”, “b” and “c”``."""
        by_place = {f"name_{place}": quoted(name) for place, name in enumerate(names)}
        return fill(self.t.listing(f"{{{place}}}" for place in by_place), **by_place)

    @property
    def worst_first(self) -> tuple[FrameworkActivity, ...]:
        """The AI uses, the gravest reading of the law check first; what was stopped last."""

        def rank(activity: FrameworkActivity) -> tuple[bool, int]:
            return activity.stopped_on is not None, -READINGS.index(self.reading(activity) or "go")

        return tuple(sorted(self.framework.activities, key=rank))

    def reading(self, activity: FrameworkActivity) -> Reading | None:
        """How the law check of an AI use reads; None where the law is left out."""
        outcome = self.checks.get(activity.id)
        return None if outcome is None else reading(outcome)

    def unknown(self, activity: FrameworkActivity) -> tuple[UnknownFact, ...]:
        """What nobody knows of an AI use, the gravest first; worked out once, since three parts of the document ask for it."""
        if self.law is None or activity.id not in self.checks:
            return ()
        if activity.id not in self._unknown:
            self._unknown[activity.id] = open_points(self.law, self.checks[activity.id], activity.facts)
        return self._unknown[activity.id]

    @property
    def running(self) -> tuple[FrameworkActivity, ...]:
        return tuple(one for one in self.framework.activities if one.is_running)

    @property
    def without_rule(self) -> tuple[FrameworkActivity, ...]:
        """The AI uses that no rule is about."""
        about = {activity for rule in self.framework.rules for activity in rule.activities}
        return tuple(one for one in self.framework.activities if one.id not in about and one.stopped_on is None)

    def not_decided(self, what: str) -> Text:
        """An open point. ``what``: translated."""
        return normal(self.t("Not decided yet: {what}.", what=what))
