"""``rerun``: makes a run again from its manifest and holds every byte against the first."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from sim.cli.choosing import Job
from sim.cli.comparing import STOPPED_CODE, carried_out, open_with, place_for, say, show
from sim.cli.dealing import card_from
from sim.cli.engines import again, engine_line
from sim.errors import Fault, InputError
from sim.files import load_scenario
from sim.files.local.given import local_from
from sim.study.fitted import waits_from
from sim.study.folder import MANIFEST, sha256
from sim.study.provenance import changed_files, plan_of, read_manifest, what_differs


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code: 1 where a byte differs."""
    before = read_manifest(arguments.manifest)
    home = arguments.manifest if arguments.manifest.is_dir() else arguments.manifest.parent
    engine, note = again(before["engine"], arguments.engine)
    job = job_again(before, home, engine)
    place = place_for(arguments.out, job)
    for line in what_differs(before, engine):
        print(f"Note: {line}; bytes may differ.", file=sys.stderr)
    if note:
        print(f"Note: {note}.", file=sys.stderr)
    open_with(job, aside=arguments.json)
    kept = carried_out(job, place, arguments.workers)
    if kept is None:
        return STOPPED_CODE
    show(kept.beside, as_json=arguments.json, local=job.local)
    say(f"Report: {kept.place / 'report.html'}", aside=arguments.json)
    differing = changed_files(before["files"], kept.manifest["files"])
    if differing:
        print(f"Not the same bytes: {', '.join(differing)}.", file=sys.stderr)
        return 1
    say("Every file is the same to the byte, but run.log.", aside=arguments.json)
    return 0


def job_again(before: dict[str, Any], home: Path, engine: str) -> Job:
    """The job of a manifest, from the resolved scenarios beside it. Raises InputError."""
    faults = []
    for name in before["scenarios"].values():
        path = home / name
        if not path.is_file():
            faults.append(Fault(file=str(path), found="nothing", mend=f"keep it with {MANIFEST}"))
        elif sha256(path.read_bytes()) != before["files"][name]:
            mend = "compare the changed scenario instead of running it again"
            faults.append(Fault(file=str(path), found="other bytes than it had", mend=mend))
    if faults:
        raise InputError(faults)
    plan = plan_of(before["plan"])
    paths = before["scenarios"].items()
    return Job(
        scenarios=tuple(load_scenario(home / p) for name, p in paths if name not in plan.seconds),
        seconds=tuple(load_scenario(home / p) for name, p in paths if name in plan.seconds),
        plan=plan,
        engine=engine,
        engine_line=engine_line(engine, engine),
        cut=before["cut"],
        command=tuple(before["command"]),
        changes=tuple(as_typed(change) for change in before["changes"]),
        inputs=before["inputs"],
        cards=tuple(card_from(card) for card in before.get("cards", ())),
        waits=waits_from(before.get("waits")),
        levers=tuple(before.get("levers", ())),
        blanks=tuple(before.get("blanks", ())),
        local=local_from(before.get("local")),
    )


def as_typed(change: dict[str, Any]) -> dict[str, Any]:
    """A change by hand as it was typed; the first manifests kept its path and value apart."""
    if "change" in change:
        return change
    return {"change": f"{change['path']}={change['value']}", "in": change["in"]}
