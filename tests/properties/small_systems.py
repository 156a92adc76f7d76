"""Small systems and people for hypothesis, and the rows of their runs.

Out: human documents of up to three teams, four contacts, a panel, a pause, two personas and other
people, with live transfers, interim help, offers made again, rules between sessions, calls, places,
lists that close, yearly limits, shut days and later weeks, built by parts that a person could have
written; :func:`log_of` runs one.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from sim.engines.protocol import Totals
from sim.files import resolve
from sim.log import Row
from sim.program import Program, compile_program
from tests.engine.engines import run
from tests.engine.small_world import Document, person, step, team, world

TEAMS = ("desk", "clinic", "line")
STEPS = ("meet", "talk", "visit", "call")
DOMAINS = ("mental", "housing")
SHARES = st.sampled_from([0, 0.3, 0.7, 1])
KINDS = st.sampled_from(["warm", "overlap", "cold", "number_given"])


def few(examples: int) -> settings:
    """So many examples, always the same; they are not shrunk, which would take minutes."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


class Log(list[Row]):
    """A sink that keeps every row."""

    def see(self, row: Row) -> None:
        """Keep it."""
        self.append(row)


def log_of(
    document: Document, *, seed: int = 1, salt: int = 0
) -> tuple[Program, list[Row], Totals]:
    """The program of a document, the rows of one replication, and its totals."""
    program = compile_program(resolve(document))
    log = Log()
    totals = run(program, seed=seed, replication=0, sink=log, salt=salt)
    return program, log, totals


@st.composite
def personas(draw: Any, name: str) -> Document:
    """A persona of one or two needs, whose story may be hidden, who comes every few days."""
    levels = st.sampled_from([2, 3, 4, {"low": 1, "central": 2, "high": 4, "assumed": "toy"}])
    hidden = st.booleans()
    return person(
        name=name,
        per_year=draw(st.sampled_from([100, 400])),
        age=16 if name == "omar" else draw(st.sampled_from([16, 40])),
        needs={
            "mood": {"domain": "mental", "level": draw(levels)},
            "home": {"domain": "housing", "level": draw(levels), "present": draw(SHARES)},
        },
        story={
            "low": {"about": "mood", "minutes": 4, "hidden": draw(hidden)},
            "damp": {"about": "home", "minutes": 6, "hidden": draw(hidden), "told_to": ["gp"]},
            "family": {"minutes": 8, "painful": True},
        },
        noticers={"herself": {"per_week": 2}, "gp": {"per_week": 1, "needs": "home"}},
        consent=draw(SHARES),
        **draw(lives_of(name)),
    )


@st.composite
def lives_of(draw: Any, name: str) -> Document:
    """A sister who tires and leaves, a day on which much changes, hours in which he can be met."""
    sister = {
        "relation": "a sister",
        "present": draw(st.sampled_from([0.3, 1])),
        "tells": ["low"],
        "attending": 0.5,
        "stopping": 0.5,
        "worsening": 0.5,
        "notices": ["gp"],
        "tiring": 0.5,
        "tired": 0.5,
        "leaving": draw(st.sampled_from([0, 0.5])),
    }
    day: Document = {
        "what": "a day",
        "after": {"low": 2, "central": 9, "high": 20, "unit": "days", "assumed": "toy"},
        "raises": {"home": 3},
        "lowers": draw(st.sampled_from([{}, {"mood": 0}])),
        "supporters_tire": ["sister"],
        "barriers": {"phone": 0.5},
        "noticed_by": draw(st.sampled_from([[], ["midwife"]])),
        "moves_to": draw(st.sampled_from(["", "fartown"])),
    }
    parts: Document = {"hours": draw(st.sampled_from(["", "", "days"]))}
    if draw(st.booleans()):
        parts["supporters"] = {"sister": sister}
        if draw(st.booleans()):
            parts["coming"] = {"day": day}
    return parts


@st.composite
def teams(draw: Any, name: str) -> Document:
    """A team that queues, or draws its wait, in office hours or always."""
    common = {
        "calendar": draw(st.sampled_from(["always", "office"])),
        "staff": {"worker": draw(st.sampled_from([1, 2, 2.5]))},
        "reads_own": draw(SHARES),
        "familiar": draw(SHARES),
        "overrun": draw(st.sampled_from([0, 10])),
        "rebook": draw(st.sampled_from([0, 1])),
    }
    if draw(st.booleans()) and name != "desk":
        common["accepts"] = {"at_least": {"mental": 2, "housing": 1}, "age_to": 16}
    if name == "line":
        return team(wait="drawn", delay={"exponential": {"days": 2}}, **common)
    stream: Document = {
        "per_year": 1500,
        "minutes": {"exponential": 40},
        "sessions": 2,
        "missed": 0.1,
        "stopping": draw(st.sampled_from([0, 0.5])),
    }
    if draw(st.integers(0, 2)) == 0:
        common["places"] = draw(st.sampled_from([2, 5]))
        stream["place"] = draw(st.booleans())
    if draw(st.integers(0, 2)) == 0:
        common |= {"closes_at": 4, "reopens_at": 2}
    if draw(st.integers(0, 2)) == 0:
        common["new_share"] = 0.4
    if draw(st.integers(0, 3)) == 0:
        common["calendar"] = "holidays"
    return team(other_people={"everybody": stream}, **common)


