"""The journal file: opening it, its schema, the log with its projected rows, and reading it back."""
