"""What a part of this package rests on: every source of ours that it imports, however indirectly.

Goes in: a folder of the package. Comes out: paths, in order. Sources are read as text and not
parsed, which would take a third of a second at each start: every line that begins an import counts,
so that a module may be followed in vain but none is missed. Runs nothing that it reads.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

LEFT_OUT: Final = ("files", "changes")
"""Rungs that only read what people write; a test holds that no module keeps a value of theirs."""
IMPORT: Final = re.compile(
    r"^\s*(?:from\s+(sim(?:\.\w+)*)\s+import\s+(\([^)]*\)|.*)|import\s+(.*))", re.MULTILINE
)
OF_OURS: Final = re.compile(r"(?<![\w.])sim(?:\.\w+)*(?![\w.])")
NOTHING: Final = re.compile(r"#.*|\\\n")
"""Comments and broken lines, which stand between the words of an import."""


def rests_on(folder: Path, package: Path) -> list[Path]:
    """Every source of ``package`` that the modules in ``folder`` import, themselves included."""
    seen: set[Path] = set()
    ahead = sorted(folder.rglob("*.py"))
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        for dotted in imported(path.read_text(encoding="utf-8")):
            ahead += [found for found in _files_of(package, dotted) if found not in seen]
    return sorted(seen)


def imported(text: str) -> list[str]:
    """Dotted names of ours that a source imports, whether they are modules or what is in one."""
    names: list[str] = []
    for origin, some, plain in IMPORT.findall(NOTHING.sub(" ", text)):
        names += [f"{origin}.{name}" for name in re.findall(r"\w+", some)]
        names += OF_OURS.findall(plain)
    return names


def _files_of(package: Path, dotted: str) -> list[Path]:
    """The modules that importing a dotted name loads: its own and the front of each package."""
    parts = dotted.split(".")[1:]
    if parts and parts[0] in LEFT_OUT:
        return []
    places = [package.joinpath(*parts[:length]) for length in range(len(parts) + 1)]
    fronts = [place / "__init__.py" for place in places]
    modules = [place.with_suffix(".py") for place in places[1:]]
    return [path for path in (*fronts, *modules) if path.is_file()]
