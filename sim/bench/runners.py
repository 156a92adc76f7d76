"""Who takes part: our engines and the rivals, as far as they are here, and why others are not."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from os import cpu_count
from typing import Final

from sim.bench import in_ciw, in_simmer, in_simpy
from sim.bench.network import Simulator
from sim.engines.named import engine_named
from sim.engines.protocol import Engine
from sim.errors import InputError

ENGINES: Final = {"compiled": "compiled engine", "simpy": "SimPy engine"}
"""Our engines by the name that is typed, and what they are called in a table."""
OF_COMPILED: Final = frozenset({"numba", "llvmlite"})
"""Modules without which there is no compiled engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Who can be timed here."""

    engines: dict[str, Engine]
    """by the name that is typed"""
    rivals: dict[str, Simulator]
    """by the name that stands in a table"""
    missing: dict[str, str]
    """who cannot, and why or how to get them"""


def present() -> Present:
    """Who can be timed on this machine."""
    missing: dict[str, str] = {}
    engines: dict[str, Engine] = {}
    for name, title in ENGINES.items():
        found = engine_if_here(name)
        if found is None:
            why = "this version has none" if find_spec("numba") else "it takes numba"
            missing[title] = f"not here: {why}"
        else:
            engines[name] = found
    rivals: dict[str, Simulator] = {"SimPy program": in_simpy.simulate}
    if find_spec("ciw"):
        rivals["Ciw program"] = in_ciw.simulate
    else:
        missing["Ciw program"] = "not here: it comes with the tests, or by pip install ciw"
    if has_simmer():
        rivals["simmer program"] = in_simmer.simulate
    else:
        missing["simmer program"] = "not here: it takes R, and install.packages('simmer') in it"
    return Present(engines=engines, rivals=rivals, missing=missing)


def engine_if_here(name: str) -> Engine | None:
    """An engine, or nothing where what it stands on is missing. A fault in it is no absence."""
    try:
        return engine_named(name)
    except (KeyError, InputError):
        return None
    except ModuleNotFoundError as absence:
        if absence.name in OF_COMPILED:
            return None
        raise


def has_simmer() -> bool:
    """Whether R is here and has simmer."""
    if shutil.which(in_simmer.RSCRIPT) is None:
        return False
    asked = [in_simmer.RSCRIPT, "-e", "library(simmer)"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def machine() -> dict[str, str | int]:
    """What it ran on, without a name: cores, Python, versions."""
    versions = {
        package: metadata.version(package) if find_spec(package) else "not here"
        for package in ("simpy", "numpy", "numba", "ciw")
    }
    return {
        "cores": cpu_count() or 1,
        "system": platform.system(),
        "processor": platform.machine(),
        "python": ".".join(map(str, sys.version_info[:3])),
        **versions,
    }
