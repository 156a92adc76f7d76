"""What a site's spreadsheet asks for: one row for each number that people of the place may know.

Goes in: a site. Comes out: rows, in the order of the sheets, each with the path of what it changes
and its default in the site's ``today``. The list stands in ``sim/data/local.yaml``; nothing here
knows a team or a persona by name.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.edits import Change, Field, fields_of
from sim.files.library import list_scenarios, package_home
from sim.files.reading import read_file
from sim.files.resolve import load_scenario
from sim.files.writing import to_document
from sim.model.rosters import DAYS
from sim.model.scenario import Scenario

NAME: Final = "sim/data/local.yaml"
FIRST: Final = "today"
"""The scenario of a site whose numbers are asked for."""
HOURS: Final = "Hours"
"""The sheet whose answers are opening hours and no numbers."""
LAST_YEAR: Final = "Last year"
"""The sheet of figures that ``today`` is held against."""
YEAR_PATH: Final = "last_year"
"""How the paths of these figures begin."""
STAR: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One row of the spreadsheet."""

    sheet: str
    path: str
    """as ``--set`` takes it; of a figure of last year, last_year.TEAM.FIGURE"""
    what: str
    """what it means"""
    where: str
    """whose it is: a team, a role, people like somebody"""
    unit: str
    default: float | str | None = None
    """the value without an answer; hours as text; None where there is none"""
    low: float | None = None
    """the lowest value that is believable, and the highest"""
    high: float | None = None
    rests_on: str = ""
    """source, or why it is assumed"""
    allowed: tuple[float, float] = (0.0, 0.0)
    """the least and the most that may be typed"""
    whole: bool = False
    """whether it must be a whole number"""

    @property
    def is_number(self) -> bool:
        """Whether a number is asked for, that goes into the model."""
        return self.sheet not in (HOURS, LAST_YEAR)


def sites() -> list[str]:
    """The sites that have a ``today``."""
    ending = f"/{FIRST}"
    return [slug.removesuffix(ending) for slug in list_scenarios() if slug.endswith(ending)]


def check_site(site: str, file: str) -> None:
    """Raise InputError where there is no such site."""
    known = sites()
    if site not in known:
        mend = "name a site of the list"
        raise InputError([Fault(file=file, found=site, allowed=", ".join(known), mend=mend)])


def local_terms() -> Mapping[str, Any]:
    """What ``sim/data/local.yaml`` says."""
    found: Mapping[str, Any] = read_file(package_home() / NAME, NAME).value
    return found


@cache
def asked_of(site: str) -> tuple[Asked, ...]:
    """Every row of a site's spreadsheet. Raises InputError where there is no such site."""
    check_site(site, "template")
    scenario = load_scenario(f"{site}/{FIRST}")
    document = to_document(scenario)
    rows = [row for term in local_terms()["rows"] for row in _rows(term, scenario, document)]
    sheets = list(dict.fromkeys(row.sheet for row in rows))
    rows.sort(key=lambda row: sheets.index(row.sheet))
    costs = [row for row in rows if row.sheet == sheets[-1]]
    return (*rows[: -len(costs)], *_last_year(scenario), *costs)


def _rows(term: Mapping[str, Any], scenario: Scenario, document: dict[str, Any]) -> Iterator[Asked]:
    """The rows of one entry of the list."""
    shared: dict[str, list[Asked]] = {}
    for at in _fields(term, scenario, document):
        if term.get("only_given") and at.value is None:
            continue
        shared.setdefault(_shared_path(term, at.path), []).append(_row(term, at, scenario))
    for path, those in shared.items():
        alike = len({(row.default, row.unit) for row in those}) == 1
        if path != those[0].path and alike:
            yield replace(those[0], path=path, where=_whose(path))
        else:
            yield from those


def _shared_path(term: Mapping[str, Any], path: str) -> str:
    """The path of the row that an entry would share with others like it; else its own."""
    parts = path.split(".")
    if term.get("one_row") == "role":
        parts[1] = STAR
    elif term.get("one_row") == "everybody":
        parts[1] = parts[3] = STAR
    return ".".join(parts)


def _whose(path: str) -> str:
    role = path.split(".")[3]
    return "Every role, in every team" if role == STAR else f"{_spoken(role)}, in every team"


def _fields(
    term: Mapping[str, Any], scenario: Scenario, document: dict[str, Any]
) -> Iterator[Field]:
    """The fields that the path of an entry leads to; none where nothing has it."""
    paths = [term["path"]]
    if term.get("queued"):  # named one by one, so that a team without the field has a row too
        paths = [
            term["path"].replace(STAR, name, 1)
            for name in scenario.teams
            if _queued(scenario, name)
        ]
    for path in paths:
        with suppress(InputError):
            yield from fields_of(Change(path=path, value=0), copy.deepcopy(document))


