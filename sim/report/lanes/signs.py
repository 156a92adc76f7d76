"""The signs of a storyboard: a shape for each kind of mark, and what it means in words.

Each sign is drawn about the point (0, 0), some 16 units wide. Signs differ in shape and letter;
their colours (Okabe and Ito's) only repeat what the shape says. Waits are bars with patterns.
"""

from __future__ import annotations

from typing import Final

from sim.report.lanes.drawing import tag

BLUE, RED, GREEN, BLACK = "#0072B2", "#B34700", "#00735A", "#111111"
"""Okabe and Ito's blue, vermilion and green, two of them darker, to stand out on white."""

MODES: Final = {
    "phone": "M-4.6-4.4c-.6 4.6 4.4 9.6 9 9l.4-2.6-2.7-1.4-1.5 1.2c-1.8-.8-3.1-2.1-3.9-3.9l1.2-1.5"
    "-1.4-2.7z",
    "video": "M-5-3h6.4v6h-6.4zM1.4-.8l3.6-2v5.6l-3.6-2",
    "face_to_face": "M-2.7-4a1.6 1.6 0 1 0 .01 0zM2.7-4a1.6 1.6 0 1 0 .01 0zM-5.4 4c0-5 5.3-5 5.3 0"
    "M.1 4c0-5 5.3-5 5.3 0",
    "home_visit": "M-5 .2l5-4.8 5 4.8M-3.6-1v5.4h7.2v-5.4M-1 4.4v-3h2v3",
    "online": "M0-5a5 5 0 1 0 .01 0zM0-5c-3 3-3 7 0 10c3-3 3-7 0-10M-5 0h10",
    "text": "M-5-3.6h10v6h-6l-2.4 2.4v-2.4h-1.6zM-3-1.6h6M-3 .4h4",
    "drop_in": "M0-5h4.4v10h-4.4M-5 0h6M-1.6-2.6l2.6 2.6-2.6 2.6",
    "group": "M0-5a1.5 1.5 0 1 0 .01 0zM-3.4-1a1.5 1.5 0 1 0 .01 0zM3.4-1a1.5 1.5 0 1 0 .01 0z"
    "M-5.4 4.6c0-3.4 4-3.4 4 0M1.4 4.6c0-3.4 4-3.4 4 0M-2 1c0-3.4 4-3.4 4 0",
}
"""What stands in the circle of a contact."""
LETTERS: Final = {"warm": "W", "overlap": "O", "cold": "L", "number_given": "#", "boundary": "B"}
GLYPHS: Final = {
    "helped": "M-3.6 .2l2.6 2.8 4.6-5.8",
    "better_without_help": "M-4 1c2-4 3.4 2.6 8-2",
    "signposted": "M-3.4 3.4l6.4-6.4M-.6-3.4h3.8v3.8",
    "declined": "M-3.6 0h7.2",
    "stopped_waiting": "M-1.8-3.6v7.2M1.8-3.6v7.2",
    "lost_end": "M-2-1.6a2 2 0 1 1 2.4 2l-.4 1M0 3.4v.6",
    "closed_by_service": "M-3.2-3.2l6.4 6.4M3.2-3.2l-6.4 6.4",
    "not_heard": "M-3.6-2h7.2M-3.6 2h7.2M-3 4l6-8",
    "crisis": "M0-4v4.6M0 3.2v.6",
    "still_open": "M-3.4 0h.6M-.3 0h.6M2.8 0h.6",
}
GONE_WRONG: Final = {
    "missed": "M-3-3l6 6M3-3l-6 6",
    "lost": GLYPHS["lost_end"],
    "not_taken_up": "M-4 0h8",
    "not_now": GLYPHS["still_open"],
    "hung_up": MODES["phone"] + "M-5 5l10-10",
}
BESIDE: Final = {
    "taken_up": GLYPHS["helped"],
    "stayed": "M-2.4-2.4a2.4 2.4 0 1 0 .01 0zM2.4-2.4a2.4 2.4 0 1 0 .01 0z",
    "companion": "M-2.4-2.4a2.4 2.4 0 1 0 .01 0zM2.4-2.4a2.4 2.4 0 1 0 .01 0z",
    "no_companion": "M-2.4-2.4a2.4 2.4 0 1 0 .01 0zM2.4-2.4a2.4 2.4 0 1 0 .01 0zM-5 5l10-10",
    "confers": "M-5 1h10M-3-4a1.4 1.4 0 1 0 .01 0zM3-4a1.4 1.4 0 1 0 .01 0zM-3.4 1v3.6M3.4 1v3.6",
    "place": "M-2 4.4v-8.6h2.6a2.4 2.4 0 0 1 0 4.8h-2.6",
    "interim": "M0-4v8M-4 0h8",
    "interim_ends": "M-4 0h8",
}
LIFE: Final = {
    "begins": "M-2.6 0h5.2M0-2.6v5.2",
    "grows": "M0 3v-6M-2.4-.6l2.4-2.4 2.4 2.4",
    "eases": "M0-3v6M-2.4 .6l2.4 2.4 2.4-2.4",
    "happens": "M0-1a1 1 0 1 0 .01 0z",
    "supporter": "M0-2.6a1.3 1.3 0 1 0 .01 0zM-2.6 3c0-4 5.2-4 5.2 0",
}
SPANS: Final = {
    "wait": "a wait for a contact",
    "letter": "a letter on its way",
    "rings": "given a number: the time until it is rung",
    "pause": "a pause",
    "bounce": "waiting to be sent back",
    "course": "a course of sessions, a stroke for each",
    "interim": "help alongside, while it lasts",
}
"""What is drawn as a bar, to scale."""
MEANS: Final = {
    "asks": "help asked for, or a need seen",
    **{mode: f"a contact: {mode.replace('_', ' ')}" for mode in MODES},
    "joint": "a contact with two workers or more together",
    "still_waiting": "still waiting on the last day",
    "retelling": "tells again parts of the story told before",
    "warm": "handed on in person (warm)",
    "overlap": "handed on, both staying a while (overlap)",
    "cold": "handed on by letter (cold)",
    "number_given": "given a number to ring",
    "boundary": "moves on because of age or place",
    "missed": "missed",
    "sent_back": "sent back",
    "lost": "lost on the way",
    "not_taken_up": "an offer not taken up",
    "not_now": "an offer: “not now”",
    "hung_up": "nobody answers",
    "taken_up": "an offer taken up later",
    "stayed": "the worker stays along",
    "companion": "a companion",
    "no_companion": "no companion has room",
    "confers": "workers confer without the person",
    "place": "a place on a caseload",
    "interim_ends": "help alongside ends",
    "urgent": "needed urgent help",
    "right_help": "right help has come for every need",
    "helped": "ended: helped",
    "better_without_help": "ended: better without help",
    "signposted": "ended: signposted elsewhere",
    "declined": "ended: the offer was not taken up",
    "stopped_waiting": "ended: stopped waiting",
    "lost_end": "ended: lost on the way",
    "closed_by_service": "ended: closed by the service",
    "not_heard": "ended: not spoken of there",
    "crisis": "ended: needed urgent help",
    "still_open": "ended: still open",
    "begins": "a need begins",
    "grows": "a need grows",
    "eases": "a need eases",
    "happens": "something happens in life",
    "supporter": "a supporter tires, rests or leaves",
}
"""What each sign means, in the order of the key."""
ENDED_WELL: Final = ("helped", "better_without_help")


