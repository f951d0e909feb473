# make run      sets everything up in .venv and serves MTL Studio on http://127.0.0.1:8501
# make test     sets everything up, the browser included, and runs every check and test
# make check    lint, format, types, floors and style: what to run before a commit
# make format   lays out the sources
# make screenshots   takes the pictures in docs/screenshots from the running app

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
BIOME := node_modules/.bin/biome
BROWSER := tests/end_to_end tests/pages/components

.PHONY: run test check format screenshots ready ready-to-test machine

run: ready
	@exec $(BIN)/python -m mtl_core serve --port=$(PORT)

test: ready-to-test machine check
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser" --ignore=tests/test_floors.py --ignore=tests/test_style.py
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "browser and not alone" $(BROWSER)
	$(BIN)/python -m pytest -m "browser and alone" $(BROWSER)

check: ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_floors.py tests/test_style.py tests/pages/components/test_assets.py
	@if $(BIOME) --version >/dev/null 2>&1; then $(BIOME) ci pages; \
	    else echo "The scripts in pages/ were not linted: Biome is not installed here; npm ci installs it."; fi

format: ready-to-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@if $(BIOME) --version >/dev/null 2>&1; then $(BIOME) check --write pages; \
	    else echo "The scripts in pages/ were not laid out: Biome is not installed here; npm ci installs it."; fi

screenshots: ready-to-test machine
	$(BIN)/python -m docs.screenshots

# The copy of the requirements inside .venv says what is installed there; while it is equal, nothing is asked of pip.
ready: $(BIN)/pip
	@cmp -s requirements.txt .venv/installed.txt || { \
	    echo "Installing what MTL Studio needs (once, some minutes) …" \
	    && $(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt \
	    && cp requirements.txt .venv/installed.txt; }

ready-to-test: ready
	@cat requirements.txt requirements-pretrained.txt tests/requirements.txt | cmp -s - .venv/installed-to-test.txt || { \
	    $(BIN)/pip install --quiet --disable-pip-version-check -r tests/requirements.txt \
	    && cat requirements.txt requirements-pretrained.txt tests/requirements.txt > .venv/installed-to-test.txt; }

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
	    echo "MTL Studio needs Python 3.11, 3.12 or 3.13 (TensorFlow has no build for others); name one that you have: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	    echo "Python could not make a virtual environment; on Debian install python3-venv and try again."; exit 1; }

machine:
	@bash .ci/machine
