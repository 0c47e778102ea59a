"""How one question looks: what is in view above it, the question, its options, the keys, how far.

Everything here gives lines for a width and shows nothing itself. All text that came from a person is
cleaned on the way in.
"""

from __future__ import annotations

from collections.abc import Sequence

from ifs_journal.guide.question import ALONE, Choice, Place, Question
from ifs_journal.guide.quoting import spoken
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.options import numbered, one_key, options_of
from ifs_journal.terminal.screen import Line, cells, quoted, shorten, wrap
from ifs_journal.terminal.sentences import ENGLISH, Sentences
from ifs_journal.terms import Alike, StepType, Wording

WIDE = 64
"""From this many columns on, footers are set in full."""


def context_parts(place: Place, wording: Wording, said: Sentences = ENGLISH) -> list[tuple[str, str]]:
    """What stays in view: the key sentence, the part listened to, who waits. Only what exists."""
    found: list[tuple[str, str]] = []
    if place.key_sentence:
        sentence = clean(place.key_sentence).strip()
        # A sentence that quotes somebody already has its marks.
        found.append(("quote", sentence if '"' in sentence else quoted(sentence)))
    if place.target:
        found.append(("quiet", said.WITH.format(name=clean(place.target.worded(wording)))))
    if place.waiting:
        names = ", ".join(clean(name.worded(wording)) for name in place.waiting)
        found.append(("quiet", said.WAITING.format(names=names)))
    return found


def context_lines(place: Place, wording: Wording, width: int, said: Sentences = ENGLISH) -> list[Line]:
    """The thin line above a question: one line where it all fits, else a line or two for each thing."""
    found = context_parts(place, wording, said)
    if sum(cells(text) + 3 for _, text in found) - 3 <= width:
        line: list[tuple[str, str]] = []
        for style, text in found:
            line += [("quiet", " · ")] if line else []
            line.append((style, text))
        return [line] if line else []
    lines: list[Line] = []
    for style, text in found:
        lines += [[(style, piece)] for piece in _at_most(text, 2, width)]
    return lines


def _at_most(text: str, lines: int, width: int) -> list[str]:
    """`text` in so many lines; a quote that is cut is closed with its own mark."""
    wrapped = wrap(text, width)
    if len(wrapped) <= lines:
        return wrapped
    rest = " ".join(wrapped[lines - 1 :])
    last = shorten(rest, width)
    if "".join([*wrapped[: lines - 1], last]).count('"') % 2:
        last = shorten(rest, width - 1) + '"'
    return [*wrapped[: lines - 1], last]


def option_lines(question: Question, wording: Wording, width: int) -> list[Line]:
    """The options, each with its key in front and its label wrapped beside it."""
    options = options_of(question)
    if question.type in (StepType.YES_NO_UNSURE, StepType.CONFIRM):
        return _in_a_row(options, wording)
    marks = [_mark(question, place, option) for place, option in enumerate(options, 1)]
    widest = max((cells(mark) for mark in marks), default=0)
    lines: list[Line] = []
    for mark, option in zip(marks, options, strict=True):
        first, *more = wrap(clean(option.label.worded(wording)), max(width - widest - 4, 10))
        padding = " " * (widest - cells(mark) + 2)
        lines.append([("key", f"  {mark}"), ("option", padding + first)])
        lines += [[("option", " " * (widest + 4) + line)] for line in more]
    return lines


def _mark(question: Question, place: int, option: Choice) -> str:
    if option.key:
        return clean(option.key)
    return str(place) if numbered(question) else "·"


def _in_a_row(options: tuple[Choice, ...], wording: Wording) -> list[Line]:
    line: list[tuple[str, str]] = []
    for option in options:
        line += [("key", f"  {option.key}"), ("option", "  " + option.label.worded(wording) + "  ")]
    return [line]


