"""How quick and how small: whole processes, measured beside named floors in the same run."""
