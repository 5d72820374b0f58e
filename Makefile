# SPDX-License-Identifier: Apache-2.0
# The one front door. Each word calls a script or a CMake preset; read those for what happens.
.PHONY: help setup build run demo test test-quick test-long chaos package package-test asan tsan lint fuzz tidy format bench ha-drill clean

help: ## list the words
	@sed -n 's/^\([a-z-]*\):.* ## /  make \1|/p' Makefile | column -t -s '|'

setup: ## install the Debian packages that are missing (build and run)
	@tools/setup.sh build run

build: setup ## development build of everything in build/dev
	@tools/build.sh dev all

run: setup ## release build, a demonstration in var/demo, served (PUBLIC_URL=https://... for the network, GM=1 for SM4 and SM3)
	@tools/build.sh release yinxin
	@YX_GM='$(GM)' tools/run_demo.sh $(if $(PUBLIC_URL),--public-url '$(PUBLIC_URL)')

demo: setup ## release build and a new demonstration in var/demo, not served
	@tools/build.sh release yinxin
	@build/release/yinxin demo --data var/demo $(if $(GM),--gm)

test: ## install what is missing, build everything, run every test but the long ones
	@tools/test.sh

test-long: ## the tests that take very long: once more on PostgreSQL, with every write tried twice; the nodes' chaos
	@tools/test.sh -L long

chaos: ## ten minutes in which nodes die and freeze and the database restarts, then the invariants
	@tools/setup.sh build run test test-long && tools/build.sh dev yinxin && tests/chaos/chaos.py build/dev/yinxin --seconds 600

test-quick: ## the inner loop: unit tests and lint only
	@tools/build.sh dev all && ctest --preset dev -L 'unit|lint' -j "$$(nproc)"

package: setup ## release build and a Debian package of it in build/package (docs/operations.md)
	@tools/setup.sh package
	@tools/build.sh release yinxin
	@tools/package.sh release build/package

package-test: package ## installs the package in a clean Debian, boots it, uses, upgrades and removes it (root, 2 minutes)
	@tools/setup.sh package-test
	@tests/packaging/clean_root.py build/package/yinxin.deb

asan: setup ## unit and store tests under the address and undefined-behaviour sanitizers
	@tools/build.sh asan all && ctest --preset asan -L 'unit|store' -j "$$(nproc)"

tsan: setup ## unit and store tests under the thread sanitizer
	@tools/build.sh tsan all && ctest --preset tsan -L 'unit|store' -j "$$(nproc)"

lint: ## floors, text, SQL, links, format
	@tools/build.sh dev && ctest --preset dev -L lint

fuzz: setup ## every parser of foreign bytes, an hour each (FUZZ_SECONDS=60 for less)
	@tools/fuzz.sh long

tidy: ## clang-tidy over src (slow)
	@tools/tidy.sh

format: ## rewrite sources with clang-format
	@tools/check_format.sh --fix

bench: setup ## the budgets of docs/architecture.md, measured on this machine
	@tools/build.sh release yinxin
	@build/release/yinxin bench documents && build/release/yinxin bench endorse && build/release/yinxin bench verify && build/release/yinxin bench bulk && build/release/yinxin bench import && build/release/yinxin bench office && build/release/yinxin bench overload && build/release/yinxin bench storm

ha-drill: ## the database's leader killed and frozen under writes, on this machine (minutes; installs Patroni and etcd)
	@tools/setup.sh ha
	@tests/ha/drill.py

clean: ## remove builds; data in var/ stays
	rm -rf build tests/e2e/node_modules tests/e2e/test-results
