"""Checks of the lexicon: concepts and the rules in which they meet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.catalog.checks import Scene, unknown
from scanner.catalog.faults import Fault
from scanner.catalog.rules import Concept, Rule


def concepts(scene: Scene) -> Iterator[Fault]:
    """Each can be met, and what it implies exists."""
    known = scene.ids("concepts")
    for raw, x in scene.of("concepts", Concept):
        yield from unknown(raw, "implies", x.implies, known, "concept")
        if x.pattern is None:
            continue
        try:
            re.compile(x.pattern)
        except re.error as error:
            yield raw.fault(f"is no regular expression: {error}", "pattern")
        if not x.cue:
            yield raw.fault("a pattern needs a cue: without one it would be tried on every line", "cue")


def rules(scene: Scene) -> Iterator[Fault]:
    """The concepts, controls and articles that a rule names exist."""
    known = scene.ids("concepts")
    controls = scene.ids("controls")
    articles = scene.ids("articles")
    for raw, x in scene.of("rules", Rule):
        yield from unknown(raw, "rule", tuple(sorted(x.concepts)), known, "concept")
        # A name without a colon is a bundle of lexicon/bundles.yaml, which the matcher checks.
        yield from unknown(raw, "controls", tuple(c for c in x.controls if ":" in c), controls, "control")
        if x.article and not any(a.startswith(x.article) for a in articles):
            yield raw.fault(f"no article's id begins with {x.article!r}", "article")
