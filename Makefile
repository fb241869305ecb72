# The commands of the clinic. Each is a script in .tools/; `make help` lists them.
PORT ?= 8000
HOST ?= 127.0.0.1
TOOL = @.tools/python .tools/

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

run: ## start the demo clinic (PORT=8000)
	$(TOOL)start.py demo --port='$(PORT)' --host='$(HOST)'

clinic: ## start an empty clinic of your own in var/clinic (PORT=8000)
	$(TOOL)start.py clinic --port='$(PORT)' --host='$(HOST)'

test: ## check everything: linters, types, both databases, real workers, browser
	$(TOOL)check.py test

fast: ## the suite on SQLite, without browser, workers and what is slow, under a minute
	$(TOOL)check.py fast

check: ## linters, types, import contracts, migrations, deployment settings
	$(TOOL)check.py check

bench: ## measure, and write bench/results.md
	$(TOOL)check.py bench

lock: ## compile the pinned lists of packages from requirements/*.in and package.json
	$(TOOL)lock.py

setup: ## bring everything that the other commands need, start nothing
	$(TOOL)check.py setup

.PHONY: help run clinic test fast check bench lock setup
