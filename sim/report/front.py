"""The picture at the front of the README: made by a command, from a run, and never stale.

``python -m sim.report.front`` runs a fixed comparison and writes ``docs/picture.svg``,
``docs/picture.png`` and ``docs/picture.json``, which keeps what the picture rests on: the resolved
scenarios, the numbers it shows, and the log of a small run, the *probe*. :func:`stale` makes the
probe again and says what has changed since; a test holds that nothing has. Which picture it is
decides :data:`DRAWN`, any function from a comparison to a picture.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sim.engines.named import AUTO, engine_named, make_ready, taken
from sim.files import load_scenario, package_home, to_document, write_yaml
from sim.log import Row
from sim.model.quantities import Quantity
from sim.model.scenario import Scenario, Window
from sim.program import compile_program
from sim.report.figures.front import front_picture
from sim.report.figures.style import Picture
from sim.study.compare import Comparison, Plan, compare
from sim.study.folder import sha256

FOLDER: Final = "docs"
NAME: Final = "picture"
RECORD: Final = f"{NAME}.json"
SCENARIOS: Final = tuple(
    f"banes/{name}" for name in ("today", "option_1", "option_2", "option_3", "option_4")
)
PLAN: Final = Plan(seed=1, replications=20, placebo=False)
WEEKS: Final = (52, 52, 26)
"""Start, counted, followed: as the main job with the compiled engine."""
DRAWN: Final[Callable[[Comparison], Picture]] = front_picture
PROBES: Final = ("banes/today", "banes/option_3")
PROBE_WEEKS: Final = (0, 3, 6)
PROBE_ENGINE: Final = "simpy"
BYTES_AT_MOST: Final = 200_000


class _Log(list[Row]):
    def see(self, row: Row) -> None:
        self.append(row)


def over(scenario: Scenario, weeks: Sequence[int]) -> Scenario:
    """The scenario over so many weeks of start, counting and following."""
    start, count, follow = (
        Quantity(central=n, low=n, high=n, unit="weeks", assumed="for the picture") for n in weeks
    )
    return replace(scenario, window=Window(start=start, count=count, follow=follow))


def scenarios() -> list[Scenario]:
    """What is compared."""
    return [over(load_scenario(slug), WEEKS) for slug in SCENARIOS]


def probe() -> dict[str, str]:
    """SHA-256 of the log of a small run, by scenario: another, if what the model does changes."""
    found = {}
    for slug in PROBES:
        log = _Log()
        program = compile_program(over(load_scenario(slug), PROBE_WEEKS))
        engine_named(PROBE_ENGINE)(program, seed=PLAN.seed, replication=0, sink=log)
        found[slug] = sha256(repr([tuple(row) for row in log]).encode())
    return found


def rests_on() -> dict[str, Any]:
    """What the picture rests on, as it is now."""
    resolved = {one.name: sha256(write_yaml(to_document(one)).encode()) for one in scenarios()}
    runs = {"seed": PLAN.seed, "replications": PLAN.replications, "weeks": list(WEEKS)}
    return {"runs": runs, "scenarios": resolved, "probe": probe(), "drawn": DRAWN.__name__}


def record(comparison: Comparison, picture: Picture) -> dict[str, Any]:
    """What is kept beside a picture."""
    return {
        **rests_on(),
        "title": picture.title,
        "alt": picture.alt,
        "caption": picture.caption,
        "files": {name: sha256(content) for name, content in files_of(picture).items()},
        "numbers": [
            [line.scenario, line.measure, line.difference, line.low, line.high, line.verdict]
            for line in comparison.differences
            if line.persona == "all" and line.family == "primary"
        ],
    }


def files_of(picture: Picture) -> dict[str, bytes]:
    """The picture's files by name; a storyboard has no PNG."""
    made = {f"{NAME}.svg": picture.svg, f"{NAME}.png": picture.png}
    return {name: content for name, content in made.items() if content}


def stale(folder: Path | None = None) -> Iterator[str]:
    """What has changed since the picture was made; nothing where it shows what the code gives."""
    home = folder or package_home() / FOLDER
    kept = json.loads((home / RECORD).read_text(encoding="utf-8"))
    for word, now in rests_on().items():
        if kept[word] != now:
            yield f"{word} of the picture: {_changed(kept[word], now)}"
    for name, digest in kept["files"].items():
        if sha256((home / name).read_bytes()) != digest:
            yield f"{name} is another file than was made"


def _changed(before: Any, now: Any) -> str:
    if isinstance(now, dict) and isinstance(before, dict):
        names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
        return f"other {', '.join(names)}"
    return f"{now}, it was {before}"


def make(folder: Path) -> list[Path]:
    """Run the comparison, draw the picture, and write it over the old one; says which files."""
    engine = taken(AUTO)
    make_ready(engine)
    comparison = compare(scenarios(), PLAN, engine=engine, workers=0)
    picture = DRAWN(comparison)
    kept = json.dumps(record(comparison, picture), indent=2, ensure_ascii=False) + "\n"
    folder.mkdir(exist_ok=True)
    written = []
    for name, content in {**files_of(picture), RECORD: kept.encode()}.items():
        (folder / name).write_bytes(content)
        written.append(folder / name)
    return written


if __name__ == "__main__":
    print("Running the comparison: one or two minutes ...", file=sys.stderr, flush=True)
    for path in make(package_home() / FOLDER):
        print(f"written: {path.relative_to(package_home()).as_posix()}")
