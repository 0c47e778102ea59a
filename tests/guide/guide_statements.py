"""The invented sentences of `statements.toml`, and how well the rules find what is in them.

As a program it prints the figures that stand in docs/speaking.md; with `--write` it puts them there.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ifs_journal.guide.speaking import look_over
from ifs_journal.script.library import speaking_rules

RULES = speaking_rules()
RULE_IDS = [rule["id"] for rule in RULES["rule"]]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "speaking.md"
_TABLE = tomllib.loads((Path(__file__).parent / "statements.toml").read_text(encoding="utf-8"))
SENTENCES: list[dict[str, Any]] = _TABLE["sentence"]
FOOLED: list[dict[str, Any]] = _TABLE["fooled"]
SETS: Mapping[str, str] = {
    "tuned": "used while the rules were written",
    "held_out": "written before the rules, by the same hand, and not used",
    "fresh": "written after the rules, in other words, and not used",
}


def set_of(sentence: Mapping[str, Any]) -> str:
    """Which of the sets a sentence belongs to."""
    return next((name for name in ("held_out", "fresh") if sentence.get(name)), "tuned")


def found_in(sentence: Mapping[str, Any]) -> set[str]:
    """The rules that point at something in a sentence."""
    findings = look_over(sentence["text"], RULES, request_meant=sentence.get("request_meant", False))
    return {finding.rule for finding in findings}


@dataclass
class Figures:
    """How often a rule was right, wrong, or missed something."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what is pointed at, how much is there."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much is pointed at."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def add(self, more: Figures) -> None:
        """Count more sentences in."""
        self.right += more.right
        self.wrong += more.wrong
        self.missed += more.missed


def measured(sentences: Iterable[Mapping[str, Any]]) -> dict[str, Figures]:
    """Figures for each rule, and for `all` of them."""
    per_rule = {rule: Figures() for rule in [*RULE_IDS, "all"]}
    for sentence in sentences:
        found, there = found_in(sentence), set(sentence["rules"])
        for rule in found | there:
            one = Figures(rule in found & there, rule in found - there, rule in there - found)
            per_rule[rule].add(one)
            per_rule["all"].add(one)
    return per_rule


def in_set(name: str) -> list[dict[str, Any]]:
    """The sentences of a set."""
    return [sentence for sentence in SENTENCES if set_of(sentence) == name]


def figures_as_markdown() -> str:
    """The tables of the documentation."""
    lines = [
        "| sentences | how many | right, of what it said | seen, of what was there | quiet | disturbed |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, meaning in SETS.items():
        sentences = in_set(name)
        of_all = measured(sentences)["all"]
        quiet = [one for one in sentences if not one["rules"]]
        disturbed = sum(bool(found_in(one)) for one in quiet)
        lines.append(
            f"| {meaning} | {len(sentences)} | {of_all.precision:.0%} | {of_all.recall:.0%} |"
            f" {len(quiet)} | {disturbed} |"
        )
    lines += ["", "Rule by rule, in the last of these sets:", ""]
    lines += ["| rule | right | wrong | missed |", "| --- | --- | --- | --- |"]
    for rule, one in measured(in_set("fresh")).items():
        lines.append(f"| `{rule}` | {one.right} | {one.wrong} | {one.missed} |")
    return "\n".join(lines)


def fooled_as_markdown() -> str:
    """The sentences that fool the rules, as a table."""
    lines = ["| sentence | pointed at | what it is |", "| --- | --- | --- |"]
    for one in FOOLED:
        said = ", ".join(f"`{rule}`" for rule in one["says"]) or "nothing"
        lines.append(f"| {one['text']} | {said} | {one['why']} |")
    return "\n".join(lines)


def page_with_figures(page: str) -> str:
    """The page with both tables made anew between their marks."""
    for mark, made in (("figures", figures_as_markdown()), ("fooled", fooled_as_markdown())):
        between = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
        page, times = between.subn(lambda found, made=made: f"{found[1]}\n{made}\n\n{found[2]}", page)
        assert times == 1, f"the page has no place for {mark}"
    return page


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(page_with_figures(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(figures_as_markdown())
