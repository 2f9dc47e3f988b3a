"""Handing a workshop over: the organisation opens its file elsewhere, and the copy goes only after that was downloaded."""

import pytest

from framework.archive.models import WorkshopArchive, dump, workshop_archive
from framework.archive.read import read
from framework.errors import HandOverRefused, NotFound
from framework.workshop.room import NO_CODE
from tests.support.adoption import adopt
from tests.support.any_actor import AnyActor
from tests.support.room import LiveWorkshop
from tests.support.workshops import new_workshops


@pytest.fixture
def live() -> LiveWorkshop:
    """After the session: one rule, and draft 0.1."""
    live = LiveWorkshop(new_workshops())
    live.begin("S03", "voting")
    live.vote("CCCCCC")
    live.move("revealed")
    decision = live.draft_rule()
    live.move("consent")
    live.consent(decision)
    live.move("consent_revealed")
    live.cases.decisions.record_agreement(live.id, decision, "consent")
    live.close_rule(decision)
    live.cases.closing.end_session(live.id)
    return live


def elsewhere(file: bytes) -> tuple[AnyActor, str]:
    """Another machine, with this file opened."""
    archive = read(file, "kader-workshop.json")
    assert isinstance(archive, WorkshopArchive)
    cases = new_workshops()
    return cases, cases.lifecycle.add_from_archive(archive.state)


def test_the_organisation_goes_on_on_another_machine(live: LiveWorkshop) -> None:
    cases, opened = elsewhere(dump(workshop_archive(live.state)))
    state = cases.queries.state(opened)
    assert (state.workshop.stage, [one.version for one in state.frameworks]) == ("draft", ["0.1"])
    assert state.room is not None
    assert state.room.code != NO_CODE, "people can join again"
    joined = cases.participation.join(state.room.code, "0" * 64, "campaign", "nl")
    assert joined[0] == opened
    cases.closing.open_follow_up(opened)
    adopted = adopt(cases, opened, ("het team",))
    assert adopted.version == "1.0"


def test_a_closed_workshop_opens_with_its_charter(live: LiveWorkshop) -> None:
    adopt(live.cases, live.id, ("het team",))
    live.cases.closing.close(live.id)
    cases, opened = elsewhere(dump(workshop_archive(live.state)))
    assert [one.version for one in cases.queries.state(opened).frameworks][-1] == "1.0"


def test_nothing_is_deleted_before_a_download(live: LiveWorkshop) -> None:
    with pytest.raises(HandOverRefused, match="not-downloaded"):
        live.cases.lifecycle.delete_handed_over(live.id, None)
    assert live.state.decisions


def test_nothing_is_deleted_that_is_not_in_the_file(live: LiveWorkshop) -> None:
    downloaded = live.state.revision
    live.cases.facilitation.add_note(live.id, "note", "nog even dit")
    with pytest.raises(HandOverRefused, match="changed-since"):
        live.cases.lifecycle.delete_handed_over(live.id, downloaded)
    assert live.state.notes


def test_the_copy_is_gone_for_good_and_the_file_is_not(live: LiveWorkshop) -> None:
    file = dump(workshop_archive(live.state))
    live.cases.lifecycle.delete_handed_over(live.id, live.state.revision)
    with pytest.raises(NotFound):
        live.cases.queries.head(live.id)
    cases, opened = elsewhere(file)
    assert cases.queries.state(opened).decisions
