"""``explain``: a scenario in sentences, its map, what STRESS-DES asks; or what a card rests on."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from sim.errors import Fault, InputError
from sim.files import load_cards, load_scenario
from sim.model.cards import Card
from sim.model.scenario import Scenario
from sim.report.explaining import Section, blank_words, explained
from sim.report.figures.rule_map import rule_map
from sim.report.stress_des import as_markdown, stress_des
from sim.report.tables import console
from sim.study.folder import RunFolder

TEXT: Final = "explain.txt"
STRESS: Final = "stress_des.md"


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    cards = load_cards()
    card = cards.get(arguments.scenario)
    if card is not None:
        return _card(card, arguments)
    scenario = load_scenario(arguments.scenario)
    sections = explained(scenario, cards)
    if arguments.out is not None:
        write(scenario, sections, arguments.out)
    if arguments.stress_des:
        show_stress(scenario, as_json=arguments.json)
    elif arguments.json:
        print_json([{"about": about, "sentences": said} for about, said in sections])
    elif arguments.out is not None:
        print(f"Map, sentences and STRESS-DES: {arguments.out}")
    else:
        show(sections)
    return 0


def _card(card: Card, arguments: argparse.Namespace) -> int:
    """A card has neither a map nor anything to report."""
    asked = [
        option
        for option, given in (("--out", arguments.out), ("--stress-des", arguments.stress_des))
        if given
    ]
    if asked:
        raise InputError(
            [
                Fault(
                    file=option,
                    found=f"the card “{card.title}”",
                    allowed="a scenario",
                    mend=f"name a scenario, or leave {option} out",
                )
                for option in asked
            ]
        )
    sections = [(card.title, [*blank_words(card), *([card.note] if card.note else [])])]
    if arguments.json:
        print_json([{"about": about, "sentences": said} for about, said in sections])
    else:
        show(sections)
    return 0


def write(scenario: Scenario, sections: Sequence[Section], place: Path) -> None:
    """Write the folder, whole or not at all."""
    folder = RunFolder(place)
    try:
        picture = rule_map(scenario)
        folder.bytes(f"{picture.name}.svg", picture.svg)
        folder.bytes(f"{picture.name}.png", picture.png)
        folder.text(TEXT, as_text(sections))
        folder.text(STRESS, as_markdown(stress_des([scenario]), [scenario]))
        folder.finish()
    except BaseException:
        folder.discard()
        raise


def as_text(sections: Sequence[Section]) -> str:
    """Sections as plain text, a sentence to a line."""
    parts = ["\n".join([about, *(f"  {said}" for said in lines)]) for about, lines in sections]
    return "\n\n".join(parts) + "\n"


def show_stress(scenario: Scenario, *, as_json: bool) -> None:
    """Print the items of STRESS-DES."""
    items = stress_des([scenario])
    if as_json:
        print_json([item._asdict() for item in items])
    else:
        print(as_markdown(items, [scenario]), end="")


def print_json(found: Sequence[dict[str, Any]]) -> None:
    """Print entries as JSON."""
    print(json.dumps(found, indent=2, ensure_ascii=False))


def show(sections: Sequence[Section]) -> None:
    """Print sections for people."""
    out = console()
    for about, sentences in sections:
        out.print(about, style="bold")
        for sentence in sentences:
            out.print(f"  {sentence}")
        out.print()
