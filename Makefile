# Everything a person or a machine does with this clone. Each target sets up what it needs by itself; `make help` lists them.
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
# The rings that know no Qt and no database; their tests also run where neither can be imported.
FREE := $(wildcard tests/domain tests/planning tests/forecast tests/report tests/service tests/view tests/simulation)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run optimise test bench soak build clean style contracts types blocked window screens suite

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run:  ## open the console on a living demo site (without a display: the same session offscreen)
	@setup/prepare.sh run
	@$(PYTHON) -m console demo $(ARGS)

optimise:  ## add the solver that proves plans (optional: 200 MB; everything works without it)
	@setup/prepare.sh optimise

test:  ## style, types, import contracts, shapes and the whole suite
	@setup/prepare.sh test
	@$(MAKE) --no-print-directory --keep-going style contracts types blocked window screens suite

style:
	$(PYTHON) -m ruff check .

contracts:
	.venv/bin/lint-imports --no-logo

types:
	$(PYTHON) -m mypy

blocked:
	QT_QPA_PLATFORM= HYPOTHESIS_PROFILE=quick $(PYTEST) -q -p tests.blocked -p no:pytest-qt --ignore=tests/planning/cpsat $(FREE)

window:
	$(if $(wildcard tests/window),QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1920x1080x24" $(PYTEST) -q tests/window)

# A process of their own: Qt dresses every widget that still lives anew, so after thousands of other tests each window takes seconds.
screens:
	$(PYTEST) -q tests/ui

suite:
	$(PYTEST) -q --ignore=tests/ui

bench:  ## measure the budgets (tests/benchmarks); prints, gates nothing by time
	@setup/prepare.sh test
	$(PYTHON) -m tests.benchmarks

soak:  ## the slow campaigns (tests/soak); writes their figures into docs/
	@setup/prepare.sh test
	HYPOTHESIS_PROFILE=soak $(PYTEST) -q -s tests/soak

build:  ## build the program folder with PyInstaller and let it test itself
	@setup/prepare.sh build
	$(PYTHON) -m PyInstaller --noconfirm --log-level WARN build.spec
	dist/cleanroom-console/cleanroom-console self-test

clean:  ## forget what was set up and built (the data of your sites lies elsewhere and stays)
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
