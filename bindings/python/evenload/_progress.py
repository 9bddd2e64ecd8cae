"""What a long call reports, and how it is shown."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solver stands; sent about every 50 ms.

    Attributes
    ----------
    work : int
        Deterministic units done.
    work_limit : int
        Units after which it stops; 0 where there is no limit.
    seconds : float
        Since the start.
    phase : str
        What it is doing, such as ``"improve"`` or ``"prove"``.
    """

    work: int
    work_limit: int
    seconds: float
    phase: str


#: None, True for a bar, or a function that may return False to stop.
ProgressOption = bool | Callable[[Progress], bool | None] | None
_Callback = Callable[[int, int, float, str], bool | None]


@contextmanager
def callback(progress: ProgressOption, description: str) -> Iterator[_Callback | None]:
    """Turn the option of a public function into what the compiled part calls."""
    if progress is None or progress is False:
        yield None
    elif progress is True:
        with bar(description) as shown:

            def show(work: int, work_limit: int, seconds: float, phase: str) -> None:
                shown.total = work_limit or None
                shown.set_postfix_str(phase, refresh=False)
                shown.update(work - shown.n)

            yield show
    elif callable(progress):
        function = progress
        yield lambda work, work_limit, seconds, phase: function(
            Progress(work, work_limit, seconds, phase)
        )
    else:
        raise TypeError(
            f"progress must be None, a bool or a function, not {type(progress).__name__}"
        )


def bar(description: str, unit: str = " units", total: int | None = None) -> Any:
    """Make a bar of tqdm, or say what is missing."""
    try:
        module = importlib.import_module("tqdm.auto")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "a progress bar needs tqdm: install evenload[progress], or pass a function", name="tqdm"
        ) from error
    return module.tqdm(desc=description, unit=unit, total=total, unit_scale=True, leave=False)
