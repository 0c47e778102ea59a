"""ifs-journal: a private, offline, guided journal for Internal Family Systems self-reflection."""

__version__ = "0.1.0"
