# Two commands do everything: `make demo` and `make test`. Each sets up .venv by itself, once, and then needs no network.
.DELETE_ON_ERROR:
.PHONY: help demo test test-clients test-kill test-scale check mutate bench bench-meetings clean

PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python
NEXT_YEAR := $$(( $$(date +%Y) + 1 ))
OUT := build/demo

help:
	@echo "make demo            evaluate an example case, plan next year's meetings, write their calendars"
	@echo "make test            run all tests"
	@echo "make check           format, lint, types"
	@echo "make test-clients    what real calendar programs make of the files (installs those from PyPI and npm)"
	@echo "make test-kill       kill the writing of a plan 1,000 times"
	@echo "make test-scale      the same answers from Spark and Ray Data (installs both from PyPI; Spark needs Java 17)"
	@echo "make bench           time and memory of evaluation, beside a script by hand and five other engines (half an hour)"
	@echo "make bench-meetings  time, memory and bound of planning, beside greedy and CP-SAT"
	@echo "make mutate          change every number and word of every rule file, one at a time, and see a test notice"
	@echo "make clean           remove .venv and build"

# The rule engine is compiled on installation; the definition lets Python 3.13 and new compilers build it.
.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@echo "Setting up .venv (once, a minute or two) …"
	$(PYTHON) -m venv .venv
	CPPFLAGS="$(CPPFLAGS) -DPyEval_CallObject=PyObject_CallObject" $(RUN) -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch .venv/ready

.venv/check: .venv/ready
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable ".[check]"
	@touch .venv/check

demo: .venv/ready
	@echo "== An example case: suspected violence by a parent, notified on the Friday before Christmas"
	@echo "\$$ overgreb-rules evaluate examples/cases/christmas-notification.json --at 2017-01-01T12:00:00+01:00"
	@$(RUN) -m overgreb_rules evaluate examples/cases/christmas-notification.json --at 2017-01-01T12:00:00+01:00
	@echo
	@echo "== The meetings of next year, for all 12 politikredse and 98 kommuner"
	@$(RUN) -m meetings demo $(NEXT_YEAR) --out "$(OUT)"

test: .venv/ready
	$(RUN) -m pytest -n 2

# Programs from PyPI and npm; those of the system (libical, Evolution Data Server, Thunderbird) are tested where they are.
.venv/clients/ready: .venv/ready
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable ".[clients]"
	-npm install --silent --no-fund --no-audit --prefix .venv/clients ical.js@2 node-ical@0.26 axe-core@4 playwright-core@1
	@mkdir -p .venv/clients && touch $@

test-clients: .venv/clients/ready
	$(RUN) -m pytest tests/integration/clients

test-kill: .venv/ready
	$(RUN) -m tests.integration.killed_writer 1000 1

# Spark and Ray bring libraries of their own versions: they have an environment of their own.
.venv/scale/ready: .venv/ready
	$(PYTHON) -m venv .venv/scale
	CPPFLAGS="$(CPPFLAGS) -DPyEval_CallObject=PyObject_CallObject" .venv/scale/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[arrow,scale]" pytest
	@touch $@

test-scale: .venv/scale/ready
	.venv/scale/bin/python -m pytest tests/integration/clusters/on_clusters.py

check: .venv/check
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy

mutate: .venv/ready
	PYTHONPATH=. $(RUN) tools/mutate_rules.py

.venv/bench: .venv/ready
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	@touch .venv/bench

bench: .venv/bench
	PYTHONPATH=. $(RUN) -m bench.rules

bench-meetings: .venv/ready
	PYTHONPATH=. $(RUN) -m bench.meetings

clean:
	rm -rf .venv build dist