def drawn(sign: str) -> str:
    """A sign about the point (0, 0)."""
    if sign in MODES:
        return _ring(8, BLUE) + _line(MODES[sign], BLUE)
    if sign in LETTERS:
        return _arrow(sign)
    if sign == "sent_back":
        return tag("path", d="M8-6h-10l-6 6 6 6h10z", fill="#fff", stroke=BLACK, stroke_width=1.5)
    if sign in GONE_WRONG:
        return _ring(7, BLACK, dash="2.5 1.5") + _line(GONE_WRONG[sign], BLACK)
    if sign in GLYPHS:
        return _end(sign)
    if sign in BESIDE:
        box = tag("rect", x=-7, y=-7, width=14, height=14, rx=4, fill="#fff", stroke=BLUE)
        return box + _line(BESIDE[sign], BLUE)
    if sign in LIFE:
        return tag("path", d="M0-8l8 8-8 8-8-8z", fill="#fff", stroke=BLACK) + _line(
            LIFE[sign], BLACK
        )
    return _alone(sign)


def joint(mode: str) -> str:
    """A contact of several workers: a second ring behind the first."""
    behind = tag("g", _ring(7, BLUE), transform="translate(2.2 0)")
    return behind + tag("g", drawn(mode), transform="translate(-3.5 0)")


