# Everything a developer types. `make help` lists it; DEVELOPERS.md explains it.
# PYTHON= chooses the interpreter (3.11 to 3.13), VENV= the environment's folder.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell sh .make/find-python)
VENV ?= .venv
RUN := $(VENV)/bin/python
# An environment is as good as the lock it was installed from: a new lock is a new stamp.
STAMP := $(VENV)/.installed-$(shell cksum < requirements.lock | tr -s ' ' '-')
HOST ?= 127.0.0.1
PORT ?= 8000
# Split over the cores; the suite is bound by the processor.
PYTEST_WORKERS ?= 2
# Tests with commands of their own: even to collect them takes time.
BROWSER := tests/browser
CONTRACT := tests/api/v1/test_schemathesis.py
# How often `make soak` tries everything.
ROUNDS ?= 1
export HOST PORT
export UV_PYTHON_DOWNLOADS := never

.PHONY: help run test test-contract test-browser bench demo-reset lint format types contracts migrations openapi messages soak lock install clean

help: ## List what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

run: install ## Serve the CMS and the API with the demo content (HOST=, PORT=)
	@exec $(RUN) manage.py serve

demo-reset: install ## Throw the local database and uploads away and load the demo anew
	@$(RUN) manage.py serve --fresh --prepare-only

test: install ## Run the test suite on SQLite (DATABASE_URL= and REDIS_URL= choose services)
	@$(RUN) -m pytest -n $(PYTEST_WORKERS) --dist loadgroup --ignore $(BROWSER) --ignore $(CONTRACT) $(ARGS)

test-contract: install ## Go through the API as its OpenAPI describes it, with Schemathesis
	@$(RUN) -m pytest $(CONTRACT) $(ARGS)

test-browser: install ## Run the tests that drive a real Chromium
	@$(RUN) -m pytest -n $(PYTEST_WORKERS) $(BROWSER) $(ARGS)

soak: install ## Inject every fault there is, at every step (ROUNDS= times; ARGS= for pytest)
	@SOAK_ROUNDS=$(ROUNDS) $(RUN) -m pytest -m soak $(ARGS)

bench: install ## Measure delivery, publishing and rebuilding, and print ratios
	@$(RUN) -m tests.benchmarks $(ARGS)

lint: install ## Look for mistakes and wrong formatting
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .

format: install ## Correct formatting and what else can be corrected mechanically
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

types: install ## Check the types
	@$(RUN) -m mypy articles api cms

contracts: install ## Check who may import whom
	@$(VENV)/bin/lint-imports

migrations: install ## Check that no model changed without a migration
	@$(RUN) manage.py makemigrations --check --dry-run --settings cms.settings.test

openapi: install ## Check the stored OpenAPI document against the code
	@$(RUN) manage.py openapi --check --settings cms.settings.test

messages: install ## Check that the editor's words are translated (ARGS=--write updates the files)
	@$(RUN) .make/messages.py $(ARGS)

lock: ## Compile requirements.lock anew from pyproject.toml (ARGS=--upgrade for newer versions)
	@UV="$$(sh .make/find-uv "$(PYTHON)")" && "$$UV" pip compile --universal --generate-hashes \
	  --python-version 3.11 --extra cms --group dev pyproject.toml -o requirements.lock \
	  --no-emit-index-url --custom-compile-command "make lock" --quiet $(ARGS)

install: $(STAMP) ## Make the environment, or bring it up to date with requirements.lock

$(STAMP): requirements.lock
	@sh .make/install "$(PYTHON)" "$(VENV)"
	@touch $@

clean: ## Remove environments, caches, and the local database with its uploads
	rm -rf .venv* var build dist .coverage* htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
