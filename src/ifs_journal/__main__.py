"""`python -m ifs_journal` is `ifs`."""

from ifs_journal.cli import main

if __name__ == "__main__":
    main()
