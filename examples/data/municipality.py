# ruff: noqa: D103, E501
"""The example municipality: its units, its caseworkers, and what stands before Monday. Written by hand; nobody is real."""

from __future__ import annotations

UNITS = [
    {"id": "children", "label": "Children and families", "x_label_sv": "Barn och familj", "committee": "social welfare committee", "municipality": "Exempelby"},
    {"id": "adults", "label": "Adults", "x_label_sv": "Vuxna", "committee": "social welfare committee", "municipality": "Exempelby"},
    {"id": "support", "label": "Economic support", "x_label_sv": "Ekonomiskt bistånd", "committee": "social welfare committee", "municipality": "Exempelby"},
]

CASEWORKER_COLUMNS = [
    "id", "unit", "pool", "pool_units", "contracted_hours", "profession_since", "employer_since", "fixed_duty_hours", "duty_share",
    "base_load", "skills", "delegation_level", "languages", "on_duty", "protected_until", "protected_new_cases", "protected_new_weight",
    "protected_categories", "joint_only_categories", "new_cases_limit", "wished_categories", "unwished_categories", "perceived",
]

STOCK: dict[str, float] = {}  # caseworker -> share of capacity that is taken before Monday
CASEWORKERS: list[dict] = []


def worker(name: str, unit: str, since: str, load: float, *, hours: float = 40, fixed: float = 6, level: int = 2, perceived: int = 3, **more: str) -> None:
    """One caseworker. `fixed` are the hours a week of meetings and supervision, which do not shrink with the contract."""
    STOCK[name] = load
    CASEWORKERS.append({"id": name, "unit": unit, "pool": "no", "contracted_hours": f"{hours:g}", "profession_since": since,
                        "employer_since": since, "fixed_duty_hours": f"{fixed:g}", "delegation_level": level, "on_duty": "no",
                        "perceived": perceived, "duty_share": "0", "base_load": "0", **more})


NEWCOMER_CHILDREN = {"protected_new_cases": "1", "protected_new_weight": "8", "protected_categories": "violence;court_statement",
                     "joint_only_categories": "child_investigation;report_of_concern"}
NEWCOMER = {"protected_new_cases": "2", "protected_new_weight": "14", "protected_categories": "violence"}

# Children and families: the unit under strain. Two newcomers, one ill, one past the hard limit.
worker("Barn 01", "children", "2014-08-18", 0.72, on_duty="yes", duty_share="0.25", skills="child_interview;court", level=3, perceived=4)
worker("Barn 02", "children", "2016-01-11", 0.93, skills="child_interview;court", languages="ar", level=3)
worker("Barn 03", "children", "2019-09-02", 0.72, skills="child_interview", wished_categories="child_investigation")
worker("Barn 04", "children", "2021-03-15", 0.90, skills="child_interview;court:2027-06-30", hours=30)
worker("Barn 05", "children", "2017-05-02", 1.09, skills="child_interview;court", level=3, perceived=5)
worker("Barn 06", "children", "2022-08-15", 0.95, skills="child_interview", languages="so")
worker("Barn 07", "children", "2012-02-01", 0.88, skills="child_interview;honour_violence;court", level=3, base_load="6", perceived=2)
worker("Barn 08", "children", "2023-01-09", 0.99, skills="child_interview:2026-10-31", unwished_categories="court_statement")
worker("Barn 09", "children", "2018-10-01", 0.92, skills="child_interview;court", level=3, perceived=5)
worker("Barn 10", "children", "2015-04-13", 0.70, skills="foster_care", wished_categories="child_placement")
worker("Barn 11", "children", "2020-06-01", 1.31, skills="child_interview", perceived=5)
worker("Barn 12", "children", "2024-08-19", 0.92, skills="child_interview", hours=32, languages="fa")
worker("Barn 13", "children", "2013-11-04", 0.62, skills="foster_care;court", hours=30)
worker("Barn 14", "children", "2025-08-18", 0.90, skills="child_interview", level=1)
worker("Barn 15", "children", "2026-08-24", 0.52, level=1, fixed=10, protected_until="2027-05-31", perceived=3, **NEWCOMER_CHILDREN)
worker("Barn 16", "children", "2026-10-05", 0.30, level=0, fixed=10, protected_until="2027-09-30", perceived=2, **NEWCOMER_CHILDREN)

# Adults: on the whole in balance.
worker("Vuxen 01", "adults", "2011-03-01", 0.86, skills="violence;substance", level=3, on_duty="yes", duty_share="0.1")
worker("Vuxen 02", "adults", "2018-02-05", 0.93, skills="violence", languages="ar")
worker("Vuxen 03", "adults", "2020-10-19", 0.81, skills="substance", hours=30)
worker("Vuxen 04", "adults", "2016-09-12", 1.05, skills="substance;violence", perceived=4)
worker("Vuxen 05", "adults", "2023-04-24", 0.68, skills="substance", wished_categories="housing")
worker("Vuxen 06", "adults", "2019-01-07", 0.78, skills="violence;substance")
worker("Vuxen 07", "adults", "2022-11-14", 0.90, skills="substance", unwished_categories="violence", perceived=4)
worker("Vuxen 08", "adults", "2026-09-07", 0.55, skills="", level=0, fixed=8, protected_until="2027-03-31", **NEWCOMER)
worker("Vuxen 09", "adults", "2015-06-08", 0.84, skills="substance", level=0)  # agency: no delegated authority

