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
        "minute = self._minute(person, hours)",
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
        ENGINE + "offering.py",
        "thread.answer, logged = REFUSED, LOGGED_REFUSED",
        "thread.answer, logged = TAKEN, LOGGED_TAKEN",
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
        "                Phase.PEOPLE_STOP_WAITING,\n",
        "                Phase.DISPATCH,\n",
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
        "yield self.end_of(thread, held)",
        "yield self.end_of(thread, 1)",
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
        "hers = thread.own >= 0 and pool_of(thread.own) == step.pool",
        "hers = thread.own >= 0",
        "engine/test_edges.py::test_own_worker_is_hers_after_she_has_met_another_team",
    ),
    Fault(
        "a step that refused her on paper counts as tried",
        ENGINE + "handing.py",
        "            thread.person.tried.add(rule.go)\n",
        "",
        "engine/test_edges.py::test_step_that_refused_her_on_paper_is_not_tried_again",
    ),
    Fault(
        "in a meeting luck chooses among those who could",
        ENGINE + "seats.py",
        "pool.worker(self.choose(pool, ticket, taken))",
        "pool.worker(self.fitting(pool, ticket, taken)[0])",
        "engine/test_joint.py::test_luck_chooses_among_the_workers_who_could_meet",
    ),
    Fault(
        "the worker she knows is preferred",
        ENGINE + "seats.py",
        "if ticket.who == KNOWN and",
        "if ticket.who > KNOWN and",
        "engine/test_known_workers.py::test_worker_whom_she_knows_is_preferred",
    ),
    Fault(
        "her own worker is waited for",
        ENGINE + "waiting.py",
        "if step.who == OWN or not step.with_her:",
        "if not step.with_her:",
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
        ENGINE + "floor.py",
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
        "beside = [Wanted(seat.pool, if_free=seat.if_free) for seat in step.beside]",
        "beside: list[Wanted] = []",
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
        "elif not self.taken_on_paper(thread, target):",
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
        "rules are read after every session",
        ENGINE + "rules.py",
        "return finished or when.sessions > 0",
        "return finished",
        "engine/test_courses.py::test_rule_that_names_sessions_holds_once_so_many_have_taken_place",
    ),
    Fault(
        "a rule for the unfinished does not hold at the end",
        ENGINE + "rules.py",
        "return when.finished == finished",
        "return True",
        "engine/test_courses.py::"
        "test_rule_for_the_unfinished_is_read_before_the_last_session_and_not_after_it",
    ),
    Fault(
        "a course that is left is not drawn",
        ENGINE + "contacts.py",
        "                return ELSEWHERE\n",
        "                break\n",
        "engine/test_courses.py::test_course_that_all_needs_leave_cannot_have_worked",
    ),
    Fault(
        "whether a course works depends on the level",
        ENGINE + "contacts.py",
        "works = step.helps.works[person.levels[need]]",
        "works = step.helps.works[0]",
        "engine/test_courses.py::test_chance_that_a_course_works_depends_on_the_level",
    ),
    Fault(
        "a live transfer has a limit",
        ENGINE + "keeping.py",
        "limit = max(0, min(rule.keep, self._left(kept.worker)))",
        "limit = self._left(kept.worker)",
        "engine/test_live_transfers.py::test_otherwise_she_goes_where_the_rule_says",
    ),
    Fault(
        "the words are said in front of her in a live transfer",
        ENGINE + "keeping.py",
        "return thread.person.memory.get(kept.worker, 0)",
        "return 0",
        "engine/test_live_transfers.py::test_what_the_first_worker_knows_is_said_in_front_of_her",
    ),
    Fault(
        "nobody else takes her while a worker stays with her",
        ENGINE + "keeping.py",
        "        thread.person.busy = True\n",
        "",
        "engine/test_live_transfers.py::test_she_stays_in_nobody_elses_hands_while_they_wait",
    ),
    Fault(
        "the same worker goes on at once",
        ENGINE + "keeping.py",
        "return pool.drawn or pool.fits(slot_of(ticket.kept), ends)",
        "return False",
        "engine/test_live_transfers.py::test_same_worker_goes_on_at_once_whoever_else_waits",
    ),
    Fault(
        "interim help ends when the next step begins",
        ENGINE + "alongside.py",
        "            thread.begun = True\n            self.finish(thread)\n",
        "            thread.begun = True\n",
        "engine/test_alongside.py::"
        "test_interim_help_is_given_at_its_interval_until_the_next_step_begins",
    ),
    Fault(
        "interim help keeps people waiting",
        ENGINE + "waiting.py",
        "rate *= a.interim_stopping",
        "rate *= 1.0",
        "engine/test_alongside.py::test_fewer_stop_waiting_while_interim_help_lasts",
    ),
    Fault(
        "a clock that slows down strikes later",
        ENGINE + "waiting.py",
        "if not 0 <= clock.strikes_at() <= self.world.clock.now:",
        "if clock.strikes_at() < 0:",
        "engine/test_alongside.py::test_hazard_gathered_before_interim_help_begins_is_kept",
    ),
    Fault(
        "interim help owns no needs",
        ENGINE + "contacts.py",
        "if new and thread.main is None:",
        "if new:",
        "engine/test_alongside.py::test_need_told_alongside_is_taken_on_by_nobody",
    ),
    Fault(
        "an offer made again meets the same luck",
        ENGINE + "offering.py",
        "taken = thread.latent >= self._chance(thread, step)",
        "taken = thread.person.draw(TAKES_UP) >= self._chance(thread, step)",
        "engine/test_offers_again.py::test_offer_made_again_meets_the_same_luck",
    ),
    Fault(
        "an offer fits what she wants or does not",
        ENGINE + "offering.py",
        "return 1.0 if not wishes or any(",
        "return 1.0 if wishes is not None or any(",
        "engine/test_offers_again.py::"
        "test_offer_fits_if_it_has_all_that_a_wish_about_these_needs_names",
    ),
    Fault(
        "somebody grows readier",
        "sim/formulas.py",
        "math.pow(0.5, weeks / halves_in)",
        "1.0",
        "engine/test_offers_again.py::test_offer_is_made_again_and_taken_up_once_she_is_readier",
    ),
    Fault(
        "on the first rung everybody takes up offers alike",
        ENGINE + "offering.py",
        "if program.flat:",
        "if False:",
        "engine/test_offers_again.py::test_on_the_first_rung_everybody_takes_up_offers_alike",
    ),
    Fault(
        "a panel meets without her",
        ENGINE + "floor.py",
        "if ticket.thread is not None and ticket.with_her:",
        "if ticket.thread is not None:",
        "engine/test_without_her.py::test_workers_confer_and_nobody_meets_her",
    ),
    Fault(
        "a panel does not wait for her",
        ENGINE + "state.py",
        "if self.thread is None or self.kept >= 0 or not self.with_her:",
        "if self.thread is None or self.kept >= 0:",
        "engine/test_without_her.py::test_she_may_be_with_somebody_else_meanwhile",
    ),
    Fault(
        "the worker who keeps her is the one who is advised",
        ENGINE + "waiting.py",
        "if step.who == OWN or not step.with_her:",
        "if step.who == OWN:",
        "engine/test_without_her.py::test_worker_who_keeps_her_is_the_one_who_is_advised",
    ),
    Fault(
        "the best skill present counts",
        ENGINE + "telling.py",
        "max(of_domain)",
        "min(of_domain)",
        "engine/test_without_her.py::test_needs_are_judged_anew_with_the_best_skill_present",
    ),
    Fault(
        "a pause to a week ends on its Monday",
        ENGINE + "waiting.py",
        "ends = next_monday(step.until_week, ends)",
        "ends = max(ends, step.until_week)",
        "engine/test_pauses.py::test_pause_ends_on_the_monday_of_its_week",
    ),
    Fault(
        "a pause to an opening ends at it",
        ENGINE + "waiting.py",
        "ends = next_open(step.until_hours, ends, 0, step.until_shut)",
        "ends = max(ends, 0)",
        "engine/test_pauses.py::test_pause_ends_at_the_next_opening",
    ),
)
