"""Content security policies: what a browser may load, run and send from one of our pages."""

import base64
import hashlib

NONE = "'none'"
SELF = "'self'"


def source_hash(content: str | bytes) -> str:
    """The source ``'sha256-…'``, which allows one inline script or style with exactly this content."""
    digest = hashlib.sha256(content.encode() if isinstance(content, str) else content).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def content_policy(**directives: str | None) -> str:
    """A policy that forbids everything except what ``directives`` allow, such as ``img_src="data: blob:"``.

    None leaves a directive out: ``frame_ancestors`` means nothing in a ``<meta>`` element.
    """
    sources = {"default_src": NONE, "base_uri": NONE, "form_action": NONE, "frame_ancestors": NONE, **directives}
    return "; ".join(f"{name.replace('_', '-')} {allowed}" for name, allowed in sources.items() if allowed)
