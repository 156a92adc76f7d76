"""Norfolk and Waveney as it is read today, and its three proposals, as shipped.

What makes each different is tested by what happens in a short run, and by what no longer happens
once that feature is taken out of the file. What makes the comparison fair is tested as for every
site: no free staff but the posts that say so, no fewer other people, no kinder luck.
"""

from __future__ import annotations

from statistics import mean, median

import pytest

from sim.files import check_file, reasonless, to_document
from sim.files.sayings import load_sayings
from sim.log import WAITS, What
from sim.measures import DEFINITIONS
from sim.model.staffing import cost_per_wte, wte_after_transfers
from sim.model.words import HANDOFFS
from tests.personas_honest import ROOT
from tests.scenarios_honest import (
    PERSON_SHIFT,
    Played,
    assumed_otherwise,
    faults_of_crisis_doors,
    faults_of_reading,
    leading_to,
    needs_beyond_help,
    other_demand,
    out_of_balance,
    played,
    roles_of_another_skill,
    rules,
    staff_moved_without_a_transfer,
    staff_nobody_misses,
    streams_that_stop_otherwise,
    system,
    under_way,
    waiting_lists,
    waits_that_differ_on_rung_a,
)

pytestmark = pytest.mark.behaviour
TODAY, ROOM, DOOR, INTERFACE = SYSTEMS = tuple(
    f"norfolk_waveney/{name}"
    for name in ("today", "control_room", "integrated_front_door", "no_wrong_door")
)
PROPOSALS = SYSTEMS[1:]
YOUNG = "child_or_young_person"
MINUTE, PERSON, THREAD, _, WHAT, STEP, TEAM, WORKER, *_, VALUE = range(11)
"""Where each column of the log stands."""
HOUR, DAY, WEEK = 60, 1440, 10080
ATTENDED_BY_OTHERS = {"young_first_talks", "young_requests", "young_assessments"}
"""Streams of other people whose first look the front door takes over, assessing each of them."""


def people_at(run: Played, step: str, **columns: str) -> set[int]:
    """Who had a contact at a step."""
    return {int(row[PERSON]) for row in run.where(What.MEETS, step=step, **columns)}


def sent_back_by(run: Played, team: str, **columns: str) -> int:
    """How often a team sent somebody back."""
    return len(run.where(What.BOUNCES, team=team, **columns))


def first_at(run: Played, step: str, what: What = What.MEETS) -> dict[int, int]:
    """When each person was first at a step."""
    first: dict[int, int] = {}
    for row in run.where(what, step=step):
        first.setdefault(int(row[PERSON]), int(row[MINUTE]))
    return first


def days_waited(run: Played, step: str) -> list[float]:
    """Days that people waited in the queue of a step."""
    place = [each.name for each in run.program.steps].index(step)
    begun: dict[tuple[int, int], str] = {}
    waited = []
    for row in run.rows[run.rows[:, STEP] == place]:
        who = int(row[PERSON]), int(row[THREAD])
        if row[WHAT] == What.WAIT_BEGINS:
            begun[who] = WAITS[row[VALUE]]
        elif row[WHAT] == What.WAIT_ENDS and begun.pop(who, "") == "queue":
            waited.append(row[VALUE] / DAY)
    return waited


def stands_at(document: object, path: str) -> bool:
    """Whether a dotted path leads to a part of a document."""
    for name in path.split("."):
        if not isinstance(document, dict) or name not in document:
            return False
        document = document[name]
    return True


def teams_at(run: Played, step: str, what: What = What.MEETS) -> list[set[str]]:
    """The teams of the workers who were there, contact by contact."""
    there: dict[tuple[int, int], set[str]] = {}
    for row in run.where(what, step=step):
        pool = run.program.pools[int(row[WORKER]) >> 24]
        team = run.program.teams[pool.team].name
        there.setdefault((int(row[MINUTE]), int(row[PERSON])), set()).add(team)
    return list(there.values())


# -- many doors, and one that accepts every request -----------------------------------------------


