"""Makes a page that outlives a restart of the server run again. Replaces nothing; relies on how Streamlit's browser code
reconnects.

When the connection comes back, Streamlit reruns only a page that has a fragment with a clock. Any other page keeps showing
what it had, and its first click reaches a session that has never seen the page, and is lost.

Unnecessary when Streamlit reruns every page after it has reconnected to a new session.
"""

from datetime import timedelta

import streamlit as st


@st.fragment(run_every=timedelta(hours=1))
def rerun_after_reconnect() -> None:
    """Call it once in every page. Renders nothing."""
