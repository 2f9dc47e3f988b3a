"""The file format of workshops and charters: versioned JSON, also inside exported documents.

* `models` – the two archives and how they are written; `schema` – their published JSON schema;
* `read` – opens an archive from any file; `carriers` – how HTML, PDF and Word files hold one;
* `migrations` – brings older versions up to date; `integrity` – refuses archives that contradict themselves.
"""
