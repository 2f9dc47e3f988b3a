"""Annex of the internal edition: what was done so that people understand AI, with how many took part. No names."""

from framework.charter.document import Paragraph, Section, TableBlock, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import joined, normal, own_words
from framework.workshop.governance.records import Training

_NONE = normal("–")


def training(context: CharterContext, letter: str) -> Section | None:
    """One row per training; None without any, and in the public edition."""
    t, rows = context.t, context.framework.training
    if not rows or not context.internal:
        return None
    intro = t(
        "What the organisation did for AI literacy (AI Act 4). Who took part is kept elsewhere; here are numbers only."
    )
    header = (t("For whom"), t("What"), t("When"), t("Took part"), t("Next time"), t("Where the record is"))
    table = TableBlock(
        t("What was done and what is planned"),
        header,
        tuple(_row(context, one) for one in rows),
        (20, 30, 14, 12, 12, 18),
    )
    return Section("training", letter, t("Training record"), (Paragraph(normal(intro)), table), annex=True)


def _row(context: CharterContext, one: Training) -> tuple[Text, ...]:
    t = context.t
    when = t.short_date(one.done_on) if one.done_on else ""
    if one.done_on is None:
        when = t("planned for {day}", day=t.short_date(one.due)) if one.due else t("no date yet")
    many = "–" if one.attended is None else str(one.attended)
    if one.attended is not None and one.invited is not None:
        many = t("{attended} of {invited}", attended=one.attended, invited=one.invited)
    what = joined((part for part in (context.typed(one.what), context.role(one.owner)) if part), " · ")
    return (
        own_words(one.group),
        what,
        normal(when),
        normal(many),
        normal(t.short_date(one.next_on)) if one.next_on else _NONE,
        context.typed(one.evidence) if one.evidence else _NONE,
    )
