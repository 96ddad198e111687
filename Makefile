# Two commands matter: `make run` (a demo district at https://127.0.0.1:8443) and `make test`.
.PHONY: run test dist bench prove-box prove-forms prove-casework prove-tool test-tools tools assets wasm build swift-test box-test format-test engine-test clean

CHILDREN ?= 200
PORT ?= 8443
SEED ?= 1
DATA ?=
PYTHON := build/venv/bin/python
TWO_AT_ONCE := -q -n 2 --dist loadfile --reruns 1 -rR --durations=10
STATIC := --scratch-path .build-static -c release --product kinbox
BINARY := .build-static/release/kinbox

run: build
	@tools/run-demo "$(BINARY)" "$(DATA)" "$(PORT)" "$(CHILDREN)" "$(SEED)"

tools:
	@tools/install-packages build
	@tools/venv tools/requirements-build.txt

# The rules engine for the browser, from the same sources as the box's.
wasm: tools
	@tools/build-wasm

assets: wasm
	@$(PYTHON) tools/pack-assets

# The static release binary; the same one serves `run`, the browser tests, the proofs and `dist`.
build: assets
	@echo "Building the static binary (about five minutes the first time)"
	@tools/swift-build-static $(STATIC)

dist: build
	@tools/make-dist "$(BINARY)"

test: swift-test engine-test format-test box-test

swift-test: assets test-tools
	@echo "Swift tests"
	@swift test

test-tools:
	@tools/install-packages test
	@tools/venv tools/requirements-test.txt

# The rules engine's two builds against each other.
engine-test: wasm test-tools
	@echo "The rules engine, natively and as WebAssembly"
	@swift build --product form-engine-tool
	@$(PYTHON) -m pytest -q Tests/engine

# Independent readers of our file formats, in Python.
format-test: build test-tools
	@echo "Format readers"
	@KINBOX_BIN="$(abspath $(BINARY))" $(PYTHON) -m pytest -q Tests/formats

# The real binary from outside: commands, API, browser.
box-test: build test-tools
	@echo "The real binary and the browser"
	@KINBOX_BIN="$(abspath $(BINARY))" $(PYTHON) -m pytest $(TWO_AT_ONCE) Tests/box
	@KINBOX_BIN="$(abspath $(BINARY))" $(PYTHON) -m pytest $(TWO_AT_ONCE) Tests/browser

bench: build test-tools
	@tools/venv tools/requirements-bench.txt
	@swift build -c release --product form-engine-tool
	@KINBOX_BIN="$(abspath $(BINARY))" $(PYTHON) Tests/bench/run.py $(if $(CHILDREN_BENCH),--children $(CHILDREN_BENCH))

# Records, cuts and rebuilds the disk; no code of it is in the product.
prove-tool: build
	@tools/swift-build-static --scratch-path .build-static -c release --product kinbox-prove

# The long proofs; SHORT=1 is what CI runs. ONLY="kills one_owner" runs some.
prove-box: prove-tool test-tools
	@KINBOX_BIN="$(abspath $(BINARY))" $(PYTHON) Tests/prove/run.py $(if $(SHORT),--short) $(if $(ONLY),--only $(ONLY))

# The rules engine in both builds, and what people upload; SHORT and ONLY as above.
prove-forms: build test-tools
	@swift build --product form-engine-tool
	@KINBOX_BIN="$(abspath $(BINARY))" $(PYTHON) Tests/prove/forms/run.py $(if $(SHORT),--short) $(if $(ONLY),--only $(ONLY))

# Six children's stories in a real browser, and after each step what everybody else must not see; SHORT and ONLY as above.
prove-casework: build test-tools
	@KINBOX_BIN="$(abspath $(BINARY))" $(PYTHON) Tests/prove/casework/run.py $(if $(SHORT),--short) $(if $(ONLY),--only $(ONLY))

clean:
	rm -rf .build .build-static build dist
