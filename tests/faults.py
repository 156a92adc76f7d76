"""Faults that the tests must see: for each rule one edit, and the test that it must turn red.

The text to be replaced stands exactly once in its file, so that the table cannot rot unseen.
"""

from __future__ import annotations

from typing import NamedTuple

ENGINE = "sim/engines/simpy_engine/"


class Fault(NamedTuple):
    """One edit of the engine and the test that it must turn red."""

    rule: str
    file: str
    old: str
    new: str
    test: str


FAULTS = (
    Fault(
        "at most three episodes in 26 weeks",
        ENGINE + "asking.py",
        "if len(recent) >= EPISODES_AT_MOST:",
        "if len(recent) > EPISODES_AT_MOST:",
        "engine/test_asking.py::test_there_are_at_most_three_episodes_in_26_weeks",
    ),
    Fault(
        "a need on a thread is not asked about",
        ENGINE + "asking.py",
        "if person.on_thread[need] is not None or person.levels[need] < HELP_SOUGHT_FROM:",
        "if person.levels[need] < HELP_SOUGHT_FROM:",
        "engine/test_asking.py::"
        "test_second_noticer_of_the_same_weekend_finds_that_help_is_under_way",
    ),
    Fault(
        "an asking falls in hours",
        ENGINE + "asking.py",
        "minute = self._minute(person, seen.hours, seen.shut)",
        "minute = self.world.clock.now",
        "engine/test_asking.py::test_asking_falls_in_the_hours_of_the_noticer",
    ),
    Fault(
        "named people come whatever the demand",
        "sim/engines/newcomers.py",
        "    yield from named\n",
        "",
        "engine/test_newcomers.py::"
        "test_named_person_comes_once_in_four_weeks_however_rare_people_like_her_are",
    ),
    Fault(
        "doubled demand keeps everybody",
        "sim/engines/newcomers.py",
        "share = min(1.0, program.demand - layer)",
        "share = min(1.0, program.demand - layer) / program.demand",
        "properties/test_same_luck.py::test_raised_demand_keeps_everybody_and_adds_a_layer",
    ),
    Fault(
        "an offer may be declined",
        ENGINE + "world.py",
        "if step.offered and not self._takes_up(thread, step):",
        "if step.offered and self._takes_up(thread, step) and False:",
        "engine/test_offers.py::test_offer_that_is_not_taken_up_is_declined_and_nobody_meets_her",
    ),
    Fault(
        "one clock of stopping over all spells",
        ENGINE + "state.py",
        "self.gathered += self.rate * (minute - self.since)",
        "self.gathered = self.rate * (minute - self.since)",
        "engine/test_stopping.py::test_one_clock_gathers_over_all_her_spells",
    ),
    Fault(
        "giving up comes before being called",
        ENGINE + "waiting.py",
        "                Phase.PEOPLE_STOP_WAITING,\n                key,\n",
        "                Phase.DISPATCH,\n                key,\n",
        "engine/test_stopping.py::test_giving_up_comes_before_being_called_in_the_same_minute",
    ),
    Fault(
        "nobody stops between sessions",
        ENGINE + "waiting.py",
        "frozenset({QUEUE, DRAWN, LETTER, BOUNCE})",
        "frozenset({QUEUE, DRAWN, LETTER, BOUNCE, COURSE})",
        "engine/test_stopping.py::test_person_does_not_stop_between_sessions_nor_in_a_pause",
    ),
    Fault(
        "notice",
        ENGINE + "waiting.py",
        "earliest = now + step.notice",
        "earliest = now",
        "engine/test_turns.py::test_contact_that_needs_notice_starts_no_sooner",
    ),
    Fault(
        "urgent people go first",
        ENGINE + "waiting.py",
        "order = URGENT if step.urgent else NEW",
        "order = NEW",
        "engine/test_turns.py::test_urgent_people_go_first",
    ),
    Fault(
        "due sessions before re-bookings before new people",
        ENGINE + "waiting.py",
        "order = AGAIN if thread.misses else DUE if thread.session else NEW",
        "order = NEW",
        "engine/test_turns.py::"
        "test_due_sessions_go_before_those_booked_again_and_these_before_new_people",
    ),
    Fault(
        "a missed contact holds the worker",
        ENGINE + "contacts.py",
        "yield self._end_of(thread, held)",
        "yield self._end_of(thread, 1)",
        "engine/test_missing.py::test_missed_contact_holds_the_worker_for_the_planned_minutes",
    ),
    Fault(
        "re-booking up to the limit",
        ENGINE + "contacts.py",
        "if thread.misses > self.world.program.teams[step.team].rebook:",
        "if thread.misses >= self.world.program.teams[step.team].rebook:",
        "engine/test_missing.py::"
        "test_missed_contact_is_booked_again_up_to_the_limit_and_then_the_service_closes",
    ),
    Fault(
        "a worker of another team is not her own here",
        ENGINE + "waiting.py",
        "hers = thread.own >= 0 and pool_of(thread.own) == pool",
        "hers = thread.own >= 0",
        "engine/test_edges.py::test_own_worker_is_hers_after_she_has_met_another_team",
    ),
    Fault(
        "a step that refused her on paper counts as tried",
        ENGINE + "handing.py",
        "            thread.person.tried.add(rule.go)\n"
        "            yield from self.send_back(thread, target.team, ON_PAPER)\n",
        "            yield from self.send_back(thread, target.team, ON_PAPER)\n",
        "engine/test_edges.py::test_step_that_refused_her_on_paper_is_not_tried_again",
    ),
    Fault(
        "in a meeting luck chooses among those who could",
        ENGINE + "seats.py",
        "pool.worker(self.choose(pool, ticket, taken, seat.who))",
        "pool.worker(self.fitting(pool, ticket, taken)[0])",
        "engine/test_joint.py::test_luck_chooses_among_the_workers_who_could_meet",
    ),
    Fault(
        "the worker she knows is preferred",
        ENGINE + "seats.py",
        "if (ticket.who if who is None else who) == KNOWN:",
        "if (ticket.who if who is None else who) > KNOWN:",
        "engine/test_known_workers.py::test_worker_whom_she_knows_is_preferred",
    ),
    Fault(
        "her own worker is waited for",
        ENGINE + "waiting.py",
        "if who == OWN:",
        "if who > HOLDER:",
        "engine/test_known_workers.py::test_own_worker_is_waited_for",
    ),
    Fault(
        "a replacement becomes her own worker",
        ENGINE + "contacts.py",
        "if pool_of(thread.own) != step.pool or not self._still_here(thread.own):",
        "if pool_of(thread.own) != step.pool:",
        "engine/test_known_workers.py::test_replacement_becomes_her_own_worker",
    ),
    Fault(
        "a worker who leaves takes her memory along",
        ENGINE + "pools.py",
        "pool.generation[slot] += 1",
        "pool.generation[slot] += 0",
        "engine/test_known_workers.py::test_worker_who_leaves_takes_her_memory_along",
    ),
    Fault(
        "a contact fits before the end of the shift",
        ENGINE + "queues.py",
        "fits = heap and now + planned <= latest",
        "fits = bool(heap)",
        "engine/test_shifts.py::test_contact_that_does_not_fit_before_the_end_of_the_shift_waits",
    ),
    Fault(
        "a contact is cut at the end of the shift",
        ENGINE + "floor.py",
        "return drawn if drawn <= left else left if left > 1 else 1",
        "return drawn",
        "engine/test_shifts.py::"
        "test_contact_that_draws_on_is_cut_at_the_end_of_the_shift_and_its_overrun",
    ),
    Fault(
        "a joint contact takes both workers",
        ENGINE + "waiting.py",
        "beside = [self._wanted(thread, seat) for seat in step.beside]",
        "beside: list[Wanted | None] = []",
        "engine/test_joint.py::test_joint_contact_waits_until_both_workers_are_free",
    ),
    Fault(
        "a warm handoff passes the words on",
        ENGINE + "handing.py",
        "spoken = telling.Conversation(known=person.memory.get(sender, 0))",
        "spoken = telling.Conversation(known=0)",
        "engine/test_handing.py::test_warm_handoff_introduces_her_and_passes_the_words_on",
    ),
    Fault(
        "an overlap lasts for two contacts",
        ENGINE + "waiting.py",
        "ticket.earliest + within,",
        "clock.now + within,",
        "engine/test_handing.py::test_overlap_keeps_the_old_worker_for_two_contacts",
    ),
    Fault(
        "a letter carries each chapter with its fidelity",
        ENGINE + "handing.py",
        "if uniform(person.luck, purpose, occurrence) < fidelity:",
        "if uniform(person.luck, purpose, occurrence) < 2.0:",
        "engine/test_handing.py::test_letter_that_carries_nothing_leaves_her_to_tell_it_again",
    ),
    Fault(
        "a first assessment may send back",
        ENGINE + "contacts.py",
        "            thread.bounced = True\n",
        "            thread.bounced = False\n",
        "engine/test_handing.py::test_first_assessment_looks_again_and_sends_back",
    ),
    Fault(
        "a team looks at referrals on paper",
        ENGINE + "handing.py",
        "elif not self._taken_on_paper(thread, target):",
        "elif False:",
        "engine/test_handing.py::test_team_refuses_on_paper_what_is_judged_too_low",
    ),
    Fault(
        "a newcomer joins a thread that waits there",
        ENGINE + "world.py",
        "if other is not thread and self.waiting.is_for(other, step_number):",
        "if other is not thread and False:",
        "engine/test_rules.py::test_newcomer_joins_a_thread_that_waits_where_she_goes",
    ),
    Fault(
        "a rule for each need takes the needs that fit",
        ENGINE + "rules.py",
        "takes = fit if rule.each_need else left",
        "takes = left",
        "engine/test_rules.py::test_needs_that_go_different_ways_become_threads_of_their_own",
    ),
    Fault(
        "free_within asks how long the last newcomer waited",
        ENGINE + "rules.py",
        "pool.last_newcomer_waited > when.free_within",
        "pool.last_newcomer_waited >= when.free_within",
        "engine/test_rules.py::test_free_within_asks_how_long_the_last_newcomer_waited",
    ),
    Fault(
        "a need that nobody hears ends not heard",
        ENGINE + "contacts.py",
        "            world.leave(thread, unheard, NOT_HEARD)\n",
        "            pass\n",
        "engine/test_telling.py::test_hidden_chapter_that_nobody_draws_out_ends_not_heard",
    ),
    Fault(
        "the latent of disclosure is fixed",
        ENGINE + "telling.py",
        "return uniform(person.luck, mix(DISCLOSES ^ chapter.purpose)) < chance",
        "return person.draw(mix(DISCLOSES ^ chapter.purpose)) < chance",
        "engine/test_telling.py::"
        "test_latent_of_disclosure_is_fixed_so_that_asking_again_is_no_new_lottery",
    ),
    Fault(
        "a shared record needs her consent",
        ENGINE + "telling.py",
        "may = person.is_.consents or not consent",
        "may = True",
        "engine/test_records.py::test_shared_record_needs_her_consent",
    ),
    Fault(
        "full skill judges right",
        ENGINE + "telling.py",
        ">= skills[p.domain]:",
        "< skills[p.domain]:",
        "engine/test_judging.py::test_full_skill_judges_the_level_right",
    ),
    Fault(
        "trust that is off does nothing",
        ENGINE + "handing.py",
        "k = a.on_loss if a.trust_acts else 0.0",
        "k = a.on_loss",
        "engine/test_trust.py::test_handoff_is_lost_more_often_where_trust_has_fallen",
    ),
    Fault(
        "a chapter told before is told again",
        ENGINE + "telling.py",
        "    person.told |= said.told\n",
        "",
        "properties/test_laws_of_the_log.py::test_every_log_keeps_the_laws",
    ),
    Fault(
        "a link back tells the team that handed on",
        ENGINE + "contacts.py",
        "known | person.memory.get(worker, 0)",
        "known",
        "engine/test_handing.py::test_link_back_tells_the_team_that_handed_on",
    ),
    Fault(
        "a person is in one contact at a time",
        ENGINE + "floor.py",
        "            ticket.thread.person.busy = True\n",
        "            pass\n",
        "properties/test_laws_of_the_log.py::test_every_log_keeps_the_laws",
    ),
    Fault(
        "a share of contact minutes is kept for new people",
        ENGINE + "pools.py",
        "return self.begun_new * PARTS < self.new_parts * self.begun",
        "return False",
        "engine/test_new_share.py::"
        "test_newcomer_goes_first_while_new_people_have_had_less_than_their_share",
    ),
    Fault(
        "new people get no more than their share",
        ENGINE + "pools.py",
        "return self.begun_new * PARTS < self.new_parts * self.begun",
        "return True",
        "engine/test_new_share.py::test_due_session_goes_first_once_new_people_have_had_their_share",
    ),
    Fault(
        "the share is counted afresh each week",
        ENGINE + "pools.py",
        "            self.begun = self.begun_new = 0\n",
        "            pass\n",
        "engine/test_new_share.py::test_share_is_counted_afresh_each_week",
    ),
    Fault(
        "a course waits for a place",
        ENGINE + "queues.py",
        "            needs |= NEEDS_PLACE\n",
        "            pass\n",
        "engine/test_places.py::test_course_that_takes_a_place_begins_only_when_one_is_free",
    ),
    Fault(
        "a place is freed when she leaves the team",
        ENGINE + "handing.py",
        "        world.give_up_place(thread)\n",
        "",
        "engine/test_places.py::test_place_is_free_again_once_she_is_handed_on",
    ),
    Fault(
        "a list closes",
        ENGINE + "lists.py",
        "            self.closed[number] = True\n",
        "            pass\n",
        "engine/test_lists.py::test_somebody_at_the_door_of_a_closed_list_is_not_taken",
    ),
    Fault(
        "a list opens again only when few enough wait",
        ENGINE + "lists.py",
        "elif self.waiting[number] <= team.reopens_at:",
        "else:",
        "engine/test_lists.py::test_list_opens_again_once_few_enough_wait",
    ),
    Fault(
        "a closed list takes the urgent",
        ENGINE + "floor.py",
        "is_open = to.urgent or not self.lists.closed[to.team]",
        "is_open = not self.lists.closed[to.team]",
        "engine/test_lists.py::test_closed_list_takes_the_urgent",
    ),
    Fault(
        "a closed list sends a referral back",
        ENGINE + "handing.py",
        "elif not met and not world.takes(thread, rule.go):",
        "elif False:",
        "engine/test_lists.py::test_closed_list_sends_a_referral_back_after_a_delay",
    ),
    Fault(
        "a yearly limit holds for those who wait",
        ENGINE + "queues.py",
        "return step < 0 or self.lists.within_limit(step, now)",
        "return True",
        "engine/test_lists.py::test_who_waits_when_the_limit_is_reached_waits_for_the_next_year",
    ),
    Fault(
        "a yearly limit is counted afresh each year",
        ENGINE + "lists.py",
        "            self.begun = [0] * len(self.begun)\n",
        "            pass\n",
        "engine/test_lists.py::test_step_may_begin_again_in_the_next_year",
    ),
    Fault(
        "she holds the line for as long as she has patience",
        ENGINE + "waiting.py",
        "            wake.succeed(HANGS_UP)\n",
        "            pass\n",
        "engine/test_calls.py::test_she_hangs_up_when_nobody_answers_and_rings_again_later",
    ),
    Fault(
        "she rings again so many times",
        ENGINE + "calling.py",
        "for call in range(step.calls):",
        "for call in range(1):",
        "engine/test_calls.py::test_she_stops_after_the_last_call",
    ),
    Fault(
        "a seat may stay empty",
        ENGINE + "state.py",
        "return any(not seat.if_free for seat in self.beside)",
        "return bool(self.beside)",
        "engine/test_further_seats.py::test_contact_with_a_seat_that_may_stay_empty_keeps_its_turn",
    ),
    Fault(
        "a seat that may stay empty is taken by somebody free",
        ENGINE + "seats.py",
        "                found.append(self._taken_by(seat, ticket, taken))\n",
        "                pass\n",
        "engine/test_further_seats.py::test_seat_that_may_stay_empty_is_taken_by_somebody_free",
    ),
    Fault(
        "a starved meeting keeps workers",
        ENGINE + "floor.py",
        "                self.meetings.keep(ticket)\n",
        "                pass\n",
        "engine/test_further_seats.py::"
        "test_meeting_that_has_starved_keeps_the_first_worker_free_until_the_other_is",
    ),
    Fault(
        "nobody is kept for somebody who is not on shift",
        ENGINE + "meetings.py",
        "        if len(others) < more or not all(slot in latest for slot in named):\n"
        "            return -1, []\n",
        "        if len(others) < more:\n            return FOREVER, []\n",
        "engine/test_further_seats.py::test_nobody_is_kept_for_a_worker_who_is_not_on_shift",
    ),
    Fault(
        "nobody is on shift on a day that is shut",
        ENGINE + "pools.py",
        "shuts = next_shut(pool.shut, now) if pool.shut else FOREVER",
        "shuts = FOREVER",
        "engine/test_shut_days.py::test_nobody_is_met_on_a_day_on_which_the_team_is_shut",
    ),
    Fault(
        "other people stop waiting",
        ENGINE + "others.py",
        "            self.floor.withdraw(ticket)\n",
        "            pass\n",
        "engine/test_other_people.py::test_other_people_who_wait_too_long_stop_waiting",
    ),
    Fault(
        "on rung A a wait is that of the team",
        ENGINE + "waiting.py",
        "self._drawn(thread.person, DELAY ^ team.purpose, team.delay)",
        "self._drawn(thread.person, DELAY ^ step.purpose, team.delay)",
        "engine/test_rung_a.py::test_wait_is_that_of_the_teams_function_whatever_the_step_is_for",
    ),
)
