"""``explain``: a scenario in sentences, or what a card rests on."""

from __future__ import annotations

import argparse
import json

from sim.files import load_cards, load_scenario
from sim.report.explaining import blank_words, explained
from sim.report.tables import console


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    cards = load_cards()
    card = cards.get(arguments.scenario)
    if card is not None:
        sections = [(card.title, [*blank_words(card), *([card.note] if card.note else [])])]
    else:
        sections = explained(load_scenario(arguments.scenario), cards)
    if arguments.json:
        found = [{"about": about, "sentences": sentences} for about, sentences in sections]
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return 0
    out = console()
    for about, sentences in sections:
        out.print(about, style="bold")
        for sentence in sentences:
            out.print(f"  {sentence}")
        out.print()
    return 0
