"""What makes the file of a person honest: checks that every site's people must pass.

Each check takes a persona as plain data, in the form in which it was written, with what it is
``like`` laid under it, and returns what is wrong with it: nothing, for an honest file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sim.files.merging import without_nothing
from sim.files.people import persona_sheet
from sim.model.words import HELP_SOUGHT_FROM

ROOT = Path(__file__).parent.parent
DATA = ROOT / "sim" / "data"
SOURCE_LINES = re.compile(r"00[0-4] L\d+(-\d+)?(, 00[0-4] L\d+(-\d+)?)*")
DURATIONS = ("minutes", "hours", "days", "weeks")
LEVELS_ONLY = ("raises", "lowers")
"""Mappings from needs to plain levels, whose reason stands in ``not_stated``."""
PLAIN_NUMBERS = ("age_from", "age_to")
EFFECTS = (("attending", 0), ("stopping", 1), ("worsening", 1), ("crisis", 1))
"""The effects of a supporter, each with the value that is no effect."""
Document = Mapping[str, Any]


def read(path: Path) -> dict[str, Any]:
    """A file as plain data."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


def slugs(site: str) -> tuple[str, ...]:
    """The people of a site, by the names of their files."""
    return tuple(sorted(path.stem for path in (ROOT / "personas" / site).glob("*.yaml")))


def written(site: str, name: str) -> dict[str, Any]:
    """The file of a persona, as it was written."""
    return read(ROOT / "personas" / site / f"{name}.yaml")


def persona(site: str, name: str) -> dict[str, Any]:
    """A persona as plain data, laid over what it is ``like``."""
    path = ROOT / "personas" / site / f"{name}.yaml"
    document = dict(
        without_nothing(persona_sheet(path, f"personas/{site}/{name}.yaml", ROOT).value)
    )
    for part in ("needs", "story", "noticers", "supporters", "coming", "barriers", "stigma"):
        document.setdefault(part, {})
    return document


