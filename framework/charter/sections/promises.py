"""The sections on how the team keeps to its charter: only what it promised, and what the law says whatever it decides.

``data/governance`` holds the promises; which ones stand here is what the team ticked (`Framework.promises`).
"""

from collections.abc import Iterable

from framework.charter.document import Block, Bullets, LabelledList, LabelledText, Paragraph, Section, Span, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import capitalised, fill, joined, normal, own_words
from framework.language import N_
from framework.law.models import GroundRuleFinding
from framework.workshop.facts import supplier_names
from framework.workshop.governance import promises as catalogue
from framework.workshop.governance.customers import customer_texts, law_sentences
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


def new_uses(context: CharterContext) -> Section:
    return _section(context, "new-uses", "5", N_("A new AI use"), promised(context, "new_uses"), "new_uses")


def has_gate(context: CharterContext) -> bool:
    """Whether section 5 says how a new use is let in."""
    return "new_uses" not in [topic.id for topic in catalogue.open_topics(context.framework.promises)]


def knowledge(context: CharterContext) -> Section:
    """What the law asks on AI literacy, what is promised and what is recorded."""
    t = context.t
    law = t("The law: we help those who work with AI for us to understand it and use it well (AI Act 4).")
    done = (Paragraph(normal(t("What was done is in annex D."))),) if context.framework.training else ()
    blocks = (*promised(context, "training"), *done)
    return _section(
        context, "knowledge", "6", N_("Knowledge and training"), blocks, "training", before=(Paragraph(normal(law)),)
    )


def incidents(context: CharterContext) -> Section:
    """Whom to ring, the classes, what the law says of a data breach, and what is promised."""
    t, contact = context.t, context.framework.texts.incident_contact
    ring = t("Think it may be a data breach? Ring {contact} at once; the clock starts when we know.")
    law = t(
        "A data breach is reported to the Dutch data protection authority (AP) within 72 hours, unless a risk to people is "
        "unlikely (GDPR 33). If the risk is high, the people themselves are told without delay (GDPR 34). Every breach goes "
        "into the register (GDPR 33(5)), and a supplier tells us without delay (GDPR 33(2))."
    )
    first = (
        fill(ring, contact=own_words(contact))
        if contact
        else context.not_decided(t("whom to ring about a data breach"))
    )
    blocks: list[Block] = [
        Paragraph(first),
        Paragraph(normal(law)),
        Paragraph(normal(t("We tell three classes of incident apart:"))),
        LabelledList(tuple(LabelledText(t(name), normal(t(means))) for name, means in _CLASSES)),
    ]
    heavy = [found for outcome in context.checks.values() for found in outcome.classes if found.rule.heavy]
    if heavy and (starts := min(day for found in heavy if (day := found.applies_from))):
        words = t(
            "From {date} a serious incident with high-risk AI is reported at once to the provider and the authority "
            "(AI Act 26(5) and 73).",
            date=t.date(starts),
        )
        blocks.append(Paragraph(normal(words)))
    made = promised(context, "incidents")
    return _section(context, "incidents", "9", N_("Incidents"), made, "incidents", before=tuple(blocks))


_CLASSES = (
    (N_("Class 1"), N_("near miss: nobody affected.")),
    (N_("Class 2"), N_("customers or colleagues affected, and it can be put right.")),
    (
        N_("Class 3"),
        N_("serious: a red line, a possible data breach, money, health, children, or a group of people harmed."),
    ),
)


