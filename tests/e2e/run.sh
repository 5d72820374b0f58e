#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Browser tests against a built program. usage: tests/e2e/run.sh [PROGRAM [playwright options]]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
YX_PROGRAM=$(realpath "${1:-$root/build/dev/yinxin}")
export YX_PROGRAM
shift $(($# > 0 ? 1 : 0))
cd "$root/tests/e2e"
# The browser is Debian's; Playwright's own is never fetched.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
stamp=node_modules/.installed-lock
if ! cmp -s package-lock.json "$stamp"; then
    npm ci --no-fund --no-audit
    cp package-lock.json "$stamp"
fi
node_modules/.bin/tsc --project .
exec node_modules/.bin/playwright test --reporter=line "$@"
