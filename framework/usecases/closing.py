"""From the end of a session to a closed workshop: the draft, the follow-up by the same seats, and cutting votes loose."""

import random
from collections.abc import Callable, Iterable
from typing import TypeVar

from framework.analysis.group_results import group_result, without_unrevealed
from framework.errors import MoveRefused, NotFound
from framework.usecases.base import UseCaseGroup
from framework.usecases.charter import CharterUseCases
from framework.usecases.facilitation import FOLLOW_UP
from framework.workshop.models import (
    Ballot,
    CheckoutWord,
    Consent,
    Framework,
    Practice,
    Ranking,
    RedLineVote,
    WorkshopState,
)
from framework.workshop.room import PlannedStep

FOLLOW_UP_MINUTES = 30
Row = TypeVar("Row", Ballot, Ranking, Practice, Consent, RedLineVote, CheckoutWord)


class ClosingUseCases(UseCaseGroup):
    def end_session(self, workshop_id: str) -> Framework:
        """Keeps the draft (0.1) and goes over to the follow-up: the room has one more step, the draft rule by rule.

        Raises `MoveRefused` (``wrong-stage``), `RuleRefused` (``nothing-decided``).
        """
        stage = self._context.store.head(workshop_id).workshop.stage
        if stage not in ("session", "follow_up"):
            raise MoveRefused(reason="wrong-stage", stage=stage)
        draft = CharterUseCases(self._context, self._actor).save_proposal(workshop_id)
        with self._context.store.transaction(workshop_id) as change:
            room = change.room()
            if room is None:
                raise NotFound(what="room", id=workshop_id)
            if all(step.id != FOLLOW_UP for step in room.plan):
                step = PlannedStep(id=FOLLOW_UP, kind="agreements", minutes=FOLLOW_UP_MINUTES)
                change.put_room(
                    room.model_copy(
                        update={
                            "plan": (*room.plan, step),
                            "step": FOLLOW_UP,
                            "phase": "open",
                            "timer": None,
                            "undo": (),
                            "version": room.version + 1,
                        }
                    )
                )
        return draft

    def close(self, workshop_id: str) -> None:
        """Cuts votes loose from seats, for good.

        What needs the links (movement, Kendall's W, Krippendorff's alpha) is worked out and kept first. Then each ballot
        pair gets a random id per question, so that rounds stay linked and questions do not; the same for orders, consent,
        red lines and last words; rows are shuffled, and unrevealed rounds go. Exports made before still hold the links.
        Raises `MoveRefused` (``wrong-stage``) before anything was adopted.
        """
        with self._context.store.transaction(workshop_id) as change:
            head = change.workshop()
            if head.stage == "closed":
                return
            if head.stage != "adopted" or head.kind != "live":
                raise MoveRefused(reason="wrong-stage", stage=head.stage)
            state = change.state()
            group = group_result(state)
            assert group is not None, "a live workshop has a room"
            order = random.Random(self._context.new_id())  # noqa: S311 - an order, no secret
            change.anonymise_votes(without_seats(state, self._context.new_id, order), group)
            change.put_workshop(head.model_copy(update={"stage": "closed", "version": head.version + 1}))


def without_seats(state: WorkshopState, new_id: Callable[[], str], order: random.Random) -> WorkshopState:
    """The state without seats; every answer under a random id that holds within one question only, in random order."""
    seen = without_unrevealed(state)
    drawn: dict[tuple[str, ...], str] = {}

    def loose(rows: Iterable[Row], question: Callable[[Row], tuple[str, ...]]) -> tuple[Row, ...]:
        cut: list[Row] = []
        for row in rows:
            key = (*question(row), row.seat)
            if key not in drawn:
                drawn[key] = new_id()
            cut.append(row.model_copy(update={"seat": drawn[key]}))
        order.shuffle(cut)
        return tuple(cut)

    return seen.model_copy(
        update={
            "seats": (),
            "ballots": loose(
                _latest(seen.ballots, lambda b: (b.seat, b.scenario, b.activity, str(b.round))),
                lambda b: ("ballot", b.scenario, b.activity),
            ),
            "rankings": loose(_latest(seen.rankings, lambda r: (r.seat,)), lambda _: ("ranking",)),
            "practices": loose(
                _latest(seen.practices, lambda p: (p.seat, p.scenario, p.activity)),
                lambda p: ("practice", p.scenario, p.activity),
            ),
            "consents": loose(
                _latest(seen.consents, lambda c: (c.seat, c.round, c.decision)),
                lambda c: ("consent", c.round, c.decision),
            ),
            "red_line_votes": loose(
                _latest(seen.red_line_votes, lambda v: (v.seat, v.red_line)), lambda v: ("red_line", v.red_line)
            ),
            "words": loose(_latest(seen.words, lambda w: (w.seat,)), lambda _: ("word",)),
        }
    )


def _latest(rows: Iterable[Row], who: Callable[[Row], tuple[str, ...]]) -> tuple[Row, ...]:
    """The latest answer of each seat to each question: how often somebody changed their mind goes too."""
    return tuple({who(row): row for row in rows}.values())
