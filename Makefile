# Two commands do everything: `make serve` and `make test`. Each sets up .venv by itself.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
SIZES ?= 10000 100000 1000000
SECONDS ?= 600
KILLS ?= 1000
VENV := .venv
BIN := $(VENV)/bin

# The query editor is made of packages from npm; without them everything works, and pages show a plain form.
ASSETS := assets/install.py assets/package.json assets/package-lock.json assets/bundle.mjs $(wildcard assets/*.js)

SCALES ?= real esco 200000 1000000 5000000

.PHONY: serve test assets check lint bench shapes-bench pages-bench scale-bench load kills crawl shots clean

serve: $(VENV)/.serve $(VENV)/.assets
	$(BIN)/kennisgraaf serve --host $(HOST) --port $(PORT) --workers $(WORKERS)

test: lint $(VENV)/.assets
	$(BIN)/kennisgraaf build
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/kennisgraaf format --check
	$(BIN)/kennisgraaf check

check: $(VENV)/.serve
	$(BIN)/kennisgraaf check

bench: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m bench $(SIZES)

shapes-bench: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m bench.checking $(SIZES)

pages-bench: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m bench.pages

scale-bench: $(VENV)/.test
	PYTHONPATH=src:tests $(BIN)/python -m bench.scale $(SCALES)

load: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m bench.load --seconds $(SECONDS)

kills: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m bench.kills --kills $(KILLS)

crawl: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m crawl

shots: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m browser.shots

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "kennisgraaf needs Python 3.11 or newer; say PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.serve

$(VENV)/.assets: $(ASSETS) | $(VENV)/bin/python
	@$(BIN)/python assets/install.py
	@touch $@

assets: | $(VENV)/bin/python
	@rm -f $(VENV)/.assets
	@$(MAKE) --no-print-directory $(VENV)/.assets

clean:
	rm -rf $(VENV) .kennisgraaf dist assets/node_modules src/kennisgraaf/web/static/made
