"""``list``: scenarios, personas and cards by slug, and what their numbers rest on."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from typing import Any

from sim.errors import InputError
from sim.files import (
    list_personas,
    list_scenarios,
    load_cards,
    load_persona,
    load_scenario,
    quantities,
)
from sim.model.people import Persona
from sim.model.scenario import Scenario
from sim.report.tables import console, table

GROUNDS = ("said", "evidence", "assumed", "none")


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    found = {
        "scenarios": [described(slug, load_scenario) for slug in list_scenarios()],
        "personas": [described(slug, load_persona) for slug in list_personas()],
    }
    cards = [
        {"slug": slug, "title": card.title, "changes": str(len(card.changes) or "none: a blank")}
        for slug, card in load_cards().items()
    ]
    if arguments.json:
        found["cards"] = cards
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return 0
    out = console()
    for kind, lines in found.items():
        shown = table(kind, ["slug", "title", *GROUNDS], words=2)
        for line in lines:
            shown.add_row(line["slug"], line["title"], *(str(line[g]) for g in GROUNDS))
        out.print(shown)
    out.print("The last four columns count the numbers that rest on each.\n", soft_wrap=True)
    deck = table("cards", ["slug", "title", "changes"], words=2)
    for card in cards:
        deck.add_row(
            card["slug"], card["title"], str(card["changes"] or "none: a blank to fill in")
        )
    out.print(deck)
    return 0


def described(slug: str, load: Any) -> dict[str, Any]:
    """One line: slug, title, and how many numbers rest on what."""
    try:
        loaded: Scenario | Persona = load(slug)
    except InputError as error:
        faults = f"cannot be used: {len(error.faults)} fault(s), see check"
        return {"slug": slug, "title": faults, **dict.fromkeys(GROUNDS, 0)}
    counted = Counter(quantity.grounds for _, quantity in quantities(loaded))
    return {"slug": slug, "title": loaded.title, **{ground: counted[ground] for ground in GROUNDS}}
