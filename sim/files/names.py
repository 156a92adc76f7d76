"""Every name that one part of a scenario uses for another: does it exist?

Works on the document before it is validated, so that a misspelt name and a wrong number are
reported together.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sim.files.fields import Kind, fields_of, parts
from sim.files.reading import Trail
from sim.files.trouble import Trouble, nearest, one_of, unknown
from sim.model.assumptions import Assumptions
from sim.model.people import Chapter, Noticing, Persona
from sim.model.scenario import Scenario
from sim.model.steps import Condition, Rule, Seat, Step
from sim.model.teams import Accepts, Record, Team, Transfer

_NOUNS: Final = {
    "steps": "step",
    "teams": "team",
    "calendars": "calendar",
    "organisations": "organisation",
    "needs": "need",
}
_NAMED: Final[Mapping[tuple[type, str], str]] = {
    (Rule, "go"): "steps",
    (Rule, "if_bounced"): "steps",
    (Rule, "if_lost"): "steps",
    (Condition, "tried"): "steps",
    (Condition, "not_tried"): "steps",
    (Condition, "came_from"): "teams",
    (Step, "team"): "teams",
    (Seat, "team"): "teams",
    (Team, "calendar"): "calendars",
    (Team, "organisation"): "organisations",
    (Record, "writes"): "teams",
    (Record, "reads"): "teams",
    (Transfer, "from_team"): "teams",
    (Transfer, "to_team"): "teams",
    (Scenario, "doors"): "steps",
    (Chapter, "about"): "needs",
    (Noticing, "needs"): "needs",
}
"""Fields that name a part, and the mapping that the part must be in."""
_ROLES: Final[Mapping[tuple[type, str], str]] = {
    (Step, "role"): "team",
    (Seat, "role"): "team",
    (Transfer, "role"): "from_team",
    (Transfer, "to_role"): "to_team",
}
"""Fields that name a role, and the field beside them that names its team."""
_PLACES: Final = {(Condition, "site"), (Accepts, "sites")}
_HOME: Final = (Persona, "site")
"""Where a person lives; it is held against the places that teams and conditions name."""
_MISSPELT_FROM: Final = 0.8
"""A place that is so like a known one is taken to be misspelt; other places are just elsewhere."""


def names_of(kind: Kind, document: Any) -> list[Trouble]:
    """The troubles of every name in a scenario's or a persona's document."""
    return list(_Names(kind, document).walk(kind, document, ()))


class _Names:
    """The names that a document gives, and a walk through those that it uses."""

    def __init__(self, kind: Kind, document: Any) -> None:
        whole = document if isinstance(document, dict) else {}
        self.known = {word: _keys(whole.get(word)) for word in _NOUNS}
        self.teams = whole.get("teams")
        self.sites = _sites(whole)
        self.served = list(dict.fromkeys(_named_at(kind, document, {*_PLACES, (Team, "site")})))
        self.uses = Counter(_named_at(kind, document, {*_PLACES, (Team, "site"), _HOME}))

    def walk(self, kind: Kind, value: Any, trail: Trail) -> Iterator[Trouble]:
        """Troubles at a value and beneath it."""
        needs = self.known["needs"]
        if kind.model is Persona and isinstance(value, dict):
            self.known["needs"] = _keys(value.get("needs"))
        for name, inner, entry in parts(kind, value):
            below = (*trail, name)
            if kind.what == "record" and kind.model is not None:
                yield from self.named(kind.model, str(name), value, below)
            yield from self.walk(inner, entry, below)
        self.known["needs"] = needs

    def named(self, model: type, field: str, holder: Any, trail: Trail) -> Iterator[Trouble]:
        """Troubles of the names in one field."""
        if (model, field) == (Assumptions, "asks_at"):
            yield from self.asked_at(holder[field])
        home = _NAMED.get((model, field))
        beside = _ROLES.get((model, field))
        places = self.sites if (model, field) in _PLACES else ()
        places = self.served if (model, field) == _HOME else places
        if home is None and beside is None and not places:
            return
        words = list(_words(holder[field], trail))
        if holder[field] == "" and fields_of(model)[field].default == "":
            return
        if home is not None:
            for at, word in words:
                if word not in self.known[home]:
                    yield unknown(at, word, self.known[home], _NOUNS[home])
        if beside is not None:
            yield from self.roles(holder.get(beside), words)
        yield from self.misspelt(words, places)

    def misspelt(
        self, words: Iterable[tuple[Trail, str]], places: Sequence[str]
    ) -> Iterator[Trouble]:
        """Troubles of places that are nearly a known one, which is named at least as often."""
        for at, word in words:
            near = nearest(word, places)
            if word in places or not near or self.uses[near] < self.uses[word]:
                continue
            if _alike(word, near):
                yield unknown(at, word, places, "place")

    def asked_at(self, by_noticer: Any) -> Iterator[Trouble]:
        """Calendars that a scenario must have, because somebody asks in their hours."""
        known = self.known["calendars"]
        wanted = dict.fromkeys(word for _, word in _words(by_noticer, ()))
        for word in wanted:
            if word not in known:
                who = [str(at[-1]) for at, name in _words(by_noticer, ()) if name == word]
                near = nearest(word, known)
                hint = f"; did you mean {near}?" if near else ""
                yield Trouble(
                    trail=("calendars",),
                    found=f"no calendar {word!r}, in which {one_of(who)} ask",
                    allowed="every calendar that assumptions.asks_at names",
                    mend=f"add {word} to calendars, or name another in assumptions.asks_at{hint}",
                )

    def roles(self, team: Any, words: Iterable[tuple[Trail, str]]) -> Iterator[Trouble]:
        """Troubles of roles that the team beside them does not have."""
        teams = self.teams if isinstance(self.teams, dict) else {}
        held = teams.get(team) if isinstance(team, str) else None
        if not isinstance(held, dict):
            return
        for at, word in words:
            if word not in _keys(held.get("staff")):
                yield unknown(at, word, _keys(held.get("staff")), f"role of {team}")


def _words(value: Any, trail: Trail) -> Iterator[tuple[Trail, str]]:
    if isinstance(value, str):
        yield trail, value
    elif isinstance(value, list | tuple):
        for position, entry in enumerate(value):
            yield from _words(entry, (*trail, position))
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from _words(entry, (*trail, name))


def _keys(value: Any) -> list[str]:
    return [str(key) for key in value] if isinstance(value, dict) else []


def _named_at(kind: Kind, value: Any, fields: set[tuple[type, str]]) -> Iterator[str]:
    """The words in some fields of a document, as often as they stand there."""
    for name, inner, entry in parts(kind, value):
        if kind.what == "record" and kind.model and (kind.model, str(name)) in fields:
            yield from (word for _, word in _words(entry, ()) if word)
        yield from _named_at(inner, entry, fields)


def _sites(whole: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for home in ("personas", "teams"):
        entries = whole.get(home)
        for entry in entries.values() if isinstance(entries, dict) else ():
            site = entry.get("site") if isinstance(entry, dict) else None
            if isinstance(site, str) and site and site not in found:
                found.append(site)
    return found


def _alike(word: str, near: str) -> bool:
    return bool(difflib.get_close_matches(word, [near], n=1, cutoff=_MISSPELT_FROM))
