"""What serves a room beside Streamlit: who may come in where, and what reaches every listener."""
