"""A scripted facilitator: prepares a room and leads it through every step to an adopted charter."""

from collections.abc import Generator

from framework.analysis.group_results import kept_cards, question_result
from framework.analysis.objection_rounds import consent_counts, consent_rounds
from framework.analysis.red_lines import red_line_count, red_line_threshold
from framework.deck import LETTERS, Letter
from framework.rehearsal.adoption import make_adoptable
from framework.rehearsal.script import RehearsalScript, rehearsal_script
from framework.text import Lang
from framework.usecases import FACILITATOR, Workshops
from framework.usecases.decisions import MIN_FAILED_ROUNDS
from framework.workshop.agenda import proposed_items
from framework.workshop.decision_drafts import with_confirmed_numbers
from framework.workshop.models import WorkshopState
from framework.workshop.room import VOTING_PHASES, Phase, PlannedStep, Room
from framework.workshop.session_plan import planned_steps

SCENARIOS = 2
"""Number of dilemmas in a rehearsal: enough to practise everything twice."""


def prepare(workshops: Workshops, lang: Lang, scenarios: int = SCENARIOS) -> str:
    """Creates a workshop for the rehearsal, ready to begin; returns its id."""
    cases = workshops.acting_as(FACILITATOR)
    script = rehearsal_script()
    workshop = cases.facilitation.start_live_workshop(script.organisation[lang], script.team[lang], lang, script.deck)
    for activity in script.activities:
        cases.inventory.add(workshop, activity.kind, activity.name[lang])
    state = cases.queries.state(workshop)
    room = _room(state)
    cases.facilitation.set_plan(
        workshop, room.version, "short", planned_steps("short", proposed_items(state)[:scenarios])
    )
    return workshop


