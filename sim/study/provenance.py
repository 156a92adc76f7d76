"""What a run was made from: enough to make it again to the same bytes.

Goes in: the plan, the scenarios as resolved, the command, the files that took part. Comes out: a
manifest. It holds no date, machine or folder: those stand in ``run.log``, the one file that
differs. Refuses nothing: ``rerun`` compares and says.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from sim import __version__
from sim.engines.named import versions
from sim.errors import Fault, InputError
from sim.study.compare import Plan
from sim.study.folder import MANIFEST, sha256

FORMAT: Final = 1
"""Of the manifest; a reader refuses another."""
PACKAGES: Final = (
    "simpy",
    "networkx",
    "numpy",
    "matplotlib",
    "scipy",
    "pydantic",
    "PyYAML",
    "pyarrow",
    "jinja2",
)
"""The packages whose version can move a byte."""
SOURCES: Final = (".py", ".yaml", ".csv", ".json", ".html", ".css")
"""Endings of the files under ``sim/`` that take part in every run."""
PACKAGE: Final = Path(__file__).parents[1]


def manifest(
    *,
    plan: Plan,
    engine: str,
    command: Sequence[str],
    changes: Sequence[Mapping[str, Any]],
    inputs: Mapping[str, str],
    scenarios: Mapping[str, str],
    cut: str,
    cards: Sequence[Mapping[str, Any]] = (),
    waits: Mapping[str, Any] | None = None,
    levers: Sequence[Mapping[str, Any]] = (),
    blanks: Sequence[Mapping[str, Any]] = (),
    local: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The manifest of a run, but for the hashes of its files.

    ``command``: arguments in one order, whatever order they were typed in. ``inputs``: SHA-256
    of the files people wrote. ``scenarios``: by name, the resolved file in the run's folder.
    ``cut``: what the first line said was cut. ``changes``: what was set by hand, as typed, and
    where; ``cards`` and ``levers``: the same for these. ``waits``: whose waits are fitted.
    ``blanks``: what the sources of these sites name and do not describe. ``local``: what stood in
    a filled-in spreadsheet, so that the run can be made again without it.
    """
    return {
        "format": FORMAT,
        "storylanes": __version__,
        "command": list(command),
        "plan": asdict(plan),
        "engine": engine,
        "engine_packages": versions(engine),
        "changes": [dict(change) for change in changes],
        "cards": [dict(card) for card in cards],
        "levers": [dict(lever) for lever in levers],
        "blanks": [dict(blank) for blank in blanks],
        **({"local": dict(local)} if local else {}),
        "cut": cut,
        "waits": dict(waits or {}),
        "scenarios": dict(scenarios),
        "inputs": dict(sorted(inputs.items())),
        "made_by": made_by(),
    }


def made_by() -> dict[str, Any]:
    """Versions of Python and packages, and one hash over the sources."""
    return {
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
        "packages": {name: _version(name) for name in PACKAGES},
        "sources": sha256(json.dumps(source_hashes()).encode()),
    }


def source_hashes() -> dict[str, str]:
    """SHA-256 of every source and datum of the package, by path."""
    paths = sorted(
        path
        for path in PACKAGE.rglob("*")
        if path.suffix in SOURCES and "__pycache__" not in path.parts
    )
    return {path.relative_to(PACKAGE).as_posix(): sha256(path.read_bytes()) for path in paths}


def file_hashes(paths: Sequence[Path], root: Path) -> dict[str, str]:
    """SHA-256 of files, named from ``root`` where they lie under it, by their own name if not."""
    named = {}
    for path in paths:
        whole = path.resolve()
        inside = whole.is_relative_to(root.resolve())
        name = whole.relative_to(root.resolve()).as_posix() if inside else path.name
        named[name] = sha256(path.read_bytes())
    return named


def as_text(content: Mapping[str, Any]) -> str:
    """A manifest as it is written."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def read_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest, given itself or the folder it is in; InputError if it is none."""
    path = path / MANIFEST if path.is_dir() else path
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"its format is {content['format']}")
        plan_of(content["plan"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise InputError(
            [
                Fault(
                    file=str(path),
                    found=_in_words(fault),
                    allowed="a manifest.json that a run left",
                    mend="name the manifest, or the folder of the run",
                )
            ]
        ) from None
    found: dict[str, Any] = content
    return found


def plan_of(written: Mapping[str, Any]) -> Plan:
    """A plan as a manifest holds it. Raises TypeError where it holds something else."""
    lists = {name: tuple(value) for name, value in written.items() if isinstance(value, list)}
    return Plan(**{**written, **lists})


def _in_words(fault: Exception) -> str:
    """Why a manifest cannot be read, without the words of the language it is written in."""
    if isinstance(fault, OSError):
        return fault.strerror or "a file that cannot be read"
    if isinstance(fault, json.JSONDecodeError):
        return f"what is no JSON, in line {fault.lineno}"
    if isinstance(fault, KeyError):
        return f"nothing under {fault}"
    return str(fault)


def what_differs(before: Mapping[str, Any], engine: str) -> list[str]:
    """In sentences: in what this software differs from the one that made a run.

    ``engine``: the one that makes it again. Another engine is no difference here, since both leave
    the same log; another version of what only this one rests on is.
    """
    now = made_by()
    then = before["made_by"]
    lines = [
        f"{name} is {now['packages'].get(name, 'not here')}, it was {version}"
        for name, version in then["packages"].items()
        if now["packages"].get(name) != version
    ]
    under = before.get("engine_packages", {})
    lines += [
        f"{name} is {version}, it was {under[name]}"
        for name, version in versions(engine).items()
        if under.get(name, version) != version
    ]
    if now["python"] != then["python"]:
        lines.append(f"Python is {now['python']}, it was {then['python']}")
    if now["sources"] != then["sources"]:
        lines.append("the sources of Story Lanes differ")
    return lines


def changed_files(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Names of files whose bytes differ, or that only one of two runs has."""
    names = sorted(set(before) | set(now))
    return [name for name in names if before.get(name) != now.get(name)]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
