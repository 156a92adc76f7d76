"""The bench: works take turns, ratios are taken within a round, and who is missing is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from math import prod

import pytest

from sim.bench import in_simmer, runners, whole
from sim.bench.as_scenario import BESIDE, document, program_of
from sim.bench.found import Found
from sim.bench.fresh import Fresh
from sim.bench.growth import growing, on_network, on_scenario
from sim.bench.larger import larger
from sim.bench.network import LONG, SHORT, Network, Node, networks
from sim.bench.rivals import ours
from sim.bench.runners import Present, engine_if_here, present
from sim.bench.shipped import on_shipped
from sim.bench.starts import fresh, memory_row
from sim.bench.threads import in_threads
from sim.bench.turns import Done, Timing, Work, exponent, taking_turns, times_as_fast
from sim.engines.simpy_engine import run
from sim.files import load_scenario
from sim.program import compile_program
from tests.study_toys import toy

ENGINES = {"compiled": run, "simpy": run}
"""The SimPy engine stands in for the other one too."""


def quiet(done: int, of: int) -> None:
    """Progress that nobody sees."""


def stage(_: str) -> object:
    return quiet


def timing(*seconds: float, units: int = 1) -> Timing:
    return Timing(name="", units=units, seconds=seconds)


def small(**parts: object) -> Network:
    """Two queues: everybody comes to the first, half go on to the second, none gives up soon."""
    usual: dict[str, object] = {
        "nodes": (
            Node(name="one", workers=3, minutes=20.0, cv=0.5, goes={"two": 0.5}),
            Node(name="two", workers=2, minutes=30.0, cv=0.5, goes={}),
        ),
        "people_per_week": 300.0,
        "patience": 1e6,
        "weeks": 2,
    }
    return Network(**usual | parts)  # type: ignore[arg-type]


@pytest.mark.unit
def test_works_take_turns_and_who_goes_first_moves_on() -> None:
    order: list[str] = []

    def work(name: str) -> Work:
        return Work(name=name, run=lambda: (order.append(name), Done(3))[1])

    found = taking_turns([work("a"), work("b"), work("c")], 3, quiet)
    assert "".join(order) == "abcbcacab"
    assert [one.name for one in found] == ["a", "b", "c"]
    assert [(one.units, len(one.seconds)) for one in found] == [(3, 3)] * 3


@pytest.mark.unit
def test_work_is_timed_by_its_clock_unless_it_has_counted_itself() -> None:
    ticks: Iterator[float] = (float(n) for n in count(0, 5))
    by_clock = Work(name="", run=lambda: Done(1), clock=lambda: next(ticks))
    by_itself = Work(name="", run=lambda: Done(1, 0.25))
    clocked, itself = taking_turns([by_clock, by_itself], 2, quiet)
    assert clocked.seconds == (5.0, 5.0)
    assert itself.seconds == (0.25, 0.25)


@pytest.mark.unit
def test_ratio_is_of_the_same_round_and_of_the_units_done() -> None:
    """A machine that is ten times as slow in one round slows both."""
    found = times_as_fast(timing(1.0, 10.0, 1.0, units=50), timing(4.0, 40.0, 6.0, units=100))
    assert (found.median, found.low, found.high) == (2.0, 2.0, 3.0)


@pytest.mark.unit
@pytest.mark.parametrize("power", [0.0, 1.0, 2.0])
def test_power_of_the_size_is_found(power: float) -> None:
    sizes = (1, 2, 4, 8)
    assert exponent(sizes, [0.3 * size**power for size in sizes]) == pytest.approx(power)


@pytest.mark.unit
@pytest.mark.parametrize("regime", [SHORT, LONG])
def test_chances_of_going_on_are_those_that_are_told(regime: str) -> None:
    """Our rules are read one after another, so each chance is of those whom none before took."""
    network = networks(quick=True)[regime]
    steps = document(network)["steps"]
    for node in network.nodes:
        chances = [
            float(rule["when"]["chance"])
            for rule in steps[f"{node.name}_0"]["then"]
            if "go" in rule
        ]
        found = [
            chance * prod(1.0 - earlier for earlier in chances[:place])
            for place, chance in enumerate(chances)
        ]
        assert found == pytest.approx(list(node.goes.values()))


@pytest.mark.behaviour
def test_everybody_comes_once_and_half_go_on() -> None:
    """Nobody who has left asks again, so the first node sees each person once."""
    counts = ours(run, program_of(small()))(1)
    first, second = counts.nodes
    assert counts.came > 500
    assert counts.came - 10 <= first.seen <= counts.came
    assert first.stopped == second.stopped == 0
    assert abs(second.seen / first.seen - 0.5) < 5 * (0.25 / first.seen) ** 0.5


@pytest.mark.behaviour
def test_people_who_stop_waiting_do_not_come_back() -> None:
    busy = Node(name="one", workers=1, minutes=20.0, cv=0.5, goes={})
    counts = ours(run, program_of(small(nodes=(busy,), people_per_week=600.0, patience=30.0)))(1)
    (node,) = counts.nodes
    assert node.stopped > 100
    assert counts.came - 20 <= node.seen + node.stopped <= counts.came


@pytest.mark.behaviour
def test_networks_side_by_side_have_their_own_teams_and_people() -> None:
    few = small(people_per_week=100.0)
    alone = ours(run, program_of(few))(1)
    counts = ours(run, program_of(replace(few, copies=3)))(1)
    assert len(counts.nodes) == 6
    firsts = [counts.nodes[place].seen for place in (0, 2, 4)]
    assert len(set(firsts)) == 3
    assert all(abs(seen - alone.came) < 5 * alone.came**0.5 for seen in firsts)


@pytest.mark.unit
def test_larger_network_has_as_many_times_the_people_and_workers() -> None:
    one, four = small(), small().larger(4)
    assert four.people_per_week == 4 * one.people_per_week
    assert [n.workers for n in four.nodes] == [4 * n.workers for n in one.nodes]


@pytest.mark.unit
def test_larger_scenario_has_as_many_times_everything_that_is_a_number_of_people() -> None:
    before = load_scenario("banes/option_1")
    after = larger(before, 3)
    assert after.demand.central == 3 * before.demand.central
    assert [t.wte.central for t in after.transfers] == [3 * t.wte.central for t in before.transfers]
    asked = 0
    for name, team in before.teams.items():
        grown = after.teams[name]
        assert [s.wte.high for s in grown.staff.values()] == [
            3 * s.wte.high for s in team.staff.values()
        ]
        for stream, one in team.other_people.items():
            assert grown.other_people[stream].per_year.low == 3 * one.per_year.low
            assert grown.other_people[stream].sessions == one.sessions
            asked += 1
        if team.places is not None:
            assert grown.places is not None and grown.places.central == 3 * team.places.central
            asked += 1
        if team.waiting_at_start is not None:
            people = team.waiting_at_start.people.central
            assert grown.waiting_at_start is not None
            assert grown.waiting_at_start.people.central == 3 * people
            asked += 1
    assert asked > 5
    assert compile_program(after).pools[-1].wte == pytest.approx(
        3 * compile_program(before).pools[-1].wte
    )


@pytest.mark.behaviour
def test_engines_that_agree_have_the_same_log_and_each_is_held_against_the_simpy_engine() -> None:
    found = on_shipped({"toy": compile_program(toy())}, ENGINES, 2, quiet)
    assert [(row.engine, row.kept) for row in found] == [
        ("compiled", False),
        ("simpy", False),
        ("compiled", True),
        ("simpy", True),
    ]
    assert len({row.log for row in found if row.kept}) == 1 and found[2].log
    assert not found[0].log
    assert all(row.timing.units > 0 for row in found)
    assert all(row.times_simpy.median == 1.0 for row in found if row.engine == "simpy")
    assert any(row.times_simpy.median != 1.0 for row in found if row.engine == "compiled")


@pytest.mark.behaviour
def test_cost_is_told_at_each_size_with_the_people_who_came() -> None:
    for of in ("people", "teams", "replications"):
        at_size = on_network(of, small(people_per_week=50.0), {"simpy": run})
        (row,) = growing(of, at_size, {"simpy": run}, (1, 2), 1, quiet)
        assert (row.of, row.engine, row.sizes, len(row.seconds)) == (of, "simpy", (1, 2), 2)
        assert 1.5 < row.people[1] / row.people[0] < 2.6
    at_size = on_scenario(toy(), {"simpy": run})
    (row,) = growing("people, toy", at_size, {"simpy": run}, (1, 2), 1, quiet)
    assert row.people[1] > 1.3 * row.people[0]


@pytest.mark.behaviour
def test_two_threads_are_held_against_one_by_the_clock_on_the_wall() -> None:
    (row,) = in_threads(compile_program(toy()), {"compiled": run}, 2, quiet)
    assert (row.engine, len(row.one), len(row.two)) == ("compiled", 2, 2)
    assert row.times_one.low <= row.times_one.median <= row.times_one.high


@pytest.mark.unit
def test_engine_is_missing_where_what_it_stands_on_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(error: Exception) -> None:
        def named(_: str) -> None:
            raise error

        monkeypatch.setattr(runners, "engine_named", named)

    for absence in (KeyError("compiled"), ModuleNotFoundError(name="numba")):
        fails(absence)
        assert engine_if_here("compiled") is None
    fails(ModuleNotFoundError(name="sim.formulae"))
    with pytest.raises(ModuleNotFoundError):  # a fault in the engine is no absence
        engine_if_here("compiled")


@pytest.mark.unit
def test_who_is_missing_is_said_with_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runners, "find_spec", lambda name: None)
    monkeypatch.setattr(runners.shutil, "which", lambda name: None)
    monkeypatch.setattr(runners, "engine_if_here", lambda name: run if name == "simpy" else None)
    found = present()
    assert list(found.engines) == ["simpy"] and list(found.rivals) == ["SimPy program"]
    assert set(found.missing) == {"compiled engine", "Ciw program", "simmer program"}
    assert "pip install ciw" in found.missing["Ciw program"]
    assert "numba" in found.missing["compiled engine"]


@pytest.mark.unit
def test_simmer_is_told_the_network_in_numbers_and_its_words_are_read() -> None:
    told = in_simmer.arguments(small(), seed=7)
    assert told[:4] == [7.0, 10080.0 / 300.0, 1e6, 20160.0]
    one, two = small().nodes
    assert told[4:9] == [3.0, one.mu, one.sigma, 0.0, 0.5]
    assert told[9:] == [2.0, two.mu, two.sigma, 0.0, 0.0]
    counts = in_simmer.read("1.5 600 \n590 1200.5 4 \n300 60 0 \n")
    assert (counts.seconds, counts.came, counts.seen) == (1.5, 600, 890)
    assert counts.mean_wait == pytest.approx(1260.5 / 890)
    assert counts.share_stopped == pytest.approx(4 / 894)


@pytest.mark.unit
def test_memory_of_further_people_is_the_slope_between_two_sizes() -> None:
    def took(people: int, peak: int) -> Fresh:
        return Fresh(imports=0.0, first_run=0.0, processor=0.0, people=people, peak=peak)

    row = memory_row("simpy", [took(1_000, 100_000_000), took(3_000, 102_000_000)])
    assert row.peak_mb == (100.0, 102.0)
    assert row.mb_per_million == pytest.approx(1_000.0)
    silent = memory_row("simpy", [took(1_000, 0), took(3_000, 0)])
    assert silent.peak_mb == () and silent.mb_per_million is None


@pytest.mark.cli
def test_fresh_process_says_what_it_took() -> None:
    found = fresh("simpy", 2, 100.0, {})
    assert 120 < found.people < 280
    assert found.imports > 0.0 and found.first_run > 0.0
    assert found.processor > 0.1
    assert found.peak == 0 or 3e7 < found.peak < 1e9


@pytest.mark.behaviour
def test_only_the_parts_that_are_wanted_are_timed_and_each_fills_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = small(people_per_week=20.0)
    monkeypatch.setattr(whole, "networks", lambda quick: {SHORT: few, LONG: few})
    here = Present(engines=ENGINES, rivals={}, missing={"Ciw program": "not here"})
    found = {
        part: whole.bench(
            whole.Wanted(scenarios=[toy()], parts=[part], quick=True, rounds=1),
            here,
            stage,  # type: ignore[arg-type]
        )
        for part in ("engines", "network", "threads")
    }
    lists = ("engines", "networks", "growth", "starts", "memory", "threads")

    def filled(one: Found) -> list[str]:
        return [name for name in lists if getattr(one, name)]

    assert filled(found["engines"]) == ["engines"]
    assert filled(found["network"]) == ["networks"]
    assert filled(found["threads"]) == ["threads"]
    assert [row.engine for row in found["threads"].threads] == ["compiled"]
    assert found["network"].missing == {"Ciw program": "not here"}


@pytest.mark.unit
def test_what_ours_carries_beside_is_said() -> None:
    assert len(BESIDE) == len(set(BESIDE)) > 3
