"""What a charter says, to whom, and in which language."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import pypdf
import pytest

from framework.archive.carriers import from_docx, from_html
from framework.archive.models import Edition
from framework.archive.word_text import edited
from framework.charter import export
from framework.charter.compose import compose
from framework.charter.document import CharterDocument, RuleBlock, Strip, TableBlock, plain, texts
from framework.charter.export import FORMATS, FormatId, charter_archive
from framework.charter.public_edition import all_ticked, public_charter
from framework.charter.talking_points import talking_points
from framework.deck.numbers_to_fill import with_markers
from framework.language import Translator, translator
from framework.law import LawCheck, check, law_book
from framework.text import Lang, Worded
from framework.workshop.field_types import MarkCorrection, TeamPrice
from framework.workshop.governance.customers import customer_texts
from framework.workshop.governance.promises import catalogue, made, sentence
from framework.workshop.governance.records import PrivacyAdvice, Sponsor
from framework.workshop.models import Arrangement, CharterTexts, Framework, OpenPoint, Promise, StanceTaken
from tests.support.builders import a_framework, a_rule, a_scenario, a_stance, an_unlawful_stance, both
from tests.support.charter_builders import (
    AS_OF,
    ENGLISH,
    INTERNAL,
    a_group_framework,
    a_law_book,
    a_rich_deck,
    a_rich_framework,
    adopted,
    words,
)
from tests.support.law_cases import case_data

SECTIONS = [
    "why",
    "red_lines",
    "rules",
    "people",
    "new-uses",
    "knowledge",
    "suppliers",
    "customers",
    "incidents",
    "exceptions",
    "open",
    "review",
]
ANNEXES = {"A": "register", "B": "roles", "C": "law", "F": "origins"}
PUBLIC_SECTIONS = ["why", "never", "agreed", "first", "rights", "contact", "who"]


def composed(
    framework: Framework | None = None, t: Translator = ENGLISH, edition: Edition = "internal", as_of: date = AS_OF
) -> CharterDocument:
    """``edition``: of the public one, with everything ticked where nobody was asked."""
    given = framework or a_rich_framework()
    given = given if edition == "internal" else all_ticked(given)
    return compose(given, a_rich_deck(), a_law_book(), t, edition=edition, as_of=as_of)


def all_words(document: CharterDocument) -> str:
    notices = " ".join(notice.title for notice in document.notices)
    return " ".join(
        [document.title, document.kicker, document.status.word, notices, *(plain(text) for text in texts(document))]
    )


def section_words(document: CharterDocument, section_id: str) -> str:
    section = document.section(section_id)
    assert section is not None
    only = CharterDocument(
        **{
            **{name: getattr(document, name) for name in document.__slots__},
            "sections": (section,),
            "notices": (),
            "meta": (),
            "subtitle": (),
            "footer": (),
        }
    )
    return " ".join(plain(text) for text in texts(only))


def test_sections_stand_in_the_order_of_the_blueprint() -> None:
    document = composed()
    assert [section.id for section in document.sections] == ["summary", *SECTIONS, *ANNEXES.values()]
    assert [section.id for section in document.sections if section.annex] == list(ANNEXES.values())
    assert [section.number for section in document.sections] == ["", *map(str, range(1, 13)), *ANNEXES]
    assert [section.id for section in document.sections if section.own_page] == ["summary"]
    public_one = composed(edition="public")
    assert [section.id for section in public_one.sections] == PUBLIC_SECTIONS
    assert {section.number for section in public_one.sections} == {""}


@pytest.mark.parametrize("made_of", ["empty", "rich", "adopted"])
def test_numbers_and_letters_stay_with_their_section(made_of: str) -> None:
    """So that “section 5” and “annex A” say the same in every charter."""
    bare = a_framework(
        principles=(), activities=(), rules=(), red_lines=(), open_points=(), stances=(), texts=CharterTexts()
    )
    made = {"empty": bare, "rich": a_rich_framework(), "adopted": adopted(a_rich_framework())}[made_of]
    known = {**{str(number): key for number, key in enumerate(SECTIONS, start=1)}, **ANNEXES, "": "summary"}
    document = composed(made)
    assert all(known[section.number] == section.id for section in document.sections)
    assert [one.id for one in document.sections if not one.annex] == ["summary", *SECTIONS]


def test_a_proposal_says_so_and_an_adopted_framework_names_who_decided() -> None:
    proposal = composed()
    assert proposal.status.kind == "draft"
    assert "one person’s proposal" in proposal.notices[0].title
    final = composed(adopted(a_rich_framework()))
    assert final.status.kind == "adopted"
    assert final.notices == ()
    assert "by Head of marketing; CMO" in all_words(final)


def test_a_charter_past_its_review_date_says_so_and_stays_in_force() -> None:
    framework = adopted(a_rich_framework())
    assert composed(framework, as_of=date(2027, 3, 1)).status.kind == "adopted"
    late = composed(framework, as_of=date(2027, 3, 2))
    assert late.status.kind == "overdue"
    assert late.notices[0].kind == "warning"
    assert "overdue" in late.running
    assert "(passed)" in section_words(late, "rules")
    assert "stays in force until a new version is adopted" in all_words(late)
    assert not re.search("expired|no longer valid", all_words(late))
    assert "(passed)" not in all_words(composed(framework, edition="public", as_of=date(2027, 3, 2)))


def test_every_rule_states_its_terms_and_leads_back_to_its_decision() -> None:
    document = composed()
    section = document.section("rules")
    assert section is not None
    blocks = [block for block in section.blocks if isinstance(block, RuleBlock)]
    assert sorted(block.number for block in blocks) == [1, 2, 3]
    assert all([row.label for row in block.terms[:3]] == ["Check", "Owner", "Review"] for block in blocks)
    origins = section_words(document, "origins")
    for part in (
        "S01",
        "stance C",
        INTERNAL["rule_reason"],
        INTERNAL["objector"],
        "What the law says",
        "AVG 22",
    ):
        assert part in origins
    elsewhere = (section_words(document, one.id) for one in document.sections if one.id != "origins")
    assert not any("decision-1" in words for words in elsewhere), "an id says nothing to a reader"
    assert "decision-1" in origins
    assert composed(edition="public").section("origins") is None


def test_trade_offs_name_what_is_better_and_worse_and_what_it_is_held_against() -> None:
    section = composed().section("open")
    assert section is not None
    table = next(block for block in section.blocks if isinstance(block, TableBlock))
    assert table.header == ("Rule", "Better for", "Worse for", "Business")
    said = section_words(composed(), "open")
    assert "with what we do now" in said
    assert not re.search(r"[-+]\d", said)
    assert "total" not in said.lower()


def priced(**price: Any) -> Framework:
    """One rule with a price and one without."""
    rules = (a_rule(number=1, price=TeamPrice(**price)), a_rule(decision="decision-2", number=2))
    return a_rich_framework(rules=rules)


def test_a_price_is_the_teams_own_sentence_or_said_to_be_missing() -> None:
    said = section_words(composed(priced(sentence="Half an hour a day")), "open")
    assert said.count("Half an hour a day") == 1
    assert said.count("What this rule costs us has not been written down yet.") == 1


def test_rules_stand_in_their_order_and_one_without_a_comparison_is_said_in_a_sentence() -> None:
    rules = (
        a_rule(decision="decision-2", number=2, practice="A"),
        a_rule(number=1, accepted=(a_rule().based_on,), practice=a_rule().based_on),
    )
    section = composed(a_rich_framework(rules=rules)).section("open")
    assert section is not None
    table = next(block for block in section.blocks if isinstance(block, TableBlock))
    rows = [["".join(span.text for span in cell) for cell in row] for row in table.rows]
    assert [row[0] for row in rows] == ["R1", "R2"]
    assert rows[0][1:4] == ["–", "–", "–"]
    assert "R1 is what we do now." in section_words(composed(a_rich_framework(rules=rules)), "open")


def test_a_price_that_is_not_written_is_an_open_point_and_blocks_nothing() -> None:
    words_of = section_words(composed(priced(sentence="Half an hour a day")), "open")
    assert "The price of 1 of 2 rules has not been written down yet." in words_of
    every = tuple(rule.model_copy(update={"price": TeamPrice(sentence="Half an hour")}) for rule in priced().rules)
    assert "has not been written down" not in section_words(composed(a_rich_framework(rules=every)), "open")


def test_hours_and_euros_are_added_up_and_nothing_else() -> None:
    every = tuple(
        rule.model_copy(update={"price": TeamPrice(hours_per_month=hours, euros_per_month=euros)})
        for rule, (hours, euros) in zip(priced().rules, ((10, None), (2, 1500)), strict=True)
    )
    said = section_words(composed(a_rich_framework(rules=every)), "open")
    assert "our rules cost 12 hours and €1,500 a month." in said


def test_in_public_stands_no_price() -> None:
    for ticked in (True, False):
        document = composed(priced(sentence="Half an hour a day", hours_per_month=10, public=ticked), edition="public")
        said = all_words(document)
        assert "Half an hour a day" not in said
        assert "10 hours" not in said
        assert "written down" not in said
        assert document.section("tradeoffs") is None


def test_no_sentence_of_the_deck_about_gains_and_costs_stands_in_a_charter() -> None:
    said = both("zqdecksaidso")
    stances = tuple(a_stance(letter, gives=said, costs=said) for letter in "ABCDE")
    deck = a_rich_deck()
    deck = deck.model_copy(update={"scenarios": tuple(a_scenario(number, stances=stances) for number in (1, 2, 3))})
    for edition in ("internal", "public"):
        document = compose(a_rich_framework(), deck, a_law_book(), ENGLISH, edition=edition, as_of=AS_OF)
        assert "zqdecksaidso" not in all_words(document)


def test_effects_of_other_words_than_the_rules_are_said_to_be_the_decks() -> None:
    typed = a_rich_framework()
    assert "of the stance as the deck words it" in section_words(composed(typed), "open")
    looked = tuple(rule.model_copy(update={"effects_checked": True}) for rule in typed.rules)
    assert "as the deck words it" not in section_words(composed(a_rich_framework(rules=looked)), "open")


def test_words_in_another_language_stay_as_typed_and_are_marked_only_there() -> None:
    english = composed()
    spans = [span for text in texts(english) for span in text if span.lang]
    assert {span.text for span in spans} >= {
        "Omdat klanten ons vertrouwen",
        "Als we mailen, lezen we altijd elke mail na.",
    }
    assert {span.lang for span in spans} == {"nl"}
    assert "(typed in Dutch)" in all_words(english)
    dutch = composed(t=words("nl"))
    assert {span.lang for text in texts(dutch) for span in text if span.lang} == {"en"}
    assert "Omdat klanten ons vertrouwen" in all_words(dutch)


def test_public_edition_leaks_nothing() -> None:
    framework = all_ticked(a_rich_framework())
    archive = charter_archive(framework, a_rich_deck(), a_law_book(), edition="public", as_of=AS_OF)
    for format_ in FORMATS:
        everything = _every_byte(export.export(archive, format_, ENGLISH), format_)
        for secret in INTERNAL.values():
            assert secret not in everything, (format_, secret)
        for phrase in (
            "law check",
            "unsure",
            'confidence":"',
            'practice":"',
            "law_stop",
            "law_unsure",
            "unlawful_stance",
            "do today",
            "Lawful basis",
        ):
            assert phrase not in everything, (format_, phrase)
    archive = charter_archive(framework, a_rich_deck(), a_law_book(), edition="internal", as_of=AS_OF)
    internal = _every_byte(export.export(archive, "html", ENGLISH), "html")
    assert all(secret in internal for secret in INTERNAL.values())


def _every_byte(file: bytes, format_: FormatId) -> str:
    """Everything that is in a file, unpacked."""
    if format_ == "pdf":
        reader = pypdf.PdfReader(io.BytesIO(file))
        pages = [page.extract_text() for page in reader.pages]
        return "\n".join(
            [*pages, *(content[0].decode() for content in reader.attachments.values()), str(reader.metadata)]
        )
    if format_ == "docx":
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        written = edited(file)
        assert written is not None
        return "\n".join([*parts, from_docx(file).decode(), *written.written.lines])
    return file.decode() + (from_html(file).decode() if format_ == "html" else "")


def test_no_price_is_public_whatever_an_older_version_ticked() -> None:
    price = TeamPrice(
        sentence="Een half uur per dag", hours_per_month=10, euros_per_month=300, reach="less", public=True
    )
    correction = MarkCorrection(row="open", stance="C", mark=1, reason="bij ons niet")
    rule = a_rule().model_copy(update={"price": price, "corrections": (correction,), "practice": "B"})
    said = public_charter(all_ticked(a_framework(rules=(rule,))), a_rich_deck(), None, AS_OF).model_dump_json()
    assert not re.search("half uur|bij ons niet|practice|price", said)


def test_small_groups_get_no_measures() -> None:
    assert "With fewer than five we say nothing about agreement" in section_words(composed(), "origins")
    assert "With fewer than five we say nothing about agreement" not in section_words(
        composed(a_rich_framework(voices=5)), "origins"
    )


def test_unordered_stances_are_not_drawn_as_a_scale() -> None:
    section = composed().section("origins")
    assert section is not None
    strip = next(block.chart for block in section.blocks if hasattr(block, "chart"))
    assert isinstance(strip, Strip)
    assert [row.ordered for row in strip.rows] == [True, True, False]
    assert (strip.rows[0].should, strip.rows[0].does) == (2, 0)
    assert strip.rows[2].does is None


def test_an_empty_framework_still_gives_a_whole_charter() -> None:
    empty = a_framework(
        principles=(), activities=(), rules=(), red_lines=(), open_points=(), stances=(), team="", voices=0
    )
    for edition in ("internal", "public"):
        document = composed(empty, edition=edition)
        sections = [section.id for section in document.sections]
        inside = ["summary", *SECTIONS, "register", "roles"]
        assert sections == (inside if edition == "internal" else ["why", "rights", "contact", "who"])
        for format_ in FORMATS:
            archive = charter_archive(empty, a_rich_deck(), a_law_book(), edition=edition, as_of=AS_OF)
            assert export.export(archive, format_, ENGLISH)


# Language


class _Marked(Translator):
    """Puts every interface word in brackets, so that a word that does not come from the catalog stands out."""

    def __init__(self, lang: Lang) -> None:
        super().__init__(lang, {}, {})

    def __call__(self, message: str, **values: object) -> str:
        return "⟦" + super().__call__(message, **values) + "⟧"

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        return "⟦" + super().plural(one, many, count, **values) + "⟧"

    def date(self, day: date) -> str:
        return "⟦" + super().date(day) + "⟧"


@pytest.mark.parametrize("edition", ["internal", "public"])
def test_every_interface_word_goes_through_the_translator(edition: Edition) -> None:
    """What is left outside the brackets is the deck's, the law's or the team's own."""
    document = composed(t=_Marked("nl"), edition=edition)
    left = " ".join(span.text for text in texts(document) for span in text if not span.own)
    while "⟦" in left:
        left = re.sub(r"⟦[^⟦⟧]*⟧", " ", left)
    left = left.replace("AI-verordening", "")  # the law's Dutch name
    given = a_rich_framework().model_dump_json() + a_rich_deck().model_dump_json() + a_law_book().model_dump_json()
    given += customer_texts().model_dump_json()
    assert {word for word in re.findall(r"[A-Za-z]{3,}", left) if word not in given} == set()


