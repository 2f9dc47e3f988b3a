"""Steps of a live workshop that have content of their own."""