def mappings(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping beneath a node, itself included, with its path."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from mappings(value, f"{path}.{key}".lstrip("."))
    elif isinstance(node, list | tuple):
        for position, value in enumerate(node):
            yield from mappings(value, f"{path}.{position}".lstrip("."))


def is_number(node: Any) -> bool:
    """Whether a leaf is a number (true and false are none)."""
    return isinstance(node, int | float) and not isinstance(node, bool)


def central_of(quantity: Document) -> float:
    """The central value of a number with its range."""
    return float(next(quantity[key] for key in ("central", *DURATIONS) if key in quantity))


@cache
def evidence_ids() -> frozenset[str]:
    """The rows of the evidence table."""
    with (DATA / "evidence.csv").open(encoding="utf-8") as table:
        return frozenset(row["id"] for row in csv.DictReader(table))


def faults_of_numbers(document: Document) -> list[str]:
    """Paths of numbers that stand alone, lack a reason, or whose range is upside down."""
    faults = []
    for path, node in mappings(document):
        numbers = {
            key: value
            for key, value in node.items()
            if is_number(value) and key not in PLAIN_NUMBERS
        }
        if numbers and path.rpartition(".")[2] not in LEVELS_ONLY:
            names = set(numbers) - {"low", "high"}
            whole = len(names) == 1 and names <= {"central", *DURATIONS}
            if not whole or not {"low", "high"} <= set(numbers):
                faults.append(f"{path}: a number without its range")
            elif not numbers["low"] <= central_of(node) <= numbers["high"]:
                faults.append(f"{path}: range upside down")
            if not (node.get("said") or node.get("evidence") or node.get("assumed")):
                faults.append(f"{path}: no reason")
        if "evidence" in node and node["evidence"] not in evidence_ids():
            faults.append(f"{path}: no such row of evidence")
    return faults


def home_exists(document: Document, home: str) -> bool:
    """Whether a dotted path leads to something that the file says."""
    node: Any = document
    for key in home.split("."):
        if not isinstance(node, dict) or key not in node:
            return False
        node = node[key]
    return bool(node)


def homeless_facts(document: Document) -> list[Any]:
    """Stated facts whose home says nothing, or that are not written as facts are."""
    facts = [*document["facts"], *document.get("assets", [])]
    return [
        fact
        for fact in facts
        if set(fact) != {"fact", "home", "said"}
        or (fact["home"] != "text" and not home_exists(document, fact["home"]))
    ]


def claims_of_no_fact(document: Document) -> list[str]:
    """Parts of the file that claim a source line and are the home of no fact."""
    homes = {fact["home"] for fact in [*document["facts"], *document.get("assets", [])]}
    found = []
    for part in ("needs", "noticers", "supporters", "coming"):
        for key, node in document[part].items():
            path = f"{part}.{key}"
            if "said" in node and part not in homes:
                found += [] if any(home.startswith(path) for home in homes) else [path]
    return found


def unsourced_lines(document: Document, source: str) -> list[str]:
    """Lines that are written wrongly, and lines of the site's own source that stand in one place
    of the file (its ``source``, its parts) and not in the other.
    """
    lines = [node["said"] for _, node in mappings(document) if "said" in node]
    wrong = [line for line in [document["source"], *lines] if not SOURCE_LINES.fullmatch(line)]
    own = set(document["source"].split(", "))
    told = {line for said in lines for line in said.split(", ") if line.startswith(source)}
    return wrong + sorted(told ^ own)


def needs_nobody_tells_or_sees(document: Document) -> list[str]:
    """Needs without a chapter, chapters about no need, and needs that no noticer can see."""
    about = {chapter.get("about", "") for chapter in document["story"].values()} - {""}
    seen: set[str] = set()
    for noticing in document["noticers"].values():
        seen |= set(noticing.get("needs") or document["needs"])
    serious = {
        name
        for name, need in document["needs"].items()
        if need["level"]["high"] >= HELP_SOUGHT_FROM
    }
    return sorted((about ^ set(document["needs"])) | (serious - seen))


def chapters_marked_without_a_note(document: Document) -> list[str]:
    """Chapters that are hidden or painful and do not say why."""
    return [
        name
        for name, chapter in document["story"].items()
        if (chapter.get("hidden") or chapter.get("painful")) and not chapter.get("note")
    ]


def owners_who_are_nobody(document: Document) -> set[str]:
    """Whose needs are there, of people who do not stand beside her."""
    whose = {need.get("whose", "herself") for need in document["needs"].values()}
    return whose - {"herself", *document["supporters"]}


def words_told(document: Document) -> set[str]:
    """The words in which the file tells what is known of her; hyphens hold a word together."""
    told = [str(document["title"]).partition(",")[0], document["her_words"]]
    told += [fact["fact"] for fact in document["facts"]]
    told += [supporter["relation"] for supporter in document["supporters"].values()]
    told += [*document["needs"], *document["story"]]
    return set(re.findall(r"[a-z]+(?:-[a-z0-9]+)*", " ".join(told).lower().replace("_", " ")))


def open_matters(document: Document) -> list[Document]:
    """Numbers about what no source states: they may stand only as marked assumptions."""
    matters = [document[word] for word in ("trust", "impatience", "consent") if word in document]
    matters += [document["readiness"]] if "readiness" in document else []
    for part in ("barriers", "stigma", "distance"):
        matters += document.get(part, {}).values()
    for part in ("supporters", "coming"):
        matters += [
            matter
            for path, matter in mappings(document[part])
            if "central" in matter and not path.endswith(LEVELS_ONLY)
        ]
    for need in document["needs"].values():
        words = ("easing", "worsening", "crisis", "level", "present")
        matters += [need[word] for word in words if word in need]
    matters += [noticing["per_week"] for noticing in document["noticers"].values()]
    matters += [coming["after"] for coming in document["coming"].values()]
    return [*matters, document["per_year"]]


def unmarked_assumptions(document: Document) -> list[Document]:
    """Open matters that do not say why they were assumed."""
    return [matter for matter in open_matters(document) if not matter.get("assumed")]


def effects_that_cannot_be_none(document: Document) -> list[str]:
    """Assumed effects of people, dates and readiness whose range leaves out no effect at all."""
    found = []
    for name, supporter in document["supporters"].items():
        for word, none in EFFECTS:
            if word in supporter:
                range_ = supporter[word]
                found += [] if range_["low"] <= none <= range_["high"] else [f"{name}.{word}"]
    for name, coming in document["coming"].items():
        for mode, barrier in coming.get("barriers", {}).items():
            found += [] if barrier["low"] == 0 else [f"{name}.{mode}"]
    if "readiness" in document and document["readiness"]["high"] != 1:
        found.append("readiness")
    return found


def unsaid_levels(document: Document) -> list[str]:
    """Levels that a date brings and that ``not_stated`` does not name."""
    return [
        f"{name}: level {level}"
        for name, coming in document["coming"].items()
        for level in coming.get("raises", {}).values()
        if not any(f"level {level}" in line for line in document["not_stated"])
    ]
