#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the Debian package from a built program. usage: tools/package.sh [PRESET [OUTPUT]]
# Prints the package's path; YX_PACKAGE_LEVEL=0 is quick and large. Same commit and program, same bytes. The program carries its pages,
# messages, statements and artwork; fonts and colour profiles are Debian's own packages.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-release}
output=${2:-build/package}
program=build/$preset/yinxin
[[ -x $program ]] || { echo "package: no $program; make package builds it" >&2; exit 1; }

base=$(sed -n 's/^project(yinxin VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
made=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CMakeLists.txt)
version=$base
# Between two releases a package is older than the next one and newer than the one before it.
if commit=$(git rev-parse --short=9 HEAD 2>/dev/null) && ! git describe --exact-match HEAD &>/dev/null; then
    version=$base~git$(date -u -d "@$made" +%Y%m%d.%H%M%S).$commit
fi
architecture=$(dpkg --print-architecture)
export SOURCE_DATE_EPOCH=$made

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
put() { install -D -m "$1" "$2" "$root/$3"; }

put 755 "$program" usr/bin/yinxin
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/usr/bin/yinxin"
put 644 packaging/systemd/yinxin.service usr/lib/systemd/system/yinxin.service
put 644 packaging/systemd/yinxin-signer.service usr/lib/systemd/system/yinxin-signer.service
put 644 packaging/systemd/yinxin.sysusers usr/lib/sysusers.d/yinxin.conf
put 644 packaging/systemd/yinxin.tmpfiles usr/lib/tmpfiles.d/yinxin.conf
put 755 packaging/debian/signer-door usr/lib/yinxin/signer-door
put 644 packaging/config/yinxin.example.toml etc/yinxin/example.toml
put 644 demo/catalogue.toml usr/share/yinxin/catalogue.example.toml
for part in packaging/{grafana/yinxin.json,prometheus/alerts.yml,postgresql/signer-role.sql,exchange/*,patroni/*}; do
    [[ ! -e $part ]] || put 644 "$part" "usr/share/yinxin/${part#packaging/}"
done
documents=usr/share/doc/yinxin
put 644 packaging/debian/copyright $documents/copyright
put 644 packaging/debian/README.Debian $documents/README.Debian
# Every page, as it reads where sources are not: tests/packaging/package_test.py follows the links.
python3 -B tools/package_documents.py "$root"

fill() { sed -e "s|@VERSION@|$version|g" -e "s|@DATE@|$2|g" "$1"; }
squeeze() { mkdir -p "$(dirname "$root/$1")" && gzip -9n >"$root/$1"; }
fill packaging/debian/changelog.in "$(date -u -R -d "@$made")" | squeeze $documents/changelog.gz
squeeze $documents/NEWS.md.gz <CHANGELOG.md
# The page lists what this very program can do.
"$program" --help | sed -n '/^Subcommands:/,$s/^  \([a-z-]\{1,\}\)  *\(.*\)/.TP\n.B \1\n\2/p' |
    sed 's/\([^.\\]\)-/\1\\-/g' >"$work/commands"
[[ -s $work/commands ]] || { echo 'package: the program names no commands' >&2; exit 1; }
fill packaging/debian/yinxin.1.in "$(date -u -d "@$made" +%F)" |
    sed -e "/@COMMANDS@/{r $work/commands" -e 'd}' | squeeze usr/share/man/man1/yinxin.1.gz

# Libraries as the program names them; fonts and profiles as make setup installs them.
mkdir "$work/debian"
printf 'Source: yinxin\n\nPackage: yinxin\nArchitecture: any\n' >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O "$root/usr/bin/yinxin" 2>"$work/shlibs.log" |
    sed 's/^shlibs:Depends=//') || { cat "$work/shlibs.log" >&2; exit 1; }
artwork=$(sed -n '/^\[run\]/,/^\[/{/^[a-z0-9]/p}' packaging/debian-packages.txt | paste -sd, | sed 's/,/, /g')
own='ca-certificates, systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles'

mkdir "$root/DEBIAN"
for script in postinst prerm postrm; do
    install -m 755 "packaging/debian/$script" "$root/DEBIAN/$script"
done
echo /etc/yinxin/example.toml >"$root/DEBIAN/conffiles"
(cd "$root" && find usr etc -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
find "$root" -type d -exec chmod 755 {} +
chmod 644 "$root/DEBIAN/conffiles" "$root/DEBIAN/md5sums"
size=$(du -k -s --apparent-size "$root" | cut -f1)
fill packaging/debian/control.in '' |
    sed -e "s|@ARCHITECTURE@|$architecture|" -e "s|@SIZE@|$size|" \
        -e "s!@DEPENDS@!$libraries, $artwork, $own!" >"$root/DEBIAN/control"
chmod 644 "$root/DEBIAN/control"
find "$root" -exec touch -h -d "@$made" {} +

mkdir -p "$output"
package=$output/yinxin_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz "-z${YX_PACKAGE_LEVEL:-6}" --build "$root" "$package" >/dev/null
ln -sfn "$(basename "$package")" "$output/yinxin.deb"
echo "$package"
