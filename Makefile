# Two commands do everything: `make build` and `make test`. Each sets up what it needs, once.
.DEFAULT_GOAL := build
.PHONY: build test check serve bench pictures schema format lock clean help

python := .venv/bin/python
run := .venv/bin/askanyway

build: .venv/ready          ## build site/ with every PDF
	$(run) build

test: .venv/ready-to-test   ## run every check and test
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	$(python) -m pytest --numprocesses=2 --dist=loadfile --cov --cov-report=term

check: .venv/ready          ## look for mistakes in deck/
	$(run) check

serve: .venv/ready          ## preview the site and follow changes
	$(run) serve

bench: .venv/ready-to-test  ## measure speed and memory
	$(python) scripts/bench.py

pictures: .venv/ready-to-test ## make the README's pictures again
	$(python) scripts/pictures.py

schema: .venv/ready         ## write the JSON Schemas that editors use
	$(run) schema

format: .venv/ready-to-test
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

# Set-up: a virtual environment with pinned, hashed packages, and what they need from the system.
.venv/ready: requirements/build.txt pyproject.toml scripts/setup.sh
	sh scripts/setup.sh build
	@touch $@

.venv/ready-to-test: .venv/ready requirements/test.txt
	sh scripts/setup.sh test
	touch $@

lock: .venv/ready-to-test   ## pin the newest versions that fit, with hashes and no addresses
	sh scripts/lock.sh

help:                       ## list these targets
	@grep -E "^[a-z]+:.*##" Makefile | sed "s/:.*##/\t/"

clean:                      ## remove everything that was made
	rm -rf .venv build site *.egg-info .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
