# Zeker. `make help` lists what can be made; the two that matter are `make run`
# and `make test`. On a bare Debian 12 with Go, Node with npm, make and apt they
# install the rest themselves.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.ONESHELL:
.PHONY: help run build test lint generated unit e2e bench proof mutation gallery golden clean

TOOLS       := $(CURDIR)/.tools
STATICCHECK := $(TOOLS)/bin/staticcheck-0.8.2
GREMLINS    := $(TOOLS)/bin/gremlins-0.6.0
DRIVER      := $(TOOLS)/driver
POSTGRES    := /usr/lib/postgresql/15/bin

help: ## this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /\1\t/' | expand -t 12

run: build ## the demo municipality on http://localhost:8080
	build/zeker serve -demo

build: styles module ## the binary, in build/zeker
	go build -trimpath -o build/zeker ./server/cmd/zeker

.PHONY: styles
styles: node_modules/.package-lock.json ## the style sheet, from the packages of package-lock.json
	npm run --silent styles

# The rules for the browser. All but what is ours is compiled without inlining, which
# saves a resident 25 kB, and without checks of bounds and nil, which saves 25 more:
# Go's own runtime cannot reach beyond the memory that the browser gives it. Ours keeps
# its checks of bounds; those of nil are left to the tests, which run the same code with
# them, and that saves 5. A module that did not change is not packed again: that takes
# seconds. It has no build id, which differs with each line of a package that it shares,
# and with it what the packing comes to.
MODULE := ui/static/check.wasm
.PHONY: module
module: ## the rules for the browser, from ./wasm
	GOOS=js GOARCH=wasm go build -trimpath -ldflags='-s -w -buildid=' -gcflags='all=-l -B -d=disablenil' -gcflags=zeker/offers/...=-d=disablenil -o build/check.wasm ./wasm
	cmp -s build/check.wasm $(MODULE) || cp build/check.wasm $(MODULE)
	test $(MODULE).br -nt $(MODULE) || node ui/scripts/pack.mjs $(MODULE)
	cat "$$(go env GOROOT)/lib/wasm/wasm_exec.js" ui/scripts/worker.js > ui/static/check-worker.js

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --silent --no-fund --no-audit --ignore-scripts
	touch $@

test: lint generated unit e2e ## everything that has to be green

lint: $(STATICCHECK) styles module ## gofmt, go vet, staticcheck
	test -z "$$(gofmt -l . | tee /dev/stderr)"
	go vet ./...
	$(STATICCHECK) ./...
	GOOS=js GOARCH=wasm go vet ./wasm
	@# What only a page calls looks unused to it: it does not know go:wasmexport.
	GOOS=js GOARCH=wasm $(STATICCHECK) -checks inherit,-U1000 ./wasm

$(STATICCHECK):
	GOBIN=$(TOOLS)/bin go install honnef.co/go/tools/cmd/staticcheck@v0.8.2
	mv $(TOOLS)/bin/staticcheck $@

generated: ## the pages' Go is what templ makes of the templates today
	before=$$(cat ui/*_templ.go | sha256sum)
	go tool templ generate
	test "$$before" = "$$(cat ui/*_templ.go | sha256sum)" || { echo "the pages' Go was not current and is now: look at it and commit it"; exit 1; }

.PHONY: machine
machine:
	.ci/install chromium-headless-shell=chromium-headless-shell pdfinfo=poppler-utils $(POSTGRES)/initdb=postgresql-15 brotli=brotli gcc=gcc

# -count=1 because the cache does not see what a test reads with go list, from
# PostgreSQL or in a browser. The catalogue tries law on thousands of households, and the
# commands read all of it again and again, each in one goroutine: looking for races there
# would take twenty minutes and find none.
ALONE := offers/catalogue|server/cmd/zeker
unit: machine styles module
	CI=true .ci/with-postgres go test -count=1 -race -timeout 60m $$(go list ./... | grep -vE '/(e2e|$(ALONE))$$')
	CI=true .ci/with-postgres go test -count=1 -timeout 60m $$(go list ./... | grep -E '/($(ALONE))$$')

e2e: machine styles module $(DRIVER)/package
	CI=true go test -count=1 -timeout 60m ./e2e

# Each benchmark ends with its ratio to plain Go or to the simple way: ratios hold on
# any machine, where nanoseconds do not.
bench: machine styles module $(DRIVER)/package ## how fast it is, as ratios, and what a cheap phone waits for
	go test -run '^$$' -bench 'Ratio|StartToFirstPage' -benchtime 1x -timeout 30m ./offers/rules ./offers/catalogue ./server/store ./wasm ./server ./server/cmd/zeker
	ZEKER_BENCH=1 CI=true go test -count=1 -v -run TestFirstPaint ./e2e

# Facts in, offers out. RESIDENTS=20000 makes it a town.
RESIDENTS := 1000000
.PHONY: city
city: build ## a made-up city of a million residents, scanned, and what each part took
	rm -f build/city.db build/city.db-shm build/city.db-wal
	build/zeker city -db build/city.db -residents $(RESIDENTS)

proof: machine styles module $(DRIVER)/package ## the large counts whole: takes long
	ZEKER_PROOF=1 CI=true .ci/with-postgres go test -count=1 -v -timeout 4h ./... | grep -vE '^ *(=== |--- PASS|PASS)'

mutation: $(GREMLINS) ## which mistakes in the rules their tests notice: takes an hour
	.ci/mutation $(GREMLINS)

$(GREMLINS):
	GOBIN=$(TOOLS)/bin go install github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0
	mv $(TOOLS)/bin/gremlins $@

# First every example, in three languages, on three screens and on paper; then what only
# a script, a press or another way of looking brings. SHOW=TestB9 makes some of it.
SHOW := TestI1|TestI8|TestI10|TestB9|TestB11|TestContest|TestQuickExit|TestA5|TestA11|TestAReceipt|TestOther
gallery: machine styles module $(DRIVER)/package ## a picture of every page, in e2e/screenshots, to look at
	ZEKER_SCREENSHOTS=1 CI=true go test -count=1 -timeout 60m ./e2e -run '$(SHOW)'

golden: ## rewrite the files that tests compare with; read the difference before you commit it
	GOLDEN=write go test ./ui
	GOLDEN=write go test ./server -run TestC1
	go test ./offers/law -update

clean: ## remove what was built and installed here
	rm -rf build node_modules .tools ui/static/zeker.css ui/static/ed25519.js ui/static/noto-*.woff2 ui/static/noto.css ui/static/check.wasm* ui/static/check-worker.js e2e/screenshots

# The browser driver that playwright-go wants: node, and playwright-core as "package".
$(DRIVER)/package: node_modules/.package-lock.json
	mkdir -p $(DRIVER)
	ln -sfn "$$(command -v node)" $(DRIVER)/node
	ln -sfn ../../node_modules/playwright-core $@
