"""What changes while a run goes on: people, threads, tickets.

These are plain mutable records; what may be done to them is said where it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import simpy

from sim.draws import entity_key, hazard_threshold, mix, name_key, uniform
from sim.engines.newcomers import Newcomer
from sim.program.parts import Program
from sim.program.person_parts import PPersona

URGENT, DUE, AGAIN, NEW = range(4)
"""The order of tickets: urgent, a session of a course that is due, booked again, new."""
STOP = name_key("stopping")
ASK = name_key("asking")


@dataclass(slots=True, eq=False)
class HazardClock:
    """Integer hazard that gathers until it strikes (MODEL section 1)."""

    entity: int
    purpose: int
    threshold: int = 0
    gathered: int = 0
    struck: int = 0
    rate: int = 0
    since: int = -1
    """minute from which it gathers; −1 while it stands still"""

    def __post_init__(self) -> None:
        self.threshold = hazard_threshold(uniform(self.entity, self.purpose, 0))

    def start(self, minute: int, rate: int) -> None:
        """Gather at ``rate`` from this minute on."""
        self.pause(minute)
        self.rate = rate
        self.since = minute

    def pause(self, minute: int) -> None:
        """Stand still; what has gathered is kept."""
        if self.since >= 0:
            self.gathered += self.rate * (minute - self.since)
            self.since = -1

    def strikes_at(self) -> int:
        """The minute at which it will strike if nothing changes; −1 for never."""
        if self.since < 0 or self.rate <= 0:
            return -1
        remaining = self.threshold - self.gathered
        return self.since + max(0, -(-remaining // self.rate))

    def strike(self) -> None:
        """Begin the next occurrence."""
        self.struck += 1
        self.gathered = 0
        self.since = -1
        self.threshold = hazard_threshold(uniform(self.entity, self.purpose, self.struck))


class Person:
    """Somebody with a story, while the run goes on."""

    __slots__ = (
        "after_contact",
        "age",
        "asking",
        "asking_token",
        "barriers",
        "been_to",
        "busy",
        "companion",
        "contacts",
        "counts",
        "episode",
        "episode_minutes",
        "fate_at",
        "fates",
        "heard",
        "hours",
        "is_",
        "judged",
        "known_by_team",
        "known_in_record",
        "last_seen",
        "levels",
        "luck",
        "memory",
        "number",
        "on_thread",
        "parked",
        "persona",
        "site",
        "stopping",
        "supporters_here",
        "supporters_tired",
        "thread_count",
        "threads",
        "told",
        "tried",
        "trust",
        "trust_start",
        "was_at",
    )

    def __init__(self, program: Program, who: Newcomer, luck_world: int) -> None:
        self.is_ = who
        self.persona: PPersona = program.personas[who.persona]
        self.number = who.number
        self.luck = entity_key(luck_world, *who.name)
        self.levels = list(who.levels)
        self.age = who.age
        self.site = self.persona.site
        self.hours = self.persona.hours
        """when she can be met"""
        self.barriers = list(who.barriers)
        self.fates: list[HazardClock] = []
        """clocks of easing, worsening and crisis of each need, then of each supporter's tiring and
        leaving"""
        self.fate_at = -1
        """the minute of the next strike among them that is planned"""
        self.after_contact: list[tuple[int, Callable[[], None]]] = []
        """what has struck during a contact, by key, and happens when she is free"""
        self.supporters_here = (1 << len(self.persona.supporters)) - 1
        self.supporters_tired = 0
        self.companion = -1
        self.trust = self.trust_start = who.trust
        self.told = self.persona.told_before & who.chapters
        self.heard = 0
        self.judged: dict[int, int] = {}
        """the level at which each need was judged last, on whatever thread"""
        self.memory: dict[int, int] = {}
        """chapters that each worker remembers"""
        self.known_by_team: dict[int, int] = {}
        self.known_in_record: dict[int, int] = {}
        self.last_seen: dict[int, int] = {}
        """the worker met last, by pool"""
        self.on_thread: list[Thread | None] = [None] * len(self.levels)
        self.threads: list[Thread] = []
        self.thread_count = 0
        self.episode = 0
        self.episode_minutes: list[int] = []
        self.tried: set[int] = set()
        """steps entered in this episode"""
        self.was_at: set[int] = set()
        """steps that took place in this episode"""
        self.been_to: set[int] = set()
        """steps that took place in an earlier one"""
        self.busy = False
        self.companion = -1
        """the worker who goes along with her; −1 for nobody"""
        self.parked: list[Ticket] = []
        self.contacts = 0
        self.counts: dict[int, int] = {}
        self.asking_token = 0
        self.asking = [
            HazardClock(self.luck, mix(ASK ^ noticing.purpose) ^ need.purpose)
            for noticing in self.persona.noticings
            for need in self.persona.needs
        ]
        self.stopping = [HazardClock(self.luck, STOP ^ need.purpose) for need in self.persona.needs]

    def begin_episode(self) -> None:
        """A new episode: nothing has been tried in it, and what took place is earlier."""
        self.episode += 1
        self.tried.clear()
        self.been_to |= self.was_at
        self.was_at.clear()

    def again(self, purpose: int) -> int:
        """How many times this has been drawn for her before; counts one more."""
        count = self.counts.get(purpose, 0)
        self.counts[purpose] = count + 1
        return count

    def draw(self, purpose: int) -> float:
        """Her next luck for a purpose."""
        return uniform(self.luck, purpose, self.again(purpose))

    @property
    def trust_change(self) -> float:
        """Trust now less trust at the start."""
        return self.trust - self.trust_start


@dataclass(slots=True)
class Kept:
    """A worker who stays with her after a contact, until the next one can begin."""

    worker: int
    since: int
    """the minute in which the contact ended"""
    minutes: int
    """of that contact"""
    travel: int
    letters: int
    """letters that the worker still has to write"""


@dataclass(slots=True, eq=False)
class Thread:
    """Needs that travel together, or what a person has alongside them."""

    person: Person
    number: int
    episode: int
    needs: int
    step: int
    heard: int = 0
    helped: int = 0
    judged: dict[int, int] = field(default_factory=dict)
    worker: int = -1
    """the worker seen last on this thread, who holds it"""
    own: int = -1
    """the worker whom an ``own`` step waits for"""
    introduced: int = -1
    """the worker to whom a warm handoff introduced her"""
    from_team: int = -1
    bounce_to: int = -1
    lost_to: int = -1
    link_back: bool = False
    looked_at: bool = True
    """whether the first assessment has looked at it since it was handed on"""
    letter: int = 0
    letter_key: int = 0
    overlap_worker: int = -1
    overlap_left: int = 0
    misses: int = 0
    contact_began: int = 0
    session: int = 0
    """sessions of this step that have taken place"""
    begun: bool = False
    """whether this step has begun"""
    place_of: int = -1
    """the team on whose caseload it has a place; −1 for none"""
    waiting: bool = False
    wait_since: int = 0
    wait_kind: int = 0
    wait_step: int = -1
    """the step that this spell is a wait for"""
    spell: int = 0
    wake: simpy.Event | None = None
    ticket: Ticket | None = None
    open: bool = True
    urgent: bool = False
    """whether it goes first everywhere: a crisis, until its first team has handed it on"""
    place_for: int = 0
    """needs that are away in a crisis, for which this thread keeps its place"""
    back: simpy.Event | None = None
    """what wakes a thread that stands still since its needs are away"""
    sent_away: bool = False
    """whether a boundary has just made it ineligible where it is"""
    bounced: bool = False
    """whether the first assessment has just sent it back"""
    letters_due: int = 0
    """letters back that the worker of this contact still has to write"""
    held: tuple[tuple[int, ...], int, int] | None = None
    """workers still held after a contact, its minutes, and travel"""
    kept: Kept | None = None
    """the worker who stays with her until the next contact"""
    ready: Ticket | None = None
    """the next contact, where it begins with no wait of its own"""
    latent: float = 0.0
    """her luck with the offer of this step, the same each time that it is made"""
    offers: int = 0
    """times that this step has been offered"""
    answer: int = 0
    """what she has said to the offer of this step and what has not been acted upon yet"""
    accepted: int = -1
    """the step to which she has said yes before she was sent there"""
    trust_then: float = 0.0
    """change of trust as it was when this spell began"""
    main: Thread | None = None
    """the thread that this one runs alongside, without responsibility"""
    alongside: list[Thread] = field(default_factory=list)
    interim: int = 0
    """threads alongside that have begun: interim help that she has while she waits"""
    meeting: bool = False
    """whether a contact of a thread alongside is under way"""

    def judge(self, need: int, level: int) -> None:
        """Somebody has judged a need to be at a level."""
        self.judged[need] = self.person.judged[need] = level


class Wanted(NamedTuple):
    """A further seat of a contact."""

    pool: int
    worker: int = -1
    """the worker without whom it stays empty; −1 for anybody of the pool"""
    if_free: bool = False
    """whether the contact goes on without it"""
    who: int = 0
    """which worker of the pool, where no worker is named: position in WHO"""


@dataclass(slots=True, eq=False)
class Ticket:
    """A request for a contact: of a thread, or of one of the other people."""

    pool: int
    planned: int
    order: int
    """URGENT, DUE, AGAIN or NEW"""
    joined: int
    earliest: int
    key: int
    thread: Thread | None = None
    who: int = 0
    own: int = -1
    """the worker without whom it cannot start; −1 for none"""
    beside: tuple[Wanted, ...] = ()
    """further seats"""
    place: bool = False
    """whether it can start only with a place on the caseload, which it takes"""
    limited: int = -1
    """the step that it begins, where a year's limit holds for it; −1 for none"""
    workers: tuple[int, ...] = ()
    """the workers taken, once it has started"""
    stream: int = -1
    entity: int = 0
    """the key of one of the other people"""
    session: int = 0
    """which contact of one of the other people; of a thread, which of its spells of waiting"""
    sessions: int = 1
    retry: int = -1
    """the minute at which a contact of several workers is looked at again, since her hours begin"""
    turn: int = -1
    """the first minute at which it was its turn and another worker was missing; −1 for not yet"""
    in_vain: Callable[[int], None] | None = None
    """what follows from that minute"""
    in_queue: bool = False
    queued_at: int = 0
    """minute from which it has been counted in its queue"""
    gone: bool = False
    meeting: bool = False
    kept: int = -1
    """the worker who is with her while it waits, in a live transfer"""
    with_her: bool = True

    @property
    def joint(self) -> bool:
        """Whether several workers must be free in the same minute."""
        return any(not seat.if_free for seat in self.beside)

    @property
    def rank(self) -> tuple[int, int, int]:
        """What stands first goes first: its order, the minute of joining, person and thread."""
        return self.order, self.joined, self.key

    @property
    def held_up(self) -> bool:
        """Whether it has to wait: its person is with somebody, or its needs are all away."""
        if self.thread is None:
            return False
        main = self.thread.main
        if not self.thread.needs or (main is not None and not main.needs):
            return True
        return self.with_her and self.kept < 0 and self.thread.person.busy
