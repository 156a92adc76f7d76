"""Addressed draws: the same address gives the same number, and the numbers have their law."""

from __future__ import annotations

import math
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from scipy import stats

from sim import draws

pytestmark = pytest.mark.unit
SIM = Path(draws.__file__).parent
WORLD = draws.world_key(1, 0)
KEY = draws.name_key("test")


def numbers(count: int, purpose: int = KEY) -> list[float]:
    return [draws.uniform(draws.entity_key(WORLD, k), purpose) for k in range(count)]


def test_draw_is_a_pure_function_of_its_address() -> None:
    assert draws.uniform(WORLD, KEY, 3) == draws.uniform(WORLD, KEY, 3)
    first = draws.uniform(WORLD, KEY, 0)
    others = [
        draws.uniform(WORLD, KEY, 1),
        draws.uniform(WORLD, draws.name_key("other"), 0),
        draws.uniform(draws.world_key(1, 1), KEY, 0),
        draws.uniform(draws.world_key(2, 0), KEY, 0),
        draws.uniform(draws.world_key(1, 0, salt=1), KEY, 0),
    ]
    assert first not in others
    assert len(set(others)) == len(others)


def test_draw_does_not_hang_on_the_process() -> None:
    code = "from sim.draws import *; print(uniform(world_key(1, 0), name_key('test'), 3))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=SIM.parent, capture_output=True, text=True, check=True
    )
    assert float(found.stdout) == draws.uniform(WORLD, KEY, 3)


def test_draw_written_out_is_the_mixing_function_applied_twice() -> None:
    for occurrence in (0, 1, 7):
        z = draws.mix(draws.mix(WORLD ^ KEY) ^ occurrence)
        assert draws.uniform(WORLD, KEY, occurrence) == ((z >> 12) + 0.5) / (1 << 52)


def test_mixing_function_is_that_of_splitmix() -> None:
    """The first numbers of SplitMix64 from state 0, as published with the algorithm."""
    state, found = 0, []
    for _ in range(3):
        found.append(draws.mix(state))
        state = (state + draws.GOLDEN) & draws.MASK
    assert found == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


def test_draws_are_uniform_over_people_and_over_occurrences() -> None:
    assert stats.kstest(numbers(20_000), "uniform").pvalue > 0.001
    often = [draws.uniform(WORLD, KEY, n) for n in range(20_000)]
    assert stats.kstest(often, "uniform").pvalue > 0.001


def test_draws_for_neighbours_and_for_two_purposes_do_not_hang_together() -> None:
    here, there = numbers(20_000), numbers(20_000, draws.name_key("other"))
    for first, second in ((here, there), (here[:-1], here[1:])):
        assert abs(statistics.correlation(first, second)) < 4 / math.sqrt(20_000)


def unmix(z: int) -> int:
    """What :func:`draws.mix` makes this number of."""
    for shift, factor in ((31, 0x94D049BB133111EB), (27, 0xBF58476D1CE4E5B9), (30, 1)):
        found = z
        for _ in range(64 // shift):
            found = z ^ (found >> shift)
        z = found * pow(factor, -1, 1 << 64) & draws.MASK
    return (z - draws.GOLDEN) & draws.MASK


@pytest.mark.parametrize("bits", [0, draws.MASK])
def test_uniform_is_never_zero_or_one(bits: int) -> None:
    occurrence = draws.mix(WORLD ^ KEY) ^ unmix(bits)
    assert draws.mix(unmix(bits)) == bits
    assert 0.0 < draws.uniform(WORLD, KEY, occurrence) < 1.0


def test_purposes_in_the_code_do_not_collide() -> None:
    named = {
        name
        for path in SIM.rglob("*.py")
        for name in re.findall(r"name_key\(\"([^\"]+)\"\)", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert len({draws.name_key(name) for name in named}) == len(named)


@pytest.mark.parametrize("p", [1e-300, 1e-12, 0.01, 0.0749, 0.2, 0.5, 0.7, 0.925, 0.99, 1 - 1e-12])
def test_normal_quantile_is_good_to_fourteen_digits(p: float) -> None:
    assert draws.normal_quantile(p) == pytest.approx(stats.norm.ppf(p), rel=2e-14, abs=1e-14)


def test_exponential_has_its_mean_and_grows_with_the_draw() -> None:
    assert draws.exponential(1 - math.exp(-1), 30.0) == pytest.approx(30.0)
    assert draws.exponential(0.2, 30.0) < draws.exponential(0.3, 30.0)


def test_lognormal_has_its_median_and_its_spread() -> None:
    assert draws.lognormal(0.5, 3.0, 0.4) == pytest.approx(math.exp(3.0))
    assert draws.lognormal(stats.norm.cdf(1.0), 3.0, 0.4) == pytest.approx(math.exp(3.4))


def test_triangular_quantile_is_the_inverse_of_the_law() -> None:
    law = stats.triang(c=0.25, loc=2.0, scale=8.0)
    for u in (0.01, 0.25, 0.5, 0.99):
        assert draws.triangular(u, 2.0, 4.0, 10.0) == pytest.approx(law.ppf(u))
    assert draws.triangular(0.3, 5.0, 5.0, 5.0) == 5.0


def test_whole_number_is_as_likely_as_it_says() -> None:
    found = [draws.whole_number((k + 0.5) / 5000, 1, 2, 4) for k in range(5000)]
    assert [found.count(level) for level in (1, 2, 3, 4)] == [1000, 2000, 1000, 1000]


def test_geometric_has_its_mean_and_is_at_least_one() -> None:
    found = [draws.geometric((k + 0.5) / 20_000, 4.0) for k in range(20_000)]
    assert min(found) == 1
    assert statistics.mean(found) == pytest.approx(4.0, rel=0.01)
    assert draws.geometric(0.999, 1.0) == 1


def test_hazard_threshold_is_exponential_in_units_of_the_hazard() -> None:
    assert draws.hazard_threshold(math.exp(-1)) == pytest.approx(draws.HAZARD_ONE, rel=1e-12)
    assert draws.hazard_rate(0.5) == draws.HAZARD_ONE // 2