def test_each_service_for_the_young_sends_back_or_on_who_does_not_fit_today() -> None:
    run = played(TODAY)
    assert sent_back_by(run, "young_mental_health", persona=YOUNG) > 5
    open_door = played(TODAY, "teams.young_mental_health.accepts.at_least.mental=1")
    refused = sent_back_by(open_door, "young_mental_health", persona=YOUNG)
    assert refused < 0.5 * sent_back_by(run, "young_mental_health", persona=YOUNG)
    too_much = leading_to(system(TODAY), "young_triage")["young_first_talk"]
    assert {rule.by for rule in too_much} == {"cold"}, "the other service passes them on"


def test_the_front_door_and_the_services_behind_it_refuse_no_young_person() -> None:
    run = played(DOOR)
    for team in ("front_door", "young_wellbeing", "young_mental_health"):
        assert sent_back_by(run, team, persona=YOUNG) == 0
    anew = played(DOOR, "teams.young_mental_health.accepts.at_least.mental=4")
    assert sent_back_by(anew, "young_mental_health", persona=YOUNG) > 0


def test_one_clinical_team_assesses_every_request() -> None:
    run = played(DOOR)
    asked = people_at(run, "front_door_request") | set(first_at(run, "self_care", What.ALONGSIDE))
    urgent = {int(row[PERSON]) for row in run.where(What.HANDS_ON, step="crisis_call")}
    waiting = run.rows[-1][MINUTE] - 4 * WEEK
    late = {who for who, minute in first_at(run, "front_door_request").items() if minute > waiting}
    seen = people_at(run, "front_door_assessment")
    settled = asked - urgent - late
    assert len(settled) > 30 and len(settled & seen) > 0.6 * len(settled)
    for step in ("young_first_talk", "young_triage", "young_assessment"):
        assert step not in system(DOOR).steps
    by_itself = played(DOOR, "steps.front_door_assessment.offered=false")
    assert len(people_at(by_itself, "front_door_assessment")) > len(seen), "some say not now"


def share_with_self_care_at_once(run: Played) -> float:
    """Of those who made a request and had self-care, the share who had it within two hours."""
    begins = first_at(run, "self_care", What.ALONGSIDE)
    asked = first_at(run, "front_door_request")
    both = begins.keys() & asked.keys()
    assert len(both) > 30
    return sum(begins[who] - asked[who] < 2 * HOUR for who in both) / len(both)


def test_whoever_asks_has_self_care_at_once_and_until_somebody_meets_them() -> None:
    assert share_with_self_care_at_once(played(DOOR)) > 0.7
    later = played(
        DOOR,
        "steps.front_door_request.then.2.meanwhile=[]",
        "steps.front_door_letter.then.0.meanwhile=[]",
    )
    assert share_with_self_care_at_once(later) < 0.3


def test_a_single_session_is_enough_for_some_and_the_others_go_on() -> None:
    run = played(DOOR)
    single, on = people_at(run, "single_session"), people_at(run, "young_course")
    assert len(single) > 10 and 0 < len(single & on) < len(single)
    always = played(DOOR, "steps.single_session.helps.works=1")
    assert len(people_at(always, "young_course")) < len(on)


def test_the_front_door_is_for_people_up_to_25_and_for_nobody_older() -> None:
    run = played(DOOR)
    met = {
        run.program.personas[who >> PERSON_SHIFT].name
        for who in people_at(run, "front_door_assessment")
    }
    assert YOUNG in met
    for step, _, rule in rules(system(DOOR)):
        if rule.go in ("front_door_request", "front_door_letter"):
            assert rule.when.age_to == 25 or step == "school_conversation"
    for name in ("front_door_family", "front_door_young_person"):
        assert system(DOOR).reaches[name].age_to == 25


def test_young_people_and_families_come_straight_to_the_door_by_number_and_website() -> None:
    straight = played(DOOR)
    nobody = played(
        DOOR, "reaches.front_door_family.per_week=0", "reaches.front_door_young_person.per_week=0"
    )
    assert len(people_at(straight, "front_door_request")) > len(
        people_at(nobody, "front_door_request")
    )
    for reach in system(DOOR).reaches.values():
        assert reach.per_week.low == 0 or reach.door == "call_999"


