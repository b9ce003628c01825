# Two commands do everything on a machine with Python 3.11+, pip and make: `make demo`, `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS ?= 2

AUDIT = $(VENV)-audit

.PHONY: demo lint kernels check test test-long fuzz bench docs audit sbom clean browser tshark \
  screenshots

$(VENV)/core: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -e .
	@touch $@

$(VENV)/dev: $(VENV)/core
	$(PIP) install -e '.[dev]'
	@touch $@

demo: $(VENV)/core ## the main job: assess the bundled Iraq-2020 scenario
	$(BIN)/airshield assess iraq-2020 --force
	@echo "open airshield-out/iraq-2020/report.html in a browser"

lint: $(VENV)/dev ## lint, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

kernels: $(VENV)/dev ## compile the kernels once, or each worker of the tests would
	$(BIN)/airshield assess textbook --nominal --replications 64 --no-plots --force --json \
	  --out build/kernels >/dev/null

check: lint ## lint, types, floors, fast tests: under two minutes
	$(BIN)/python -m pytest -q -m "not slow and not browser and not long" -n $(JOBS)

browser: ## Chromium for the browser tests, where the system has none
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	  || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || echo "no Chromium found: install it (Debian: apt-get install chromium); browser tests will say so"

tshark: ## what decodes the DIS export, where the system has none
	@command -v tshark >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	       && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq tshark >/dev/null; } \
	  || echo "no tshark found: install it (Debian: apt-get install tshark); its tests will say so"

test: $(VENV)/dev browser tshark ## everything
	$(MAKE) --no-print-directory -j 2 lint kernels
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-long: $(VENV)/dev ## larger counts, as sixty kills of a study; half an hour
	$(BIN)/python -m pytest -m long -rA

FUZZ_SECONDS ?= 600
fuzz: $(VENV)/dev ## spoil files for FUZZ_SECONDS with each reader
	AIRSHIELD_FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/python -m pytest -m long tests/fuzz -n $(JOBS) -rA

screenshots: $(VENV)/dev browser ## the pictures of the pages in docs/img
	$(BIN)/python tools/screenshots.py

bench: $(VENV)/dev ## ratios in one run, by CPU time
	$(BIN)/python -m benchmarks

docs: $(VENV)/dev ## the site in build/site, warnings as errors; then the documents against the code
	$(BIN)/python -m sphinx -W --keep-going -E -q -b html -d build/doctrees docs build/site
	$(BIN)/python -m pytest -q tests/docs
	@echo "open build/site/index.html in a browser"

# What users get is looked at from outside: the tools have an environment of their own.
$(AUDIT)/ready: pyproject.toml
	$(PYTHON) -m venv --clear $(AUDIT)/run
	$(AUDIT)/run/bin/python -m pip --disable-pip-version-check --quiet install -e '.[all]'
	$(PYTHON) -m venv --clear $(AUDIT)/tools
	$(AUDIT)/tools/bin/python -m pip --quiet install --upgrade 'pip>=25.1'
	$(AUDIT)/tools/bin/python -m pip --quiet install --group audit
	@touch $@

audit: $(AUDIT)/ready ## known vulnerabilities of what users install; asks a service, so never in CI
	@mkdir -p build
	$(AUDIT)/run/bin/python -m pip freeze --exclude-editable >build/installed.txt
	$(AUDIT)/tools/bin/pip-audit --strict --no-deps --disable-pip --progress-spinner off \
	  $(AUDITFLAGS) -r build/installed.txt

sbom: $(AUDIT)/ready ## software bill of materials of the same, CycloneDX JSON
	@mkdir -p build
	$(AUDIT)/tools/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type library \
	  --output-reproducible --output-format JSON --output-file build/airshield.cdx.json \
	  $(AUDIT)/run/bin/python
	@echo "wrote build/airshield.cdx.json"

clean:
	rm -rf $(VENV) $(AUDIT) airshield-out build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
