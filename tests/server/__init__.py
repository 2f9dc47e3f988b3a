"""``pages/server`` and its patches of Streamlit."""
