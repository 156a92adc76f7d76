"""What makes statements of people honest: they name what is there, and nobody who spoke."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sim.files import load_scenario, to_document
from sim.files.sayings import load_sayings
from sim.measures import DEFINITIONS

LINES = re.compile(r"00[0-4] L\d+(-\d+)?(, 00[0-4] L\d+(-\d+)?)*")


@cache
def document_of(slug: str) -> dict[str, Any]:
    """A scenario written out in full."""
    return to_document(load_scenario(slug))


def stands_at(document: Any, path: str) -> bool:
    """Whether a dotted path leads to a part of a document."""
    for name in path.split(".") if path else ():
        if not isinstance(document, dict) or name not in document:
            return False
        document = document[name]
    return True


def faults_of_sayings(site: str) -> list[str]:
    """Lines, measures, people and paths that are not there, and names of those who spoke."""
    faults = []
    for slug, saying in load_sayings(site).statements.items():
        faults += [] if LINES.fullmatch(saying.said) else [f"{slug}: {saying.said}"]
        titled = re.search(r"\b(Mr|Ms|Mrs|Dr|Prof)\b", saying.who)
        faults += [f"{slug}: {saying.who}"] if titled else []
        for claim in saying.claims:
            faults += [] if claim.measure in DEFINITIONS else [f"{slug}: {claim.measure}"]
            for of in saying.of:
                document = document_of(of)
                known = ("all", *document["personas"])
                faults += [] if claim.persona in known else [f"{slug}: {claim.persona}"]
                paths = [rest.path for rest in claim.rests_on]
                faults += [f"{slug}: {path}" for path in paths if not stands_at(document, path)]
            faults += [f"{slug}: {each}" for each in claim.against if each in saying.of]
    return faults
