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
from sim.model.people import Chapter, Coming, Need, Noticing, Persona, Supporter, Wish
from sim.model.scenario import Reach, Scenario
from sim.model.steps import Companionship, Condition, Rule, Seat, Step
from sim.model.teams import Accepts, Record, Team, Transfer

_NOUNS: Final = {
    "steps": "step",
    "teams": "team",
    "calendars": "calendar",
    "organisations": "organisation",
    "needs": "need",
    "story": "chapter",
    "supporters": "supporter",
    "personas": "persona",
}
_OF_A_PERSON: Final = ("needs", "story", "supporters")
"""Parts that each person has of her own; the others belong to the scenario."""
_NAMED: Final[Mapping[tuple[type, str], str]] = {
    (Rule, "go"): "steps",
    (Rule, "if_bounced"): "steps",
    (Rule, "if_lost"): "steps",
    (Condition, "tried"): "steps",
    (Condition, "not_tried"): "steps",
    (Condition, "been_to"): "steps",
    (Condition, "not_been_to"): "steps",
    (Condition, "came_from"): "teams",
    (Step, "team"): "teams",
    (Seat, "team"): "teams",
    (Team, "calendar"): "calendars",
    (Team, "organisation"): "organisations",
    (Record, "writes"): "teams",
    (Record, "reads"): "teams",
    (Transfer, "from_team"): "teams",
    (Transfer, "to_team"): "teams",
    (Rule, "otherwise"): "steps",
    (Rule, "meanwhile"): "steps",
    (Step, "offered_instead"): "steps",
    (Step, "until_open"): "calendars",
    (Companionship, "team"): "teams",
    (Team, "at_boundary"): "steps",
    (Scenario, "doors"): "steps",
    (Scenario, "crisis_doors"): "steps",
    (Reach, "door"): "steps",
    (Reach, "personas"): "personas",
    (Persona, "hours"): "calendars",
    (Coming, "hours"): "calendars",
    (Coming, "supporters_leave"): "supporters",
    (Coming, "supporters_tire"): "supporters",
    (Supporter, "tells"): "story",
    (Supporter, "needs"): "needs",
    (Supporter, "own_need"): "needs",
    (Chapter, "about"): "needs",
    (Noticing, "needs"): "needs",
}
"""Fields that name a part, and the mapping that the part must be in."""
_ROLES: Final[Mapping[tuple[type, str], str]] = {
    (Step, "role"): "team",
    (Seat, "role"): "team",
    (Companionship, "role"): "team",
    (Transfer, "role"): "from_team",
    (Transfer, "to_role"): "to_team",
}
"""Fields that name a role, and the field beside them that names its team."""
_KEYED: Final[Mapping[tuple[type, str], str]] = {
    (Coming, "raises"): "needs",
    (Coming, "lowers"): "needs",
}
"""Fields whose entries are called by the names of a mapping."""
_PLACES: Final = {(Condition, "site"), (Accepts, "sites"), (Reach, "sites")}
_HOMES: Final = {(Persona, "site"), (Persona, "distance"), (Coming, "moves_to")}
"""Where a person lives, moves to, or how far it is for her; these are held against the places that
teams and conditions name."""
_BY_KEY: Final = {(Persona, "distance"), *_KEYED}
_ALSO: Final = {*_ROLES, (Need, "whose"), (Wish, "functions")}
"""Fields that name something in a way of their own."""
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
        self.uses = Counter(_named_at(kind, document, {*_PLACES, (Team, "site"), *_HOMES}))
        self.functions = _functions(whole.get("steps"))
        self.alone = kind.model is Persona
        """a person read by herself knows no scenario, so only her own parts can be checked"""

    def walk(self, kind: Kind, value: Any, trail: Trail) -> Iterator[Trouble]:
        """Troubles at a value and beneath it."""
        kept = dict(self.known)
        if kind.model is Persona and isinstance(value, dict):
            self.known |= {word: _keys(value.get(word)) for word in _OF_A_PERSON}
        for name, inner, entry in parts(kind, value):
            below = (*trail, name)
            if kind.what == "record" and kind.model is not None:
                yield from self.named(kind.model, str(name), value, below)
            yield from self.walk(inner, entry, below)
        self.known = kept

    def named(self, model: type, field: str, holder: Any, trail: Trail) -> Iterator[Trouble]:
        """Troubles of the names in one field."""
        if (model, field) == (Assumptions, "asks_at"):
            yield from self.asked_at(holder[field])
        at = (model, field)
        home = _NAMED.get(at) or _KEYED.get(at)
        if self.alone and home not in _OF_A_PERSON:
            home = None
        places = self.sites if at in _PLACES else self.served if at in _HOMES else ()
        if holder[field] == "" and fields_of(model)[field].default == "":
            return
        if not (home or places or at in _ALSO):
            return
        keyed = at in _BY_KEY
        words = (
            [((*trail, key), key) for key in _keys(holder[field])]
            if keyed
            else list(_words(holder[field], trail))
        )
        if home is not None:
            yield from self.missing(words, home)
        if at in _ROLES:
            yield from self.roles(holder.get(_ROLES[at]), words)
        if at == (Need, "whose"):
            yield from self.whose(words)
        if at == (Wish, "functions"):
            yield from self.wished(words)
        yield from self.misspelt(words, places)

    def missing(self, words: Iterable[tuple[Trail, str]], home: str) -> Iterator[Trouble]:
        """Troubles of names that are not in their mapping."""
        for at, word in words:
            if word not in self.known[home]:
                yield unknown(at, word, self.known[home], _NOUNS[home])

    def whose(self, words: Iterable[tuple[Trail, str]]) -> Iterator[Trouble]:
        """Troubles of needs that are neither hers nor a supporter's."""
        people = ("herself", *self.known["supporters"])
        for at, word in words:
            if word not in people:
                yield unknown(at, word, people, "person")

    def wished(self, words: Iterable[tuple[Trail, str]]) -> Iterator[Trouble]:
        """Troubles of functions that are nearly one of the scenario's; others are just not had."""
        for at, word in words:
            near = nearest(word, self.functions)
            if near and word not in self.functions and _alike(word, near, _FUNCTION_MISSPELT_FROM):
                yield unknown(at, word, self.functions, "function")

    def misspelt(
        self, words: Iterable[tuple[Trail, str]], places: Sequence[str]
    ) -> Iterator[Trouble]:
        """Troubles of places that are nearly a known one, which is named at least as often."""
        for at, word in words:
            near = "" if word in places else nearest(word, places)
            if not near or self.uses[near] < self.uses[word]:
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


def _functions(steps: Any) -> list[str]:
    """What the steps of a document do; a step that does not say is called by its own name."""
    entries = steps.items() if isinstance(steps, dict) else ()
    found = [step.get("function") or name for name, step in entries if isinstance(step, dict)]
    return list(dict.fromkeys(map(str, found)))


def _named_at(kind: Kind, value: Any, fields: set[tuple[type, str]]) -> Iterator[str]:
    """The words in some fields of a document, as often as they stand there."""
    for name, inner, entry in parts(kind, value):
        at = (kind.model, str(name)) if kind.what == "record" and kind.model else None
        if at in fields:
            words = _keys(entry) if at in _BY_KEY else [word for _, word in _words(entry, ())]
            yield from (word for word in words if word)
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


def _alike(word: str, near: str, cutoff: float = _MISSPELT_FROM) -> bool:
    return bool(difflib.get_close_matches(word, [near], n=1, cutoff=cutoff))


_FUNCTION_MISSPELT_FROM: Final = 0.9
"""The same for functions, which begin alike: ``assessment_mental``, ``assessment_perinatal``."""
