"""A rehearsal: scripted participants in a live workshop, so that a facilitator can practise.

* `script`            what they say (``data/rehearsal.toml``)
* `personas`          who they are and what they answer: pure, from a seed
* `simulation`        has each of them join, answer, leave and come back
* `http_room`         the room over HTTP, as a phone reaches it
* `in_process_room`   the room through the use cases, without a server
* `auto_facilitator`  leads the room by itself, for watching and for tests
* `demonstration`     the demonstration workshop, a self-assessment

The same seed gives the same answers in both kinds of room, so both end in the same charter.
"""
