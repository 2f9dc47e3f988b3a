"""Renderers of a charter document, one module per file format."""
