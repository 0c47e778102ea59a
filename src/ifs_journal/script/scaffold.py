"""A script to begin from: small, sound, ready to run, with a remark above every key.

What it says is meant to be written over. The remarks name the page that explains the whole language.
"""

from __future__ import annotations

import re
from string import Template
from typing import Literal

With = Literal["part", "person"]

ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""What an id looks like: it is a file's name and a command."""
LONGEST_ID = 40
LONGEST_TITLE = 60
"""Characters of a title; one that is longer takes two lines in a list."""


def title_of(script_id: str) -> str:
    """A title made of an id, for when none was given: `a-quiet-minute` is “A quiet minute”."""
    return script_id.replace("-", " ").capitalize()


def scaffold(script_id: str, title: str, with_: With | None = None) -> str:
    """The text of a new script file. `with_` puts the gate for a part, or between people, in its place.

    `script_id` has to fit `ID`; `title` is one line of text. The checker finds nothing to say about it.
    """
    import tomlkit

    body = {None: _WORDS, "part": _PART, "person": _PERSON}[with_]
    filled = {"id": script_id, "title": tomlkit.string(title).as_string()}
    return Template(_HEAD + body).substitute(filled)


_HEAD = """\
# A script of your own. What follows a # is a remark and does nothing; take out what you don't need.
# The page “Writing a script” (docs/writing-scripts.md) explains every key, and how a script speaks.

# Its name and its command: ifs $id. The file has the same name.
id = "$id"
# A whole number. Raise it when you change the words or the steps.
version = 1
# What it is called in lists.
title = $title
# One sentence: what it is for.
purpose = "A quiet look at one thing, in a few questions."
# About how long it takes: "3", or "5-10".
minutes = "3"
"""

_ARRIVING = """\
# Every script begins by asking how somebody is. `open` and `closed` say where that leads.
[[step]]
id = "arriving"
gate = "state"
words = "arriving"
"""

_CLOSING = """\
# The close that all sessions share.
[[step]]
id = "closing"
call = "closing"
"""

_KEYS = """\
# A question. `type` is the kind of answer, `slot` where it is kept. With `optional`, Enter alone passes on.
# `text` is what a person reads, `plain` the same in plain words, and `why` is shown by /why.
"""

_WORDS = (
    """\
# The step that /stop leads to.
on_stop = "closing"

# What is remembered, and of which kind: "text", "choice", "scale", "date" and others.
[slots.session]
here = "text"
near = "choice"

"""
    + _ARRIVING
    + """\
open = "here"
closed = "not-today"

"""
    + _KEYS
    + """\
[[step]]
id = "here"
type = "short"
optional = true
slot = "session.here"
text = "What is here with you today? A word or two. Enter if nothing comes."
plain = "What's with you today? A word or two. Enter if nothing comes."
why = "A word is enough, and so is a picture or a feeling in the body."
# Where an answer leads, if not to the next step. The first condition that holds decides.
branch = [{ when = { answered = false }, go = "quiet" }]

# A choice. `value` is kept, `label` is read, and `key` picks it (never c).
# Words in braces are the person's own, given back unchanged between quotation marks.
[[step]]
id = "near"
type = "choice"
optional = true
slot = "session.near"
text = "You wrote: \\"{session.here}\\". How near is it?"
plain = "You wrote: \\"{session.here}\\". How close is it?"
why = "No place is better than another. It can help to know where it is."
options = [
  { value = "near", label = "right here", key = "h" },
  { value = "about", label = "somewhere about", key = "s" },
  { value = "far", label = "far off", plain = "far away", key = "f" },
]
# The step that follows, where it is not the one below.
next = "closing"

# A sentence without a question.
[[step]]
id = "quiet"
type = "say"
text = "Nothing came, and that is an answer too."
plain = "Nothing came. That's an answer too."

"""
    + _CLOSING
)

