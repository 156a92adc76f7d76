"""What can be typed for spreadsheets: a run exported, a site's template, a template read back."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sim.cli.shared_arguments import Parsers, command

FORMS: Final = ("xlsx", "csv", "parquet", "docx")
"""What a run can be exported to; ``sim.cli.exporting.FORMATS`` writes them."""


def add_export(commands: Parsers) -> None:
    """``export``."""
    one = command(
        commands,
        "export",
        "a finished run as a workbook, as tables that other programs read, or as a board's pack",
        "python run.py export results/20261122-101500-banes-today --to xlsx\n"
        "  python run.py export results/20261122-101500-banes-today --to docx",
    )
    one.add_argument("run", type=Path, metavar="RUN", help="the folder of a run, or its manifest")
    one.add_argument("--to", choices=FORMS, required=True, help="the form")
    one.add_argument(
        "--out",
        type=Path,
        metavar="PLACE",
        help="the file, or for csv and parquet the folder, which must not be; beside the run if "
        "nothing is said",
    )
    one.add_argument(
        "--checked-by",
        metavar="NAME, ROLE",
        help="with docx: the person who checked the inputs; without one the pack is a draft",
    )
    one.add_argument(
        "--checked-on", metavar="DATE", help="with --checked-by: when, such as 2026-11-22"
    )


def add_template(commands: Parsers) -> None:
    """``template``."""
    one = command(
        commands,
        "template",
        "a spreadsheet for a place's own numbers, which `compare --data` reads back",
        "python run.py template banes --out banes-numbers.xlsx",
    )
    one.add_argument("site", metavar="SITE", help="the site, such as banes")
    one.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="the file, which must not be; SITE-numbers.xlsx here if nothing is said",
    )
