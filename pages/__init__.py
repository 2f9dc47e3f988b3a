"""The screens. ``_shell.py`` is Streamlit's main script; each page is a short script that it runs."""
