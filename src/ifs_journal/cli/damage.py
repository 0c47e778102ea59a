"""When something unforeseen happened: is it the journal that is damaged, or a fault of the program?"""

from __future__ import annotations

from ifs_journal.errors import IfsJournalError, NoJournal, NotAJournal


def damage(error: Exception) -> IfsJournalError | None:
    """What is wrong with the journal, if that explains an unforeseen error. None: it does not.

    A damaged row can lead to anything, anywhere on its way to the screen. So the journal is looked over then,
    and only then.
    """
    if isinstance(error, (MemoryError, ImportError, AssertionError)):
        return None
    from ifs_journal.cli.context import here
    from ifs_journal.journal.decoding import UNREADABLE
    from ifs_journal.session.checking import is_damaged

    try:
        with here.open(read_only=True) as journal:
            return NotAJournal(UNREADABLE) if is_damaged(journal) else None
    except NoJournal:
        return None
    except IfsJournalError as problem:
        return problem if isinstance(problem, NotAJournal) else None
    except Exception:
        # Looking went wrong as well: then the first error is the one to be told.
        return None
