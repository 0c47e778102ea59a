"""Adding a part by hand, renaming one, and the other names it can be found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.cli.parts_asking import described, name_or_ask, one_part, pick
from ifs_journal.errors import NotFound, UsageError
from ifs_journal.terms import name_key

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.reads import PartSummary
    from ifs_journal.journal.write_parts import Labels

KEYS = "123456789abcdefghijklmnopqrstuvwyz"
NEW_NAME = "What would you call it?"
NEW_NOTE = "Your own words, not a verdict. It can be changed later."
OTHER_NAME = "What is it called now?"
OTHER_NOTE = "If you like, ask it whether the name suits it."
ALIAS_NAME = "What else is it called?"
TAKEN = "A part is called that already: {part}. Which do you mean?"
ADDED = "Written down as #{number}. To read it: ifs parts show {number}"
THERE_ALREADY = "Then nothing needs adding. To read it: ifs parts show {number}"
MORE = "Anything more about it now? All of it can stay empty."
RENAMED = "#{number} is called {name} now. What was written before keeps its words."
ALSO = "It can still be found as {name}."
ALIASED = "#{number} can now be found as {name}, too."
ALIASED_ALREADY = "It is called that already."
CAME_ALONG = (
    "That name came along with a record that was merged into this one. To take that back: ifs parts undo"
)
UNALIASED = "#{number} is no longer found as {name}."


def add(here: Here, given: str | None, labels: Labels, *, another: bool) -> None:
    """Write down a part. Raises Ambiguous when the name is taken and nothing can be asked."""
    from ifs_journal.journal.write_parts import add_part
    from ifs_journal.session.moment import Clock, new_id

    screen = here.screen()
    with here.open() as journal:
        name = name_or_ask(here, given, NEW_NAME, note=NEW_NOTE)
        settled = settled_name(here, journal, name, None, another=another)
        if settled is None:
            return
        name, another = settled
        part_id = new_id()
        number = add_part(journal, part_id, name, Clock().stamp(), labels, another=another)
        screen.say(ADDED.format(number=number))
        if given is not None or not screen.interactive:
            return
        screen.blank()
        if pick(here, MORE, [("n", "no, that is all"), ("m", "yes, a little")]) == "m":
            from ifs_journal.cli.parts_editing import edit_in_terminal

            edit_in_terminal(here, journal, part_id)


def rename(here: Here, ref: str | None, given: str | None, *, keep: bool | None, another: bool) -> None:
    """Give a part another name; the old one can stay as an alias. Raises NotFound, Ambiguous."""
    from ifs_journal.journal.write_parts import rename_part
    from ifs_journal.session.moment import new_id

    screen = here.screen()
    with here.open() as journal:
        one = one_part(here, journal, ref)
        name = name_or_ask(here, given, OTHER_NAME, note=OTHER_NOTE)
        settled = settled_name(here, journal, name, one, another=another)
        if settled is None:
            return
        name, another = settled
        differs = name_key(name) != name_key(one.name)
        kept = differs and (_ask_keep(here, one) if keep is None else keep)
        rename_part(journal, one.id, name, alias_id=new_id() if kept else None, another=another)
    screen.say(RENAMED.format(number=one.number, name=name))
    if kept:
        screen.say(ALSO.format(name=one.name))


def alias(here: Here, ref: str | None, given: str | None, *, remove: bool, another: bool) -> None:
    """Let a part be found by another name too, or no longer. Raises NotFound, Ambiguous."""
    from ifs_journal.journal.write_parts import add_alias
    from ifs_journal.session.moment import new_id

    screen = here.screen()
    with here.open() as journal:
        one = one_part(here, journal, ref)
        if remove:
            _unalias(here, journal, one, given)
            return
        name = name_or_ask(here, given, ALIAS_NAME)
        settled = settled_name(here, journal, name, one, another=another)
        if settled is None:
            return
        name, another = settled
        done = add_alias(journal, one.id, name, new_id(), another=another)
    screen.say(ALIASED.format(number=one.number, name=name) if done else ALIASED_ALREADY)


def _unalias(here: Here, journal: Journal, one: PartSummary, given: str | None) -> None:
    from ifs_journal.journal.write_parts import remove_alias
    from ifs_journal.terminal.clean import clean

    if not one.aliases:
        raise NotFound(f"#{one.number} has no other name.")
    if given is None:
        if not here.screen().interactive:
            raise UsageError("Without a terminal, give the name that goes.")
        aliases = dict(zip(KEYS, one.aliases, strict=False))
        choices = [(key, clean(name)) for key, name in aliases.items()]
        key = pick(here, "Which one goes?", [*choices, ("x", "none")])
        if key == "x":
            return
        given = aliases[key]
    if not remove_alias(journal, one.id, given):
        if name_key(given) in map(name_key, one.aliases):
            raise UsageError(CAME_ALONG)
        raise NotFound(f"#{one.number} has no such other name. To see them: ifs parts show {one.number}")
    here.screen().say(UNALIASED.format(number=one.number, name=" ".join(given.split())))


def settled_name(
    here: Here, journal: Journal, name: str, own: PartSummary | None, *, another: bool
) -> tuple[str, bool] | None:
    """A name and whether it is meant to be shared; asked in a terminal when another part has it already.

    None when nothing is to be done. Elsewhere the journal itself refuses what is not meant.
    """
    from ifs_journal.journal.reads import parts_named

    while name and not another and here.screen().interactive:
        others = [one for one in parts_named(journal, name) if own is None or one.id != own.id]
        if not others:
            break
        choices = [("a", "another part that shares the name"), ("o", "give another name"), ("x", "leave it")]
        if own is None:
            choices.insert(0, ("s", "that one: they are the same"))
        key = pick(here, TAKEN.format(part=described(others[0])), choices)
        if key in ("s", "x"):
            if key == "s":
                here.screen().say(THERE_ALREADY.format(number=others[0].number))
            return None
        another = key == "a"
        if key == "o":
            name = name_or_ask(here, None, NEW_NAME if own is None else OTHER_NAME)
    return (name, another) if name else None


def _ask_keep(here: Here, one: PartSummary) -> bool:
    """Whether the old name stays as an alias. Where nothing can be asked it does: so nothing is lost."""
    if not here.screen().interactive:
        return True
    from ifs_journal.terminal.clean import clean

    asked = f"Would you like to find it by the old name as well: {clean(one.name)}?"
    return pick(here, asked, [("y", "yes"), ("n", "no")]) == "y"
