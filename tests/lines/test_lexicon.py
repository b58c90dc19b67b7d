"""What is kept of the words is what the files say, in their order."""

from __future__ import annotations

from scanner.lines.lexicon import compile_data, lexicon


def test_the_kept_words_are_those_of_the_files() -> None:
    made, kept = compile_data(), lexicon()
    assert kept == made
    for name in made.__struct_fields__:
        value = getattr(made, name)
        if isinstance(value, dict):
            assert list(getattr(kept, name)) == list(value), "the first of equals is taken, so the order counts"
