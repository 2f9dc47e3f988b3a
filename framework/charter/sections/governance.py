"""What the public edition says of customers, open points and review."""

from framework.charter.document import Bullets, Paragraph, Section
from framework.charter.sections import partners
from framework.charter.sections.context import CharterContext
from framework.charter.spans import fill, normal, own_words


def open_points(context: CharterContext) -> Section | None:
    """Only that something is open, and never that nothing is."""
    if not context.framework.open_points:
        return None
    t, owner = context.t, context.framework.texts.owner
    words = (
        fill(t("Not everything is settled yet; {role} knows what is still open."), role=context.role(owner))
        if owner
        else normal(t("Not everything is settled yet."))
    )
    return Section("open", "", t("Open points"), (Paragraph(words),), compact=True)


def customers(context: CharterContext) -> Section:
    """Where customers can go, and what the law lets them do whatever the team decides."""
    t, contact = context.t, context.framework.texts.contact
    where = (
        (Paragraph(fill(t("Customers can reach us here: {contact}"), contact=own_words(contact))),) if contact else ()
    )
    blocks = (
        *where,
        *partners.promised(context, "complaints", "incidents", "stopping"),
        Paragraph(normal(t("By law, every customer may always:"))),
        Bullets(tuple(normal(t(words)) for words in partners.RIGHTS)),
        Paragraph(normal(t(partners.ROUTES))),
    )
    return Section("customers", "", t("What customers can do"), blocks, compact=True)


def review(context: CharterContext) -> Section | None:
    """When an adopted charter is looked at again. Nothing is in force before that."""
    t, day = context.t, context.review_on
    if day is None or not context.framework.adopted:
        return None
    words = t(
        "The next review is due by {date}. Until a new version is adopted, this one stays in force.", date=t.date(day)
    )
    return Section("review", "", t("Review"), (Paragraph(normal(words)),), compact=True)
