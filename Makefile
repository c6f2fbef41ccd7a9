# make run    installs what is missing, builds, and serves the arena on http://127.0.0.1:8080/ (ARGS="--port 9000" passes flags on)
# make test   installs what is missing and runs every test
# make pages  runs the tests of the pages alone
# make chaos  inflicts two hundred faults on an arena under load (ARGS="--seed 2 --rounds 20" passes flags on)
# make bench  measures the arena against pgbench, nginx and its limits (ARGS="--only reads" passes flags on)
# make race   runs the concurrent parts under the thread sanitizer
# make fuzz   drives each reader of battle files with damaged input (READERS="csv plain" RUNS=1000000 for more of fewer)
# make docs   builds the pages of the library Ranking into .build/docs
# make lint   checks the format of all Swift code
# make install PREFIX=/usr/local

PREFIX ?= /usr/local
ARGS ?=
# Suites that only compute run apart, so that they do not keep the processors from those that wait for others.
COMPUTING = '^(RankingTests|ArenaFormatsTests)\.'
THINKING = '^(ArenaCoreTests|ArenaHTTPTests|PrometheusTextTests)\.'

# A test that hangs ends the run here, not somebody's patience.
RUN_TESTS = timeout --kill-after=30s 25m swift test --skip-build

# The pages in Debian's Chromium, driven by Playwright from an environment of its own.
PAGES = .build/pages
define RUN_PAGE_TESTS
test -x $(PAGES)/bin/python || python3 -m venv $(PAGES)
$(PAGES)/bin/pip install --quiet --disable-pip-version-check --requirement Tests/Pages/requirements.txt
timeout --kill-after=30s 25m $(PAGES)/bin/python -m pytest -q -p no:cacheprovider Tests/Pages
endef

.PHONY: run build test pages chaos bench race fuzz docs lint install clean

run: build
	exec .build/release/arena serve $(ARGS)

build:
	.ci/install-packages run
	swift build --configuration release --product arena

test:
	.ci/install-packages test
	swift build --build-tests
	$(RUN_TESTS) --filter $(COMPUTING)
	$(RUN_TESTS) --filter $(THINKING)
	$(RUN_TESTS) --skip $(COMPUTING) --skip $(THINKING)
	$(RUN_PAGE_TESTS)

# The tests of the pages alone.
pages:
	.ci/install-packages test
	swift build --product arena
	$(RUN_PAGE_TESTS)

chaos:
	.ci/install-packages run
	swift build --configuration release --product chaos
	.build/release/chaos $(ARGS)
	.build/release/chaos --unsafe --rounds 10

bench:
	.ci/install-packages bench
	swift build --configuration release --product bench
	.build/release/bench --plot docs/images/cost.svg $(ARGS)

# One suite after the other: the sanitizer slows them tenfold, and some wait for clocks. See Tests/ThreadSanitizer.
RACING = ArenaCoreTests PostgresTests ArenaStoreTests ArenaHTTPTests
# These would keep each other from the processors until votes are given up; each does many things at once by itself.
ONE_BY_ONE = $$([ $$suite = ArenaHTTPTests ] && echo --no-parallel)
race:
	.ci/install-packages run
	mkdir -p .build-race
	clang -shared -fPIC -O1 -o .build-race/libMutexOrder.so Tests/ThreadSanitizer/MutexOrder.c
	swift build --build-tests --sanitize=thread --scratch-path .build-race
	for suite in $(RACING); do \
		LD_PRELOAD=$(CURDIR)/.build-race/libMutexOrder.so \
			swift test --skip-build $(ONE_BY_ONE) --sanitize=thread --scratch-path .build-race --filter "^$$suite\." || exit 1; \
	done

# What libFuzzer finds on its way is kept in .build-fuzz/corpus, so that the next run goes on from there.
READERS ?= csv jsonLines jsonArray gzip fastChat kaggle cells plain embeddedJSON pairCounts
RUNS ?= 100000
# Empty for several times as many inputs a second.
SANITIZER ?= address
# Buffers that are given back to the system after every input make four times the work.
KEEP_MEMORY = GLIBC_TUNABLES=glibc.malloc.mmap_threshold=67108864:glibc.malloc.trim_threshold=268435456
fuzz:
	.ci/install-packages run
	FUZZ=1 swift build --configuration release --product fuzz --scratch-path .build-fuzz $(addprefix --sanitize=,$(SANITIZER)) \
		-Xswiftc -sanitize=fuzzer -Xswiftc -enable-testing
	for reader in $(READERS); do \
		mkdir -p .build-fuzz/corpus/$$reader; \
		$(KEEP_MEMORY) .build-fuzz/release/fuzz --reader=$$reader -runs=$(RUNS) -max_len=1024 -dict=Tests/Fuzz/battles.dict \
			-artifact_prefix=.build-fuzz/$$reader- .build-fuzz/corpus/$$reader Tests/Fuzz/Seeds/$$reader || exit 1; \
	done

# DocC copies its page template with the owner, which nobody but root may give away: a copy of one's own does for everybody.
# (https://github.com/swiftlang/swift-foundation/issues/1125)
DOCC_TEMPLATE = .build/docc-template
docs:
	.ci/install-packages run
	rm -rf $(DOCC_TEMPLATE)
	mkdir -p .build
	resources=$$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p') && \
		cp -R "$$resources/../../share/docc/render" $(DOCC_TEMPLATE)
	DOCC_HTML_DIR="$(CURDIR)/$(DOCC_TEMPLATE)" swift package --allow-writing-to-directory .build/docs \
		generate-documentation --target Ranking --output-path .build/docs --warnings-as-errors

lint:
	swift format lint --strict --recursive Package.swift Sources Tests docs migrations web

# The binary looks for its migrations, pages and sample content beside itself.
install: build
	install -d $(DESTDIR)$(PREFIX)/lib/arena $(DESTDIR)$(PREFIX)/bin
	install .build/release/arena $(DESTDIR)$(PREFIX)/lib/arena/arena
	cp -R .build/release/arena_*.resources $(DESTDIR)$(PREFIX)/lib/arena/
	ln -sf ../lib/arena/arena $(DESTDIR)$(PREFIX)/bin/arena

clean:
	rm -rf .build .build-race .build-fuzz