def test_a_dutch_charter_has_no_english_interface_words() -> None:
    english, dutch = composed(), composed(t=words("nl"))
    said = all_words(dutch)
    labels = {row.label for row in english.meta} | {section.title for section in english.sections}
    same_in_both = {"Organisation", "Team", "Status", "Review"}
    untranslated = sorted(label for label in labels - same_in_both if re.search(rf"\b{re.escape(label)}\b", said))
    assert untranslated == []


# Talking points


def points(framework: Framework, *law: Mapping[str, str]) -> list[str]:
    """Their kinds. ``law``: the facts of each activity, in order."""
    outcomes = {f"activity-{number}": checked(facts) for number, facts in enumerate(law, start=1)}
    return [point.kind for point in talking_points(framework, a_rich_deck(), outcomes, ENGLISH)]


def checked(facts: Mapping[str, str]) -> LawCheck:
    return check(law_book(), facts, AS_OF)


FORBIDDEN: dict[str, str] = {**case_data()["quiet"], "deceives": "yes", "serious_harm": "yes"}
BROKEN = {"personal_data": "yes", "g4_informed": "no"}


def running(*those: str) -> Framework:
    framework = a_rich_framework(stances=(), principles=())
    told = (
        one.model_copy(update={"running": "running" if one.id in those else "planned"}) for one in framework.activities
    )
    return framework.model_copy(update={"activities": tuple(told)})


