"""Names of the steps and phases of a live workshop."""

from framework.language import N_
from framework.language.labels import STEP_NAMES
from framework.workshop.models import WorkshopState
from framework.workshop.room import Format, Phase, PlannedStep
from pages.ui.i18n import lang, translate

PHASE_WORDS: dict[Phase, str] = {
    "open": N_("discussion"),
    "voting": N_("silent vote"),
    "revealed": N_("revealed: discussion"),
    "second_voting": N_("second silent vote"),
    "second_revealed": N_("second vote revealed"),
    "consent": N_("objection round"),
    "consent_revealed": N_("objections revealed"),
    "closed": N_("no more answers"),
}
MOVE_WORDS: dict[Phase, str] = {
    "voting": N_("Open the vote"),
    "revealed": N_("Reveal"),
    "second_voting": N_("Open the second vote"),
    "second_revealed": N_("Reveal the second vote"),
    "consent": N_("Put the rule to the room"),
    "consent_revealed": N_("Reveal the answers"),
    "closed": N_("Take no more answers"),
}
FORMAT_WORDS: dict[Format, str] = {
    "half_hour": N_("30 minutes"),
    "short": N_("90 minutes"),
    "half_day": N_("Half a day"),
    "own": N_("Own plan"),
}


def step_name(current: WorkshopState, step: PlannedStep) -> str:
    """A dilemma's title, or the name of another kind of step."""
    scenario = current.deck.scenario(step.scenario or "")
    return scenario.title[lang()] if scenario else translate()(STEP_NAMES[step.kind])
