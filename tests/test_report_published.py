"""What was published beside what is simulated: whose waits are fitted, and what lies outside."""

from dataclasses import replace
from functools import cache

import pytest

from sim.files import load_scenario
from sim.report.page import page
from sim.report.published import plausible_table, plausible_words, waits_sentences
from sim.study import fitted
from sim.study.asks import asks_about, asks_of
from sim.study.beside import Beside, nothing_beside, tables_beside
from sim.study.compare import Comparison, Plan, compare
from sim.study.fitted import Waits, as_written, waits_from, waits_of
from sim.study.plausibility import Compared
from tests.study_toys import pretended, toy

pytestmark = pytest.mark.unit
CURRENT = Waits(state="current", scenario="toy/two_desks", fitted=("nurses",))
ROWS = (
    Compared("p_tt_within_6w", "Seen in time", "proportion", 0.8, 0.9, 0.95, 0.9, 400, "fitted"),
    Compared("b", "Help given", "proportion", 0.5, 0.6, 0.7, 0.2, 60, "outside", 0.1, 0.3),
    Compared("c", "Missed", "proportion", 0.1, 0.2, 0.3, 0.2, 50, "inside", 0.19, 0.21),
    Compared("d", "Rare", "proportion", 0.1, 0.2, 0.3, 0.2, 3, "too few"),
)


@cache
def found() -> Comparison:
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other")
    return compare([first, other], Plan(replications=2), engine=pretended, workers=1)


def beside(rows: tuple[Compared, ...] = ROWS, name: str = "") -> Beside:
    return replace(nothing_beside(found()), plausible=rows)


def test_sentence_names_what_lies_outside_and_never_counts_what_was_fitted() -> None:
    words = plausible_words(beside(), CURRENT)
    assert words.startswith("1 of the 2 published rows that were not fitted lie outside")
    assert (
        "Help given (published 0.5 to 0.7, simulated 0.2)" in words and "Seen in time" not in words
    )
    assert "1 row with too few people to say" in words
    assert plausible_words(beside(()), CURRENT) == ""


def test_nothing_outside_is_said_in_so_many_words() -> None:
    assert plausible_words(beside((ROWS[2],)), CURRENT).startswith("None of the 1 published rows")


def test_row_that_was_fitted_and_is_off_is_named() -> None:
    off = ROWS[0]._replace(simulated=0.2)
    assert "fitted, and yet off its range: Seen in time" in plausible_words(beside((off,)), CURRENT)
    assert plausible_table(beside((off,)), CURRENT)[0][-1] == "fitted, and off its range"


def test_table_shows_the_published_range_and_the_range_over_runs() -> None:
    lines = plausible_table(beside(), CURRENT)
    assert [line[-1] for line in lines] == ["fitted", "outside", "inside", "too few to say"]
    assert lines[1][1:5] == ("0.2", "0.1 to 0.3", "0.6 (0.5 to 0.7)", "60")
    assert lines[0][2] == "-"


def test_rows_are_not_called_fitted_before_anything_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.report.published.asks_about", lambda _: asks_of("banes"))
    assert plausible_table(beside(), Waits())[0][-1] == "not fitted yet"
    off = beside((ROWS[0]._replace(simulated=0.2),))
    assert plausible_table(off, Waits())[0][-1] == "not fitted yet, and outside"
    assert "has not been done" in plausible_words(off, Waits())


def test_page_and_folder_hold_the_table_and_leave_it_out_where_nothing_is_asked() -> None:
    def text(one: Beside) -> str:
        return page(found(), [], [], cut="", again="", waits=CURRENT, beside=one)

    assert "Held against what was published" in text(beside())
    assert "Held against what was published" not in text(beside(()))
    assert "plausibility" in [name for name, _, _ in tables_beside(beside())]
    assert "plausibility" not in [name for name, _, _ in tables_beside(beside(()))]


def test_only_the_scenario_that_is_asked_about_is_held_against_anything() -> None:
    assert asks_about("banes/today") is not None
    assert asks_about("banes/option_1") is None and asks_about("toy/two_desks") is None


def test_runs_of_the_first_scenario_alone_are_followed() -> None:
    first = toy("toy/two_desks")
    other = replace(first, name="toy/other")
    plan = Plan(replications=1, published=True)
    lanes = compare([first, other], plan, engine=pretended, workers=1).lanes
    assert {name: runs[0].followed is not None for name, runs in lanes.items()} == {
        "toy/two_desks": True,
        "toy/other": False,
        "placebo": False,
    }
    assert all(run.events is None for runs in lanes.values() for run in runs)


def test_sentence_on_waits_is_told_from_the_facts() -> None:
    def words(waits: Waits) -> str:
        return waits_sentences(found(), waits)

    assert words(Waits()).startswith("Waits are not fitted to any published wait")
    assert "1 queued team are fitted to a published wait" in words(CURRENT)
    assert "calibrate again" not in words(CURRENT)
    assert "calibrate again" in words(replace(CURRENT, state="old"))
    assert "does not reach" in words(replace(CURRENT, off=("doctor",)))
    assert "Other staff than were fitted stand in" in words(replace(CURRENT, moved=("doctor",)))
    assert "have no published wait to fit" in words(replace(CURRENT, by_rule=("doctor",)))


def test_facts_on_waits_come_back_from_a_manifest() -> None:
    waits = replace(CURRENT, moved=("a", "b"))
    assert waits_from(as_written(waits)) == waits and waits_from(None) == Waits()


def test_team_counts_as_fitted_only_with_the_staff_that_were_fitted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    today, asks = load_scenario("banes/today"), asks_of("banes")
    pools = {}
    for nth, ask in enumerate(asks.fits):
        wte = today.teams[ask.team].staff[ask.role].wte.central
        pools[ask.pool] = {"wte": wte + (nth == 0), "inside": nth != 1}
    document = {"inputs": fitted.inputs_of(today, asks), "fitted": pools}
    monkeypatch.setattr(fitted, "shipped", lambda _: document)
    monkeypatch.setattr(fitted, "place_of", lambda _: __import__("pathlib").Path(__file__))
    told = waits_of(today)
    teams = [ask.team for ask in asks.fits]
    assert (told.state, told.moved, told.off) == ("current", (teams[0],), (teams[1],))
    assert told.fitted == tuple(teams[2:]) and "pcls" in told.by_rule
    document["inputs"] = {}
    assert waits_of(today).state == "old"
