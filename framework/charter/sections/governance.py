"""The sections on open points and dissent, incidents, exceptions, suppliers, customers and review."""

from framework.charter.document import Block, Bullets, Heading, Paragraph, Section, Span, Text
from framework.charter.sections import promises, tradeoffs
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, fill, joined, normal, own_words
from framework.language import N_
from framework.language.error_messages import FIELD_NAMES
from framework.workshop.models import OpenPoint, OpenReason
from framework.workshop.rule_grammar import red_line_sentence

_REASON_WORDS: dict[OpenReason, str] = {
    "no_stance": N_("nobody has chosen a stance yet"),
    "unlawful_stance": N_("the stance chosen is closed by the law, so it cannot become a rule"),
    "incomplete": N_("the rule is not complete yet"),
    "dissent_open": N_("dissent has not been put into words yet"),
    "not_closed": N_("not decided yet"),
    "objected": N_("somebody objected in the follow-up, and that has not been settled"),
    "principles_objected": N_("somebody objected to their order in the follow-up, and that has not been settled"),
    "law_stop": N_("the law check says stop"),
    "law_unsure": N_("the law check cannot clear it yet"),
}
_ABOUT_THE_LAW: tuple[OpenReason, ...] = ("law_stop", "law_unsure")


def points(context: CharterContext, law: tuple[Text, ...]) -> tuple[Text, ...]:
    """Everything open. ``law``: what the law check leaves open, in words (`open_law_points`); where there is none, the
    framework's own points say that it does."""
    listed = (point for point in context.framework.open_points if not (law and point.reason in _ABOUT_THE_LAW))
    price = tradeoffs.unpriced(context)
    return (
        *law,
        *(_open_point(context, point) for point in listed),
        *((price,) if price else ()),
        *_unnamed(context),
        *promises.left_open(context),
    )


def _unnamed(context: CharterContext) -> tuple[Text, ...]:
    """Who and when, as far as that is not decided."""
    texts = context.framework.texts
    asked = (
        (texts.owner, N_("Not decided yet: who keeps this charter.")),
        (context.review_on, N_("Not decided yet: when this charter is reviewed.")),
        (texts.incident_contact, N_("Not decided yet: whom to ring about a data breach.")),
        (texts.contact, N_("Not decided yet: where customers can go with questions.")),
    )
    return tuple(normal(context.t(words)) for known, words in asked if not known)


def open_points(context: CharterContext, points: tuple[Text, ...]) -> Section | None:
    """What is open and who disagreed. The public edition only says that something is open, and never that nothing is."""
    t = context.t
    if not context.internal:
        return _open_in_public(context) if context.framework.open_points else None
    blocks: list[Block] = [Heading(normal(t("What is still open")))]
    blocks.append(Bullets(points) if points else Paragraph(normal(t("No open points were recorded."))))
    blocks.append(Heading(normal(t("Minority views"))))
    dissent = tuple(
        (*context.rule_numbers((rule.number,)), Span(": "), *context.typed(rule.dissent))
        for rule in context.framework.rules
        if rule.dissent
    )
    if dissent:
        blocks.append(
            Bullets(tuple((Span(text[0].text[:1].upper() + text[0].text[1:]), *text[1:]) for text in dissent))
        )
    elif context.by_one:
        blocks.append(Paragraph(normal(t("One person wrote this; other views have not been heard yet."))))
    else:
        blocks.append(Paragraph(normal(t("No dissent was written down."))))
    return Section("open", "7", t("Open points and minority views"), tuple(blocks))


def _open_in_public(context: CharterContext) -> Section:
    t, owner = context.t, context.framework.texts.owner
    words = (
        fill(t("Not everything is settled yet; {role} knows what is still open."), role=own_words(owner))
        if owner
        else normal(t("Not everything is settled yet."))
    )
    return Section("open", "7", t("Open points"), (Paragraph(words),), compact=True)


