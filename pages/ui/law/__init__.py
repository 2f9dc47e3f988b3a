"""The law check and the law overview."""