def test_a_breach_on_a_running_activity_comes_before_what_nobody_knows() -> None:
    assert points(running("activity-2"), {}, BROKEN) == ["law_breach", "law_unsure", "order"]
    assert points(running(), FORBIDDEN, BROKEN)[:2] == ["law_stop", "law_breach"]
    outcomes = {"activity-1": checked(BROKEN), "activity-2": checked(BROKEN)}
    first, second, _ = talking_points(running("activity-2"), a_rich_deck(), outcomes, ENGLISH)
    assert (first.activity, second.activity) == ("activity-2", "activity-1")
    rule = next(rule for rule in law_book().ground_rules if rule.fact == "g4_informed")
    assert rule.name["en"] in first.sentence
    assert "today" in first.sentence
    assert "cannot start" in second.sentence


def test_what_is_arranged_is_no_point_any_more() -> None:
    arranged = activities_with({"personal_data": "yes", "g4_informed": "yes"})
    assert "law_breach" not in points(arranged, *(one.facts for one in arranged.activities))


def taken(scenario: str = "S01", **given: object) -> StanceTaken:
    return StanceTaken.model_validate(
        {"scenario": scenario, "activity": "activity-1", "stance": "C", "confidence": "sure", "practice": "C", **given}
    )


def test_there_are_always_three_points() -> None:
    assert points(a_framework(stances=(), principles=())) == ["order", "order", "order"]
    assert points(a_framework(stances=(taken(),))) == ["order", "order", "order"]


