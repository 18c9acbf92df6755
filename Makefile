# make run       set everything up and start the gateway (demo provider when there is no credential)
# make test      set everything up and run all tests (under 5 minutes)
# make test-all  the long proofs too (under 30 minutes)
# make lint      ruff, mypy, import contract        make bench   ratios against nginx and others
.DEFAULT_GOAL := help
ROOT := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
VENV := $(ROOT).venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
CORES := $(shell getconf _NPROCESSORS_ONLN)
# One more than there are cores: many tests wait for a process, and a core would idle meanwhile.
WORKERS ?= $(shell expr $(CORES) + 1)

.PHONY: help run test test-all lint format bench clean setup

help:
	@sed -n 's/^# //p' $(ROOT)Makefile

$(VENV)/.ready: $(ROOT)pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer (with venv) is needed: set PYTHON=/path/to/python3"; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@cd $(ROOT) && $(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

setup: $(VENV)/.ready

# A state directory inside the clone, never ~/.openclaw: trying it out touches nothing of yours.
run: setup
	@OPENCLAW_STATE_DIR="$(ROOT).state" exec $(BIN)/openclaw gateway run --demo-if-empty $(ARGS)

test: setup
	@cd $(ROOT) && $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m "not slow" $(ARGS)
	@echo "Left to 'make test-all': the tests marked slow (1,000 kills of a writer, 60 rounds of refreshes with kills, memory over 100,000 requests, one gateway through every failure, 50 generations of a login, the control page in Chromium, units judged by systemd, alert rules by promtool, completion in zsh and fish)."

test-all: setup
	@cd $(ROOT) && $(BIN)/python -m pytest -q -n $(CORES) --dist worksteal --timeout 900 $(ARGS)

lint: setup
	@cd $(ROOT) && $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

format: setup
	@cd $(ROOT) && $(BIN)/ruff check --fix-only --quiet . && $(BIN)/ruff format .

bench: setup
	@cd $(ROOT) && $(BIN)/python -m bench.run $(ARGS)

clean:
	rm -rf $(VENV) $(ROOT).cache $(ROOT).state $(ROOT)build $(ROOT)dist
