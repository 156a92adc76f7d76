"""People for hypothesis: personas with every word that a file may say of one."""

from __future__ import annotations

from typing import Any, Final

from sim.model.words import DOMAINS as ALL_DOMAINS
from sim.model.words import GROUPINGS, MODES, NOTICERS
from tests.engine.small_world import Document, person
from tests.two_engines.choosing import Choose

DOMAINS: Final = ("mental", "housing", "carer", "physical")
"""The domains of the needs; the others would only make systems larger."""
PLACES: Final = ("toytown", "millbrook", "ashcombe")
FUNCTIONS: Final = ("contact", "course")
"""Functions that steps may share."""
NAMES: Final = ("mood", "home", "mother", "back")
CIRCUMSTANCES: Final = ("family", "past")


def varies(choose: Choose, low: float, central: float, high: float, unit: str = "") -> Any:
    """A number that may differ between people."""
    if choose.once_in(2):
        return central if not unit else {unit: central}
    found = {"low": low, "central": central, "high": high, "assumed": "toy"}
    return found | ({"unit": unit} if unit else {})


def persona(choose: Choose, name: str, rare: bool) -> Document:
    """Somebody with needs, a story and perhaps a sister; ``rare`` where a run is long."""
    needs = _needs(choose)
    story = _story(choose, needs)
    noticers = _noticers(choose, needs)
    parts: Document = {
        "needs": needs,
        "story": story,
        "noticers": noticers,
        "age": varies(choose, 14, 17, 40) if choose.once_in(3) else choose.one(17, 40, 17.5),
        "site": choose.of(PLACES),
        "per_year": choose.one(300, 500, 150) / (8 if rare else 1),
        "trust": varies(choose, 0.2, 0.5, 0.9),
        "impatience": varies(choose, 0.3, 1, 3),
        "consent": choose.share(),
        "barriers": {m: varies(choose, 0, 0.5, 1) for m in choose.some(MODES, most=4)},
        "stigma": {d: varies(choose, 0, 0.4, 1) for d in choose.some(ALL_DOMAINS, most=4)},
        "distance": {p: varies(choose, 0, 0.5, 1) for p in choose.some(PLACES)},
        "hours": choose.one("", "", "days", "late"),
        "wants": [_wish(choose) for _ in range(choose.one(0, 0, 1, 2))],
    }
    if not choose.once_in(3):
        parts["readiness"] = varies(choose, 0, 0.2, 1)
    if choose.once_in(2):
        parts["supporters"] = _supporters(choose, parts)
    if not choose.once_in(3):
        parts["coming"] = {
            f"day{i}": _day(choose, parts, i) for i in range(1, choose.one(1, 1, 2) + 1)
        }
    return person(name=name, **parts)


def _needs(choose: Choose) -> Document:
    found: Document = {}
    for name, domain in zip(NAMES, DOMAINS, strict=True):
        if found and not choose.once_in(2):
            continue
        level = choose.one(2, 3, 4, {"low": 1, "central": 2, "high": 4, "assumed": "toy"})
        found[name] = {"domain": domain, "level": level}
        if len(found) > 1:
            found[name]["present"] = choose.one(1, 0.5, 0.8)
            found[name] |= choose.given(4, level={"low": 0, "central": 1, "high": 3, "said": "toy"})
        for clock in ("easing", "worsening", "crisis"):
            found[name] |= choose.given(3, **{clock: choose.one(0, 0.5, 4)})
    return found


def _story(choose: Choose, needs: Document) -> Document:
    told = {"told_to": choose.some(NOTICERS[:4], most=2)} if choose.once_in(2) else {}
    found: Document = {
        f"of_{name}": {
            "about": name,
            "minutes": varies(choose, 1, 5, 9),
            "hidden": choose.once_in(3),
            "painful": choose.once_in(3),
        }
        | told
        for name in needs
    }
    for name in choose.some(CIRCUMSTANCES):
        found[name] = {"minutes": choose.one(6, 15), "painful": choose.once_in(2)}
        found[name] |= {"hidden": choose.once_in(4)}
    return found


def _noticers(choose: Choose, needs: Document) -> Document:
    found: Document = {}
    for noticer in ("herself", *choose.some(NOTICERS[1:], most=3)):
        found[noticer] = {"per_week": choose.one(2, 0.3, 8)}
        if choose.once_in(3):
            found[noticer]["needs"] = choose.some(list(needs), least=1)
    return found


def _wish(choose: Choose) -> Document:
    return {
        "fact": "a wish",
        "modes": choose.some(MODES, most=2),
        "domains": choose.some(DOMAINS, most=2),
        "groupings": choose.some(GROUPINGS, most=1),
        "functions": choose.some(FUNCTIONS, most=1),
    }


def _supporters(choose: Choose, parts: Document) -> Document:
    return {
        name: _supporter(choose, parts, name) for name in ("sister", "friend")[: choose.one(1, 2)]
    }


def _supporter(choose: Choose, parts: Document, name: str) -> Document:
    needs, story = parts["needs"], parts["story"]
    found: Document = {"relation": f"a {name}", "present": choose.one(1, 0.3)}
    if not choose.once_in(3):
        found["tells"] = choose.some(list(story), least=1)
    found |= choose.given(2, attending=choose.one(0.5, -1))
    found |= choose.given(2, stopping=choose.one(0.5, 2))
    found |= choose.given(2, worsening=choose.one(0.5, 2))
    found |= choose.given(2, crisis=choose.one(0.5, 0))
    found |= choose.given(2, notices=choose.some(list(parts["noticers"]), least=1, most=2))
    found |= choose.given(2, tiring=choose.one(0.5, 0.1))
    found |= choose.given(2, tired=choose.one(0.5, 0))
    found |= choose.given(2, leaving=choose.one(0.3, 0.05))
    if "worsening" in found or "crisis" in found:
        found |= choose.given(3, needs=choose.some(list(needs), least=1))
    if len(needs) > 1 and not choose.once_in(3):
        theirs = list(needs)[-1]
        if needs[theirs].get("whose", name) == name:
            needs[theirs]["whose"] = name
            found["own_need"] = theirs
    return found


def _day(choose: Choose, parts: Document, place: int) -> Document:
    needs, supporters = list(parts["needs"]), list(parts.get("supporters", {}))
    found: Document = {
        "what": "a day",
        "after": varies(choose, 1, 6, 20, "days"),
        "moves_to": choose.one(*PLACES, ""),
        "hours": choose.one("", "", "days", "always"),
        "barriers": {m: choose.one(1, 0.2) for m in choose.some(MODES, most=2)},
        "noticed_by": choose.some(NOTICERS, most=2),
    }
    raised = choose.some(needs, most=2)
    found["raises"] = {need: choose.one(3, 1, 4) for need in raised}
    lowered = [need for need in choose.some(needs, most=1) if need not in raised]
    found["lowers"] = {need: choose.one(0, 1, 2) for need in lowered}
    leave = choose.some(supporters, most=1)
    found["supporters_leave"] = leave
    found["supporters_tire"] = [s for s in choose.some(supporters) if s not in leave]
    return found
