"""The labels of a workshop's terms, for phone, projector, console, charter and paper.

The same thing must have the same label on a phone, on the projector and in the charter. So each label is defined only
here (``tests/content/test_terms.py``), as English source text.
"""

from collections.abc import Sequence

from framework.language.catalog import Translator
from framework.translatable import N_

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
NO_ROLE = N_("No role given")
STEP_NAMES: dict[str, str] = {
    "welcome": N_("Welcome"),
    "inventory": N_("Inventory"),
    "principles": N_("Principles"),
    "scenario": N_("Dilemma"),
    "red_lines": N_("Red lines"),
    "consequences": N_("Consequences"),
    "break": N_("Break"),
    "read_back": N_("What we agreed"),
    "agreements": N_("The draft, sentence by sentence"),
    "checkout": N_("Check-out"),
    "question": N_("A question in between"),
}
CONFIDENCE_NAMES: dict[str, str] = {
    "unsure": N_("I doubt it"),
    "fairly": N_("Fairly sure"),
    "sure": N_("Sure"),
}
AGREEMENT_NAMES: dict[str, str] = {
    "unanimous": N_("Everybody chose the same"),
    "aligned": N_("Largely agreed"),
    "lone_voice": N_("Largely agreed, with a lone voice"),
    "lone_voices": N_("Largely agreed, with lone voices"),
    "minority": N_("A majority, and a minority far from it"),
    "divided": N_("Two camps"),
    "spread": N_("Opinions are spread"),
    "all_over": N_("Opinions are all over the place"),
}
"""Words for the status label of a revealed round, by `Measures.seen`."""
STAKES_WORDS: dict[str, str] = {
    "opinions_differ": N_("opinions differ"),
    "many_people": N_("it reaches many people"),
    "law": N_("the law draws a line here"),
}
"""Why a dilemma is worth time, by `framework.workshop.session_plan.Reason`."""
EFFECT_NAMES: dict[str, str] = {"less": N_("less"), "same": N_("the same"), "more": N_("more")}
"""Reach and conversion with a rule, as a team says it."""
VERB_NAMES: dict[str, str] = {"always": N_("always"), "never": N_("never"), "only_if": N_("only if")}
LEGAL_NAMES: dict[str, str] = {
    "lawful": N_("Lawful"),
    "conditional": N_("Lawful under conditions only"),
    "unlawful": N_("Closed by the law"),
}
CONSENT_NAMES: dict[str, str] = {
    "consent": N_("No objection"),
    "objection": N_("Objection"),
    "abstain": N_("Abstain"),
}
ABSTAIN = CONSENT_NAMES["abstain"]
LINE_NAMES: dict[str, str] = {
    "object": N_("Never"),
    "no_objection": N_("No line needed"),
    "unknown": N_("I don’t know"),
}
"""Whether a practice may ever be done, by `framework.workshop.models.ObjectionAnswer`."""
STRONG_OBJECTION = N_("Strong objection")
I_OBJECT = N_("I strongly object to what we do now, or plan to do")
"""The flag on a ballot. It is about the practice, not about a stance."""

AGREED_NAMES: dict[str, str] = {
    "consent": N_("Agreed: no objections left."),
    "disagree_and_commit": N_("Not everybody agrees, but everybody carries it out."),
    "decider": N_("Decided by {role}, after hearing the objections."),
}
"""How a group agreed on a rule, by `framework.workshop.models.Agreed`."""


def agreed_words(agreed: str | None, t: Translator, *, role: str) -> str:
    """How a group agreed on a rule; empty where it has not yet. ``role``: who decided, where somebody did."""
    return t(AGREED_NAMES[agreed], role=role) if agreed else ""


def role_name(role: str, t: Translator) -> str:
    return t(ROLE_NAMES.get(role, NO_ROLE))


def votes_words(count: int, t: Translator) -> str:
    return t.plural("{count} vote", "{count} votes", count)


def left_out_words(count: int, t: Translator) -> str:
    """A note that the facilitator left out answers; empty for none."""
    if not count:
        return ""
    return t.plural(
        "{count} vote was left out; the facilitator removed that seat.",
        "{count} votes were left out; the facilitator removed those seats.",
        count,
    )


def tied_words(cards: Sequence[str], t: Translator) -> str:
    """A note on cards that end equal at the last place that is kept; empty for none. ``cards``: their names."""
    if not cards:
        return ""
    return t("Equal at the last place: {cards}. Choose together which one stays.", cards=t.listing(cards))


def abstained_words(count: int, t: Translator) -> str:
    return t.plural("{count} abstained", "{count} abstained", count)


def objections_words(count: int, t: Translator) -> str:
    """The number of strong objections in a round."""
    return t.plural("{count} strong objection", "{count} strong objections", count)


def dam_words(objections: int, voters: int, t: Translator) -> str:
    """A sentence on how many of those asked said that a practice may never be done."""
    return t.plural(
        "{count} of {voters} said “never”.",
        "{count} of {voters} said “never”.",
        objections,
        voters=voters,
    )


def consent_words(consents: int, objections: int, abstained: int, t: Translator) -> list[str]:
    """The counts of an objection round; objections and abstentions only if there are any. Silence is not agreement."""
    if not consents + objections + abstained:
        return [t.plural("{count} answer", "{count} answers", 0)]
    counts = [t.plural("{count} without objection", "{count} without objection", consents)]
    if objections:
        counts.append(t.plural("{count} with an objection", "{count} with an objection", objections))
    return [*counts, abstained_words(abstained, t)] if abstained else counts
