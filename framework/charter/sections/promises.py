"""The sections on how the team keeps to its charter: only what it promised, and what the law says whatever it decides.

``data/governance`` holds the promises; which ones stand here is what the team ticked (`Framework.promises`).
"""

from framework.charter.document import Block, Bullets, Paragraph, Section, Span, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import fill, normal, own_words
from framework.language import N_
from framework.workshop.governance import promises as catalogue


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


def _section(context: CharterContext, key: str, title: str, blocks: tuple[Block, ...]) -> Section | None:
    """``title``: translated. None without anything to say, and in the public edition."""
    return Section(key, "", title, blocks, compact=True) if blocks and context.internal else None


def people(context: CharterContext) -> Section | None:
    """Who adopts, keeps and advises."""
    t, texts = context.t, context.framework.texts
    sponsor = " · ".join(part for part in (texts.sponsor.name, texts.sponsor.function) if part)
    privacy = texts.privacy
    rows = (
        (t("Adopts this charter: {who}."), sponsor),
        (t("Keeps it up to date and sees that checks are done: {who}."), texts.owner),
        (t("Deputy: {who}."), texts.deputy),
        (t("Looks after privacy: {who}."), " · ".join(part for part in (privacy.role, privacy.contact) if part)),
    )
    blocks: list[Block] = (
        [Bullets(said)] if (said := tuple(fill(words, who=own_words(who)) for words, who in rows if who)) else []
    )
    if privacy.kind == "dpo":
        blocks.append(
            Paragraph(
                normal(
                    t(
                        "The data protection officer advises and supervises, and decides nothing: not on an AI use and not on an "
                        "exception (GDPR 38(6) and 39)."
                    )
                )
            )
        )
    if privacy.advice:
        when = t("Advice of {date}:", date=t.date(privacy.advised_on)) if privacy.advised_on else t("Advice:")
        blocks.append(Paragraph((Span(f"{when} "), *context.typed(privacy.advice))))
    if privacy.followed:
        blocks.append(Paragraph((Span(t("What we did with it:") + " "), *context.typed(privacy.followed))))
    return _section(context, "people", t("Who does what"), (*blocks, *works_council(context)))


def works_council(context: CharterContext) -> tuple[Block, ...]:
    """Where it stands, and what the law asks; nothing where the team said nothing."""
    t, council = context.t, context.framework.texts.works_council
    if council.state in (None, "none"):
        return ()
    state = t(_COUNCIL_WORDS[council.state])
    when = f" ({t.date(council.on)})" if council.on else ""
    note = (Span(" "), *context.typed(council.note)) if council.note else ()
    law = t(
        "Introducing or changing important AI needs the works council’s advice beforehand; its consent where a use records or "
        "judges what colleagues do (Dutch Works Councils Act 25(1)(k), 27(1)(k) and (l)). A pilot counts."
    )
    return (Paragraph(normal(law)), Paragraph((Span(f"{state}{when}.", strong=True), *note)))


def new_uses(context: CharterContext) -> Section | None:
    return _section(context, "new-uses", context.t("A new AI use"), promised(context, "new_uses"))


def knowledge(context: CharterContext) -> Section | None:
    """What the law asks on AI literacy, what is promised and what is recorded."""
    t = context.t
    done = tuple(
        (
            *context.typed(one.group),
            Span(": "),
            *context.typed(one.what),
            Span(f" ({t('done on {date}', date=t.date(one.done_on))})" if one.done_on else ""),
        )
        for one in context.framework.training
    )
    blocks = (*promised(context, "training"), *((Bullets(done),) if done else ()))
    law = t("The law: those who work with AI for us learn to understand it and use it well (AI Act 4).")
    return _section(context, "knowledge", t("Knowledge and training"), (Paragraph(normal(law)), *blocks))


def incidents(context: CharterContext) -> Section | None:
    """Whom to ring, what the law says of a data breach, and what is promised."""
    t, contact = context.t, context.framework.texts.incident_contact
    ring = t("Think it may be a data breach? Ring {contact} at once; the clock starts when we know.")
    law = t(
        "The law: a data breach is reported to the Autoriteit Persoonsgegevens within 72 hours, unless a risk to people is "
        "unlikely (GDPR 33). If the risk is high, the people themselves are told without delay (GDPR 34)."
    )
    blocks: list[Block] = [Paragraph(fill(ring, contact=own_words(contact)))] if contact else []
    blocks.append(Paragraph(normal(law)))
    return _section(context, "incidents", t("When it goes wrong"), (*blocks, *promised(context, "incidents")))


def left_open(context: CharterContext) -> tuple[Text, ...]:
    """The topics on which nothing was agreed though something is needed, and what was handed to the charter's owner."""
    t, framework = context.t, context.framework
    still = [topic for topic in catalogue.open_topics(framework.promises) if not _said_elsewhere(context, topic.id)]
    handed = catalogue.left_to_owner(framework.promises)
    titles = dict.fromkeys(catalogue.catalogue().topic(one.topic).title[context.lang].lower() for one in handed)
    owner = t("Left to the charter’s owner: {topics}.", topics=t.listing(titles))
    return (
        *(normal(t("Not decided yet: {what}.", what=topic.open[context.lang])) for topic in still if topic.open),
        *((normal(owner),) if titles else ()),
    )


def _said_elsewhere(context: CharterContext, topic: str) -> bool:
    """Who may stop was a text of its own before there were promises."""
    return topic == "stopping" and bool(context.framework.texts.stop_role)


_COUNCIL_WORDS: dict[str, str] = {
    "to_ask": N_("The works council still has to be asked"),
    "advised": N_("The works council has advised"),
    "consented": N_("The works council has consented"),
    "not_needed": N_("Asking the works council is not needed"),
}
