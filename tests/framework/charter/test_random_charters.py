"""Of any decisions, ticks and promises: what each edition may say, and where every word of it comes from."""

import json
import re
from itertools import chain

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framework.archive.models import PublicArchive, dump
from framework.archive.read import read
from framework.charter.compose import compose
from framework.charter.document import Bullets, CharterDocument, Heading, Span, plain, texts
from framework.charter.export import charter_archive
from framework.charter.public_edition import public_charter
from framework.language import translator
from framework.law import law_book
from framework.text import LANGS, Lang
from framework.workshop.field_types import PRINCIPLES
from framework.workshop.governance.promises import catalogue, sentence
from framework.workshop.governance.records import PrivacyAdvice
from framework.workshop.governance.roles import role_words
from framework.workshop.models import Framework, Promise
from framework.workshop.rule_grammar import never_sentence, rule_sentence
from tests.support.random_charters import SECRETS, charters, demonstration, languages

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
NEVER = ("nothing in particular", "no cost recorded", "niets in het bijzonder", "geen kosten bekend")
SETTLED = re.compile(
    r"nothing is open|no open points|\b0 open|has been dealt with|none voiced|niets open|geen open punten|afgehandeld",
    re.IGNORECASE,
)


def said_in(document: CharterDocument) -> str:
    return " ".join((document.title, document.kicker, *(plain(text) for text in texts(document))))


def page(framework: Framework, lang: Lang, *, with_law: bool = False) -> CharterDocument:
    law = law_book() if with_law else None
    deck = demonstration().deck
    return compose(framework, deck, law, translator(lang), edition="public", as_of=framework.made_on)


@FEW
@given(charters(), st.booleans(), languages)
def test_in_public_nothing_is_said_to_be_settled_and_what_is_open_is_said_to_be(
    framework: Framework, with_law: bool, lang: Lang
) -> None:
    deck, day, t = demonstration().deck, framework.made_on, translator(lang)
    law = law_book() if with_law else None
    internal = compose(framework, deck, law, t, edition="internal", as_of=day)
    outside = page(framework, lang, with_law=with_law)
    section = internal.section("open")
    assert section is not None
    heading = section.blocks.index(Heading((Span(t("What is still open")),)))
    is_open = isinstance(section.blocks[heading + 1], Bullets)
    said = said_in(outside)
    assert (t("Not everything is settled yet.")[:-1] in said) == is_open
    assert not SETTLED.search(said)


def test_the_law_can_open_a_point_by_itself() -> None:
    """So that the property above means something: without the law, this framework has nothing open."""
    framework = demonstration().frameworks[-1]
    texts_ = framework.texts.model_copy(
        update={
            "owner": "x",
            "contact": "x",
            "incident_contact": "x",
            "review_on": framework.made_on,
            "privacy": PrivacyAdvice(kind="none"),
        }
    )
    settled = tuple(Promise(id=one.id, answer="made") for one in catalogue().promises if one.settles)
    every = tuple(one.id for one in framework.activities)
    rule = framework.rules[0].model_copy(update={"activities": every})
    update = {"open_points": (), "rules": (rule,), "texts": texts_, "promises": settled}
    for law, is_open in ((None, False), (law_book(), True)):
        found = public_charter(framework.model_copy(update=update), demonstration().deck, law, framework.made_on)
        assert found.something_open == is_open


@FEW
@given(charters(), st.sampled_from(("internal", "public")), languages)
def test_no_rule_costs_nothing_in_particular(framework: Framework, edition: str, lang: Lang) -> None:
    deck, day = demonstration().deck, framework.made_on
    document = compose(framework, deck, None, translator(lang), edition=edition, as_of=day)  # type: ignore[arg-type]
    said = said_in(document)
    assert not [phrase for phrase in NEVER if phrase in said.lower()]
    stories = [words for s in deck.scenarios for stance in s.stances for words in (stance.gives, stance.costs) if words]
    assert not [words for words in stories if words.nl in said or words.en in said]
    for rule in framework.rules:
        if not rule.price.sentence and edition == "internal":
            assert translator(lang)("What this rule costs us has not been written down yet.") in said


# What the public edition may hold


