"""The steps and phases of a live workshop in words."""

from framework.language import N_
from framework.workshop.models import WorkshopState
from framework.workshop.room import Format, Phase, PlannedStep, StepKind
from pages.ui.text import lang, translate

STEP_WORDS: dict[StepKind, str] = {
    "welcome": N_("Welcome"),
    "inventory": N_("Inventory"),
    "principles": N_("Principles"),
    "scenario": N_("Dilemma"),
    "red_lines": N_("Red lines"),
    "consequences": N_("Consequences"),
    "break": N_("Break"),
    "agreements": N_("The draft, rule by rule"),
    "checkout": N_("Check-out"),
}
PHASE_WORDS: dict[Phase, str] = {
    "open": N_("talk"),
    "voting": N_("silent vote"),
    "revealed": N_("revealed: talk"),
    "second_voting": N_("second silent vote"),
    "second_revealed": N_("second vote revealed"),
    "consent": N_("consent round"),
    "consent_revealed": N_("consent revealed"),
}
MOVE_WORDS: dict[Phase, str] = {
    "voting": N_("Open the vote"),
    "revealed": N_("Reveal"),
    "second_voting": N_("Open the second vote"),
    "second_revealed": N_("Reveal the second vote"),
    "consent": N_("Put the rule to the room"),
    "consent_revealed": N_("Reveal the answers"),
}
FORMAT_WORDS: dict[Format, str] = {"short": N_("90 minutes"), "half_day": N_("Half a day"), "own": N_("Own plan")}
ROLE_WORDS: dict[str, str] = {
    "campaign": N_("campaign"),
    "content": N_("content"),
    "data": N_("data and analysis"),
    "privacy": N_("privacy and legal"),
    "customer_contact": N_("customer contact"),
    "management": N_("management"),
    "supplier": N_("supplier or agency"),
    "other": N_("something else"),
    "": N_("no role said"),
}


def step_name(current: WorkshopState, step: PlannedStep) -> str:
    """A dilemma by its title, any other step by its kind."""
    scenario = current.deck.scenario(step.scenario or "")
    return scenario.title[lang()] if scenario else translate()(STEP_WORDS[step.kind])
