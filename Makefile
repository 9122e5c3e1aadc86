# Each word is a step of start.py, which also works without make: python start.py WORD
# Options go through ARGS, as in: make test ARGS="-k frequency"
PYTHON ?= $(shell command -v python3 || command -v python)

.DEFAULT_GOAL := help
.PHONY: setup run test check bench calibrate pack docs lock release help

setup run test check bench calibrate pack docs lock release help:
	@$(PYTHON) start.py $@ $(ARGS)
