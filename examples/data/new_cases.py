# ruff: noqa: D103, E501
"""The new cases of the week, one by one. Those that show a situation of a Monday say so; nobody is real."""

from __future__ import annotations

CASE_COLUMNS = [
    "id", "type", "phase", "weight", "factors", "class", "priority", "categories", "unit", "received", "deadline", "start",
    "required_skills", "preferred_skills", "delegation_level", "language", "interpreter", "risk", "duty", "previous_caseworker", "closed",
    "family_caseworker", "current_caseworker", "state", "released", "roles", "link", "held_by", "held_until",
]

NEW_CASES: list[dict] = []


def new(unit: str, number: int, kind: str, phase: str, case_class: str, received: str, **more: str) -> None:
    NEW_CASES.append({"id": f"{unit[0].upper()}-{2000 + number}", "type": kind, "phase": phase, "class": case_class, "unit": unit,
                      "received": received, "state": "open", **more})


def report(number: int, received: str, **more: str) -> None:
    new("children", number, "report_of_concern", "preliminary_assessment", "must", received, **more)


def investigation(number: int, received: str, **more: str) -> None:
    new("children", number, "child_investigation", "investigation", "must", received, required_skills="child_interview", delegation_level="2", **more)


# --- Children and families --------------------------------------------------------------------------------------
# A report that needs a protection assessment today: those on duty only, a deadline with a time of day.
new("children", 1, "report_of_concern", "protection_assessment", "must", "2026-11-23T07:40:00+01:00", deadline="2026-11-23T16:00:00+01:00",
    duty="yes", priority="5", delegation_level="2")
# Out of hours: the clock has been running since Sunday night.
new("children", 2, "report_of_concern", "protection_assessment", "must", "2026-11-22T21:50:00+01:00", deadline="2026-11-23T12:00:00+01:00",
    duty="yes", priority="5", delegation_level="2")
# Siblings: linked cases are one decision, and their brother's caseworker comes first.
investigation(3, "2026-11-19", link="siblings 1", family_caseworker="Barn 04", factors="siblings")
investigation(4, "2026-11-19", link="siblings 1", family_caseworker="Barn 04")
# Reopened within six months: back to whoever had it.
investigation(5, "2026-11-18", previous_caseworker="Barn 06", closed="2026-08-28")
# Threats: two workers, always.
investigation(6, "2026-11-20", risk="yes", preferred_skills="court")
# The case that nobody may take: the one who has the skill is excluded.
investigation(7, "2026-11-20", priority="3")
NEW_CASES[-1]["required_skills"] = "child_interview;honour_violence"
# A language is required; for the next one an interpreter will do.
investigation(8, "2026-11-17", language="so")
report(9, "2026-11-20T10:15:00+01:00", language="ti", interpreter="yes", factors="interpreter")
# A person decided: see overrides.csv.
report(10, "2026-11-19T13:00:00+01:00")
# Two workers, one of them new: newcomers may join an investigation, never lead it.
investigation(11, "2026-11-16", roles="lead;second")
investigation(12, "2026-11-16", roles="lead;second", factors="high_conflict")
# Intake holds it for now; it stays on the undistributed list until its date.
report(13, "2026-11-20T15:30:00+01:00", held_by="Barn 01", held_until="2026-11-27")
# Moved here from another municipality: the previous caseworker is not in our tables.
new("children", 14, "child_service", "follow_up", "due", "2026-11-12", previous_caseworker="Grannstad 31")
# A placed child: the child's caseworker and the foster home's.
new("children", 15, "child_placement", "follow_up", "must", "2026-11-13", categories="foster_home", factors="long_travel", delegation_level="2")
# Announced last Thursday: stays. The second was released again.
investigation(16, "2026-11-12", current_caseworker="Barn 14")
NEW_CASES[-1]["state"] = "announced"
NEW_CASES[-1]["delegation_level"] = "1"
investigation(17, "2026-11-12", current_caseworker="Barn 08")
NEW_CASES[-1] |= {"state": "announced", "released": "yes"}
report(18, "2026-11-20T08:30:00+01:00")
report(19, "2026-11-20T11:05:00+01:00")
report(20, "2026-11-20T16:45:00+01:00")
new("children", 21, "court_statement", "", "due", "2026-11-10", deadline="2026-12-11", required_skills="court")
new("children", 22, "court_statement", "", "due", "2026-11-17", deadline="2026-12-18", required_skills="court")
new("children", 23, "child_service", "follow_up", "may_wait", "2026-11-09", previous_caseworker="Barn 03")
new("children", 24, "child_service", "follow_up", "may_wait", "2026-11-18")
new("children", 25, "child_service", "follow_up", "due", "2026-11-05", previous_caseworker="Barn 05")

