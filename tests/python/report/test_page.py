"""The page is whole, complete in both languages, and readable by everyone."""

from __future__ import annotations

import re

import pytest


def halves(page):
    """The part of the page in each language."""
    main = next(page.all("main"))
    return {part.attributes["lang"]: part for part in main.children}


def test_nothing_is_fetched(page, page_text):
    for element in page.all():
        for name in ("src", "href", "xlink:href", "action", "data", "poster", "srcset"):
            if name in element.attributes:
                assert element.attributes[name].startswith("#"), (element.tag, element.attributes)
        assert element.tag not in ("link", "iframe", "object", "embed", "base", "img")
    assert not re.search(r"@import|url\(\s*[^#)]", page_text)
    assert re.sub(r'xmlns(:\w+)?="[^"]*"', "", page_text).count("http") == 0


def test_ids_are_unique_and_references_lead_somewhere(page):
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for element in page.all():
        for name in ("aria-labelledby", "aria-describedby", "for"):
            for target in element.attributes.get(name, "").split():
                assert target in ids, (element.tag, name, target)
        if element.attributes.get("href", "").startswith("#"):
            assert element.attributes["href"][1:] in ids, element.attributes["href"]
        for used in re.findall(r"url\(#([^)]+)\)", " ".join(element.attributes.values())):
            assert used in ids


def test_headings_are_in_order(page):
    assert len(list(page.all("h1"))) == 1
    for part in halves(page).values():
        level = 1
        for heading in part.all("h2", "h3", "h4", "h5", "h6"):
            now = int(heading.tag[1])
            assert now <= level + 1, heading.words()
            assert heading.words().strip()
            level = now


def test_blocks_do_not_stand_inside_phrases(page):
    blocks = {
        "p",
        "ul",
        "ol",
        "dl",
        "table",
        "div",
        "section",
        "details",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
    }
    for element in page.all("p", "span", "h1", "h2", "h3", "h4", "h5", "summary", "th", "caption"):
        for inside in element.all():
            assert inside.tag not in blocks, (element.tag, inside.tag)
    for item in page.all("li"):
        assert item.parent.tag in ("ul", "ol")
    for cell in page.all("td", "th"):
        assert cell.parent.tag == "tr"


def test_tables_have_captions_and_scopes(page):
    tables = list(page.all("table"))
    assert tables
    for table in tables:
        assert table.children[0].tag == "caption"
        assert table.children[0].words().strip()
        widths = {len(row.children) for row in table.all("tr")}
        assert len(widths) == 1, table.children[0].words()
        for cell in table.all("th"):
            assert cell.attributes.get("scope") in ("col", "row")


def test_plots_speak(page):
    plots = [svg for svg in page.all("svg") if svg.attributes.get("class") == "figure"]
    assert len(plots) == 2 * (
        2 + 3
    )  # two languages; overload, spread, and one for two units and the pool
    for plot in plots:
        assert plot.attributes["role"] == "img"
        title, text = plot.children[:2]
        assert title.tag == "title" and title.words().strip()
        assert text.tag == "desc" and len(text.words()) > 40
        assert [label.words().strip() for label in plot.all("text")], "text stays text"
        assert not list(plot.all("image"))
    for legend in page.all("ul"):
        if legend.attributes.get("class") == "legend":
            assert legend.attributes["aria-hidden"] == "true"


def test_both_languages_have_the_same_shape(page):
    def shape(element):
        return (
            element.tag,
            tuple(shape(child) for child in element.children if child.tag not in ("svg", "br")),
        )

    parts = halves(page)
    assert set(parts) == {"en", "sv"}
    assert shape(parts["en"]) == shape(parts["sv"])
    assert parts["en"].words() != parts["sv"].words()
    assert "{" not in parts["en"].words() + parts["sv"].words(), "a place was not filled"


def test_swedish_is_swedish(page):
    words = halves(page)["sv"].words()
    for english in (
        "Undistributed",
        "caseworker",
        "capacity",
        "The case",
        " left",
        "Why",
        "points",
    ):
        assert english not in words


def test_every_case_of_the_week_stands_in_both_languages(page, week):
    cases, _, _ = week
    for part in halves(page).values():
        words = part.words()
        for case, state in zip(cases["id"], cases["state"], strict=True):
            assert (case in words) == (state != "started"), case
        for undistributed in ("n3", "held"):
            listed = next(
                element
                for element in part.all("ol")
                if element.attributes.get("class") == "waiting"
            )
            assert undistributed in listed.words()


def test_the_case_nobody_may_take_says_why(page):
    part = halves(page)["en"]
    listed = next(
        element for element in part.all("ol") if element.attributes.get("class") == "waiting"
    )
    item = next(item for item in listed.children if "n3" in item.words())
    assert "nobody" in item.words()
    assert "diving" in item.words()
    assert not any(True for _ in item.all("details")), "it is open, on paper too"


def test_each_placed_case_has_reasons_and_next_best_on_screen_and_paper(page):
    for part in halves(page).values():
        lists = [
            element for element in part.all("ul") if element.attributes.get("class") == "cases"
        ]
        items = [item for one in lists for item in one.children]
        assert items
        for item in items:
            assert next(item.all("details")).children[0].tag == "summary"
            paper = [p for p in item.all("p") if p.attributes.get("class") == "print-only"]
            assert len(paper) == 1 and len(paper[0].words()) > 20


