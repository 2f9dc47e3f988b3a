"""Which addresses phones are shown, from how the server was started and opened."""

import pytest

from pages.server.join_addresses import bases, is_this_machine

OWN = ("192.168.1.20", "10.0.0.7")


@pytest.mark.parametrize(
    ("opened_at", "listens_on", "gone_live", "expected"),
    [
        ("http://localhost:8501/prepare", "127.0.0.1", None, ()),
        ("http://[::1]:8501/", "::1", None, ()),
        ("http://localhost:8501/", "127.0.0.1", "http://10.0.0.7:8501", ("http://10.0.0.7:8501",)),
        ("http://localhost:8501/", "0.0.0.0", None, ("http://192.168.1.20:8501", "http://10.0.0.7:8501")),
        ("http://localhost:8501/", None, None, ("http://192.168.1.20:8501", "http://10.0.0.7:8501")),
        ("http://192.168.1.20:8501/", "192.168.1.20", None, ("http://192.168.1.20:8501",)),
        ("https://kader.example.nl/prepare", "127.0.0.1", None, ("https://kader.example.nl",)),
        ("", "fd00::1", None, ("http://[fd00::1]:8501",)),
    ],
)
def test_only_what_a_phone_can_open(
    opened_at: str, listens_on: str | None, gone_live: str | None, expected: tuple[str, ...]
) -> None:
    assert bases(opened_at, listens_on, 8501, gone_live=gone_live, addresses=OWN) == expected


@pytest.mark.parametrize(
    ("host", "own"), [("127.0.0.1", True), ("::1", True), ("kader.localhost", True), ("kader.nl", False)]
)
def test_what_means_this_machine(host: str, own: bool) -> None:
    assert is_this_machine(host) is own
