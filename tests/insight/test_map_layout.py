"""The map's geometry: nothing lies over anything, and where a part stands means something."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from math import cos, hypot, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ifs_journal.insight.map_layout import Box, Spot
from ifs_journal.insight.map_lines import Taken, curves
from ifs_journal.insight.map_model import Bond, MapPart, PartsMap
from ifs_journal.insight.map_svg import LINE, SIZE, Drawn, Picture, picture
from ifs_journal.insight.map_text import em
from ifs_journal.terms import BondKind, Role
from insight_maps import NAMES, crowd, facing, guards, of, part, words


def texts(shown: Picture) -> Iterable[tuple[str, Box]]:
    """Every line of every name where it stands, measured anew."""
    for one in shown.drawn.values():
        for place, line in enumerate(one.name.lines):
            half = em(line) * SIZE / 2
            top = one.spot.y + one.radius + LINE * place
            yield line, Box(one.spot.x - half, top, one.spot.x + half, top + LINE)


def shape(one: Drawn) -> Box:
    return Box(
        one.spot.x - one.radius, one.spot.y - one.radius, one.spot.x + one.radius, one.spot.y + one.radius
    )


def assert_nothing_overlaps(shown: Picture) -> None:
    labels = list(texts(shown))
    shapes = list(map(shape, shown.drawn.values()))
    self_name = Box(-40, -16, 40, 16)
    for (_, one), (_, other) in combinations(labels, 2):
        assert not one.meets(other)
    for one, other in combinations(shapes, 2):
        assert not one.meets(other)
    for _, label in labels:
        assert not label.meets(self_name)
        assert sum(label.meets(each) for each in shapes) == 0
    assert not any(each.meets(self_name) for each in shapes)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 12, 60])
def test_no_name_lies_over_another_or_over_a_shape(count: int):
    assert_nothing_overlaps(picture(crowd(count), words()))


@given(st.lists(NAMES, min_size=1, max_size=60), st.integers(0, 1000))
@settings(max_examples=12, deadline=None)
def test_no_name_of_any_kind_lies_over_another_on_a_map_of_sixty(names: list[str], seed: int):
    assert_nothing_overlaps(picture(crowd(60, seed, names), words()))


@pytest.mark.slow
@given(st.lists(NAMES, min_size=1, max_size=60), st.integers(0, 1000), st.integers(0, 80))
@settings(max_examples=300, deadline=None)
def test_no_name_of_any_kind_lies_over_another_on_any_map(names: list[str], seed: int, count: int):
    assert_nothing_overlaps(picture(crowd(count, seed, names), words()))


def spots(found: PartsMap) -> dict[str, Spot]:
    return {id_: one.spot for id_, one in picture(found, words()).drawn.items()}


def test_the_same_map_is_laid_out_the_same_every_time():
    assert spots(crowd(60)) == spots(crowd(60))


@pytest.mark.parametrize("others", range(8))
def test_two_that_pull_against_each_other_face_each_other_across_self(others: int):
    found = spots(of([part(number) for number in range(1, others + 3)], facing(1, 2)))
    one, other = found["p01"], found["p02"]
    assert cos(one.angle - other.angle) == pytest.approx(-1)
    assert one.x * other.x + one.y * other.y < 0


@pytest.mark.parametrize("others", range(8))
def test_one_that_is_guarded_stands_behind_its_guard_on_the_same_ray(others: int):
    parts = [part(number) for number in range(1, others + 2)]
    found = spots(of([*parts, part(90, Role.EXILE)], guards(1, 90)))
    guard, behind = found["p01"], found["p90"]
    assert behind.x * guard.y == pytest.approx(behind.y * guard.x, abs=1e-6)
    assert behind.x * guard.x + behind.y * guard.y > guard.x**2 + guard.y**2


def test_two_that_guard_the_same_one_stand_beside_each_other_with_it_between():
    parts = [part(number) for number in range(1, 9)]
    found = spots(of([*parts, part(90, Role.EXILE)], guards(1, 90), guards(5, 90)))
    apart = abs(found["p01"].angle - found["p05"].angle) % (2 * pi)
    assert min(apart, 2 * pi - apart) == pytest.approx(2 * pi / 8)
    middle = (found["p01"].angle + found["p05"].angle) / 2
    assert abs(cos(found["p90"].angle - middle)) == pytest.approx(1)


def test_two_that_go_along_with_each_other_stand_beside_each_other():
    found = spots(of([part(number) for number in range(1, 11)], Bond("p01", "p06", BondKind.ALLIED)))
    apart = abs(found["p01"].angle - found["p06"].angle) % (2 * pi)
    assert min(apart, 2 * pi - apart) == pytest.approx(2 * pi / 10)


def test_who_is_vulnerable_stands_further_out_than_all_others():
    shown = picture(crowd(24), words())

    def ring(one: MapPart) -> int:
        return shown.drawn[one.id].spot.ring

    behind = [ring(one) for one in shown.found.parts if one.behind]
    assert min(behind) > max(ring(one) for one in shown.found.parts if not one.behind)


def test_who_was_here_more_is_larger():
    shown = picture(of([part(1, sessions=0), part(2, sessions=1), part(3, sessions=9)]), words())
    radii = [one.radius for one in shown.drawn.values()]
    assert radii == sorted(set(radii))


def test_two_lines_between_the_same_two_lie_beside_each_other():
    shown = picture(of([part(1), part(2)], facing(1, 2)), words())
    taken = {id_: Taken(one.spot, one.radius, one.label) for id_, one in shown.drawn.items()}
    bonds = [facing(1, 2), Bond("p02", "p01", BondKind.TRIGGERS), Bond("p01", "p02", BondKind.TRIGGERS)]
    middles = [line.at(0.5) for _, line in curves(bonds, taken, Box(-60, -30, 60, 30))]
    assert all(hypot(a[0] - b[0], a[1] - b[1]) > 8 for a, b in combinations(middles, 2))


def test_with_more_parts_than_a_picture_holds_those_with_bonds_are_drawn_first():
    parts = [part(number, sessions=100 - number) for number in range(1, 81)]
    shown = picture(of(parts, facing(79, 80)), words())
    assert len(shown.drawn) == 60
    assert {"p79", "p80", "p01"} < set(shown.drawn)
    assert [one.number for one in shown.left] == list(range(59, 79))
