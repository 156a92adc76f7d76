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
    there = {_dotted(path, package): path for path in package.rglob("*.py")}
    seen: set[str] = set()
    ahead = [_dotted(path, package) for path in folder.rglob("*.py")]
    while ahead:
        name = ahead.pop()
        if name in seen or name not in there:
            continue
        seen.add(name)
        for dotted in imported(there[name].read_text(encoding="utf-8")):
            ahead += _loaded_with(dotted)
    return sorted(there[name] for name in seen)


def imported(text: str) -> set[str]:
    """Dotted names of ours that a source imports, whether they are modules or what is in one."""
    names: set[str] = set()
    for origin, some, plain in IMPORT.findall(NOTHING.sub(" ", text)):
        names |= {f"{origin}.{name}" for name in re.findall(r"\w+", some)}
        names |= set(OF_OURS.findall(plain))
    return names


def _dotted(path: Path, package: Path) -> str:
    """The name under which a source is imported; a package's front has the name of the package."""
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _loaded_with(dotted: str) -> list[str]:
    """The names that importing a dotted name loads: its own and the front of each package."""
    parts = dotted.split(".")
    if len(parts) > 1 and parts[1] in LEFT_OUT:
        return []
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
