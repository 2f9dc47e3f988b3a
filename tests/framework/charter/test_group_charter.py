"""The charter of a group: what it says beyond one person's proposal, and what it keeps from everybody outside."""

import json
import re
from datetime import date

import pytest

from framework.archive.models import CharterArchive, Edition, dump
from framework.archive.read import read
from framework.charter import export
from framework.charter.compose import compose
from framework.charter.document import Bars, BarsRound, ChartBlock, CharterDocument, LabelledList, plain, texts
from framework.charter.export import FORMATS, FormatId, charter_archive
from framework.charter.public_edition import all_ticked
from framework.language import Translator
from framework.language.labels import AGREEMENT_NAMES
from framework.text import Lang
from framework.workshop.field_types import Objection
from framework.workshop.governance.customers import customer_texts
from framework.workshop.models import (
    ConsentResult,
    ConsentRound,
    Framework,
    GroupResult,
    QuestionResult,
    RoundResult,
)
from tests.framework.charter.test_compose import _every_byte, _Marked, all_words, section_words
from tests.support.charter_builders import (
    AS_OF,
    ENGLISH,
    a_group,
    a_group_framework,
    a_law_book,
    a_rich_deck,
    adopted,
    measured,
    words,
)


def composed(
    framework: Framework | None = None, t: Translator = ENGLISH, edition: Edition = "internal", as_of: date = AS_OF
) -> CharterDocument:
    given = framework or a_group_framework()
    given = given if edition == "internal" else all_ticked(given)
    return compose(given, a_rich_deck(), a_law_book(), t, edition=edition, as_of=as_of)


def votes(*questions: QuestionResult, **given: object) -> str:
    """The annex of a group that answered these questions."""
    group = a_group(questions=questions, **given)
    return section_words(composed(a_group_framework(group=group)), "origins")


def question(*rounds: RoundResult, scenario: str = "S01", **given: object) -> QuestionResult:
    return QuestionResult.model_validate(
        {"scenario": scenario, "activity": "activity-1", "rounds": rounds} | given, from_attributes=True
    )


def origin(document: CharterDocument, number: int) -> LabelledList:
    """What annex F says of a rule."""
    section = document.section("origins")
    assert section is not None
    lists = [block for block in section.blocks if isinstance(block, LabelledList)]
    return lists[number - 1]


def said(block: LabelledList, label: str) -> str:
    rows = [row for row in block.rows if row.label == label]
    return plain(rows[0].text) if rows else ""


class TestWhoseItIs:
    @pytest.mark.parametrize("edition", ["internal", "public"])
    def test_a_draft_is_the_groups_and_never_one_persons(self, edition: Edition) -> None:
        for people in (1, 12):
            document = composed(a_group_framework(voices=people, group=a_group(people=people)), edition=edition)
            assert document.status.word == ("Draft" if edition == "internal" else "Not adopted")
            if edition == "internal":
                assert document.notices[0].title == "This is the group’s draft, not yet a charter"
            assert "one person" not in all_words(document).lower().replace("one person wrote", "")
            assert "Three points" not in all_words(document)

    def test_says_how_many_were_in_and_orders_the_groups_cards(self) -> None:
        document = composed()
        assert [plain(row.text) for row in document.meta if row.label == "Made by"] == ["12 people took part"]
        assert "In the group’s order, the most important first." in section_words(document, "rules")

    def test_adopted_names_who_decided_and_is_no_draft(self) -> None:
        document = composed(adopted(a_group_framework()))
        assert (document.status.kind, document.notices) == ("adopted", ())


