"""What is kept after adoption: numbers, stops, checks, clocks, and what has to happen now."""

from datetime import date, timedelta

import pytest

from framework.charter.document import plain
from framework.errors import ChoiceUnknown, RuleRefused, TextMissing
from framework.language import translator
from framework.text import LANGS, Lang
from framework.workshop.governance.events import (
    LogCounts,
    counts,
    is_open,
    next_check,
    next_number,
    standing,
    what_now,
    working_days_after,
)
from framework.workshop.governance.records import CharterTexts, LogEntry, Promise, Sponsor
from tests.support.any_actor import AnyActor

DAY = date(2026, 11, 23)


def an(kind: str, on: date = DAY, **given: object) -> LogEntry:
    return LogEntry.model_validate({"id": "l1", "kind": kind, "on": on, "text": "Iets"} | given)


def test_numbers_go_on_within_a_year_and_one_taken_back_keeps_its_own() -> None:
    log = [an("stop", number="2026-1"), an("stop", number="2026-7", withdrawn=True), an("stop", number="2025-9")]
    assert next_number(log, 2026) == "2026-8"
    assert next_number(log, 2027) == "2027-1"


def test_the_newest_stands_first_also_within_a_day() -> None:
    log = [an("stop", text="a"), an("stop", text="b"), an("stop", DAY + timedelta(days=1), text="c")]
    assert [one.text for one in standing(log)] == ["c", "b", "a"]


def test_a_check_moves_the_next_one_until_a_newer_version_says_otherwise() -> None:
    review, since = date(2027, 5, 1), date(2026, 5, 1)
    assert next_check("d", review, [], since) == review
    done = [an("check", date(2027, 1, 5), decision="d", until=date(2027, 4, 5))]
    assert next_check("d", review, done, since) == date(2027, 4, 5)
    assert next_check("other", review, done, since) == review
    assert next_check("d", review, done, date(2027, 2, 1)) == review, "adopted after that check"
    assert next_check("d", review, [done[0].model_copy(update={"withdrawn": True})], since) == review


def test_an_exception_is_open_until_its_last_day() -> None:
    exception = an("exception", until=DAY + timedelta(days=2))
    assert is_open(exception, DAY + timedelta(days=2))
    assert not is_open(exception, DAY + timedelta(days=3))
    assert not is_open(exception.model_copy(update={"closed_on": DAY}), DAY)
    assert not is_open(an("check"), DAY)


def test_working_days_leave_out_the_weekend() -> None:
    friday = date(2026, 11, 27)
    assert working_days_after(friday, 1) == date(2026, 11, 30)
    assert working_days_after(friday, 5) == date(2026, 12, 4)


def test_counts_are_of_what_stands_since_a_day() -> None:
    log = [
        an("incident", severity=1),
        an("incident", severity=3),
        an("complaint", DAY - timedelta(days=400)),
        an("check"),
        an("stop", withdrawn=True),
    ]
    assert counts(log) == LogCounts(0, (1, 0, 1), 1, 0, 1)
    assert counts(log, DAY).complaints == 0


@pytest.mark.parametrize("lang", LANGS)
def test_a_serious_incident_says_stop_sponsor_privacy_and_the_72_hours(lang: Lang) -> None:
    t = translator(lang)
    texts = CharterTexts(sponsor=Sponsor(function="directeur"), incident_contact="de servicedesk")
    promises = (Promise(id="note", answer="made", numbers={"days": 5}),)
    said = what_now(an("incident", severity=3, breach=True), "Bot", "CRM", texts, promises, t)
    words = " ".join(said)
    for part in ("Bot", "de servicedesk", "72", t.date(DAY + timedelta(days=3)), "directeur", "CRM"):
        assert part in words
    assert t.date(date(2026, 11, 30)) in words, "the page that was promised, in five working days"
    near = what_now(an("incident", severity=1), "Bot", "CRM", texts, promises, t)
    assert len(near) == 1
    assert what_now(an("complaint"), "Bot", "CRM", texts, promises, t) == ()
    still = what_now(an("incident", severity=3), "Bot", "CRM", texts, (), t, stopped=True)
    assert not any("Bot" in line for line in still), "it stands still already"


