"""What leaves the journal and what comes in: the person decides, and sees it before it goes."""
