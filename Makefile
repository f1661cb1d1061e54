# One command each. `make run` and `make test` set up all they need on a machine with python3.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SLOW := audio or dynamodb or understanding or browser or shipping or trials

.PHONY: help run talk voice test slow lint check format model bundle rehearse screens bench \
	lock setup setup-tests clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup .cache/viewhost/.ready ## set up, then open a smart speaker in the browser
	@if [ -t 0 ] && { [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; }; \
	then $(BIN)/python -m skill serve --unsigned --open $(ARGS); \
	else $(BIN)/python -m skill talk $(ARGS); fi

talk: setup ## talk to the coach in this terminal
	@$(BIN)/python -m skill talk $(ARGS)

voice: setup ## add a natural voice for the page (about 250 MB)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-voice.txt

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

bundle: setup ## build the Lambda bundle as the ASK CLI does
	@$(BIN)/python .deploy/bundle.py

rehearse: setup ## play Amazon's certification checklist
	@$(BIN)/python -m skill.simulator.rehearsal --brief $(ARGS)

screens: setup-tests ## pictures of every screen, as Amazon's renderer draws them
	@$(BIN)/python -m skill.screen.gallery .cache/gallery $(ARGS)

bench: setup-tests bundle ## measure, beside a hello-world skill
	@$(BIN)/python -m tests.bench $(ARGS)

format: setup-tests ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

model: setup ## write the language model
	@$(BIN)/python -m skill model

lock: setup ## pin what the server installs anew, after a change of requirements
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@cd .deploy && ../$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate \
		--python-version 3.11 --custom-compile-command "make lock" \
		requirements-server.txt --output-file ../requirements.lock

setup: $(VENV)/.ready
setup-tests: $(VENV)/.ready-for-tests

# Amazon's renderer for the page's screen; without npm the page works, and says what is missing
.cache/viewhost/.ready: skill/simulator/page/viewhost/package-lock.json
	@mkdir -p .cache/viewhost
	@cp skill/simulator/page/viewhost/package*.json .cache/viewhost/
	@npm ci --prefix .cache/viewhost --ignore-scripts --no-audit --no-fund --silent && cp $< $@ \
	|| echo "No npm: the page works without its screen."

$(VENV)/.ready: requirements.lock
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.ready-for-tests: requirements-dev.txt requirements-voice.txt \
		requirements-embeddings.txt $(VENV)/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		-r requirements-embeddings.txt
	@touch $@

clean: ## remove what was set up
	@rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache
