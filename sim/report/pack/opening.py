"""What opens the pack: the summary in words, what was asked and of whom, and the options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from sim.files import quantities
from sim.files.local.given import local_from
from sim.measures import PRIMARY
from sim.model.scenario import Scenario
from sim.report.answer import placebo_sentence
from sim.report.differing import differences
from sim.report.local import NOT_FIT, whose
from sim.report.pack.costing import bill_sentence
from sim.report.pack.held import HELD, READ_AGAIN, changed_by_reading, off_range
from sim.report.pack.material import Material, missed
from sim.report.pack.paper import Paper
from sim.report.pack.telling import (
    difference,
    headline_lines,
    people,
    shown_people,
    who_differs,
    with_unit,
)
from sim.report.pack.trail import Cited, Line
from sim.report.published import waits_sentences
from sim.report.words import HEADLINE, capital, number_word, row_title, these_personas
from sim.study.findings import PLACEBO
from sim.study.rows import ALL

NOBODYS: Final = (
    "No local figures were entered: every number is a default of the shipped files, and none is a "
    "figure of your place."
)
SHOWN: Final = ("Where they ask", "Staff moved", "Notes that teams share")
"""What is told of how an option differs, beside teams that come or go; ``diff`` tells the rest."""
NEW_OR_GONE: Final = ("New", "No longer")


def summary(m: Material, paper: Paper) -> None:
    """What each option does, for whom, how surely; no order among them."""
    many = capital(number_word(len(m.comparison.options)))
    paper.line(
        f"{many} ways of organising help were each held against “{m.scenarios[m.baseline].title}”, "
        "with the same simulated people and the same luck. They stand in the order in which they "
        "were asked for. This pack recommends none of them and adds no measures up. Intervals are "
        "of the simulation alone, were every assumption and every reading true; the section on "
        "risks says what could turn a result round."
    )
    paper.table(
        "At a glance: change from the baseline over all people, with 95% interval and verdict",
        ("Option", *(with_unit(measure) for measure in HEADLINE)),
        [
            ((m.scenarios[name].title,), *(difference(m, name, ALL, each) for each in HEADLINE))
            for name in m.comparison.options
        ],
        (4, *(3 for _ in HEADLINE)),
    )
    misses = missed(m)
    if misses:
        paper.line(f"{NOT_FIT}: figures of last year that the baseline misses stand under risks.")
    for option in m.comparison.options:
        paper.heading(m.scenarios[option].title, 2)
        paper.bullets(
            [
                *headline_lines(m, option),
                *((who_differs(m, option, measure),) for measure in PRIMARY),
                bill_sentence(m, option),
            ]
        )
    _rests_on(m, paper)


def _rests_on(m: Material, paper: Paper) -> None:
    """How much of it is assumed, and what was looked at that bears on how sure it is."""
    file = m.scenario_file(m.baseline)
    kinds = Counter(quantity.grounds for _, quantity in quantities(m.scenarios[m.baseline]))
    counts = {kind: kinds[kind] for kind in ("assumed", "evidence", "said")}
    text = (
        f"Of {sum(counts.values()):,} numbers in “{m.scenarios[m.baseline].title}”, "
        f"{counts['assumed']:,} are assumed with a reason, {counts['evidence']:,} come from a row "
        f"of published evidence, and {counts['said']:,} from a source document."
    )
    total = {**counts, "all": sum(counts.values())}
    lines: list[Line] = [(m.trail.cite_count(text, file, "numbers by their grounds", **total),)]
    held = [row for row in m.rows(HELD) if row.values["verdict"] != "too few"]
    if held:
        off = len(off_range(m))
        text = f"Of {len(held)} published figures held against the baseline, it misses {off}."
        of = "rows but those with too few people, and of these what lies off its range"
        lines.append((m.trail.cite_count(text, HELD, of, held=len(held), off=off),))
    if m.rows(READ_AGAIN):
        many = len(changed_by_reading(m))
        text = f"A second, independent reading of the options changes {many} primary conclusions."
        of = "primary conclusions that the second reading changes"
        lines.append((m.trail.cite_count(text, READ_AGAIN, of, changed=many),))
    paper.heading("What it rests on", 2)
    paper.bullets(lines)


def asked(m: Material, paper: Paper) -> None:
    """What was compared, how, with whom, and what was changed by hand."""
    paper.bullets([*_how(m), *_by_hand(m)])
    rows = [_person(m, slug) for slug in shown_people(m)]
    paper.table(
        "The people: personas, how many people a year each stands for, and how many were simulated",
        (
            "Persona",
            "People a year: value used (range)",
            "Simulated, all runs",
            "What the rate rests on",
        ),
        rows,
        (3, 3, 2, 6),
    )


def options(m: Material, paper: Paper) -> None:
    """Each way of organising help: how it was read, what differs, what else it could mean."""
    for name, scenario in m.scenarios.items():
        paper.heading(scenario.title, 2)
        paper.line(_role(m, scenario))
        file = m.scenario_file(name)
        text = scenario.reading.text.strip()
        paper.line("How it was read. ", m.trail.cite_quote(text, file, "reading.text"))
        if name in m.comparison.options:
            _what_differs(m, paper, scenario)
        if scenario.reading.could_mean and name not in m.plan.seconds:
            paper.line("What else the words could have meant:")
            paper.bullets(
                [
                    (m.trail.cite_quote(each, file, "reading.could_mean"),)
                    for each in scenario.reading.could_mean
                ]
            )


def _role(m: Material, scenario: Scenario) -> str:
    if scenario.name == m.baseline:
        return "What the others are held against."
    of = scenario.reading.of
    if scenario.name in m.plan.seconds and of in m.scenarios:
        return f"A second, independent reading of “{m.scenarios[of].title}”."
    return "An option."


def _what_differs(m: Material, paper: Paper, scenario: Scenario) -> None:
    first = m.scenarios[m.baseline]
    place = f"held against {m.scenario_file(m.baseline)}"
    file = m.scenario_file(scenario.name)
    found = dict(differences(first, scenario))
    paper.line(
        f"What differs from “{first.title}”: where people ask, staff, notes and teams that "
        "come or go. More differs in teams, steps and rules; all of it: python run.py diff "
        f"{m.baseline} {scenario.name}."
    )
    lines = [line.text for about in SHOWN for line in found.get(about, [])]
    lines += [line.text for line in found.get("Teams", []) if line.text.startswith(NEW_OR_GONE)]
    paper.bullets([(m.trail.cite_quote(text, file, place),) for text in lines])


def _how(m: Material) -> Iterator[Line]:
    first = m.scenarios[m.baseline]
    others = "; ".join(f"“{m.scenarios[name].title}”" for name in m.comparison.options)
    yield (f"Held against “{first.title}”: {others}.",)
    runs = m.plan.replications
    yield (
        m.trail.cite_place(f"{runs} runs of each", "manifest.json", "plan.replications", runs),
        "; in all runs of one, ",
        *people(m, m.baseline, ALL),
        f" people of {these_personas(len(shown_people(m)))} were followed.",
    )
    yield ("People are counted by the day on which their need begins: ", *_weeks(m, first), ".")
    yield (_manifest(m, m.manifest["cut"], "cut"),)
    local = local_from(m.manifest.get("local"))
    yield (_manifest(m, whose(local), "local"),) if local else (NOBODYS,)
    yield (_manifest(m, waits_sentences(m.comparison, m.waits), "waits"),)
    if m.comparison.placebo:
        told = placebo_sentence(m.comparison)
        yield (m.trail.cite_quote(told, "differences.csv", f"all rows of {PLACEBO}"),)


def _weeks(m: Material, scenario: Scenario) -> Iterator[Any]:
    file, window = m.scenario_file(scenario.name), scenario.window
    for words, place, quantity in (
        ("{:g} weeks before anybody is counted", "start", window.start),
        (", {:g} weeks in which people are counted", "count", window.count),
        (", each person followed for {:g} weeks", "follow", window.follow),
    ):
        text = words.format(quantity.central)
        yield m.trail.cite_place(text, file, f"window.{place}.central", quantity.central)


def _by_hand(m: Material) -> Iterator[Line]:
    """What was changed by hand, pulled or played."""
    for kind, words in (("changes", "Set by hand"), ("levers", "Lever pulled"), ("cards", "Card")):
        for place, each in enumerate(m.manifest.get(kind, ())):
            told = "; ".join(f"{name}: {value}" for name, value in each.items())
            yield (f"{words}: ", _manifest(m, told, f"{kind}.{place}"))


def _manifest(m: Material, text: str, place: str) -> Cited:
    return m.trail.cite_quote(text, "manifest.json", place)


def _person(m: Material, slug: str) -> tuple[Line, ...]:
    file, rate = m.scenario_file(m.baseline), m.scenarios[m.baseline].personas[slug].per_year
    text = f"{rate.central:g} ({rate.low:g} to {rate.high:g})"
    place = f"personas.{slug}.per_year"
    value = f"central={rate.central:g}; low={rate.low:g}; high={rate.high:g}"
    grounds = "; ".join(part for part in (rate.said, rate.evidence, rate.assumed) if part)
    return (
        (capital(row_title(m.comparison, slug)),),
        (m.trail.cite_place(text, file, place, value),),
        people(m, m.baseline, slug),
        (m.trail.cite_quote(grounds, file, place),),
    )
