"""One table, one file: each takes a study and returns a great_tables table."""
