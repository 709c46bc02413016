# Rongyao 戎耀. Two commands on a fresh machine: make run, make test.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.stamp-base
DEV    := $(VENV)/.stamp-dev

.DEFAULT_GOAL := help
.PHONY: help run test journeys matrix looks chaos bundle bundle-test lint types arrows check messages bench chosen clean reset lock

help: ## Print this help
	@awk 'BEGIN{FS=":.*## "} /^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what is needed (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(DEV): $(STAMP) requirements/dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: $(STAMP) ## Open the working bureau (PEOPLE=30000 for a bigger city, PORT=9000 for another port)
	@$(BIN)/rongyao run $(if $(PORT),--port $(PORT)) $(if $(PEOPLE),--people $(PEOPLE))

test: $(DEV) ## Every test but the browser's
	@$(BIN)/pytest -n 2 --dist loadgroup

journeys: $(DEV) ## Whole paths in a real browser (skips, saying so, where there is no Chromium)
	@$(BIN)/pytest tests/journeys -o addopts="-q --strict-markers --import-mode=importlib" -p no:randomly

matrix: $(DEV) ## Every address as every kind of user, one's own and another's: every cell (takes some minutes)
	@RONGYAO_MATRIX=whole $(BIN)/pytest -s tests/access

looks: $(DEV) ## Every page in every view, width and language: screenshots and axe
	@$(BIN)/pytest tests/looks -o addopts="-q --strict-markers --import-mode=importlib" -p no:randomly

chaos: $(DEV) ## Kill -9 the web, worker and database a hundred times (POINTS=20 SEED=7 for others)
	@$(BIN)/python tests/running/chaos.py --points $(or $(POINTS),100) $(if $(SEED),--seed $(SEED))

bundle: $(STAMP) ## Build dist/rongyao-bundle-….tar, which installs with no network
	@$(BIN)/python deploy/bundle.py

bundle-test: $(STAMP) ## Install the bundle into an empty place with the network taken away, and run it
	@$(BIN)/python deploy/try_bundle.py

$(VENV)/.stamp-bench: $(DEV) requirements/bench.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

bench: $(VENV)/.stamp-bench ## Speed as ratios against peers and limits in the same run (docs/benchmarks.md)
	@$(BIN)/python -m rongyao.choosing.by_score.bench
	@$(BIN)/python -m rongyao.choosing.together.bench
	@$(BIN)/python -m benchmarks.determining
	@$(BIN)/python -m benchmarks.one_person
	@$(BIN)/python -m benchmarks.scale
	@$(BIN)/python -m benchmarks.importing
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.impact

chosen: $(VENV)/.stamp-bench ## Every invariant of the choosing in full: markets against brute force, every changed record (about five minutes of processor)
	@RONGYAO_FULL=1 $(BIN)/pytest -n 2 src/rongyao/choosing

lint: $(DEV) ## ruff
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(DEV) ## mypy
	@$(BIN)/mypy

arrows: $(DEV) ## import-linter
	@$(BIN)/lint-imports

check: lint types arrows test ## Lint, types, arrows, tests

messages: $(STAMP) ## Compile translations
	@$(BIN)/python -c "from rongyao.bureau.config.messages import compile_all; print(compile_all(), 'compiled')"

lock: ## Lock requirements anew (hashes, no index address)
	@test -x $(VENV)/lock/bin/uv || { $(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet --disable-pip-version-check uv; }
	@for name in base dev bench scale; do $(VENV)/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements/$$name.in -o requirements/$$name.txt; done

reset: $(STAMP) ## Throw away the data of ./var
	@$(BIN)/rongyao reset --yes

clean: ## Throw away the environment
	rm -rf $(VENV) build dist src/*.egg-info
