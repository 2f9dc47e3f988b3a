"""The public edition: one page that a customer reads in two minutes, without tables or annexes."""

from collections.abc import Iterable
from datetime import date

from framework.archive.public_charter import PublicCharter, PublicPromise, PublicRule
from framework.charter.document import (
    Block,
    Bullets,
    CharterDocument,
    Paragraph,
    Section,
    Span,
    Status,
    Text,
    plain,
    texts,
)
from framework.charter.spans import fill, joined, normal, own_words
from framework.language import N_, Translator
from framework.text import LANGS, Lang, Worded
from framework.workshop.governance.customers import customer_texts
from framework.workshop.governance.roles import role_words

LIMIT = 450
"""Words of a public page at most; so much fits on one A4."""
ENOUGH = 350
"""Words from which a page is as full as it should be."""
_SENTENCE_END = (".", "!", "?", "…", ".”")
_TYPED_IN: dict[Lang, str] = {
    "nl": N_("Sentences in Dutch are as they were agreed, in Dutch."),
    "en": N_("Sentences in English are as they were agreed, in English."),
}


def compose_page(page: PublicCharter, t: Translator, *, as_of: date) -> CharterDocument:
    """The page in the translator's language, as of a day. From a draft it says across the page that it is one."""
    sections = (
        _why(page, t),
        _section("never", t("What we never do"), _sentences(page.red_lines, t)),
        _section("agreed", t("What we have agreed"), tuple(_rule(rule, t) for rule in page.rules)),
        _first(page, t),
        _rights(page, t),
        _contact(page, t, as_of),
        _who(page, t, as_of),
    )
    kicker = t("Our rules for AI")
    version = t("version {version}", version=page.version)
    day = t.date(page.made_on)
    since = t("in force since {date}", date=day) if page.adopted else t("written on {date}", date=day)
    found = tuple(section for section in sections if section is not None)
    return CharterDocument(
        title=t("What {organisation} does with AI in marketing", organisation=page.organisation),
        lang=t.lang,
        kicker=kicker,
        subtitle=normal(f"{version} · {since}"),
        status=_status(page, t, as_of),
        meta=(),
        notices=(),
        sections=found,
        running=f"{kicker} · {version}",
        contents="",
        page=t("Page"),
        annex=t("Annex"),
        made_on=as_of.isoformat(),
        mark="" if page.adopted else t("Draft. Not for publication."),
        watermark=not page.adopted,
        one_page=True,
        footer=_footer(found, t),
    )


def word_count(document: CharterDocument) -> int:
    """Words on the page, its title and headings included, and the mark of a draft not."""
    said = (document.kicker, document.title, document.status.word, *(plain(text) for text in texts(document)))
    return len(words_in(said)) - len(words_in((document.mark,)))


def words_in(said: Iterable[str]) -> list[str]:
    """What has a letter or a digit in it, between spaces."""
    return [word for text in said for word in text.split() if any(sign.isalnum() for sign in word)]


def is_overdue(page: PublicCharter, as_of: date) -> bool:
    return page.adopted and page.review_on is not None and page.review_on < as_of


def _status(page: PublicCharter, t: Translator, as_of: date) -> Status:
    if not page.adopted:
        return Status("draft", t("Not adopted"))
    return Status("overdue", t("Review overdue")) if is_overdue(page, as_of) else Status("adopted", t("Adopted"))


def _section(key: str, title: str, items: tuple[Text, ...]) -> Section | None:
    return Section(key, "", title, (Bullets(items),)) if items else None


def _worded(words: Worded, t: Translator, *, strong: bool = False) -> Text:
    said, lang = words.in_lang(t.lang)
    return (Span(said, lang=None if lang == t.lang else lang, own=True, strong=strong),)


def _sentences(sentences: Iterable[Worded], t: Translator) -> tuple[Text, ...]:
    return tuple(_worded(one, t) for one in sentences)


def _ended(text: Text) -> Text:
    """The text with a full stop, where it has no end of its own."""
    return text if plain(text).rstrip().endswith(_SENTENCE_END) else (*text, Span("."))


def _why(page: PublicCharter, t: Translator) -> Section:
    blocks: list[Block] = [Paragraph(_worded(page.why, t) if page.why else normal(_what_it_says(page, t)))]
    if page.uses:
        named = {f"use_{place}": _worded(use, t) for place, use in enumerate(page.uses)}
        listed = fill(t.listing(f"{{{name}}}" for name in named), **named)
        blocks.append(Paragraph(_ended(fill(t("This is what we use AI for: {uses}"), uses=listed))))
    return Section("why", "", t("Why this page"), tuple(blocks))


