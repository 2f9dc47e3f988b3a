"""The charter: one document model, and the renderers that write it as a file.

* `document` – the document model; `compose` fills it, section by section (`sections`); `renderers` write it;
* `export` – the formats, a function that writes any of them, and the archive that they carry;
* `public_edition` – what a public reader may see;
* `talking_points` – three points that one person takes to the team.

Importing this package imports none of them, so that a screen loads only what it uses.
"""
