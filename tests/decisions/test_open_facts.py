"""What would settle a finding is known by somebody, and is called something in every language of the forms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from scanner import match
from scanner.catalog.load import load
from scanner.catalog.rules import Rule
from scanner.decisions.open_facts import open_facts
from scanner.findings import VERDICTS
from scanner.questionnaire.words import LANGS, stated

MATCHER = Path(match.__file__).parent


def of_rules() -> set[str]:
    return {x.settled_by for x in load().table("rules", Rule) if x.settled_by}


def of_the_matcher() -> set[str]:
    """Texts in its code: given as ``settled_by``, to ``weaker``, or as the last word of a proposal of a material."""
    found: set[str] = set()
    for module in MATCHER.glob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        named = {
            t.id: x.value for x in tree.body if isinstance(x, ast.Assign) for t in x.targets if isinstance(t, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for given in _settling(node):
                    value = named.get(given.id, given) if isinstance(given, ast.Name) else given
                    found |= {
                        x.value for x in ast.walk(value) if isinstance(x, ast.Constant) and isinstance(x.value, str)
                    }
    return found - set(VERDICTS)  # of conditions


def _settling(node: ast.Call) -> Iterator[ast.expr]:
    called = ast.unparse(node.func)
    yield from (k.value for k in node.keywords if k.arg == "settled_by")
    if called.endswith(".weaker"):
        yield from node.args[1:2]
    if called == "_proposal":
        yield from node.args[4:5]


def test_everything_that_the_catalog_or_the_matcher_leaves_open_is_known_by_somebody() -> None:
    facts = open_facts()
    said = of_rules() | of_the_matcher()
    assert "host material and form" in said, "texts of the code are found"
    assert said - facts.authority - facts.ours - facts.suppliers.keys() == set()
    assert not facts.suppliers.keys() & (facts.authority | facts.ours)


def test_no_name_outlives_what_it_names() -> None:
    facts = open_facts()
    parameters = {c.parameter for x in load().controls.values() for y in (x.criteria, *x.alternatives) for c in y}
    assert (facts.authority | facts.ours | facts.suppliers.keys()) - of_rules() - of_the_matcher() - parameters == set()


def test_each_has_a_name_in_every_language_of_the_forms() -> None:
    short = {fact: set(LANGS) - {"en", *x} for fact, x in open_facts().suppliers.items()}
    assert {k: v for k, v in short.items() if v} == {}


def test_several_open_limits_are_named_one_by_one_and_foreign_words_stay_english() -> None:
    assert stated("purity, flexural strength, density", "de") == "Reinheit, Biegefestigkeit, Dichte"
    assert stated("what our watch list asks", "zh") is None
    assert stated("what our watch list asks", "en") == "what our watch list asks"