@st.composite
def rules(
    draw: Any, owner: str, owners: dict[str, str], *, with_her: bool = True
) -> list[Document]:
    """One or two rules that lead on, and an end."""
    found: list[Document] = []
    for _ in range(draw(st.integers(0, 2))):
        go = draw(st.sampled_from([*STEPS, "panel", "rest"]))
        when = draw(conditions())
        rule: Document = {"go": go, "when": when | (draw(between_sessions()) if with_her else {})}
        if draw(st.booleans()):
            rule["for"] = "each need"
        if draw(st.integers(0, 2)) == 0:
            rule["meanwhile"] = draw(st.sampled_from([["rest"], ["talk"], ["call", "visit"]]))
        if with_her and draw(st.booleans()):
            rule["keep"] = {"minutes": draw(st.sampled_from([10, 200]))}
            rule["otherwise"] = draw(st.sampled_from([*STEPS, "rest"]))
        if owners[go] != owner:
            rule |= {"by": draw(KINDS), "if_bounced": draw(st.sampled_from(STEPS))}
            rule["link_back"] = draw(st.booleans())
        found.append(rule)
    return [*found, {"end": draw(st.sampled_from(["signposted", "declined"]))}]


def conditions() -> st.SearchStrategy[Document]:
    """Words of a rule."""
    return st.sampled_from(
        [
            {"need": "mental"},
            {"need": "housing", "at_least": 2},
            {"told": True},
            {"helped": False, "chance": 0.7},
            {"free_within": {"days": 2}},
            {"attended": False},
        ]
    )


def between_sessions() -> st.SearchStrategy[Document]:
    """Words about the sessions of a course; mostly none."""
    return st.sampled_from([{}, {}, {"sessions": 1}, {"finished": False}, {"finished": True}])


@st.composite
def documents(draw: Any) -> Document:
    """A small system with its people."""
    owners = {name: draw(st.sampled_from(TEAMS)) for name in (*STEPS, "panel")}
    owners["rest"] = "desk"
    steps = {name: draw(contacts(name, owners)) for name in STEPS}
    steps["rest"] = {
        "team": "desk",
        "pause": {"days": 5},
        "then": [{"when": {"need": list(DOMAINS)}, "end": "declined"}, {"end": "declined"}],
    }
    steps["panel"] = draw(panels(owners))
    small = world(
        named=draw(st.booleans()),
        window={"start": {"weeks": 1}, "count": {"weeks": 3}, "follow": {"weeks": 4}},
        personas={name: draw(personas(name)) for name in ("nell", "omar")},
        teams={name: draw(teams(name)) for name in TEAMS},
        steps=steps,
        doors={"otherwise": "meet", "gp": "talk"},
        crisis_doors=draw(st.sampled_from([{}, {"otherwise": "talk"}])),
        calendars={
            "days": "mon-sun 08:00-20:00",
            "holidays": {
                "openings": ["mon-fri 09:00-17:00"],
                "shut": [{"from_week": 3, "to_week": 3, "days": ["mon", "wed"], "assumed": "toy"}],
            },
        },
        records={
            "book": {"writes": list(TEAMS), "reads": list(TEAMS), "read_chance": draw(SHARES)}
        },
        rung=draw(st.sampled_from(["B", "C"])),
        assumptions={
            "leaving": draw(st.sampled_from([0, 20])),
            "telling": {"ask_again": 0.3, "ask_again_own": draw(SHARES), "help_at_least": 5},
            "taking": {
                "not_taken_up": draw(st.sampled_from([0.1, 0.6])),
                "stopping": draw(st.sampled_from([0, 0.5])),
                "attends": {"phone": 0.7, "face_to_face": 0.9},
            },
            "handing": {
                "loses": {"warm": 0.1, "overlap": 0.1, "cold": 0.1, "number_given": 0.1},
                "writing": 10,
            },
            "lives": draw(lives()),
            "asks_at": dict.fromkeys(
                ("herself", "gp"), draw(st.sampled_from(["always", "office"]))
            ),
        },
    )
    small["roles"]["worker"]["skill"] = {"otherwise": draw(SHARES)}
    small["roles"]["worker"]["contact_share"] = draw(st.sampled_from([0.6, 1]))
    small["roles"]["worker"]["caseload"] = draw(st.sampled_from([1, 3]))
    small = reachable(small)
    small["later"] = draw(later(small))
    for one in small["steps"].values():
        if "places" in small["teams"][one["team"]] and "helps" in one and draw(st.booleans()):
            one["helps"] |= {"place": True, "interval": {"days": 14}}
    for name, one in small["teams"].items():
        elsewhere = [s for s in small["steps"] if small["steps"][s]["team"] != name]
        if "accepts" in one and elsewhere:
            one["at_boundary"] = draw(st.sampled_from(["", *elsewhere]))
    return small


