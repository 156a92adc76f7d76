"""Continuity indices against the published worked examples and hand sums."""

from math import isnan

import pytest

from sim.measures.continuity import coc, contact_switches, secon, upc

VECTORS = {
    "AA": (1.0, 1.0, 1.0, 0),
    "AB": (0.5, 0.0, 0.0, 1),
    "AAB": (0.6667, 0.3333, 0.5, 1),
    "ABC": (0.3333, 0.0, 0.0, 2),
    "AABB": (0.5, 0.3333, 0.6667, 1),
    "AABC": (0.5, 0.1667, 0.3333, 2),
    "AAABBB": (0.5, 0.4, 0.8, 1),
    "AAAABBBB": (0.5, 0.4286, 0.8571, 1),
    "AAAABCDE": (0.5, 0.2143, 0.4286, 4),
    "AABBBC": (0.5, 0.2667, 0.6, 2),
    "AAABBBBC": (0.5, 0.3214, 0.7143, 2),
    "AABBCCCC": (0.5, 0.2857, 0.7143, 2),
    "ABAB": (0.5, 0.3333, 0.0, 3),
    "ABBA": (0.5, 0.3333, 0.3333, 2),
    "ABCABC": (0.3333, 0.2, 0.0, 5),
}


@pytest.mark.unit
@pytest.mark.parametrize("visits", VECTORS)
def test_indices_agree_with_the_published_worked_examples(visits: str) -> None:
    met = [ord(letter) for letter in visits]
    found = (upc(met), coc(met), secon(met), contact_switches(met))
    assert found == pytest.approx(VECTORS[visits], abs=5e-5)


@pytest.mark.unit
def test_order_of_contacts_is_seen_by_secon_and_switches_and_by_nothing_else() -> None:
    orders = [[ord(letter) for letter in visits] for visits in ("AABB", "ABAB", "ABBA")]
    assert {upc(met) for met in orders} == {0.5}
    assert len({coc(met) for met in orders}) == 1
    assert [round(secon(met), 3) for met in orders] == [0.667, 0.0, 0.333]
    assert [contact_switches(met) for met in orders] == [1, 3, 2]


@pytest.mark.unit
@pytest.mark.parametrize("met", [[], [7]])
def test_fewer_than_two_contacts_cannot_be_scored(met: list[int]) -> None:
    assert all(isnan(index(met)) for index in (upc, coc, secon))
    assert contact_switches(met) == 0
