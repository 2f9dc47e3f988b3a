"""A rehearsal: scripted participants who play through a live workshop, so that a facilitator can practise.

* `script`     their words, as data (``data/rehearsal.toml``)
* `players`    who they are and what they answer: pure, from a seed
* `troupe`     sees to it that all of them answer what the room asks, come late, leave and come back
* `phones`     the room as a phone reaches it, over HTTP
* `seats`      the room on the use cases, in this process
* `directing`  a facilitator that plays by itself, for whoever only wants to watch or to test

The same seed gives the same answers wherever it is played, so both ways end in the same charter.
"""