# --- Adults -----------------------------------------------------------------------------------------------------
new("adults", 1, "violence", "investigation", "must", "2026-11-20", risk="yes", required_skills="violence", delegation_level="2", priority="3")
new("adults", 2, "violence", "investigation", "must", "2026-11-18", required_skills="violence", delegation_level="2", language="ar", interpreter="yes",
    factors="interpreter")
new("adults", 3, "violence", "investigation", "must", "2026-11-19", required_skills="violence", delegation_level="2")
new("adults", 4, "substance_use", "investigation", "due", "2026-11-11", preferred_skills="substance", delegation_level="1")
new("adults", 5, "substance_use", "investigation", "due", "2026-11-16", preferred_skills="substance", previous_caseworker="Vuxen 04", closed="2026-03-02",
    delegation_level="1")
new("adults", 6, "substance_use", "follow_up", "due", "2026-11-13", previous_caseworker="Vuxen 06")
new("adults", 7, "adult_assessment", "preliminary_assessment", "due", "2026-11-20")
new("adults", 8, "adult_assessment", "preliminary_assessment", "due", "2026-11-20")
# Two workers under way: the newcomer who joins has been told already, the lead is still open.
new("adults", 9, "violence", "investigation", "must", "2026-11-16", required_skills="violence", roles="lead;second", delegation_level="2")
new("adults", 10, "housing", "", "may_wait", "2026-11-02")
new("adults", 11, "housing", "", "may_wait", "2026-11-16")
new("adults", 12, "housing", "", "may_wait", "2026-11-19", language="ar", interpreter="yes", factors="interpreter")
new("adults", 13, "substance_use", "follow_up", "may_wait", "2026-11-06", previous_caseworker="Vuxen 05")

# --- Economic support -------------------------------------------------------------------------------------------
for number, received in enumerate(["2026-11-13", "2026-11-13", "2026-11-16", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-18", "2026-11-19",
                                   "2026-11-19", "2026-11-20"], start=1):
    new("support", number, "support_application", "investigation", "due", received, delegation_level="1")
new("support", 11, "support_application", "investigation", "must", "2026-11-20", delegation_level="1", priority="2")
new("support", 12, "support_complex", "follow_up", "due", "2026-11-12", previous_caseworker="Ekonomi 07")
new("support", 13, "support_complex", "follow_up", "due", "2026-11-13")
new("support", 14, "support_application", "investigation", "due", "2026-11-19", language="uk", interpreter="yes", factors="interpreter")
new("support", 15, "support_application", "investigation", "due", "2026-11-20", previous_caseworker="Ekonomi 02", closed="2026-09-14")
# One client, two matters: linked.
new("support", 16, "support_ongoing", "follow_up", "due", "2026-11-16", link="client 7", previous_caseworker="Ekonomi 05")
new("support", 17, "support_complex", "follow_up", "due", "2026-11-16", link="client 7", previous_caseworker="Ekonomi 05")
for number, received in enumerate(["2026-11-09", "2026-11-10", "2026-11-13", "2026-11-17", "2026-11-18"], start=18):
    new("support", number, "support_ongoing", "follow_up", "may_wait", received)
