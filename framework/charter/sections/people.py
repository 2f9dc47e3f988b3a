"""Who does what: the section on people, the one on review and signatures, and the table of annex B."""

from framework.charter.document import Block, Bullets, Paragraph, Section, Span, TableBlock, Text, plain
from framework.charter.sections import promises
from framework.charter.sections.context import CharterContext
from framework.charter.spans import capitalised, fill, joined, normal, own_words, small
from framework.language import N_
from framework.workshop.governance import promises as catalogue


def people(context: CharterContext) -> Section:
    """Who adopts, keeps and advises, and who may stop."""
    t, texts = context.t, context.framework.texts
    rows: list[Text] = []
    who = sponsor(context)
    if who and texts.board:
        words = t("{who} adopts this charter and answers for it to {board}.")
        rows.append(capitalised(fill(words, who=who, board=own_words(texts.board))))
    elif who:
        rows.append(capitalised(fill(t("{who} adopts this charter and answers for it."), who=who)))
    else:
        rows.append(context.not_decided(t("who adopts this charter and answers for it")))
    if texts.owner:
        words = t("{who} keeps the charter and the register up to date and sees that checks are done.")
        rows.append(capitalised(fill(words, who=context.role(texts.owner))))
    else:
        rows.append(context.not_decided(t("who keeps this charter")))
    if texts.deputy:
        rows.append(fill(t("Deputy: {who}."), who=context.role(texts.deputy)))
    if all(one.owner for one in context.framework.activities):
        words = t("Every use and every rule has an owner of its own, who does the check or shows who did.")
    else:
        words = (
            t("Every rule has an owner of its own, who does the check or shows who did; not every use has one yet.")
            if context.framework.rules
            else t("Not every use has an owner yet.")
        )
    if context.framework.rules or context.framework.activities:
        rows.append(normal(words))
    rows += _privacy(context)
    blocks: tuple[Block, ...] = (Bullets(tuple(rows)), *works_council(context), *_stopping(context))
    return Section("people", "4", t("Who does what"), blocks)


def sponsor(context: CharterContext) -> Text:
    """Name and function of who adopts; empty where nobody is named."""
    one = context.framework.texts.sponsor
    if one.name and one.function:
        return (*own_words(one.name), Span(" ("), *own_words(one.function), Span(")"))
    return own_words(one.name or one.function)


def _privacy(context: CharterContext) -> list[Text]:
    t, texts = context.t, context.framework.texts
    privacy = texts.privacy
    who = joined((own_words(part) for part in (privacy.role, privacy.contact) if part), " · ")
    if privacy.kind == "dpo":
        law = t(
            "The data protection officer advises and supervises and does not decide: not on a use, not on an exception (GDPR "
            "38(6) and 39). That advice is asked early (GDPR 38(1)), and the officer can always go straight to the top (GDPR "
            "38(3))."
        )
        known = plain(who).casefold() not in ("", *_OFFICER)
        named = (*fill(t("Data protection officer: {who}."), who=who), Span(" ")) if known else ()
        return [(*named, *normal(law))]
    if privacy.kind == "none":
        return [normal(t("We have no data protection officer, and nobody has been named for privacy."))]
    if who:
        return [fill(t("Looks after privacy: {who}."), who=who)]
    return [context.not_decided(t("who looks after privacy"))]


def works_council(context: CharterContext) -> tuple[Block, ...]:
    """Where it stands, and what the law asks; nothing where the team said nothing."""
    t, council = context.t, context.framework.texts.works_council
    if council.state in (None, "none"):
        return ()
    state = t(_COUNCIL_WORDS[council.state])
    when = f" ({t.date(council.on)})" if council.on else ""
    note = (Span(": "), *context.typed(council.note)) if council.note else (Span("."),)
    law = t(
        "Introducing or changing important AI needs the works council’s advice beforehand; its consent where a use records or "
        "judges what colleagues do (Dutch Works Councils Act 25(1)(k), 27(1)(k) and (l)). A pilot counts."
    )
    return (Paragraph(normal(law)), Paragraph((Span(f"{state}{when}", strong=True), *note)))


def _stopping(context: CharterContext) -> tuple[Block, ...]:
    """Who may stop: as promised, else as it was a text of its own before there were promises, else open."""
    t, role = context.t, context.framework.texts.stop_role
    blocks = promises.promised(context, "stopping")
    named = catalogue.catalogue().topic("stopping")
    if any(text.topic == "stopping" and text.settles for text, _ in catalogue.made(context.framework.promises)):
        return blocks
    if role:
        words = fill(t("Who may stop an AI use at once, without asking first: {role}."), role=context.role(role))
        return (Paragraph(words), *blocks)
    return (*blocks, *((Paragraph(context.not_decided(named.open[context.lang])),) if named.open else ()))


