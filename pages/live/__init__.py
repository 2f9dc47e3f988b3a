"""What phones, projector and console share while a workshop is live. Does not use Streamlit.

* `app_state`       what this process has once: the use cases, the hub, the answer writer
* `hub`             follows workshops and gives every subscriber the newest payload
* `channel`         one room's subscribers, their payloads and event streams
* `snapshot`        a workshop as everybody may see it, the counts, and a page's view of both
* `remote_changes`  listens for what other processes change
* `batched_reads`   one query for what many requests ask at once
* `answer_writer`   writes what phones submit, many answers per commit
* `routes`          the event stream of the facilitator's pages
"""
