# Undercurrent. `make` alone says what can be asked for; everything installed goes into .venv.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready-to-run
DEV_READY := .venv/ready-to-test
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SPARK := .spark/bin/spark-submit
DATA_FOLDER := $(if $(DATA),--data "$(DATA)")

.DEFAULT_GOAL := help
# A Spark that was unpacked half is none.
.DELETE_ON_ERROR:
.PHONY: help run test test-spark spark check bench bench-full demo dictionary chart-library shots

help: ## say what can be asked for
	@sed -n 's/^\([a-z-]*\):.*## /\1 - /p' Makefile | sort | \
		awk -F ' - ' '{printf "make %-13s %s\n", $$1, $$2}'

run: $(READY) ## open the dashboard; DATA=folder for another company's data
	@$(BIN)/python -m insight.serve $(DATA_FOLDER)

test: $(DEV_READY) ## run all tests; ARGS="-k words" for some of them
	@$(BIN)/python -m pytest -n 2 --ignore=tests/cluster $(ARGS)

# Without Java the tests say so themselves; Spark need not be fetched for that.
test-spark: $(DEV_READY) $(if $(SPARK_HOME),,$(if $(JAVA_HOME)$(shell command -v java),$(SPARK))) ## publish on a real Spark, which it starts here; needs Java
	@$(BIN)/python -m pytest tests/cluster $(ARGS)

spark: $(SPARK) ## bring Spark itself into .spark, for test-spark and its measurements

check: $(DEV_READY) ## ruff, import-linter and sqlfluff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint queries

bench: $(DEV_READY) ## what it costs beside other ways, at a million answers; ARGS="--answers 1e7"
	@$(BIN)/python -m bench --only publishing,questions,demo,clicks,loads,start $(ARGS)

bench-full: $(DEV_READY) ## ten million answers, every page in the browser, and fifty sessions
	@$(BIN)/python -m bench --answers 1e7 --every-page --only publishing,clicks,loads,start,sessions $(ARGS)

demo: $(READY) ## make the demo company's exports again, in data/ or in DATA
	@$(BIN)/python -m insight demo $(DATA_FOLDER)

dictionary: $(READY) ## write data/README.md anew from the tables and the queries
	@$(BIN)/python -m insight.dictionary > data/README.md

chart-library: $(READY) ## renew the library charts are drawn with; needs npm
	@$(BIN)/python -m insight.ui.renew_chart_library

shots: $(DEV_READY) ## a picture of every page into shots/, of the demo or of DATA
	@$(BIN)/python -m tests.browser.shots $(DATA_FOLDER)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; name one with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

$(READY): requirements.txt constraints.txt | $(BIN)/python
	$(PIP) -r requirements.txt -c constraints.txt
	@touch $@

$(DEV_READY): requirements-dev.txt requirements-spark.txt $(READY)
	$(PIP) -r requirements-dev.txt -c constraints.txt
	@touch $@

# The package is a source distribution with Spark's own jars in it: no wheel is worth building.
$(SPARK): requirements-spark-server.txt | $(BIN)/python
	@$(PIP:install=download) --no-deps --dest .spark/package -r requirements-spark-server.txt || \
		{ echo "Spark was not fetched: pip said why above (450 MB from the package registry);" \
			"SPARK_HOME can name a Spark 4 that is here already" >&2; exit 1; }
	tar -xzmf .spark/package/pyspark-*.tar.gz -C .spark --strip-components=2 \
		--wildcards 'pyspark-*/deps/bin' 'pyspark-*/deps/jars' --exclude='*/connect-repl'
	rm -r .spark/package
	@touch $@
