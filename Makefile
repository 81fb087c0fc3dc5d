# run · test · check · bench: all from a fresh clone with Python 3.11 or later and nothing else.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
LOCKS := requirements.txt requirements-dev.txt
WORDS := $(patsubst %.po,%.mo,$(wildcard src/ocop/*/locale/*/LC_MESSAGES/*.po))
# makemigrations asks a database for its history; the check must not need one.
NO_DATABASE := DATABASE_URL='postgresql:///none?host=/nowhere' PYTHONWARNINGS=ignore

# Containers often forbid Python to keep what it compiled; every process here would compile Django anew (3 s of CPU).
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check bench environment words browser
.DEFAULT_GOAL := run

run: environment words
	@OCOP_DEMO=1 exec $(BIN)/ocop serve --with-parent

test: environment words browser
	@exec $(BIN)/pytest -n 2 --dist loadgroup $(PYTEST)

check: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(NO_DATABASE) $(BIN)/python -m django makemigrations --check --dry-run --settings ocop.portal.settings
	@mkdir -p var
	$(BIN)/coverage run -m pytest -q tests/epcis tests/gs1 --ignore tests/epcis/test_fuzz.py
	$(BIN)/coverage report

bench: environment words
	@sh .ci/debian wrk "Thiếu wrk thì không đo được trang quét tem."
	@exec $(BIN)/python -m bench

environment: $(READY)

words: $(WORDS)

browser: environment
	@sh .ci/debian chromium "Các bài kiểm thử bằng trình duyệt sẽ bị bỏ qua."
	@sh .ci/debian zbarimg "Tem sẽ chỉ được đọc lại bằng một bộ giải mã." zbar-tools

# Renewed when a lock changes; the stamp comes last, so an interrupted set-up is taken up again.
$(READY): $(LOCKS)
	@PYTHON='$(PYTHON)' sh .ci/environment $(VENV) $(LOCKS)
	@touch $@

# Compiled catalogues are made here and never kept; gettext's own tools need not be installed.
%.mo: %.po $(READY)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
