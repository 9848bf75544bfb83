# Everything a newcomer types. `make help` lists it.

PYTHON  := .venv/bin/python
INSTALL := sh ocse_nap/dev/install.sh
RUFF    := .venv/bin/ruff
COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-annotate --no-header

.PHONY: help run setup test lint format messages bench screenshots lock reset

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: ## set everything up and start it; PORT=8001 make run chooses the port
	@$(INSTALL) run
	@exec $(PYTHON) -m ocse_nap.dev run

setup: ## set everything up without starting it
	@$(INSTALL) run
	@exec $(PYTHON) -m ocse_nap.dev setup

test: ## everything CI checks
	@$(INSTALL) test
	@exec $(PYTHON) -m ocse_nap.dev test

lint: ## the quick checks only
	@$(INSTALL) test
	@$(PYTHON) -m ocse_nap.dev lint

format: ## put the code into its form
	@$(INSTALL) test
	@$(RUFF) check --fix --quiet . ; $(RUFF) format .

messages: ## bring locale/km up to date with the texts in the code
	@$(INSTALL) run
	@$(PYTHON) -m ocse_nap.translations harvest

bench: ## measure speed; the numbers are in benchmarks/
	@$(INSTALL) test
	@$(PYTHON) -m benchmarks

screenshots: ## every page in English and Khmer, wide and narrow
	@$(INSTALL) test
	@$(PYTHON) -m tests.browser.screenshots

lock: ## write the lock files for what pyproject.toml asks (needs uv)
	$(COMPILE) -o requirements/production.lock
	$(COMPILE) --extra run -c requirements/production.lock -o requirements/run.lock
	$(COMPILE) --extra run --extra test -c requirements/run.lock -o requirements/test.lock

reset: ## delete the database and start over; asks first
	@$(INSTALL) run
	@exec $(PYTHON) -m ocse_nap.dev reset
