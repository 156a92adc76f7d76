"""A way of organising help in sentences, made from its teams, steps and rules.

Goes in: a scenario. Comes out: headings with sentences under them. Says what the file says and no
more; the rules of a step are read in order and the first that holds is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sim.model.quantities import DURATIONS, Distribution, Quantity
from sim.model.scenario import Scenario
from sim.model.staffing import received, wte_after_transfers
from sim.model.steps import Condition, Help, Rule, Step
from sim.model.teams import Calendar, Team, Transfer
from sim.model.words import LEVEL_NAMES

OLDEST: Final = 200
"""Years; the age that stands for no upper limit in conditions."""
BY: Final = {
    "warm": "handed on in person (warm)",
    "overlap": "handed on with both staying a while (overlap)",
    "cold": "handed on by letter or form (cold)",
    "number_given": "given a number to ring",
    "": "goes on",
}
Section = tuple[str, list[str]]


def explained(scenario: Scenario) -> list[Section]:
    """The whole scenario, section by section."""
    return [
        (scenario.title, [*reading_words(scenario), weeks_words(scenario)]),
        ("Who comes", [persona_words(scenario, slug) for slug in scenario.personas]),
        ("Where they ask", [door_words(scenario, noticer) for noticer in scenario.doors]),
        ("Teams", [team_words(scenario, name) for name in scenario.teams]),
        *moved_words(scenario),
        ("Notes that teams share", record_words(scenario)),
        *(
            (f"Step: {title(scenario.steps, name)}", step_words(scenario, name))
            for name in scenario.steps
        ),
    ]


def title(things: Mapping[str, Step] | Mapping[str, Team], name: str) -> str:
    """What a team or step is called on paper."""
    return things[name].title or plain(name)


def plain(name: str) -> str:
    """A slug as words."""
    return name.replace("_", " ")


def listed(words: Sequence[str], joint: str = "and") -> str:
    """``a, b and c``."""
    words = [plain(word) for word in words]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def amount(quantity: Quantity) -> str:
    """A number with its unit."""
    if quantity.unit == "proportion":
        return f"{quantity.central:.0%}"
    one = quantity.central == 1 and quantity.unit in DURATIONS
    unit = quantity.unit.removesuffix("s") if one else quantity.unit
    return f"{quantity.central:g} {unit}".strip()


def law(distribution: Distribution) -> str:
    """A law in words: its mean."""
    about = "" if distribution.kind == "fixed" else "about "
    return about + amount(distribution.mean)


def weeks_words(scenario: Scenario) -> str:
    """The window."""
    window = scenario.window
    return (
        f"After {window.start.central:g} weeks of start, everybody whose need begins in "
        f"{window.count.central:g} weeks is counted and followed for "
        f"{window.follow.central:g} weeks."
    )


def reading_words(scenario: Scenario) -> list[str]:
    """How the source was read, the lines that support it, and what else it could have meant."""
    reading = scenario.reading
    lines = [reading.text]
    if reading.supports:
        lines.append(f"Supported by {', '.join(reading.supports)}.")
    if reading.could_mean:
        lines.append(f"It could also have meant: {'; '.join(reading.could_mean)}.")
    return lines


def moved_words(scenario: Scenario) -> list[Section]:
    """A section on staff that moved, where any did."""
    lines = [transfer_words(scenario, transfer) for transfer in scenario.transfers]
    return [("Staff moved", lines)] if lines else []


def transfer_words(scenario: Scenario, transfer: Transfer) -> str:
    """One transfer, with what it rests on."""
    gets = posts(received(transfer, scenario), transfer.to_role)
    to_team = title(scenario.teams, transfer.to_team)
    if not transfer.from_team:
        return f"Added at {to_team}: {gets}: {transfer.why.rstrip('.')}."
    gives = posts(transfer.wte.central, transfer.role)
    verb = "moves" if transfer.wte.central == 1 else "move"
    return (
        f"{gives} {verb} from {title(scenario.teams, transfer.from_team)} to {to_team} "
        f"as {gets}: {transfer.why.rstrip('.')}."
    )


def posts(wte: float, role: str) -> str:
    """So many whole-time equivalents of a role."""
    number = two_decimals(wte)
    return f"{number} whole-time {plain(role)}{'' if number == '1' or role[-1] in 'sf' else 's'}"


def two_decimals(number: float) -> str:
    """A number with two decimals at most."""
    return f"{round(number, 2) + 0.0:g}"


def persona_words(scenario: Scenario, slug: str) -> str:
    """One persona."""
    persona = scenario.personas[slug]
    needs = listed(list(dict.fromkeys(need.domain for need in persona.needs.values())))
    noticers = listed(list(persona.noticers), "or")
    return (
        f"People like {plain(slug).title()}: {persona.per_year.central:g} a year; "
        f"may need help with {needs}; may be noticed by {noticers}."
    )


def door_words(scenario: Scenario, noticer: str) -> str:
    """One door."""
    doors: Mapping[str, str] = scenario.doors  # type: ignore[assignment]
    who = "Whoever else asks" if noticer == "otherwise" else f"Asking by {plain(noticer)}"
    step = scenario.steps[doors[noticer]]
    where = title(scenario.teams, step.team)
    return f"{who} begins with “{title(scenario.steps, doors[noticer])}” at {where}."


def team_words(scenario: Scenario, name: str) -> str:
    """One team: staff, hours, wait, whom it takes."""
    team = scenario.teams[name]
    wte = wte_after_transfers(scenario)
    staff = listed([f"{two_decimals(wte[name, role])} {plain(role)}" for role in team.staff])
    wait = f"the wait is drawn, {law(team.delay)}" if team.delay else "people wait in its queue"
    others = f"; also serves {listed(list(team.other_people))}" if team.other_people else ""
    return (
        f"{title(scenario.teams, name)} ({scenario.organisations[team.organisation].title}): "
        f"{staff} whole-time; open {hours_words(scenario.calendars[team.calendar])}; "
        f"{wait}{others}{accepts_words(team)}."
    )


def hours_words(calendar: Calendar) -> str:
    """Opening hours."""
    return " and ".join(
        f"{opening.days[0]}{f'-{opening.days[-1]}' if len(opening.days) > 1 else ''} "
        f"{opening.start}-{opening.end}"
        for opening in calendar.openings
    )


def accepts_words(team: Team) -> str:
    """Whom a team takes."""
    if team.accepts is None:
        return "; takes everybody"
    levels: Mapping[str, int] = team.accepts.at_least  # type: ignore[assignment]
    taken = listed([f"{plain(d)} from level {level}" for d, level in levels.items()])
    ages = age_words(team.accepts.age_from, team.accepts.age_to)
    sites = f", living in {listed(team.accepts.sites, 'or')}" if team.accepts.sites else ""
    return f"; takes {taken}{ages}{sites}"


def age_words(youngest: int, oldest: int) -> str:
    """Limits of age, where there are any."""
    if youngest and oldest < OLDEST:
        return f", aged {youngest} to {oldest}"
    if youngest:
        return f", aged {youngest} or over"
    return f", aged {oldest} or under" if oldest < OLDEST else ""


def record_words(scenario: Scenario) -> list[str]:
    """Shared records."""
    lines = [
        f"{record.title or plain(name)}: written by {listed(record.writes)}, read by "
        f"{listed(record.reads)}, {amount(record.read_chance)} of the time"
        f"{' if the person agreed' if record.consent else ''}."
        for name, record in scenario.records.items()
    ]
    return lines or ["None: each team has its own."]


def step_words(scenario: Scenario, name: str) -> list[str]:
    """One step: what happens, then what follows."""
    step = scenario.steps[name]
    if step.pause is not None:
        what = f"A pause of {amount(step.pause)} at {title(scenario.teams, step.team)}."
    else:
        what = contact_words(scenario, step)
    last = len(step.then) - 1
    follows = [
        rule_words(scenario, step, rule, last=place == last and last > 0)
        for place, rule in enumerate(step.then)
    ]
    return [what, *follows]


def contact_words(scenario: Scenario, step: Step) -> str:
    """A contact in a sentence or two."""
    role = step.role or next(iter(scenario.teams[step.team].staff))
    beside = "".join(f" and {plain(seat.role)} of {plain(seat.team)}" for seat in step.beside)
    parts = [
        f"{plain(role).capitalize()} of {title(scenario.teams, step.team)}{beside}, "
        f"{plain(step.mode)}, {law(step.minutes)}"
    ]
    if step.assessment:
        parts.append("a full assessment")
    if step.offered:
        parts.append("an offer that may not be taken up")
    if step.urgent:
        parts.append("goes before whoever is not urgent")
    if step.notice:
        parts.append(f"at {amount(step.notice)} notice")
    parts.append(f"asks about {listed(step.asks)}" if step.asks else "asks for no story")
    return "; ".join(parts) + "." + (help_words(step.helps) if step.helps else "")


def help_words(helps: Help) -> str:
    """What a step can do about needs."""
    sessions = round(helps.sessions.central)
    course = (
        "one session" if sessions == 1 else f"{sessions} sessions, {amount(helps.interval)} apart"
    )
    return (
        f" Helps with {listed(helps.domains)} up to level {helps.reaches} "
        f"({LEVEL_NAMES[helps.reaches]}): {course}, which work for {amount(helps.works)} and leave "
        f"level {helps.lowers_to}."
    )


def rule_words(scenario: Scenario, step: Step, rule: Rule, *, last: bool) -> str:
    """What follows, and when."""
    when = condition_words(rule.when)
    opening = f"If {when}: " if when else "Otherwise: " if last else "Then: "
    opening += "each such need " if rule.each_need else ""
    if rule.end:
        return f"{opening}ends as {plain(rule.end)}."
    target = scenario.steps[rule.go]
    where = "" if target.team == step.team else f" at {title(scenario.teams, target.team)}"
    back = f"; if sent back, “{title(scenario.steps, rule.if_bounced)}”" if rule.if_bounced else ""
    lost = f"; if lost on the way, “{title(scenario.steps, rule.if_lost)}”" if rule.if_lost else ""
    return f"{opening}{BY[rule.by]} to “{title(scenario.steps, rule.go)}”{where}{back}{lost}."


def condition_words(when: Condition) -> str:
    """A condition; empty where it always holds."""
    yes = {True: "", False: "not "}
    parts = [f"the need is {listed(when.need, 'or')}"] if when.need else []
    if when.at_least > 0:
        parts.append(f"judged at level {when.at_least} or more")
    if when.at_most < len(LEVEL_NAMES) - 1:
        parts.append(f"judged at level {when.at_most} or less")
    for word, answer in (("told", when.told), ("helped", when.helped)):
        parts += [] if answer is None else [f"it has {yes[answer]}been {word}"]
    if when.attended is not None:
        parts.append(f"the contact did {yes[when.attended]}take place")
    ages = age_words(when.age_from, when.age_to)
    parts += [ages.removeprefix(", ")] if ages else []
    parts += [f"living in {listed(when.site, 'or')}"] if when.site else []
    parts += [f"handed on by {listed(when.came_from, 'or')}"] if when.came_from else []
    parts += [f"already been to {listed(when.tried, 'or')}"] if when.tried else []
    parts += [f"never yet been to {listed(when.not_tried, 'or')}"] if when.not_tried else []
    if when.free_within:
        parts.append(f"its last newcomer had waited no longer than {amount(when.free_within)}")
    if when.chance:
        parts.append(f"by chance, {amount(when.chance)} of the time")
    return " and ".join(parts)
