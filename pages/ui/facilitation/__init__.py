"""Preparing, running and closing a live workshop."""