def test_a_stop_comes_first_and_then_the_widest_gap() -> None:
    framework = a_rich_framework(
        stances=(taken("S01", stance="B", practice="C"), taken("S02", stance="E", practice="A", activity="activity-2"))
    )
    found = talking_points(framework, a_rich_deck(), {"activity-1": checked(FORBIDDEN)}, ENGLISH)
    assert [point.kind for point in found[:2]] == ["law_stop", "gap"]
    assert found[1].scenario == "S02"
    assert "Stance E" in found[1].sentence


def test_kinds_are_spread_and_a_scenario_comes_up_once() -> None:
    framework = a_rich_framework(
        stances=(
            taken("S01", stance="D", practice="A", confidence="unsure"),
            taken("S02", stance="D", practice="C", confidence="unsure", activity="activity-2"),
            taken("S03", stance="A", practice="C", activity="activity-2"),
        )
    )
    found = talking_points(framework, a_rich_deck(), {}, ENGLISH)
    assert [point.kind for point in found] == ["gap", "own_principle", "confidence"]
    assert len({point.scenario for point in found}) == 3


def test_a_loss_for_the_highest_principle_weighs_most() -> None:
    framework = a_rich_framework(
        principles=("card_2", "card_1"),
        stances=(taken("S01", stance="A", practice="C"), taken("S02", stance="D", practice="C")),
    )
    found = next(p for p in talking_points(framework, a_rich_deck(), {}, ENGLISH) if p.kind == "own_principle")
    assert found.scenario == "S02"
    assert "number 1" in found.sentence


