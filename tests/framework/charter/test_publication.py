"""What stands in the way of publishing, and the page that is published: short, on one A4, and a draft where it is one."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest

from framework.archive.public_charter import PublicCharter, PublicPromise, PublicRule
from framework.charter.document import plain
from framework.charter.document import texts as texts_of
from framework.charter.export import charter_archive, export, file_name
from framework.charter.public_edition import public_charter, with_ticks
from framework.charter.public_page import LIMIT, compose_page, is_overdue, word_count, words_in
from framework.charter.publication import obstacles
from framework.charter.renderers import html, pdf
from framework.deck.numbers_to_fill import with_markers
from framework.language import error_sentence, translator
from framework.law import law_book
from framework.text import LANGS, Lang, Worded
from framework.workshop.governance.customers import customer_texts
from framework.workshop.governance.records import CharterTexts, Promise, PublicUse, Sponsor
from framework.workshop.models import Framework, WorkshopState
from framework.workshop.rule_grammar import rule_sentence
from tests.support.charter_builders import ENGLISH
from tests.support.linear_time import assert_linear
from tests.support.random_charters import demonstration

DAY = demonstration().frameworks[-1].made_on


def state() -> WorkshopState:
    return demonstration()


def framework(**texts: Any) -> Framework:
    """The demonstration, adopted, with two rules ticked that its uses keep."""
    made = state().frameworks[-1]
    kept = {"public": ids(3, 4), "contact": "ai@waterkers.example", **texts}
    update = {"adopted": True, "version": "1.0", "texts": made.texts.model_copy(update=kept)}
    return made.model_copy(update=update)


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(rule.decision for rule in state().frameworks[-1].rules if rule.number in numbers)


def reasons(of: Framework, lang: Lang = "nl") -> list[str]:
    return [one.reason for one in obstacles(of, state().deck, law_book(), translator(lang), as_of=DAY)]


def test_what_is_adopted_ticked_and_so_may_be_published() -> None:
    assert reasons(framework()) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"adopted": False, "version": "0.2"}, "not-adopted"),
        ({"texts": {"public": ()}}, "nothing-ticked"),
        ({"texts": {"public": None}}, "nothing-ticked"),
        ({"texts": {"contact": ""}}, "no-contact"),
        ({"texts": {"public": ids(2, 3)}}, "known-breach"),
    ],
)
def test_what_stands_in_the_way(change: dict[str, Any], reason: str) -> None:
    given = framework(**change.pop("texts", {})).model_copy(update=change)
    assert reasons(given) == [reason]
    (found,) = obstacles(given, state().deck, law_book(), translator("nl"), as_of=DAY)
    said = error_sentence(found, translator("nl"))
    assert said.endswith(".")
    assert "{" not in said


def with_activity(name: str, **update: Any) -> Framework:
    made = framework()
    told = (one.model_copy(update=update) if name in one.name else one for one in made.activities)
    return made.model_copy(update={"activities": tuple(told)})


def test_a_rule_about_a_use_that_is_forbidden_waits_until_it_stops() -> None:
    forbidden = {"deceives": "yes", "serious_harm": "yes"}
    bot = next(one for one in framework().activities if "Kers" in one.name)
    stopped = with_activity("Kers", facts={**bot.facts, **forbidden}, stopped_on=DAY)
    assert set(reasons(with_activity("Kers", facts={**bot.facts, **forbidden}))) == {"law-stop"}
    assert reasons(stopped) == []


def test_a_breach_counts_where_it_is_about_the_same_and_the_use_runs() -> None:
    """The bot keeps its data too long, which is not what its rules are about."""
    planned = with_activity("Aanbod op maat", running="planned")
    ticked = planned.texts.model_copy(update={"public": ids(2)})
    assert reasons(planned.model_copy(update={"texts": ticked})) == []


def test_a_supplier_that_is_named_is_found_in_whole_words_only() -> None:
    use = framework().activities[0].id
    for words, found in (("offertes in CRM-suite", ["names-supplier"]), ("het CRM-suiteportaal", [])):
        assert reasons(framework(public_uses=(PublicUse(activity=use, words=Worded(nl=words)),))) == found


def test_a_page_that_is_too_long_says_what_to_leave_off_least_needed_first() -> None:
    every = tuple(rule.decision for rule in state().frameworks[-1].rules)
    checked = framework(public=(*ids(3, 4), "principles"), public_checks=every, why=Worded(nl="woord " * 200))
    (found,) = obstacles(checked, state().deck, law_book(), translator("nl"), as_of=DAY)
    assert found.reason == "too-long"
    assert found.params["limit"] == LIMIT
    assert str(found.params["pieces"]).startswith("de controle van R3, de controle van R4")


def test_a_number_that_nobody_chose_may_not_be_promised() -> None:
    made = framework()
    rules = tuple(
        rule.model_copy(
            update={
                "wording": {
                    lang: words.model_copy(update={"behaviour": with_markers("antwoorden binnen {fill:2} dagen", lang)})
                    for lang, words in rule.wording.items()
                }
            }
        )
        for rule in made.rules
    )
    assert set(reasons(made.model_copy(update={"rules": rules}))) == {"number-open"}


# Ticks


def test_a_tick_holds_for_the_words_it_was_set_for() -> None:
    adopted, now = framework(), state()
    rule = adopted.rules[2]
    texts = now.texts.model_copy(update={"public": (rule.decision, "principles"), "public_checks": (rule.decision,)})
    now = now.model_copy(update={"texts": texts})
    assert with_ticks(adopted, now).texts.public == (rule.decision, "principles")
    assert with_ticks(adopted, now).texts.public_checks == (rule.decision,)
    other = tuple(
        one.model_copy(update={"verb": "always", "exception_role": "niemand", "check": Worded(nl="anders")})
        if one.id == rule.decision
        else one
        for one in now.decisions
    )
    reworded = with_ticks(adopted, now.model_copy(update={"decisions": other}))
    assert (reworded.texts.public, reworded.texts.public_checks) == (("principles",), ())
    reordered = now.model_copy(
        update={"rankings": (now.rankings[-1].model_copy(update={"cards": now.rankings[-1].cards[::-1]}),)}
    )
    assert with_ticks(adopted, reordered).texts.public == (rule.decision,)


def test_a_promise_is_public_while_it_says_what_it_said() -> None:
    said = Promise(id="person_answers", answer="made")
    adopted = framework().model_copy(update={"promises": (said,)})
    for now, public in (
        (said.model_copy(update={"public": True}), True),
        (said.model_copy(update={"public": True, "numbers": {"days": 1}}), False),
        (said.model_copy(update={"public": True, "answer": "left_out"}), False),
        (said, False),
    ):
        told = with_ticks(adopted, state().model_copy(update={"promises": (now,)}))
        assert [one.public for one in told.promises] == [public]


# The page


def a_page(**given: Any) -> PublicCharter:
    return PublicCharter(
        **{"organisation": "De Halve Maan", "version": "1.0", "adopted": True, "made_on": DAY, "lang": "nl", **given}
    )


def longest(lang: Lang) -> PublicCharter:
    """As many words as may be, in as many items as that takes."""
    some = {
        "contact": "ai@halvemaan.example",
        "owner": "hoofd marketing",
        "sponsor": "Noor de Wit",
        "sponsor_function": "directeur",
    }
    made = a_page(**some, review_on=DAY, something_open=True, law=tuple(one.text for one in customer_texts().sentences))
    rules: tuple[PublicRule, ...] = ()
    while True:
        rules = (*rules, PublicRule(number=len(rules) + 1, sentence=Worded(nl="Als we mailen, lezen we alles na.")))
        longer = made.model_copy(update={"rules": rules})
        if word_count(compose_page(longer, translator(lang), as_of=DAY)) > LIMIT:
            return made.model_copy(update={"rules": rules[:-1]})


@pytest.mark.parametrize("lang", LANGS)
def test_as_many_words_as_may_be_fit_on_one_a4(lang: Lang) -> None:
    document = compose_page(longest(lang), translator(lang), as_of=DAY)
    assert word_count(document) > LIMIT - 10
    assert len(pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_a_draft_says_so_across_the_page_and_in_its_name(lang: Lang) -> None:
    t = translator(lang)
    mark = t("Draft. Not for publication.")
    draft = framework().model_copy(update={"adopted": False, "version": "0.2"})
    archive = charter_archive(draft, state().deck, law_book(), edition="public", as_of=DAY)
    page = pypdf.PdfReader(io.BytesIO(export(archive, "pdf", t))).pages[0].extract_text()
    assert page.count(mark) == 2, "across it, and at its foot"
    web = export(archive, "html", t).decode()
    assert re.search(rf'class="watermark"[^>]*aria-hidden="true"[^>]*><span>{re.escape(mark)}<', web)
    assert file_name(draft, lang, "public", "pdf").endswith(f"0.2-{lang}-public-draft.pdf")
    final = html.render(compose_page(a_page(), t, as_of=DAY)).decode()
    assert mark not in final
    assert file_name(framework(), lang, "public", "pdf").endswith(f"1.0-{lang}-public.pdf")


def said(page: PublicCharter, as_of: date = DAY) -> str:
    document = compose_page(page, ENGLISH, as_of=as_of)
    return html.render(replace(document, watermark=False)).decode()


def test_past_its_review_a_page_stays_in_force_and_promises_no_past_day() -> None:
    page = a_page(review_on=DAY)
    assert "We will look at this text again before" in said(page)
    late = said(page, DAY + timedelta(days=1))
    assert "We will look" not in late
    assert "have not yet; until there is a new one, this one holds" in late
    assert not is_overdue(page.model_copy(update={"adopted": False}), DAY + timedelta(days=1))


def test_a_promise_that_starts_later_says_from_when() -> None:
    start = DAY + timedelta(days=30)
    page = a_page(promises=(PublicPromise(sentence=Worded(en="We call back."), starts_on=start),))
    assert f"From {ENGLISH.date(start)}: <span" in said(page)
    assert "From " not in said(page, start)


def test_adoption_gives_a_promise_its_date_of_effect() -> None:
    kept = Promise(id="person_answers", answer="made", public=True)
    made = framework().model_copy(update={"promises": (kept,)})
    assert reasons(made) == []
    page = public_charter(made, state().deck, None, DAY)
    assert [one.starts_on for one in page.promises] == [None]


def test_every_route_and_right_of_the_blueprint_is_there_in_both_languages() -> None:
    for lang, words in (
        (
            "nl",
            ("Autoriteit Persoonsgegevens", "Reclame Code Commissie", "ACM", "één maand|een maand", "naar de rechter"),
        ),
        ("en", ("AP", "RCC", "ACM", "within a month", "go to court")),
    ):
        page = html.render(compose_page(a_page(), translator(lang), as_of=DAY)).decode()
        assert all(re.search(word, page) for word in words)
        assert not re.search("72", page)


def test_what_the_law_makes_customers_notice_rests_on_rules_that_the_law_data_has() -> None:
    law = law_book()
    known = {one.code for one in law.classes} | {one.id for one in law.other_rules}
    for one in customer_texts().sentences:
        assert {one.rule, *one.unless_broken} <= known


def test_a_sentence_of_the_law_stands_there_for_a_running_use_only() -> None:
    bot = "Antwoordt of belt er AI"
    assert any(bot in one.nl for one in public_charter(framework(), state().deck, law_book(), DAY).law)
    for update in ({"running": "planned"}, {"stopped_on": DAY}):
        found = public_charter(with_activity("Kers", **update), state().deck, law_book(), DAY)
        assert not any(bot in one.nl for one in found.law)


def test_a_stance_that_the_law_forbids_is_not_named() -> None:
    """A rule built on it says only what is never done."""
    scenario = next(one for one in state().deck.scenarios if any(each.legal == "unlawful" for each in one.stances))
    stance = next(one for one in scenario.stances if one.legal == "unlawful")
    rule = (
        framework()
        .rules[2]
        .model_copy(update={"scenario": scenario.id, "based_on": stance.letter, "verb": "never", "accepted": ("E",)})
    )
    page = public_charter(framework().model_copy(update={"rules": (rule,)}), state().deck, None, DAY)
    text = page.model_dump_json()
    assert page.rules[0].sentence.nl == rule_sentence(rule.wording["nl"], "never", rule.exception_role, "nl")
    assert stance.law is not None
    assert not [words for words in (stance.name.nl, stance.law.nl, *stance.articles) if words in text]


def test_people_are_named_as_far_as_the_page_needs_them() -> None:
    texts = CharterTexts(sponsor=Sponsor(name="Noor de Wit", function="directeur"), owner="hoofd marketing")
    made = framework().model_copy(update={"texts": texts, "deciders": ("Jan Jansen",)})
    page = public_charter(made, state().deck, None, DAY)
    assert "Adopted by" in said(page)
    document = compose_page(page, ENGLISH, as_of=DAY)
    people = " ".join(plain(text) for text in texts_of(document))
    assert "Responsible: head of marketing. Adopted by Noor de Wit, director, on" in people, (
        "roles in the reader’s language"
    )
    assert "Jan Jansen" not in said(page)


def test_words_are_counted_in_linear_time() -> None:
    assert words_in(["Wij, en – niet – 2 keer!"]) == ["Wij,", "en", "niet", "2", "keer!"]
    assert_linear(lambda size: ["!" * size], words_in)
