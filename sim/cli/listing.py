"""``list``: what there is by slug, site by site, and what its numbers rest on."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from rich.console import Console

from sim.errors import InputError
from sim.files import (
    find_root,
    list_personas,
    list_questions,
    list_scenarios,
    load_cards,
    load_levers,
    load_persona,
    load_prompts,
    load_question,
    load_scenario,
    quantities,
)
from sim.files.levers import systems_of
from sim.files.library import find_persona
from sim.files.sayings import load_sayings, sites_with_sayings
from sim.model.cards import Card
from sim.model.people import Persona
from sim.model.scenario import Scenario
from sim.report.phrases import counted
from sim.report.tables import console, table
from sim.report.words import capital
from sim.study.fitted import asks_for_site, waits_of

GROUNDS: Final = ("said", "evidence", "assumed", "none")
QUESTIONS: Final = "questions"
"""The folder whose scenarios are the sides of a question."""
SECOND: Final = "b"
"""What the slug of an independent second reading ends with, after a digit."""
NO_LEVERS: Final = "No levers: change a number with --set PATH=VALUE."


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    found = everything()
    if arguments.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        show(console(), found)
    return 0


def everything() -> dict[str, Any]:
    """All that there is, as plain data."""
    slugs = list_scenarios()
    return {
        "sites": sites(slugs),
        "scenarios": [
            {**described(slug, load_scenario), "what": what_it_is(slug)} for slug in slugs
        ],
        "personas": [persona_line(slug) for slug in list_personas()],
        "levers": lever_lines(slugs),
        "questions": question_lines(),
        "cards": [
            {
                "slug": slug,
                "title": card.title,
                "site": card.site,
                "what": card_kind(card),
                "not_in": [*card.not_in],
            }
            for slug, card in load_cards().items()
        ],
    }


def persona_line(slug: str) -> dict[str, Any]:
    """One persona, with the folder in which she stands and of whom she is another account."""
    line = described(slug, load_persona)
    path, _ = find_persona(slug, find_root())
    try:
        variant_of = load_persona(slug).variant_of
    except InputError:
        variant_of = ""
    return {**line, "site": path.parent.name if path else "", "variant_of": variant_of}


def lever_lines(slugs: Sequence[str]) -> list[dict[str, Any]]:
    """Every lever with the systems that it fits."""
    return [
        {
            "slug": slug,
            "title": lever.title,
            "verb": lever.verb,
            "sentence": lever.sentence,
            "tags": [*lever.tags],
            "costs": lever.costs,
            "said": lever.said,
            "fits": systems_of(lever, slugs),
        }
        for slug, lever in load_levers().items()
    ]


def question_lines() -> list[dict[str, Any]]:
    """Every question, those for the table too."""
    return [
        {"slug": name, "title": load_question(name).title, "testable": True}
        for name in list_questions()
    ] + [
        {"slug": name, "title": prompt.title, "testable": False}
        for name, prompt in load_prompts().items()
    ]


def sites(slugs: Sequence[str]) -> list[dict[str, Any]]:
    """Each site with its scenarios, and whether people's words are kept of it."""
    names = dict.fromkeys(slug.split("/", maxsplit=1)[0] for slug in slugs)
    kept = sites_with_sayings()
    return [
        {
            "slug": name,
            "scenarios": sum(slug.startswith(f"{name}/") for slug in slugs),
            "calibration": calibration_of(name),
            "statements": len(load_sayings(name).statements) if name in kept else 0,
        }
        for name in names
    ]


def what_it_is(slug: str) -> str:
    """A scenario's part: a system, a second reading of one, or a side of a question."""
    site, name = slug.split("/", maxsplit=1)
    if site == QUESTIONS:
        return "question"
    first = name.removesuffix(SECOND)
    return "second reading" if first != name and first[-1:].isdigit() else "system"


