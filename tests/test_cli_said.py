"""``said``: what people said is held against the model by one rule, with the figures beside it."""

import json
from dataclasses import replace
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.cli.arguments import parsed
from sim.cli.choosing import inputs_of, job_of
from sim.cli.saying import number, read
from sim.errors import InputError
from sim.files import library, load_scenario, reading, to_document
from sim.files.reading import Sheet
from sim.files.sayings import load_sayings, read_sayings
from sim.measures import DEFINITIONS
from sim.model.statements import Claim, Rests, Saying
from sim.report.saying import (
    Findings,
    Judged,
    as_data,
    findings_of,
    indexed,
    judge,
    judged,
    judged_claim,
)
from sim.study.compare import Comparison, Plan, compare
from sim.study.findings import DifferenceRow, SummaryRow
from sim.study.statistics import Verdict
from tests.study_toys import pretended, toy

BUILT_IN = (Rests(on="it is so by definition"),)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("verdict", "direction", "rests", "found"),
    [
        ("higher", "higher", (), "agrees"),
        ("lower", "lower", (), "agrees"),
        ("higher", "higher", BUILT_IN, "agrees only because assumed"),
        ("lower", "higher", (), "disagrees"),
        ("higher", "lower", BUILT_IN, "disagrees"),
        ("too close to call", "higher", (), "cannot say"),
        ("too few", "lower", BUILT_IN, "cannot say"),
        ("same by design", "lower", (), "cannot say"),
    ],
)
def test_verdict_agrees_disagrees_or_cannot_say(
    verdict: Verdict, direction: str, rests: tuple[Rests, ...], found: str
) -> None:
    assert judge(verdict, direction, rests) == found


def line(**changes: object) -> DifferenceRow:
    known = DifferenceRow(
        "a/b", "a/c", "all", "handoffs", "per person", 0.5, 0.4, 0.6, "higher", "lower", "primary"
    )
    return known._replace(**changes)  # type: ignore[arg-type]


def said(claim: Claim, *rows: DifferenceRow) -> list[Judged]:
    means = [
        SummaryRow(name, "all", "handoffs", "per person", mean, mean, mean, 4, 90)
        for name, mean in (("a/b", 2.5), ("a/c", 2.0))
    ]
    saying = Saying(
        said="x", who="a table", statement="y", of=("a/b",), kind="worry", claims=(claim,)
    )
    return list(judged(saying, "a/b", indexed(rows, means)))


CLAIM = Claim(measure="handoffs", direction="higher", against=("a/c",))


@pytest.mark.unit
def test_judgement_quotes_both_means_the_difference_and_its_interval() -> None:
    (one,) = said(CLAIM, line())
    assert one.judgement == "agrees"
    assert one.figures.startswith("2.50 (2.50 to 2.50) against 2.00 (2.00 to 2.00): +0.50 (+0.40 ")
    assert one.figures.endswith("per person, higher")


@pytest.mark.unit
def test_what_builds_a_result_in_is_named_only_where_it_agrees() -> None:
    built = replace(CLAIM, rests_on=BUILT_IN)
    (agreeing,), (opposite,) = said(built, line()), said(built, line(verdict="lower"))
    assert agreeing.rests_on == BUILT_IN
    assert (opposite.judgement, opposite.rests_on) == ("disagrees", ())


@pytest.mark.unit
def test_pair_that_the_run_does_not_hold_cannot_be_judged() -> None:
    (one,) = said(CLAIM, line(against="a/d"))
    assert (one.judgement, one.figures) == (
        "cannot say",
        "this run does not hold the two against it",
    )


@cache
def found() -> Comparison:
    first = toy("toy/two_desks")
    others = [replace(toy("toy/one_desk"), name=f"toy/{name}") for name in ("x", "y")]
    others = [replace(one, personas=first.personas) for one in others]
    return compare([first, *others], Plan(replications=3), engine=pretended, workers=1)


