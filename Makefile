# Each target sets up .venv by itself; Python 3.11 or newer and make are all that is needed.
# `make run` is first, so plain `make` does it.

SHELL := bash
PY := .venv/bin/python
N ?= 1000
# One more than there are processors: a test in a terminal mostly waits.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1 )))

.PHONY: run test lint types imports check bench kills mutants docs clean setup setup-dev

run: setup ## a check-in; without a terminal, a recorded one in a temporary folder
	@scripts/run

test: setup-dev ## everything but the slow tests, quietly; the kills last, by themselves, with their figures
	@$(PY) -m pytest -q -n $(WORKERS) -m "not slow and not kills"
	@$(PY) -m pytest -q -m "kills and not slow"

lint: setup-dev ## style, and whether the formatting stands
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

types: setup-dev ## mypy, strict
	@.venv/bin/mypy --strict src

imports: setup-dev ## who may import whom
	@.venv/bin/lint-imports

check: ## all of it, as the continuous integration does
	@.ci/run

bench: setup-dev ## the figures for speed and size
	@$(PY) -m benchmarks

kills: setup-dev ## `make kills N=1000`: end sessions, and what changes the file, with SIGKILL N times each; nothing may be lost
	@$(PY) -m pytest -q -m kills --kills $(N) --timeout 0

mutants: setup-dev ## `make mutants N=10000`: use N damaged journals; each ends in a clear error, or works
	@$(PY) -m pytest -q tests/journal/test_bad_files.py --mutants $(N) --timeout 0

docs: setup-dev ## write the pages that are made from the code
	@$(PY) scripts/docs.py --write

clean: ## remove what building and testing left; no journal is touched
	@rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	@find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@scripts/setup

setup-dev:
	@scripts/setup dev
