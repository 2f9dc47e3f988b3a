"""The sections of a charter, in the order of the blueprint (the method, section 5.2)."""
