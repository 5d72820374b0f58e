#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that are missing. usage: tools/setup.sh [build] [run] [test] [test-long] [package] [package-test] [ha]
# With nothing missing it only looks, in well under a second.
set -euo pipefail
cd "$(dirname "$0")/.."
list=packaging/debian-packages.txt
sections=" ${*:-build run} "

# wanted: the packages of the named sections, conditional lines resolved.
wanted=()
section=
while IFS= read -r line; do
    case $line in
        '' | '#'*) continue ;;
        '['*']') section=${line//[\[\]]/} && continue ;;
    esac
    [[ $sections == *" $section "* ]] || continue
    if [[ $line == *:* ]]; then
        for command in ${line%%:*}; do
            if [[ $command != '|' ]] && ! command -v "$command" >/dev/null; then
                read -ra conditional <<<"${line#*:}"
                wanted+=("${conditional[@]}")
                break
            fi
        done
    else
        wanted+=("$line")
    fi
done <"$list"

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    printf 'setup: this is not a Debian system, so nothing was installed.\n' >&2
    printf 'setup: yinxin is built and tested on Debian 12 (bookworm). Elsewhere, install the\n' >&2
    printf 'setup: equivalents of %s and use the presets: cmake --preset release\n' "$list" >&2
    exit 1
fi

declare -A present=()
while read -r package status; do
    [[ $status == installed ]] && present[$package]=1
done < <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for package in "${wanted[@]}"; do
    [[ -n ${present[$package]:-} ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

# shellcheck disable=SC1091  # the system's own file
release=$(. /etc/os-release && printf '%s %s' "${ID:-unknown}" "${VERSION_ID:-unknown}")
if [[ $release != 'debian 12' ]]; then
    printf 'setup: made for Debian 12; this is %s, where package names may differ.\n' "$release" >&2
fi
as_root=()
if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
        printf 'setup: run as root, or install sudo. Missing: %s\n' "${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
printf 'setup: installing %d packages: %s\n' "${#missing[@]}" "${missing[*]}"
apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@"
}
apt update
apt install -y --no-install-recommends "${missing[@]}"
