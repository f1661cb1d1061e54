# One command each. `make run` and `make test` set up all they need on a machine with python3.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SLOW := audio or dynamodb or understanding or browser

.PHONY: help run test slow lint check format model setup setup-tests clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup ## set up, then talk to the coach in this terminal
	@$(BIN)/python -m skill talk $(ARGS)

test: setup-tests ## set up, then run the tests of every day
	@$(BIN)/python -m pytest -m "not ($(SLOW))" $(ARGS)

slow: setup-tests ## the slow tests: espeak-ng, a DynamoDB server, sentence embeddings
	@$(BIN)/python -m pytest -m "$(SLOW)" $(ARGS)

lint: setup-tests ## format, lint, types and data
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m skill check

check: lint test slow ## everything CI runs

format: setup-tests ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

model: setup ## write the language model anew from its sentences
	@$(BIN)/python -m skill model

setup: $(VENV)/.ready
setup-tests: $(VENV)/.ready-for-tests

$(VENV)/.ready: requirements.txt
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.ready-for-tests: requirements-dev.txt $(VENV)/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean: ## remove what was set up
	@rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache
