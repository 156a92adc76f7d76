"""What a contact was: who was there, for how long, what was told and told again, what it helped.

Goes in: a contact of a story that is over. Comes out: its line, filled.
"""

from __future__ import annotations

from sim.report.phrases import counted, joined, plain
from sim.report.storylines import Contact, Story


def fill(made: Story, contact: Contact, minutes: int) -> None:
    """What a contact has held goes onto its line."""
    line = contact.line
    line.kind = "retelling" if contact.retold else "contact"
    line.text = contact_words(made, contact, minutes)
    first, *others = [made.role(worker) for worker in contact.workers]
    line.label = f"{first} with {joined(others)}" if others else first
    line.together = len(contact.workers)
    line.told, line.retold = contact.told, contact.retold
    line.at = [line.minute]


def contact_words(made: Story, contact: Contact, minutes: int) -> str:
    """A contact in one line: who, how, how long, what was told and told again, what it helped."""
    first, *others = contact.workers
    face = "" if first in made.met else ", a new face"
    who = f"{made.worker(first)}{face}"
    if others:
        there = "and" if made.program.steps[contact.row.step].beside else "to hand on, with"
        who += f", {there} {joined([made.worker(worker) for worker in others])}"
    painful = sum(
        1 << place
        for place, chapter in enumerate(made.program.personas[_place(made)].chapters)
        if chapter.painful
    )
    parts = [f"{made.step(contact.row.step)}: {who}, {plain(contact.mode)}, {minutes} min"]
    parts += ["a full assessment"] if contact.assessed else []
    if contact.told:
        parts.append(f"tells {counted(contact.told.bit_count(), 'part')} of the story")
    if contact.retold:
        hurts = (contact.retold & painful).bit_count()
        which = f" ({hurts} of them painful)" if hurts else ""
        again = counted(contact.retold.bit_count(), "part")
        parts.append(f"TELLS AGAIN {again} told before{which}")
    if contact.for_her:
        parts.append(f"a supporter tells {counted(contact.for_her.bit_count(), 'part')}")
    parts += [f"help with {made.needs(contact.helped)}"] if contact.helped else []
    return "; ".join(parts)


def _place(made: Story) -> int:
    return list(made.scenario.personas).index(made.persona)