@pytest.mark.unit
def test_any_scenario_of_a_run_can_be_what_the_others_are_held_against() -> None:
    findings: Findings = findings_of(found(), ["toy/two_desks", "toy/x", "toy/not_there"])
    there = {key for key in findings.differences if key.measure == "handoffs"}
    assert {(key.scenario, key.against) for key in there} == {
        ("toy/x", "toy/two_desks"),
        ("toy/y", "toy/two_desks"),
        ("toy/two_desks", "toy/x"),
        ("toy/y", "toy/x"),
    }
    one = findings.differences["toy/x", "toy/two_desks", "all", "handoffs"]
    other = findings.differences["toy/two_desks", "toy/x", "all", "handoffs"]
    assert one.difference == pytest.approx(-other.difference)
    kept = {(r.scenario, r.persona, r.measure): r for r in found().differences}
    assert one.difference == kept["toy/x", "all", "handoffs"].difference


@pytest.mark.unit
def test_statements_name_scenarios_measures_and_paths_that_are_there() -> None:
    sayings = load_sayings("banes")
    for slug, saying in sayings.statements.items():
        assert saying.said.startswith("004 L"), slug
        for claim in saying.claims:
            assert claim.measure in DEFINITIONS, slug
            for option in saying.of:
                document = to_document(load_scenario(option))
                assert claim.persona in ("all", *document["personas"]), slug
                for rest in claim.rests_on:
                    part = document
                    for name in rest.path.split(".") if rest.path else ():
                        assert name in part or name == "accepts", (slug, option, rest.path)
                        part = part.get(name, {}) if isinstance(part, dict) else {}
            for against in claim.against:
                load_scenario(against)


@pytest.mark.unit
def test_statement_has_measures_or_the_reason_why_not(tmp_path: Path) -> None:
    path = tmp_path / "toy.yaml"
    top = "site: toy\nplace: Toy\nabout: made up\n"
    head = f"{top}statements:\n  one: {{said: x, who: a table, statement: y, "
    claim = "claims: [{measure: handoffs, direction: lower, against: a/b}]"
    for rest in ("", f", {claim}, cannot: because"):
        path.write_text(f"{head}of: a/c, kind: wish{rest}}}\n", encoding="utf-8")
        with pytest.raises(InputError) as error:
            read_sayings(path, "toy.yaml")
        assert "cannot" in str(error.value.faults[0])
    path.write_text(f"{head}of: a/c, kind: wish, {claim}}}\n", encoding="utf-8")
    assert read_sayings(path, "toy.yaml").statements["one"].claims[0].against == ("a/b",)


@pytest.mark.unit
def test_claim_on_another_rung_is_held_against_that_rung() -> None:
    on_a = replace(CLAIM, rung="A")
    (one,) = said(on_a, line())
    assert (one.judgement, one.figures) == ("cannot say", "this run does not stand on rung A")
    findings = replace(indexed([line()], []), rungs={"A": indexed([line(verdict="lower")], [])})
    assert judged_claim(CLAIM, "a/b", "a/c", findings).judgement == "agrees"
    assert judged_claim(on_a, "a/b", "a/c", findings).judgement == "disagrees"


