"""The page for the quarter: its figures (`figures`), and the document (`document`)."""
