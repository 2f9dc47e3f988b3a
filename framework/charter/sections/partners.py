"""The sections on suppliers and agencies and on customers, and the promises of any topic as blocks."""

from collections.abc import Iterable

from framework.charter.document import Block, Bullets, Paragraph, Section, Span
from framework.charter.sections.context import CharterContext
from framework.charter.spans import fill, normal, own_words
from framework.language import N_
from framework.law.models import GroundRuleFinding
from framework.workshop.facts import supplier_names
from framework.workshop.governance import law_sentences
from framework.workshop.governance import promises as catalogue
from framework.workshop.governance.promises import PromiseText
from framework.workshop.models import FrameworkActivity


def promised(context: CharterContext, *topics: str) -> tuple[Block, ...]:
    """The promises made on these topics: a list for each topic with a ``lead``, sentences for the rest."""
    framework = context.framework
    blocks: list[Block] = []
    for topic in (catalogue.catalogue().topic(one) for one in topics):
        made = [pair for pair in catalogue.made(framework.promises) if pair[0].topic == topic.id]
        words = [context.typed(*catalogue.sentence(text, said, framework.texts, context.lang)) for text, said in made]
        listed = [said for said, (text, _) in zip(words, made, strict=True) if text.listed]
        rest = tuple(said for said, (text, _) in zip(words, made, strict=True) if not text.listed)
        if listed and topic.lead is not None:
            ends = (*(";" for _ in listed[1:]), ".")
            items = tuple((*said, Span(end)) for said, end in zip(listed, ends, strict=True))
            blocks += [Paragraph(normal(topic.lead[context.lang])), Bullets(items)]
        if rest:
            blocks.append(Bullets(rest))
    return tuple(blocks)


# Suppliers ---------------------------------------------------------------------------------------------------------------


def supplier_findings(context: CharterContext, activity: FrameworkActivity) -> tuple[GroundRuleFinding, ...]:
    """What the law asks of the supplier of an AI use, where it asks anything."""
    outcome = context.checks.get(activity.id)
    found = outcome.ground_rules if outcome else ()
    return tuple(one for one in found if one.rule.scope == "supplier" and one.status != "not_applicable")


def suppliers(context: CharterContext) -> Section:
    """The law as long as nobody is recorded as breaking it, else what has to be put right; and what the team asks."""
    t, framework = context.t, context.framework
    broken = {
        (activity.name, one.rule.name[context.lang]): one.rule.measure[context.lang]
        for activity in context.framework.activities
        for one in supplier_findings(context, activity)
        if one.status in ("stop", "fix_first", "plan")
    }
    law = t(
        "Anyone who processes personal data for us has a data processing agreement (GDPR 28); with those who decide the "
        "purpose together with us we have an arrangement (GDPR 26)."
    )
    if broken:
        blocks: list[Block] = [
            Paragraph(normal(t("Not in order yet, by our own answers:"))),
            Bullets(
                tuple(
                    (*own_words(name), Span(": "), Span(f"{rule}. {measure}"))
                    for (name, rule), measure in broken.items()
                )
            ),
        ]
    else:
        unknown = any(
            one.status == "unknown" for use in framework.activities for one in supplier_findings(context, use)
        )
        asks = t(
            "The law asks a data processing agreement with anyone who processes personal data for us (GDPR 28), and an "
            "arrangement with those who decide the purpose together with us (GDPR 26). For some uses we do not know yet "
            "whether that is in order (annex A)."
        )
        blocks = [Paragraph(normal(asks if unknown or not context.checks else law))]
    if framework.texts.suppliers:
        blocks.append(Paragraph(context.worded(framework.texts.suppliers)))
    asked = [text for text, _ in catalogue.made(framework.promises) if text.topic == "suppliers"]
    blocks += promised(context, "suppliers")
    if asked:
        blocks.append(Paragraph(normal(_how_far(context, asked))))
    blocks += promised(context, "agencies")
    missing = unknown_suppliers(context)
    if missing:
        words = t("No supplier has been named for {uses}.")
        blocks.append(Paragraph(fill(words, uses=context.quoted_names(one.name for one in missing))))
    return Section("suppliers", "7", t("Suppliers and agencies"), tuple(blocks))