def _open_point(context: CharterContext, point: OpenPoint) -> Text:
    t = context.t
    activity = context.activity(point.activity)
    about: list[Text] = []
    if point.scenario is not None:
        about.append(bold(context.scenario_title(context.deck.scenario(point.scenario), point.scenario)))
    if activity is not None:
        about.append((Span(activity.name, strong=True, own=True),))
    if point.red_line is not None:
        about.append(context.typed(*red_line_sentence(point.red_line, context.lang), strong=True))
    if point.reason == "principles_objected":
        about.append(bold(t("What we put first")))
    reason = t(_REASON_WORDS[point.reason])
    if point.missing:
        reason += " " + t(
            "(missing: {parts})", parts=t.listing(t(FIELD_NAMES.get(part, part)) for part in point.missing)
        )
    where = joined(about, " · ")
    return (*where, Span(": "), Span(reason)) if where else normal(reason)


def doubt(context: CharterContext) -> Section | None:
    """Who may stop an AI use; None where nobody was named. Internal, like everything about who decides."""
    t, role = context.t, context.framework.texts.stop_role
    blocks = promises.promised(context, "stopping")
    if not blocks and role:  # before there were promises
        words = fill(t("Who may stop an AI use at once, without asking first: {role}."), role=own_words(role))
        blocks = (Paragraph(words),)
    return Section("doubt", "8", t("When in doubt"), blocks, compact=True) if blocks and context.internal else None


def exceptions(context: CharterContext) -> Section | None:
    """What follows from the rules themselves, and what is promised; None without rules and red lines, and in public."""
    t, framework = context.t, context.framework
    if not context.internal or not (framework.rules or framework.red_lines):
        return None
    roles = list(dict.fromkeys(rule.exception_role for rule in framework.rules if rule.exception_role))
    fixed = tuple(rule.number for rule in framework.rules if not rule.exception_role)
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
    items.append(normal(t("There are no exceptions to a red line, or to what the law forbids.")))
    return Section(
        "exceptions",
        "9",
        t("Exceptions"),
        (Bullets(tuple(items)), *promises.promised(context, "exceptions")),
        compact=True,
    )


def suppliers(context: CharterContext) -> Section | None:
    """What the team promised, and its own words; None without them, and in the public edition."""
    own = context.framework.texts.suppliers
    blocks = (*((Paragraph(context.worded(own)),) if own else ()), *promises.promised(context, "suppliers", "agencies"))
    title = context.t("Suppliers and agencies")
    return Section("suppliers", "10", title, blocks, compact=True) if blocks and context.internal else None


def customers(context: CharterContext) -> Section:
    """Where customers can go, and what the law lets them do whatever the team decides."""
    t, contact = context.t, context.framework.texts.contact
    where = (
        (Paragraph(fill(t("Customers can reach us here: {contact}"), contact=own_words(contact))),) if contact else ()
    )
    rights = (
        t("ask which data we hold about them and what we use it for (GDPR 15);"),
        t("object to the use of their data for direct marketing, at any time and free of charge (GDPR 21);"),
        t("complain to the Dutch data protection authority, the Autoriteit Persoonsgegevens (GDPR 77)."),
    )
    topics = ("complaints",) if context.internal else ("complaints", "incidents", "stopping")
    promised = promises.promised(context, *topics)
    blocks = (
        *where,
        *promised,
        Paragraph(normal(t("By law, every customer may:"))),
        Bullets(tuple(map(normal, rights))),
    )
    return Section("customers", "11", t("What customers can do"), blocks, compact=True)


def review(context: CharterContext) -> Section | None:
    """When an adopted charter is looked at again. Nothing is in force before that."""
    t, day = context.t, context.review_on
    blocks = promises.promised(context, "review", "reporting") if context.internal else ()
    if day is not None and context.framework.adopted:
        words = t(
            "The next review is due by {date}. Until a new version is adopted, this one stays in force.",
            date=t.date(day),
        )
        blocks = (Paragraph(normal(words)), *blocks)
    return Section("review", "12", t("Review"), blocks, compact=True) if blocks else None