class TestRedLinesAndRules:
    def test_a_red_line_says_how_many_objections_made_it_one(self) -> None:
        said = section_words(composed(), "red_lines")
        assert said.count("4 of 12 said “never”.") == 1, "the other was drawn without a vote"

    @pytest.mark.parametrize(
        ("number", "how"),
        [
            (1, "by zqdecider, after hearing the objections"),
            (2, "nobody had an objection left"),
            (3, "disagree and commit: not everybody agrees, but everybody carries it out"),
        ],
    )
    def test_a_rule_says_how_it_was_agreed(self, number: int, how: str) -> None:
        assert said(origin(composed(), number), "Agreed") == how

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_not_everybody_agrees_stands_only_where_somebody_does_not(self, lang: Lang) -> None:
        t = words(lang)
        for objections, sentence in (
            (0, t("nobody had an objection left")),
            (2, t("disagree and commit: not everybody agrees, but everybody carries it out")),
        ):
            last = ConsentRound(consents=10, objections=objections)
            found = ConsentResult(decision="decision-3", rounds=(ConsentRound(consents=9, objections=3), last))
            document = composed(a_group_framework(group=a_group(consents=(found,))), t)
            assert said(origin(document, 3), t("Agreed")) == sentence

    def test_an_objection_whose_author_agreed_stands_with_its_rule_inside_only(self) -> None:
        rounds = (
            ConsentRound(consents=9, objections=1, voiced=(Objection(harm="zqduur", safe_if="het klein begint"),)),
        )
        framework = a_group_framework(group=a_group(consents=(ConsentResult(decision="decision-2", rounds=rounds),)))
        assert "zqduur (safe enough if: het klein begint) (typed in Dutch)" in all_words(composed(framework))
        assert "zqduur" not in all_words(composed(framework, edition="public"))

    def test_what_was_objected_to_in_the_follow_up_and_kept_says_so(self) -> None:
        round_ = ConsentRound(consents=10, objections=1, voiced=(Objection(harm="zqtoostrict"),))
        found = tuple(ConsentResult(decision=about, rounds=(round_,)) for about in ("l1", "principles"))
        document = composed(a_group_framework(group=a_group(consents=found)))
        for section in ("red_lines", "rules"):
            assert "Objection round: 10 without objection, 1 with an objection: zqtoostrict" in section_words(
                document, section
            )
        assert "zqtoostrict" not in all_words(
            composed(a_group_framework(group=a_group(consents=found)), edition="public")
        )

    def test_an_objection_that_came_after_the_agreement_is_not_passed_over(self) -> None:
        rounds = (ConsentRound(consents=12, objections=0), ConsentRound(consents=9, objections=1))
        found = ConsentResult(decision="decision-2", rounds=rounds)
        block = origin(composed(adopted(a_group_framework(group=a_group(consents=(found,))))), 2)
        assert said(block, "Agreed").endswith("an objection was raised, and it has not been settled")

    def test_a_rule_says_what_was_said_against_it(self) -> None:
        document = composed(t=words("nl"))
        assert said(origin(document, 3), "Tegengeluid") == "Een steekproef zou ook volstaan"
        assert said(origin(composed(), 1), "Dissent") == "none written down"

    def test_a_rule_leads_back_to_its_dilemma_stance_both_rounds_and_consent(self) -> None:
        block = origin(composed(), 1)
        assert said(block, "Comes from") == "S01 “Scenario 1 (en)”, stance C “Stance C (en)”"
        assert said(block, "Votes") == (
            "first round: A 5, B 1, D 2, E 4, 3 strong objections; second round: B 2, C 9, 1 abstained"
        )
        assert said(block, "Objection round") == (
            "round 1: 9 without objection, 3 with an objection; round 2: 10 without objection, 1 with an objection, 1 abstained"
        )
        assert said(origin(composed(), 2), "Objection round") == "12 without objection"


