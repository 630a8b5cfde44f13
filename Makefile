# `make demo` and `make test` set up .venv by themselves, once, and then need no network.
.DELETE_ON_ERROR:
.PHONY: help demo docs serve test test-short test-coverage test-without-engine test-clients test-kill test-scale \
	check check-docstrings check-types js playground fuzz mutate mutate-bundle mutate-python bench bench-whole bench-http bench-http-load bench-meetings wheels audit clean

PYTHON ?= python3
# Another environment for another Python: make test-short VENV=.venv/python3.13 PYTHON=python3.13
VENV ?= .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --quiet --disable-pip-version-check
NEXT_YEAR := $$(( $$(date +%Y) + 1 ))
OUT := build/demo
# The rule engine is compiled on installation; the definition lets Python 3.13 and new compilers build it.
export CPPFLAGS := $(CPPFLAGS) -DPyEval_CallObject=PyObject_CallObject
# What the wheel is made of: a change of one of these files builds it again. The time of a folder changes when a file in
# it comes, goes or is renamed.
PACKED := pyproject.toml hatch_build.py README.md LICENSE \
	$(shell find src rules conformance -name __pycache__ -prune -o -not -path '* *' -print)

help:
	@echo "make demo            evaluate an example case, plan next year's meetings, write their calendars"
	@echo "make serve           answer cases over HTTP on port 8080 (installs the extra http)"
	@echo "make test            build the wheel, install it, run all tests on it"
	@echo "make docs            build the documentation as a site in build/site (installs Zensical from PyPI)"
	@echo "make check           format, lint, types, layers, docstrings, size of the picture of imports"
	@echo "make test-short      the tests that are not slow (VENV= and PYTHON= choose another Python)"
	@echo "make test-coverage   all tests, with branch coverage and its floor"
	@echo "make test-without-engine  the tests that need no rule engine, where none is installed"
	@echo "make test-clients    what real calendar programs and generated clients make of it (installs those from PyPI and npm)"
	@echo "make js              build the engine in TypeScript in js/dist (installs its compiler from npm)"
	@echo "make playground      build the page to try the rules, playground/index.html, one file that needs no network"
	@echo "make test-kill       kill the writing of a plan 1,000 times"
	@echo "make test-scale      the same answers from Spark and Ray Data (installs both from PyPI; Spark needs Java 17)"
	@echo "make bench           time and memory of evaluation from the wheel, beside the last release (less than six minutes)"
	@echo "make bench-whole     the same with longer streams, both matchers and five other engines (an hour)"
	@echo "make bench-http      what a request over HTTP costs beside a call of the library"
	@echo "make bench-http-load 100,000 lines in one stream and 10,000 slow clients (some minutes)"
	@echo "make bench-meetings  time, memory and bound of planning, beside greedy and CP-SAT"
	@echo "make mutate          change every number and word of every rule file, one at a time, and see a test notice"
	@echo "make fuzz            try random inputs of every way in for a minute (FUZZ_SECONDS= and FUZZ= choose otherwise)"
	@echo "make wheels          build wheels, the rule engine's too, for machines without a compiler (build/wheels)"
	@echo "make audit           ask the public database for vulnerabilities of what is installed (needs the network)"
	@echo "make mutate-bundle   the same for the bundle of the rules, and see a vector of the conformance kit notice"
	@echo "make mutate-python   the same for the Python modules that count, and see a test near the module notice (MUTATE=)"
	@echo "make clean           remove .venv and build"

# The libraries; the package itself comes after them, as a wheel.
$(VENV)/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@echo "Setting up $(VENV) (once, a minute or two) …"
	$(PYTHON) -m venv $(VENV)
	$(PIP) install ".[test]" || { echo "If durable-rules could not be built, there is no C compiler, or there are no headers of Python. What to do: docs/how-to/install.md#without-a-compiler"; exit 1; }
	@touch $@

