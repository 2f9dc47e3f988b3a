"""A policy forbids what it does not name."""

import base64
import hashlib

from framework.content_policy import content_policy, source_hash


def test_everything_is_forbidden_but_what_is_named() -> None:
    assert content_policy() == "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    named = content_policy(img_src="data:", form_action="'self'", frame_ancestors=None)
    assert named == "default-src 'none'; base-uri 'none'; form-action 'self'; img-src data:"


def test_the_hash_is_of_the_bytes_that_a_browser_reads() -> None:
    digest = base64.b64encode(hashlib.sha256("é".encode()).digest()).decode()
    assert source_hash("é") == source_hash("é".encode()) == f"'sha256-{digest}'"
