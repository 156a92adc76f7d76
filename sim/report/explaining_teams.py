"""Teams in sentences: staff, hours, lists, places, and whom they take.

Goes in: a scenario and the name of a team. Comes out: sentences about it, and about staff who
moved.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.model.scenario import Scenario
from sim.model.staffing import received, wte_after_transfers
from sim.model.teams import Stream, Team, Transfer
from sim.report.phrases import (
    age_words,
    amount,
    domains,
    hours_words,
    joined,
    law,
    listed,
    plain,
    posts,
    role_words,
    title,
    two_decimals,
)


def team_words(scenario: Scenario, name: str) -> str:
    """One team: staff, hours, wait, whom it takes; then its list and its places."""
    team = scenario.teams[name]
    site = f", in {plain(team.site)}" if team.site else ""
    others = joined([stream_words(plain(s), it) for s, it in team.other_people.items()])
    also = f"; also serves {others}" if others else ""
    first = (
        f"{title(scenario.teams, name)} ({scenario.organisations[team.organisation].title}{site}): "
        f"{staff_words(scenario, name)} whole-time; "
        f"open {hours_words(scenario.calendars[team.calendar])}; "
        f"{wait_words(scenario, team)}{also}{accepts_words(team)}."
    )
    return " ".join([first, *list_words(team), *boundary_words(scenario, team)])


def staff_words(scenario: Scenario, name: str) -> str:
    """Its workers, after transfers."""
    wte = wte_after_transfers(scenario)
    parts = []
    for role, staff in scenario.teams[name].staff.items():
        going = f" (each the companion of {amount(staff.caseload)})" if staff.caseload else ""
        parts.append(f"{two_decimals(wte[name, role])} {role_words(role)}{going}")
    return joined(parts)


def wait_words(scenario: Scenario, team: Team) -> str:
    """How people wait for it on the scenario's rung."""
    if scenario.rung == "A" and team.pinned_wait:
        return f"on rung A the wait is drawn, {law(team.pinned_wait)}"
    return f"the wait is drawn, {law(team.delay)}" if team.delay else "people wait in its queue"


def stream_words(name: str, stream: Stream) -> str:
    """Other people, and whether they stop waiting or take places."""
    more = []
    if stream.stopping:
        more.append("who may stop waiting")
    if stream.place:
        more.append("who take places")
    return f"{name} ({joined(more)})" if more else name


def accepts_words(team: Team) -> str:
    """Whom a team takes."""
    if team.accepts is None:
        return "; takes everybody"
    levels: Mapping[str, int] = team.accepts.at_least  # type: ignore[assignment]
    taken = joined([f"{domains([d])} from level {level}" for d, level in levels.items()])
    ages = age_words(team.accepts.age_from, team.accepts.age_to)
    sites = f", living in {listed(team.accepts.sites, 'or')}" if team.accepts.sites else ""
    shut_out: Mapping[str, int] = team.accepts.not_with  # type: ignore[assignment]
    others = joined([f"{domains([d])} from level {level}" for d, level in shut_out.items()], "or")
    but = f"; takes nobody who also needs help with {others}" if others else ""
    return f"; takes {taken}{ages}{sites}{but}"


def list_words(team: Team) -> list[str]:
    """Its list and its places, where it says anything about them."""
    lines = []
    if team.places:
        lines.append(f"Its caseload has places for {amount(team.places)}.")
    if team.new_share:
        lines.append(
            f"{amount(team.new_share)} of each week's contact time is kept for new people."
        )
    if team.closes_at:
        opens = f" and opens it again at {team.reopens_at.central:g}" if team.reopens_at else ""
        lines.append(
            f"It closes its list when {amount(team.closes_at)} wait{opens}; "
            "only the urgent join meanwhile."
        )
    if team.waiting_at_start:
        start = team.waiting_at_start
        lines.append(
            f"When the run begins {amount(start.people)} wait, the longest for "
            f"{amount(start.waited)}."
        )
    return lines


def boundary_words(scenario: Scenario, team: Team) -> list[str]:
    """Where somebody goes who grows too old for it or moves away; only said where it looks."""
    if team.at_boundary:
        step = title(scenario.steps, team.at_boundary)
        return [f"Who grows too old for it, or moves away, goes to “{step}”."]
    limited = team.accepts is not None and (
        bool(team.accepts.sites) or bool(age_words(0, team.accepts.age_to))
    )
    return ["Who grows too old for it, or moves away, is closed by the service."] if limited else []


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