_PART = (
    """\
# Above this, on 0 to 10, only steadying or closing is offered.
state_at_most = 8
# The step that /stop leads to.
on_stop = "closing"
# Where another part begins when it comes first, and what follows when every part has had its visit.
on_new_target = "notice"
after_targets = "closing"

# What is remembered about the part that is listened to. Each part has its own.
[slots.target]
noticed = "text"
message = "text"

"""
    + _ARRIVING
    + """\
open = "notice"
closed = "not-today"

"""
    + _KEYS
    + """\
[[step]]
id = "notice"
type = "short"
optional = true
slot = "target.noticed"
text = "Turn to one part that is here. Where or how do you notice it? Enter if nothing comes."
plain = "Turn to one side of you. Where or how do you feel it? Enter if nothing comes."
why = "In the body, as a voice, as a picture: any of it is welcome, and so is nothing."

# This gate asks how somebody feels toward the part, and hears first whoever is uneasy about it.
[[step]]
id = "toward"
gate = "feel_toward"
open = "message"
closed = "beside"

# It stands behind the gate: nobody comes here any other way.
[[step]]
id = "message"
type = "long"
optional = true
slot = "target.message"
text = "What would it like you to know? Enter if no words come."
plain = "What does it want you to know? Enter if no words come."
why = "It is heard as it is, and nothing has to follow from it."
# “target-done” says that this part has had its visit. Whoever waited comes next.
next = "target-done"

# Where the way leads when the gate stays closed: a sentence without a question.
[[step]]
id = "beside"
type = "say"
text = "It can stay as it is. Being near it was the visit."
plain = "It can stay as it is. Sitting with it was the visit."
next = "target-done"

"""
    + _CLOSING
)

_PERSON = (
    """\
# Above this, on 0 to 10, only steadying or closing is offered: words for somebody can wait.
state_at_most = 7
# The step that /stop leads to.
on_stop = "closing"

# What is remembered. What stands under `statement` can be filled behind the gate between people only.
[slots.session]
person = "person"
event = "text"
statement = { body = "text", look_again = "date" }

"""
    + _ARRIVING
    + """\
open = "who"
closed = "not-today"

"""
    + _KEYS
    + """\
[[step]]
id = "who"
type = "person"
slot = "session.person"
text = "Who is this about? Any name will do; it doesn't have to be the real one."
plain = "Who is this about? Any name will do. It needn't be their real one."
why = "So that you can find it again, and be asked one thing about the two of you first."

# This gate asks, in both directions, whether somebody could be in danger. `from` is the slot with the person.
[[step]]
id = "between"
gate = "relational"
from = "session.person"
open = "event"
closed = "closing"

# These stand behind the gate: nobody comes here any other way.
[[step]]
id = "event"
type = "short"
optional = true
slot = "session.event"
text = "Finish it as a camera would have seen it: When … Enter leaves it for another day."
plain = "Finish this with only what a camera would have seen: When … Enter leaves it for today."
why = "What can be seen and heard is easier to talk about than what it may have meant."
# Where an answer leads, if not to the next step. The first condition that holds decides.
branch = [{ when = { answered = false }, go = "closing" }]

# A text put together from earlier answers, to be changed. `look` holds it against the language rules.
# Words in braces are the person's own, given back unchanged.
[[step]]
id = "words"
type = "draft"
slot = "session.statement.body"
look = "speaking"
draft = "When {session.event}, a part of me felt "
text = "A beginning, for words to them. Go on in your own way, or clear it."
plain = "Here's a start, for words to them. Go on in your own way, or clear it."
why = "Nothing is sent from here. Writing it, and keeping it here, is enough."

# Passed over unless `when` holds. The guide knows by itself whether it is too soon for words.
[[step]]
id = "held"
type = "say"
when = { slot = "guide.hot", is = true }
text = "It's saved. Words from a hot moment can wait a night."
plain = "It's saved. Words from a hot moment can wait a night."

[[step]]
id = "day"
type = "date"
optional = true
when = { slot = "guide.hot", is = false }
slot = "session.statement.look_again"
text = "Is there a day to look at it again? Enter for none."
plain = "Is there a day to look at it again? Enter for none."
why = "A day only means that it is shown to you again."

"""
    + _CLOSING
)
