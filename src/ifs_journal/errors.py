"""Everything that can go wrong in a way a person is told about.

One hierarchy; each class carries its exit code. Only the command line turns one into words on a
screen and a code. A message says what happened, where, and what to do, and never holds entry text.

Beside it stands `Hidden`, the one way of leaving of which nobody is told.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Every exit code, and what it means."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    NOT_FOUND = 10
    """A named thing does not exist, or there is nothing to resume."""
    AMBIGUOUS = 11
    """A name fits more than one thing."""
    NO_JOURNAL = 20
    WRONG_KEY = 21
    NOT_A_JOURNAL = 22
    """Not a journal, or damaged."""
    NEWER_JOURNAL = 23
    BUSY = 24
    """Busy, or the session went on in another window."""
    NEEDS_PASSPHRASE = 25
    SCRIPT_INVALID = 30
    SAFETY = 40
    """The session ended because somebody is not safe, or not sure."""
    BAD_DATA = 65
    CANNOT_WRITE = 73
    """The disk is full or read-only."""
    PAUSED = 130


class Hidden(BaseException):
    """Somebody hid what is on the screen: pause, leave, say nothing. Not an error.

    Neither an Exception nor a KeyboardInterrupt, so that nothing on the way out takes it for a mishap to
    be told, or for a Ctrl-C after which a session goes on to its closing words.
    """


class IfsJournalError(Exception):
    """The root of all errors told to a person."""

    exit_code: ExitCode = ExitCode.UNEXPECTED


class UsageError(IfsJournalError):
    """The command was asked for something it does not do."""

    exit_code = ExitCode.USAGE


class NotFound(IfsJournalError):
    """A named session, part or script does not exist, or nothing is there to resume."""

    exit_code = ExitCode.NOT_FOUND


class Ambiguous(IfsJournalError):
    """A name fits more than one thing."""

    exit_code = ExitCode.AMBIGUOUS


class NoJournal(IfsJournalError):
    """There is no journal file yet."""

    exit_code = ExitCode.NO_JOURNAL


class WrongKey(IfsJournalError):
    """The passphrase or key does not open the file, or it is no longer a journal."""

    exit_code = ExitCode.WRONG_KEY


class NeedsPassphrase(IfsJournalError):
    """The journal is encrypted, and nobody is there to be asked."""

    exit_code = ExitCode.NEEDS_PASSPHRASE


class NotAJournal(IfsJournalError):
    """The file is something else, or damaged."""

    exit_code = ExitCode.NOT_A_JOURNAL


class NewerJournal(IfsJournalError):
    """The file was written by a later version; it is left untouched."""

    exit_code = ExitCode.NEWER_JOURNAL


class Busy(IfsJournalError):
    """Another window has the file, or took the session further."""

    exit_code = ExitCode.BUSY


class ScriptInvalid(IfsJournalError):
    """A script breaks the script language's rules."""

    exit_code = ExitCode.SCRIPT_INVALID


class BadData(IfsJournalError):
    """An answers file, a reply or an imported record does not fit."""

    exit_code = ExitCode.BAD_DATA


class CannotWrite(IfsJournalError):
    """The disk is full or read-only."""

    exit_code = ExitCode.CANNOT_WRITE
