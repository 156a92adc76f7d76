"""The compiled engine writes the log of the SimPy engine in every shipped scenario.

On every rung, with every card, with changes from a week on, salted, in two replications; shortly by
every run of the tests, over the whole window and with lists that fill in a slow one. Skipped until
there is a second engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from _pytest.mark import ParameterSet

from sim.errors import InputError
from sim.files import list_scenarios, load_cards, load_scenario, played
from sim.files.edits import Change, parse
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario, Window
from sim.model.words import RUNGS
from sim.program import compile_program
from tests.engine.engines import engine_called, why_not
from tests.two_engines.comparing import Luck, same_on_both

pytestmark = [
    pytest.mark.verification,
    pytest.mark.apart,
    pytest.mark.skipif(bool(why_not("compiled")), reason=why_not("compiled")),
]
SEED = 20_240_229
TODAY = "banes/today"
SCENARIOS = tuple(list_scenarios())
SYSTEMS = tuple(slug for slug in SCENARIOS if slug.startswith("banes/"))
ELSEWHERE = tuple(slug for slug in SCENARIOS if not slug.startswith(("banes/", "questions/")))
CARDS = tuple(name for name, card in load_cards().items() if not card.is_blank)
CHANGES = (
    ("demand*=2 from week 3",),
    (
        "teams.*.staff.*.wte*=0.7 from week 2",
        "teams.*.places*=0.7 from week 2",
        "teams.*.staff.*.wte*=1.3 from week 4",
    ),
    ("assumptions.taking.stopping*=4", "assumptions.lives.acts=false from week 4"),
    ("assumptions.telling.ask_again=1", "assumptions.leaving*=10"),
    ("steps.*.minutes.mean*=0.7 from week 2",),
)


def weeks(number: float) -> Quantity:
    """So many weeks."""
    return Quantity(central=number, low=number, high=number, unit="weeks")


SHORT = Window(start=weeks(1), count=weeks(3), follow=weeks(4))
LATER = Window(start=weeks(0), count=weeks(10), follow=weeks(1))
"""In which every card has been played before the run ends."""
LONG = Window(start=weeks(0), count=weeks(52), follow=weeks(26))


def both_write_the_same(scenario: Scenario, luck: Luck) -> None:
    """Fails with the first difference in words."""
    program = compile_program(scenario)
    log = same_on_both(program, engine_called("simpy"), engine_called("compiled"), luck)
    assert log


def on_each_rung(slugs: tuple[str, ...]) -> Iterator[ParameterSet]:
    """Every scenario on every rung, each with luck of its own; quickly, one rung of each."""
    for place, slug in enumerate(slugs):
        for rung in RUNGS:
            luck = Luck(SEED + place, replication=RUNGS.index(rung) % 2)
            quick = slug in SYSTEMS[:2] or RUNGS.index(rung) == place % len(RUNGS)
            marks = () if quick else (pytest.mark.slow,)
            yield pytest.param(slug, rung, luck, id=f"{slug}-{rung}", marks=marks)


@pytest.mark.parametrize(("slug", "rung", "luck"), list(on_each_rung(SCENARIOS)))
def test_two_engines_write_one_log_of_a_shipped_scenario(slug: str, rung: str, luck: Luck) -> None:
    scenario = replace(load_scenario(slug), rung=rung, window=SHORT)  # type: ignore[arg-type]
    both_write_the_same(scenario, luck)


@pytest.mark.parametrize("slug", ["banes/option_3", "suffolk/schools_as_hubs"])
def test_two_engines_write_one_log_of_weeks_with_bank_and_school_holidays(slug: str) -> None:
    dated = replace(load_scenario(slug), starts_on="2026-12-07", window=SHORT)
    both_write_the_same(dated, Luck(SEED))


def each_card() -> Iterator[ParameterSet]:
    """Every card; quickly, every third."""
    for place, card in enumerate(CARDS):
        yield pytest.param(card, marks=[pytest.mark.slow] if place % 3 else [])


@pytest.mark.parametrize("card", list(each_card()))
def test_two_engines_write_one_log_when_a_card_is_played(card: str) -> None:
    window = LATER if load_cards()[card].changes else SHORT
    both_write_the_same(replace(with_card(card), window=window), Luck(SEED))


def with_card(name: str) -> Scenario:
    """The first shipped system in which a card can be played, with the card."""
    card = load_cards()[name]
    for slug in (*reversed(SYSTEMS), *ELSEWHERE):
        try:
            return load_scenario(slug, changes=played(name, card, load_scenario(slug)))
        except InputError:
            continue
    raise AssertionError(f"{name} can be played nowhere")


@pytest.mark.parametrize("texts", CHANGES, ids=lambda texts: texts[0].replace(" ", "_"))
def test_two_engines_write_one_log_with_changes(texts: tuple[str, ...]) -> None:
    changes: list[Change] = [parse(text) for text in texts]
    scenario = replace(load_scenario(TODAY, changes=changes), window=LATER)
    both_write_the_same(scenario, Luck(SEED, replication=1))


@pytest.mark.parametrize("luck", [Luck(SEED, salt=1), Luck(SEED, salt=77), Luck(1, replication=1)])
def test_two_engines_write_one_log_with_other_luck(luck: Luck) -> None:
    both_write_the_same(replace(load_scenario("banes/option_1"), window=SHORT), luck)


@pytest.mark.slow
@pytest.mark.parametrize("slug", SYSTEMS)
@pytest.mark.parametrize("replication", [0, 1])
def test_two_engines_write_one_log_of_a_whole_window(slug: str, replication: int) -> None:
    both_write_the_same(load_scenario(slug), Luck(SEED, replication))


@pytest.mark.slow
@pytest.mark.parametrize("slug", ELSEWHERE)
def test_two_engines_write_one_log_of_a_whole_window_elsewhere(slug: str) -> None:
    both_write_the_same(load_scenario(slug), Luck(SEED))


@pytest.mark.slow
@pytest.mark.parametrize("rung", ["B", "C"])
def test_two_engines_write_one_log_while_waiting_lists_fill(rung: str) -> None:
    texts = "teams.*.staff.*.wte*=0.6", "teams.*.places*=0.6", "assumptions.taking.stopping*=0.2"
    changes = [parse(text) for text in texts]
    scenario = load_scenario(TODAY, changes=changes)
    both_write_the_same(replace(scenario, rung=rung, window=LONG), Luck(SEED))  # type: ignore[arg-type]