class TestVotes:
    def test_both_rounds_are_drawn_with_what_may_be_said(self) -> None:
        document = composed()
        section = document.section("origins")
        assert section is not None
        assert (section.annex, section.number) == (True, "F")
        bars = [block.chart for block in section.blocks if isinstance(block, ChartBlock)]
        assert all(isinstance(chart, Bars) for chart in bars)
        assert [[one.votes for one in chart.rounds] for chart in bars if isinstance(chart, Bars)] == [
            [(5, 1, 0, 2, 4), (0, 2, 9, 0, 0)],
            [(1, 0, 8, 0, 2)],
        ]
        words = section_words(document, "origins")
        for part in (
            "12 votes. Two camps. The middle votes are B and D. 3 strong objections.",
            "11 votes. Largely agreed. The middle vote is C. 1 abstained.",
            "8 of 11 people chose another stance the second time. Toward A: 3; toward E: 5.",
            "11 people put cards in order. Taken together, most points first: Principle 2 (en); Principle 1 (en); Principle 6 (en).",
            "The rankings are somewhat alike.",
            "Compared with each other card, “Principle 2 (en)” was ranked higher more often than lower.",
        ):
            assert part in words
        assert not re.search(r"Kendall|Krippendorff|alpha", words), "coefficients mean nothing to a team"

    @pytest.mark.parametrize(
        ("counts", "label"),
        [
            ((0, 3, 5, 2, 0), "Largely agreed."),
            ((8, 1, 0, 0, 1), "Largely agreed, with a lone voice."),
            ((5, 0, 0, 0, 5), "Two camps."),
            ((1, 2, 4, 2, 1), "Opinions are spread."),
            ((2, 2, 2, 2, 2), "Opinions are all over the place."),
        ],
    )
    def test_labels_are_plain_words(self, counts: tuple[int, ...], label: str) -> None:
        assert f"10 votes. {label}" in votes(question(measured(*counts)))
        assert len(set(AGREEMENT_NAMES.values())) == 8

    def test_a_unanimous_round_is_said_without_a_number(self) -> None:
        assert "Everybody chose the same. The middle vote is B." in votes(question(measured(0, 7, 0, 0, 0)))

    def test_letters_without_order_are_not_measured(self) -> None:
        words = votes(question(RoundResult(votes=(4, 0, 4, 0, 4)), scenario="S03"))
        assert "12 votes. For this dilemma A to E are not a scale, so we measure nothing." in words
        assert "middle" not in words

    def test_who_moved_where_letters_have_no_order_has_no_direction(self) -> None:
        rounds = (RoundResult(votes=(4, 0, 4, 0, 4)), RoundResult(votes=(6, 0, 3, 0, 3)))
        words = votes(question(*rounds, scenario="S03", moved=(0, 0, 12), sideways=2))
        assert "2 of 12 people chose another stance the second time." in words
        assert "Toward" not in words

    def test_few_movers_mean_stable_opinions(self) -> None:
        rounds = (measured(0, 0, 9, 1, 0), measured(0, 0, 8, 2, 0))
        assert "opinions were stable" in votes(question(*rounds, moved=(0, 1, 10)))
        assert "opinions were stable" in votes(question(*rounds, moved=(1, 1, 14)))
        assert "opinions were stable" not in votes(question(*rounds, moved=(1, 2, 20))), "15 % is not below 15 %"
        assert "Nobody chose another stance" in votes(question(*rounds, moved=(0, 0, 10)))

    def test_what_is_not_there_is_not_said(self) -> None:
        words = votes(question(measured(0, 0, 9, 1, 0)), kendall_w=None, winner=None)
        for never in ("The rankings are", "Compared with each other card", "second time"):
            assert never not in words

    def test_below_five_voters_only_dots_and_no_promise(self) -> None:
        rounds = (measured(1, 0, 2, 0, 1), measured(0, 0, 4, 0, 0))
        framework = a_group_framework(
            voices=4, group=GroupResult(people=4, questions=(question(*rounds),), rankings=4, cards=("card_1",))
        )
        words = section_words(composed(framework), "origins")
        assert words.count("4 votes. Fewer than five votes: we give no measure and cannot promise") == 2
        for never in ("middle", "step", "Largely", "second time", "camps", "spread"):
            assert never not in words
        section = composed(framework).section("origins")
        assert section is not None
        assert [block.chart.dots for block in section.blocks if isinstance(block, ChartBlock)] == [True]  # type: ignore[union-attr]
        titles = [block.title for block in section.blocks if hasattr(block, "title")]
        assert titles == ["With so few people nothing is anonymous"]

    def test_letters_have_no_distances_and_no_means(self) -> None:
        words = section_words(composed(), "origins")
        assert not re.search(r"\d[.,]\d|\bmean\b|[Aa]verage|score of|steps? from", words)

    def test_bars_in_characters_are_to_scale_and_say_the_count(self) -> None:
        bars = Bars("", ("A", "B", "C"), ("", "", ""), (BarsRound("", (0, 5, 200)), BarsRound("", (1, 50, 100))))
        assert bars.as_characters(0, 0) == "–"
        assert bars.as_characters(0, 2) == "□" * 12 + " 200"
        assert bars.as_characters(1, 0) == "■ 1", "one vote is never nothing"
        assert bars.as_characters(1, 1) == "■■■ 50"


