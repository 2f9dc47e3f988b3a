"""The memo of a law check: a privacy officer can work from it alone, and every form of it says the same."""

import io
import re
from datetime import date

import docx
import pytest

from framework.charter.document import TableBlock, plain, texts
from framework.language import translator
from framework.law import check, law_book
from framework.law.wording import step_sentence
from framework.memo.document import memo_document
from framework.memo.export import FORMATS, memo_file, memos_of_team
from framework.memo.findings import (
    CONFIDENCE_WORDS,
    GROUP_WORDS,
    ORIGIN_WORDS,
    ActivityMemo,
    Subject,
    activity_memo,
)
from framework.text import LANGS, Lang
from tests.support.any_actor import AnyActor
from tests.support.law_cases import case_data, facts_of

DAY = date(2026, 11, 30)


def memo_of(facts: dict[str, str], lang: Lang, *, day: date = DAY, **about: str) -> ActivityMemo:
    book = law_book()
    subject = Subject("Chatbot", {fact: (value, "activity") for fact, value in facts.items()}, **about)  # type: ignore[arg-type]
    return activity_memo(book, subject, check(book, facts, day), translator(lang))


def words_of(memo: ActivityMemo, lang: Lang) -> str:
    return memo_file([memo], law_book(), DAY, "txt", translator(lang)).decode()


@pytest.mark.parametrize("case", case_data()["case"], ids=lambda case: case["id"])
def test_every_finding_of_the_check_is_in_the_memo_with_its_basis(case: dict[str, object]) -> None:
    facts = facts_of(case)
    found = check(law_book(), facts, DAY)
    memo = memo_of(facts, "en")
    told = {one.id for one in (*memo.classes, *memo.findings)}
    assert {one.code for one in found.classes} <= told
    banned = {one.code for one in found.classes if one.rule.kind == "prohibition"}
    only_bans = {
        one.id for one in found.obligations if banned & set(one.codes) or all(c.startswith("P:") for c in one.codes)
    }
    assert {one.id for one in found.obligations if one.status != "ended"} - only_bans <= told
    assert {one.id for one in found.other_rules if one.status != "ended"} <= told
    assert {one.id for one in found.ground_rules if one.status != "unknown"} <= told
    for one in (*memo.roles, *memo.classes, *memo.findings):
        assert one.name
        assert one.action
        assert one.when
        assert one.article
        assert all(source.title and source.date for source in one.sources)
        assert one.confidence in CONFIDENCE_WORDS.values()
        assert one.kind == "role" or one.who


@pytest.mark.parametrize("case", case_data()["case"], ids=lambda case: case["id"])
def test_what_is_certain_comes_first(case: dict[str, object]) -> None:
    order = list(GROUP_WORDS)
    places = [order.index(one.group) for one in memo_of(facts_of(case), "en").findings]
    assert places == sorted(places)


@pytest.mark.parametrize("lang", LANGS)
def test_a_code_never_stands_without_its_words(lang: Lang) -> None:
    """Of an activity of which nothing is known, most of the classes are named."""
    said = words_of(memo_of({}, lang), lang) + words_of(memo_of({**case_data()["quiet"]}, lang), lang)
    found = 0
    for rule in law_book().classes:
        for place in re.finditer(rf"(?<![\w:.-]){re.escape(rule.code)}(?![\w:.-])", said):
            assert said[place.start() - 1] == "(", rule.code
            found += 1
    assert found > 10


@pytest.mark.parametrize("lang", LANGS)
def test_the_trace_calls_classes_by_their_names(lang: Lang) -> None:
    outcome = check(law_book(), {**case_data()["quiet"], "interacts": "yes"}, DAY)
    resting = [step for step in outcome.trace if "T1" in step.rests_on]
    assert resting
    name = law_book().class_rule("T1").name[lang]  # type: ignore[union-attr]
    assert all(f"{name} (T1)" in step_sentence(law_book(), step, translator(lang)) for step in resting)


def test_a_rule_is_never_surer_than_its_sources() -> None:
    alone = [one for one in memo_of({}, "en").findings if [source.id for source in one.sources] == ["EK"]]
    assert alone
    assert {one.confidence for one in alone} == {CONFIDENCE_WORDS["L"]}


