"""Elements of SVG as text: tags, numbers and words, all escaped.

Goes in: names, attributes, parts. Comes out: text. Knows nothing of journeys.
"""

from __future__ import annotations

from html import escape
from typing import Final

FONT: Final = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
SMALL: Final = 10.5
"""Units: the smallest letters. A picture 800 units wide prints on 190 mm, so these are 7 points."""
NARROW, MIDDLE, BROAD = 0.36, 0.62, 0.9
"""Widths of letters as shares of their size, in the widest of the common fonts."""
THIN: Final = frozenset("fijlrtI .,:;'’!|()[]·")
FAT: Final = frozenset("mwMW%@…—")
BOLDER: Final = 1.09
"""How much wider bold letters are."""
INK: Final = "#111111"


def tag(name: str, *parts: str, **attributes: str | float) -> str:
    """An element. ``class_`` and ``stroke_width`` become ``class`` and ``stroke-width``."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{number(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    inside = "".join(parts)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def number(value: str | float) -> str:
    """An attribute: words escaped, numbers with two decimals at most."""
    if isinstance(value, str):
        return escape(value, quote=True)
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def words(text: str) -> str:
    """Text between tags."""
    return escape(text, quote=False)


def text(
    x: float,
    y: float,
    said: str,
    *,
    size: float = SMALL,
    bold: bool = False,
    anchor: str = "",
    colour: str = INK,
) -> str:
    """Words at a place; ``y`` is their foot. They keep clear of the lines that they cross."""
    return tag(
        "text",
        words(said),
        x=x,
        y=y,
        font_size=size,
        font_weight="bold" if bold else "",
        text_anchor=anchor,
        fill=colour,
    )


def width(said: str, size: float = SMALL, *, bold: bool = False) -> float:
    """About how wide words are, in units."""
    wide = sum(NARROW if letter in THIN else BROAD if letter in FAT else MIDDLE for letter in said)
    return wide * size * (BOLDER if bold else 1.0)


def wrapped(said: str, wide: float, size: float = SMALL) -> list[str]:
    """Words in lines of at most so many units."""
    lines: list[str] = []
    for word in said.split():
        if lines and width(f"{lines[-1]} {word}", size) <= wide:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
