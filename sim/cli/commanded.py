"""What was typed, in one order, as a manifest keeps it.

Goes in: parsed arguments. Comes out: the words of the command, defaults left out, without what
changes no result.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def normal_command(arguments: argparse.Namespace, names: Sequence[str]) -> tuple[str, ...]:
    """What was typed, in one order, defaults left out, without what changes no result."""
    words = ["compare", *names]
    for option, value in (
        ("--replications", arguments.replications),
        ("--budget", arguments.budget),
        ("--sure", arguments.sure),
        ("--weeks", arguments.weeks),
        ("--seed", arguments.seed),
        ("--breaks-at", f"{arguments.breaks_at:g}" if arguments.breaks_at else None),
        ("--starts-on", arguments.starts_on),
        ("--ladder", " ".join(arguments.ladder) or None),
    ):
        if value is not None:
            words += [option, *str(value).split()]
    for option, given in (
        ("--full", arguments.full),
        ("--no-placebo", arguments.no_placebo),
        ("--clone", arguments.clone),
        ("--events", arguments.events),
        ("--stress", arguments.stress),
        ("--fair", arguments.fair),
    ):
        words += [option] if given else []
    for kind, least in arguments.matters:
        words += ["--matters", f"{kind}={least:g}"]
    for change in arguments.changes:
        words += ["--set", change]
    for card in arguments.cards:
        words += ["--card", card]
    words += ["--data", arguments.data.name] if arguments.data else []
    if arguments.personas:
        words += ["--personas", *arguments.personas]
    if arguments.people:
        words += ["--people", *arguments.people]
    return tuple(words)