class AutoFacilitator:
    def __init__(self, workshops: Workshops, workshop_id: str, lang: Lang) -> None:
        self._cases = workshops.acting_as(FACILITATOR)
        self._id = workshop_id
        self._lang: Lang = lang
        self._script: RehearsalScript = rehearsal_script()

    def direct(self) -> Generator[str]:
        """Runs the whole workshop. Yields the step's id whenever participants have something to see or to answer."""
        if self._state().workshop.stage == "preparing":
            self._cases.facilitation.open_session(self._id)
        self._cases.moderation.set_shows_unread(self._id, shows=True)
        for step in _room(self._state()).plan:
            if _room(self._state()).step != step.id:
                self._cases.facilitation.move_to_step(self._id, self._version(), step.id)
            yield step.id
            if step.kind == "principles":
                yield from self._principles(step)
            elif step.kind == "scenario":
                yield from self._scenario(step)
            elif step.kind == "red_lines":
                yield from self._red_lines(step)
        self._cases.closing.end_session(self._id)
        yield _room(self._state()).step
        yield from self._follow_up()
        make_adoptable(self._cases, self._id, self._script.keeping, self._lang)
        decider = self._script.facilitator.decider[self._lang]
        self._cases.charter.adopt(self._id, (decider,))
        yield _room(self._state()).step

    def _follow_up(self) -> Generator[str]:
        """Asks about the whole draft once more; what somebody objects to twice, the group carries out all the same."""
        self._cases.closing.open_follow_up(self._id)
        step = _room(self._state()).current_step()
        for _ in range(MIN_FAILED_ROUNDS):
            yield from self._through(step.id, "consent", "consent_revealed")
        for rule in (one for one in self._state().decisions if one.reopened):
            settled = consent_rounds(self._state(), rule.id)[-1][1] == 0
            how = "consent" if settled else "disagree_and_commit"
            agreed = self._cases.decisions.record_agreement(self._id, rule.id, how)
            words = {"dissent": agreed.dissent or self._script.facilitator.dissent[self._lang]}
            self._cases.decisions.close(
                self._id, self._cases.decisions.edit(self._id, agreed, agreed.model_copy(update=words))
            )
        for line in (one for one in self._state().red_lines if one.reopened):
            self._cases.decisions.keep_red_line(self._id, line.id)

    def _principles(self, step: PlannedStep) -> Generator[str]:
        yield from self._through(step.id, "revealed")
        self._cases.facilitation.confirm_cards(self._id, kept_cards(self._state()))

    def _scenario(self, step: PlannedStep) -> Generator[str]:
        yield from self._through(step.id, "voting", "revealed", "second_voting", "second_revealed")
        state = self._state()
        scenario = step.scenario or ""
        decision = self._cases.decisions.draft_from_stance(self._id, "", scenario, self._chosen(state, step))
        words = self._script.facilitator
        filled = with_confirmed_numbers(decision).model_copy(
            update={"owner": words.owner[self._lang], "reason": words.reason[self._lang]}
        )
        self._cases.decisions.edit(self._id, decision, filled)
        yield from self._agree(step, decision.id)

    def _agree(self, step: PlannedStep, decision: str) -> Generator[str]:
        """Agrees on the rule by consent; by disagree and commit once consent has failed `MIN_FAILED_ROUNDS` times."""
        words = self._script.facilitator
        objections = 0
        for attempt in range(1, MIN_FAILED_ROUNDS + 1):
            yield from self._through(step.id, "consent", "consent_revealed")
            state = self._state()
            key = _room(state).current_round()
            objections = consent_counts((c for c in state.consents if c.round == key), decision)[1]
            if not objections or attempt == MIN_FAILED_ROUNDS:
                break
            base = next(one for one in state.decisions if one.id == decision)
            changed = base.model_copy(update={"exception_role": words.exception_role[self._lang]})
            self._cases.decisions.edit(self._id, base, changed)
        self._cases.decisions.record_agreement(self._id, decision, "disagree_and_commit" if objections else "consent")
        state = self._state()
        base = next(one for one in state.decisions if one.id == decision)
        voiced = any(c.decision == decision and c.answer == "objection" for c in state.consents) or any(
            ballot.objection for ballot in state.ballots if ballot.scenario == base.scenario
        )
        said = (
            {"objector": words.objector[self._lang], "dissent": words.dissent[self._lang]}
            if voiced
            else {"none_voiced": True}
        )
        saved = self._cases.decisions.edit(self._id, base, base.model_copy(update=said))
        self._cases.decisions.close(self._id, saved)

    def _red_lines(self, step: PlannedStep) -> Generator[str]:
        for planned in _room(self._state()).plan:
            if planned.scenario:
                self._cases.facilitation.propose_red_line(self._id, planned.scenario)
        yield from self._through(step.id, "voting", "revealed")
        state = self._state()
        for line in state.red_lines:
            objections, voters = red_line_count(state.red_line_votes, line.id)
            self._cases.facilitation.settle_red_line(self._id, line.id, drawn=objections >= red_line_threshold(voters))
        yield step.id

    def _through(self, step: str, *phases: Phase) -> Generator[str]:
        for phase in phases:
            room = _room(self._state())
            if room.phase in VOTING_PHASES and room.intake != "closed":  # to read what people typed before it goes up
                self._cases.moderation.set_intake(self._id, room.version, "closed")
            self._cases.facilitation.move_to_phase(self._id, self._version(), phase)
            yield step

    def _chosen(self, state: WorkshopState, step: PlannedStep) -> Letter:
        """The lawful stance with the most votes in the last round; in a tie the stricter one."""
        found = question_result(state, step)
        scenario = state.deck.scenario(step.scenario or "")
        assert found is not None
        assert scenario is not None
        votes = dict(zip(LETTERS, found.rounds[-1].votes, strict=True))
        lawful: list[Letter] = [stance.letter for stance in scenario.stances if stance.legal != "unlawful"]
        return max(lawful, key=lambda letter: (votes[letter], letter))

    def _state(self) -> WorkshopState:
        return self._cases.queries.state(self._id)

    def _version(self) -> int:
        return _room(self._state()).version


def _room(state: WorkshopState) -> Room:
    assert state.room is not None, "a live workshop has a room"
    return state.room
