"""Questions: ``scenarios/questions/T04.yaml`` and so on, read, checked, and made into scenarios.

Goes in: a name. Comes out: the question, and for each side the scenario that it stands for. Those
that cannot be tested are prompts for the table, in ``scenarios/prompts.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.edits import parse
from sim.files.fields import kind_of
from sim.files.library import find_root, read
from sim.files.patching import ADDS, RULES, patch_of, shape_of
from sim.files.people import find_people
from sim.files.reading import Sheet
from sim.files.resolve import load_scenario
from sim.files.schema import validated
from sim.files.trouble import Trouble, fault_of, nearest, one_of, shown
from sim.model.questions import Prompt, Prompts, Question
from sim.model.scenario import Scenario

FOLDER: Final = "scenarios/questions"
PROMPTS: Final = "scenarios/prompts.yaml"
SIDES_AT_LEAST: Final = 2


def list_questions(root: Path | None = None) -> list[str]:
    """What the questions are called, in order; their files begin with a capital."""
    paths = ((root or find_root()) / FOLDER).glob("*.yaml")
    return sorted(path.stem for path in paths if path.stem[:1].isupper())


def load_prompts(root: Path | None = None) -> Mapping[str, Prompt]:
    """What cannot be tested, by name in capitals. Raises InputError with every fault."""
    path = (root or find_root()) / PROMPTS
    if not path.is_file():
        return {}
    sheet = read(path, PROMPTS)
    found, troubles = validated(kind_of(Prompts), sheet.value, None)
    if found is None:
        raise InputError([fault_of(trouble, sheet) for trouble in troubles])
    prompts: Prompts = found
    return {name.upper(): prompt for name, prompt in prompts.prompts.items()}


def prompt_faults(sheet: Sheet) -> list[Fault]:
    """Every fault of a file of prompts."""
    return [fault_of(t, sheet) for t in validated(kind_of(Prompts), sheet.value, None)[1]]


def unaskable(sheet: Sheet, name: str, root: Path) -> list[Fault]:
    """Every fault of a question's file, and of its sides in the systems of a root."""
    question, faults = question_faults(sheet, name)
    if question is None:
        return faults
    try:
        sides = sides_of(name, root)
    except InputError as error:
        return list(error.faults)
    return [fault_of(trouble, sheet) for trouble in _alike(sides)]


def _alike(sides: Mapping[str, Scenario]) -> Iterator[Trouble]:
    """The troubles of sides that differ in nothing but what they are called."""
    bare = {slug: replace(scenario, name="", title="") for slug, scenario in sides.items()}
    for one, other in combinations(bare, 2):
        if bare[one] == bare[other]:
            yield Trouble(
                trail=("sides", other),
                found=f"a side that differs in nothing from {one}",
                allowed="a system, or changes, of its own",
                mend="say under adds, rules or changes what sets it apart",
            )


def load_question(name: str, root: Path | None = None) -> Question:
    """The question of a name. Raises InputError with every fault."""
    home = root or find_root()
    known = list_questions(home)
    if name not in known:
        near = nearest(name, known) or nearest(name.upper(), known)
        mend = f"did you mean {near}?" if near else "name a question that `ask` lists"
        found = "no such question"
        raise InputError([Fault(file=name, found=found, allowed=one_of(known), mend=mend)])
    question, faults = question_faults(_sheet(name, home), name)
    if question is None:
        raise InputError(faults)
    return question


def _sheet(name: str, root: Path) -> Sheet:
    where = f"{FOLDER}/{name}.yaml"
    return read(root / where, where)


def question_faults(sheet: Sheet, name: str) -> tuple[Question | None, list[Fault]]:
    """The question of a sheet, or every fault of its own that keeps it from being one."""
    question, troubles = validated(kind_of(Question), _without_patches(sheet.value), None)
    sides = sheet.value.get("sides") if isinstance(sheet.value, dict) else None
    sides = sides if isinstance(sides, dict) else {}
    for side in sides:
        troubles += shape_of(patch_of(sheet, ("sides", side)), ("sides", side))
    if question is not None:
        troubles += _own(question, name)
    faults = [fault_of(trouble, sheet) for trouble in troubles]
    return (None if faults else question), faults


def _own(question: Question, name: str) -> list[Trouble]:
    found: list[Trouble] = []
    if question.question != name:
        found.append(
            Trouble(
                trail=("question",),
                found=shown(question.question),
                allowed=name,
                mend="call it what its file is called",
            )
        )
    if len(question.sides) < SIDES_AT_LEAST:
        found.append(
            Trouble(
                trail=("sides",),
                found=f"{len(question.sides)} side",
                allowed="two sides or more",
                mend="give the other side, or make it a prompt",
            )
        )
    return found


def _without_patches(value: Any) -> Any:
    """The file without what its sides add, which is checked where it meets their systems."""
    sides = value.get("sides") if isinstance(value, dict) else None
    if not isinstance(sides, dict):
        return value
    bare = {
        slug: {key: entry for key, entry in side.items() if key not in (ADDS, RULES)}
        if isinstance(side, dict)
        else side
        for slug, side in sides.items()
    }
    return value | {"sides": bare}


def sides_of(name: str, root: Path | None = None) -> dict[str, Scenario]:
    """The scenario of each side, called ``T04/side``. Raises InputError with every fault."""
    home = root or find_root()
    question = load_question(name, home)
    sheet = _sheet(name, home)
    found: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for slug, side in question.sides.items():
        try:
            scenario = load_scenario(
                side.system,
                root=root,
                people=find_people(question.people, home),
                patches=[patch_of(sheet, ("sides", slug))],
                changes=[parse(text) for text in side.changes],
            )
        except InputError as error:
            faults += [
                replace(fault, file=f"{FOLDER}/{name}.yaml, side {slug}: {fault.file}")
                for fault in error.faults
            ]
            continue
        found[slug] = replace(scenario, name=f"{name}/{slug}", title=side.title)
    if faults:
        raise InputError(faults)
    return found
