"""The hand-calculated cases of the time limits, worked out a second time: from docs/formats/time-limits.md, in another way than the box.

The box computes a due day at once; here the days go by one after the other, and each day asks what is in force and what has happened."""
import csv
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "Tests/TimeLimitsTests"
DAY = timedelta(days=1)
# As the churches publish them.
EASTER = {2023: "04-09", 2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28"}
ORTHODOX = {2022: "04-24", 2023: "04-16", 2024: "05-05", 2025: "04-20", 2026: "04-12", 2027: "05-02"}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def folder(country):
    return TESTS / "countries/amended" if country == "amended" else ROOT / "assets/standard/limits" / country


def zone(country):
    return ZoneInfo("Asia/Yerevan" if country == "AM" else "Europe/Chisinau")


class Country:
    def __init__(self, name):
        self.zone = zone(name)
        self.rules = {row["rule"]: row for row in rows(folder(name) / "rules.csv")}
        self.times = rows(folder(name) / "times.csv")
        self.suspensions = rows(folder(name) / "suspensions.csv")
        self.calendar = rows(folder(name) / "calendar.csv")
        self.paper = next((int(row["day"]) for row in self.calendar if row["kind"] == "paper_after"), 3)

    def works(self, day):
        weeks = sorted((row for row in self.calendar if row["kind"] == "week" and row["from"] <= day.isoformat()), key=lambda row: row["from"])
        free = False
        for row in self.calendar:
            if not (row["from"] or "0") <= day.isoformat() <= (row["to"] or "9"):
                continue
            if row["kind"] == "worked" and row["day"] == day.isoformat():
                return True
            moving = {"easter": EASTER, "orthodox_easter": ORTHODOX}.get(row["kind"])
            if moving:
                free |= day == date.fromisoformat(f"{day.year}-{moving[day.year]}") + int(row["day"]) * DAY
            free |= row["kind"] == "free" and row["day"] == day.isoformat()
            free |= row["kind"] == "yearly" and day.isoformat().endswith("-" + row["day"])
        return not free and day.strftime("%a").lower() in weeks[-1]["day"].split()


@dataclass
class Record:
    form: str
    fields: dict
    made: datetime = None
    number: int = 0


def records(text, country):
    found = []
    for number, part in enumerate(text.split("|")):
        form, *words = part.split()
        fields = dict(word.split("=", 1) for word in words)
        made = fields.pop("made", None) or next(value for value in fields.values() if re.fullmatch(r"\d{4}-\d\d-\d\d", value)) + "T09:00"
        found.append(Record(form, fields, datetime.fromisoformat(made).replace(tzinfo=country.zone), number))
    return found


def last_of(text):
    """The last day that a date known to its month can mean."""
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7] or 12)
    return date(year + month // 12, month % 12 + 1, 1) - DAY


@dataclass
class Event:
    day: date
    record: Record
    field: str

    def fits(self, other):
        return self.record.form != other.record.form or self.field == other.field or self.record is other.record


def events(names, known, today):
    found = []
    for name in names.split():
        form, dated, other, sign, value = re.fullmatch(r"(\w+)\.(\w+)(?:\((\w+)(!?=)(\w+)\))?", name).groups()
        for record in known:
            if record.form == form and dated in record.fields:
                if other is None or (record.fields.get(other) == value) == (sign == "="):
                    found.append(Event(last_of(record.fields[dated]), record, dated))
    return sorted((one for one in found if one.day <= today), key=lambda one: (one.day, one.record.number))


def risk(known, day):
    dated = sorted((last_of(one.fields["assessed_on"]), one.fields["risk_level"]) for one in known if one.form == "risk_assessment")
    before = [level for on, level in dated if on <= day]
    if before:
        return before[-1]
    return "unassessed" if dated else next((one.fields["risk_level"] for one in known if one.form == "case" and "risk_level" in one.fields), "unassessed")


def version(country, rule, day, level):
    active = [row for row in country.times if row["rule"] == rule and row["from"] <= day.isoformat() <= (row["to"] or "9")]
    active.sort(key=lambda row: row["from"])
    named = [row for row in active if level in row["risk"].split()] or [row for row in active if not row["risk"]]
    return named[-1] if named else None


@dataclass
class Due:
    day: date = None
    moment: datetime = None
    open_pause: bool = False


def pauses(country, row, known, today):
    found = []
    for one in country.suspensions:
        if one["suspension"] not in (row["suspended_by"] or "").split():
            continue
        for begin in events(one["begins"], known, today):
            end = next((end.day for end in events(one["ends"], known, today) if end.day >= begin.day and begin.fits(end)), None)
            found.append((begin.day, end))
    return found


def due(country, row, start, moment, stops):
    def still(day):
        return any(begin <= day and (end is None or day < end) for begin, end in stops)

    def never(day):
        return any(begin <= day and end is None for begin, end in stops)

    def walk(start, amount, counts):
        day = start
        while amount:
            day += DAY
            if never(day):
                return Due(open_pause=True)
            amount -= bool(not still(day) and counts(day))
        return Due(day)

    amount, unit = int(row["within"]), row["unit"]
    if unit == "hours" and moment:
        # None of the cases has both an hour and a pause.
        assert not stops
        end = (moment.astimezone(ZoneInfo("UTC")) + timedelta(hours=amount)).astimezone(country.zone)
        return Due(end.date(), end)
    if unit == "hours":
        return walk(start, -(-amount // 24), lambda _: True)
    if unit == "months":
        month = start.month - 1 + amount
        year, month = start.year + month // 12, month % 12 + 1
        day = next(date(year, month, number) for number in range(start.day, 0, -1) if number <= (date(year + month // 12, month % 12 + 1, 1) - DAY).day)
        amount = (day - start).days
    found = walk(start, amount, country.works if unit == "working_days" else lambda _: True)
    if found.day and row["if_not_working"] == "next" and not country.works(found.day):
        found = walk(found.day, 1, country.works)
    return found


def judge(country, rule, known, now):
    today = now.date()
    row = country.rules[rule]
    meetings, ends = events(row["met_by"], known, today), events(row["ends"] or "", known, today)
    answers = []
    for start in events(row["start"], known, today):
        begin, back = start, int(row["looks_back_days"] or 0)
        met = next((one for one in meetings if start.fits(one) and one.day >= start.day - back * DAY), None)
        while begin:
            end = next((one for one in ends if start.fits(one) and one.day >= begin.day), None)
            answer = one_answer(country, rule, known, now, begin, met, end)
            if answer:
                answers.append(answer)
            if not answer or row["repeats"] != "yes" or not met or answer["state"] not in ("met", "met_late"):
                break
            begin, met = met, next((one for one in meetings if start.fits(one) and one.day > met.day), None)
    return answers


def one_answer(country, rule, known, now, start, met, end):
    today = now.date()
    if end and met and met.day <= end.day:
        end = None
    if end:
        met = None
    stop = max(start.day, min([today] + [one.day for one in (met, end) if one]))
    moment = start.record.made if start.record.made.date() == start.day and len(start.record.fields[start.field]) == 10 else None
    clocks, row, found = [], None, None
    day = start.day
    # Day by day: a new finding of the risk starts a clock beside those that run, an amendment changes each of them.
    while day <= stop:
        level = risk(known, day)
        if day == start.day or any(one.form == "risk_assessment" and last_of(one.fields["assessed_on"]) == day for one in known):
            lapsed = day > start.day and found is not None and found.day is not None and found.day < day
            if not lapsed:
                clocks.append({"from": day, "moment": moment if day == start.day else None, "level": level, "due": None})
                in_force = version(country, rule, day, level)
                if in_force:
                    clocks[-1]["due"] = (due(country, in_force, day, clocks[-1]["moment"], pauses(country, in_force, known, today)), in_force)
        for clock in clocks:
            for change in country.times:
                running = change["running_cases"] or "keep"
                if change["rule"] != rule or running == "keep" or change["from"] != day.isoformat() or day == clock["from"]:
                    continue
                if version(country, rule, day, clock["level"]) is not change or (clock["due"] and clock["due"][0].day and clock["due"][0].day < day):
                    continue
                stops = pauses(country, change, known, today)
                new = due(country, change, day if running == "from_change" else clock["from"], None if running == "from_change" else clock["moment"], stops)
                if new.day and new.day < day:
                    new = Due(day)
                clock["due"] = (new, change)
        running = [clock["due"] for clock in clocks if clock["due"]]
        dated = [one for one in running if one[0].day]
        found, row = min(dated, key=lambda one: one[0].day) if dated else running[0] if running else (None, None)
        day += DAY
    if found is None:
        return None
    stops = pauses(country, row, known, today)
    last = met or end
    if found.day is None:
        state = "met" if met else "ended" if end else "suspended"
    elif met:
        state = "met" if met.day <= found.day else "met_late"
    elif end:
        state = "ended" if end.day <= found.day else "missed"
    elif (now <= found.moment) if found.moment else (today <= found.day):
        state = "open"
    else:
        made = start.record.made.date()
        state = "entered_later" if made > found.day and (made - start.day).days > country.paper else "overdue"
    days = {"open": lambda: found.day - today, "overdue": lambda: today - found.day, "met_late": lambda: last.day - found.day,
            "missed": lambda: last.day - found.day}.get(state, lambda: timedelta(0))().days
    taken = None
    if met:
        span = [start.day + number * DAY for number in range(1, (met.day - start.day).days + 1)]
        taken = sum(1 for one in span if not any(begin <= one and (close is None or one < close) for begin, close in stops)
                    and (row["unit"] != "working_days" or country.works(one)))
    return {"state": state, "due": found.day and found.day.isoformat(), "days": days, "on": last.day.isoformat() if last else None, "taken": taken}


CASES = rows(TESTS / "cases.csv")


def answer(case):
    country = Country(case["country"])
    now = datetime.fromisoformat(case["now"]).replace(tzinfo=country.zone)
    answers = judge(country, case["rule"], records(case["records"], country), now)
    return answers[int(case["nth"]) - 1] if case["nth"] else answers[-1] if answers else None


def test_there_are_enough_cases():
    assert len(CASES) >= 40 and {case["country"] for case in CASES} == {"MD", "AM", "amended"}
    assert all(len(case["working"]) > 10 for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['case']}-{case['country']}-{case['rule']}")
def test_case(case):
    found = answer(case)
    if case["state"] == "none":
        assert found is None
        return
    assert found == {"state": case["state"], "due": case["due"] or None, "days": int(case["days"]), "on": case["on"] or None,
                     "taken": int(case["taken"]) if case["taken"] else None}


@pytest.mark.parametrize("pool", rows(TESTS / "figures.csv"), ids=lambda pool: pool["pool"])
def test_figures(pool):
    found = [answer(next(case for case in CASES if case["case"] == number)) for number in pool["cases"].split()]
    if pool["due_from"]:
        found = [one for one in found if one["due"] is None or pool["due_from"] <= one["due"] <= pool["due_to"]]
    states = [one["state"] for one in found]
    late = sum(state in ("met_late", "missed", "overdue") for state in states)
    counts = {name: str(states.count(name)) for name in ("overdue", "open", "suspended", "entered_later", "ended")}
    assert counts | {"in_time": str(states.count("met")), "late": str(late)} == {name: pool[name] for name in (*counts, "in_time", "late")}
    taken = [one["taken"] for one in found if one["taken"] is not None]
    assert (median(taken) if taken else None) == (float(pool["median_days"]) if pool["median_days"] else None)
    total = states.count("met") + late
    assert (Fraction(states.count("met"), total) if total else None) == (Fraction(pool["share"]) if pool["share"] else None)
