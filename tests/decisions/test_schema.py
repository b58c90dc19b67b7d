"""The shipped schema is that of the types, and the documented file fits it."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from scanner import yaml12
from scanner.decisions.load import load
from scanner.decisions.schema import made, shipped

PAGE = Path(__file__).parent.parent.parent / "docs" / "decisions.md"


def documented() -> str:
    text = PAGE.read_text(encoding="utf-8")
    return text[text.index("```yaml\n") + 8 : text.index("```\n<!-- end of example -->")]


def test_the_shipped_schema_is_the_one_that_the_types_give() -> None:
    import msgspec

    assert shipped() == msgspec.json.decode(made()), "run python -m scanner.decisions.schema"


def test_the_documented_file_loads_and_shows_every_kind_of_statement(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(documented(), encoding="utf-8")
    decisions = load(path).decisions
    assert {x.state for x in decisions} == {None, "accepted", "under_investigation", "not_affected"}
    stated = {k for x in decisions if x.states for k in x.states.__struct_fields__ if getattr(x.states, k)}
    assert stated == set(decisions[0].states.__struct_fields__)  # type: ignore[union-attr]


def test_the_schema_takes_the_documented_file_and_refuses_another_key() -> None:
    import msgspec

    data = msgspec.to_builtins(yaml12.read(documented()), str_keys=True)
    jsonschema.validate(data, shipped())
    data["decisions"][0]["match"]["part"] = "x"
    with pytest.raises(jsonschema.ValidationError, match="part"):
        jsonschema.validate(data, shipped())
