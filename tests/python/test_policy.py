"""Policies: built from keywords, checked at once, never changed, written and read back."""

from __future__ import annotations

import datetime
import json
import pickle
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from evenload import AllocationPolicy, InvalidDataError
from evenload.workload import AdditivePoints, Capacity


def test_defaults_are_usable_and_shown_in_full() -> None:
    policy = AllocationPolicy()
    assert (policy.name, policy.on, policy.zone, policy.balance) == (
        "default",
        None,
        "Europe/Stockholm",
        "squares",
    )
    assert policy.rules["conflict_of_interest"]["mode"] == "hard"
    assert len(policy.rules) == 33
    assert policy.to_dict()["horizon_weeks"] == 4


@pytest.mark.parametrize("on", [datetime.date(2026, 11, 23), "2026-11-23"])
def test_days_come_as_dates_or_text(on: Any) -> None:
    assert AllocationPolicy(on=on).on == datetime.date(2026, 11, 23)


def test_rules_in_every_form() -> None:
    rules = {
        "unit_border": "off",
        "wishes": ("soft", 20),
        "language": {"mode": "soft", "price": 5},
        "family": {"price": 7},
    }
    policy = AllocationPolicy(rules=rules)
    assert policy.rules["unit_border"]["mode"] == "off"
    assert policy.rules["wishes"] == {"mode": "soft", "price": 20}
    assert policy.rules["language"] == {"mode": "soft", "price": 5}
    assert policy.rules["family"] == {**AllocationPolicy().rules["family"], "price": 7}
    assert policy.rules["duty"] == AllocationPolicy().rules["duty"]


@pytest.mark.parametrize(
    "cost_weight", [0.05, "1/20", Fraction(1, 20), Decimal("0.05"), np.float64(0.05)]
)
def test_numbers_in_every_form_are_exact(cost_weight: Any) -> None:
    assert AllocationPolicy(cost_weight=cost_weight) == AllocationPolicy(
        cost_weight=Fraction(1, 20)
    )


def test_replace_changes_what_it_names_and_nothing_else() -> None:
    weights = AdditivePoints.of({"report": 4})
    policy = AllocationPolicy(name="spring", weights=weights, rules={"wishes": ("soft", 20)})
    other = policy.replace(balance="peak", rules={"wishes": "off"}, ratio_decimals=3)
    assert (other.name, other.balance) == ("spring", "peak")
    assert other.rules["wishes"] == {"mode": "off", "price": 20}
    assert {
        "schema_version": "1.0",
        **other.to_dict()["measurement"]["weights"],
    } == weights.to_dict()
    assert policy.balance == "squares"
    assert other.replace(balance=None, ratio_decimals=None, rules={"wishes": "soft"}) == policy
    assert policy.replace(weights=None).to_dict()["measurement"].get("weights") is None
    with pytest.raises(TypeError, match="balanze"):
        policy.replace(balanze="peak")


def test_policies_do_not_change() -> None:
    policy = AllocationPolicy()
    with pytest.raises(AttributeError):
        policy.balance = "peak"  # type: ignore[misc]
    policy.rules["wishes"]["mode"] = "off"
    policy.to_dict()["name"] = "other"
    assert policy == AllocationPolicy()


def test_policies_survive_every_journey() -> None:
    policy = AllocationPolicy(
        on="2026-11-23",
        holidays=["2026-12-24"],
        rules={"wishes": ("soft", 3)},
        capacity=Capacity(bands=[{"norm": 120}]),
        extensions={"ours": {"deep": [1, None]}},
        sentences={"sv": {"duty": "Jourveckan gäller."}},
    )
    for other in (
        pickle.loads(pickle.dumps(policy)),
        AllocationPolicy.from_json(policy.to_json()),
        AllocationPolicy.from_dict(policy.to_dict()),
    ):
        assert other == policy
        assert hash(other) == hash(policy)
        assert other.to_dict()["extensions"] == {"ours": {"deep": [1, None]}}
    assert json.loads(policy.to_json())["on"] == "2026-11-23"
    assert "2026-11-23" in repr(policy)


def test_toml_from_text_and_file(tmp_path: Path, repository: Path) -> None:
    text = 'name = "spring"\non = 2026-11-23\n[rules]\nwishes = { mode = "off" }\n'
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    assert (
        AllocationPolicy.from_toml(path)
        == AllocationPolicy.from_toml(text)
        == AllocationPolicy.from_toml(str(path))
    )
    assert AllocationPolicy.from_toml(text).rules["wishes"]["mode"] == "off"
    with pytest.raises(InvalidDataError) as caught:
        AllocationPolicy.from_toml("name = ")
    assert (caught.value.code, caught.value.table) == ("parse_error", "policy")
    shipped = repository / "examples" / "data" / "policy.toml"
    if shipped.exists():
        assert AllocationPolicy.from_toml(shipped).name


@pytest.mark.parametrize(
    ("settings", "code", "table", "column"),
    [
        ({"balance": "even"}, None, "policy", "balance"),
        ({"on": "2026-02-29"}, "invalid_date", "policy", "on"),
        ({"zone": "Mars/Olympus"}, "unknown_zone", None, None),
        ({"cost_weight": -1}, "negative_value", "policy", "cost_weight"),
        ({"cost_weight": float("nan")}, "not_finite", None, "cost_weight"),
        ({"horizon_weeks": 0}, "out_of_range", "policy", "horizon_weeks"),
        ({"rules": {"unit_boarder": "off"}}, "unknown_field", "policy.rules", "unit_boarder"),
        ({"rules": {"wishes": "maybe"}}, None, "policy.rules.wishes", "mode"),
        ({"rules": {"wishes": 3}}, "wrong_type", "policy.rules", "wishes"),
        ({"rules": {"conflict_of_interest": "off"}}, None, None, None),
        ({"name": object()}, "wrong_type", None, "name"),
    ],
)
def test_wrong_settings_name_their_place(
    settings: dict[str, Any], code: str | None, table: str | None, column: str | None
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        AllocationPolicy(**settings)
    if code:
        assert caught.value.code == code
    if table:
        assert caught.value.table == table
    if column:
        assert caught.value.column == column


def test_unknown_keywords_and_fields() -> None:
    with pytest.raises(TypeError):
        AllocationPolicy(balanze="peak")  # type: ignore[call-arg]
    with pytest.raises(InvalidDataError) as caught:
        AllocationPolicy.from_dict({"balanze": "peak"})
    assert (caught.value.code, caught.value.column) == ("unknown_field", "balanze")
    for text in ("", "[]", '{"schema_version": "9.0"}'):
        with pytest.raises(InvalidDataError):
            AllocationPolicy.from_json(text)
