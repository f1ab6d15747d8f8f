# The book's commands; each sets up what it needs. `make help` lists them.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
VENV_PYTHON := .venv/Scripts/python.exe
else
VENV_PYTHON := .venv/bin/python
endif

export PORT
export SITE_URL
export REPOSITORY_URL
export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help setup site book archive pdf sheets test test-views test-all test-matrix lab store lint pins bench light clean

help: ## say what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

setup: ## install everything into .venv and web/node_modules (done once)
	@$(PYTHON) tools/setup.py
	@$(VENV_PYTHON) -m tools.front_end

site: setup ## build the website into _build/html
	@$(VENV_PYTHON) -m tools.build

book: site ## build the website, serve it on this machine, open it
	@$(VENV_PYTHON) -m tools.serve

archive: site ## pack the website into one file that works without a network
	@$(VENV_PYTHON) -m tools.archive

pdf: site ## print the book into one PDF
	@$(VENV_PYTHON) -m tools.pdf

sheets: setup ## write the exercises without their solutions into _build/sheets
	@$(VENV_PYTHON) -m tools.sheets

test: site ## run the quick tests: unit, notebooks, each page of the built site in one view
	@$(VENV_PYTHON) -m tools.test

test-views: site ## run the tests of the pages' other views
	@$(VENV_PYTHON) -m tools.test views

test-all: site ## run every test, the slow ones too
	@$(VENV_PYTHON) -m tools.test all

test-matrix: setup ## run unit, parity and notebook tests on every Python here, oldest and newest NumPy
	@$(VENV_PYTHON) -m tools.front_end
	@$(VENV_PYTHON) -m tools.matrix

lab: setup ## open the chapters in JupyterLab
	@$(VENV_PYTHON) -m tools.lab

store: setup ## execute the chapters and store their text outputs
	@$(VENV_PYTHON) -m tools.notebooks store

lint: setup ## check the style of the code
	@$(VENV_PYTHON) -m ruff check . && $(VENV_PYTHON) -m ruff format --check .

pins: setup ## renew the pins, then run everything; what fails puts the old ones back
	@$(VENV_PYTHON) -m tools.pins

bench: setup ## measure speed against the peers (installs them beside the book)
	@$(VENV_PYTHON) -m tools.bench $(NAMES)

light: site ## measure pages with Lighthouse on an idle machine, before a release
	@$(VENV_PYTHON) -m tools.light

clean: ## remove what the build wrote (not the environment)
	@$(PYTHON) -m tools.clean
