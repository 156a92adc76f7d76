"""What the rows of evidence serve for: inputs, what is fitted, what is held against."""

import re
from pathlib import Path

import pytest

from sim.files import evidence_table

ROOT = Path(__file__).parents[1]
WRITTEN = ("scenarios", "personas", "sim/data")
"""Where the numbers stand."""
RESULTS = "calibration"
"""The folder of what was found by fitting, which rests on rows and is no input."""
UNFIT = ("RECALLED", "SEED")

pytestmark = pytest.mark.unit


def numbers_rest_on() -> set[str]:
    """Every word of every file that holds numbers, reasons in words included."""
    files = [path for folder in WRITTEN for path in (ROOT / folder).rglob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in files if RESULTS not in path.parts]
    return {word for text in texts for word in re.findall(r"\w+", text)}


def rows_for(use: str) -> set[str]:
    return {row.id for row in evidence_table().values() if row.use == use}


def test_use_of_a_row_is_one_of_the_three() -> None:
    assert {row.use for row in evidence_table().values()} == {"calibrate", "holdout", ""}


def test_no_row_is_an_input_and_a_holdout_too() -> None:
    assert rows_for("holdout") & numbers_rest_on() == set()


def test_rows_to_fit_or_to_hold_against_were_published() -> None:
    marked = [evidence_table()[name] for name in rows_for("calibrate") | rows_for("holdout")]
    assert [row.id for row in marked if row.kind in UNFIT or not row.address] == []


def test_only_one_row_of_a_chain_of_attrition_is_fitted() -> None:
    assert [name for name in rows_for("calibrate") if name.startswith("p_tt_assess")] == [
        "p_tt_assess_attend"
    ]
    chains = {"p_tt_access_given_referral", "p_tt_treat_given_assess", "p_tt_never_attend"}
    assert chains <= rows_for("holdout")


def test_decline_that_people_report_of_themselves_is_neither_fitted_nor_held_against() -> None:
    reported = {"p_deteriorate_waiting", "p_deteriorate_3_6m", "p_deteriorate_over_6m"}
    assert {evidence_table()[name].use for name in reported} == {""}
