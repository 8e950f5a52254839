# Hallboard.  `make run` and `make test` do all their set-up themselves.
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet
RUN = PYTHONPATH=. .venv/bin/python

.PHONY: help run serve test faults bench check fix lock messages clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .make/ready  ## serve the demonstration county on http://127.0.0.1:8000 (PORT=9000 for another)
	@exec ./hallboard demo --port $(PORT)

serve: .make/ready  ## serve an empty system with its data in ./data
	@./hallboard migrate && exec ./hallboard serve --port $(PORT)

check: .make/test-ready  ## format, lint, types, import rules
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	PYTHONPATH=. .venv/bin/lint-imports

test: check .make/browser  ## every test: databases, browsers, fault tests in short rounds
	$(RUN) -m pytest -n 2 $(ARGS)

faults: .make/test-ready .make/browser  ## the fault tests in full counts, and all pages on PostgreSQL
	HALLBOARD_FAULTS=full $(RUN) -m pytest -m fault $(ARGS)
	HALLBOARD_FAULTS=full $(RUN) -m pytest -n 2 -m "thorough and not fault" $(ARGS)

bench: .make/test-ready  ## one table, each figure beside a yardstick of the same run
	$(RUN) -m bench

fix: .make/test-ready  ## format and mend what can be mended by itself
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock: .make/test-ready  ## make the requirement locks anew (hashes, no addresses)
	$(PIP) install pip-tools
	cd requirements && CUSTOM_COMPILE_COMMAND="make lock" ../.venv/bin/pip-compile -q --upgrade --generate-hashes \
	  --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o run.txt run.in
	cd requirements && CUSTOM_COMPILE_COMMAND="make lock" ../.venv/bin/pip-compile -q --upgrade --generate-hashes \
	  --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o test.txt test.in

messages: .make/ready  ## collect new texts into the catalogue (web/i18n)
	$(RUN) -m server.catalogue --update

clean:  ## remove everything that the targets made
	rm -rf .venv node_modules .make media/fonts web/vendor

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "需要 Python 3.11 或更高版本：apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "缺少 venv 模块：apt-get install python3-venv"; exit 1; }

.make/python: requirements/run.txt | .venv/bin/python
	@mkdir -p .make
	$(PIP) install --require-hashes -r requirements/run.txt
	@touch $@

.make/ready: .make/python package-lock.json server/assets.py $(wildcard web/i18n/*/LC_MESSAGES/*.po)
	@$(RUN) -m server.assets
	@$(RUN) -m server.catalogue --compile
	@touch $@

.make/test-ready: .make/ready requirements/test.txt
	$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

.make/browser: .make/test-ready
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; fi; }
	@command -v chromium >/dev/null || { echo "浏览器测试需要 Chromium：sudo apt-get install chromium"; exit 1; }
	@touch $@
