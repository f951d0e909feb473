# make run    sets everything up in .venv and serves MTL Studio on 127.0.0.1:8501
# make test   sets everything up, the browser included, and runs every check and test
# make screenshots   takes the pictures in docs/screenshots from the running app

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

.PHONY: run test screenshots ready ready-to-test machine

# One allocator for all threads and for Arrow too: the server takes 8 MB less; no docstrings in it: 8 MB less again.
run: export MALLOC_ARENA_MAX = 1
run: export ARROW_DEFAULT_MEMORY_POOL = system
run: export PYTHONOPTIMIZE = 2
run: ready
	@exec $(BIN)/python -m streamlit run app.py --server.address=127.0.0.1 --server.port=$(PORT)

test: ready-to-test machine
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser"
	$(BIN)/python -m pytest -m browser

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
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "MTL Studio needs Python 3.11 or newer; name one that you have: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	    echo "Python could not make a virtual environment; on Debian install python3-venv and try again."; exit 1; }

machine:
	@bash .ci/machine
