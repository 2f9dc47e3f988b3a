"""Law data that was put in after Kader was installed: signed off, checked, and kept in the data folder."""
