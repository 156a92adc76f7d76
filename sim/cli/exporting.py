"""``export``: a finished run in a form that other programs read.

Every form stands once in ``FORMATS``. What is written appears whole or not at all, beside the run
unless ``--out`` names another place, and never over anything.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.errors import Fault, InputError
from sim.report.exports.plain import as_csv, as_parquet
from sim.report.exports.workbook import as_xlsx
from sim.report.pack import Checked, as_docx, checked
from sim.study.finished import finished_run
from sim.study.folder import UNFINISHED, refuse_to_overwrite


@dataclass(frozen=True, slots=True)
class Format:
    """One form in which a run can be had."""

    write: Callable[..., None]
    """writes a finished run to a place that is not there yet, or into a folder that is"""
    is_folder: bool = False
    """whether it makes a folder of files and not one file"""
    is_signed: bool = False
    """whether it bears the name of who checked the inputs, which ``write`` then takes too"""


FORMATS: Final[dict[str, Format]] = {
    "xlsx": Format(as_xlsx),
    "csv": Format(as_csv, is_folder=True),
    "parquet": Format(as_parquet, is_folder=True),
    "docx": Format(as_docx, is_signed=True),
}
"""Every form, by the word after ``--to``."""


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    finished = finished_run(arguments.run)
    form = FORMATS[arguments.to]
    signed = signed_by(arguments, form)
    place = arguments.out or beside(finished.place, arguments.to, form)
    write_whole(
        place,
        lambda unfinished: form.write(finished, unfinished, **signed),
        is_folder=form.is_folder,
    )
    print(f"Written: {place}")
    return 0


def signed_by(arguments: argparse.Namespace, form: Format) -> dict[str, Checked]:
    """Who checked the inputs, for a form that bears it. Raises InputError for another form."""
    by, on = arguments.checked_by, arguments.checked_on
    if form.is_signed:
        return {"checked": checked(by, on)}
    typed = [name for name, given in (("--checked-by", by), ("--checked-on", on)) if given]
    if typed:
        allowed = ", ".join(f"--to {name}" for name, one in FORMATS.items() if one.is_signed)
        raise InputError(
            [Fault(file=name, found=f"--to {arguments.to}", allowed=allowed) for name in typed]
        )
    return {}


def beside(run: Path, name: str, form: Format) -> Path:
    """Where it stands if nobody says: beside the run's folder, with the run's name."""
    whole = run.resolve()
    return whole.with_name(f"{whole.name}-{name}" if form.is_folder else f"{whole.name}.{name}")


def write_whole(place: Path, write: Callable[[Path], object], *, is_folder: bool = False) -> None:
    """Write beside the place under another name, then give it its own. Raises InputError."""
    refuse_to_overwrite(place)
    unfinished = place.with_name(f"{UNFINISHED}{place.name}-{os.getpid()}")
    try:
        if is_folder:
            unfinished.mkdir(parents=True)
        write(unfinished)
        refuse_to_overwrite(place)
        unfinished.rename(place)
    except OSError as error:
        mend = "name a place in a folder that is there and that you may write into, --out"
        found = error.strerror or "a place that cannot be written"
        raise InputError([Fault(file=str(place), found=found, mend=mend)]) from None
    finally:
        discard(unfinished)


def discard(unfinished: Path) -> None:
    """Leave nothing behind."""
    with suppress(FileNotFoundError):
        if unfinished.is_dir():
            shutil.rmtree(unfinished)
        else:
            unfinished.unlink()