@pytest.mark.parametrize("lang", LANGS)
def test_a_breach_says_on_which_answer_it_rests(lang: Lang) -> None:
    facts = {**case_data()["quiet"], "personal_data": "yes", "g1_minimised": "no"}
    breach = next(one for one in memo_of(facts, lang).findings if one.id == "G1")
    question = law_book().fact("g1_minimised").question[lang]  # type: ignore[union-attr]
    assert breach.group == "broken"
    assert f"“{question}” – {'Nee' if lang == 'nl' else 'No'}" in breach.because


def test_literacy_is_a_duty_and_a_voluntary_code_is_not() -> None:
    groups = {one.id: one.group for one in memo_of(case_data()["quiet"], "en").findings}
    duties = {one.id: one for one in law_book().obligations}
    voluntary = next(one.id for one in duties.values() if one.name.en == "Voluntary code of conduct")
    assert (groups["O1"], groups[voluntary]) == ("now", "also")


@pytest.mark.parametrize("lang", LANGS)
def test_a_needed_dpia_that_was_done_is_told_so(lang: Lang) -> None:
    facts = {**case_data()["quiet"], "personal_data": "yes", "profiles": "yes"}
    done = next(rule.fact for rule in law_book().ground_rules if rule.article.startswith("GDPR 35"))
    t = translator(lang)
    words = t("By the team’s own answer it was done, or it is on record why not.")
    said = " ".join(words_of(memo_of({**facts, done: "yes"}, lang), lang).split())
    assert words in said
    assert words not in " ".join(words_of(memo_of({**facts, done: "no"}, lang), lang).split())


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_on_record_about_personal_data_stands_together(lang: Lang) -> None:
    t, book = translator(lang), law_book()
    facts = {**case_data()["quiet"], "personal_data": "yes", "special_data": "unknown"}
    memo = memo_of(facts, lang, supplier="Trengo")
    said = " ".join(words_of(memo, lang).split())
    processing = said.partition(t("Personal data, by the team’s own answers"))[2]
    about = {one.fact: one.answer for one in memo.processing}
    assert about["special_data"] == t("not known")
    assert about["basis_kind"] == book.fact("basis_kind").values["interest"][lang]  # type: ignore[union-attr]
    for one in memo.processing:
        assert said.count(f"- {one.question} {t('Answer')}: {one.answer}") == 1
        assert one.answer in processing
    assert t("The supplier under the GDPR") in said
    without = memo_of({**case_data()["quiet"], "personal_data": "no"}, lang)
    assert not without.processing
    assert t("Controller") not in words_of(without, lang)


def test_what_asks_nothing_is_not_among_what_may_apply() -> None:
    memo = memo_of({}, "en")
    may = {one.id for one in memo.findings if one.group == "maybe"}
    also = {one.id for one in memo.findings if one.group == "maybe_also"}
    assert "MIN" in also
    weightless = {one.id for one in law_book().obligations if not (one.weighs or one.fine)}
    assert not weightless & may
    assert weightless & also


def test_assumptions_are_counted_and_come_first() -> None:
    subject = Subject("Bot", {"interacts": ("yes", "activity"), "makes": ("text", "assumed")})
    memo = activity_memo(law_book(), subject, check(law_book(), subject.values, DAY), translator("en"))
    said = words_of(memo, "en")
    assert "1 of the 2 answers are assumptions" in said
    answers = said.partition("The answers this rests on")[2]
    assert answers.index("assumed for this kind") < answers.index("answered for this activity")


