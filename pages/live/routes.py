"""The event stream of the facilitator's pages: ``/live/<workshop id>/events``.

Events named ``room``, each with the whole state as JSON::

    {"revision": 41, "shared_revision": 17, "seats": 12, "voters": 9, "asked": 13, "step": "s3", "phase": "voting",
     "stage": "session", "paused": false, "locked": false, "seconds": 74}

``revision`` grows with every change, ``shared_revision`` with changes that everybody sees: a page that shows counts follows the
first, all others the second. ``seconds``: left on the timer when the event was sent, negative when the time is over, null without
a timer. ``voters`` are part of ``asked``: everybody in the room, and those who answered and left. No event says what anybody voted.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from framework.errors import KaderError, NotFound
from pages.live.app_state import installation
from pages.live.channel import EventStream, Payload, event
from pages.live.snapshot import AnswerCounts, RoomSnapshot


@dataclass(frozen=True)
class CountsView:
    """Where the room is and how many have answered, for the facilitator's pages."""

    shows_counts: bool = True

    def encode(self, snapshot: RoomSnapshot, counts: AnswerCounts) -> Payload:
        room = snapshot.room
        state = {
            "revision": counts.revision,
            "shared_revision": snapshot.shared_revision,
            "seats": counts.seats,
            "voters": counts.voters,
            "asked": counts.asked,
            "step": room.step,
            "phase": room.phase,
            "stage": snapshot.state.workshop.stage,
            "paused": room.paused,
            "locked": room.locked,
        }
        timer = room.timer

        def fill(_seat: str, _later: object) -> bytes:
            seconds = None if timer is None else timer.seconds(datetime.now(UTC))
            return event("room", json.dumps({**state, "seconds": seconds}).encode())

        return Payload(json.dumps([state, None if timer is None else timer.model_dump(mode="json")]).encode(), fill)


async def room_events(request: Request) -> Response | EventStream:
    """The stream; 404 for a workshop that does not exist or is not a live one."""
    try:
        hub = installation().hub
        subscriber = await hub.subscribe(request.path_params["workshop"], CountsView())
    except KaderError as error:
        status = 404 if isinstance(error, NotFound) else 503
        return JSONResponse({"error": error.code}, status_code=status, headers={"Cache-Control": "no-store"})
    return EventStream(subscriber, hub.leave)


def router() -> Router:
    return Router([Route("/live/{workshop}/events", room_events, methods=["GET"])], redirect_slashes=False)
