# `make release` and `make test` need python3 (3.11 or later) with venv, make and git; all else is set up in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# the same answers on every machine: no catalogue or locale of the system, no bytecode of another version
export PYTHONUTF8 := 1

.PHONY: release test lint types docs translations changelog benchmark clean
.DEFAULT_GOAL := release

# Word releases, master lists and manifest of this repository's own documents, in dist/.
release: $(READY)
	$(BIN)/qmsdocs release --out dist

# All tests, those in docstrings and documents too; narrow them with make test ARGS="-k digest".
test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy

# The documentation in site/; the pages of the rules are written from the rules. No page may need an outside host.
docs: $(READY)
	$(BIN)/python tools/rule_pages.py docs/rules
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@! grep -rlE '<(script|link|img|iframe)[^>]+(src|href)="?(https?:)?//' --include='*.html' site || \
	  { echo 'these pages load something from an outside host' >&2; false; }

# After texts in the code have changed: brings the catalogue up to date and compiles it.
translations: $(READY)
	$(BIN)/python tools/catalogue.py extract
	$(BIN)/python tools/catalogue.py compile

# Before a version is released: moves the fragments of changes/ into CHANGELOG.md.
changelog: $(READY)
	$(BIN)/towncrier build --yes

# Not part of CI; `make benchmark ARGS=…` passes options on.
benchmark: $(READY)
	$(BIN)/python -m benchmarks.run $(if $(GROWTH),--growth) $(ARGS)

clean:
	rm -rf $(VENV) dist site docs/rules build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Made anew when what is wanted has changed, else reused.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[site,pdf,sign,dev]'
	touch $@
