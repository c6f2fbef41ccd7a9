# make run    installs what is missing, builds, and serves the arena on http://127.0.0.1:8080/ (ARGS="--port 9000" passes flags on)
# make test   installs what is missing and runs every test
# make chaos  inflicts two hundred faults on an arena under load (ARGS="--seed 2 --rounds 20" passes flags on)
# make bench  measures the arena against pgbench, nginx and its limits (ARGS="--only reads" passes flags on)
# make lint   checks the format of all Swift code
# make install PREFIX=/usr/local

PREFIX ?= /usr/local
ARGS ?=
# Suites that only compute run apart, so that they do not keep the processors from those that wait for others.
COMPUTING = '^(RankingTests|ArenaFormatsTests)\.'
THINKING = '^(ArenaCoreTests|ArenaHTTPTests|PrometheusTextTests)\.'

.PHONY: run build test chaos bench lint install clean

run: build
	exec .build/release/arena serve $(ARGS)

build:
	.ci/install-packages run
	swift build --configuration release --product arena

test:
	.ci/install-packages test
	swift build --build-tests
	swift test --skip-build --filter $(COMPUTING)
	swift test --skip-build --filter $(THINKING)
	swift test --skip-build --skip $(COMPUTING) --skip $(THINKING)

chaos:
	.ci/install-packages run
	swift build --configuration release --product chaos
	.build/release/chaos $(ARGS)
	.build/release/chaos --unsafe --rounds 10

bench:
	.ci/install-packages bench
	swift build --configuration release --product bench
	.build/release/bench --plot docs/images/cost.svg $(ARGS)

lint:
	swift format lint --strict --recursive Package.swift Sources Tests migrations web

# The binary looks for its migrations, pages and sample content beside itself.
install: build
	install -d $(DESTDIR)$(PREFIX)/lib/arena $(DESTDIR)$(PREFIX)/bin
	install .build/release/arena $(DESTDIR)$(PREFIX)/lib/arena/arena
	cp -R .build/release/arena_*.resources $(DESTDIR)$(PREFIX)/lib/arena/
	ln -sf ../lib/arena/arena $(DESTDIR)$(PREFIX)/bin/arena

clean:
	rm -rf .build
