# Short forms of the commands in the README. Each sets up its environment once. Needs Python 3.11 or newer, nothing else.

.PHONY: run test check bench fuzz streamlit-next
.DEFAULT_GOAL := run

run: .venv/for-use
	.venv/bin/kader demo && .venv/bin/kader

test: .venv/for-tests
	.venv/bin/python -m pytest

check: .venv/for-tests
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/basedpyright
	.venv/bin/lint-imports
	.venv/bin/pip-licenses --summary

# One after the other; `make -k bench` continues after an exceeded limit.
BENCHMARKS = startup rerun_defaults pages charter_pdf classify law_questions analysis live facilitation
bench: $(BENCHMARKS:%=bench-%)
bench-%: .venv/for-tests
	.venv/bin/python -m benchmarks.$*

# Hostile files for everything that opens files: `make fuzz COUNT=20000 SEED=2`.
COUNT = 2000
SEED = 1
fuzz: .venv/for-tests
	.venv/bin/python -m tests.fuzz $(COUNT) $(SEED)

# The tests that depend on Streamlit's internals, with its newest release. `make streamlit-next STREAMLIT="streamlit==1.66.1"`
# takes another release, `STREAMLIT="streamlit --pre"` the newest pre-release.
streamlit-next:
	.ci/streamlit-next $(STREAMLIT)

# Marker files, renewed when the pinned versions change.
.venv/for-use: pyproject.toml constraints.txt
	python3 -m venv .venv && .venv/bin/python -m pip install -c constraints.txt -e .
	touch .venv/for-use

.venv/for-tests: pyproject.toml constraints.txt
	python3 -m venv .venv && .venv/bin/python -m pip install -c constraints.txt -e '.[test]'
	touch .venv/for-tests
