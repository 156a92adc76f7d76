"""One person's journey as lines of text: what happened on which day, where, with whom.

Goes in: the rows of the log of one person, in order, and the scenario they come of. Comes out:
lines. A contact is one line; further sessions of a course with the same worker are counted on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from sim.log import BOUNDARY, JOINED, WAITS, Row, What, unpack_level
from sim.model.scenario import Scenario
from sim.model.words import ENDS, HANDOFFS, LEVEL_NAMES, MINUTES_PER_DAY, MODES, NOTICERS
from sim.program import Program
from sim.report.phrases import NOTICER_WORDS, counted, domains, joined, plain
from sim.report.storylines import ENDED, HANDED, SENT_BACK, WAITED, Contact, Line, Story, days_words


def story(
    scenario: Scenario, program: Program, persona: str, rows: Iterable[Row], until: int
) -> list[Line]:
    """The lines of one person from her onset to a minute; ``rows`` begin with her onset."""
    rows = list(rows)
    made = Story(scenario=scenario, program=program, persona=persona, onset=rows[0])
    for row in rows:
        if row.minute < until:
            tell = TELLS.get(What(row.what))
            if tell is not None:
                tell(made, row)
    for thread, row in made.waits.items():
        days = days_words(until - row.minute)
        if WAITS[row.value] in WAITED:
            text = f"still waiting for {made.step(row.step)}, for {days} by now"
            last = row._replace(minute=until, thread=thread)
            made.say_of_thread(last, "wait", text)
    for contact in made.contacts.values():  # still going on when the follow-up ends
        contact.line.text = contact_words(made, contact, until - contact.row.minute)
    return made.lines


def _onset(made: Story, row: Row) -> None:
    needs = made.scenario.personas[made.persona].needs
    there = []
    for place, need in enumerate(needs.values()):
        level = unpack_level(row.value, place)
        made.levels[place] = level
        if level:
            there.append(f"{domains([need.domain])} (level {level}, {LEVEL_NAMES[level]})")
    made.say(row, "life", f"a need for help begins: {joined(there)}")


def _asked(made: Story, row: Row) -> None:
    who = NOTICERS[row.value]
    for_what = made.needs(row.needs)
    if who == "herself":
        made.say(row, "asks", f"asks for help with {for_what}")
    else:
        made.say(row, "asks", f"{NOTICER_WORDS[who]} sees a need: {for_what}")


def _taken_on(made: Story, row: Row) -> None:
    made.threads[row.thread] = made.threads.get(row.thread, 0) | row.needs


def _left(made: Story, row: Row) -> None:
    made.threads[row.thread] = made.threads.get(row.thread, 0) & ~row.needs
    if row.value != JOINED:
        made.say(row, "end", f"{made.needs(row.needs)}: {ENDED[ENDS[row.value]]}")


def _wait_begins(made: Story, row: Row) -> None:
    made.waits[row.thread] = row


def _wait_ends(made: Story, row: Row) -> None:
    began = made.waits.pop(row.thread, None)
    if began is None or WAITS[began.value] not in WAITED or row.value < MINUTES_PER_DAY:
        return
    words = WAITED[WAITS[began.value]]
    made.say_of_thread(
        row, "wait", words.format(days=days_words(row.value), step=made.step(began.step))
    )


def _offered(made: Story, row: Row) -> None:
    said = ("not taken up", "", "taken up when offered again", "“not now”")[row.value]
    if said:
        kind = "contact" if row.value == 2 else "gone wrong"
        made.say(row, kind, f"the offer of {made.step(row.step)} is {said}")


def _meets(made: Story, row: Row) -> None:
    open_contact = made.contacts.get(row.thread)
    if open_contact is not None:
        open_contact.workers.append(row.worker)
        return
    course = made.course.get(row.thread)
    line = made.say(row, "contact", "")
    if course is not None:
        made.course[row.thread] = course
    made.contacts[row.thread] = Contact(
        row=row, line=line, workers=[row.worker], planned=row.value >> 4, mode=MODES[row.value & 15]
    )


def _missed(made: Story, row: Row) -> None:
    made.say(row, "gone wrong", f"{made.step(row.step)} is missed; {row.value} minutes were held")


def _tells(made: Story, row: Row) -> None:
    if row.thread in made.contacts:
        made.contacts[row.thread].told |= row.chapters


def _retells(made: Story, row: Row) -> None:
    if row.thread in made.contacts:
        made.contacts[row.thread].retold |= row.chapters


def _told_for_her(made: Story, row: Row) -> None:
    if row.thread in made.contacts:
        made.contacts[row.thread].for_her |= row.chapters


def _helps(made: Story, row: Row) -> None:
    if row.thread in made.contacts:
        made.contacts[row.thread].helped |= row.needs


def _assessed(made: Story, row: Row) -> None:
    if row.thread in made.contacts:
        made.contacts[row.thread].assessed = True


def _parts(made: Story, row: Row) -> None:
    contact = made.contacts.pop(row.thread, None)
    if contact is None:
        return
    worker = contact.workers[0]
    before = made.course.get(row.thread)
    same = before is not None and before[:2] == (contact.row.step, worker)
    if before is not None and same and contact.helped and not contact.told | contact.retold:
        before[2].sessions += 1
        before[2].last_day = made.day(row.minute)
        made.lines = [line for line in made.lines if line is not contact.line]
        return
    contact.line.kind = "retelling" if contact.retold else "contact"
    contact.line.text = contact_words(made, contact, row.value)
    made.course[row.thread] = (contact.row.step, worker, contact.line)
    made.met |= set(contact.workers)


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


def _hands_on(made: Story, row: Row) -> None:
    sender, kind = divmod(row.value, 8)
    how = "moves on, by age or place," if kind == BOUNDARY else HANDED[HANDOFFS[kind]]
    what = f"{made.needs(row.needs)}: " if row.needs else ""
    to = f"from {made.team(sender)} to {made.team(row.team)}, for {made.step(row.step)}"
    made.say(row, "handoff", f"{what}{how} {to}")


def _bounces(made: Story, row: Row) -> None:
    text = f"{made.team(row.team)} sends {made.needs(row.needs)} back, {SENT_BACK[row.value]}"
    made.say(row, "gone wrong", text)


def _lost(made: Story, row: Row) -> None:
    made.say(row, "gone wrong", f"the way to {made.team(row.team)} is lost")


def _level(made: Story, row: Row) -> None:
    place = row.needs.bit_length() - 1
    before, made.levels[place] = made.levels.get(place, 0), row.value
    if before != row.value:
        verb = "eases" if row.value < before else "grows"
        level = f"level {row.value}, {LEVEL_NAMES[row.value]}"
        course = made.course.get(row.thread)
        made.say(row, "life", f"the need of {made.needs(row.needs)} {verb} to {level}")
        if course is not None:
            made.course[row.thread] = course


def _crisis(made: Story, row: Row) -> None:
    made.say(row, "urgent", f"needed urgent help with {made.needs(row.needs)}")


def _alongside(made: Story, row: Row) -> None:
    verb = "begins" if row.value else "ends"
    what = f": {made.step(row.step)}" if row.step >= 0 else ""
    made.say(row, "alongside", f"help alongside {verb}{what}")


def _companion(made: Story, row: Row) -> None:
    if row.value == 2:
        made.say(row, "alongside", "no companion has room")
    else:
        verb = "goes along from now on" if row.value else "no longer goes along"
        made.say(row, "alongside", f"a companion ({made.worker(row.worker)}) {verb}")


def _happens(made: Story, row: Row) -> None:
    coming = list(made.scenario.personas[made.persona].coming.values())[row.value]
    made.say(row, "life", coming.what.rstrip("."))


def _supporter(made: Story, row: Row) -> None:
    number, what = divmod(row.value, 4)
    supporter = list(made.scenario.personas[made.persona].supporters.values())[number]
    verb = ("is no longer there", "is tired", "is rested again")[what]
    made.say(row, "life", f"{supporter.relation.rstrip('.')} {verb}")


def _hangs_up(made: Story, row: Row) -> None:
    made.say(
        row, "gone wrong", f"nobody answers for {made.step(row.step)}; {row.value} minutes on hold"
    )


def _confers(made: Story, row: Row) -> None:
    text = f"workers confer: {made.worker(row.worker)}, {row.value} min"
    last = made.lines[-1]
    if last.day == made.day(row.minute) and last.text.startswith("Workers confer"):
        last.text += f" and {made.worker(row.worker)}"
    else:
        made.say(row, "alongside", text)


def _kept(made: Story, row: Row) -> None:
    made.say(row, "contact", f"{made.worker(row.worker)} stayed along for {row.value} min")


def _place_taken(made: Story, row: Row) -> None:
    verb = "a place is taken" if row.value else "the place is free again"
    made.say(row, "alongside", f"{verb} at {made.team(row.team)}")


TELLS: Final[dict[What, Callable[[Story, Row], None]]] = {
    What.ONSET: _onset,
    What.ASKED: _asked,
    What.TAKEN_ON: _taken_on,
    What.LEFT: _left,
    What.WAIT_BEGINS: _wait_begins,
    What.WAIT_ENDS: _wait_ends,
    What.OFFERED: _offered,
    What.MEETS: _meets,
    What.MISSED: _missed,
    What.TELLS: _tells,
    What.RETELLS: _retells,
    What.HELPS: _helps,
    What.PARTS: _parts,
    What.HANDS_ON: _hands_on,
    What.BOUNCES: _bounces,
    What.LOST: _lost,
    What.LEVEL: _level,
    What.ASSESSED: _assessed,
    What.CRISIS: _crisis,
    What.ALONGSIDE: _alongside,
    What.COMPANION: _companion,
    What.HAPPENS: _happens,
    What.SUPPORTER: _supporter,
    What.HANGS_UP: _hangs_up,
    What.CONFERS: _confers,
    What.TOLD_FOR_HER: _told_for_her,
    What.PLACE: _place_taken,
    What.KEPT: _kept,
}
"""What each kind of row adds; the other kinds are said by the line of their contact."""
