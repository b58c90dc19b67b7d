# From a bare clone: `make demo` ends in a report, `make test` in a test run. `make` alone is lint and test.
# Needs Python 3.11 or newer and, the first time, a package index. PYTHON=/path/to/python chooses another Python.

.PHONY: all demo test lint format evaluate bench scale docs audit pins fuzz clean setup
.DEFAULT_GOAL := all

# An active venv or a PYTHONPATH of the caller must not reach into ours.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH
export PYTHONNOUSERSITE := 1

RUN := .venv/bin/python
SHARED ?= ../shared

all: lint test

setup:
	@sh tools/setup.sh

demo: setup
	@mkdir -p demo
	@$(RUN) -m scanner scan samples/servo-drive.xlsx
	@$(RUN) -m scanner scan samples/servo-drive.xlsx --quiet -o demo/servo-drive.html -o demo/servo-drive.xlsx
	@echo
	@echo "HTML report:  $(CURDIR)/demo/servo-drive.html"
	@echo "Excel report: $(CURDIR)/demo/servo-drive.xlsx"

test: setup
	@$(RUN) -m pytest -n auto --maxprocesses 8 $(ARGS)

lint: setup
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

format: setup
	@$(RUN) -m ruff check --fix --exit-zero --quiet .
	@$(RUN) -m ruff format .

# Figures on labelled real files, which are not part of the repository.
evaluate: setup
	@$(RUN) tools/evaluate.py "$(SHARED)" $(ARGS)

bench: setup
	@$(RUN) tools/bench.py $(ARGS)

# Speed of the batch over 1,000 files, into docs/scale.md.
scale: setup
	@$(RUN) tools/scale.py $(ARGS)

# Pages that are generated from the command: its help, and the look at a scan in README.md.
docs: setup
	@$(RUN) tools/helptext.py

# Exact versions of what is installed in .venv.
pins: setup
	@$(RUN) tools/pins.py

# Known vulnerabilities in the pinned dependencies.
audit: setup
	@$(RUN) tools/audit.py

# Coverage-guided fuzzing of all readers and parsers; corpus and findings in build/fuzz. SECONDS for all targets together.
SECONDS ?= 600
fuzz: setup
	@$(RUN) -c "import atheris" 2>/dev/null || $(RUN) -m pip install --quiet -e '.[fuzz]' -c constraints.txt
	@$(RUN) -m fuzz --seconds $(SECONDS) $(ARGS)

clean:
	rm -rf .venv build dist demo evaluation .pytest_cache .mypy_cache .ruff_cache .hypothesis
