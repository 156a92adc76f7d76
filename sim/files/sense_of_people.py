"""What a persona, her supporters and the dates that are coming must satisfy by themselves.

Each check takes a finished record and yields troubles; their trails begin at the record. Whether
the names in it exist is told in ``names``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.files.trouble import Trouble, one_of
from sim.model.people import Coming, Persona, Supporter
from sim.model.words import LEVEL_NAMES, MOST_OF_HERS, NOTICERS

_LEVEL_AT_MOST: Final = len(LEVEL_NAMES) - 1


def persona_sense(persona: Persona) -> Iterator[Trouble]:
    """The troubles of a persona."""
    if not persona.needs:
        mend = "give at least one need"
        yield Trouble(found="no needs", allowed="at least one need", mend=mend)
    if not persona.noticers:
        mend = "say who may notice that help is needed"
        yield Trouble(found="no noticers", allowed=one_of(NOTICERS), mend=mend)
    for field, most in MOST_OF_HERS.items():
        count = len(getattr(persona, field))
        if count > most:
            mend = "leave some out, or make one of several that go together"
            found = f"{count} of them"
            yield Trouble(trail=(field,), found=found, allowed=f"at most {most}", mend=mend)
    for name, supporter in persona.supporters.items():
        for trouble in _at_home(persona, name, supporter):
            yield trouble.beneath(("supporters", name))


def _at_home(persona: Persona, name: str, supporter: Supporter) -> Iterator[Trouble]:
    """What a supporter says of her needs and noticers must fit what she says of them."""
    need = persona.needs.get(supporter.own_need)
    if need is not None and need.whose != name:
        theirs = [slug for slug, one in persona.needs.items() if one.whose == name]
        yield Trouble(
            trail=("own_need",),
            found=f"the need {supporter.own_need!r}, which is whose: {need.whose}",
            allowed=one_of(theirs) if theirs else f"a need with whose: {name}",
            mend=f"write whose: {name} at that need, or name another",
        )
    for position, noticer in enumerate(supporter.notices):
        if persona.noticers and noticer not in persona.noticers:
            yield Trouble(
                trail=("notices", position),
                found=f"the noticer {noticer!r}, who is none of hers",
                allowed=one_of(persona.noticers),
                mend=f"add {noticer} to her noticers, or leave it out",
            )


def supporter_sense(supporter: Supporter) -> Iterator[Trouble]:
    """The troubles of a supporter."""
    if supporter.tells and (supporter.present is None or supporter.present.high <= 0):
        found = "tells without present"
        mend = "say in present how often they are with her"
        allowed = "tells only where they are with her"
        yield Trouble(trail=("tells",), found=found, allowed=allowed, mend=mend)
    if supporter.needs and supporter.worsening is None and supporter.crisis is None:
        found = "needs without worsening and crisis"
        mend = "say what they do about these needs, or leave needs out"
        allowed = "needs only with worsening or crisis"
        yield Trouble(trail=("needs",), found=found, allowed=allowed, mend=mend)


def coming_sense(coming: Coming) -> Iterator[Trouble]:
    """The troubles of a date that is coming."""
    for word, least, most in (("raises", 1, _LEVEL_AT_MOST), ("lowers", 0, _LEVEL_AT_MOST - 1)):
        for need, level in getattr(coming, word).items():
            if not least <= level <= most:
                yield Trouble(
                    trail=(word, need),
                    found=f"{word} to level {level}",
                    allowed=f"a level from {least} to {most}",
                    mend="give such a level, or leave the need out",
                )
    for need in coming.raises:
        if need in coming.lowers:
            found = f"the need {need!r} in raises and in lowers"
            mend = "keep it in one of the two"
            yield Trouble(trail=("lowers", need), found=found, allowed="one of them", mend=mend)
    for position, supporter in enumerate(coming.supporters_tire):
        if supporter in coming.supporters_leave:
            found = f"the supporter {supporter!r}, who leaves and tires on the same day"
            mend = "keep one of the two"
            trail = ("supporters_tire", position)
            yield Trouble(trail=trail, found=found, allowed="one of them", mend=mend)
