"""The trade-offs."""
