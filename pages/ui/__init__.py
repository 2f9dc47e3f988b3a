"""The shared parts of screens. Streamlit lives here and in the pages, and nowhere else."""
