# The two commands that matter: `make demo` shows a record, `make test` runs every check.

PYTHON ?= python3
BIN := .venv/bin
export UV_LINK_MODE := copy

# uv takes seconds where pip takes minutes; pip is the way out where only pip knows the machine's index.
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python \
		--constraint constraints.txt --build-constraint constraints.txt --editable '$(1)' \
	|| $(BIN)/pip install --quiet --constraint constraints.txt --editable '$(1)'

EVERYTHING := .[bundle,mcp,parquet,postgres,ray,warc,web,dev]

.PHONY: demo test check format evals fuzz picture clean

demo: export ONRECORD_RECORD := out/demo.sqlite
demo: .venv/.core  ## builds a record of the example reports and writes its dossier to out/
	@mkdir -p out
	@rm -f $(ONRECORD_RECORD)*
	$(BIN)/onrecord add examples/stories
	@echo; echo 'Who says most:'; $(BIN)/onrecord people | head -12
	@echo; echo 'What one of them says:'; $(BIN)/onrecord statements --by "Esther Mwale"
	@echo; $(BIN)/onrecord dossier -o out/dossier.html --title "Ten example stories"

test: check chromium driver postgresql  ## style, types and all tests
	$(BIN)/pytest -n 2

check: .venv/.all  ## style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.all
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

DATA ?= ../shared/data
evals: .venv/.all  ## every score of accuracy beside its floor; DATA is the folder of the annotated corpora
	$(BIN)/python -m evals.table $(DATA)

fuzz: .venv/.all  ## mutated inputs over every parser and the reader; what fails is written to out/fuzz/
	$(call INSTALL,.[fuzz])
	$(BIN)/python fuzz/fuzz.py

picture: export ONRECORD_RECORD := out/picture.sqlite
picture: .venv/.core chromium  ## the picture in the README: a real dossier of a story among the examples
	@mkdir -p out
	@rm -f $(ONRECORD_RECORD)*
	$(BIN)/onrecord add examples/stories/dam-failure
	$(BIN)/onrecord dossier -o out/dam.html --title "The dam at Kasote"
	$(BIN)/python docs/picture.py examples/stories/dam-failure out/dam.html out/picture.html
	chromium --headless --no-sandbox --hide-scrollbars --force-device-scale-factor=1.25 \
		--virtual-time-budget=2000 --window-size=1460,1000 --screenshot=docs/dossier.png out/picture.html

clean:
	rm -rf .venv out .mypy_cache .pytest_cache .ruff_cache

.venv/.core: .venv/.uv pyproject.toml constraints.txt
	$(call INSTALL,.)
	@touch $@

.venv/.all: .venv/.uv pyproject.toml constraints.txt
	$(call INSTALL,$(EVERYTHING))
	@touch $@ .venv/.core

.venv/.uv: .venv/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@touch $@

# A bare Debian has Python without the part that makes environments.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Onrecord needs Python 3.11 or newer: make PYTHON=python3.12 …' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/apt python3-venv
	$(PYTHON) -m venv .venv
	@touch $@

# The tests look at the dossier page in a real browser.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || .ci/apt chromium

# A bare Debian lacks a library that playwright's driver of that browser needs.
.PHONY: driver
driver: .venv/.all
	@$(BIN)/playwright --version >/dev/null 2>&1 || .ci/apt libatomic1

# The tests of records on PostgreSQL start a server of their own.
.PHONY: postgresql
postgresql:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || .ci/apt postgresql
