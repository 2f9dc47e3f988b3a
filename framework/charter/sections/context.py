"""What every part of a charter is made from."""

from dataclasses import dataclass
from datetime import date

from framework.archive.models import Edition
from framework.charter.document import Text
from framework.charter.spans import DocumentLanguage, fill
from framework.deck import Deck, Scenario
from framework.language import N_
from framework.text import Lang
from framework.workshop.models import Framework, FrameworkActivity, Rule
from framework.workshop.rule_grammar import rule_sentence


@dataclass(frozen=True, slots=True)
class CharterContext:
    """A framework with its deck, seen on a day, in a language, for a circle of readers."""

    framework: Framework
    deck: Deck
    ink: DocumentLanguage
    edition: Edition
    as_of: date

    @property
    def internal(self) -> bool:
        return self.edition == "internal"

    @property
    def by_one(self) -> bool:
        """One person's proposal; the public edition does not know how many answered."""
        return not self.framework.adopted and self.framework.voices == 1 and not self.by_group

    @property
    def by_group(self) -> bool:
        """Made in a live workshop, however many were in."""
        return self.framework.group is not None

    @property
    def review_on(self) -> date | None:
        """The day on which the whole is looked at again: as set, else the first day on which a rule is."""
        dates = [rule.review_on for rule in self.framework.rules]
        return self.framework.texts.review_on or min(dates, default=None)

    @property
    def expired(self) -> bool:
        return self.framework.adopted and self.review_on is not None and self.review_on < self.as_of

    def activity(self, activity_id: str | None) -> FrameworkActivity | None:
        return next((activity for activity in self.framework.activities if activity.id == activity_id), None)

    def activity_names(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        found = (self.activity(activity_id) for activity_id in ids)
        return tuple(activity.name for activity in found if activity is not None)

    def scenario_title(self, scenario: Scenario | None, scenario_id: str) -> str:
        return scenario.title[self.ink.lang] if scenario is not None else scenario_id

    def rule_text(self, rule: Rule, *, strong: bool = True) -> Text:
        """The rule's sentence, in this language or else as typed."""

        def sentence(lang: Lang) -> tuple[str, Lang]:
            used: Lang = lang if lang in rule.wording else next(iter(rule.wording))
            return rule_sentence(rule.wording[used], rule.verb, rule.exception_role, used), used

        return self.ink.sentence(sentence, strong=strong)

    def rule_numbers(self, numbers: tuple[int, ...]) -> Text:
        """``rule 3`` or ``rules 3 and 5``."""
        listed = self.ink.t.listing(str(number) for number in numbers)
        return fill(self.ink.t(N_("rule {numbers}") if len(numbers) == 1 else N_("rules {numbers}")), numbers=listed)