def test_people_stand_in_the_order_of_their_table(page, week):
    _, caseworkers, _ = week
    for part in halves(page).values():
        section = next(
            s for s in part.all("section") if s.attributes["aria-labelledby"].endswith("-loads")
        )
        shown = [
            row.children[0].words().strip()
            for body in section.all("tbody")
            for row in body.children
        ]
        assert shown == caseworkers["id"]


def test_own_ratings_stand_beside_the_load(page):
    section = next(
        s
        for s in halves(page)["en"].all("section")
        if s.attributes["aria-labelledby"].endswith("-loads")
    )
    rows = {
        row.children[0].words().strip(): [cell.words().strip() for cell in row.children]
        for body in section.all("tbody")
        for row in body.children
    }
    assert rows["Cy"][-1] == "5"
    assert rows["Bo"][-1] == ""
    assert rows["Bo"][1] == "0", "away: no capacity"


def test_it_says_whose_page_it_is(page):
    assert "allocator" in halves(page)["en"].children[0].words()
    assert "fördelar" in halves(page)["sv"].children[0].words()


def test_it_works_without_scripts(page):
    scripts = list(page.all("script"))
    assert len(scripts) == 1
    assert "lang" in scripts[0].text and len(scripts[0].text) < 1000
    for element in page.all():
        assert not any(name.startswith("on") for name in element.attributes)
        assert "hidden" not in element.attributes
    switches = [element for element in page.all("input") if element.attributes["type"] == "radio"]
    assert [element.attributes["id"] for element in switches] == ["language-en", "language-sv"]
    assert ["checked" in element.attributes for element in switches] == [True, False]


def test_the_language_asked_for_shows_first(plan, parse, tmp_path):
    from evenload import report

    page = parse(
        report.write_page(tmp_path / "sv.html", plan, title="Vecka", language="sv").read_text(
            encoding="utf-8"
        )
    )
    assert next(page.all("html")).attributes["lang"] == "sv"
    assert ["checked" in element.attributes for element in page.all("input")] == [False, True]
    with pytest.raises(ValueError, match="language"):
        report.write_page(tmp_path / "de.html", plan, title="Woche", language="de")


def test_signs_are_escaped(page, page_text):
    assert "A <small> week" in next(page.all("h1")).words()
    assert "<small>" not in page_text
    assert "North <&> up" in halves(page)["en"].words()
    assert "n2 & more" in halves(page)["en"].words()


def test_the_same_plan_gives_the_same_bytes(plan, labels, page_text, tmp_path):
    from evenload import report

    again = report.write_page(
        tmp_path / "again.html",
        plan,
        title={"en": "A <small> week", "sv": "En <liten> vecka"},
        labels=labels,
    )
    assert again.read_text(encoding="utf-8") == page_text


def test_a_stored_plan_makes_the_same_page(plan, labels, page_text, tmp_path):
    import evenload
    from evenload import report

    restored = evenload.Plan.from_json(plan.to_json())
    again = report.write_page(
        tmp_path / "again.html",
        restored,
        title={"en": "A <small> week", "sv": "En <liten> vecka"},
        labels=labels,
    )
    assert again.read_text(encoding="utf-8") == page_text


def test_an_empty_week_is_a_page(parse, tmp_path):
    import evenload
    from evenload import report

    plan = evenload.allocate({"id": []}, {"id": [], "unit": []}, policy={"on": "2026-11-23"})
    page = parse(
        report.write_page(tmp_path / "empty.html", plan, title="Nothing").read_text(
            encoding="utf-8"
        )
    )
    assert "Nothing new is placed this week." in halves(page)["en"].words()


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_have_contrast_in_light_and_dark(page):
    css = next(page.all("style")).text
    modes = re.findall(r":root \{(.*?)\}", css, flags=re.DOTALL)
    assert len(modes) == 3  # light, dark, paper
    light = dict(re.findall(r"(--[a-z]+): (#[0-9a-f]{6})", modes[0]))
    dark = light | dict(re.findall(r"(--[a-z]+): (#[0-9a-f]{6})", modes[1]))
    assert light != dark
    for colours in (light, dark):
        for text in ("--ink", "--muted", "--accent", "--over"):
            for ground in ("--page", "--card"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        assert contrast(colours["--ink"], colours["--mark"]) >= 4.5
        for mark in ("--before", "--after", "--over"):
            assert contrast(colours[mark], colours["--page"]) >= 3, mark
    used = set(
        re.findall(
            r"#[0-9a-fA-F]{6}\b",
            "".join(
                svg.words() + str([e.attributes for e in svg.all()]) for svg in page.all("svg")
            ),
        )
    )
    assert not used, "plots take the page's colours"


def test_it_nests_as_html5lib_reads_it(page_text):
    html5lib = pytest.importorskip("html5lib", reason="html5lib is not installed")
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page_text)
    assert not [
        error for error in parser.errors if error[1] not in ("invalid-character-in-attribute-name",)
    ]
