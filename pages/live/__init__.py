"""What phones, console and projector have in common while a workshop is live. Knows no Streamlit.

* `installation`  what this process holds once: the use cases, the hub, the collector
* `hub`           watches workshops for everybody who listens, and hands each the newest payload
* `snapshot`        a workshop as everybody may see it, read in one go
* `listener`      one open stream, what it shows, and the one payload that waits for it
* `neighbours`    hears what other processes on the same database change
* `gathering`     asks the database once for what many want to know at the same moment
* `collector`     one writer that takes what phones send in, many per commit
* `streaming`     an open event stream to one browser
* `markup`        elements that escape what is put into them
* `ahead`         answers phones and streams ahead of what Streamlit wraps around a request
* `access`        who comes in: seat cookies, the address of a request, where a post comes from
* `gate`          from another machine everything but the phone's pages asks for the facilitator's key
* `going_live`    a second listener at the address that the facilitator chose
* `attempts`      slows down whoever guesses
* `headers`       what every response carries
* `document`      Streamlit's own document, with the language and name of the page
* `streamlit_words` the words of its scripts, in that language
* `rewriting`     a response on its way out, with other words in it
* `routes`        what a facilitator's screens listen to
"""
