"""Every sentence the terminal itself says, in one place to be read and reviewed.

English stands here; another language gives the same names its own words in `[terminal]` of its `said.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import ClassVar

from ifs_journal.script.library import LANGUAGE
from ifs_journal.terms import Command, StepType

WRITING = (StepType.SHORT, StepType.LONG, StepType.DRAFT)
"""Steps answered in writing: the ones an editor opens for."""


class Sentences:
    """The sentences by name."""

    PERHAPS = "Perhaps one of these, by its number:"
    CRISIS_HINT_SHORT = "Not safe? Type crisis."
    UNKEPT = "Nothing is kept unless you say so at the end."
    NOT_KEPT = "Nothing of it was kept. Only this screen still shows it."
    LEAVING = "Ctrl-C pauses, Ctrl-L clears the screen as well; nothing typed so far is lost."
    LEAVING_DUMB = "Ctrl-C pauses; nothing typed so far is lost."
    CRISIS_HINT = "Not safe? Type crisis at any time."
    TAKEN_UP = "Taken up where it was left."
    PAUSED = "Paused. To go on: ifs resume"
    KEPT = "Kept as #{number}. To read it: ifs show {number}"
    DONE = "Done."

    ENTER_NEXT = "Enter for the next."
    ANY_KEY = "These lines stay here. Press a key when you are ready to go on."
    ANY_KEY_PLAIN = "Press Enter when you are ready to go on."

    NOTHING_CAME = "Nothing came? /skip is fine, or Enter once more."
    NO_ENTER = "Enter alone is not taken as an answer here. A key above, /skip, /pause and /stop all are."
    NOT_HERE = "That is not one of the answers here. A key above will do; /skip is fine too."
    SETTLE_TEXT = "This is a pause and nothing typed here is kept. Enter goes on."
    WHOLE_NUMBER = "A whole number from 0 to 10. /skip is fine too."
    STATE_NUMBER = "One of the words above, or a whole number from 0 to 10. /skip is fine too."
    PICK_AGAIN = "One of these keys, please: {keys}."
    NO_OFF = "This answer is needed further on, so it can't be kept off the record. /skip is fine."
    OFF_ASK = "Write it here if you like. It is not stored anywhere. Enter when it is said."
    NO_EDITOR = "No editor is set. To use one, set VISUAL or EDITOR, for example: export EDITOR=nano"
    EDITOR_FAILED = "The editor did not come back well. What you had is still here."
    EDITOR_TEXT_ONLY = "The editor is for written answers. Here a key or a word will do."
    NO_KNOWN_PARTS = "No known part fits that. An unknown name becomes a new part."
    UNKNOWN_COMMAND = "There is no /{word} here. {commands} For a line that begins with a slash, type two."
    BARE_WORD = "\u201c{word}\u201d can be an answer, or a wish. Which is it here?"
    BARE_ANSWER = "it is the answer"
    BARE_BACK = "back to the question"

    COMMANDS: ClassVar[Mapping[str, str]] = {
        Command.BACK: "the question before",
        Command.SKIP: "leave this one out",
        Command.PAUSE: "stop for now, go on later",
        Command.STOP: "end here, kindly",
        Command.GROUND: "something to steady on",
        Command.WHY: "why this is asked",
        Command.HELP: "a person first, then this step",
        Command.CRISIS: "lines to call",
        Command.OFF: "say it without storing it",
        Command.HIDE: "clear the screen, pause and leave at once; Ctrl-L does the same",
        "editor": "write in your own editor",
        "parts": "known parts, as in /parts ba",
    }
    """What each command does, for the list of keys."""

    HIDE_DUMB = "pause and leave at once; this terminal can't be cleared, so what was shown only moves up"

    BARE_MEANING: ClassVar[Mapping[str, str]] = {
        Command.STOP: "I want to stop here",
        Command.HELP: "I would like help",
        Command.BACK: "I want to go back",
        Command.SKIP: "I want to leave this out",
        Command.PAUSE: "I want to pause",
    }

    FOOTERS: ClassVar[Mapping[str, tuple[str, str]]] = {
        StepType.LONG: (
            "Enter to finish · Alt-Enter or Ctrl-J for a new line · ? for more",
            "Enter ends · Ctrl-J: new line · ?: more",
        ),
        StepType.SETTLE: ("Enter when you are ready · ? for more", "Enter: go on · ?: more"),
        StepType.CHOICE: (
            "One key answers · / for a command · ? for more",
            "One key answers · /: command · ?: more",
        ),
        StepType.CHOICES: (
            "Keys with spaces between, then Enter · ? for more",
            "Keys, a space between, Enter · ?: more",
        ),
        StepType.STATE: (
            "One letter, or 0 to 10 and Enter · ? for more",
            "A letter, or 0 to 10, Enter · ?: more",
        ),
        StepType.SCALE: ("0 to 10, then Enter · ? for more", "0 to 10, Enter · ?: more"),
        StepType.PART: (
            "Type to find a known part, Tab takes it, Enter to finish · ? for more",
            "Tab: known one · Enter: done · ?: more",
        ),
        StepType.PARTS: (
            "Commas between several, Tab takes a known part, Enter to finish · ? for more",
            "Commas, Tab: known one, Enter · ?: more",
        ),
        StepType.PERSON: (
            "Any name, Tab takes one you used before, Enter to finish · ? for more",
            "Tab: known one · Enter: done · ?: more",
        ),
        StepType.DATE: (
            "A date, or words such as tomorrow, then Enter · ? for more",
            "A date, Enter · ?: more",
        ),
        StepType.SHORT: ("Enter to finish · ? for more", "Enter: done · ?: more"),
    }
    """What the footer says for a kind of prompt: at 60 columns and more, and below."""

    OPEN_CHOICE = ("A key or your own words, then Enter · ? for more", "Key or words, Enter · ?: more")
    OPTIONAL_ENTER = "Enter alone goes on without an answer."
    LONG_KEYS: tuple[str, ...] = (
        "Enter finishes. Alt-Enter (or Esc and then Enter) and Ctrl-J begin a new line.",
        "Ctrl-X Ctrl-E, or /editor, opens your own editor.",
    )
    PLAIN_KEYS: tuple[str, ...] = (
        "Enter finishes. To go on to a new line, end the line with a backslash.",
        "Ctrl-U begins the line again. /editor opens your own editor.",
    )
    CHOICE_KEYS: tuple[str, ...] = (
        "The key, the number or the words of an answer choose it.",
        "Esc or Backspace takes back what was typed.",
    )

    # How far a session is, and what is in view above a question.
    WITH = "with {name}"
    WAITING = "waiting: {names}"
    EARLIER = "earlier: {answer}"
    ANSWERED = "{done} answered · {left} or more to come"
    NEARLY_DONE = "{done} answered · nearly done"
    ENTER = "Enter"
    """The key's name, as the questions write it."""

    # Asked line by line, without redrawing.
    TEXT_SO_FAR = "The text so far:"
    KEEPS_TEXT = "Enter alone keeps it as it is. Typing replaces it."
    KNOWN_PARTS = "Parts you know:"
    PLAIN_HOW = "A question mark alone lists all keys."
    TYPE_A_NUMBER = "Type a number, then Enter."
    PLAIN_ENDS: ClassVar[Mapping[str, str]] = {
        StepType.SETTLE: "Press Enter when you are ready.",
        StepType.STATE: "Type a letter, a word, or a number from 0 to 10, then Enter.",
        StepType.SCALE: "Type a number from 0 to 10, then Enter.",
        StepType.CHOICE: "Type a number or a letter, then Enter.",
        StepType.CHOICES: "Type one or more numbers with spaces between, then Enter.",
        StepType.YES_NO_UNSURE: "Type y, n or u, then Enter.",
        StepType.CONFIRM: "Type y or n, then Enter.",
        StepType.PART: "Type a name or a number, then Enter.\nA new name makes a new part.",
        StepType.PARTS: (
            "Type names or numbers with commas between, then Enter.\nA new name makes a new part."
        ),
        StepType.LONG: "Type your answer, then Enter.\nEnd a line with a backslash to go on to a new line.",
        StepType.DRAFT: "Type your text, then Enter.\nEnd a line with a backslash to go on to a new line.",
        StepType.PERSON: "Type any name, then Enter.",
        StepType.DATE: "Type a date, or words such as tomorrow, then Enter.",
        StepType.SHORT: "Type your answer, then Enter.",
    }
    PLAIN_OPEN: ClassVar[Mapping[str, str]] = {
        StepType.CHOICE: "Type a number or a letter, or your own words, then Enter.",
        StepType.CHOICES: "Type one or more numbers with spaces between, or your own words, then Enter.",
    }
    """The same where own words are welcome beside the options."""

    # After a session.
    REVIEW = "Anything else with this entry?"
    REVIEW_CHOICES: ClassVar[Mapping[str, tuple[str, str]]] = {
        "done": ("done", "d"),
        "read": ("read it", "r"),
        "correct": ("correct an answer", "o"),
        "clear": ("leave, and clear the screen", "l"),
    }

    CRISIS_WORDS: tuple[str, ...] = (Command.CRISIS,)
    """Each of these, alone on a line, shows the lines to call. No option's key is the first letter of one."""
    COMMAND_WORDS: ClassVar[Mapping[str, str]] = {}
    """Further words for commands, after a slash or bare: `hilfe` for `help`. The English ones always work."""


ENGLISH = Sentences()


@cache
def sentences_in(language: str) -> Sentences:
    """The sentences in a language; English for what it does not have."""
    if language == LANGUAGE:
        return ENGLISH
    from ifs_journal.session.said import in_language

    return in_language(Sentences(), language, "terminal")
