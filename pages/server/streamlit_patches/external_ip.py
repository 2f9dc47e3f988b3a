"""Replaces ``net_util.get_external_ip``, which asks a server on the internet for this machine's address.

Streamlit calls it as soon as a page is opened under a name that it does not know. Nothing may leave the machine, so such a
name stays unknown; ``kader --host NAME`` makes it known.

Unnecessary when an option switches the request off.
"""

from streamlit import net_util


def disable_external_ip() -> None:
    net_util.get_external_ip = lambda: None
