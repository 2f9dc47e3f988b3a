"""Annex of the internal edition: stance and practice of one person, per dilemma."""

from framework.analysis.agreement import MIN_VOTES
from framework.charter.document import Block, ChartBlock, Paragraph, Section, Span, Strip, StripRow, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, normal, small
from framework.deck import LETTERS, Scenario
from framework.workshop.models import StanceTaken


def practice(context: CharterContext, number: str) -> Section | None:
    """Stance and practice per scenario; None where nothing was answered."""
    t = context.t
    rows = [
        _row(context, answer, scenario)
        for answer in context.framework.stances
        if (answer.stance or answer.practice) and (scenario := context.deck.scenario(answer.scenario)) is not None
    ]
    if not rows:
        return None
    blocks: list[Block] = [
        Paragraph(
            normal(
                t(
                    "For each dilemma: what we think we should do, and what we do today. The letters run "
                    "from permissive (A) to strict (E); they show an order, not a score, and strict is not "
                    "the same as good."
                )
            )
        ),
        ChartBlock(
            "practice",
            t("Stance and practice for each dilemma"),
            t(
                "For each dilemma two marks on the letters A to E: what we want and what we do today. The last "
                "column says the same in words."
            ),
            Strip(
                t("Dilemma"),
                LETTERS,
                tuple(rows),
                t("what we want"),
                t("what we do today"),
                t("both are the same"),
                t("In words"),
            ),
        ),
    ]
    if context.framework.voices < MIN_VOTES:
        blocks.append(
            Paragraph(
                small(
                    t.plural(
                        "{count} person answered. With fewer than five we say nothing about agreement.",
                        "{count} people answered. With fewer than five we say nothing about agreement.",
                        context.framework.voices,
                    )
                )
            )
        )
    return Section("practice", number, t("What we want and what we do"), tuple(blocks), annex=True)


def _row(context: CharterContext, answer: StanceTaken, scenario: Scenario) -> StripRow:
    t = context.t
    activity = context.activity(answer.activity)
    label: Text = bold(scenario.title[context.lang])
    if activity is not None:
        label = (*label, Span("\n"), Span(activity.name, soft=True, own=True))
    should = answer.stance
    does = answer.practice if answer.practice != "unknown" else None
    words = [
        t("We want: {stance}.", stance=scenario.stance(should).name[context.lang]) if should else t("No stance yet."),
        _practice_words(context, answer, scenario),
    ]
    if answer.confidence == "unsure":
        words.append(t("Not sure."))
    if not scenario.ordered:
        words.append(t("Here the letters are not a scale."))
    return StripRow(
        label,
        LETTERS.index(should) if should else None,
        LETTERS.index(does) if does else None,
        " ".join(words),
        scenario.ordered,
    )


def _practice_words(context: CharterContext, answer: StanceTaken, scenario: Scenario) -> str:
    t = context.t
    if answer.practice is None:
        return t("What we do today was not asked.")
    if answer.practice == "unknown":
        return t("What we do today is not known.")
    if answer.practice == answer.stance:
        return t("That is what we do today.")
    return t("Today: {stance}.", stance=scenario.stance(answer.practice).name[context.lang])
