"""Parts of the console that belong to one kind of step."""
