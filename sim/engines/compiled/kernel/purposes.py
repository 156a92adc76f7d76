"""What draws decide, by name, as cells hold the keys of these names."""

from __future__ import annotations

from sim.draws import name_key
from sim.engines.compiled.jit import signed


def _purpose(name: str) -> int:
    return signed(name_key(name))


# Who people are (``sim.engines.newcomers``)
ONSET_GAP = _purpose("onset:gap")
ONSET_THIN = _purpose("onset:thin")
ONSET_LAYER = _purpose("onset:layer")
ONSET_OFFSET = _purpose("onset:offset")
AGE = _purpose("person:age")
TRUST = _purpose("person:trust")
IMPATIENCE = _purpose("person:impatience")
CONSENT = _purpose("person:consent")
BARRIERS = _purpose("person:barrier")
STIGMA = _purpose("person:stigma")
PRESENT = _purpose("person:need present")
LEVEL = _purpose("person:level")
CHAPTER_MINUTES = _purpose("person:chapter minutes")
READINESS = _purpose("person:readiness")
DISTANCE_FROM = _purpose("person:distance")
BIRTH = _purpose("person:birthday")
# What happens to them
STOP = _purpose("stopping")
ASK = _purpose("asking")
ASKING_HOUR = _purpose("asking:hour")
EASES = _purpose("life:eases")
WORSENS = _purpose("life:worsens")
CRISIS = _purpose("life:crisis")
TIRES = _purpose("supporter:tires")
LEAVES = _purpose("supporter:leaves")
SUPPORTER_THERE = _purpose("supporter:there")
# Waiting and meeting
DELAY = _purpose("delay")
PATIENCE = _purpose("patience on the phone")
WORKER_CHOICE = _purpose("worker:choice")
WORKER_FAMILIAR = _purpose("worker:familiar")
WORKER_LEAVING = _purpose("worker:leaving")
COMPANION_WHICH = _purpose("companion:which")
ATTENDS = _purpose("attends")
MINUTES = _purpose("minutes")
CONFERS = _purpose("confers")
WORKS = _purpose("works")
READS = _purpose("reads")
ASKS_AGAIN = _purpose("asks again")
DISCLOSES = _purpose("discloses")
JUDGES = _purpose("judges")
JUDGES_HIGH = _purpose("judges high")
JUDGES_BESIDE = _purpose("judges beside")
JUDGES_BESIDE_HIGH = _purpose("judges beside high")
TAKES_UP = _purpose("takes up")
LOSS = _purpose("loss")
CARRIES = _purpose("letter carries")
# Other people
OTHER_GAP = _purpose("other:gap")
OTHER_SESSIONS = _purpose("other:sessions")
OTHER_MISSES = _purpose("other:misses")
OTHER_MINUTES = _purpose("other:minutes")
OTHER_PATIENCE = _purpose("other:patience")