def footer(question: Question, width: int, said: Sentences = ENGLISH) -> str:
    """The keys that matter at this kind of prompt, in words that fit the width."""
    kind = question.type
    if kind is StepType.DRAFT:
        kind = StepType.LONG
    if one_key(question) and kind is not StepType.STATE:
        kind = StepType.CHOICE
    texts = said.FOOTERS.get(kind, said.FOOTERS[StepType.SHORT])
    if question.other and kind is StepType.CHOICE:
        texts = said.OPEN_CHOICE
    return texts[0] if width >= WIDE and cells(texts[0]) <= width else texts[1]


def progress(place: Place, said: Sentences = ENGLISH) -> str:
    """How far a session is, honest about branches: what is surely still to come, not the longest detour.

    Empty where a question stands by itself.
    """
    if place.progress == ALONE:
        return ""
    done, left = place.progress.done, place.progress.left_at_least
    return (said.ANSWERED if left > 1 else said.NEARLY_DONE).format(done=done, left=left)


def enter_skips(question: Question, said: Sentences = ENGLISH) -> bool:
    """Whether it has to be said that Enter alone goes on: not where the question says what Enter does."""
    if not question.optional or question.explicit or question.type is StepType.SETTLE:
        return False
    return said.ENTER not in question.text.ifs


def footer_lines(
    place: Place,
    width: int,
    first_time: bool,
    foot: str | None = None,
    *,
    offered: bool = False,
    said: Sentences = ENGLISH,
) -> list[Line]:
    """The quiet line under a question: its keys the first time, and how far the session is.

    `offered` says that there is text on the line already, which Enter alone would keep.
    """
    question = place.question
    far = progress(place, said) if foot is None else foot
    if question is None or not first_time:
        return [[("quiet", far)]] if far else []
    keys = footer(question, width, said)
    lines = [f"{keys} · {far}"] if far and cells(keys) + cells(far) + 3 <= width else [keys, far]
    if enter_skips(question, said) and not offered:
        lines.insert(0, said.OPTIONAL_ENTER)
    return [[("quiet", line)] for line in lines if line]


def earlier(question: Question, offer: object, wording: Wording, said: Sentences = ENGLISH) -> str | None:
    """What was answered before, for questions where it is mentioned and never filled in."""
    if offer is None or question.explicit or question.private:
        return None
    labels = {option.value: option.label.worded(wording) for option in options_of(question)}
    if isinstance(offer, bool):
        offer = "yes" if offer else "no"
    values = offer if isinstance(offer, (list, tuple)) else [offer]
    answer = ", ".join(clean(labels.get(str(value), spoken(value))) for value in values)
    return said.EARLIER.format(answer=answer)


def alike_texts(alike: Sequence[Alike]) -> list[str]:
    """Known parts that resemble what was noticed, each with what it shares."""
    return [
        f"#{one.number} {clean(one.name)}" + (f" ({clean(', '.join(one.because))})" if one.because else "")
        for one in alike
    ]


def question_lines(
    place: Place,
    wording: Wording,
    width: int,
    *,
    first_time: bool,
    mention: str | None = None,
    alike: Sequence[Alike] = (),
    foot: str | None = None,
    offered: bool = False,
    said: Sentences = ENGLISH,
) -> list[Line]:
    """All lines above the place where one types. `foot` takes the place of how far the session is.

    `offered` says that there is text on the line already.
    """
    question = place.question
    if question is None:
        return []
    lines = context_lines(place, wording, width, said)
    text = clean(question.text.worded(wording), newlines=True)
    lines += [[("question", line)] for line in wrap(text, width)]
    lines += option_lines(question, wording, width)
    if alike:
        lines.append([("quiet", said.PERHAPS)])
    for one in alike_texts(alike):
        lines += [[("option", f"  {line}")] for line in wrap(one, width - 2)]
    if mention:
        lines += [[("quiet", line)] for line in wrap(mention, width)]
    return lines + footer_lines(place, width, first_time, foot, offered=offered, said=said)
