"""The participants' light page: server-rendered, one event stream, plain posts; no Streamlit and no file beside it.

* `routes`          the addresses under ``/j``: what is asked of the use cases, and what is answered
* `requests`        the key in a request's cookie, a posted form, the answers in it
* `errors`          what the phone is told when something is refused
* `document`        the document around a page: style and script inline, its policy, its compression
* `steps`           what each step shows
* `personal_slots`  the few places of a page that differ per person, filled in last
"""
