"""The participants' light page: server-rendered, one event stream, plain posts; no Streamlit and no file beside it.

* `routes`    the addresses under ``/j``: what is asked of the use cases, and what is answered
* `asked`     what a request says besides its form
* `refusals`  what the phone is told when something is refused
* `forms`     from a posted form to an answer
* `shell`     the document around a page: style and script inline, its policy, its compression
* `steps`     what each step shows
* `own`       the few places of a page that differ per person, filled in last
"""