def exceptions(context: CharterContext) -> Section:
    """What follows from the rules themselves, and what is promised."""
    t, framework = context.t, context.framework
    roles = list(dict.fromkeys(rule.exception_role for rule in framework.rules if rule.exception_role))
    fixed = tuple(rule.number for rule in framework.rules if not rule.exception_role)
    items: list[Text] = []
    if roles:
        items.append(
            fill(
                t("Only the role named in the rule may allow an exception, beforehand and in writing: {roles}."),
                roles=joined((context.role(role) for role in roles), "; "),
            )
        )
    if fixed:
        rules = capitalised(context.rule_numbers(fixed))
        message = t("{rules} has no exceptions.") if len(fixed) == 1 else t("{rules} have no exceptions.")
        items.append(fill(message, rules=rules))
    items.append(
        normal(
            t(
                "There are no exceptions to a red line, or to what the law forbids. A data protection officer advises on an "
                "exception and never grants one (GDPR 38(6))."
            )
        )
    )
    return Section(
        "exceptions",
        "10",
        t("Exceptions"),
        (Bullets(tuple(items)), *promised(context, "exceptions")),
    )


def _section(
    context: CharterContext,
    key: str,
    number: str,
    title: str,
    blocks: tuple[Block, ...],
    topic: str,
    *,
    before: tuple[Block, ...] = (),
) -> Section:
    """``before``: what stands there whatever was promised. What is needed and not promised is said to be open."""
    named = catalogue.catalogue().topic(topic)
    still = [one.id for one in catalogue.open_topics(context.framework.promises)]
    open_ = (Paragraph(context.not_decided(named.open[context.lang])),) if named.open and topic in still else ()
    return Section(key, number, context.t(title), (*before, *blocks, *open_))


def left_open(context: CharterContext) -> tuple[Text, ...]:
    """The topics on which nothing was agreed though something is needed, and what was handed to the charter's owner."""
    t, framework = context.t, context.framework
    still = [topic for topic in catalogue.open_topics(framework.promises) if not _said_elsewhere(context, topic.id)]
    handed = catalogue.left_to_owner(framework.promises)
    titles = dict.fromkeys(f"“{catalogue.catalogue().topic(one.topic).title[context.lang]}”" for one in handed)
    owner = t("Left to the charter’s owner to settle: {topics}.", topics=t.listing(titles))
    return (
        *(context.not_decided(topic.open[context.lang]) for topic in still if topic.open),
        *((normal(owner),) if titles else ()),
    )


def _said_elsewhere(context: CharterContext, topic: str) -> bool:
    """Who may stop was a text of its own before there were promises."""
    return topic == "stopping" and bool(context.framework.texts.stop_role)


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
    asks = t(
        "The law asks a data processing agreement with anyone who processes personal data for us (GDPR 28), and an "
        "arrangement with those who decide the purpose together with us (GDPR 26)."
    )
    if broken:
        blocks: list[Block] = [
            Paragraph(normal(asks)),
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
        doubt = t("For some uses we do not know yet whether that is in order (annex A).")
        blocks = [Paragraph(normal(f"{asks} {doubt}" if unknown or not context.checks else law))]
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
    """What every customer hears by law, in the words of the public page, and what the team promised."""
    t, texts, lang = context.t, context.framework.texts, context.lang
    by_law = customer_texts()
    where = fill(t("Questions or complaints about AI: {contact}."), contact=own_words(texts.contact))
    running = (context.checks[one.id] for one in context.running if one.id in context.checks)
    hear = law_sentences(running)
    blocks: list[Block] = [
        Paragraph(normal(t("This is what we say to every customer; it follows from the law."))),
        Paragraph(normal(by_law.rights.lead[lang])),
        Bullets(tuple(normal(words[lang]) for words in by_law.rights.items)),
        Paragraph(normal(by_law.rights.close[lang])),
        *([Bullets(tuple(normal(words[lang]) for words in hear))] if hear else []),
        Paragraph(where if texts.contact else context.not_decided(t("where customers can go with questions"))),
    ]
    if texts.complaints_role:
        blocks.append(Paragraph(fill(t("Who answers: {role}."), role=context.role(texts.complaints_role))))
    blocks += promised(context, "complaints")
    blocks.append(Paragraph(normal(by_law.routes[lang])))
    return Section("customers", "8", t("Customers: rights and complaints"), tuple(blocks))
