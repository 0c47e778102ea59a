"""Looking back: what is computed from the journal's reads. Describes, and judges nothing."""
