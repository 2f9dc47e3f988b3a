"""Annex A: the register of AI uses, as far as it is on record."""

from framework.charter.document import Paragraph, Section, Span, TableBlock, Text
from framework.charter.sections import promises
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, joined, normal, own_words, small
from framework.law.models import LawCheck
from framework.law.wording import READING_WORDS, assessment_done, status_words
from framework.workshop.models import FrameworkActivity


def register(context: CharterContext, letter: str) -> Section:
    t = context.t
    title = t("Register of AI uses")
    rows = tuple(_row(context, activity) for activity in context.framework.activities)
    if not rows:
        return Section("register", letter, title, (Paragraph(normal(t("No AI use has been listed yet."))),), annex=True)
    header = (
        t("AI use and purpose"),
        t("Owner and status"),
        t("Supplier and its terms"),
        t("Personal data and DPIA"),
        t("Law check and rules"),
    )
    return Section(
        "register",
        letter,
        title,
        (
            TableBlock(
                t("The AI uses that this charter covers, by the team’s own answers"), header, rows, (28, 17, 20, 17, 18)
            ),
        ),
        annex=True,
    )


def _row(context: CharterContext, activity: FrameworkActivity) -> tuple[Text, ...]:
    t, outcome = context.t, context.checks.get(activity.id)
    kind = context.deck.kind(activity.kind)
    about = own_words(activity.purpose) or normal(kind.name[context.lang] if kind else "")
    numbers = tuple(rule.number for rule in context.framework.rules if activity.id in rule.activities)
    stopped = t("stopped on {date}", date=t.date(activity.stopped_on)) if activity.stopped_on else ""
    state = stopped or (t("running") if activity.running == "running" else t("planned"))
    read = context.reading(activity)
    verdict = bold(t(READING_WORDS[read])) if read and not stopped else ()
    return (
        joined(((Span(activity.name, strong=True, own=True),), *([_small(about)] if about[0].text else [])), "\n"),
        joined((context.role(activity.owner) or small(t("no owner named yet")), normal(state)), "\n"),
        joined((own_words(activity.supplier) or small(t("none named")), *_terms(context, activity)), "\n"),
        joined((normal(words) for words in _data(context, outcome)), "\n") if outcome else normal("–"),
        joined(
            (part for part in (verdict, context.rule_numbers(numbers) if numbers else small(t("no rule yet"))) if part),
            "\n",
        ),
    )


def _small(text: Text) -> Text:
    return tuple(Span(span.text, span.lang, soft=True, own=span.own) for span in text)


def _terms(context: CharterContext, activity: FrameworkActivity) -> tuple[Text, ...]:
    """What the law asks of the supplier: in order, or what is not."""
    t, found = context.t, promises.supplier_findings(context, activity)
    if not found:
        return ()
    wrong = [one for one in found if one.status != "ok"]
    if all(one.status == "unknown" for one in found):
        return (small(t("nothing known yet of contract, transfer, re-use and retention")),)
    if not wrong:
        return (small(t("contract, transfer, re-use and retention in order")),)
    return tuple(small(f"{one.rule.name[context.lang]}: {status_words(one.status, t).lower()}") for one in wrong)


def _data(context: CharterContext, outcome: LawCheck) -> tuple[str, ...]:
    """Whether personal data goes in, and whether that asks a DPIA; by the team's own answers."""
    t = context.t
    states = {one.status for one in outcome.ground_rules}
    if states == {"not_applicable"}:
        return (t("no personal data"),)
    if states <= {"unknown", "not_applicable"}:
        return (t("personal data: not known"),)
    asked = outcome.assessment.certainty
    if assessment_done(outcome):
        return (t("personal data"), t("DPIA: done, or on record why not"))
    if asked == "certain":
        return (t("personal data"), t("DPIA: needed"))
    return (t("personal data"), t("DPIA: may be needed") if asked else t("DPIA: not needed"))
