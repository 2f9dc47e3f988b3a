"""The sections on open points and dissent, incidents, exceptions, suppliers, customers and review."""

from framework.charter.document import Block, Bullets, Heading, Paragraph, Section, Span, Text
from framework.charter.sections import tradeoffs
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, fill, joined, normal, own_words
from framework.language import N_
from framework.language.error_messages import FIELD_NAMES
from framework.workshop.models import OpenPoint, OpenReason

_REASON_WORDS: dict[OpenReason, str] = {
    "no_stance": N_("nobody has chosen a stance yet"),
    "unlawful_stance": N_("the stance chosen is probably not lawful, so it cannot become a rule"),
    "incomplete": N_("the rule is not complete yet"),
    "dissent_open": N_("dissent has not been put into words yet"),
    "not_closed": N_("not decided yet"),
    "law_stop": N_("the law check says stop"),
    "law_unsure": N_("the law check cannot clear it yet"),
}
_ABOUT_THE_LAW: tuple[OpenReason, ...] = ("law_stop", "law_unsure")


def points(context: CharterContext, law: tuple[Text, ...]) -> tuple[Text, ...]:
    """Everything open. ``law``: what the law check leaves open, in words (`open_law_points`); where there is none, the
    framework's own points say that it does."""
    listed = (point for point in context.framework.open_points if not (law and point.reason in _ABOUT_THE_LAW))
    price = tradeoffs.unpriced(context)
    return (*law, *(_open_point(context, point) for point in listed), *((price,) if price else ()))


def open_points(context: CharterContext, points: tuple[Text, ...]) -> Section:
    t = context.t
    framework = context.framework
    blocks: list[Block] = [Heading(normal(t("What is still open")))]
    blocks.append(
        Bullets(points) if points else Paragraph(normal(t("Everything that was raised has been dealt with.")))
    )
    if not framework.texts.contact and framework.adopted:
        blocks.append(Paragraph(normal(t("Not decided yet: where customers can go with questions."))))
    blocks.append(Heading(normal(t("Minority views"))))
    dissent = tuple(
        (*context.rule_numbers((rule.number,)), Span(": "), *context.typed(rule.dissent))
        for rule in framework.rules
        if rule.dissent
    )
    if dissent:
        blocks.append(
            Bullets(tuple((Span(text[0].text[:1].upper() + text[0].text[1:]), *text[1:]) for text in dissent))
        )
    elif context.by_one:
        blocks.append(Paragraph(normal(t("One person wrote this; other views have not been heard yet."))))
    else:
        blocks.append(Paragraph(normal(t("No dissent was voiced."))))
    return Section("open", "7", t("Open points and minority views"), tuple(blocks))


def _open_point(context: CharterContext, point: OpenPoint) -> Text:
    t = context.t
    activity = context.activity(point.activity)
    about: list[Text] = []
    if point.scenario is not None:
        about.append(bold(context.scenario_title(context.deck.scenario(point.scenario), point.scenario)))
    if activity is not None:
        about.append((Span(activity.name, strong=True, own=True),))
    reason = t(_REASON_WORDS[point.reason])
    if point.missing:
        reason += " " + t(
            "(missing: {parts})", parts=t.listing(t(FIELD_NAMES.get(part, part)) for part in point.missing)
        )
    where = joined(about, " · ")
    return (*where, Span(": "), Span(reason)) if where else normal(reason)


def doubt(context: CharterContext) -> Section:
    t = context.t
    role = context.framework.texts.stop_role
    stop = (
        fill(t("Who may stop an AI use at once, without asking first: {role}."), role=own_words(role))
        if role
        else normal(t("Anyone who works with an AI use may stop it at once, without asking first."))
    )
    return Section(
        "doubt",
        "8",
        t("When in doubt, when it goes wrong"),
        (
            Paragraph((Span(t("Stop.") + " ", strong=True), *stop)),
            Paragraph(
                (
                    Span(t("Ask.") + " ", strong=True),
                    Span(
                        t(
                            "The owner of the rule or the AI use answers the same day. If there is no answer, or it is not enough:"
                        )
                    ),
                )
            ),
            Bullets(
                (
                    normal(t("The DPO or the legal team answers within two working days.")),
                    normal(t("Management decides within five working days. Until then we wait.")),
                ),
                ordered=True,
            ),
            Paragraph(
                (
                    Span(t("Write it down.") + " ", strong=True),
                    Span(
                        t(
                            "After each incident: what happened, who was affected, what we did, and which rule "
                            "has to change. One page at most, within five working days, kept for the next "
                            "review."
                        )
                    ),
                )
            ),
        ),
    )


