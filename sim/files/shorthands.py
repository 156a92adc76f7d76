"""Numbers as people write them → numbers with range, unit and reason.

A bare number, a row of evidence, ``{days: 3}`` and the full form all become a
:class:`~sim.model.quantities.Quantity`; laws become a ``Distribution``. A function returns the
value, or raises :class:`Misread` with every trouble found.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

from sim.files.evidence import OUTCOMES, Row, evidence_table
from sim.files.prices import at_base, how_brought, is_money, prices, trouble_of_year
from sim.files.trouble import Trouble, one_of, shown, unknown
from sim.model.quantities import DURATIONS, Distribution, Quantity

NUMBERS: Final = ("central", "low", "high")
REASONS: Final = ("said", "evidence", "assumed")
PRICE_YEAR: Final = "price_year"
QUANTITY_WORDS: Final = (*NUMBERS, "unit", *REASONS, *DURATIONS, PRICE_YEAR)
LAWS: Final = ("fixed", "exponential", "lognormal", "about")
_KINDS: Final = ("fixed", "exponential", "lognormal")
_BOUNDS: Final = {
    "proportion": (0.0, 1.0),
    "trust": (0.0, 1.0),
    "level": (0.0, 4.0),
    "week of the year": (0.0, 52.0),
}
_SIGNED: Final = ("coefficient", "log odds")
_SAME_WITHIN: Final = 1e-9
_FORMS: Final = "a number, {evidence: row}, or {central, low, high, said or assumed}"


class Misread(Exception):
    """A value that cannot be read; holds every trouble found in it."""

    def __init__(self, troubles: Iterable[Trouble]) -> None:
        self.troubles = tuple(troubles)
        super().__init__(str(self.troubles))


def looks_like_quantity(value: Any) -> bool:
    """Whether a document's value is written as a quantity, in whichever form."""
    if isinstance(value, dict):
        return bool(value) and all(key in QUANTITY_WORDS for key in value)
    return _is_number(value)


def bounds_of(unit: str) -> tuple[float, float]:
    """The least and greatest value that a field of this unit may hold."""
    if unit in _BOUNDS:
        return _BOUNDS[unit]
    return (-math.inf if unit in _SIGNED else 0.0, math.inf)


def quantity(value: Any, unit: str, model: type[Quantity] = Quantity) -> Quantity:
    """The quantity that a person wrote for a field of this unit. Raises Misread."""
    if isinstance(value, Quantity):
        return value
    if _is_number(value):
        value = {"central": value, "low": value, "high": value}
    if not isinstance(value, dict) or not value:
        raise Misread([Trouble(found=shown(value), allowed=_FORMS, mend=f"give it in {unit}")])
    return _Writing(value, unit).read(model)


