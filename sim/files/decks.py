"""The deck of cards: ``scenarios/cards.yaml``, read, checked, and played in a scenario.

A card is played as changes: a date that is coming for people who have what it alters, or entries
of ``later`` for the system. A card that cannot be played in a scenario says so in ``not_in``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files.edits import Change, apply, parse
from sim.files.fields import kind_of
from sim.files.library import find_root, list_personas, list_scenarios, read
from sim.files.reading import Sheet, Trail
from sim.files.resolve import load_scenario, resolve
from sim.files.schema import validated
from sim.files.trouble import Trouble, fault_of, nearest, one_of, unknown
from sim.files.writing import plain, to_document
from sim.model.cards import Card, Deck
from sim.model.people import Coming, Persona
from sim.model.scenario import Scenario

DECK: Final = "scenarios/cards.yaml"
DATE: Final = "card_"
"""A date that a card brings is called by this and the card's slug."""


def load_cards(root: Path | None = None) -> Mapping[str, Card]:
    """Every card, by slug; none where there is no deck. Raises InputError with every fault."""
    path = (root or find_root()) / DECK
    if not path.is_file():
        return {}
    deck, faults = deck_faults(read(path, DECK))
    if deck is None:
        raise InputError(faults)
    return deck.cards


def find_card(name: str, root: Path | None = None) -> Card:
    """The card of a slug. Raises InputError where there is none, or where it is a blank."""
    cards = load_cards(root)
    if name not in cards:
        near = nearest(name, cards)
        mend = f"did you mean {near}?" if near else "name a card of the deck"
        found = "no such card"
        raise InputError([Fault(file=name, found=found, allowed=one_of(cards), mend=mend)])
    if cards[name].is_blank:
        mend = f"fill it in: give happens or changes in {DECK}"
        found = "a card that changes nothing"
        raise InputError([Fault(file=name, found=found, allowed="a card to play", mend=mend)])
    return cards[name]


def played(name: str, card: Card, scenario: Scenario) -> list[Change]:
    """The changes that a card makes in a scenario, in order.

    Raises InputError where there is nothing that it changes: nobody to whom it can happen.
    """
    found: list[Change] = []
    if card.happens is not None:
        for slug, persona in scenario.personas.items():
            if card.to and slug not in card.to:
                continue
            hers = _for_her(card.happens, persona)
            if hers is not None:
                path = f"personas.{slug}.coming.{DATE}{name}"
                found.append(Change(path=path, value=plain(hers)))
    for later in card.changes:
        found += [replace(parse(text), week=later.week) for text in later.changes]
    if not found:
        mend = "compare scenarios with people to whom it can happen, or play another card"
        what = f"the card {name!r}, which happens to nobody here"
        allowed = (
            one_of(card.to) if card.to else "people with the needs or supporters that it names"
        )
        raise InputError([Fault(file=scenario.name, found=what, allowed=allowed, mend=mend)])
    return found


def _for_her(happens: Coming, persona: Persona) -> Coming | None:
    """What happens, as far as it can happen to her; None where nothing of it can."""
    hers = replace(
        happens,
        raises={need: level for need, level in happens.raises.items() if need in persona.needs},
        lowers={need: level for need, level in happens.lowers.items() if need in persona.needs},
        supporters_leave=tuple(s for s in happens.supporters_leave if s in persona.supporters),
        supporters_tire=tuple(s for s in happens.supporters_tire if s in persona.supporters),
        noticed_by=tuple(n for n in happens.noticed_by if n in persona.noticers),
    )
    acts = any(
        (
            hers.raises,
            hers.lowers,
            hers.supporters_leave,
            hers.supporters_tire,
            hers.moves_to,
            hers.hours,
            hers.barriers,
        )
    )
    return hers if acts else None


def deck_faults(sheet: Sheet) -> tuple[Deck | None, list[Fault]]:
    """A deck, or every fault that keeps it from being one, whatever scenarios there are."""
    deck, troubles = validated(kind_of(Deck), sheet.value, None)
    return deck, [fault_of(trouble, sheet) for trouble in troubles]


def unplayable(sheet: Sheet, root: Path) -> list[Fault]:
    """Every fault of a deck, and of its cards held against the personas and scenarios of a root."""
    deck, faults = deck_faults(sheet)
    if deck is None:
        return faults
    scenarios: list[Scenario] = []
    for slug in list_scenarios(root):
        try:
            scenarios.append(load_scenario(slug, root=root))
        except InputError:
            continue  # its own check tells what is wrong with it
    troubles: list[Trouble] = []
    documents = {scenario.name: to_document(scenario) for scenario in scenarios}
    for name, card in deck.cards.items():
        troubles += _names(card, ("cards", name), list_personas(root), scenarios)
        if not card.is_blank:
            for scenario in scenarios:
                document = documents[scenario.name]
                troubles += _held_against(name, card, scenario, document, root)
    return [fault_of(trouble, sheet) for trouble in troubles]


def _names(
    card: Card, trail: Trail, personas: list[str], scenarios: list[Scenario]
) -> Iterator[Trouble]:
    """Troubles of people, needs and supporters that nobody is or has."""
    for position, slug in enumerate(card.to):
        if slug not in personas:
            yield unknown((*trail, "to", position), slug, personas, "persona")
    known = [scenario.name for scenario in scenarios]
    for position, slug in enumerate(card.not_in):
        if not any(fnmatchcase(one, slug) for one in known):
            yield unknown((*trail, "not_in", position), slug, known, "scenario")
    if card.happens is None:
        return
    people = [p for s in scenarios for p in s.personas.values() if not card.to or p.name in card.to]
    needs = dict.fromkeys(need for one in people for need in one.needs)
    supporters = dict.fromkeys(name for one in people for name in one.supporters)
    for word, names, noun in (
        ("raises", needs, "need"),
        ("lowers", needs, "need"),
        ("supporters_leave", supporters, "supporter"),
        ("supporters_tire", supporters, "supporter"),
    ):
        for position, name in enumerate(getattr(card.happens, word)):
            if people and name not in names:
                at: str | int = position if word.startswith("supporters") else name
                yield unknown((*trail, "happens", word, at), name, names, noun)


def _held_against(
    name: str, card: Card, scenario: Scenario, document: dict[str, Any], root: Path
) -> Iterator[Trouble]:
    """Where it cannot be played, and does not say so; or where it can, and says not."""
    reasons: list[Fault] = []
    try:
        changed = apply(document, played(name, card, scenario))
        resolve(changed, root=root, name=scenario.name)
    except InputError as error:
        reasons += error.faults
    says_not = [pattern for pattern in card.not_in if fnmatchcase(scenario.name, pattern)]
    if reasons and not says_not:
        first = reasons[0]
        what = " at ".join(part for part in (first.found, first.field) if part)
        yield Trouble(
            trail=("cards", name),
            found=f"a card that cannot be played in {scenario.name}: {what}",
            allowed=first.allowed or "changes that can be made there",
            mend=f"{first.mend}; or add {scenario.name} to not_in",
        )
    if says_not and not reasons:
        yield Trouble(
            trail=("cards", name, "not_in", card.not_in.index(says_not[0])),
            found=f"{scenario.name}, where it can be played",
            allowed="scenarios in which it cannot be played",
            mend="leave it out",
        )
