"""The console: preparing, steering and closing a live workshop."""