@MANY
@given(charters(), languages, st.booleans())
def test_nothing_that_is_never_public_is_in_a_public_file(framework: Framework, lang: Lang, with_law: bool) -> None:
    """Neither on the page nor in the archive that it carries."""
    deck, law = demonstration().deck, law_book() if with_law else None
    archive = charter_archive(framework, deck, law, edition="public", as_of=framework.made_on)
    file = dump(archive).decode()
    for words in (said_in(page(framework, lang, with_law=with_law)), file):
        assert not [secret for secret in SECRETS if secret in words]
        names = {stance.name[lang] for one in deck.scenarios for stance in one.stances if len(stance.name[lang]) > 12}
        assert not [name for name in (*names, *(one.title[lang] for one in deck.scenarios)) if name in words]
    keys = set(_keys(json.loads(file)))
    assert not keys & {
        "deck",
        "law_version",
        "supplier",
        "decision",
        "scenario",
        "based_on",
        "accepted",
        "price",
        "votes",
    }
    assert read(file.encode()) == archive


def _keys(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*map(str, value), *chain.from_iterable(map(_keys, value.values()))]
    return list(chain.from_iterable(map(_keys, value))) if isinstance(value, list) else []


@FEW
@given(charters(), languages)
def test_the_archive_holds_no_more_than_the_page_shows(framework: Framework, lang: Lang) -> None:
    """Every text in it stands on the page in one of the languages."""
    archive = charter_archive(framework, demonstration().deck, law_book(), edition="public", as_of=framework.made_on)
    assert isinstance(archive, PublicArchive)
    said = " ".join(said_in(page(framework, one, with_law=True)) for one in LANGS)
    for text in _texts_in(archive.page.model_dump(mode="json", exclude={"lang", "made_on", "review_on"})):
        assert text in said, text


def _texts_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return list(chain.from_iterable(map(_texts_in, value.values())))
    if isinstance(value, list):
        return list(chain.from_iterable(map(_texts_in, value)))
    return [value] if isinstance(value, str) else []


@FEW
@given(charters(), languages)
def test_in_public_stands_only_what_was_ticked_and_all_of_it(framework: Framework, lang: Lang) -> None:
    ticked = framework.texts.public or ()
    said = said_in(page(framework, lang))
    for rule in framework.rules:
        used = lang if lang in rule.wording else next(iter(rule.wording))
        role = rule.exception_role if used == "nl" else role_words(rule.exception_role, used).words
        words = rule_sentence(rule.wording[used], rule.verb, role, used)
        assert (f"R{rule.number} {words}" in said) == (rule.decision in ticked)
        shown = rule.decision in ticked and rule.decision in framework.texts.public_checks
        assert (rule.check.text(lang) in said) == shown
    for line in framework.red_lines:
        words, used = line.wording.in_lang(lang)
        assert (never_sentence(words, used) in said) == (line.id in ticked)
    card = demonstration().deck.card(framework.principles[0])
    assert card is not None
    assert (card.essence[lang] in said) == (PRINCIPLES in ticked)
    for one in framework.promises:
        text = catalogue().promise(one.id)
        assert text is not None
        if text.publishable:
            words, _ = sentence(text, one, framework.texts, lang)
            assert (words in said) == (one.public and one.answer == "made")


@FEW
@given(charters(), languages)
def test_the_internal_edition_says_whatever_the_public_one_does(framework: Framework, lang: Lang) -> None:
    """So that the two cannot contradict each other: the same sentences, people, contact and dates."""
    internal = compose(
        framework, demonstration().deck, None, translator(lang), edition="internal", as_of=framework.made_on
    )
    inside = said_in(internal)
    shown = public_charter(framework, demonstration().deck, None, framework.made_on)
    for words in (
        *(rule.sentence for rule in shown.rules),
        *shown.red_lines,
        *(one.sentence for one in shown.promises),
    ):
        assert words.text(lang) in inside
    for rule in shown.rules:
        assert rule.check is None or rule.check.text(lang) in inside
    owner = shown.owner if lang == shown.lang else role_words(shown.owner, lang).words
    for named in (shown.contact, owner):
        assert named in inside
    if shown.review_on is not None and shown.adopted:
        assert translator(lang).date(shown.review_on) in inside
