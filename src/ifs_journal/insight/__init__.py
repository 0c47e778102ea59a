"""Looking back: what is computed from what the journal holds. It describes and never judges."""
