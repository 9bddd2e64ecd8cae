"""The shared pool of caseworkers: where it works, how large it is, what it is worth, and queues."""

from __future__ import annotations

__all__: list[str] = []
