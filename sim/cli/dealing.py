"""Cards of the deck, dealt to a comparison: where each can be played, and what it changes there.

Goes in: names of cards and the scenarios compared. Comes out: the scenarios with the cards played,
and for each card a :class:`Dealt` in words. A card that can be played nowhere is refused; where it
can be played in some only, the others stay as they are and the first line says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.changes import Change
from sim.errors import Fault, InputError
from sim.files import load_cards, load_scenario
from sim.files.decks import find_card, played
from sim.model.cards import Card
from sim.model.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """One card that was played."""

    name: str
    """its slug"""
    title: str
    """what it is called"""
    happens: str = ""
    """what comes into people's lives, and when; empty for a card for the system"""
    changes: Mapping[str, tuple[str, ...]]
    """as typed, by scenario in which it was played"""
    not_in: tuple[str, ...] = ()
    """scenarios in which it changes nothing"""
    not_stated: tuple[str, ...] = ()
    """what the source does not say, so that it is assumed"""
    note: str = ""
    """what the card itself says of it"""

    def written(self) -> dict[str, Any]:
        """The card as a manifest holds it."""
        return {name: getattr(self, name) for name in type(self).__dataclass_fields__}


def card_from(written: Mapping[str, Any]) -> Dealt:
    """A card of a manifest."""
    changes = {name: tuple(texts) for name, texts in written["changes"].items()}
    lists = {name: tuple(written[name]) for name in ("not_in", "not_stated")}
    return Dealt(**{**written, **lists, "changes": changes})


def dealt(names: Sequence[str]) -> dict[str, Card]:
    """The cards of these names, each once. Raises InputError with every fault."""
    cards: dict[str, Card] = {}
    faults: list[Fault] = []
    for name in dict.fromkeys(names):
        try:
            cards[name] = find_card(name)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return cards


def blanks_of(chosen: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """The blank cards of the sites of some scenarios, as a manifest holds them."""
    sites = {slug.partition("/")[0] for slug in chosen}
    return tuple(
        {
            "name": name,
            "title": card.title,
            "site": card.site,
            "said_by_source": [{"fact": one.fact, "said": one.said} for one in card.said_by_source],
            "not_stated": [*card.not_stated],
        }
        for name, card in load_cards().items()
        if card.is_blank and card.site in sites
    )


def with_cards(
    scenarios: list[Scenario],
    slugs: Mapping[str, str],
    changes: Mapping[str, Sequence[Change]],
    cards: Mapping[str, Card],
    people: Sequence[str] = (),
) -> list[Dealt]:
    """Play every card in every scenario where it can be, in place.

    ``slugs``: what each scenario is loaded by; ``changes``: what was set by hand in it, which comes
    before its cards; ``people`` come instead of its own. Raises InputError where a card fits
    nowhere.
    """
    mine = {name: list(own) for name, own in changes.items()}
    hands: list[Dealt] = []
    faults: list[Fault] = []
    for name, card in cards.items():
        texts: dict[str, tuple[str, ...]] = {}
        reasons: tuple[Fault, ...] = ()
        for place, scenario in enumerate(scenarios):
            try:
                here = played(name, card, scenario)
                before = [*mine[scenario.name], *here]
                loaded = load_scenario(slugs[scenario.name], people=people, changes=before)
            except InputError as error:
                reasons = reasons or error.faults
                continue
            scenarios[place] = loaded
            mine[scenario.name] += here
            texts[scenario.name] = tuple(change.text for change in here)
        if texts:
            hands.append(hand_of(name, card, texts, scenarios))
        else:
            faults += reasons
    if faults:
        raise InputError(faults)
    return hands


def hand_of(
    name: str, card: Card, texts: Mapping[str, tuple[str, ...]], scenarios: Sequence[Scenario]
) -> Dealt:
    """A card with where it was played."""
    return Dealt(
        name=name,
        title=card.title,
        happens=what_happens(card),
        changes=texts,
        not_in=tuple(one.name for one in scenarios if one.name not in texts),
        not_stated=tuple(card.not_stated),
        note=card.note,
    )


def what_happens(card: Card) -> str:
    """What a card for people brings, and how long after onset."""
    if card.happens is None:
        return ""
    after = card.happens.after
    when = f"{after.central:g} {after.unit} after onset ({after.low:g} to {after.high:g})"
    return f"{card.happens.what}, {when}"


def played_words(hand: Dealt) -> str:
    """Which card is played, for the first line."""
    what = f": {hand.happens}" if hand.happens else ""
    where = (
        f", but not in {', '.join(hand.not_in)}, where it changes nothing" if hand.not_in else ""
    )
    return f"Card played: {hand.title} ({hand.name}){what}{where}."