class TestFormats:
    @pytest.mark.parametrize("lang", ["nl", "en"])
    @pytest.mark.parametrize("format_", FORMATS)
    def test_every_format_says_all_of_it(self, format_: FormatId, lang: Lang) -> None:
        if format_ == "json":
            return
        t = words(lang)
        archive = charter_archive(a_group_framework(), a_rich_deck(), a_law_book(), edition="internal", as_of=AS_OF)
        shown = "".join(_every_byte(export.export(archive, format_, t), format_).split())
        section = composed(t=t).section("origins")
        assert section is not None
        for part in ("4 of 12" if lang == "en" else "4 van de 12", t("Two camps"), section.title):
            assert "".join(part.split()) in shown

    @pytest.mark.parametrize("edition", ["internal", "public"])
    @pytest.mark.parametrize("format_", [key for key, format_ in FORMATS.items() if format_.carries_archive])
    def test_every_export_opens_again_with_nothing_lost(self, format_: FormatId, edition: Edition) -> None:
        archive = charter_archive(a_group_framework(), a_rich_deck(), a_law_book(), edition=edition, as_of=AS_OF)
        assert read(export.export(archive, format_, words("nl"))) == archive

    def test_an_archive_from_before_these_fields_still_opens(self) -> None:
        """As it was written before consent rounds and sideways moves were counted."""
        archive = charter_archive(a_group_framework(), a_rich_deck(), a_law_book(), edition="internal", as_of=AS_OF)
        body = json.loads(dump(archive))
        del body["framework"]["group"]["consents"]
        for one in body["framework"]["group"]["questions"]:
            del one["sideways"]
        opened = read(json.dumps(body).encode())
        assert isinstance(opened, CharterArchive)
        assert opened.framework.group == a_group(consents=())
        body["version"] = 1
        for rule in body["framework"]["rules"]:
            del rule["agreed"], rule["decider"]
        for line in body["framework"]["red_lines"]:
            del line["objections"], line["voters"]
        del body["framework"]["group"]
        assert read(json.dumps(body).encode())

    @pytest.mark.parametrize("edition", ["internal", "public"])
    def test_every_interface_word_goes_through_the_translator(self, edition: Edition) -> None:
        document = composed(t=_Marked("nl"), edition=edition)
        left = " ".join(span.text for text in texts(document) for span in text if not span.own)
        while "⟦" in left:
            left = re.sub(r"⟦[^⟦⟧]*⟧", " ", left)
        left = left.replace("AI-verordening", "")
        given = a_group_framework().model_dump_json() + a_rich_deck().model_dump_json() + a_law_book().model_dump_json()
        given += customer_texts().model_dump_json()
        assert {word for word in re.findall(r"[A-Za-z]{3,}", left) if word not in given} == set()


class TestPublic:
    @pytest.mark.parametrize("format_", FORMATS)
    def test_no_count_leaves_in_any_format(self, format_: FormatId) -> None:
        framework = all_ticked(a_group_framework())
        archive = charter_archive(framework, a_rich_deck(), a_law_book(), edition="public", as_of=AS_OF)
        everything = _every_byte(export.export(archive, format_, ENGLISH), format_)
        for phrase in (
            "said “never”",
            "people took part",
            "first round",
            "First round",
            "10 without objection",
            "zqdecider",
            "disagree",
            '"kendall_w":"',
            '"votes"',
            '"moved"',
            '"objections":4',
        ):
            assert phrase not in everything, phrase

    def test_has_no_annex_and_no_dissent(self) -> None:
        document = composed(edition="public")
        assert not any(section.annex for section in document.sections)
        assert "Een steekproef zou ook volstaan" not in all_words(document)
