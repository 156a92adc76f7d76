"""Manifests: enough to make a run again, and nothing that differs from machine to machine."""

import json
import platform
from pathlib import Path

import pytest

from sim.engines.named import ENGINES, Made
from sim.errors import InputError
from sim.study.compare import Plan
from sim.study.folder import sha256
from sim.study.provenance import (
    as_text,
    changed_files,
    file_hashes,
    made_by,
    manifest,
    plan_of,
    read_manifest,
    source_hashes,
    what_differs,
)

PLAN = Plan(seed=7, replications=3, personas=("nell",), rungs=("A", "C"), matters={"count": 0.5})


def made() -> dict[str, object]:
    return manifest(
        plan=PLAN,
        engine="simpy",
        command=["compare", "toy/one_desk"],
        changes=[],
        inputs={"b.yaml": "2", "a.yaml": "1"},
        scenarios={"toy/one_desk": "scenario/toy-one_desk.resolved.yaml"},
        cut="Nothing was cut.",
    )


@pytest.mark.unit
def test_manifest_comes_back_from_its_file_with_its_plan(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(as_text(made()))
    for where in (tmp_path, tmp_path / "manifest.json"):
        found = read_manifest(where)
        assert plan_of(found["plan"]) == PLAN
        assert list(found["inputs"]) == ["a.yaml", "b.yaml"]


@pytest.mark.unit
def test_manifest_names_no_machine_folder_or_date() -> None:
    text = as_text(made())
    assert platform.node() not in text
    assert str(Path.cwd()) not in text
    assert not {"date", "when", "seconds", "workers"} & set(made())


@pytest.mark.unit
@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 99, "plan": {}}', "no json"])
def test_anything_but_a_manifest_is_refused_in_one_fault(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(InputError, match=r"allowed: a manifest.json that a run left"):
        read_manifest(tmp_path)


@pytest.mark.unit
def test_sources_are_hashed_with_the_shipped_data() -> None:
    found = source_hashes()
    assert "study/provenance.py" in found and "data/evidence.csv" in found
    assert found["study/provenance.py"] == sha256(
        (Path(__file__).parents[1] / "sim" / "study" / "provenance.py").read_bytes()
    )


@pytest.mark.unit
def test_inputs_are_named_from_the_root_and_never_by_a_path_of_the_machine(
    tmp_path: Path,
) -> None:
    (tmp_path / "scenarios").mkdir()
    inside, outside = tmp_path / "scenarios" / "a.yaml", tmp_path.parent / "elsewhere.yaml"
    inside.write_text("a")
    outside.write_text("b")
    assert file_hashes([inside, outside], tmp_path) == {
        "scenarios/a.yaml": sha256(b"a"),
        "elsewhere.yaml": sha256(b"b"),
    }


@pytest.mark.unit
def test_what_differs_is_said_in_sentences() -> None:
    before = json.loads(json.dumps({"made_by": made_by()}))
    assert what_differs(before, "simpy") == []
    before["made_by"]["packages"]["numpy"] = "1.0"
    before["made_by"]["sources"] = "other"
    lines = what_differs(before, "simpy")
    assert lines[0].startswith("numpy is ") and lines[0].endswith(", it was 1.0")
    assert lines[1] == "the sources of Story Lanes differ"


@pytest.mark.unit
def test_versions_under_an_engine_matter_only_where_it_runs_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fast = Made(home="x", title="fast", needs="pytest", packages=("pytest",))
    monkeypatch.setitem(ENGINES, "compiled", fast)
    content = manifest(
        plan=PLAN, engine="compiled", command=[], changes=[], inputs={}, scenarios={}, cut=""
    )
    before = json.loads(as_text(content))
    assert before["engine_packages"] == {"pytest": pytest.__version__}
    assert what_differs(before, "compiled") == []
    before["engine_packages"]["pytest"] = "0.1"
    assert what_differs(before, "compiled") == [f"pytest is {pytest.__version__}, it was 0.1"]
    assert what_differs(before, "simpy") == []


@pytest.mark.unit
def test_files_that_differ_or_are_missing_are_named() -> None:
    assert changed_files({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "9"}) == ["b", "c"]
