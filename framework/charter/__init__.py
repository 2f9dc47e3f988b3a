"""The charter: a document model, and renderers that write it as a file.

* `document`: the document model; `compose` fills it, section by section (`sections`); `renderers` write it.
* `export`: the file formats, and the archive embedded in them.
* `public_edition`: what the public edition contains.
* `talking_points`: three points that one person takes to the team.

This package imports none of its modules, so that a screen loads only what it uses.
"""