def described(slug: str, load: Callable[[str], Scenario | Persona]) -> dict[str, Any]:
    """One line: slug, title, and how many numbers rest on what."""
    try:
        loaded = load(slug)
    except InputError as error:
        faults = f"cannot be used: {len(error.faults)} fault(s), see check"
        return {"slug": slug, "title": faults, **dict.fromkeys(GROUNDS, 0)}
    counted = Counter(quantity.grounds for _, quantity in quantities(loaded))
    return {"slug": slug, "title": loaded.title, **{ground: counted[ground] for ground in GROUNDS}}


def show(out: Console, found: dict[str, Any]) -> None:
    """Print the tables: a site at a time, then people and cards."""
    for site in found["sites"]:
        made = table(f"{site['slug']}: scenarios", ["slug", "title", "what", *GROUNDS], words=3)
        for line in found["scenarios"]:
            if line["slug"].startswith(f"{site['slug']}/"):
                made.add_row(
                    line["slug"], line["title"], line["what"], *(str(line[g]) for g in GROUNDS)
                )
        out.print(made)
        if site["statements"]:
            text = f"{site['statements']} statements of what people said: said {site['slug']}\n"
            out.print(text, soft_wrap=True)
        if site["calibration"]:
            out.print(f"{capital(site['calibration'])}.\n", soft_wrap=True)
    people = table("personas", ["slug", "title", "site", *GROUNDS], words=3)
    for line in found["personas"]:
        also = f" (another account of {line['variant_of']})" if line["variant_of"] else ""
        people.add_row(
            line["slug"], f"{line['title']}{also}", line["site"], *(str(line[g]) for g in GROUNDS)
        )
    out.print(people)
    out.print(
        "The last four columns count the numbers that rest on what a source says, on published "
        "evidence, on an assumption, or on nothing.\n",
        soft_wrap=True,
    )
    show_levers(out, found["levers"])
    show_cards(out, found["cards"])
    testable = sum(one["testable"] for one in found["questions"])
    out.print(
        f"{counted(testable, 'question')} for the model, "
        f"{len(found['questions']) - testable} for the table: ask.",
        soft_wrap=True,
    )


def show_levers(out: Console, levers: Sequence[dict[str, Any]]) -> None:
    """Print the levers, or that there are none."""
    if not levers:
        out.print(f"{NO_LEVERS}\n", soft_wrap=True)
        return
    made = table("levers", ["slug", "verb", "what would be done", "fits"], words=4)
    for one in levers:
        made.add_row(one["slug"], one["verb"], one["sentence"], ", ".join(one["fits"]))
    out.print(made)
    out.print(
        "Pull one where it fits: compare SCENARIO SCENARIO+NAME; in all: compare --lever NAME.\n",
        soft_wrap=True,
    )


def show_cards(out: Console, cards: Sequence[dict[str, Any]]) -> None:
    """Print the deck: what can be played, and what is only named."""
    deck = table("cards", ["slug", "title", "what", "cannot be played in"], words=4)
    for card in cards:
        site = f", {card['site']}" if card["site"] else ""
        deck.add_row(
            card["slug"], card["title"], f"{card['what']}{site}", ", ".join(card["not_in"])
        )
    out.print(deck)
    out.print("Play one: compare --card NAME. What one rests on: explain NAME.", soft_wrap=True)


def card_kind(card: Card) -> str:
    """Whom a card is for, or that it is a blank."""
    if card.is_blank:
        return "a blank to fill in"
    who = ", ".join(card.to) if card.to else "those who have what it changes"
    return f"for people: {who}" if card.happens else "for the system"


def calibration_of(site: str) -> str:
    """Whether the waits of a site's scenario are fitted; empty where none is asked."""
    asks = asks_for_site(site)
    if asks is None:
        return ""
    waits = waits_of(load_scenario(asks.scenario))
    if waits.state == "none":
        return f"calibration: none yet; calibrate {site} fits {asks.scenario} to published waits"
    fitted = f"calibration of {asks.scenario}: {counted(len(waits.fitted), 'team')} fitted"
    off = f", off their range: {', '.join(waits.off)}" if waits.off else ""
    moved = f", with other staff than were fitted: {', '.join(waits.moved)}" if waits.moved else ""
    old = "; made from other files than these, calibrate again" if waits.state == "old" else ""
    return f"{fitted}{off}{moved}{old}"
