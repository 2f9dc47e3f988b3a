"""Who may do what: one row per use case. `UseCaseGroup` checks it before each of them runs."""

from collections.abc import Mapping
from typing import Final

from framework.errors import NotAllowed
from framework.usecases.actor import Actor, Capacity

Allowed = frozenset[Capacity]

_FACILITATOR: Allowed = frozenset({"facilitator"})
_SELF_ASSESSOR: Allowed = frozenset({"self_assessor"})
_TEAM = _FACILITATOR | _SELF_ASSESSOR
"""People who work on this workshop."""
_MEMBER: Allowed = frozenset({"member"})
_MEMBERS = _TEAM | _MEMBER
"""People who may use this installation. Facilitators and self-assessors are members too."""
_PARTICIPANT: Allowed = frozenset({"participant"})
_SYSTEM: Allowed = frozenset({"system"})
_ANYONE = _MEMBERS | _PARTICIPANT | _SYSTEM

PERMISSIONS: Final[Mapping[str, Allowed]] = {
    "queries.now": _ANYONE,
    "queries.today": _ANYONE,
    "queries.workshops": _MEMBERS,
    "queries.head": _ANYONE,
    "queries.revision": _ANYONE,
    "queries.public_state": _ANYONE,
    "queries.state": _TEAM,
    "queries.seats": _TEAM,
    "queries.people": _TEAM,
    "queries.turnout": _TEAM,
    "queries.left_out": _TEAM,
    "queries.answers_to": _TEAM,
    "queries.answers_of_seats": _SYSTEM,
    "decks.names": _MEMBERS,
    "decks.entries": _MEMBERS,
    "decks.files": _MEMBERS,
    "decks.install": _MEMBERS,
    "decks.remove": _MEMBERS,
    "lifecycle.start_self_assessment": _MEMBERS,
    "lifecycle.add_from_archive": _MEMBERS,
    "lifecycle.copy": _MEMBERS,
    "lifecycle.rename": _TEAM,
    "lifecycle.delete": _MEMBERS,
    "lifecycle.delete_handed_over": _FACILITATOR,
    "inventory.add": _TEAM,
    "inventory.edit": _TEAM,
    "inventory.record_fact": _TEAM,
    "inventory.record_facts": _TEAM,
    "inventory.import_rows": _TEAM,
    "inventory.copy": _TEAM,
    "inventory.delete": _TEAM,
    "inventory.restore": _TEAM,
    "inventory.forget_fact": _TEAM,
    "law_answers.record_for_team": _TEAM,
    "law_answers.record_for_supplier": _TEAM,
    "law_answers.import_answers": _TEAM,
    "law_answers.arrange": _TEAM,
    "law_answers.withdraw_arrangement": _TEAM,
    "self_assessment.rank_cards": _SELF_ASSESSOR,
    "self_assessment.save_ballot": _SELF_ASSESSOR,
    "self_assessment.record_practice": _SELF_ASSESSOR,
    "decisions.edit": _TEAM,
    "decisions.record_agreement": _FACILITATOR,
    "decisions.draft_from_stance": _TEAM,
    "decisions.close": _TEAM,
    "decisions.close_agreed": _FACILITATOR,
    "decisions.reopen": _TEAM,
    "decisions.plan_reviews": _TEAM,
    "decisions.add_deck_red_line": _TEAM,
    "decisions.add_own_red_line": _TEAM,
    "decisions.edit_red_line": _TEAM,
    "decisions.withdraw_red_line": _TEAM,
    "charter.verdicts": _TEAM,
    "charter.draft": _TEAM,
    "charter.obstacles": _TEAM,
    "charter.cautions": _TEAM,
    "charter.edit_texts": _TEAM,
    "charter.answer_promise": _TEAM,
    "charter.record_training": _TEAM,
    "charter.record_event": _TEAM,
    "actions.plan": _TEAM,
    "actions.set_done": _TEAM,
    "charter.save_proposal": _TEAM,
    "charter.adopt": _TEAM,
    "facilitation.start_live_workshop": _MEMBERS,
    "facilitation.duplicate": _FACILITATOR,
    "facilitation.new_code": _FACILITATOR,
    "facilitation.propose_dilemmas": _FACILITATOR,
    "facilitation.set_plan": _FACILITATOR,
    "facilitation.open_session": _FACILITATOR,
    "facilitation.move_to_phase": _FACILITATOR,
    "facilitation.move_to_step": _FACILITATOR,
    "facilitation.put_rule_to_room": _FACILITATOR,
    "facilitation.move_to_page": _FACILITATOR,
    "facilitation.ask_question": _FACILITATOR,
    "facilitation.undo": _FACILITATOR,
    "facilitation.start_timer": _FACILITATOR,
    "facilitation.extend_timer": _FACILITATOR,
    "facilitation.pause_timer": _FACILITATOR,
    "facilitation.clear_timer": _FACILITATOR,
    "facilitation.set_locked": _FACILITATOR,
    "facilitation.set_paused": _FACILITATOR,
    "facilitation.add_seat": _FACILITATOR,
    "facilitation.free_seats": _FACILITATOR,
    "facilitation.leave_out_seats": _FACILITATOR,
    "facilitation.assign_tables": _FACILITATOR,
    "facilitation.enter_answers": _FACILITATOR,
    "facilitation.confirm_cards": _FACILITATOR,
    "facilitation.propose_red_line": _FACILITATOR,
    "facilitation.propose_own_red_line": _FACILITATOR,
    "facilitation.settle_red_line": _FACILITATOR,
    "facilitation.add_note": _FACILITATOR,
    "facilitation.edit_note": _FACILITATOR,
    "moderation.typed_texts": _FACILITATOR,
    "moderation.set_hidden": _FACILITATOR,
    "moderation.show_round": _FACILITATOR,
    "moderation.set_intake": _FACILITATOR,
    "moderation.set_shows_unread": _FACILITATOR,
    "moderation.set_lines_hidden": _FACILITATOR,
    "participation.workshop_by_code": _FACILITATOR | _PARTICIPANT | _SYSTEM,
    "participation.join": _PARTICIPANT,
    "participation.admit": _SYSTEM,
    "participation.seats_by_key": _SYSTEM,
    "participation.update_seat": _PARTICIPANT,
    "participation.submit_answers": _FACILITATOR | _PARTICIPANT | _SYSTEM,
    "participation.propose_activity": _PARTICIPANT,
    "participation.leave": _PARTICIPANT,
    "closing.end_session": _FACILITATOR,
    "closing.back_to_session": _FACILITATOR,
    "closing.open_follow_up": _FACILITATOR,
    "closing.set_follow_up_date": _FACILITATOR,
    "decisions.keep_red_line": _FACILITATOR,
    "closing.close": _FACILITATOR,
}


def check_permitted(actor: Actor, action: str) -> None:
    """``action``: module and method of a use case, as in `PERMISSIONS`. Raises `NotAllowed`."""
    if actor.capacity not in PERMISSIONS[action]:
        raise NotAllowed(action=action, capacity=actor.capacity)


def check_own_seat(actor: Actor, seat_id: str, action: str) -> None:
    """Keeps a participant from acting for another seat. Raises `NotAllowed`."""
    if actor.capacity == "participant" and actor.id != seat_id:
        raise NotAllowed(action=action, capacity=actor.capacity)