@st.composite
def later(draw: Any, small: Document) -> list[Document]:
    """Nothing, or staff, doors and openings that change in the second counted week."""
    if draw(st.booleans()):
        return []
    staff = draw(st.sampled_from([0.5, 1, 3]))
    step = draw(st.sampled_from(sorted(small["doors"].values())))
    changes = [f"teams.desk.staff.worker.wte={staff}", f"doors.otherwise={step}"]
    return [{"week": 2, "changes": changes}]


def lives() -> st.SearchStrategy[Document]:
    """Nothing changes by itself, or much does."""
    every = {
        kind: dict.fromkeys((*DOMAINS, "otherwise"), 0.5)
        for kind in ("easing", "worsening", "crisis")
    }
    return st.sampled_from([{"acts": False}, {"acts": True} | every])


@st.composite
def contacts(draw: Any, name: str, owners: dict[str, str]) -> Document:
    """A contact: short or long, that may help, in a mode, with a worker, perhaps two."""
    contact = step(
        owners[name],
        minutes=draw(st.sampled_from([20, {"exponential": 45}, {"about": 60}])),
        mode=draw(st.sampled_from(["face_to_face", "phone", "drop_in"])),
        who=draw(st.sampled_from(["any", "known", "own"])),
        asks=draw(st.sampled_from(["all", "mental", []])),
        offered=draw(st.booleans()),
        urgent=draw(st.booleans()),
        assessment=draw(st.booleans()),
        then=draw(rules(owners[name], owners)),
        helps={
            "domains": list(DOMAINS),
            "works": 0.7,
            "sessions": draw(st.sampled_from([1, 3])),
            "interval": {"days": 3},
        },
    )
    if contact["mode"] == "phone" and draw(st.booleans()):
        contact |= {"patience": draw(st.sampled_from([5, 100])), "calls": 2}
    if draw(st.integers(0, 4)) == 0:
        contact["yearly_limit"] = draw(st.sampled_from([3, 20]))
    if contact["offered"] and draw(st.booleans()):
        contact |= {"offers": 3, "offered_again_after": {"days": 4}}
    later = STEPS[STEPS.index(name) + 1 :]
    if contact["offered"] and draw(st.booleans()):  # no circles of refusals
        contact["offered_instead"] = draw(st.sampled_from([*later, "rest"]))
    others = [t for t in TEAMS if t != owners[name]]
    beside = [{"team": team, "role": "worker"} for team in others]
    contact["beside"] = beside[: max(0, draw(st.integers(-4, 2)))]
    if draw(st.integers(0, 3)) == 0:
        full = draw(st.sampled_from(["wait", "without"]))
        contact["companion"] = {"team": "desk", "role": "worker", "when_full": full}
    return contact


@st.composite
def panels(draw: Any, owners: dict[str, str]) -> Document:
    """Workers of all teams meet without her."""
    return {
        "team": owners["panel"],
        "minutes": draw(st.sampled_from([20, {"exponential": 45}])),
        "with_her": False,
        "beside": [{"team": t, "role": "worker"} for t in TEAMS if t != owners["panel"]],
        "then": draw(rules(owners["panel"], owners, with_her=False)),
    }


def reachable(document: Document) -> Document:
    """The document without the steps that no door leads to, which a check would refuse.

    Words that lead beside the way (``otherwise``, ``meanwhile``, ``offered_instead``) lead only
    to steps that are on it.
    """
    steps = document["steps"]
    reached: list[str] = []
    ahead = list(document["doors"].values())
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.append(name)
            for rule in steps[name]["then"]:
                ahead += [rule[word] for word in ("go", "if_bounced") if word in rule]
    for one in (steps[name] for name in reached):
        if one.get("offered_instead") not in reached:
            one.pop("offered_instead", None)
        for rule in one["then"]:
            if rule.get("otherwise") not in reached:
                rule.pop("otherwise", None)
            elsewhere = [s for s in rule.get("meanwhile", []) if s != rule["go"]]
            rule["meanwhile"] = [s for s in elsewhere if s in reached]
    return document | {"steps": {name: steps[name] for name in steps if name in reached}}
