"""One person's journey as lines of text: what happened on which day, where, with whom.

Goes in: the rows of the log of one person, in order, and the scenario they come of. Comes out:
lines. A contact is one line; further sessions of a course with the same worker are counted on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from sim.log import BOUNDARY, JOINED, Row, What, unpack_level
from sim.model.scenario import Scenario
from sim.model.words import (
    ENDS,
    HANDOFFS,
    HELP_SOUGHT_FROM,
    LEVEL_NAMES,
    MINUTES_PER_DAY,
    MODES,
    NOTICERS,
)
from sim.program import Program
from sim.report.contacting import fill
from sim.report.phrases import NOTICER_WORDS
from sim.report.storylines import (
    ENDED,
    HANDED,
    SENT_BACK,
    STILL,
    WAIT_SIGNS,
    WAITED,
    Contact,
    Line,
    Story,
    days_words,
)


def story(
    scenario: Scenario, program: Program, persona: str, rows: Iterable[Row], until: int
) -> list[Line]:
    """The lines of one person from her onset to a minute; ``rows`` begin with her onset."""
    return storied(scenario, program, persona, rows, until).lines


def storied(
    scenario: Scenario, program: Program, persona: str, rows: Iterable[Row], until: int
) -> Story:
    """The story of one person from her onset to a minute; ``rows`` begin with her onset."""
    rows = list(rows)
    made = Story(scenario=scenario, program=program, persona=persona, onset=rows[0])
    made.over = until - rows[0].minute
    for row in rows:
        if row.minute < until:
            tell = TELLS.get(What(row.what))
            if tell is not None:
                tell(made, row)
    for thread, row in made.waits.items():
        kind = made.wait_kind(row)
        if kind in WAITED:
            lasted = until - row.minute
            what = STILL.get(kind, "still waiting for {step}").format(step=made.step(row.step))
            text = f"{what}, for {days_words(lasted)} by now"
            last = row._replace(minute=until, thread=thread)
            sign = WAIT_SIGNS.get(kind, "bounce")
            line = made.say_of_thread(last, "wait", text, sign, what, lasted=lasted)
            line.still = True
    for contact in made.contacts.values():  # still going on when the follow-up ends
        fill(made, contact, until - contact.row.minute)
    for line in made.alongside.values():
        line.minute = until - made.onset.minute
    say_right_help(made)
    return made


def say_right_help(made: Story) -> None:
    """The moment of right help stands after what else happened in that minute, if it came."""
    line = made.right_help
    if line is not None and all(made.wanted.values()):
        after = [place for place, other in enumerate(made.lines) if other.stands <= line.minute]
        made.lines.insert(after[-1] + 1 if after else 0, line)


def _reaches(made: Story, row: Row) -> None:
    """A session of help reaches needs: the last that was wanting may be among them."""
    new = [need for need, had in made.wanted.items() if row.needs >> need & 1 and not had]
    for need in new:
        made.wanted[need] = True
    if new:
        minute = row.minute - made.onset.minute
        made.right_help = Line(
            day=made.day(row.minute),
            kind="right help",
            text="Right help has come for every need",
            minute=minute,
            since=minute,
            sign="right_help",
            label="right help",
        )


def _onset(made: Story, row: Row) -> None:
    there = []
    for place in range(len(made.scenario.personas[made.persona].needs)):
        level = unpack_level(row.value, place)
        made.levels[place] = level
        if level >= HELP_SOUGHT_FROM:
            made.wanted[place] = False
        if level:
            there.append(f"{made.needs(1 << place)}: level {level}, {LEVEL_NAMES[level]}")
    made.say(row, "life", f"a need for help begins: {'; '.join(there)}", "begins", "need begins")


def _asked(made: Story, row: Row) -> None:
    who = NOTICERS[row.value]
    for_what = made.needs(row.needs)
    if who == "herself":
        label = f"asks for help with {made.own_needs(row.needs)}"
        made.say(row, "asks", f"asks for help with {for_what}", "asks", label)
    else:
        sees = f"{NOTICER_WORDS[who]} sees"
        made.say(
            row, "asks", f"{sees} a need: {for_what}", "asks", f"{sees} {made.own_needs(row.needs)}"
        )


def _taken_on(made: Story, row: Row) -> None:
    minute, thread, needs = made.joined
    if minute == row.minute and thread != row.thread and needs & row.needs:
        made.joints.append((minute - made.onset.minute, thread, row.thread))
    made.threads[row.thread] = made.threads.get(row.thread, 0) | row.needs
    made.travels(row)
    made.comes_again(row)


def _left(made: Story, row: Row) -> None:
    made.threads[row.thread] = made.threads.get(row.thread, 0) & ~row.needs
    made.travels(row)
    if row.value == JOINED:
        made.joined = (row.minute, row.thread, row.needs)
    else:
        end = ENDS[row.value]
        sign = "lost_end" if end == "lost" else end
        label = f"{ENDED[end]} ({made.own_needs(row.needs)})"
        made.does_not_ring(row, end == "stopped_waiting")
        made.say(row, "end", f"{made.needs(row.needs)}: {ENDED[end]}", sign, label)
        made.ends(row.needs, end)


def _wait_begins(made: Story, row: Row) -> None:
    made.waits[row.thread] = row


def _wait_ends(made: Story, row: Row) -> None:
    began = made.waits.pop(row.thread, None)
    if began is None or row.value < MINUTES_PER_DAY:
        return
    kind, days = made.wait_kind(began), days_words(row.value)
    if kind not in WAITED:
        return
    rings = made.does("rings", "ring")
    words = WAITED[kind].format(days=days, step=made.step(began.step), rings=rings)
    label = f"{days} until {rings}" if kind == "rings" else days
    made.say_of_thread(row, "wait", words, WAIT_SIGNS.get(kind, "bounce"), label, lasted=row.value)


def _offered(made: Story, row: Row) -> None:
    said = ("not taken up", "", "taken up when offered again", "“not now”")[row.value]
    if said:
        kind = "contact" if row.value == 2 else "gone wrong"
        sign = ("not_taken_up", "", "taken_up", "not_now")[row.value]
        label = ("not taken up", "", "takes it up", "“not now”")[row.value]
        made.say(row, kind, f"the offer of {made.step(row.step)} is {said}", sign, label)


def _meets(made: Story, row: Row) -> None:
    open_contact = made.contacts.get(row.thread)
    if open_contact is not None:
        open_contact.workers.append(row.worker)
        return
    course = made.course.get(row.thread)
    line = made.say(row, "contact", "", MODES[row.value & 15], made.role(row.worker))
    if course is not None:
        made.course[row.thread] = course
    made.contacts[row.thread] = Contact(
        row=row, line=line, workers=[row.worker], planned=row.value >> 4, mode=MODES[row.value & 15]
    )


def _missed(made: Story, row: Row) -> None:
    text = f"{made.step(row.step)} is missed; {row.value} minutes were held"
    made.say(row, "gone wrong", text, "missed", "missed")


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
    _reaches(made, row)
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
        before[2].at.append(contact.line.minute)
        made.lines = [line for line in made.lines if line is not contact.line]
        return
    fill(made, contact, row.value)
    made.course[row.thread] = (contact.row.step, worker, contact.line)
    made.met |= set(contact.workers)


def _hands_on(made: Story, row: Row) -> None:
    sender, kind = divmod(row.value, 8)
    sign = "boundary" if kind == BOUNDARY else HANDOFFS[kind]
    how = "moves on, by age or place," if kind == BOUNDARY else HANDED[sign]
    what = f"{made.needs(row.needs)}: " if row.needs else ""
    to = f"from {made.team(sender)} to {made.team(row.team)}, for {made.step(row.step)}"
    made.say(row, "handoff", f"{what}{how} {to}", sign, f"to {made.team(row.team)}")
    made.handed[row.thread] = sign


def _bounces(made: Story, row: Row) -> None:
    text = f"{made.team(row.team)} sends {made.needs(row.needs)} back, {SENT_BACK[row.value]}"
    made.say(row, "gone wrong", text, "sent_back", "sent back")


def _lost(made: Story, row: Row) -> None:
    made.does_not_ring(row, True)
    made.say(row, "gone wrong", f"the way to {made.team(row.team)} is lost", "lost", "lost")


def _level(made: Story, row: Row) -> None:
    place = row.needs.bit_length() - 1
    before, made.levels[place] = made.levels.get(place, 0), row.value
    if row.value >= HELP_SOUGHT_FROM:
        made.wanted.setdefault(place, False)
    if before != row.value:
        verb = "eases" if row.value < before else "grows"
        level = f"level {row.value}, {LEVEL_NAMES[row.value]}"
        course = made.course.get(row.thread)
        text = f"the need of {made.needs(row.needs)} {verb} to {level}"
        made.say(row, "life", text, verb, f"{made.need(place)} {verb}")
        if course is not None:
            made.course[row.thread] = course


def _crisis(made: Story, row: Row) -> None:
    text = f"needed urgent help with {made.needs(row.needs)}"
    made.say(row, "urgent", text, "urgent", "needed urgent help")


def _alongside(made: Story, row: Row) -> None:
    what = f": {made.step(row.step)}" if row.step >= 0 else ""
    if row.value:
        text = f"help alongside begins{what}"
        made.alongside[row.thread] = made.say(row, "alongside", text, "interim", "help alongside")
        return
    began = made.alongside.pop(row.thread, None)
    if began is not None:
        began.minute = row.minute - made.onset.minute
    made.say(row, "alongside", f"help alongside ends{what}", "interim_ends", "ends")


def _companion(made: Story, row: Row) -> None:
    if row.value == 2:
        made.say(row, "alongside", "no companion has room", "no_companion", "no companion free")
    else:
        verb = "goes along from now on" if row.value else "no longer goes along"
        text = f"a companion ({made.worker(row.worker)}) {verb}"
        label = "companion" if row.value else "companion leaves"
        made.say(row, "alongside", text, "companion", label)


def _happens(made: Story, row: Row) -> None:
    coming = list(made.scenario.personas[made.persona].coming.values())[row.value]
    what = coming.what.rstrip(".")
    made.say(row, "life", what, "happens", what)


def _supporter(made: Story, row: Row) -> None:
    number, what = divmod(row.value, 4)
    supporter = list(made.scenario.personas[made.persona].supporters.values())[number]
    verb = ("is no longer there", "is tired", "is rested again")[what]
    text = f"{supporter.relation.rstrip('.')} {verb}"
    made.say(row, "life", text, "supporter", text)


def _hangs_up(made: Story, row: Row) -> None:
    text = f"nobody answers for {made.step(row.step)}; {row.value} minutes on hold"
    made.say(row, "gone wrong", text, "hung_up", "nobody answers")


def _confers(made: Story, row: Row) -> None:
    text = f"workers confer: {made.worker(row.worker)}, {row.value} min"
    last = made.lines[-1]
    if last.day == made.day(row.minute) and last.text.startswith("Workers confer"):
        last.text += f" and {made.worker(row.worker)}"
    else:
        made.say(row, "alongside", text, "confers", "workers confer")


def _kept(made: Story, row: Row) -> None:
    text = f"{made.worker(row.worker)} stayed along for {row.value} min"
    made.say(row, "contact", text, "stayed", f"{made.role(row.worker)} stays along")


def _place_taken(made: Story, row: Row) -> None:
    verb = "a place is taken" if row.value else "the place is free again"
    label = "has a place" if row.value else "gives up the place"
    made.say(row, "alongside", f"{verb} at {made.team(row.team)}", "place", label)


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