class _Writing:
    """One quantity being read, with the troubles met so far."""

    def __init__(self, value: dict[str, Any], unit: str) -> None:
        self.given = dict(value)
        self.unit = unit
        self.troubles: list[Trouble] = []

    def read(self, model: type[Quantity]) -> Quantity:
        """The quantity, or Misread."""
        self.refuse_unknown()
        self.name_central_by_unit()
        row = self.find_row()
        if row is not None:
            self.fill_from(row)
        self.fill_said()
        self.check_numbers()
        self.check_unit()
        if self.troubles:
            raise Misread(self.troubles)
        reasons: dict[str, Any] = {word: self.reason(word) for word in REASONS}
        self.check_price_year()
        if self.troubles:
            raise Misread(self.troubles)
        made: dict[str, Any] = {word: float(self.given[word]) for word in NUMBERS}
        if is_money(self.unit):
            year = self.given[PRICE_YEAR]
            made = at_base(made, year) | {"price_year": prices().base}
            if year != prices().base:
                why = (reasons["assumed"], how_brought(year))
                reasons["assumed"] = "; ".join(part for part in why if part)
        return model(unit=self.given["unit"], **made, **reasons)

    def trouble(self, word: str, found: str, allowed: str, mend: str) -> None:
        """Note one trouble, at a word of the quantity or at the whole of it."""
        trail = (word,) if word in self.given else ()
        self.troubles.append(Trouble(trail=trail, found=found, allowed=allowed, mend=mend))

    def refuse_unknown(self) -> None:
        """Words that no quantity has."""
        for word in self.given:
            if word not in QUANTITY_WORDS:
                self.troubles.append(unknown((word,), word, QUANTITY_WORDS, "word"))
        for word in (*NUMBERS, *DURATIONS):
            if word in self.given and not _is_number(self.given[word]):
                self.trouble(word, shown(self.given[word]), "a number", "write a number")
        if self.troubles:
            raise Misread(self.troubles)

    def name_central_by_unit(self) -> None:
        """``{days: 3}`` is ``{central: 3, unit: days}``, and exact unless it gives a range."""
        named = [word for word in DURATIONS if word in self.given]
        if not named:
            return
        if len(named) > 1 or "central" in self.given or "unit" in self.given:
            allowed = "one unit of time, without central and unit"
            self.trouble(named[-1], one_of(self.given), allowed, "keep one of them")
            raise Misread(self.troubles)
        unit = named[0]
        central = self.given.pop(unit)
        exact = "low" not in self.given and "high" not in self.given
        self.given |= {"central": central, "unit": unit}
        if exact:
            self.given |= {"low": central, "high": central}

    def find_row(self) -> Row | None:
        """The row of evidence that is named, if it exists and may be an input."""
        name = self.given.get("evidence")
        if not name:
            return None
        row = evidence_table().get(str(name))
        if row is None:
            self.troubles.append(
                unknown(("evidence",), str(name), evidence_table(), "row of evidence")
            )
        elif row.id.startswith(OUTCOMES):
            allowed = "rows that do not assume an outcome of the model"
            self.trouble("evidence", shown(name), allowed, "state an assumption of your own")
        else:
            return row
        raise Misread(self.troubles)

    def fill_from(self, row: Row) -> None:
        """Numbers and unit of a row, and a reason wanted where the file departs from them."""
        fits = row.in_unit(self.unit)
        if fits is None:
            self.explain_other_unit(row)
            return
        unit, factor = fits
        central = self.given.get("central", row.central * factor)
        if not _same(central, row.central * factor) and not self.given.get("assumed"):
            allowed = f"{row.central * factor:g} {unit}, as the row {row.id} says"
            mend = "leave central out, or say in assumed why it differs"
            self.trouble("central", shown(central), allowed, mend)
        self.given.setdefault("unit", unit)
        if row.price_year:
            self.given.setdefault(PRICE_YEAR, row.price_year)
        for word, number in (("central", row.central), ("low", row.low), ("high", row.high)):
            self.given.setdefault(word, number * factor)

    def explain_other_unit(self, row: Row) -> None:
        """A row in another unit supports a number only if the file says how."""
        if "central" in self.given and self.given.get("assumed"):
            return
        found = f"the row {row.id}, which is in {row.unit}"
        mend = "give central, low and high here, and say in assumed how they follow from the row"
        self.trouble("evidence", found, f"a row in {_unit_words(self.unit)}", mend)
        raise Misread(self.troubles)

    def fill_said(self) -> None:
        """A number that a source states needs no range."""
        if self.given.get("said") and "central" in self.given:
            self.given.setdefault("low", self.given["central"])
            self.given.setdefault("high", self.given["central"])
        missing = [word for word in NUMBERS if word not in self.given]
        if missing:
            found = f"no {' and no '.join(missing)}"
            self.trouble("", found, _FORMS, "give the range, or the source line in said")
            raise Misread(self.troubles)

    def check_numbers(self) -> None:
        """The range holds the central value, and the unit's bounds hold the range."""
        central, low, high = (float(self.given[word]) for word in NUMBERS)
        if not low <= central <= high:
            found = f"low {low:g}, central {central:g}, high {high:g}"
            self.trouble("", found, "low ≤ central ≤ high", "put the three in order")
        least, most = bounds_of(self.unit)
        seen: set[float] = set()
        for word in NUMBERS:
            number = float(self.given[word])
            if number not in seen and not least <= number <= most:
                seen.add(number)
                allowed = f"{least:g} to {most:g}" if most < math.inf else f"{least:g} or more"
                mend = f"give a {self.unit} within these bounds"
                self.trouble(word, shown(self.given[word]), allowed, mend)

    def check_unit(self) -> None:
        """The unit is the field's own; a duration says which unit of time it is in."""
        if self.unit == "duration":
            unit = self.given.get("unit")
            if unit not in tuple(DURATIONS):  # a tuple, since what was found may be a list
                found = shown(unit) if unit else f"{self.given['central']:g} without a unit"
                self.trouble("unit", found, one_of(DURATIONS), "write {days: 3} or give a unit")
            return
        unit = self.given.setdefault("unit", self.unit)
        if unit != self.unit:
            self.trouble("unit", shown(unit), self.unit, f"give the value in {self.unit}")

    def check_price_year(self) -> None:
        """Money says whose year's prices it is in; nothing else has any."""
        year = self.given.get(PRICE_YEAR)
        trouble = trouble_of_year(year) if is_money(self.unit) else None
        if trouble is not None:
            self.troubles.append(trouble)
        elif year and not is_money(self.unit):
            allowed, mend = "price_year with money alone", "leave it out"
            self.trouble(PRICE_YEAR, shown(year), allowed, mend)

    def reason(self, word: str) -> str:
        """A reason as text."""
        reason = self.given.get(word) or ""
        if not isinstance(reason, str):
            self.trouble(word, shown(reason), "words", "write a sentence, in quotes if needed")
        return str(reason)