def exceptions(context: CharterContext) -> Section:
    t = context.t
    roles = list(dict.fromkeys(rule.exception_role for rule in context.framework.rules if rule.exception_role))
    fixed = tuple(rule.number for rule in context.framework.rules if not rule.exception_role)
    items: list[Text] = []
    if roles:
        items.append(
            fill(
                t("Only the role named in the rule may allow an exception, beforehand and in writing: {roles}."),
                roles=joined((own_words(role) for role in roles), "; "),
            )
        )
    if fixed:
        rules = context.rule_numbers(fixed)
        start = rules[0].text
        rules = (Span(start[:1].upper() + start[1:]), *rules[1:])
        message = t("{rules} has no exceptions.") if len(fixed) == 1 else t("{rules} have no exceptions.")
        items.append(fill(message, rules=rules))
    items += [
        normal(t("There are no exceptions to a red line, or to what the law forbids.")),
        normal(t("An exception lasts 90 days at most and then ends by itself.")),
        normal(t("Each one is logged (who, what, why, until when) and reported at the next review.")),
    ]
    return Section("exceptions", "9", t("Exceptions"), (Bullets(tuple(items)),), compact=True)


def suppliers(context: CharterContext) -> Section:
    t = context.t
    own = context.framework.texts.suppliers
    blocks: tuple[Block, ...] = (
        (Paragraph(context.worded(own)),)
        if own
        else (
            Paragraph(normal(t("We only work with AI suppliers that:"))),
            Bullets(
                (
                    normal(
                        t("do not train on our data or our customers’ data, unless we have agreed to it in writing;")
                    ),
                    normal(t("say where the data goes, who else sees it and when it is deleted;")),
                    normal(t("tell us before a model or its settings change;")),
                    normal(t("help us to answer questions, objections and complaints;")),
                    normal(t("let us leave, with our data.")),
                )
            ),
        )
    )
    return Section("suppliers", "10", t("What we ask of suppliers"), blocks, compact=True)


def customers(context: CharterContext) -> Section:
    t = context.t
    contact = context.framework.texts.contact
    where = (
        fill(t("Customers can reach us here: {contact}"), contact=own_words(contact))
        if contact
        else normal(t("Where customers can go with questions has not been decided yet."))
    )
    return Section(
        "customers",
        "11",
        t("What customers can do"),
        (
            Paragraph(where),
            Bullets(
                (
                    normal(t("Ask whether AI was used, and why they see what they see.")),
                    normal(t("Object to the use of their data for marketing, at any time and free of charge.")),
                    normal(t("Speak to a person.")),
                    normal(
                        t("Complain to us, or to the Dutch data protection authority (Autoriteit Persoonsgegevens).")
                    ),
                )
            ),
        ),
        compact=True,
    )


def review(context: CharterContext) -> Section:
    t = context.t
    day = context.review_on
    when = (
        t("We review this charter at least once a year; next by {date}.", date=t.date(day))
        if day
        else t("We review this charter at least once a year. The next date has not been chosen yet.")
    )
    return Section(
        "review",
        "12",
        t("Review"),
        (
            Paragraph(normal(when)),
            Paragraph(normal(t("And sooner, if:"))),
            Bullets(
                (
                    normal(t("the law changes;")),
                    normal(t("there has been an incident;")),
                    normal(t("we start with a new supplier or a new AI use;")),
                    normal(t("a model we use changes.")),
                )
            ),
            Paragraph(
                normal(
                    t(
                        "Each review gives a new version that says what has changed. After its review date "
                        "a charter is no longer valid."
                    )
                )
            ),
        ),
        compact=True,
    )