# As it is published: what is missing in the wheel is missing in the tests. The folder is the wheel's own, so that
# two environments can be made at the same time.
$(VENV)/installed: $(VENV)/ready $(PACKED)
	@rm -rf $(VENV)/wheel
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir $(VENV)/wheel .
	$(PIP) install --no-deps --force-reinstall $(VENV)/wheel/*.whl
	@touch $@

$(VENV)/check: $(VENV)/ready
	$(PIP) install ".[check]"
	@touch $@

demo: $(VENV)/installed
	@echo "== En sag: mistanke om vold fra en forælder, underretning fredag den 23. december"
	@echo "\$$ overgreb-rules evaluate examples/cases/christmas-notification.json --at 2017-01-01T12:00:00+01:00"
	@$(RUN) -m overgreb_rules evaluate examples/cases/christmas-notification.json --at 2017-01-01T12:00:00+01:00
	@echo
	@echo "== Næste års møder for alle 12 politikredse og 98 kommuner"
	@rm -rf "$(OUT)"
	@$(RUN) -m meetings demo $(NEXT_YEAR) --out "$(OUT)"

$(VENV)/docs: $(VENV)/ready
	$(PIP) install ".[docs]"
	@touch $@

# A page for each provision in both languages, and everything in docs/; a warning of Zensical stops it.
docs: $(VENV)/docs $(VENV)/installed
	PYTHONPATH=. $(RUN) -m tools.site

serve: $(VENV)/installed
	$(PIP) install ".[http]"
	$(RUN) -m overgreb_rules serve

test: $(VENV)/installed
	$(RUN) -m pytest -n 2

test-short: $(VENV)/installed
	$(RUN) -m pytest -n 2 -m "not slow"

# The floor stands in pyproject.toml (tool.coverage.report). To follow branches takes more than twice the time; since
# Python 3.12 lines alone take hardly any: COVERAGE_CORE=sysmon make test-coverage BRANCHES= VENV=… PYTHON=python3.13
BRANCHES ?= --cov-branch
test-coverage: $(VENV)/installed
	$(RUN) -m pytest -n 2 --cov --cov-report=term $(BRANCHES) $(CHOSEN)

# An environment of its own, from which the engine is taken out again.
test-without-engine:
	$(MAKE) VENV=.venv/no-engine .venv/no-engine/installed
	.venv/no-engine/bin/python -m pip --quiet uninstall --yes durable-rules
	.venv/no-engine/bin/python -m pytest -n 2 -m "not slow and not engine" --matcher=reference \
		tests/unit/overgreb_rules tests/law tests/properties tests/differential tests/fuzz

# Programs from PyPI and npm; SCHEMATHESIS_EXAMPLES=360 makes more than 5,000 requests (five minutes of processor).
# Those of the system (libical, Evolution Data Server, Thunderbird, a JDK with
# libjackson2-databind-java) are tested where they are.
$(VENV)/clients/ready: $(VENV)/ready
	$(PIP) install ".[clients,docs]"
	@mkdir -p $(VENV)/clients && touch $@

# Where npm is missing or cannot install, the next run tries again.
$(VENV)/clients/npm: $(VENV)/clients/ready
	npm install --silent --no-fund --no-audit --prefix $(VENV)/clients ical.js@2 node-ical@0.26 axe-core@4 playwright-core@1 \
		quicktype@26 json-schema-to-typescript@16 typescript@5 @types/node@20 \
		&& touch $@ || echo "npm could not install its packages: the tests that need one of them are skipped this time"

test-clients: $(VENV)/clients/npm $(VENV)/installed
	$(RUN) -m pytest -n 2 --dist loadfile tests/integration/clients

js:
	cd js && npm ci --silent --no-fund --no-audit && node build.mjs

playground: js
	node playground/build.mjs

test-kill: $(VENV)/installed
	$(RUN) -m tests.integration.sigkill_writer 1000 1

# Spark and Ray bring libraries of their own versions: they have an environment of their own.
.venv/scale/ready: $(PACKED)
	$(PYTHON) -m venv .venv/scale
	.venv/scale/bin/python -m pip install --quiet --disable-pip-version-check ".[arrow,scale]" pytest pytest-timeout hypothesis
	@touch $@

test-scale: .venv/scale/ready
	.venv/scale/bin/python -m pytest tests/integration/clusters/on_clusters.py

check: $(VENV)/check $(VENV)/installed check-types check-docstrings
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	PYTHONPATH=src $(VENV)/bin/lint-imports --no-cache
	PYTHONPATH=src:. $(RUN) tools/house_counts.py

# The public surface as a user's type checkers see it: the installed package, from outside.
check-types: $(VENV)/check $(VENV)/installed
	$(RUN) -m mypy
	$(RUN) -m mypy --strict tests/typing/api.py
	$(VENV)/bin/basedpyright tests/typing/api.py

check-docstrings: $(VENV)/check
	$(RUN) tools/check_docstrings.py src

mutate: $(VENV)/installed
	PYTHONPATH=. $(RUN) tools/mutate_rules.py $(MUTATE)

mutate-bundle: $(VENV)/installed
	PYTHONPATH=. $(RUN) tools/mutate_bundle.py $(MUTATE)

mutate-python: $(VENV)/installed
	PYTHONPATH=. $(RUN) tools/mutate_python.py $(MUTATE)

FUZZ_SECONDS ?= 60

fuzz: $(VENV)/installed
	PYTHONPATH=. $(RUN) tools/fuzz.py --seconds $(FUZZ_SECONDS) $(FUZZ)

$(VENV)/bench: $(VENV)/ready
	$(PIP) install ".[bench]"
	@touch $@

bench: $(VENV)/bench $(VENV)/installed
	PYTHONPATH=. $(RUN) -m bench.rules --short

bench-whole: $(VENV)/bench $(VENV)/installed
	PYTHONPATH=. $(RUN) -m bench.rules

bench-http: $(VENV)/installed
	$(PIP) install ".[http]"
	PYTHONPATH=. $(RUN) bench/service.py

bench-http-load: $(VENV)/installed
	$(PIP) install ".[http]"
	PYTHONPATH=. $(RUN) bench/service_load.py

bench-meetings: $(VENV)/installed
	PYTHONPATH=. $(RUN) -m bench.meetings

# A wheel of the engine for each Python at hand, and ours, for machines without a compiler.
wheels:
	@mkdir -p build/wheels
	@built=0; \
	for version in 3.11 3.12 3.13; do \
		before=$$built; \
		for python in $$(command -v python$$version) "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/$$version.*/bin/python; do \
			[ -x "$$python" ] && "$$python" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$$version')" 2>/dev/null || continue; \
			echo "Building for Python $$version …"; \
			"$$python" -m pip --quiet --disable-pip-version-check wheel --no-deps --wheel-dir build/wheels "$(shell grep -o "durable-rules==[0-9.]*" pyproject.toml)" . || exit 1; \
			built=$$((built + 1)); \
			break; \
		done; \
		[ $$built -gt $$before ] || echo "No Python $$version was found: no wheel of the engine for it"; \
	done; \
	[ $$built -gt 0 ]
	@ls -1 build/wheels

# Asks the public database of vulnerabilities; needs the network. A package of which nothing can be learnt is a failure
# (--strict), so our own, which no index has, is left out.
audit: $(VENV)/installed
	$(PIP) install pip-audit
	@mkdir -p build
	$(RUN) -m pip freeze --all --exclude overgreb-rules > build/audited.txt
	$(RUN) -m pip_audit --strict --no-deps --disable-pip --requirement build/audited.txt

clean:
	rm -rf .venv build dist
