#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: java.sh CLASS ARGUMENT...   compiles tests/java/CLASS.java once, then runs it.
#   java.sh Preflight FILE...                        PDF/A-1b by Apache preflight
#   java.sh PdfSignatures FILE...                    every signature valid, the last over every byte
#   java.sh PdfSignatures --ours --timestamp FILE... and one alone, certifying (P=1), PAdES, naming
#       its certificate, with certificates and revocation lists in the DSS, stamped; exit code 4 and
#       lines "lacks=..." say what is missing, 3 that there is no valid timestamp
#   java.sh OfdSeals ROOT FILE...                   electronic seals of OFD, under this root
#   java.sh NationalKeys mac|derive|open ...         the national suite, by BouncyCastle
#   java.sh StrangersSeals KIND DOCUMENT DIRECTORY   a seal and all around it, made by BouncyCastle
# Exit code 77 if the JDK or Debian's PDFBox and BouncyCastle packages are missing.
set -eu
here=$(cd "$(dirname "$0")/../java" && pwd)
class=$1
shift
jars=/usr/share/java
path=
for jar in pdfbox2 fontbox2 xmpbox preflight commons-logging bcprov bcpkix bcutil; do
    if [ ! -r "$jars/$jar.jar" ]; then
        echo "missing $jars/$jar.jar" >&2
        exit 77
    fi
    path=$path:$jars/$jar.jar
done
# Not part of the JDK since version 11.
for jar in jaxb-api activation javax.activation; do
    [ -r "$jars/$jar.jar" ] && path=$path:$jars/$jar.jar
done
if ! command -v javac >/dev/null; then
    echo "missing javac" >&2
    exit 77
fi
classes=${YX_JAVA_CLASSES:-${TMPDIR:-/tmp}/yinxin-test-classes-$(id -u)}
mkdir -p "$classes"
if [ ! "$classes/$class.class" -nt "$here/$class.java" ]; then
    # Into a directory of its own first: two tests may compile at once.
    fresh=$(mktemp -d "$classes/XXXXXX")
    javac -nowarn -d "$fresh" -cp "$path" "$here/$class.java"
    mv -f "$fresh"/*.class "$classes/"
    rmdir "$fresh"
fi
exec java -Djava.awt.headless=true -Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog \
    -cp "$classes:$path" "$class" "$@"