def test_crisis_is_kept_outside_and_passed_from_one_door_to_the_other() -> None:
    assert system(DOOR).crisis_doors == system(TODAY).crisis_doors
    assert system(DOOR).crisis_doors["mental"] == "crisis_call"
    assert system(DOOR).steps["crisis_call"].team == "crisis_line"
    run = played(DOOR, count=26)
    teams = [team.name for team in run.program.teams]
    passed = [
        HANDOFFS[row[VALUE] % 8]
        for row in run.where(What.HANDS_ON, step="crisis_call")
        if teams[row[VALUE] // 8] == "front_door"
    ]
    assert passed and set(passed) == {"warm"}
    door = "steps.front_door_"
    kept = played(
        DOOR,
        f"{door}request.then.1.when.chance=0",
        f"{door}assessment.then.0.when.chance=0",
        f"{door}review.then.0.when.chance=0",
        count=26,
    )
    assert not [
        row
        for row in kept.where(What.HANDS_ON, step="crisis_call")
        if teams[row[VALUE] // 8] == "front_door"
    ]


def test_the_door_waits_days_as_planned_and_is_the_queue_where_far_more_come() -> None:
    planned = days_waited(played(DOOR, count=40), "front_door_assessment")
    crowd = "teams.front_door.other_people.requests.per_year*=2.4"
    crowded = days_waited(played(DOOR, crowd, count=40), "front_door_assessment")
    assert mean(planned) < 7
    assert mean(crowded) > 14, "2.4 times as many came to such a door in one month elsewhere"


def test_the_list_behind_the_door_is_longer_since_nobody_is_refused() -> None:
    behind = days_waited(played(DOOR, count=40), "young_care")
    today = days_waited(played(TODAY, count=40), "young_care")
    assert median(behind) > median(today)
    assert len(people_at(played(DOOR, count=40), "young_care")) > 0


# -- John's fall -----------------------------------------------------------------------------------


def test_a_fall_is_answered_by_an_ambulance_today_and_hospital_where_the_crew_is_not_sure() -> None:
    run = played(TODAY)
    rang = people_at(run, "call_999", persona="john")
    assert len(rang) > 20
    assert len(people_at(run, "ambulance_visit", persona="john")) > 0.9 * len(rang)
    assert len(people_at(run, "emergency_visit", persona="john")) > 0.5 * len(rang)
    assert "control_room_talk" not in system(TODAY).steps
    unseen = played(TODAY, "reaches.ringing_999.per_week=0")
    assert len(people_at(unseen, "call_999", persona="john")) < 0.3 * len(rang)


def test_the_room_talks_without_him_and_three_partners_may_be_there() -> None:
    run = played(ROOM)
    talks = teams_at(run, "control_room_talk", What.CONFERS)
    assert len(talks) > 20 and not len(run.where(What.MEETS, step="control_room_talk"))
    assert all({"ambulance_999", "clinical_assessment"} <= there for there in talks)
    assert any("community_response" in there for there in talks)
    alone = played(
        ROOM,
        "steps.control_room_talk.beside.0.team=clinical_assessment",
        "steps.control_room_talk.beside.0.role=clinical_assessor",
    )
    assert not [
        t for t in teams_at(alone, "control_room_talk", What.CONFERS) if "community_response" in t
    ]


def test_calls_that_cannot_wait_are_not_talked_over() -> None:
    (first, *_) = system(ROOM).steps["call_999"].then
    assert first.go == "category_2_wait" and first.when.at_least == 4
    assert system(ROOM).steps["category_2_wait"].pause is not None


def minutes_to_the_matron(run: Played) -> list[int]:
    """Minutes from the last call to 999 to each first visit of a matron."""
    calls: dict[int, list[int]] = {}
    for row in run.where(What.MEETS, step="call_999"):
        calls.setdefault(int(row[PERSON]), []).append(int(row[MINUTE]))
    came = first_at(run, "matron_visit")
    return sorted(
        minute - max(call for call in calls[who] if call <= minute) for who, minute in came.items()
    )


def test_a_matron_often_comes_within_two_hours_and_fewer_go_to_hospital() -> None:
    run, today = played(ROOM, count=26), played(TODAY, count=26)
    took = minutes_to_the_matron(run)
    assert len(took) > 30 and median(took) <= 120 < max(took)
    hospital = [len(people_at(each, "emergency_visit", persona="john")) for each in (run, today)]
    assert hospital[0] < 0.9 * hospital[1]
    slow = played(ROOM, "assumptions.handing.meeting=120", count=26)
    assert median(minutes_to_the_matron(slow)) > 120


def test_an_ambulance_comes_as_today_where_no_matron_could_in_time() -> None:
    busy = played(ROOM, "teams.community_response.other_people.visits.per_year=4000", count=26)
    sent = people_at(busy, "matron_visit", persona="john")
    free = people_at(played(ROOM, count=26), "matron_visit", persona="john")
    assert len(sent) < 0.5 * len(free)
    assert len(people_at(busy, "ambulance_visit", persona="john")) > len(sent)


def test_the_matron_who_comes_has_phoned_before() -> None:
    run = played(ROOM, count=26)
    phoned = {(row[PERSON], row[WORKER]) for row in run.where(What.MEETS, step="matron_call")}
    came = [(row[PERSON], row[WORKER]) for row in run.where(What.MEETS, step="matron_visit")]
    assert len(came) > 10 and set(came) <= phoned
    anybody = played(ROOM, "steps.matron_visit.who=any", "steps.matron_call.who=any", count=26)
    phoned = {(row[PERSON], row[WORKER]) for row in anybody.where(What.MEETS, step="matron_call")}
    came = [(row[PERSON], row[WORKER]) for row in anybody.where(What.MEETS, step="matron_visit")]
    assert not set(came) <= phoned


def test_the_matron_looks_again_within_the_week() -> None:
    run = played(ROOM, count=26)
    visits: dict[int, list[int]] = {}
    for row in run.where(What.MEETS, step="matron_visit"):
        visits.setdefault(int(row[PERSON]), []).append(int(row[MINUTE]))
    again = [times[1] - times[0] for times in visits.values() if len(times) > 1]
    prompt = [gap for gap in again if gap <= WEEK]
    assert len(again) > 0.5 * len(visits) and len(prompt) > 0.7 * len(again)
    once = played(ROOM, "steps.matron_visit.helps.sessions=1", count=26)
    per_person = len(once.where(What.MEETS, step="matron_visit")) / len(
        people_at(once, "matron_visit")
    )
    assert per_person < 1.5


def test_matron_and_hospital_help_a_wound_alike_and_only_aids_are_told_apart() -> None:
    matron = system(ROOM).steps["matron_visit"].helps
    hospital = system(TODAY).steps["emergency_visit"].helps
    assert matron is not None and hospital is not None
    assert matron.works == hospital.works and matron.lowers_to == hospital.lowers_to
    assert set(matron.domains) - set(hospital.domains) == {"sensory_neuro"}
    assert matron.reaches < hospital.reaches


# -- no wrong door ---------------------------------------------------------------------------------


def test_people_with_both_kinds_of_need_are_sent_back_by_either_service_today() -> None:
    run = played(TODAY, count=26)
    teams = ("adult_mental_health", "drug_and_alcohol")
    for team in teams:
        assert sent_back_by(run, team, persona="dual_diagnosis") > 3, team
    taken = played(
        TODAY,
        "teams.adult_mental_health.accepts.not_with={}",
        "teams.drug_and_alcohol.accepts.not_with={}",
        count=26,
    )
    for team in teams:
        assert sent_back_by(taken, team, persona="dual_diagnosis") < 0.5 * sent_back_by(
            run, team, persona="dual_diagnosis"
        )


def test_no_partner_of_the_interface_refuses_them_for_the_other_need() -> None:
    run = played(INTERFACE, count=26)
    for team in ("adult_mental_health", "drug_and_alcohol", "therapies_team"):
        accepts = system(INTERFACE).teams[team].accepts
        assert accepts is not None and not accepts.not_with
    assert system(INTERFACE).teams["interface"].accepts is None
    assert sent_back_by(run, "interface") == sent_back_by(run, "drug_and_alcohol") == 0
    before = len(played(TODAY, count=26).where(What.BOUNCES, persona="dual_diagnosis"))
    assert len(run.where(What.BOUNCES, persona="dual_diagnosis")) < 0.4 * before


def test_every_door_that_meets_complex_needs_leads_to_the_interface() -> None:
    leading = set(leading_to(system(INTERFACE), "interface_meeting"))
    assert leading >= {"gp_appointment", "gp_review", "adult_triage", "adult_assessment"}
    assert leading >= {"therapies_assessment", "substance_assessment", "crisis_review"}
    run = played(INTERFACE, count=26)
    assert len(people_at(run, "interface_meeting", persona="dual_diagnosis")) > 5


def test_a_nurse_and_a_drug_and_alcohol_worker_may_be_there_together() -> None:
    run = played(INTERFACE, count=26)
    there = teams_at(run, "joint_care")
    assert len(there) > 10 and {"interface", "drug_and_alcohol"} in there
    (seat,) = system(INTERFACE).steps["joint_care"].beside
    assert seat.team == "drug_and_alcohol" and seat.if_free
    apart = played(INTERFACE, "steps.joint_care.beside=[]", count=26)
    assert {"interface", "drug_and_alcohol"} not in teams_at(apart, "joint_care")


def test_therapy_has_three_tiers_and_two_of_them_are_in_primary_care() -> None:
    run = played(INTERFACE, count=26)
    for step in ("workbook_group", "primary_care_therapy", "specialist_therapy_course"):
        assert people_at(run, step), step
    steps = system(INTERFACE).steps
    reaches = [
        steps[name].helps.reaches
        for name in ("workbook_group", "primary_care_therapy", "specialist_therapy_course")
    ]  # type: ignore[union-attr]
    assert reaches == [2, 3, 4]
    assert not {"workbook_group", "primary_care_therapy"} & set(system(TODAY).steps)
    assert steps["primary_care_therapy"].role == "clinical_associate_psychologist"


def test_to_be_together_is_no_better_course_by_assumption() -> None:
    steps = system(INTERFACE).steps
    joint = steps["joint_care"].helps
    assert joint is not None
    for name in ("adult_care", "substance_course"):
        alone = steps[name].helps
        assert alone is not None and joint.works.central <= alone.works.central


def test_training_may_change_nothing_at_all() -> None:
    for team, role, domain in (
        ("gp_practice", "gp", "mental"),
        ("gp_practice", "gp", "trauma"),
        ("drug_and_alcohol", "substance_worker", "mental"),
        ("community_services", "community_nurse", "memory"),
    ):
        before = system(TODAY).teams[team].staff[role].skill
        base = before.get(domain, before["otherwise"])  # type: ignore[call-overload]
        after = system(INTERFACE).teams[team].staff[role].skill[domain]  # type: ignore[index]
        assert after.low == base.low and base.central < after.central <= base.high


def test_community_teams_free_specialists_and_wait_longer_themselves() -> None:
    run, today = played(INTERFACE, count=40), played(TODAY, count=40)
    early = people_at(run, "early_dementia_visit", persona="early_dementia")
    assert len(early) > 10
    assert "early_dementia_visit" not in system(TODAY).steps
    specialists = "memory_assessment"
    assert mean(days_waited(run, specialists)) < 0.8 * mean(days_waited(today, specialists))
    visits = "community_assessment"
    assert mean(days_waited(run, visits)) > mean(days_waited(today, visits))
    all_as_today = played(
        INTERFACE,
        "teams.memory_clinic.other_people.diagnoses.per_year=410",
        "steps.gp_appointment.then.5.when.chance=0",
        count=40,
    )
    assert mean(days_waited(all_as_today, specialists)) > mean(days_waited(run, specialists))


def test_dementia_that_is_found_to_be_further_on_goes_to_specialists_after_all() -> None:
    (found, *_) = system(INTERFACE).steps["early_dementia_visit"].then
    assert (found.go, found.by, found.when.at_least) == ("memory_assessment", "warm", 3)
    run = played(INTERFACE, count=40)
    both = people_at(run, "early_dementia_visit") & people_at(run, "memory_assessment")
    assert both


# -- what makes the comparison fair ----------------------------------------------------------------


@pytest.mark.parametrize("slug", SYSTEMS)
def test_a_system_has_no_fault_and_no_number_without_a_reason(slug: str) -> None:
    assert check_file(ROOT / "scenarios" / f"{slug}.yaml", ROOT) == []
    assert reasonless(system(slug)) == []


@pytest.mark.parametrize("slug", SYSTEMS)
def test_a_system_says_how_the_source_was_read_and_what_else_it_could_mean(slug: str) -> None:
    assert not faults_of_reading(system(slug))
    assert all(line.startswith("003") for line in system(slug).reading.supports)


@pytest.mark.parametrize("slug", SYSTEMS)
def test_every_need_can_be_helped_and_what_cannot_wait_has_an_open_door(slug: str) -> None:
    assert not needs_beyond_help(system(slug))
    assert not faults_of_crisis_doors(system(slug), system(TODAY))


@pytest.mark.parametrize("slug", SYSTEMS)
def test_other_people_stop_alike_and_pinned_waits_are_those_of_today(slug: str) -> None:
    assert not streams_that_stop_otherwise(system(slug))
    assert not waits_that_differ_on_rung_a(system(slug), system(TODAY))


@pytest.mark.parametrize("slug", PROPOSALS)
def test_a_proposal_costs_what_today_costs_but_for_posts_that_are_additional(slug: str) -> None:
    variant = system(slug)
    added = sum(
        transfer.wte.central * cost_per_wte(variant.teams[transfer.to_team].staff[transfer.to_role])
        for transfer in variant.transfers
        if not transfer.from_team
    )
    assert (added > 0) == (slug == DOOR), "only the front door has money of its own (003 L176)"
    assert not out_of_balance(system(TODAY), variant, added)
    assert not staff_nobody_misses(variant)
    assert not [pool for pool, wte in wte_after_transfers(variant).items() if wte < 0]


@pytest.mark.parametrize("slug", [ROOM, DOOR])
def test_only_transfers_move_staff(slug: str) -> None:
    assert not staff_moved_without_a_transfer(system(TODAY), system(slug))
    assert not roles_of_another_skill(system(slug), system(TODAY))


@pytest.mark.parametrize("slug", [ROOM, INTERFACE])
def test_other_people_are_as_many_and_take_as_long_as_today(slug: str) -> None:
    assert other_demand(system(slug))[0] == pytest.approx(other_demand(system(TODAY))[0])
    assert other_demand(system(slug))[1] == pytest.approx(other_demand(system(TODAY))[1])
    assert under_way(system(slug)) == under_way(system(TODAY))
    assert waiting_lists(system(slug)) == waiting_lists(system(TODAY))


def test_the_front_door_assesses_as_many_other_people_as_asked_today() -> None:
    today, door = other_demand(system(TODAY))[0], other_demand(system(DOOR))[0]
    assert door["front_door_requests"] == today["young_first_talks"] + today["young_requests"]
    rejected = today["young_requests"] - today["young_assessments"]
    assert door["front_door_single_sessions"] == pytest.approx(rejected, abs=1)
    rest = today.keys() - ATTENDED_BY_OTHERS
    assert {who: today[who] for who in rest} == {who: door[who] for who in rest}


@pytest.mark.parametrize("slug", PROPOSALS)
def test_people_and_what_is_assumed_of_everybody_are_those_of_today(slug: str) -> None:
    assert not assumed_otherwise(system(slug), system(TODAY))


def test_the_door_may_draw_more_people_in_a_sensitivity_and_draws_none_otherwise() -> None:
    induced = system(DOOR).teams["front_door"].other_people["induced_demand"]
    assert induced.per_year.central == 0 < induced.per_year.high
    assert induced.per_year.evidence == "induced_demand_front_door"


# -- what people said ------------------------------------------------------------------------------


def test_what_the_plan_says_names_what_is_there_and_nobody_who_spoke() -> None:
    said = load_sayings("norfolk_waveney").statements
    assert len(said) > 25
    for name, saying in said.items():
        assert all(line.startswith("003 L") for line in saying.said.split(", ")), name
        assert set(saying.of) <= set(PROPOSALS), name
        for claim in saying.claims:
            assert claim.measure in DEFINITIONS, name
            assert claim.persona in ("all", *system(TODAY).personas), name
            for rests in claim.rests_on:
                for of in saying.of:
                    assert stands_at(to_document(system(of)), rests.path), (name, rests.path)


def test_every_proposal_is_spoken_of_and_what_no_number_can_say_is_left_in_words() -> None:
    said = load_sayings("norfolk_waveney").statements.values()
    assert {of for saying in said for of in saying.of} == set(PROPOSALS)
    left = " ".join(saying.cannot for saying in said)
    for word in ("relief", "admissions", "culture", "forecasts nobody's health"):
        assert word in left
    silent = {
        name for name, saying in load_sayings("norfolk_waveney").statements.items() if saying.cannot
    }
    assert {"room_mental_health", "suicide", "door_artificial_intelligence"} <= silent
