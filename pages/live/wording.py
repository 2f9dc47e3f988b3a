"""Words that phone, console and projector share."""

from framework.language import N_
from framework.workshop.room import StepKind

ROLE_NAMES: dict[str, str] = {
    "campaign": N_("Campaigns and marketing"),
    "content": N_("Content and creation"),
    "data": N_("Data and analysis"),
    "privacy": N_("Privacy or legal"),
    "customer_contact": N_("Customer contact"),
    "management": N_("Management"),
    "supplier": N_("Agency or supplier"),
    "other": N_("Something else"),
}
STEP_NAMES: dict[StepKind, str] = {
    "welcome": N_("Welcome"),
    "inventory": N_("What we do with AI"),
    "principles": N_("Principles"),
    "scenario": N_("Dilemma"),
    "red_lines": N_("Red lines"),
    "consequences": N_("Consequences"),
    "break": N_("Break"),
    "agreements": N_("The draft, rule by rule"),
    "checkout": N_("Check-out"),
}
CONFIDENCE_NAMES: dict[str, str] = {
    "unsure": N_("Unsure"),
    "fairly": N_("Fairly sure"),
    "sure": N_("Sure"),
}
AGREEMENT_NAMES: dict[str, str] = {
    "aligned": N_("Largely agreed"),
    "lone_voice": N_("Largely agreed, with a lone voice"),
    "divided": N_("Two camps"),
    "spread": N_("Opinions are spread"),
    "all_over": N_("Opinions are all over the place"),
}
"""What may be said about a revealed round of five votes and more."""
LEGAL_NAMES: dict[str, str] = {
    "unlawful": N_("Probably not lawful"),
    "conditional": N_("Lawful only under conditions"),
}
