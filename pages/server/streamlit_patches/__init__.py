"""Everything that depends on Streamlit's private parts. Look here first after an upgrade."""