@pytest.mark.behaviour
def test_what_was_said_of_two_systems_can_be_swapped_and_no_number_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sayings = load_sayings("banes")
    one, other = "banes/option_1", "banes/option_3"
    swapped = {one: other, other: one}
    turned = {
        slug: replace(saying, of=tuple(swapped.get(name, name) for name in saying.of))
        for slug, saying in sayings.statements.items()
    }
    chosen = sorted({name for saying in sayings.statements.values() for name in saying.of})
    assert not [path for path in inputs_of(chosen) if "said" in path]
    opened: list[str] = []
    usual = reading.read_file

    def noted(path: Path, name: str) -> Sheet:
        opened.append(name)
        return usual(path, name)

    monkeypatch.setattr("sim.files.library.read_file", noted)
    library._read_once.cache_clear()
    job_of(parsed(["compare", *chosen]))
    assert opened and not [name for name in opened if "said/" in name]
    rows = [
        line(scenario=name, against="banes/today", measure=measure, difference=0.1 * n)
        for n, name in enumerate(chosen)
        for measure in DEFINITIONS
    ]
    findings = indexed(rows, [])
    before, after = (
        as_data(sayings, findings),
        as_data(replace(sayings, statements=turned), findings),
    )

    def figures(data: list[dict[str, Any]]) -> set[tuple[str, ...]]:
        return {
            (each["option"], claim["measure"], claim["against"], claim["figures"])
            for each in data
            for claim in each["claims"]
            if claim["against"] == "banes/today"
        }

    common = {key[:3] for key in figures(before)} & {key[:3] for key in figures(after)}
    assert common
    assert {f for f in figures(before) if f[:3] in common} == {
        f for f in figures(after) if f[:3] in common
    }


@pytest.mark.unit
def test_nobody_who_spoke_is_named() -> None:
    who = {saying.who for saying in load_sayings("banes").statements.values()}
    assert all("group" in each or "answers" in each for each in who)


def left_by_a_run(folder: Path) -> None:
    head = ",".join(DifferenceRow._fields)
    rows = [
        "banes/option_1,banes/today,all,fell_through,share of people,0.1,0.05,0.15,higher,lower,x",
        "banes/option_1,banes/today,all,handoffs,per person,-0.5,-0.6,-0.4,lower,lower,primary",
        "banes/option_1,banes/today,all,new_faces,per person,0.1,,,too few,lower,exploratory",
    ]
    (folder / "differences.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    (folder / "summary.csv").write_text(",".join(SummaryRow._fields) + "\n", encoding="utf-8")


@pytest.mark.unit
def test_empty_number_of_a_table_is_not_known() -> None:
    assert isnan(number("")) and number("0.5") == 0.5


@pytest.mark.cli
def test_said_reads_the_tables_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left_by_a_run(tmp_path)
    assert main(["said", "banes", "--run", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert "agrees: Fell through: said to be higher than in banes/today: +10.0 (+5.0 to " in text
    assert "disagrees: Handoffs: said to be higher than in banes/today: -0.50" in text
    assert "cannot say: Different workers met: said to be higher than in banes/today: " in text
    assert "cannot say: no source says by how much a handover changes stigma" in text
    assert main(["said", "banes", "--run", str(tmp_path), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    net = next(each for each in data if each["statement"] == "option_1_net")
    assert [claim["judgement"] for claim in net["claims"]][:2] == ["agrees", "cannot say"]


@pytest.mark.cli
def test_said_of_an_unknown_site_or_a_folder_that_is_no_run_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["said", "mars"]) == 2
    assert "allowed: banes" in capsys.readouterr().err
    assert main(["said", "banes", "--run", str(tmp_path)]) == 2
    assert "give the folder of a run" in capsys.readouterr().err
    (tmp_path / "differences.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError):
        read(tmp_path)


@pytest.mark.behaviour
def test_figures_of_a_folder_say_why_a_difference_is_too_close(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = line(
        scenario="banes/option_1",
        against="banes/today",
        measure="repeated_stories",
        difference=0.2,
        low=0.1,
        high=0.3,
        verdict="too close to call",
        matters=0.25,
    )
    for name, rows in (("differences", [small]), ("summary", [])):
        fields = (DifferenceRow if name == "differences" else SummaryRow)._fields
        cells = [fields, *rows]
        text = "".join(",".join(str(cell) for cell in row) + "\n" for row in cells)
        (tmp_path / f"{name}.csv").write_text(text)
    assert main(["said", "banes", "--run", str(tmp_path)]) == 0
    assert "less than the smallest difference that matters, 0.25" in capsys.readouterr().out