def test_a_duty_is_later_on_the_day_before_and_now_on_the_day_itself() -> None:
    facts = facts_of(next(case for case in case_data()["case"] if "HR:III.5.b" in str(case)))
    groups = [
        {one.id: one.group for one in memo_of(facts, "en", day=day).findings}
        for day in (date(2027, 12, 1), date(2027, 12, 2))
    ]
    assert [one.get("O5") for one in groups] == ["later", "now"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_memo_of_a_team_names_who_said_what(workshops: AnyActor, lang: Lang) -> None:
    begun = workshops.lifecycle.start_self_assessment("Waterkers", "CRM", lang, "marketing-ai")
    bot = workshops.inventory.add(begun, "chatbot", "Bot", supplier="Trengo", owner="hoofd klantcontact")
    workshops.inventory.record_fact(begun, bot.id, "personal_data", "yes")
    workshops.inventory.record_fact(begun, bot.id, "g1_minimised", "unknown")
    workshops.law_answers.record_for_team(begun, "g8_objection", "no")
    workshops.law_answers.record_for_supplier(begun, "Trengo", "g6_no_reuse", "yes")
    workshops.law_answers.arrange(begun, bot.id, "G8", "planned", by="jurist", owner="CRM", due=date(2027, 1, 15))
    t, book = translator(lang), law_book()
    state = workshops.queries.state(begun)
    (memo,) = memos_of_team(state, book, DAY, t)
    origins = {one.fact: one.origin for one in memo.answers}
    assert origins["personal_data"] == t(ORIGIN_WORDS["activity"])
    assert origins["g6_no_reuse"] == t(ORIGIN_WORDS["supplier"])
    assert origins["interacts"] == t(ORIGIN_WORDS["assumed"])
    assert "g1_minimised" in {one.fact for one in memo.open if one.said}
    said = memo_file([memo], book, DAY, "txt", t, team="Waterkers – CRM", since=date(2026, 11, 2)).decode()
    flat = " ".join(said.split())
    for words in (
        "Waterkers – CRM",
        "Bot",
        "Trengo",
        "hoofd klantcontact",
        book.version,
        "jurist",
        t.date(DAY),
        t.date(date(2026, 11, 2)),
    ):
        assert words in flat, words
    assert t("due: {day}", day=t.date(date(2027, 1, 15))) in flat
    assert max(map(len, said.splitlines())) <= 100


@pytest.mark.parametrize("lang", LANGS)
def test_every_format_says_the_same(lang: Lang) -> None:
    memo, book, t = memo_of({}, lang, owner="<b>baas</b>"), law_book(), translator(lang)
    document = memo_document([memo], book, DAY, t)
    told = [plain(one) for one in texts(document)]
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, TableBlock)]
    unsaid = {table.header[0] for table in tables}  # in plain text, what stands first needs no heading
    word = docx.Document(io.BytesIO(memo_file([memo], book, DAY, "docx", t)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    flat = " ".join(" ".join([*(one.text for one in word.paragraphs), *cells]).split())
    lines = " ".join(memo_file([memo], book, DAY, "txt", t).decode().split())
    page = memo_file([memo], book, DAY, "html", t).decode()
    assert "<b>baas" not in page
    for words in filter(None, told):
        assert " ".join(words.split()) in flat
        assert words in unsaid or all(word in lines for word in words.split()), words
    assert memo_file([memo], book, DAY, "md", t)
    assert set(FORMATS) == {"docx", "html", "md", "txt"}


def test_a_possible_prohibition_stands_with_its_question() -> None:
    found = [one for one in memo_of({}, "en").findings if one.group == "maybe_forbidden"]
    assert found
    assert all(one.questions for one in found)


def test_what_is_arranged_is_no_longer_to_do(workshops: AnyActor) -> None:
    begun = workshops.lifecycle.start_self_assessment("Waterkers", "CRM", "en", "marketing-ai")
    bot = workshops.inventory.add(begun, "chatbot", "Bot")
    for fact, value in {**case_data()["quiet"], "tracks": "yes"}.items():
        workshops.inventory.record_fact(begun, bot.id, fact, value)

    def groups() -> dict[str, tuple[str, str]]:
        (memo,) = memos_of_team(workshops.queries.state(begun), law_book(), DAY, translator("en"))
        return {one.id: (one.group, one.arranged) for one in memo.findings}

    assert groups()["cookies"] == ("now", "")
    workshops.law_answers.arrange(begun, bot.id, "cookies", "planned", by="the DPO")
    assert groups()["cookies"][0] == "now"
    workshops.law_answers.arrange(begun, bot.id, "cookies", "arranged", by="the DPO")
    group, said = groups()["cookies"]
    assert group == "in_order"
    assert "by the DPO" in said