def review(context: CharterContext) -> Section:
    """When the charter is looked at again, who hears how it goes, and where it is signed."""
    t, day = context.t, context.review_on
    if day is None:
        first = context.not_decided(t("when this charter is reviewed"))
    elif context.framework.adopted:
        words = t(
            "The next review is due by {date}. Until a new version is adopted, this one stays in force.",
            date=t.date(day),
        )
        first = normal(words)
    else:
        words = t(
            "Once adopted, this charter stays in force until a new version is adopted. Its review is due by {date}.",
            date=t.date(day),
        )
        first = normal(words)
    blocks: list[Block] = [Paragraph(first), *promises.promised(context, "review", "reporting"), _signatures(context)]
    return Section("review", "12", t("Review, reporting and signatures"), tuple(blocks))


def _signatures(context: CharterContext) -> TableBlock:
    t, texts = context.t, context.framework.texts
    nobody = small(t("not named yet"))
    rows: list[tuple[Text, ...]] = [
        (sponsor(context) or nobody, normal(t("adopts this charter")), ()),
        (context.role(texts.owner) or nobody, normal(t("accepts keeping it")), ()),
    ]
    owned: dict[str, list[str]] = {}
    for activity in context.framework.activities:
        if activity.owner and activity.stopped_on is None:
            owned.setdefault(activity.owner, []).append(activity.name)
    rows += [
        (context.role(owner), fill(t("has read this and answers for {uses}"), uses=context.quoted_names(uses)), ())
        for owner, uses in owned.items()
    ]
    privacy = texts.privacy
    if privacy.kind == "dpo":
        when = t("advises, does not sign; no advice is recorded yet")
        if privacy.advised_on:
            when = t("advised on {date} (annex C)", date=t.date(privacy.advised_on))
        elif privacy.advice:
            when = t("advised (annex C)")
        rows.append((context.role(privacy.role) or normal(t("data protection officer")), normal(when), normal("–")))
    council = texts.works_council
    if council.state not in (None, "none"):
        state = t(_COUNCIL_WORDS[council.state]) + (f" ({t.date(council.on)})" if council.on else "")
        rows.append((normal(t("Works council")), normal(state), normal("–")))
    header = (t("Who"), t("What"), t("Date and signature"))
    return TableBlock(t("Signatures"), header, tuple(rows), (28, 44, 28))


def roles(context: CharterContext, letter: str) -> Section:
    """Annex B: who decides, does and advises, as far as it is on record, promised or the law."""
    t, framework = context.t, context.framework
    texts = framework.texts
    made = {
        text.id: context.typed(*catalogue.sentence(text, said, texts, context.lang))
        for text, said in catalogue.made(framework.promises)
    }
    decides = {
        text.id: said.role or text.role[context.lang] for text, said in catalogue.made(framework.promises) if text.role
    }
    dash = normal("–")
    open_ = small(t("not decided yet"))
    adviser = context.role(texts.privacy.role) or normal(t("the data protection officer"))
    adviser = adviser if texts.privacy.kind == "dpo" else dash
    exceptions = list(dict.fromkeys(rule.exception_role for rule in framework.rules if rule.exception_role))
    allowed = (
        joined((context.role(role) for role in exceptions), "; ")
        if exceptions
        else normal(t("nobody: no rule has any"))
    )
    owner = context.role(texts.owner) or open_
    stop = own_words(decides.get("stop") or texts.stop_role) or open_
    restart = normal(t("its owner; after a serious incident the sponsor")) if "restart" in made else open_
    complaints = context.role(texts.complaints_role) or (
        normal(t("the owner of the use")) if "complaint_answer" in made else own_words(texts.contact) or open_
    )
    rows: tuple[tuple[Text, ...], ...] = (
        (normal(t("This charter")), sponsor(context) or open_, owner, adviser),
        (normal(t("An AI use that runs")), dash, normal(t("its owner (annex A)")), adviser),
        (normal(t("The check of a rule")), dash, normal(t("the owner of the rule")), dash),
        (normal(t("A new AI use")), own_words(decides.get("gate", "")) or open_, dash, adviser),
        (normal(t("An exception to a rule")), allowed, dash, adviser),
        (normal(t("Stopping an AI use")), stop, dash, dash),
        (normal(t("Starting it again")), restart, dash, dash),
        (normal(t("A data breach")), dash, own_words(texts.incident_contact) or open_, adviser),
        (normal(t("A question or complaint")), dash, complaints, dash),
        (normal(t("Learning to use AI well")), dash, own_words(decides.get("course", "")) or open_, dash),
        (normal(t("The review")), sponsor(context) or open_, owner, adviser),
    )
    intro = t(
        "Only what is on record, was promised, or follows from the law. A data protection officer advises and never decides "
        "(GDPR 38(6) and 39)."
    )
    header = (t("What it is about"), t("Decides"), t("Does it"), t("Advises"))
    table = TableBlock(t("Who decides, who does it, and who advises"), header, rows, (25, 27, 28, 20))
    return Section("roles", letter, t("Who does what, in a table"), (Paragraph(normal(intro)), table), annex=True)


_OFFICER = ("fg", "dpo", "functionaris gegevensbescherming", "data protection officer")
"""A role that says no more than that there is one."""

_COUNCIL_WORDS: dict[str, str] = {
    "to_ask": N_("The works council still has to be asked"),
    "advised": N_("The works council has advised"),
    "consented": N_("The works council has consented"),
    "not_needed": N_("Asking the works council is not needed"),
}
