"""Every public name is documented, with its parameters and an example."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import evenload
import pytest
from evenload import optimize, plan, workload


def public() -> Iterator[tuple[str, Any]]:
    """Yield public functions and classes by their names."""
    for module in (evenload, optimize, workload, plan, evenload.io):
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.isfunction(value) or inspect.isclass(value):
                yield f"{module.__name__}.{name}", value


@pytest.mark.parametrize(
    ("name", "value"), list(public()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_docstrings_are_complete(name: str, value: Any) -> None:
    text = inspect.getdoc(value)
    assert text, name
    if inspect.isfunction(value) and name.rsplit(".", 1)[1] not in ("read_policy", "write_table"):
        if any(p.kind is not p.VAR_KEYWORD for p in inspect.signature(value).parameters.values()):
            assert "Examples\n--------" in text or "call_document" in name, name


@pytest.mark.parametrize(
    ("name", "value"),
    [(n, v) for n, v in public() if inspect.isfunction(v)],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_every_parameter_is_explained(name: str, value: Any) -> None:
    text = inspect.getdoc(value) or ""
    if "Parameters\n----------" not in text:
        assert "same as" in text or len(inspect.signature(value).parameters) in (0, 3), name
        return
    for parameter in inspect.signature(value).parameters.values():
        assert parameter.name in text, f"{name}: {parameter.name}"


def test_all_names_are_there() -> None:
    for module in (evenload, optimize, workload, plan, evenload.io):
        assert list(module.__all__) == sorted(module.__all__, key=str) or set(
            module.__all__
        ) <= set(dir(module))
