"""What holds the adoption of a charter and what does not but should be known, each with where it is mended and its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from framework.language import N_, Translator
from framework.language.field_names import FIELD_NAMES
from framework.text import LocalizedText

Step = Literal["inventory", "law_check", "decisions", "promises"]
ObstacleReason = Literal[
    "nothing-decided",
    "use-forbidden",  # use
    "breach-unplanned",  # use, rule
    "breach-overdue",  # use, rule, day
    "unlawful-rule",  # number
    "exception-to-law",  # number
    "dpo-decides",  # role, part
    "privacy-unclear",  # role
    "use-without-owner",  # use
    "rule-incomplete",  # number, part
    "number-unconfirmed",  # number, numbers
    "no-sponsor",
    "no-owner",
    "no-stop-role",
    "works-council",  # uses
    "no-incident-contact",
    "no-customer-contact",
    "no-training",
]
CautionReason = Literal[
    "supplier-unknown",  # uses
    "use-without-rule",  # uses
    "price-missing",  # open, count
    "condition-missing",  # number
    "no-red-line",
    "one-review-date",  # day
    "no-deputy",
    "privacy-unknown",
    "topic-open",  # what
    "few-voices",  # count
]
Param = str | int | date | LocalizedText | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is mended: the step, what it is about there (id of an activity, a decision or a topic), and which field of
    it, or in the law check which rule."""

    step: Step
    about: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something without which a charter cannot be adopted."""

    reason: ObstacleReason
    place: Place
    params: Mapping[str, Param] = field(default_factory=dict[str, Param])

    def sentence(self, t: Translator) -> str:
        """What is missing, and what to do."""
        return _filled(_OBSTACLES[self.reason], self.params, t)


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that a team should know before it adopts; it may adopt all the same."""

    reason: CautionReason
    place: Place
    params: Mapping[str, Param] = field(default_factory=dict[str, Param])

    def sentence(self, t: Translator) -> str:
        return _filled(_CAUTIONS[self.reason], self.params, t)


_OBSTACLES: Mapping[ObstacleReason, str] = {
    "nothing-decided": N_("There is no finished rule or red line yet. Close at least one decision first."),
    "use-forbidden": N_("“{use}” is not allowed as it runs now. Stop it and fill in the day."),
    "breach-unplanned": N_("“{use}” does not meet the law here: {rule}. Who puts that right, and by when?"),
    "breach-overdue": N_(
        "“{use}” does not meet the law here: {rule}. That was to be put right by {day}. Is it done, or what is the new date?"
    ),
    "unlawful-rule": N_("Rule {number} allows what the law forbids. Make it a “never”, or choose another stance."),
    "exception-to-law": N_("Rule {number} is what the law asks, and nobody can allow an exception to that."),
    "dpo-decides": N_("“{role}” is a DPO, who advises and does not decide (GDPR 38(6)). Choose somebody else: {part}."),
    "privacy-unclear": N_(
        "“{role}” decides here. Is that the DPO of GDPR 37? A DPO may not decide; say who looks after privacy."
    ),
    "use-without-owner": N_("“{use}” is running and belongs to nobody. Who is its owner?"),
    "rule-incomplete": N_("Rule {number}: {part} is missing."),
    "number-unconfirmed": N_(
        "Rule {number} has a number that nobody has chosen: {numbers}. Keep it, or fill in your own."
    ),
    "no-sponsor": N_("Who adopts this charter? Fill in a name and a function."),
    "no-owner": N_("Who keeps this charter up to date? Fill in a function."),
    "no-stop-role": N_("Who may stop an AI use at once? Tick it, or fill in a role of your own."),
    "works-council": N_(
        "Does the works council have a say in {uses}? Choose where you are with that, or “We have none”."
    ),
    "no-incident-contact": N_("Whom do you ring about a data breach? Fill that in."),
    "no-customer-contact": N_("Where can customers go with questions? Fill that in."),
    "no-training": N_(
        "What do you do so that people understand AI (AI Act 4)? Fill in one thing, who sees to it, and by when."
    ),
}
_CAUTIONS: Mapping[CautionReason, str] = {
    "supplier-unknown": N_("No supplier is known of {uses}."),
    "use-without-rule": N_("There is no rule yet for {uses}; until then only the law applies."),
    "price-missing": N_("The price of {open} of {count} rules has not been written down yet."),
    "condition-missing": N_("Rule {number} is only lawful under a condition that it does not state."),
    "no-red-line": N_("You have drawn no red lines. What the law forbids stays forbidden."),
    "one-review-date": N_("All rules are reviewed on the same day, {day}."),
    "no-deputy": N_("Whoever keeps the charter has no deputy."),
    "privacy-unknown": N_("Nobody has said who looks after privacy."),
    "topic-open": N_("Not decided yet: {what}."),
    "few-voices": N_("Fewer than five people have answered."),
}


def _filled(message: str, params: Mapping[str, Param], t: Translator) -> str:
    return t(message, **{name: _words(name, value, t) for name, value in params.items()})


def _words(name: str, value: Param, t: Translator) -> object:
    if isinstance(value, LocalizedText):
        return value[t.lang]
    if isinstance(value, date):
        return t.date(value)
    if isinstance(value, tuple):
        return t.listing(value if name == "numbers" else (f"“{one}”" for one in value))
    if name == "part":
        return t(FIELD_NAMES[str(value)])
    return value