def _queued(scenario: Scenario, name: str) -> bool:
    """Whether a team has a queue, and so somebody who can wait in it when the run begins."""
    team = scenario.teams[name]
    return team.wait == "queue" and bool(team.other_people)


def _row(term: Mapping[str, Any], at: Field, scenario: Scenario) -> Asked:
    value = at.value
    found = value if isinstance(value, dict) and "central" in value else {}
    reasons = (found.get("said"), found.get("evidence"), found.get("assumed"))
    low, high = term.get("allowed", (0.0, 0.0))
    is_plain = isinstance(value, int) and not found
    return Asked(
        sheet=term["sheet"],
        path=at.path,
        what=term["what"],
        where=_where(at.path, scenario),
        unit=str(found.get("unit") or term.get("unit") or at.kind.unit),
        default=default_of(value),
        low=found.get("low"),
        high=found.get("high"),
        rests_on=_rests_on(reasons) if found else _grounds_of(at.path, scenario),
        allowed=(float(low), float(high)),
        whole=is_plain or at.kind.what == "whole",
    )


def default_of(value: Any) -> float | str | None:
    """What stands in a field of a document, as a cell shows it."""
    if isinstance(value, dict) and "central" in value:
        return float(value["central"])
    if isinstance(value, dict) and "openings" in value:
        return "; ".join(
            f"{_days(opening['days'])} {opening['start']}-{opening['end']}"
            for opening in value["openings"]
        )
    return float(value) if isinstance(value, int | float) else None


def _days(days: list[str]) -> str:
    first = DAYS.index(days[0])
    in_a_row = len(days) > 1 and tuple(days) == DAYS[first : first + len(days)]
    return f"{days[0]}-{days[-1]}" if in_a_row else ",".join(days)


def _rests_on(reasons: tuple[Any, ...]) -> str:
    said, evidence, assumed = reasons
    parts = [f"source {said}" if said else "", f"evidence: {evidence}" if evidence else ""]
    parts.append(f"assumed: {assumed}" if assumed else "")
    return "; ".join(part for part in parts if part)


def _grounds_of(path: str, scenario: Scenario) -> str:
    """Why a plain word or number of a team or calendar is what it is, where that is said."""
    parts = path.split(".")
    if parts[0] == "calendars":
        calendar = scenario.calendars[parts[1]]
        return _rests_on((calendar.said, "", calendar.assumed))
    accepts = scenario.teams[parts[1]].accepts if parts[0] == "teams" else None
    if accepts is not None and parts[2] == "accepts":
        return _rests_on((accepts.said, "", accepts.assumed))
    return ""


def _where(path: str, scenario: Scenario) -> str:
    """Whose number it is, in words: the named parts of its path, titled."""
    parts = path.split(".")
    if parts[0] == "personas":
        return f"People like {scenario.personas[parts[1]].title}"
    if parts[0] == "calendars":
        used = [team.title for team in scenario.teams.values() if team.calendar == parts[1]]
        return f"{_spoken(parts[1])}: {', '.join(used) or 'no team'}"
    if parts[0] != "teams":
        return "Everybody"
    team = scenario.teams[parts[1]]
    title = team.title or _spoken(parts[1])
    names = [_inside(parts[3])] if len(parts) > 3 and parts[2] in _NAMED else []
    names += [f"{_inside(parts[4])} needs"] if parts[2:4] == ["accepts", "at_least"] else []
    return ", ".join([title, *names])


_NAMED: Final = ("staff", "other_people")


def _spoken(name: str) -> str:
    words = name.replace("_", " ").capitalize()
    return re.sub(r"\b[Gg]p\b", "GP", words)


def _inside(name: str) -> str:
    """A name within a line."""
    words = _spoken(name)
    return words if words.startswith("GP") else words.lower()


def _last_year(scenario: Scenario) -> Iterator[Asked]:
    """Three figures for each team with a queue."""
    for name, team in scenario.teams.items():
        if team.wait != "queue":
            continue
        for figure, term in local_terms()["last_year"].items():
            low, high = term["allowed"]
            yield Asked(
                sheet=LAST_YEAR,
                path=f"{YEAR_PATH}.{name}.{figure}",
                what=term["what"],
                where=team.title or _spoken(name),
                unit=term["unit"],
                rests_on="not an input: what is simulated is held against it",
                allowed=(float(low), float(high)),
            )