def distribution(value: Any, unit: str, cv: Quantity | None) -> Distribution:
    """The law that a person wrote; ``cv`` is the usual one, for ``about``. Raises Misread."""
    if isinstance(value, Distribution):
        return value
    if looks_like_quantity(value):
        return Distribution(kind="fixed", mean=quantity(value, unit))
    if not isinstance(value, dict) or not value:
        allowed = f"a quantity, or one of {one_of(LAWS)}"
        raise Misread([Trouble(found=shown(value), allowed=allowed, mend="write {about: …}")])
    if "kind" in value or "mean" in value:
        return _explicit_law(value, unit, cv)
    for word in value:
        if word not in LAWS:
            raise Misread([unknown((word,), word, (*LAWS, *QUANTITY_WORDS), "word")])
    if len(value) > 1:
        raise Misread([Trouble(found=one_of(value), allowed="one law", mend="keep one")])
    law, inside = next(iter(value.items()))
    if law == "lognormal":
        return _lognormal(inside, unit, cv)
    mean = _at(law, inside, unit)
    if law == "about":
        return Distribution(kind="lognormal", mean=mean, cv=_need_cv(cv))
    return Distribution(kind=law, mean=mean)


def _explicit_law(value: dict[str, Any], unit: str, cv: Quantity | None) -> Distribution:
    for word in value:
        if word not in ("kind", "mean", "cv"):
            raise Misread([unknown((word,), word, ("kind", "mean", "cv"), "word")])
    kind = value.get("kind")
    if kind not in _KINDS:
        raise Misread([unknown(("kind",), str(kind), _KINDS, "law")])
    if "mean" not in value:
        raise Misread([Trouble(found="no mean", allowed="a mean", mend="give the mean")])
    if kind == "lognormal":
        inside = {word: entry for word, entry in value.items() if word != "kind"}
        found = _lognormal(inside, unit, cv)
        return found
    if "cv" in value:
        allowed = "cv only with lognormal"
        raise Misread([Trouble(trail=("cv",), found="cv", allowed=allowed, mend="leave it out")])
    return Distribution(kind=kind, mean=_at("mean", value["mean"], unit))


def _lognormal(value: Any, unit: str, cv: Quantity | None) -> Distribution:
    if not isinstance(value, dict) or "mean" not in value:
        allowed = "{mean: …, cv: …}"
        raise Misread([Trouble(found=shown(value), allowed=allowed, mend="give mean and cv")])
    spread = _at("cv", value["cv"], "ratio") if "cv" in value else _need_cv(cv)
    return Distribution(kind="lognormal", mean=_at("mean", value["mean"], unit), cv=spread)


def _at(word: str, value: Any, unit: str) -> Quantity:
    try:
        return quantity(value, unit)
    except Misread as misread:
        raise Misread([trouble.beneath((word,)) for trouble in misread.troubles]) from None


def _need_cv(cv: Quantity | None) -> Quantity:
    if cv is None:
        allowed = "{lognormal: {mean: …, cv: …}}"
        mend = "give the cv, or state contact_cv among the defaults"
        raise Misread([Trouble(found="no cv", allowed=allowed, mend=mend)])
    return cv


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(one: Any, other: float) -> bool:
    return math.isclose(float(one), other, rel_tol=_SAME_WITHIN, abs_tol=_SAME_WITHIN)


def _unit_words(unit: str) -> str:
    return one_of(DURATIONS) if unit == "duration" else unit
