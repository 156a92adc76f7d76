"""The published JSON Schemas: current, complete, and in the words of the model."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from sim.files.fields import fields_of, kind_of
from sim.files.published import PUBLISHED, path_of, schema_of, text_of
from sim.model.scenario import Scenario
from sim.model.steps import Step
from sim.model.teams import Stream


@pytest.mark.unit
@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_schema_is_current(name: str) -> None:
    assert path_of(name).read_text(encoding="utf-8") == text_of(name), (
        "run: python -m sim.files.published"
    )


def models(model: type, found: set[type] | None = None) -> set[type]:
    """Every dataclass that a file of this model may hold."""
    found = set() if found is None else found
    if model not in found:
        found.add(model)
        for each in fields_of(model).values():
            kind = each.kind
            while kind.inner is not None:
                kind = kind.inner
            if kind.model is not None:
                models(kind.model, found)
    return found


@pytest.mark.unit
def test_every_field_of_the_model_says_what_it_means() -> None:
    silent = [
        f"{model.__name__}.{name}"
        for model in models(Scenario)
        for name, each in fields_of(model).items()
        if not each.meaning
    ]
    assert silent == []


@pytest.mark.unit
@pytest.mark.parametrize("name", PUBLISHED)
def test_every_reference_of_a_schema_leads_somewhere(name: str) -> None:
    schema = schema_of(name)
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            found.extend([part["$ref"]] if "$ref" in part else [])
            for entry in part.values():
                walk(entry)
        elif isinstance(part, list):
            for entry in part:
                walk(entry)

    walk(schema)
    assert {ref.removeprefix("#/$defs/") for ref in found} == set(schema["$defs"])


@pytest.mark.unit
def test_the_schema_refuses_fields_that_the_model_does_not_have() -> None:
    schema = schema_of("persona")
    assert schema["additionalProperties"] is False
    fields = {f.name for f in dataclasses.fields(PUBLISHED["persona"])}
    assert set(schema["properties"]) == {"like", *fields}
    like_another, whole = (one["required"] for one in schema["anyOf"])
    assert like_another == ["like"]
    assert "name" not in whole
    assert "trust" not in whole
    assert "title" in whole


@pytest.mark.unit
def test_the_schema_gives_units_words_and_bounds() -> None:
    schema = schema_of("scenario")
    minutes = schema["$defs"]["Step"]["properties"]["minutes"]
    assert minutes["x-unit"] == "minutes"
    assert "minutes of contact" in minutes["description"]
    reaches = schema["$defs"]["Help"]["properties"]["reaches"]["anyOf"][0]
    assert reaches == {"type": "integer", "minimum": 0, "maximum": 4}
    assert "warm" in schema["$defs"]["Rule"]["properties"]["by"]["anyOf"][0]["enum"]
    assert set(schema["properties"]) >= {"like", "roles", "personas"}


@pytest.mark.unit
def test_a_field_is_read_with_its_unit_meaning_and_default() -> None:
    missed = fields_of(Stream)["missed"]
    assert (missed.kind.what, missed.kind.unit, missed.required) == ("quantity", "proportion", True)
    assert missed.meaning.startswith("share of contacts to which nobody comes")
    asks = fields_of(Step)["asks"]
    assert asks.kind.inner is not None
    assert asks.kind.inner.words[-2:] == ("all", "circumstances")


@pytest.mark.unit
def test_a_type_that_files_cannot_hold_is_refused_loudly() -> None:
    with pytest.raises(TypeError, match="do not know how to write"):
        kind_of(complex)
