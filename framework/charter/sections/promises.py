"""The sections on how the team keeps to its charter: only what it promised, and what the law says whatever it decides.

``data/governance`` holds the promises; which ones stand here is what the team ticked (`Framework.promises`).
"""

from framework.charter.document import Block, Bullets, LabelledList, LabelledText, Paragraph, Section, Text
from framework.charter.sections import partners
from framework.charter.sections.context import CharterContext
from framework.charter.spans import capitalised, fill, joined, normal, own_words
from framework.language import N_
from framework.workshop.governance import promises as catalogue


def new_uses(context: CharterContext) -> Section:
    return _section(context, "new-uses", "5", N_("A new AI use"), partners.promised(context, "new_uses"), "new_uses")


def knowledge(context: CharterContext) -> Section:
    """What the law asks on AI literacy, what is promised and what is recorded."""
    t = context.t
    law = t("The law: those who work with AI for us learn to understand it and use it well (AI Act 4).")
    done = (Paragraph(normal(t("What was done is in annex D."))),) if context.framework.training else ()
    blocks = (*partners.promised(context, "training"), *done)
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
    promised = partners.promised(context, "incidents")
    return _section(context, "incidents", "9", N_("Incidents"), promised, "incidents", before=tuple(blocks))


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
        (Bullets(tuple(items)), *partners.promised(context, "exceptions")),
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
    titles = dict.fromkeys(catalogue.catalogue().topic(one.topic).title[context.lang].lower() for one in handed)
    owner = t("Left to the charter’s owner: {topics}.", topics=t.listing(titles))
    return (
        *(context.not_decided(topic.open[context.lang]) for topic in still if topic.open),
        *((normal(owner),) if titles else ()),
    )


def _said_elsewhere(context: CharterContext, topic: str) -> bool:
    """Who may stop was a text of its own before there were promises."""
    return topic == "stopping" and bool(context.framework.texts.stop_role)
