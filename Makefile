# Needs python3 (3.11 to 3.13), pip and make; uses uv where it is there.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.ready
DEV = $(VENV)/.dev
OUT ?= out
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
INSTALL = uv pip install -q --python $(BIN)/python
else
INSTALL = $(BIN)/python -m pip install -q --disable-pip-version-check
endif

.PHONY: help setup demo explore test check bench lock clean
help: ## list the targets
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*##/:/'

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
$(STAMP): pyproject.toml requirements.lock | $(BIN)/python
	$(INSTALL) -c requirements.lock -e '.[charts]'
	@touch $@
$(DEV): $(STAMP)
	$(INSTALL) -c requirements.lock -e '.[dev]'
	@touch $@

setup: $(STAMP) ## make the environment
demo: $(STAMP) ## read the shipped corpus and write out/report.html
	@mkdir -p $(OUT)
	@rm -f $(OUT)/demo.db $(OUT)/demo.db-wal $(OUT)/demo.db-shm
	$(BIN)/communique read examples/corpus --record $(OUT)/demo.db
	@$(BIN)/communique report --record $(OUT)/demo.db --out $(OUT)/report.html --title "The shipped corpus: states and their words, 2023-2025"
explore: $(STAMP) ## open the demo's record in the browser
	@test -f $(OUT)/demo.db || $(MAKE) demo
	$(BIN)/communique explore --record $(OUT)/demo.db
test: $(DEV) ## run the tests
	$(BIN)/python -m pytest -n 2
check: $(DEV) ## lint, types, import law, limits, vocabulary, gold floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python checks/limits.py
	$(BIN)/python checks/map.py --check
	$(BIN)/python checks/reference.py --check
	$(BIN)/communique vocab check
	$(BIN)/python gold/build.py --check
	$(BIN)/communique evaluate record gold/en/record --gate gold/floors.toml
	$(BIN)/communique evaluate attribution gold/en/attribution --gate gold/floors.toml
	$(BIN)/communique evaluate events gold/en/events/dev --gate gold/floors.toml
	$(BIN)/communique evaluate clusters gold/en/clusters --gate gold/floors.toml
	$(BIN)/communique evaluate terms gold/en/terms --gate gold/floors.toml
	$(BIN)/communique evaluate compare gold/compare/dev --gate gold/floors.toml
	$(BIN)/communique evaluate commitments gold/en/commitments/test --gate gold/floors.toml
	$(BIN)/communique evaluate forecasts gold/en/forecasts/test --gate gold/floors.toml
	$(BIN)/communique evaluate conflicts gold/en/conflicts/test --gate gold/floors.toml
	$(BIN)/communique evaluate actors gold/en/actors/test.txt --gate gold/floors.toml
bench: $(DEV) ## time the whole read against spaCy's own parse of the same text
	$(BIN)/python bench/read.py $(TEXTS)
lock: ## write requirements.lock for the lowest Python served
	uv pip compile pyproject.toml --extra dev --extra llm --extra mcp --extra charts --extra vocab --extra frames --extra dask --extra ray --universal --python-version 3.11 --no-emit-index-url --no-header -q -o requirements.lock
clean: ## remove what make made
	rm -rf $(OUT) $(VENV) .mypy_cache .ruff_cache