def test_points_are_worded_in_the_readers_language() -> None:
    sentences = {point.sentence for point in talking_points(a_rich_framework(), a_rich_deck(), {}, _Marked("nl"))}
    assert all(sentence.startswith("⟦") for sentence in sentences)


# Cheap to import


def test_importing_the_charter_loads_no_renderer() -> None:
    program = (
        "import sys, framework.charter, framework.charter.compose, framework.archive.read, framework.charter.export;"
        "print([name for name in ('typst', 'docx', 'pypdf', 'plotly', 'pandas', 'streamlit') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_open_points_say_in_public_only_that_they_are_open() -> None:
    framework = a_rich_framework(
        open_points=(OpenPoint(reason="unlawful_stance", scenario="S02", activity="activity-1"),)
    )
    assert "closed by the law" in section_words(composed(framework), "open")
    said = section_words(composed(framework, edition="public"), "who")
    assert "Not everything is settled yet; Marketing director knows what is still open." in said
    assert "closed by the law" not in said


def test_public_is_what_was_ticked() -> None:
    framework = a_rich_framework()
    for ticked, numbers, lines, first in (
        (None, [], 0, False),  # nobody was asked
        ((), [], 0, False),
        (("decision-3", "l1"), [3], 1, False),
        (("decision-1", "principles"), [1], 0, True),
    ):
        texts_ = framework.texts.model_copy(update={"public": ticked})
        now = framework.model_copy(update={"texts": texts_})
        shown = public_charter(now, a_rich_deck(), None, AS_OF)
        assert [rule.number for rule in shown.rules] == numbers
        assert len(shown.red_lines) == lines
        assert bool(shown.principles) == first
        document = compose(now, a_rich_deck(), a_law_book(), ENGLISH, edition="public", as_of=AS_OF)
        assert (document.section("agreed") is None) == (not numbers)
        assert (document.section("never") is None) == (not lines)


def test_what_nobody_agreed_to_stands_in_neither_edition() -> None:
    """Examples on cards, demands on suppliers, answering times and rounds of review are a deck's or a template's."""
    bare = a_rich_framework(texts=CharterTexts())
    card = a_rich_deck().cards[0]
    for edition in ("internal", "public"):
        for framework in (bare, adopted(bare)):
            said = all_words(composed(framework, edition=edition))
            for promise in (
                *(example.en for example in card.examples.values()),
                *(question.en for question in card.questions),
                "working days",
                "the same day",
                "suppliers that",
                "do not train",
                "90 days",
                "once a year",
                "Speak to a person",
                "come first",
                "One page at most",
                "is logged",
            ):
                assert promise not in said, promise


def test_the_room_saw_a_red_lines_sentence_and_not_the_decks_reason() -> None:
    deck = a_rich_deck()
    line = (
        a_rich_framework()
        .red_lines[0]
        .model_copy(update={"reason": Worded.proposed(deck.scenarios[0].red_line_reason)})
    )
    framework = a_rich_framework(red_lines=(line,))
    assert "Why, in the deck’s words: " in section_words(composed(framework), "red_lines")
    assert "in the deck’s words" not in section_words(composed(), "red_lines"), "the team’s own"
    assert deck.scenarios[0].red_line_reason.en not in all_words(composed(framework, edition="public"))


def test_a_number_that_nobody_chose_is_no_promise_to_outsiders() -> None:
    check = Worded.proposed(both(with_markers("Read {fill:20} mails a month", "en")))
    framework = a_rich_framework(rules=(a_rule(check=check),))
    assert "20 (fill in)" in section_words(composed(framework), "rules")
    told = framework.texts.model_copy(update={"public_checks": ("decision-1",)})
    public_one = composed(framework.model_copy(update={"texts": told}), edition="public")
    assert "How we check it" not in section_words(public_one, "agreed")
    chosen = a_rich_framework(rules=(a_rule(check=Worded.proposed(both("Read 20 mails a month"))),), texts=told)
    assert "How we check it: Read 20 mails a month (en)." in section_words(composed(chosen, edition="public"), "agreed")


def test_who_and_when_are_open_points_until_somebody_decides() -> None:
    bare = composed(a_rich_framework(texts=CharterTexts(), rules=()))
    for what in (
        "who adopts",
        "who looks after privacy",
        "who keeps",
        "when this charter is reviewed",
        "who may stop",
        "whom to ring",
        "where customers can go",
    ):
        assert f"Not decided yet: {what}" in section_words(bare, "open")
    assert "Not decided yet" not in section_words(composed(a_settled_framework()), "open")
    public_one = all_words(composed(a_rich_framework(texts=CharterTexts(), rules=()), edition="public"))
    assert not re.search("not named|no date chosen|Not decided", public_one)


def a_settled_framework() -> Framework:
    """With a promise on each topic that needs one."""
    framework = a_rich_framework()
    settled = tuple(Promise(id=one.id, answer="made") for one in catalogue().promises if one.settles)
    named = {"incident_contact": "0800 123", "sponsor": Sponsor(name="Z. Q."), "privacy": PrivacyAdvice(kind="none")}
    texts = framework.texts.model_copy(update=named)
    return framework.model_copy(update={"promises": settled, "texts": texts})


def test_only_promises_that_were_made_stand_in_the_charter() -> None:
    framework = a_settled_framework()
    kept, left = (
        Promise(id="person_answers", answer="made", numbers={"days": 3}, public=True),
        Promise(id="complaint_answer", answer="left_out"),
    )
    handed = Promise(id="report", answer="owner")
    document = composed(framework.model_copy(update={"promises": (*framework.promises, kept, left, handed)}))
    assert "A person answers within 3 working days." in section_words(document, "customers")
    assert "answers a complaint" not in all_words(document)
    assert "Left to the charter’s owner to settle: “Reporting”." in section_words(document, "open")
    assert "72 hours" in section_words(document, "incidents")
    for text, _ in made(framework.promises):
        assert sentence(text, None, framework.texts, "en")[0] in all_words(document)


def test_the_public_edition_has_only_promises_that_are_public() -> None:
    kept = (
        Promise(id="person_answers", answer="made", public=True),
        Promise(id="tell", answer="made"),
        Promise(id="gate", answer="made"),
    )
    framework = a_rich_framework().model_copy(update={"promises": kept})
    said = all_words(composed(framework, edition="public"))
    assert "A person answers within 2 working days." in said
    for promise in ("tell", "gate"):
        text = catalogue().promise(promise)
        assert text is not None
        assert sentence(text, None, framework.texts, "en")[0] not in said


def test_suppliers_are_asked_in_a_list_that_reads_as_one_sentence() -> None:
    promises = tuple(Promise(id=one.id, answer="made") for one in catalogue().of("suppliers"))
    document = composed(a_rich_framework().model_copy(update={"promises": promises}), translator("nl"))
    said = section_words(document, "suppliers")
    assert "Dit vragen we van onze leveranciers. Ze:" in said
    assert "trainen niet op onze data zonder ons schriftelijke akkoord;" in said
    assert "laten ons gaan met onze data." in said


def activities_with(facts: dict[str, str], *arranged: str) -> Framework:
    framework = a_rich_framework(open_points=(OpenPoint(reason="law_unsure", activity="activity-1"),))
    told = (one.model_copy(update={"facts": facts, "arranged": arranged}) for one in framework.activities)
    return framework.model_copy(update={"activities": tuple(told)})


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_open_point_names_what_the_law_leaves_open_once_for_all_activities(lang: Lang) -> None:
    rule = next(rule for rule in law_book().ground_rules if rule.fact == "g4_informed")
    broken = activities_with({"personal_data": "yes", "g4_informed": "no"})
    document = compose(broken, a_rich_deck(), law_book(), translator(lang), edition="internal", as_of=AS_OF)
    said = section_words(document, "open").partition(translator(lang)("Three points to discuss with the team"))[0]
    assert said.count(rule.name[lang]) == 1
    assert translator(lang)("the law check cannot clear it yet") not in said
    unknown = compose(activities_with({}), a_rich_deck(), law_book(), translator(lang), edition="internal", as_of=AS_OF)
    assert "“" in section_words(unknown, "open"), "the question that is open"


def test_the_annex_says_what_was_said_of_things_to_do() -> None:
    rules = {rule.fact: rule for rule in law_book().ground_rules}
    said = tuple(
        Arrangement(id=f"said-{number}", activity="activity-1", rule=rule, said_on=AS_OF, **told)  # type: ignore[arg-type]
        for number, (rule, told) in enumerate(
            (
                ("O1", {"status": "not_for_us", "note": "we only test"}),
                ("O2", {"status": "planned", "owner": "HR", "due": date(2027, 1, 15)}),
                (rules["g4_informed"].id, {"status": "arranged", "by": "the DPO"}),
                (rules["g1_minimised"].id, {"status": "arranged", "by": "nobody"}),
            )
        )
    )
    framework = activities_with({"personal_data": "yes", "g4_informed": "yes", "g1_minimised": "no"}, "G4")
    activities = (framework.activities[0].model_copy(update={"arrangements": said}), *framework.activities[1:])
    framework = framework.model_copy(update={"activities": activities})
    told = section_words(compose(framework, a_rich_deck(), law_book(), ENGLISH, edition="internal", as_of=AS_OF), "law")
    day = ENGLISH.date(AS_OF)
    for line in (
        f"{rules['g4_informed'].name['en']}: marked as arranged; by the DPO; on {day}.",
        f"planned; it is not done yet; on {day}; owner: HR; due: {ENGLISH.date(date(2027, 1, 15))}.",
        f"marked as not for us; this does not change the verdict; on {day}; we only test.",
    ):
        assert line in told
    assert told.index("arranged;") < told.index("planned;") < told.index("not for us;")
    assert "by nobody" not in told, "answered otherwise since"


def test_an_older_framework_names_what_was_arranged() -> None:
    framework = activities_with({"personal_data": "yes", "g4_informed": "yes"}, "G4")
    document = compose(framework, a_rich_deck(), law_book(), ENGLISH, edition="internal", as_of=AS_OF)
    name = next(rule for rule in law_book().ground_rules if rule.id == "G4").name["en"]
    assert f"{name}: marked as arranged." in section_words(document, "law")


def test_what_the_law_check_found_is_open_in_public_without_a_word_of_it() -> None:
    found = (OpenPoint(reason="law_stop", activity="activity-1"), OpenPoint(reason="law_unsure", activity="activity-1"))
    for points in (found, ()):
        page = public_charter(a_rich_framework(open_points=points), a_rich_deck(), a_law_book(), AS_OF)
        assert page.something_open, "the law check says stop today"
        assert not re.search("law_stop|law_unsure", page.model_dump_json())


def test_without_own_words_a_charter_only_says_what_it_is_about() -> None:
    bare = composed(a_framework(texts=CharterTexts(), rules=(a_rule(),)))
    assert "This charter binds everyone" in section_words(bare, "why")
    about = section_words(composed(a_framework(texts=CharterTexts(), rules=(a_rule(),)), edition="public"), "why")
    assert "This page says what we have agreed" in about


@pytest.mark.parametrize("given", [{"red_lines": ()}, {"rules": ()}, {"rules": (), "red_lines": ()}], ids=str)
def test_the_public_page_names_at_its_top_only_what_stands_on_it(given: dict[str, Any]) -> None:
    page = composed(a_framework(texts=CharterTexts(), **given), edition="public")
    about = section_words(page, "why")
    assert "what your rights are and where you can turn" in about
    for section, said in (("agreed", "what we have agreed"), ("never", "what we never do")):
        assert (said in about) == (page.section(section) is not None), section


def test_the_order_of_the_principles_says_no_more_than_people_were_asked() -> None:
    """They put the most important first; what follows from that where two conflict, nobody was asked."""
    for said in (all_words(composed(a_rich_framework())), all_words(composed(a_group_framework()))):
        assert "the most important first." in said
        assert not re.search("conflict, the higher|weighs more", said)


# The law annex


def test_the_law_annex_says_what_is_known_and_not_known_and_names_its_sources() -> None:
    said = section_words(composed(), "law")
    for part in (
        "2026-01",
        "not legal advice",
        "2 March 2026",
        "Stop.",
        "GDPR 2",
        "Not known yet:",
        "The official journal",
    ):
        assert part in said
    assert "SRC1" not in said, "a reader knows no codes"


def test_a_dutch_law_annex_has_no_english_of_the_law() -> None:
    """With the law itself: nothing is known of these activities, so nearly all of it is cited."""
    document = compose(a_rich_framework(), a_rich_deck(), law_book(), translator("nl"), edition="internal", as_of=AS_OF)
    said = section_words(document, "law")
    assert not re.findall(r"GDPR|recital|subparagraph|\d and \d|Guidelines|guidelines|Regulation", said)


def test_what_the_law_forbids_is_cited_in_the_readers_language() -> None:
    stance = an_unlawful_stance("A", articles=("GDPR 22", "AI Act 5(1)(a)"))
    scenario = a_scenario(2, stances=(stance, *(a_stance(letter) for letter in "BCDE")))
    rule = a_rule(scenario="S02", based_on="A", verb="never")
    given = a_rich_framework().model_copy(update={"rules": (rule,)})
    deck = a_rich_deck().model_copy(update={"scenarios": (scenario,)})
    for lang, cited in (("nl", "(AVG 22; AI-verordening 5(1)(a))"), ("en", "(GDPR 22; AI Act 5(1)(a))")):
        document = compose(given, deck, a_law_book(), translator(lang), edition="internal", as_of=AS_OF)
        assert cited in section_words(document, "origins")


def test_a_dutch_law_annex_cites_the_law_by_its_dutch_name() -> None:
    said = section_words(composed(t=words("nl")), "law")
    assert "AVG 2" in said
    assert "GDPR" not in said
