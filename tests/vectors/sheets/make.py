#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of Python's csv and zipfile and of Info-ZIP: make.py DIRECTORY"""
import csv
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

ROWS = [
    ["姓名", "证件号码", "管理号"],
    ["张三", "11010519491231002X", "202402988510000001"],
    ["李,四", 'a "quoted" cell', "two\nlines"],
    ["𠮷野", "", "last"],
]
out = pathlib.Path(sys.argv[1])


def text(**options):
    stream = io.StringIO()
    csv.writer(stream, **options).writerows(ROWS)
    return stream.getvalue()


(out / "python_utf8_bom.csv").write_bytes(text().encode("utf-8-sig"))
(out / "python_gb18030.csv").write_bytes(text(lineterminator="\n").encode("gb18030"))
(out / "python_utf16_tabs.csv").write_bytes(text(dialect="excel-tab").encode("utf-16"))


class OneWay(io.RawIOBase):
    """Cannot seek, so zipfile writes data descriptors."""

    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, piece):
        self.data += bytes(piece)
        return len(piece)


stream = OneWay()
with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, content in (("甲.txt", b"first " * 100), ("folder/乙.txt", b"second")):
        entry = zipfile.ZipInfo(name, (2026, 11, 24, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(entry, "w") as file:
            file.write(content)
(out / "python_streamed.zip").write_bytes(stream.data)

with zipfile.ZipFile(out / "python_bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr(zipfile.ZipInfo("zeros", (2026, 11, 24, 0, 0, 0)), bytes(1 << 20),
                     zipfile.ZIP_DEFLATED)

with tempfile.TemporaryDirectory() as folder:
    os.makedirs(f"{folder}/in")
    pathlib.Path(f"{folder}/in/one.txt").write_bytes(b"one " * 50)
    os.symlink("/etc/passwd", f"{folder}/in/link.txt")
    result = out.absolute()
    subprocess.run(["zip", "-q", "-r", result / "infozip.zip", "in", "-x", "*link*"],
                   cwd=folder, check=True)
    subprocess.run(["zip", "-q", "-r", "-y", result / "infozip_link.zip", "in"],
                   cwd=folder, check=True)
    subprocess.run(["zip", "-q", "-r", "-P", "secret", result / "infozip_encrypted.zip",
                    "in/one.txt"], cwd=folder, check=True)
