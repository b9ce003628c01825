# Two commands do everything on a machine with Python 3.11+, pip and make: `make demo`, `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS ?= 2

.PHONY: demo check test bench docs clean browser tshark screenshots

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

check: $(VENV)/dev ## lint, types, floors, fast tests: under two minutes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -m "not slow and not browser" -n $(JOBS)

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
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $(JOBS)

screenshots: $(VENV)/dev browser ## the pictures of the replay page in docs/img
	$(BIN)/python tools/screenshots.py

bench: $(VENV)/dev ## ratios in one run, by CPU time
	$(BIN)/python -m benchmarks

docs: $(VENV)/dev ## hold the documents against the code
	$(BIN)/python -m pytest -q tests/docs

clean:
	rm -rf $(VENV) airshield-out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
