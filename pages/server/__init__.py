"""HTTP: what happens before and around Streamlit, and when the server starts and stops."""
