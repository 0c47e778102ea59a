"""From a script's file to the script: quickly for what is shipped, closely for what is not."""

from __future__ import annotations

from ifs_journal.errors import ScriptInvalid
from ifs_journal.script.grammar import build
from ifs_journal.script.library import Source, is_shipped
from ifs_journal.script.model import Script


def parse(source: Source) -> Script:
    """A file as a script. Raises ScriptInvalid naming file, line, step and what is wrong with its shape.

    What is shipped was checked when it was built; a person's own file is looked at closely.
    """
    if is_shipped(source):
        return build(source.table)
    from ifs_journal.script.check_shape import shaped

    script, faults = shaped(source)
    if script is None:
        raise ScriptInvalid("\n".join(str(one) for one in faults))
    return script