class TestRecording:
    @pytest.fixture
    def own(self, workshops: AnyActor) -> str:
        return workshops.lifecycle.start_self_assessment("Bakkerij Kers", "", "nl", "marketing-ai")

    def test_two_stops_are_lifted_by_two_starts(self, workshops: AnyActor, own: str) -> None:
        bot = workshops.inventory.add(own, "chatbot", "Bot").id

        def stopped() -> date | None:
            return workshops.queries.state(own).activities[0].stopped_on

        first = workshops.charter.record_event(own, None, an("stop", activity=bot))
        later = an("stop", DAY + timedelta(days=1), activity=bot, id="l2")
        second = workshops.charter.record_event(own, None, later)
        assert (stopped(), first.number, second.number) == (DAY, "2026-1", "2026-2")
        workshops.charter.record_event(own, first, first.model_copy(update={"closed_on": DAY}))
        assert stopped() == DAY + timedelta(days=1)
        workshops.charter.record_event(own, second, second.model_copy(update={"withdrawn": True}))
        assert stopped() is None

    def test_a_stop_of_the_wrong_use_is_corrected_for_both(self, workshops: AnyActor, own: str) -> None:
        bot, mail = (workshops.inventory.add(own, "chatbot", name).id for name in ("Bot", "Mail"))
        entry = workshops.charter.record_event(own, None, an("stop", activity=bot))
        workshops.charter.record_event(own, entry, entry.model_copy(update={"activity": mail}))
        assert [one.stopped_on for one in workshops.queries.state(own).activities] == [None, DAY]

    def test_an_exception_needs_a_rule_that_has_them_and_an_end(self, workshops: AnyActor) -> None:
        from framework.rehearsal.demonstration import add_demonstration

        own = add_demonstration(workshops, "nl")
        decisions = workshops.queries.state(own).decisions
        fixed = next(one.id for one in decisions if not one.exception_role)
        excepting = next(one.id for one in decisions if one.exception_role)
        until = DAY + timedelta(days=30)

        def refused(**given: object) -> str:
            with pytest.raises(RuleRefused) as caught:
                workshops.charter.record_event(own, None, an("exception", **given))
            return caught.value.reason

        assert refused(decision=fixed, until=until) == "no-exceptions"
        assert refused(decision=excepting) == "exception-without-end"
        assert refused(decision=excepting, until=until, role="de FG") == "dpo-decides"
        assert refused(decision=excepting, until=DAY - timedelta(days=1)) == "exception-without-end"
        with pytest.raises(TextMissing):
            workshops.charter.record_event(own, None, an("exception", until=until))
        with pytest.raises(ChoiceUnknown):
            workshops.charter.record_event(own, None, an("exception", until=until, decision="nowhere"))
        said = next((one for one in workshops.queries.state(own).promises if one.id == "exception_form"), None)
        made = Promise(id="exception_form", answer="made", numbers={"days": 20})
        workshops.charter.answer_promise(
            own, said, made if said is None else said.model_copy(update=made.model_dump(exclude={"version"}))
        )
        assert refused(decision=excepting, until=until) == "exception-too-long"
        assert workshops.queries.state(own).log == ()

    def test_what_was_taken_back_is_in_no_archive(self, workshops: AnyActor, own: str) -> None:
        from framework.archive.models import dump, workshop_archive

        entry = workshops.charter.record_event(own, None, an("complaint", text="Jan de Vries klaagt"))
        workshops.charter.record_event(own, entry, entry.model_copy(update={"withdrawn": True}))
        assert "Jan de Vries" not in dump(workshop_archive(workshops.queries.state(own))).decode()

    def test_an_archive_opens_whose_log_is_about_a_deleted_use(self, workshops: AnyActor, own: str) -> None:
        from framework.archive.models import dump, workshop_archive
        from framework.archive.read import read

        bot = workshops.inventory.add(own, "chatbot", "Bot").id
        workshops.charter.record_event(own, None, an("stop", activity=bot))
        workshops.inventory.delete(own, bot)
        assert read(dump(workshop_archive(workshops.queries.state(own))))


def test_both_annexes_show_what_is_on_record(workshops: AnyActor) -> None:
    from framework.charter.document import block_texts
    from framework.charter.sections.context import CharterContext
    from framework.charter.sections.log import log
    from framework.charter.sections.training import training
    from framework.rehearsal.demonstration import add_demonstration
    from framework.workshop.governance.records import Training

    own = add_demonstration(workshops, "nl")
    bot = workshops.queries.state(own).activities[0]
    workshops.charter.record_event(own, None, an("incident", severity=3, breach=True, activity=bot.id))
    learned = Training(id="t1", group="CRM", what="oefenen", done_on=DAY, attended=8, invited=9)
    workshops.charter.record_training(own, None, learned)
    state = workshops.queries.state(own)
    framework = workshops.charter.draft(state)
    for lang in LANGS:
        t = translator(lang)
        context = CharterContext(framework, state.deck, t, "internal", DAY)
        found = {}
        for name, section in (("log", log(context, "E")), ("training", training(context, "D"))):
            assert section is not None
            assert section.annex
            found[name] = " ".join(plain(text) for block in section.blocks for text in block_texts(block))
        assert all(part in found["log"] for part in ("2026-1", bot.name, t.short_date(DAY), t("possible data breach")))
        assert all(
            part in found["training"]
            for part in ("CRM", "oefenen", t("{attended} of {invited}", attended=8, invited=9))
        )
        outside = CharterContext(framework, state.deck, t, "public", DAY)
        assert log(outside, "E") is None
        assert training(outside, "D") is None
