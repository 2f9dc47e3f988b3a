"""What phones, console and projector have in common while a workshop is live. Knows no Streamlit.

* `installation`  what this process holds once: the use cases, the hub, the collector
* `hub`           watches workshops for everybody who listens, and hands each the newest payload
* `collector`     one writer that takes what phones send in, many per commit
* `streaming`     an open event stream to one browser
* `markup`        elements that escape what is put into them
* `access`        who may come in: seat cookies, tries per address, where a post comes from
* `gate`          from another machine everything but the phone's pages asks for the facilitator's key
* `going_live`    a second listener at the address that the facilitator chose
* `attempts`      slows down whoever guesses
* `routes`        what a facilitator's screens listen to
"""
