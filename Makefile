# Needs Python 3.11 or newer, make and git. Everything else is put into .venv by `make setup`.
BIN := .venv/bin
SEED ?= 7
# Where the live application of `make demo` listens.
PORT ?= 8000
# More options for pytest: make test ARGS="-k barrier"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo play test check coverage bench nightly lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: .venv/.ready ## make .venv with the locked packages

.venv/.ready: requirements.lock pyproject.toml
	@tools/setup.sh

demo: setup ## the flagship: a finished play's report, and a fresh exercise live until Ctrl-C (PORT=8000)
	@SEED=$(SEED) PORT=$(PORT) tools/demo.sh

play: setup ## play the flagship to its end with bots and write the after-action report
	@$(BIN)/whitecell play extended-deterrence --seed $(SEED) --out out/play
	@test -s out/play/aar.html
	@echo "After-action report: $(CURDIR)/out/play/aar.html"

test: setup ## run the tests, in parallel
	@tools/browser.sh --install >/dev/null || true
	@$(BIN)/pytest -q -n auto --dist worksteal $(ARGS)

check: setup ## lint, format, types, import contracts
	@status=0; \
	$(BIN)/ruff check --quiet || status=1; \
	$(BIN)/ruff format --check || status=1; \
	$(BIN)/mypy || status=1; \
	$(BIN)/lint-imports --no-logo --no-cache >.venv/imports.txt || { cat .venv/imports.txt; status=1; }; \
	exit $$status

coverage: ## run the tests with branch coverage of the pure packages; fails under the bound in pyproject.toml
	@$(MAKE) --no-print-directory test ARGS="$(ARGS) --cov"

bench: setup ## run the benchmarks
	@$(BIN)/python -m benchmarks

nightly: setup ## run the tests too slow for every commit
	@tools/browser.sh --install >/dev/null || true
	@HYPOTHESIS_PROFILE=nightly $(BIN)/pytest -q -m nightly -n auto --dist worksteal $(ARGS)

lock: setup ## resolve requirements.lock anew (UPGRADE=1: to the newest versions)
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	    --fork-strategy fewest --no-header --no-emit-index-url --no-emit-find-links --quiet $(if $(UPGRADE),--upgrade) \
	    --output-file requirements.lock

clean: ## remove .venv, caches and output
	@rm -rf .venv out build dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis src/*.egg-info
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
