"""A small week with something of everything, its page, and a reader of HTML that forgives nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

evenload = pytest.importorskip("evenload")
pytest.importorskip("jinja2", reason="the extra `report` is not installed")
pytest.importorskip("matplotlib", reason="the extra `report` is not installed")

_VOID = {"meta", "input", "br", "img", "link", "hr"}


@dataclass
class Element:
    """An element with its place in the tree."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str):
        """Every element below with one of the tags (any, where none is named), in order."""
        for child in self.children:
            if not tags or child.tag in tags:
                yield child
            yield from child.all(*tags)

    def words(self) -> str:
        """Text of the element and everything in it."""
        return " ".join(
            part for part in (self.text, *(child.words() for child in self.children)) if part
        )

    def language(self) -> str | None:
        """Nearest language that is said."""
        return self.attributes.get("lang") or (self.parent.language() if self.parent else None)


class _Reader(HTMLParser):
    """Raises where a tag is closed that is not open, or left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {}, None)
        self.open = self.root

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag}> at {self.getpos()}"
        element = Element(tag, {name: value or "" for name, value in attributes}, self.open)
        self.open.children.append(element)
        if tag not in _VOID:
            self.open = element

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in _VOID:
            self.open = self.open.parent

    def handle_endtag(self, tag):
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}> at {self.getpos()}"
        self.open = self.open.parent

    def handle_data(self, data):
        self.open.text += data


@pytest.fixture(scope="session")
def parse():
    """Read a page into elements."""

    def read(text: str) -> Element:
        reader = _Reader()
        reader.feed(text)
        reader.close()
        assert reader.open is reader.root, f"<{reader.open.tag}> is left open"
        return reader.root

    return read


@pytest.fixture(scope="session")
def week():
    """Tables of a small week: one case nobody may take, one held, one announced, someone away, someone above capacity."""
    cases = {
        "id": ["n1", "n2 & more", "n3", "n4", "K-9", "held", "told"],
        "type": [
            "investigation",
            "follow_up",
            "investigation",
            "follow_up",
            "follow_up",
            "follow_up",
            "follow_up",
        ],
        "weight": [8, 5, 6, 3, 11, 2, 4],
        "class": ["must", "due", "must", "may_wait", "due", "due", "due"],
        "unit": ["north", "north", "north", "south", "north", "south", "south"],
        "deadline": ["2026-12-01", None, None, None, None, None, None],
        "required_skills": [None, None, "diving", None, None, None, None],
        "previous_caseworker": [None, "Gone", None, None, None, None, None],
        "current_caseworker": [None, None, None, None, "Cy", None, "Di"],
        "state": ["open", "open", "open", "open", "started", "open", "announced"],
        "held_by": [None, None, None, None, None, "Di", None],
        "held_until": [None, None, None, None, None, "2026-11-27", None],
    }
    caseworkers = {
        "id": ["Ann", "Bo", "Cy", "Di", "Ed"],
        "unit": ["north", "north", "north", "south", None],
        "pool": [False, False, False, False, True],
        "capacity": [20, 0, 10, 15, 12],
        "base_load": [10, 6, 0, 9, 4],
        "skills": ["diving", None, None, None, None],
        "perceived": [3, None, 5, 2, None],
    }
    others = {
        "units": {"id": ["north", "south"], "label": ["North", "South"]},
        "exclusions": {"case": ["n3"], "caseworker": ["Ann"]},
        "absences": {
            "caseworker": ["Bo"],
            "from": ["2026-11-20"],
            "to": ["2027-01-31"],
            "share": [1],
        },
    }
    return cases, caseworkers, others


@pytest.fixture(scope="session")
def plan(week):
    """Its plan."""
    cases, caseworkers, others = week
    return evenload.allocate(
        cases, caseworkers, policy=evenload.AllocationPolicy(on="2026-11-23"), **others
    )


@pytest.fixture(scope="session")
def labels():
    """Names with signs that HTML gives a meaning to."""
    return {
        "north": {"en": "North <&> up", "sv": "Norr <&> upp"},
        "investigation": {"en": "Investigation", "sv": "Utredning"},
    }


@pytest.fixture(scope="session")
def page_text(plan, labels, tmp_path_factory):
    """The page, as text."""
    from evenload import report

    path = tmp_path_factory.mktemp("page") / "page.html"
    report.write_page(
        path, plan, title={"en": "A <small> week", "sv": "En <liten> vecka"}, labels=labels
    )
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def page(parse, page_text):
    """The page, as elements."""
    return parse(page_text)
