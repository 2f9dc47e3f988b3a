"""The charter: one document model, its renderers, and the file format that opens it again.

* `document` – the document in words; `compose` makes it, the renderers (`markdown`, `html`, `pdf`, `docx`) show it;
* `archive` – the two archives; `reading` opens them again; `edition` – what a public reader may see;
* `exporting` – the formats, and one call for each;
* `talking_points` – three points that one person takes to the team.

Importing this package imports none of them, so that a screen pays only for what it uses.
"""
