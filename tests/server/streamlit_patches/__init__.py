"""One file per patch, named like it. ``make streamlit-next`` runs them against the newest Streamlit."""
