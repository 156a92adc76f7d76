"""Faults that must be caught in the compiled engine: for each family of rules at least one.

They are planted in the kernel's sources and run uncompiled; the first engine is sound. The text to
be replaced stands exactly once in its file, so that the table cannot rot unseen. Faults that show
in few generated systems are looked for by the tests of their rule, which run on both engines.
"""

from __future__ import annotations

from typing import Final, NamedTuple

FAMILIES: Final = (
    "order in a minute",
    "notes",
    "trust",
    "attendance",
    "clocks",
    "companions",
    "priorities",
    "places",
    "seats",
    "boundaries",
    "lists and calls",
    "rules and moves",
    "asking",
    "acceptance",
)


COMPILED: Final = "sim/engines/compiled/kernel/"


class Planted(NamedTuple):
    """One edit, and the family of the rule that it breaks."""

    family: str
    rule: str
    file: str
    old: str
    new: str
    look: str = ""
    """the tests that look for it; empty for the differential test"""


KERNEL: Final = (
    Planted(
        "order in a minute",
        "giving up comes before being called",
        COMPILED + "clocks.py",
        "plan(m, strikes, PEOPLE_STOP_WAITING, who,",
        "plan(m, strikes, PEOPLE_STOP_WAITING + 3, who,",
        "test_stopping.py",
    ),
    Planted(
        "notes",
        "a shared record needs her consent",
        COMPILED + "telling.py",
        "may = m[p + PERSON.CONSENTS] or not m[row + READING.CONSENT]",
        "may = 1",
    ),
    Planted(
        "trust",
        "being heard raises trust",
        COMPILED + "telling.py",
        "change = x[a + ASSUMED.HEARD] if heard else 0.0",
        "change = 0.0",
    ),
    Planted(
        "attendance",
        "trust acts on coming",
        COMPILED + "contacts.py",
        "x[a + ASSUMED.ON_ATTENDING] if m[a + ASSUMED.TRUST_ACTS] else 0.0,",
        "0.0,",
        "test_trust.py",
    ),
    Planted(
        "attendance",
        "re-booking up to the limit",
        COMPILED + "courses.py",
        "> m[team_part(m, m[step + STEP.TEAM]) + TEAM.REBOOK]",
        ">= m[team_part(m, m[step + STEP.TEAM]) + TEAM.REBOOK]",
        "test_missing.py",
    ),
    Planted(
        "clocks",
        "interim help keeps people waiting",
        COMPILED + "clocks.py",
        "rate *= x[a + ASSUMED.INTERIM_STOPPING]",
        "rate *= 1.0",
        "test_alongside.py",
    ),
    Planted(
        "companions",
        "a companion has a caseload",
        COMPILED + "companions.py",
        "most = m[part + POOL.CASELOAD]",
        "most = m[part + POOL.CASELOAD] + 1",
        "test_companions.py",
    ),
    Planted(
        "companions",
        "who takes over from a companion is the holder",
        COMPILED + "waiting.py",
        "    companion = companion_of(m, m[t + THREAD.PERSON])\n    own = ",
        "    companion = m[m[t + THREAD.PERSON] + PERSON.COMPANION]\n    own = ",
        "test_companions.py",
    ),
    Planted(
        "priorities",
        "urgent people go first",
        COMPILED + "waiting.py",
        "if not m[step + STEP.URGENT] and not m[t + THREAD.URGENT]:",
        "if not m[t + THREAD.URGENT]:",
        "test_turns.py",
    ),
    Planted(
        "places",
        "a course waits for a place",
        COMPILED + "lists.py",
        "return places < 0 or m[at + TEAM_STATE.TAKEN] < places",
        "return True",
        "test_places.py",
    ),
    Planted(
        "seats",
        "her own worker is waited for",
        COMPILED + "waiting.py",
        "    if who == OWN:\n",
        "    if who > HOLDER:\n",
        "test_known_workers.py",
    ),
    Planted(
        "seats",
        "nobody takes two seats where a wait is drawn",
        COMPILED + "seats.py",
        "return drawn_worker(m, number, tk, taken)",
        "return drawn_worker(m, number, tk, 0)",
        "test_further_seats.py",
    ),
    Planted(
        "boundaries",
        "what is not eligible any more is sent away",
        COMPILED + "boundaries.py",
        "m[t + THREAD.SENT_AWAY] = 1",
        "m[t + THREAD.SENT_AWAY] = 0",
        "test_boundaries.py",
    ),
    Planted(
        "lists and calls",
        "a list closes",
        COMPILED + "lists.py",
        "if m[at + TEAM_STATE.WAITING] >= m[team + TEAM.CLOSES_AT]:",
        "if m[at + TEAM_STATE.WAITING] > m[team + TEAM.CLOSES_AT]:",
        "test_lists.py",
    ),
    Planted(
        "rules and moves",
        "an overlap lasts for so many contacts",
        COMPILED + "handing.py",
        "= m[m[WORLD.ASSUMED] + ASSUMED.OVERLAP_SESSIONS]",
        "= 1 + m[m[WORLD.ASSUMED] + ASSUMED.OVERLAP_SESSIONS]",
        "test_handing.py",
    ),
    Planted(
        "asking",
        "a reach has luck of its own",
        COMPILED + "clocks.py",
        "mixed(purposes.ASK, m[noticing + NOTICING.PURPOSE])",
        "mixed(purposes.ASK, m[noticing + NOTICING.NOTICER])",
        "test_reaches.py",
    ),
    Planted(
        "asking",
        "a move changes whom a reach meets",
        COMPILED + "lives.py",
        "m[p + PERSON.AGE], before)\n        reconsider_asking(m, p)\n",
        "m[p + PERSON.AGE], before)\n",
        "test_reaches.py",
    ),
    Planted(
        "acceptance",
        "what the team is told of elsewhere keeps her out",
        COMPILED + "handing.py",
        "beside = needs_of(m, p, said) & ~m[t + THREAD.NEEDS] & m[p + PERSON.IS_JUDGED]",
        "beside = 0",
        "test_not_with.py",
    ),
    Planted(
        "acceptance",
        "another's need keeps her out of nothing",
        COMPILED + "rules.py",
        "if not (here | beside) >> need & 1 or m[row + NEED.SUPPORTER] >= 0:",
        "if not (here | beside) >> need & 1:",
        "test_not_with.py",
    ),
    Planted(
        "rules and moves",
        "a pause takes place",
        COMPILED + "courses.py",
        "            takes_place(m, m[t + THREAD.PERSON], m[t + THREAD.STEP])\n",
        "",
        "test_coming_back.py",
    ),
    Planted(
        "rules and moves",
        "an offer meets the stigma of what it is seen as",
        COMPILED + "offering.py",
        "seen_as = domains if m[step + STEP.SEEN_AS] < 0 else m[step + STEP.SEEN_AS]",
        "seen_as = domains",
        "test_offers.py",
    ),
)
"""Faults of the compiled engine's kernel: at least one of each family."""