def _alone(sign: str) -> str:
    if sign == "asks":
        bubble = tag("path", d="M-7-7h14v10h-8l-4 4v-4h-2z", fill="#fff", stroke=BLACK)
        return bubble + _letter("?", BLACK, y=1.5)
    if sign == "right_help":
        star = "M0-9l2.5 6 6.5.4-5 4.2 1.7 6.4-5.7-3.5-5.7 3.5 1.7-6.4-5-4.2 6.5-.4z"
        return tag("path", d=star, fill=GREEN)
    if sign == "retelling":
        return again_loop()
    if sign == "joint":
        return joint("face_to_face")
    if sign == "still_waiting":
        glass = "M-5-7.5h10l-10 15h10z"
        return tag("path", d=glass, fill="#fff", stroke=BLACK, stroke_width=1.5)
    assert sign == "urgent", sign
    box = tag("rect", x=-8, y=-8, width=16, height=16, rx=3, fill=BLACK)
    return box + _letter("!", "#fff", y=4)


def again_loop() -> str:
    """The loop that stands before what is told again."""
    return tag(
        "path",
        d="M3.2-2.6a4 4 0 1 0 .8 3.4M4.4-4.6l-.4 3-3-.4",
        fill="none",
        stroke=RED,
        stroke_width=1.5,
    )


def _arrow(sign: str) -> str:
    full = sign in ("warm", "overlap")
    shape = tag(
        "path",
        d="M-8-6.5h10l6 6.5-6 6.5h-10z",
        fill=RED if full else "#fff",
        stroke=RED,
        stroke_width=1.4,
        stroke_dasharray="2.5 1.5" if sign == "number_given" else "",
    )
    return shape + _letter(LETTERS[sign], "#fff" if full else RED, x=-1.5, y=3.6)


def _end(sign: str) -> str:
    well = sign in ENDED_WELL
    box = tag(
        "rect",
        x=-6.5,
        y=-6.5,
        width=13,
        height=13,
        fill=GREEN if well else "#fff",
        stroke=GREEN if well else BLACK,
        stroke_width=1.4,
    )
    return box + _line(GLYPHS[sign], "#fff" if well else BLACK)


def _ring(radius: float, colour: str, dash: str = "") -> str:
    return tag(
        "circle", r=radius, fill="#fff", stroke=colour, stroke_width=1.3, stroke_dasharray=dash
    )


def _line(path: str, colour: str) -> str:
    return tag("path", d=path, fill="none", stroke=colour, stroke_width=1.2)


def _letter(letter: str, colour: str, *, x: float = 0, y: float) -> str:
    return tag(
        "text",
        letter,
        x=x,
        y=y,
        font_size=10,
        font_weight="bold",
        text_anchor="middle",
        fill=colour,
        class_="plain",
    )


def patterns(prefix: str) -> str:
    """The patterns of bars; ``prefix`` keeps their names apart from those of other pictures."""
    inside = {
        "wait": tag("path", d="M-1 7l8-8M5 9l4-4M-1 1l2-2", stroke="#555", stroke_width=1.1),
        "letter": tag("circle", cx=2, cy=3, r=1.1, fill="#555"),
        "rings": tag("path", d="M1.5 1.5h3M1.5 4.5h3M2 0l-.6 6M4.4 0l-.6 6", stroke=RED),
        "pause": tag("path", d="M0 3h4", stroke="#555", stroke_width=1.1),
        "bounce": tag("path", d="M0 0l6 6M6 0l-6 6", stroke="#555", stroke_width=0.9),
        "interim": tag("path", d="M2 0v6", stroke=BLUE, stroke_width=1.1),
    }
    made = []
    for name, part in inside.items():
        wide = 4 if name in ("letter", "pause", "interim") else 6
        made.append(
            tag(
                "pattern",
                tag("rect", width=wide, height=6, fill="#fff"),
                part,
                id=f"{prefix}{name}",
                width=wide,
                height=6,
                patternUnits="userSpaceOnUse",
            )
        )
    return "".join(made)
