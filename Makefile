# The commands of the project. Needs python3 (3.11 or newer) with venv, git and make; brings the rest itself.
CHECKS := check-types check-format check-lint check-layers check-templates check-translations check-sizes
.PHONY: setup run demo test check bench format translations $(CHECKS) check-house
.DEFAULT_GOAL := setup
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
READY := .venv/.ready
# Compiled modules are kept, whatever the environment says: the tests start Python some hundred times
unexport PYTHONDONTWRITEBYTECODE

$(READY): pyproject.toml uv.lock .python-version scripts/setup
	@scripts/setup

setup: $(READY)  ## everything the project runs with, in .venv

run: $(READY)  ## a community of your own in ./data, at http://localhost:8000
	@FOLKMOOT_DATA_DIR="$${FOLKMOOT_DATA_DIR:-data}" exec $(BIN)/folkmoot serve

demo: $(READY)  ## a community with people in it, in ./demo-data
	@FOLKMOOT_DATA_DIR="$${FOLKMOOT_DATA_DIR:-demo-data}" exec $(BIN)/folkmoot demo

test: $(READY)  ## the checks, then every test (the house rules among them) on SQLite and PostgreSQL, in browsers too
	@scripts/system-packages
	@$(MAKE) -k -j2 --output-sync=target $(CHECKS)
	@scripts/test

check: $(READY)  ## format, lint, types, layers, migrations, templates, translations, sizes and the other house rules
	@$(MAKE) -k -j2 --output-sync=target $(CHECKS) check-house

check-format: $(READY)
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --diff --quiet .; echo "Not formatted: run make format"; exit 1; }

check-lint: $(READY)
	@$(BIN)/ruff check --quiet .

check-types: $(READY)
	@FOLKMOOT_DATA_DIR=.tools/scratch $(BIN)/mypy --no-error-summary

check-layers: $(READY)
	@mkdir -p .tools && $(BIN)/lint-imports > .tools/layers.log 2>&1 || { sed -n '/^Contracts$$/,$$p' .tools/layers.log; exit 1; }
	@sed -n '/^Contracts: /p' .tools/layers.log

check-templates: $(READY)
	@$(BIN)/djlint --quiet --lint folkmoot

check-translations: $(READY)
	@$(BIN)/python -m scripts.translations --check

check-sizes: $(READY)
	@$(BIN)/python -m tests.house.sizes

check-house: $(READY)
	@$(BIN)/python -m pytest -q --no-header -p no:cacheprovider tests/house

format: $(READY)  ## put the code into its one format, and mend what can be mended
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

translations: $(READY)  ## collect every text anew, and compile the catalogues
	@$(BIN)/python -m scripts.translations

bench: $(READY)  ## the measurements of the project's bars
	@scripts/system-packages
	@$(BIN)/python -m bench $(ARGS)