# Economic support: many lighter cases, some room.
worker("Ekonomi 01", "support", "2013-01-14", 0.82, level=3, on_duty="yes", duty_share="0.15")
worker("Ekonomi 02", "support", "2019-08-26", 0.85, languages="ar;so")
worker("Ekonomi 03", "support", "2021-02-15", 0.43)
worker("Ekonomi 04", "support", "2017-10-09", 0.94, perceived=4)
worker("Ekonomi 05", "support", "2020-05-18", 0.66, hours=24)
worker("Ekonomi 06", "support", "2022-01-10", 0.84, languages="uk")
worker("Ekonomi 07", "support", "2014-09-01", 0.77, base_load="8")
worker("Ekonomi 08", "support", "2024-03-04", 0.88)
worker("Ekonomi 09", "support", "2018-04-16", 0.84, hours=36, new_cases_limit="1")
worker("Ekonomi 10", "support", "2025-09-15", 0.74, level=1)
worker("Ekonomi 11", "support", "2026-06-01", 0.60, level=1, fixed=8, protected_until="2026-12-31", **NEWCOMER)

# The pool: three for three units, with some room for peaks.
worker("Pool 1", "", "2010-01-11", 0.74, pool="yes", pool_units="children;adults;support", skills="child_interview;court;violence;substance", level=3, perceived=2)
worker("Pool 2", "", "2016-03-07", 0.82, pool="yes", pool_units="children;adults", skills="child_interview;violence", level=3)
worker("Pool 3", "", "2019-11-18", 0.72, pool="yes", pool_units="adults;support", skills="substance;violence", level=2, hours=32)

ABSENCES = [  # no reason is stored
    {"caseworker": "Barn 09", "from": "2026-11-16", "to": "2027-01-31", "share": "1"},
    {"caseworker": "Vuxen 05", "from": "2026-11-23", "to": "2026-11-29", "share": "1"},
    {"caseworker": "Ekonomi 03", "from": "2026-11-01", "to": "2027-03-31", "share": "0.5"},
    {"caseworker": "Barn 03", "from": "2026-12-14", "to": "2026-12-18", "share": "1"},
    {"caseworker": "Ekonomi 06", "from": "2026-11-23", "to": "2026-11-24", "share": "1"},
]

SKILLS = [  # certificates that the training register keeps, beside the skills in caseworkers.csv
    {"caseworker": "Pool 1", "skill": "foster_care", "valid_until": "2026-12-31"},
    {"caseworker": "Vuxen 03", "skill": "violence", "valid_until": "2026-09-30"},
]

EXCLUSIONS = [  # conflict of interest or a forbidden pair; the reason is not stored
    {"case": "C-2007", "caseworker": "Barn 07"},
    {"case": "A-2003", "caseworker": "Vuxen 02"},
    {"case": "C-2011", "caseworker": "Pool 2"},
    {"case": "S-2012", "caseworker": "Ekonomi 07"},
]

LIMITS = [
    {"caseworker": "", "category": "child_investigation", "cases": "2", "weight": ""},
    {"caseworker": "", "category": "court_statement", "cases": "1", "weight": ""},
    {"caseworker": "Vuxen 06", "category": "violence", "cases": "1", "weight": "12"},
    {"caseworker": "Ekonomi 04", "category": "support_complex", "cases": "0", "weight": ""},
]


def placed_child(number: int, holder: str, received: str) -> dict:
    return {"id": f"C-{number}", "type": "child_placement", "phase": "follow_up", "class": "must", "unit": "children",
            "received": received, "current_caseworker": holder, "state": "started", "categories": "foster_home"}


STOCK_OF_ITS_OWN = [
    placed_child(901, "Barn 02", "2025-02-10"),
    placed_child(902, "Barn 03", "2025-06-16"),
    placed_child(903, "Barn 05", "2024-11-04"),
    placed_child(904, "Barn 07", "2026-01-19"),
    placed_child(905, "Barn 09", "2025-09-29"),
    placed_child(906, "Barn 12", "2026-03-23"),
]

ASSIGNMENTS = [  # two-worker cases that are under way
    {"case": "A-2009", "role": "second", "caseworker": "Vuxen 08", "state": "announced", "released": "no"},
]

OVERRIDES = [  # a person decided otherwise; the reason is kept
    {"case": "C-2010", "role": "lead", "kind": "assign", "caseworker": "Barn 12", "reason": "the young person asked for her", "decided_by_role": "unit manager"},
    {"case": "S-2005", "role": "lead", "kind": "forbid", "caseworker": "Ekonomi 08", "reason": "met privately last year", "decided_by_role": "unit manager"},
    {"case": "A-2011", "role": "lead", "kind": "leave_unassigned", "caseworker": "", "reason": "waits for the committee's decision on 26 November", "decided_by_role": "unit manager"},
]
