"""A charter document as a file: one module per format. Python-docx and Typst are used in their renderer only."""