def _what_it_says(page: PublicCharter, t: Translator) -> str:
    """What the page is for, naming no more than stands on it."""
    named = (
        (page.uses, t("what we use AI for")),
        (page.rules, t("what we have agreed")),
        (page.red_lines, t("what we never do")),
        (True, t("what your rights are")),
        (True, t("where you can turn")),
    )
    listed = t.listing(words for there, words in named if there)
    return t("You should be able to trust what we do with AI. This page says {what}.", what=listed)


def _rule(rule: PublicRule, t: Translator) -> Text:
    number: Text = (Span(f"R{rule.number}", strong=True), Span(" "))
    sentence = (*number, *_worded(rule.sentence, t))
    if rule.check is None:
        return sentence
    return (*sentence, Span(" "), *_ended(fill(t("How we check it: {check}"), check=_worded(rule.check, t))))


def _first(page: PublicCharter, t: Translator) -> Section | None:
    if not page.principles:
        return None
    items = tuple(
        (Span(f"{one.name[t.lang]}.", strong=True), Span(f" {one.essence[t.lang]}")) for one in page.principles
    )
    lead = Paragraph(normal(t("When interests clash, this weighs most, in this order:")))
    return Section("first", "", t("What comes first"), (lead, Bullets(items, ordered=True)))


def _rights(page: PublicCharter, t: Translator) -> Section:
    rights = customer_texts().rights
    blocks: list[Block] = [
        Paragraph(normal(rights.lead[t.lang])),
        Bullets(tuple(normal(item[t.lang]) for item in rights.items)),
        Paragraph(normal(rights.close[t.lang])),
    ]
    if page.law:
        blocks.append(Paragraph(normal(" ".join(one[t.lang] for one in page.law))))
    return Section("rights", "", t("Your rights"), tuple(blocks))


def _contact(page: PublicCharter, t: Translator, as_of: date) -> Section:
    said: list[Text] = []
    if page.contact:
        where = own_words(page.contact)
        said.append(_ended(fill(t("You can reach us here: {contact}"), contact=where)))
    said += [_promise(one, t, as_of) for one in page.promises]
    blocks: list[Block] = [Paragraph(joined(said, " "))] if said else []
    elsewhere = (customer_texts().routes[t.lang], *(one[t.lang] for one in page.facts))
    blocks.append(Paragraph(normal(" ".join(elsewhere))))
    return Section("contact", "", t("Questions or complaints about AI"), tuple(blocks))


def _promise(promise: PublicPromise, t: Translator, as_of: date) -> Text:
    sentence = _ended(_worded(promise.sentence, t))
    if promise.starts_on is None or promise.starts_on <= as_of:
        return sentence
    return (*normal(t("From {date}:", date=t.date(promise.starts_on))), Span(" "), *sentence)


def _who(page: PublicCharter, t: Translator, as_of: date) -> Section | None:
    day = t.date(page.made_on)
    said: list[Text] = []
    if page.owner:
        said.append(fill(t("Responsible: {owner}."), owner=_role(page.owner, page, t)))
    if page.adopted and (page.sponsor or page.sponsor_function):
        parts = [part for part in (own_words(page.sponsor), _role(page.sponsor_function, page, t)) if part]
        who = (*joined(parts, ", "), *(normal(",") if len(parts) > 1 else ()))
        said.append(fill(t("Adopted by {who} on {date}."), who=who, date=day))
    elif page.adopted:
        said.append(normal(t("Adopted on {date}.", date=day)))
    if page.adopted and page.review_on is not None:
        message = (
            N_(
                "We were to look at this text again before {date}, and have not yet; until there is a new one, this one holds."
            )
            if is_overdue(page, as_of)
            else N_("We will look at this text again before {date}; until there is a new one, this one holds.")
        )
        said.append(normal(t(message, date=t.date(page.review_on))))
    if page.something_open:
        said.append(
            fill(t("Not everything is settled yet; {role} knows what is still open."), role=_role(page.owner, page, t))
            if page.owner
            else normal(t("Not everything is settled yet."))
        )
    return Section("who", "", t("Who and when"), (Paragraph(joined(said, " ")),)) if said else None


def _role(typed: str, page: PublicCharter, t: Translator) -> Text:
    """A role in the reader's language where the list of roles has it, else as typed."""
    if not typed or t.lang == page.lang:
        return own_words(typed)
    words, listed = role_words(typed, t.lang)
    return (Span(words, lang=None if listed else page.lang, own=True),)


def _footer(sections: tuple[Section, ...], t: Translator) -> Text:
    """Where sentences are in the other language because nobody agreed to them in this one, a line that says so."""
    other = {span.lang for section in sections for text in section_texts(section) for span in text if span.lang}
    return normal(" ".join(t(_TYPED_IN[lang]) for lang in LANGS if lang in other)) if other else ()


def section_texts(section: Section) -> Iterable[Text]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
