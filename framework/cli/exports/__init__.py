"""``kader export`` of what is not the charter itself. This package imports none of its modules, so that help stays fast."""
