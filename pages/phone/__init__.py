"""The participants' page: rendered on the server, one event stream, plain form posts. No Streamlit, no further files.

* `routes`          the addresses under ``/j``
* `requests`        reads requests: the key in the cookie, a posted form, the answers in it
* `errors`          the response to what is refused: its status and its sentence
* `join_pages`      the pages around the room: join code, joining, role and language, leaving, privacy
* `document`        the HTML document around a page: style, script, content policy, compression
* `steps`           the content of each step; `ballot_form` and `results` have its larger parts
* `page_context`    what a page is made from, and a seat's own answers
* `personal_slots`  the places in a page that differ per person, filled in last
* `view`            a step for the event stream, rendered once for everybody and filled in per seat
"""