def unknown_suppliers(context: CharterContext) -> tuple[FrameworkActivity, ...]:
    """AI uses of which nobody said who supplies them."""
    return tuple(one for one in context.framework.activities if not one.supplier and one.stopped_on is None)


def _how_far(context: CharterContext, asked: Iterable[PromiseText]) -> str:
    """Whether every supplier does what is asked, as far as the team answered that; unknown is never met."""
    t, framework = context.t, context.framework
    demands = tuple(asked)
    short: dict[str, None] = {}
    for activity in framework.activities:
        found = {one.rule.fact: one.status for one in supplier_findings(context, activity)}
        met = activity.id in context.checks and all(
            one.shown_by and all(found.get(fact, "ok") == "ok" for fact in one.shown_by) for one in demands
        )
        if not met:
            short |= dict.fromkeys(name.casefold() for name in supplier_names(activity))
    if not short and not unknown_suppliers(context):
        return t("We work only with suppliers that do this, by our own answers.")
    day = t.date(framework.made_on) if framework.adopted else ""
    starts = (
        t("Every new contract asks this from {date}.", date=day)
        if day
        else t("Every new contract asks this from adoption.")
    )
    count = t.plural(
        "Not shown yet: {count} supplier (annex A).", "Not shown yet: {count} suppliers (annex A).", len(short)
    )
    return f"{starts} {count}" if short else starts


# Customers ---------------------------------------------------------------------------------------------------------------


def customers(context: CharterContext) -> Section:
    """Where customers can go, and what the law lets them do whatever the team decides."""
    t, texts = context.t, context.framework.texts
    where = fill(t("Questions or complaints about AI: {contact}."), contact=own_words(texts.contact))
    blocks: list[Block] = [
        Paragraph(normal(t("By law, every customer may always:"))),
        Bullets(tuple(normal(t(words)) for words in RIGHTS)),
        Paragraph(normal(t(_COSTS_NOTHING))),
        *_from_the_law_check(context),
        Paragraph(where if texts.contact else context.not_decided(t("where customers can go with questions"))),
    ]
    if texts.complaints_role:
        blocks.append(Paragraph(fill(t("Who answers: {role}."), role=context.role(texts.complaints_role))))
    blocks += promised(context, "complaints")
    blocks.append(Paragraph(normal(t(ROUTES))))
    return Section("customers", "8", t("Customers: rights and complaints"), tuple(blocks))


RIGHTS = (
    N_("ask which data we hold about them and what we use it for (GDPR 15);"),
    N_("have mistakes corrected (GDPR 16);"),
    N_("object to use for direct marketing, including the profile behind it; then we stop (GDPR 21);"),
    N_(
        "have a person look at an automated decision that affects them strongly, and get an explanation (GDPR 22 and 15)."
    ),
)
_COSTS_NOTHING = N_(
    "It costs them nothing. They hear from us within a month; if it is complicated we may take two more months, and say why "
    "(GDPR 12(3))."
)
ROUTES = N_(
    "If we cannot solve it together: about data, the Dutch data protection authority (AP). About an advertisement, the "
    "Advertising Code Committee (RCC), free for consumers. About misleading or pushy selling, ACM ConsuWijzer takes reports. "
    "Going to court is always possible."
)


def _from_the_law_check(context: CharterContext) -> tuple[Block, ...]:
    """What the law makes customers hear, by what runs: only what holds for certain, is in force, and nobody is known to break."""
    said: dict[str, None] = {}
    for activity in context.running:
        outcome = context.checks.get(activity.id)
        if outcome is not None:
            said |= dict.fromkeys(law_sentences.for_customers(outcome, context.lang))
    return (Bullets(tuple(normal(words) for words in said)),) if said else ()
