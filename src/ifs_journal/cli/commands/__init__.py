"""Every command with its options and help, a module for each thing people come for. No act lives here."""
