"""Replaces ``net_util.get_external_ip``, which asks a server on the internet for this machine's address.

Streamlit calls it when a page is opened under a name that it does not know. Nothing may leave the machine, so such a name is
refused; ``kader --host NAME`` allows it.

Unnecessary when an option switches the request off.
"""

from streamlit import net_util


def disable_external_ip() -> None:
    net_util.get_external_ip = lambda: None
