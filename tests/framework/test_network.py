"""Which addresses phones are shown, from how the server was started and opened."""

import pytest

from framework.network import http_url, is_loopback, join_bases, own_addresses

OWN = ("192.168.1.20", "10.0.0.7")


@pytest.mark.parametrize(
    ("opened_at", "listens_on", "gone_live", "expected"),
    [
        ("http://localhost:8501/prepare", "127.0.0.1", None, ()),
        ("http://[::1]:8501/", "::1", None, ()),
        ("http://localhost:8501/", "127.0.0.1", "http://10.0.0.7:8501", ("http://10.0.0.7:8501",)),
        ("http://localhost:8501/", "0.0.0.0", None, ("http://192.168.1.20:8501", "http://10.0.0.7:8501")),
        ("http://localhost:8501/", None, None, ("http://192.168.1.20:8501", "http://10.0.0.7:8501")),
        ("http://10.0.0.7:8501/", None, None, ("http://10.0.0.7:8501", "http://192.168.1.20:8501")),
        (
            "http://10.0.0.7:8501/",
            "127.0.0.1",
            "http://192.168.1.20:8501",
            ("http://192.168.1.20:8501", "http://10.0.0.7:8501"),
        ),
        ("http://192.168.1.20:8501/", "192.168.1.20", None, ("http://192.168.1.20:8501",)),
        ("https://kader.example.nl/prepare", "127.0.0.1", None, ("https://kader.example.nl",)),
        ("", "fd00::1", None, ("http://[fd00::1]:8501",)),
    ],
)
def test_only_what_a_phone_can_open_and_the_chosen_address_first(
    opened_at: str, listens_on: str | None, gone_live: str | None, expected: tuple[str, ...]
) -> None:
    assert join_bases(opened_at, listens_on, 8501, gone_live=gone_live, own=OWN) == expected


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "::ffff:127.0.0.1", "kader.localhost"])
def test_loopback_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "192.168.1.20", "kader.nl", "localhost.evil.example", "::ffff:10.0.0.7"])
def test_other_names(host: str) -> None:
    assert not is_loopback(host)


def test_own_addresses_are_never_loopback_and_usable_in_a_url() -> None:
    found = own_addresses(0.0)
    assert not any(is_loopback(address) for address in found)
    assert all(http_url(address, 80).count(":") == 2 for address in found)
