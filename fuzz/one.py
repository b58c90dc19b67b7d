"""One target under the fuzzer: ``python -m fuzz.one NAME SECONDS FOLDER``; found inputs are kept and the run goes on.

Only what ends the process (a hang, a blow-up of memory, a crash of native code) stops it; ``fuzz`` starts it again.
"""

from __future__ import annotations

import hashlib
import sys
import time
import traceback
from pathlib import Path
from typing import Any

SLOW = 5.0
"""Seconds of computing that no small input may take."""
PACKAGE = "scanner"


def main() -> None:
    """Run the fuzzer; it ends the process itself when the time is over."""
    import atheris

    name, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    hook = atheris.instrument_imports(include=[PACKAGE])
    hook.__enter__()  # never left: the package imports much of itself only when it is used
    from fuzz.targets import TARGETS

    target = TARGETS[name]
    corpus, seeds, found = (folder / x / name for x in ("corpus", "seeds", "found"))
    for path in (corpus, seeds, found):
        path.mkdir(parents=True, exist_ok=True)
    for content in target.seeds():
        (seeds / hashlib.sha1(content, usedforsecurity=False).hexdigest()).write_bytes(content)
    words = folder / f"{name}.dict"
    words.write_text("".join(f'"{_escaped(x)}"\n' for x in target.words), encoding="utf-8")
    arguments = [
        sys.argv[0], str(corpus), str(seeds), f"-max_total_time={seconds}", f"-max_len={target.longest}",
        "-rss_limit_mb=1536", "-timeout=30", "-report_slow_units=1000", "-print_final_stats=1", "-verbosity=1",
        f"-artifact_prefix={found}/",
        *([f"-dict={words}"] if target.words else []),
    ]  # fmt: skip
    atheris.Setup(arguments, lambda content: judge(target.act, content, found))
    atheris.Fuzz()


def judge(act: Any, content: bytes, found: Path) -> None:
    """Act, and keep the input where it ends in something else than an answer or a refusal, once for each place."""
    from scanner.errors import ScannerError

    started = time.process_time()
    try:
        act(content)
    except ScannerError as error:
        trouble = f"several lines: {error}" if "\n" in str(error).replace("\n  ", "").strip() else None
        place = "message"
    except RecursionError as error:
        trouble, place = f"{type(error).__name__}: {error}", "recursion"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        trouble, place = "".join(traceback.format_exception(error)), where(error)
    else:
        trouble, place = None, ""
    spent = time.process_time() - started
    if spent > SLOW:
        trouble, place = f"took {spent:.1f} s of computing", "slow"
    if trouble is not None:
        mark = hashlib.sha1(f"{place}".encode(), usedforsecurity=False).hexdigest()[:10]
        path = found / mark
        if not path.exists() or (path.stat().st_size > len(content) and place != "slow"):
            path.write_bytes(content)
            path.with_suffix(".txt").write_text(f"{place}\n{trouble}", encoding="utf-8", errors="backslashreplace")


def where(error: BaseException) -> str:
    """The kind of an error and the innermost line of ours that it passed: what tells one finding from another."""
    ours = [
        x for x in traceback.extract_tb(error.__traceback__) if f"/{PACKAGE}/" in x.filename or "/fuzz/" in x.filename
    ]
    last = ours[-1] if ours else None
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}" if last else type(error).__name__


def _escaped(text: str) -> str:
    return "".join(chr(x) if 32 <= x < 127 and x not in (34, 92) else f"\\x{x:02x}" for x in text.encode())


if __name__ == "__main__":
    main()
