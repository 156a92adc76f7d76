"""``--card``: a card of the deck, played in every scenario where it can be."""

import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.arguments import parsed
from sim.cli.choosing import Job, job_of
from sim.cli.dealing import Dealt, card_from, played_words
from sim.files import load_scenario, to_document

TOYS = Path(__file__).parent / "files" / "valid" / "scenarios" / "toy"
ONE, TWO = str(TOYS / "one_desk.yaml"), str(TOYS / "two_desks.yaml")
SHORT = ["--replications", "2", "--weeks", "2", "--workers", "1", "--no-placebo"]


def job(*words: str) -> Job:
    return job_of(parsed(["compare", *words]))


@pytest.mark.behaviour
def test_card_for_the_system_acts_and_rerun_makes_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, plain = tmp_path / "first", tmp_path / "plain"
    assert main(["compare", ONE, *SHORT, "--card", "demand_doubled", "--out", str(first)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("Card played: Twice as many people (demand_doubled). Cut to save")
    manifest = json.loads((first / "manifest.json").read_text())
    (texts,) = manifest["cards"][0]["changes"].values()
    assert all("*=2 from week" in text for text in texts)
    assert manifest["command"][-2:] == ["--card", "demand_doubled"]
    assert "Twice as many people" in (first / "report.html").read_text()
    assert main(["compare", ONE, *SHORT, "--out", str(plain)]) == 0
    assert (plain / "summary.csv").read_bytes() != (first / "summary.csv").read_bytes()
    assert main(["rerun", str(first), "--workers", "1", "--out", str(tmp_path / "again")]) == 0
    assert "Every file is the same to the byte" in capsys.readouterr().out


@pytest.mark.behaviour
def test_card_for_people_comes_to_those_who_have_what_it_changes() -> None:
    played = job("banes/today", "banes/option_1", "--card", "supporter_takes_time_out")
    for one in (*played.scenarios, *played.seconds):
        coming = {name: set(p.coming) for name, p in one.personas.items()}
        assert "card_supporter_takes_time_out" in coming["ava"]
        assert "card_supporter_takes_time_out" not in coming["millie"]
    (hand,) = played.cards
    assert "6 weeks after onset (2 to 16)" in hand.happens and hand.not_in == ()


@pytest.mark.behaviour
def test_card_that_changes_nothing_in_one_scenario_leaves_it_as_it_is_and_says_so() -> None:
    words = ("--card", "record_down", "--engine", "simpy")  # which leaves the weeks of the file
    played = job("banes/today", "banes/option_3", *words)
    today = next(one for one in played.scenarios if one.name == "banes/today")
    assert to_document(today) == to_document(load_scenario("banes/today"))
    assert all(one.later for one in played.scenarios if one is not today)
    assert played.cut.startswith(
        "Card played: The shared record is down (record_down), but not in banes/today, where it "
        "changes nothing. Cut"
    )


@pytest.mark.behaviour
def test_change_by_hand_and_two_cards_are_all_made() -> None:
    change = "assumptions.telling.ask_again=0.9"
    words = ["--set", change, "--card", "demand_doubled", "--card", "put_off_by_the_phone"]
    played = job("banes/today", *words, "--card", "demand_doubled")
    assert [hand.name for hand in played.cards] == ["demand_doubled", "put_off_by_the_phone"]
    (today,) = played.scenarios
    assert today.assumptions.telling.ask_again.central == 0.9
    assert today.later and "card_put_off_by_the_phone" in today.personas["millie"].coming
    assert played.changes == ({"change": change, "in": [today.name]},)


@pytest.mark.behaviour
def test_week_and_factor_of_a_change_by_hand_are_kept() -> None:
    change = "teams.*.staff.*.wte*=0.9 from week 3"
    played = job("banes/today", "--set", change)
    assert played.changes[0]["change"] == change


@pytest.mark.behaviour
@pytest.mark.parametrize(
    ("card", "told"),
    [
        ("revised_option_3", "fill it in"),
        ("demand_dubled", "did you mean demand_doubled?"),
        ("supporter_takes_time_out", "happens to nobody here"),
    ],
)
def test_card_that_cannot_be_played_is_refused_kindly(
    card: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", ONE, *SHORT, "--card", card]) == 2
    error = capsys.readouterr().err
    assert told in error and "Traceback" not in error


@pytest.mark.unit
def test_card_comes_back_from_a_manifest_as_it_was() -> None:
    hand = Dealt(name="a", title="A", changes={"x/y": ("p=1",)}, not_in=("x/z",), note="so")
    assert card_from(json.loads(json.dumps(hand.written()))) == hand
    assert played_words(hand) == "Card played: A (a), but not in x/z, where it changes nothing."
