"""End use, end user and route → the licensing policy; unknown never reads like leave to ship."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner

from scanner.asof import also
from scanner.catalog.load import load
from scanner.cli.main import cli
from scanner.cli.options import END_USES
from scanner.difference.compare import compare
from scanner.difference.steps import options_of
from scanner.exposure import scan_file
from scanner.findings import Exposure
from scanner.options import ScanOptions
from scanner.standing import EndUse
from scanner.writers import console, difference, markdown
from scanner.writers.html import render as html
from scanner.writers.json import render as to_json
from scanner.writers.reload import reload

SAMPLES = Path(__file__).parents[1] / "samples"
DAY = date(2026, 11, 24)


def scanned(name: str = "servo-drive.xlsx", day: date = DAY, **options: Any) -> Exposure:
    return scan_file(SAMPLES / name, ScanOptions(as_of=day, **options), load())


def rules(x: Exposure) -> dict[str, str]:
    return {f"{p.measure} {p.rule}": p.certainty for p in x.policy}


def outcome(x: Exposure, rule: str) -> str:
    return next(p.outcome for p in x.policy if p.rule == rule)


def test_nothing_is_said_where_nothing_was_asked():
    assert scanned().policy == ()


def test_the_words_of_the_option_are_those_of_the_rules():
    assert set(END_USES) == {*get_args(EndUse), "unknown"}


@pytest.mark.parametrize(
    ("use", "rule", "said"),
    [
        ("military", "deny-military-user", "refuse in principle"),
        ("semiconductor-14nm", "case-by-case-logic", "case by case"),
        ("memory-256", "case-by-case-memory", "case by case"),
        ("ai-military", "case-by-case-ai", "case by case"),
    ],
)
def test_an_end_use_brings_its_own_policy_and_no_other(use: str, rule: str, said: str):
    x = scanned(end_use=use, end_user_listed="no", export_from="DE", export_to="FR")
    assert rules(x)[f"cn-2025-61 {rule}"] == "applies"
    assert outcome(x, rule) == said
    others = {"deny-military-user", "case-by-case-logic", "case-by-case-memory", "case-by-case-ai"} - {rule}
    assert not others & {p.rule for p in x.policy}


def test_a_civil_use_still_needs_a_licence():
    x = scanned(end_use="civil", end_user_listed="no", export_from="DE", export_to="FR")
    assert rules(x) == {"cn-2025-61 licence": "applies"}


def test_rescue_is_reported_within_ten_working_days_in_place_of_a_licence():
    x = scanned(end_use="humanitarian", end_user_listed="no", export_from="DE", export_to="FR")
    (only,) = x.policy
    assert (only.rule, only.certainty, only.report_within) == ("humanitarian", "applies", "10 working days")


def test_a_listed_party_is_refused_and_an_unknown_one_may_be():
    sure = scanned(end_use="civil", end_user_listed="yes", export_from="DE", export_to="FR")
    open_ = scanned(end_use="civil", end_user_listed="unknown", export_from="DE", export_to="FR")
    assert rules(sure)["cn-2025-61 deny-listed-parties"] == "applies"
    assert rules(open_)["cn-2025-61 deny-listed-parties"] == "may apply"


def test_an_unknown_end_use_leaves_every_rule_on_it_open_and_excuses_nothing():
    x = scanned(end_use="unknown", end_user_listed="no", export_from="DE", export_to="FR")
    found = rules(x)
    assert found["cn-2025-61 licence"] == "applies"
    for rule in ("deny-military-user", "case-by-case-logic", "humanitarian"):
        assert found[f"cn-2025-61 {rule}"] == "may apply"
    assert x.policy[-1].rule == "humanitarian"


def test_shipments_into_china_are_outside_and_into_hong_kong_it_is_open():
    inside = scanned(export_from="DE", export_to="CN")
    assert rules(inside) == {"cn-2025-61 export-meaning": "applies"}
    open_ = scanned(end_use="civil", end_user_listed="no", export_from="DE", export_to="HK")
    assert rules(open_) == {"cn-2025-61 licence": "may apply", "cn-2025-61 export-meaning": "may apply"}


def test_an_unstated_destination_never_says_not_reached_and_keeps_the_bans_open():
    x = scanned(end_use="military", end_user_listed="no", export_from="DE")
    assert "export-meaning" not in {p.rule for p in x.policy}
    assert rules(x)["cn-2024-46 us-military"] == rules(x)["cn-2026-01 jp-military"] == "may apply"


def test_bans_by_destination():
    america = scanned(end_use="military", export_from="CN", export_to="US")
    assert rules(america)["cn-2024-46 us-military"] == "applies"
    assert outcome(america, "us-military") == "no export"
    assert not any(p.measure == "cn-2026-01" for p in america.policy)
    japan = scanned(end_use="military", export_from="DE", export_to="JP")
    assert {k: v for k, v in rules(japan).items() if k.startswith("cn-20") and "61" not in k} == {
        "cn-2026-01 jp-military": "applies",
        "cn-2026-01 third-country-transfer": "applies",
    }


def test_the_status_is_that_of_the_paragraph_on_the_day():
    def paragraph_2(day: date) -> tuple[str, str | None]:
        x = scanned("wafer-saw.ods", day, end_use="civil", export_from="CN", export_to="US")
        found = next(p for p in x.policy if p.rule == "us-presumption-of-denial")
        return found.status, found.until

    assert paragraph_2(date(2025, 1, 10)) == ("in_force", None)
    assert paragraph_2(DAY) == ("suspended", "2026-11-27")
    assert paragraph_2(date(2026, 12, 1)) == ("unknown", None)


def test_a_rule_reaches_the_goods_of_its_groups_only():
    x = scanned(end_use="military", export_from="CN", export_to="US")
    because = {p.rule: p.because for p in x.policy}
    assert "(BOM!23)" in because["us-military"]
    assert "(BOM!33)" in because["us-presumption-of-denial"]
    assert "us-graphite-review" not in because


def test_a_measure_not_yet_issued_says_nothing():
    x = scanned(day=date(2025, 1, 10), end_use="military", export_to="JP")
    assert not {"cn-2025-18", "cn-2025-61", "cn-2026-01"} & {p.measure for p in x.policy}


def test_an_export_from_china_is_a_matter_of_the_lists_themselves():
    x = scanned(end_use="civil", end_user_listed="no", export_from="CN", export_to="FR")
    assert rules(x) == {
        "cn-2025-18 licence-all-destinations": "applies",
        "cn-2023-23 licence": "may apply",
        "cn-2025-61 export-from-china": "applies",
    }


def test_it_is_in_every_report_and_survives_saving(capsys: pytest.CaptureFixture[str]):
    x = scanned(end_use="military", end_user_listed="no", export_from="DE", export_to="US")
    again = reload(to_json(x))
    assert again.policy == x.policy != ()
    assert json.loads(to_json(x))["policy"][0]["certainty"] in ("applies", "may apply")
    console.print_exposure(x)
    for text in (html(x).decode(), markdown.render(x).decode(), capsys.readouterr().out):
        assert "refuse in principle" in text
        assert "may apply" in text


def test_where_no_rule_reaches_the_goods_that_is_no_leave(tmp_path: Path):
    bom = tmp_path / "screws.csv"
    bom.write_text("Part,Description,Qty,Price EUR\n1,Hex screw M4 steel,4,0.10\n2,Washer M4 steel,4,0.05\n")
    result = CliRunner().invoke(cli, ["scan", str(bom), "--end-use", "military", "--export-to", "US"])
    assert result.exit_code == 0
    assert "no finding that none applies" in " ".join(result.output.split())


def test_a_country_that_is_none_is_refused():
    result = CliRunner().invoke(cli, ["scan", str(SAMPLES / "servo-drive.xlsx"), "--export-to", "ZZ"])
    assert "--export-to 'ZZ' is no ISO country code" in str(result.exception)


def test_a_result_with_these_options_can_be_computed_again():
    x = scanned(end_use="civil", export_to="US")
    assert x.options["end_use"] == "civil"
    assert options_of(x).as_of == DAY


def test_what_follows_on_a_second_day_is_said_rule_by_rule():
    x = scanned("wafer-saw.ods", date(2026, 11, 20), end_use="civil", export_from="CN", export_to="US")
    options = ScanOptions(as_of=date(2026, 11, 20), end_use="civil", export_from="CN", export_to="US")
    also_then = also(x, date(2026, 12, 1), load(), options)
    moved = {c.what: (c.before, c.after) for c in also_then.policy}
    before, after = moved["cn-2024-46 us-presumption-of-denial"]
    assert before.endswith("suspended until 2026-11-27")
    assert after.endswith("unknown")
    assert also_then.every[-len(also_then.policy) :] == also_then.policy
    paragraph = next(c for c in also_then.measures if c.what == "cn-2024-46")
    assert (paragraph.before.rpartition("; ")[2], paragraph.after.rpartition("; ")[2]) == (
        "paragraph-2: suspended",
        "paragraph-2: unknown",
    )


def test_between_two_results_the_policy_and_what_was_stated_are_compared():
    civil, military = (
        scanned(end_use=x, end_user_listed="no", export_from="DE", export_to="FR") for x in ("civil", "military")
    )
    found = compare(civil, military, ("a", "b"), load())
    assert not found.shares
    assert not found.lines
    assert [(c.what, c.before, c.after) for c in found.policy][:1] == [("stated: end use", "civil", "military")]
    moved = {c.what: (c.before, c.after) for c in found.policy}
    assert moved["cn-2025-61 deny-military-user"][0] == "does not reach what was found"
    assert moved["cn-2025-61 deny-military-user"][1].startswith("refuse in principle, applies")
    unasked = compare(scanned(), military, ("a", "b"), load())
    assert {c.before for c in unasked.policy} == {"not stated", "not asked about"}
    for form in (difference.text(found), *(difference.render(found, x).decode() for x in (".html", ".md", ".json"))):
        assert "deny-military-user" in form.replace("\\", "")
    assert not compare(scanned(), scanned(), ("a", "b"), load())
