# `make` alone lists the commands: each line below that says what its command does.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$name; break; }; done)
SET_UP = $(or $(PYTHON),$(error Python 3.11, 3.12 or 3.13 is needed; on Debian: apt-get install -y python3 python3-venv)) jobjam_site/local/environment.py
LOCK = .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.DEFAULT_GOAL := help
.PHONY: help environment demo manage test lint evaluator-benchmark lock clean

help:
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'

environment: ## create .venv with everything pinned in requirements-dev.lock
	@exec $(SET_UP)

demo: ## build the demo and serve it at http://localhost:8000/ until Ctrl-C (PORT=8001 for another port)
	@exec $(SET_UP) demo

manage: ## run one manage.py command with the demo's servers: make manage COMMAND="evaluate JD.txt RESUME.pdf"
	@exec $(SET_UP) run manage.py $(COMMAND)

test: environment ## run all tests (TESTS="evaluations -k scoring" for some)
	@exec env -u DJANGO_SETTINGS_MODULE .venv/bin/python -m pytest $(TESTS)

lint: environment ## check style, import borders, migrations and settings
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	@# Without a server the comparison with the database's own history is left out, with a warning nobody needs.
	.venv/bin/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	.venv/bin/python manage.py check

evaluator-benchmark: environment ## measure the evaluator on labelled texts: make evaluator-benchmark FOLDER=... (OPTIONS="--worst 30")
	.venv/bin/python manage.py benchmark $(FOLDER) --trust $(OPTIONS)

lock: environment ## resolve requirements.txt and requirements-dev.txt anew into the two locks, with hashes
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) --output-file=requirements.lock requirements.txt
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) --output-file=requirements-dev.lock requirements-dev.txt

clean: ## remove .venv and var: environment, database, media and logs of the demo
	rm -rf "$$(readlink -f .venv)" "$$(readlink -f var)" .venv var .pytest_cache .ruff_cache
