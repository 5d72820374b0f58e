#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lighthouse on the most visited pages of a demonstration. usage: tests/lighthouse/run.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")"
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1
stamp=node_modules/.installed-lock
if ! cmp -s package-lock.json "$stamp"; then
    npm ci --no-fund --no-audit
    cp package-lock.json "$stamp"
fi
exec node pages.mjs "$program"
