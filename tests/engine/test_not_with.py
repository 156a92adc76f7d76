"""Teams that do not take somebody who also needs something else (MODEL section 5, acceptance)."""

from __future__ import annotations

from typing import Any

import pytest

from sim.log import What
from tests.engine.small_world import (
    DAY,
    Document,
    Story,
    at_once,
    helps,
    lived,
    pause,
    step,
    team,
    world,
)

pytestmark = pytest.mark.behaviour
ON_PAPER, AT_FIRST_ASSESSMENT = 0, 1
DRINK = {"when": {"need": "substance"}, "for": "each need", "go": "drinks"}
LOW = {"go": "clinic", "by": "cold"}
NOT_WITH_DRINK = {"at_least": {"mental": 1}, "not_with": {"substance": 2}}


def she(level: int = 3, **parts: Any) -> Document:
    """Nell, who is low and also drinks; she asks about her mood."""
    base: Document = {
        "needs": {
            "mood": {"domain": "mental", "level": 2},
            "drink": {"domain": "substance", "level": level},
        },
        "story": {
            "low": {"about": "mood", "minutes": 4},
            "bottles": {"about": "drink", "minutes": 6},
        },
        "noticers": {"herself": {"per_week": 1_000_000, "needs": "mood"}},
    }
    return at_once(**(base | parts))


def sent(*rules: Document, her: Document | None = None, **parts: Any) -> Document:
    """The desk hears both and sends her on; what she drinks is kept for later."""
    clinic = {"accepts": parts.pop("accepts", NOT_WITH_DRINK)} | parts.pop("clinic", {})
    return world(
        personas={"nell": her or she()},
        teams={"desk": team(), "clinic": team(**clinic)},
        steps={
            "meet": step("desk", then=list(rules or (DRINK, LOW))) | parts.pop("meet", {}),
            "drinks": pause("desk", pause={"weeks": 20}),
            "clinic": step("clinic", assessment=True, helps=helps("mental", "substance"))
            | parts.pop("assess", {}),
            "back": step("desk", helps=helps("mental", "substance")),
        },
        doors={"otherwise": "meet", "gp": "back", "nurse": "drinks"},
        **parts,
    )


def refused(story: Story) -> list[int]:
    """The looks at which the clinic sent back the first thread that was handed on to it."""
    first = story.rows(What.HANDS_ON)[0].thread
    return [row.value for row in story.rows(What.BOUNCES) if row.thread == first]


@pytest.mark.parametrize("order", [(DRINK, LOW), ({"when": {"need": "mental"}} | LOW, DRINK)])
def test_need_that_went_elsewhere_and_stands_in_the_letter_keeps_her_out(
    order: tuple[Document, ...],
) -> None:
    rules = [{"for": "each need"} | order[0], order[1] | {"when": {}, "for": "each need"}]
    rules.append({"end": "signposted"})
    story = lived(sent(*rules))
    assert refused(story) == [ON_PAPER]
    assert "clinic" not in story.steps()[:2]


def test_need_that_travels_with_her_keeps_her_out() -> None:
    assert refused(lived(sent(LOW))) == [ON_PAPER]


def test_need_below_the_level_keeps_nobody_out() -> None:
    milder = NOT_WITH_DRINK | {"not_with": {"substance": 4}}
    story = lived(sent(accepts=milder))
    assert refused(story) == []
    assert "clinic" in story.steps()


def test_she_goes_where_the_rule_says_when_she_is_kept_out() -> None:
    story = lived(sent(DRINK, LOW | {"if_bounced": "back"}))
    assert story.steps()[:2] == ["meet", "back"]


def test_letter_that_does_not_mention_it_cannot_keep_her_out_but_the_assessment_can() -> None:
    story = lived(sent(assumptions={"telling": {"letter_carries": 0}}))
    assert refused(story) == [AT_FIRST_ASSESSMENT]
    assert "clinic" in story.steps()


def test_number_given_tells_the_team_nothing_of_it() -> None:
    story = lived(sent(DRINK, LOW | {"by": "number_given"}))
    assert refused(story) == [AT_FIRST_ASSESSMENT]


@pytest.mark.parametrize("by", ["overlap", "warm"])
def test_where_the_two_workers_speak_the_team_is_told_what_the_sender_remembers(by: str) -> None:
    telling = {"telling": {"letter_carries": 0}}
    story = lived(sent(DRINK, LOW | {"by": by}, assumptions=telling))
    first = [row.minute for row in story.rows(What.MEETS) if story.step(row) == "clinic"][:1]
    assert first != [31]  # nobody introduces her to a team that would not take her
    assert refused(story) == ([ON_PAPER] if by == "overlap" else [AT_FIRST_ASSESSMENT])


