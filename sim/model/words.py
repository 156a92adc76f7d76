"""The closed lists of words; a file that uses another word is told the nearest one.

Everything here is vocabulary, not quantity: MODEL sections 1, 2, 5, 6. Order matters where
it says so, since the position of a word is the number that a log row holds.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Domain = Literal[
    "mental",
    "physical",
    "memory",
    "perinatal",
    "substance",
    "trauma",
    "carer",
    "connection",
    "housing",
    "money_work",
    "sensory_neuro",
    "skills",
]
DOMAINS: Final[tuple[str, ...]] = get_args(Domain)

LEVEL_NAMES: Final = ("none", "low", "moderate", "high", "urgent")
LevelName = Literal["low", "moderate", "high", "urgent"]
"""The names of the levels that an open need can have, from 1 to 4."""
HELP_SOUGHT_FROM: Final = 2
"""A need of this level or above is asked about, waited for and counted (MODEL section 2)."""

Noticer = Literal[
    "herself",
    "family",
    "gp",
    "nurse",
    "midwife",
    "work_coach",
    "school",
    "social_worker",
    "police",
    "neighbour",
]
NOTICERS: Final[tuple[str, ...]] = get_args(Noticer)

Mode = Literal["phone", "video", "face_to_face", "home_visit", "online", "text", "drop_in", "group"]
MODES: Final[tuple[str, ...]] = get_args(Mode)
WALK_IN_MODES: Final = frozenset({"drop_in"})
"""Modes that nobody books, so that nobody can fail to attend them."""

Handoff = Literal["warm", "overlap", "cold", "number_given"]
HANDOFFS: Final[tuple[str, ...]] = get_args(Handoff)

End = Literal[
    "lost",
    "closed_by_service",
    "stopped_waiting",
    "not_heard",
    "declined",
    "crisis",
    "still_open",
    "signposted",
    "better_without_help",
    "helped",
]
ENDS: Final[tuple[str, ...]] = get_args(End)
"""Worst first: a person's own ``ended`` is the first of these among her threads (MODEL 6)."""

Rung = Literal["A", "B", "C"]
RUNGS: Final[tuple[str, ...]] = get_args(Rung)
"""The ladder of results: structure, then queues and stopping, then trust (MODEL section 13)."""

Grouping = Literal["getting_advice", "getting_help", "getting_more_help", "getting_risk_support"]
GROUPINGS: Final[tuple[str, ...]] = get_args(Grouping)

Who = Literal["any", "known", "own", "holder"]
WHO: Final[tuple[str, ...]] = get_args(Who)

Payer = Literal["nhs", "primary_care", "council", "voluntary", "other_public", "unknown"]
PAYERS: Final[tuple[Payer, ...]] = get_args(Payer)
"""Whose money it is: the NHS integrated care board, its contracts with general practice, the
council, voluntary organisations (grants and gifts), other public bodies, or nobody knows."""

OneOff = Literal["training", "recruitment", "records", "premises", "management"]
ONE_OFFS: Final[tuple[OneOff, ...]] = get_args(OneOff)
"""What it may cost once to move to another way of organising help."""

Holidays = Literal["bank", "school"]
HOLIDAYS: Final[tuple[str, ...]] = get_args(Holidays)
"""Days with dates on which a calendar may not open."""

EPISODES_AT_MOST: Final = 3
EPISODE_WEEKS: Final = 26
"""At most three episodes in 26 weeks (MODEL section 2)."""
FELL_THROUGH_WEEKS: Final = 8
"""No open thread and no help for this long (MODEL section 7)."""
NAMED_EVERY_WEEKS: Final = 4
"""The named person comes once in this many weeks (MODEL section 2)."""

MINUTES_PER_HOUR: Final = 60
MINUTES_PER_DAY: Final = 1440
MINUTES_PER_WEEK: Final = 10080
DAYS_PER_WEEK: Final = 7
WEEKS_PER_YEAR: Final = 365.25 / 7
MOST_OF_HERS: Final = {"needs": 20, "story": 60, "supporters": 30}
"""Needs, chapters and supporters of a persona at most: what a row of whole numbers can hold."""
