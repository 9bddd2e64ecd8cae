"""A log is replayed under both readings, printed and written; the real one, too, where it is there."""

from __future__ import annotations

import time

import pytest

MAPPING = """
case_column = "matter"
time_column = "at"
resource_column = "by"
start_column = "opened"
end_column = "closed"
zone = "Europe/Stockholm"
owner = "last_event"
"""

LOG = """matter,at,by,opened,closed
m1,2026-03-02T09:00:00+01:00,Ann,2026-03-02,2026-03-20
m2,2026-03-02T10:00:00+01:00,Ann,2026-03-02,2026-03-06
m3,2026-03-03T10:00:00+01:00,Ann,2026-03-03,2026-03-13
m4,2026-03-04T10:00:00+01:00,Ann,2026-03-04,
m5,2026-03-05T10:00:00+01:00,Bo,2026-03-05,2026-03-13
m5,2026-03-12T10:00:00+01:00,Ann,2026-03-05,2026-03-13
m6,2026-03-10T10:00:00+01:00,Bo,2026-03-10,2026-03-12
m6,2026-03-17T10:00:00+01:00,Bo,2026-03-10,2026-03-12
"""


@pytest.fixture(scope="module")
def event_log(load):
    return load("event_log")


def test_a_small_log(event_log, tmp_path, capsys):
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    page = tmp_path / "replay.html"
    results = event_log.main(
        [
            "--event-log",
            str(tmp_path / "log.csv"),
            "--mapping",
            str(tmp_path / "mapping.toml"),
            "--page",
            str(page),
        ]
    )

    assert [result.summary["mapping"]["open"] for result in results] == ["dates", "events"]
    dates, events = results
    assert len(dates.weeks["week"]) == 3
    assert dates.summary["summary"]["spread_replayed"] < dates.summary["summary"]["spread_happened"]
    assert dates.summary["summary"]["hand_overs_happened"] == 1
    assert dates.summary["cases_without_end"] == 1
    assert events.summary["summary"]["open_cases"] < dates.summary["summary"]["open_cases"]

    printed = capsys.readouterr().out
    for words in (
        "8 events of 6 cases",
        "Hand-overs",
        "What the log cannot know",
        "conflicts of interest",
        "replay.html",
    ):
        assert words in printed.replace("\n", " ") or words in printed.replace("\n", "")
    text = page.read_text(encoding="utf-8")
    assert "What the log cannot know" in text and "Vad loggen inte kan veta" in text
    assert text.count('class="figure"') == 4
    assert "http" not in text.replace("http://www.w3.org", "")


@pytest.mark.parametrize("language", ["en", "sv"])
def test_lengths_drawn_batches_and_policies_compared(event_log, tmp_path, capsys, language):
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,capacity\nAnn,2\nBo,3\nCy,1\n", encoding="utf-8")
    (tmp_path / "one each.toml").write_text("new_cases_limit = 1\n", encoding="utf-8")
    page = tmp_path / "replay.html"
    dates, _ = event_log.main(
        [
            *("--event-log", str(tmp_path / "log.csv")),
            *("--mapping", str(tmp_path / "mapping.toml")),
            *("--caseworkers", str(tmp_path / "people.csv")),
            *("--policy", str(tmp_path / "one each.toml"), "--compare"),
            *("--durations", "resampled", "--replications", "4", "--batch-days", "1,4"),
            *("--language", language, "--page", str(page)),
        ]
    )
    assert dates.summary["settings"]["batch_days"] == [1, 4]
    assert dates.summary["replications"] == 4
    printed = capsys.readouterr().out
    assert "one each" in printed
    text = page.read_text(encoding="utf-8")
    for words in ("Policies compared", "Regler jämförda", "måndagar", "drawn from the lengths"):
        assert words in text


def test_a_log_without_dates_has_one_reading(event_log, tmp_path):
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(
        'case_column = "matter"\ntime_column = "at"\nresource_column = "by"\n', encoding="utf-8"
    )
    results = event_log.main(
        [
            "--event-log",
            str(tmp_path / "log.csv"),
            "--mapping",
            str(tmp_path / "mapping.toml"),
            "--page",
            str(tmp_path / "page.html"),
        ]
    )
    assert [result.summary["mapping"]["open"] for result in results] == ["events"]


def test_the_real_log(event_log, root, tmp_path):
    log = root.parent / "shared" / "data" / "permit_receipts" / "receipt.csv"
    if not log.exists():
        pytest.skip("the log of permit receipts is not beside this source tree")
    begun = time.perf_counter()
    dates, events = event_log.main(
        ["--event-log", str(log), "--page", str(tmp_path / "replay.html")]
    )
    print(f"both readings in {time.perf_counter() - begun:.1f} s")
    for result in (dates, events):
        summary = result.summary
        assert (summary["events"], summary["cases"], summary["cases_without_end"]) == (
            8577,
            1434,
            105,
        )
        assert summary["median_span_minutes"] == pytest.approx(47.8, abs=0.1)
        assert summary["stop"] == "done"
        assert summary["summary"]["spread_replayed"] < summary["summary"]["spread_happened"] / 2
        assert summary["summary"]["peak_replayed"] < summary["summary"]["peak_happened"]
    assert 550 <= dates.summary["cases_with_several_resources"] <= 564