def test_team_that_would_not_take_her_is_not_gone_to_together() -> None:
    story = lived(sent(DRINK, LOW | {"keep": {"days": 2}}))
    assert refused(story) == [ON_PAPER]
    assert story.waits("letter")[0] == 3 * DAY


def test_need_that_nobody_was_told_of_keeps_nobody_out() -> None:
    document = sent(LOW, meet={"asks": ["mental"]}, assess={"asks": ["mental"]})
    story = lived(document)
    assert refused(story) == []
    assert "clinic" in story.steps()


def test_need_told_at_the_first_assessment_keeps_her_out_there() -> None:
    story = lived(sent(LOW, meet={"asks": ["mental"]}))
    assert refused(story) == [AT_FIRST_ASSESSMENT]


def test_on_paper_the_level_counts_as_it_was_judged_then_as_the_team_judges_it() -> None:
    document = sent(her=she(level=2))
    document["teams"]["clinic"]["staff"] = {"other": 1}
    document["roles"]["worker"]["skill"] = {"otherwise": 0}
    looks = [refused(lived(document, seed=seed)) for seed in range(8)]
    assert {tuple(look) for look in looks} == {(ON_PAPER,), (AT_FIRST_ASSESSMENT,)}


def test_team_without_the_skill_may_take_her_for_milder_than_she_is() -> None:
    document = sent(
        her=she(level=2),
        clinic={"staff": {"other": 1}},
        assumptions={"telling": {"letter_carries": 0}},
    )
    document["roles"]["other"]["skill"] = {"mental": 1, "otherwise": 0}
    looks = {tuple(refused(lived(document, seed=seed))) for seed in range(8)}
    assert looks == {(), (AT_FIRST_ASSESSMENT,)}


def test_need_that_is_there_no_more_keeps_nobody_out_at_the_first_assessment() -> None:
    sober = {"sober": {"what": "she stops", "after": {"days": 1}, "lowers": {"drink": 0}}}
    document = sent(
        her=she(coming=sober),
        accepts=NOT_WITH_DRINK | {"not_with": {"substance": 1}},
        assumptions={"telling": {"letter_carries": 0}},
    )
    assert refused(lived(document)) == []


def test_need_that_is_somebody_elses_keeps_her_out_of_nothing() -> None:
    needs = she()["needs"]
    needs["drink"]["whose"] = "husband"
    her = she(needs=needs, supporters={"husband": {"relation": "her husband"}})
    story = lived(sent(her=her))
    assert refused(story) == []
    assert "clinic" in story.steps()


def test_level_judged_last_counts_whoever_judged_it() -> None:
    """The clinic for drink finds it milder than the desk did, before she is sent on."""
    document = sent(
        DRINK,
        {"go": "later"},
        her=she(level=2),
        accepts=NOT_WITH_DRINK | {"not_with": {"substance": 3}},
    )
    document["steps"]["later"] = {"team": "desk", "pause": {"days": 20}, "then": [LOW]}
    document["steps"]["drinks"] = step(
        "desk", role="other", assessment=True, helps=helps("substance", works=0, sessions=3)
    )
    document["teams"]["desk"]["staff"] = {"worker": 1, "other": 1}
    document["roles"]["worker"]["skill"] = {"otherwise": 0}
    for seed in range(6):
        story = lived(document, seed=seed)
        by_desk, by_other = (
            [story.judged(row, 1) for row in story.rows(What.JUDGED) if story.step(row) == name][0]
            for name in ("meet", "drinks")
        )
        assert (by_desk in (1, 3), by_other) == (True, 2)
        assert ON_PAPER not in refused(story)


def test_looking_at_what_else_she_has_told_uses_no_other_judgements_luck() -> None:
    """Her drinking is assessed later by the same function, whether the clinic knew of it or not."""

    def judged_later(asks: list[str], seed: int) -> int:
        document = sent(
            DRINK,
            LOW,
            accepts={"at_least": {"mental": 1}, "not_with": {"trauma": 1}},
            assess={"asks": asks},
            assumptions={"telling": {"letter_carries": 0}},
        )
        document["roles"]["worker"]["skill"] = {"otherwise": 0.5}
        document["steps"]["drinks"] = pause("desk", pause={"days": 10}, then={"go": "later"})
        document["steps"]["later"] = step("desk", function="clinic", assessment=True)
        story = lived(document, seed=seed)
        assert "clinic" in story.steps()
        return next(
            story.judged(row, 1) for row in story.rows(What.JUDGED) if story.step(row) == "later"
        )

    known, unknown = (
        [judged_later(asks, seed) for seed in range(12)] for asks in (["all"], ["mental"])
    )
    assert known == unknown
    assert len(set(known)) > 1
