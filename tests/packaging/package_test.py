#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Debian package as a file: what is in it, what it may do, what Debian's own checkers say.

usage: package_test.py PROGRAM
The program's folder is the preset that is packaged. Nothing is installed: tests/packaging/clean_root.py
does that.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2]
UNITS = ("yinxin.service", "yinxin-signer.service")
MOST_EXPOSED = 3.0
PRESET = "dev"

sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCES / "tools"))
import package_documents  # noqa: E402


def call(*command, **options):
    """Standard output and error; an AssertionError with both where it failed."""
    ended = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           check=False, **options)
    if ended.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{ended.stdout}")
    return ended.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = Path(tempfile.mkdtemp(prefix="yinxin-package-"))
        made = subprocess.run([SOURCES / "tools/package.sh", PRESET, cls.scratch], text=True,
                              stdout=subprocess.PIPE, check=True,
                              env={**os.environ, "YX_PACKAGE_LEVEL": "0"})
        cls.package = Path(made.stdout.strip())
        cls.root = cls.scratch / "root"
        call("dpkg-deb", "-R", cls.package, cls.root)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def test_what_is_in_it(self):
        listed = call("dpkg-deb", "-c", self.package)
        for wanted in ("./usr/bin/yinxin", "./usr/lib/systemd/system/yinxin.service",
                       "./usr/lib/sysusers.d/yinxin.conf", "./usr/lib/tmpfiles.d/yinxin.conf",
                       "./etc/yinxin/example.toml", "./usr/share/man/man1/yinxin.1.gz",
                       "./usr/share/yinxin/grafana/yinxin.json",
                       "./usr/share/yinxin/prometheus/alerts.yml",
                       "./usr/share/yinxin/postgresql/signer-role.sql",
                       "./usr/share/doc/yinxin/copyright", "./usr/share/doc/yinxin/operations.md"):
            self.assertIn(wanted + "\n", listed)
        for line in listed.splitlines():
            rights, owner = line.split()[:2]
            self.assertEqual(owner, "root/root", line)
            self.assertNotRegex(rights, r"^(-.....w|-........w|...[sS]|......[sS])", line)

    def test_documents_name_nothing_that_is_not_in_it(self):
        self.assertEqual(package_documents.dead_links(self.root), [])
        # The check can fail.
        pages = self.scratch / "pages"
        documents = pages / package_documents.DOCUMENTS
        shutil.copytree(self.root / package_documents.DOCUMENTS, documents)
        (documents / "operations.md").unlink()
        found = package_documents.dead_links(pages)
        self.assertTrue(any("operations.md is not in the package" in each for each in found), found)

    def test_program_is_stripped_and_runs(self):
        self.assertNotIn("not stripped", call("file", self.root / "usr/bin/yinxin"))
        self.assertEqual(call(self.root / "usr/bin/yinxin", "config", "example").rstrip("\n"),
                         self.text("etc/yinxin/example.toml").rstrip("\n"))

    def test_artwork_is_debians_own(self):
        listed = (SOURCES / "packaging/debian-packages.txt").read_text(encoding="utf-8")
        wanted = re.search(r"^\[run\]\n(.*?)\n\n", listed, re.M | re.S)[1].split()
        depends = re.search(r"^Depends: (.*)$", self.text("DEBIAN/control"), re.M)[1]
        named = {re.split(r"[ (|]", one.strip())[0] for one in depends.split(",")}
        self.assertLessEqual(set(wanted), named)
        self.assertIn("libssl3", named)

    def test_manual_names_every_command(self):
        page = call("gzip", "-dc", self.root / "usr/share/man/man1/yinxin.1.gz")
        commands = re.findall(r"^  ([a-z-]+) ", call(self.root / "usr/bin/yinxin", "--help")
                              .split("Subcommands:")[1], re.M)
        self.assertGreater(len(commands), 10)
        for command in commands:
            self.assertIn(".B " + command.replace("-", "\\-") + "\n", page)

    def test_lintian_has_nothing_to_say(self):
        said = call("lintian", "--allow-root", "--fail-on", "error,warning", self.package)
        left = [line for line in said.splitlines() if re.match(r"[EW]:", line)]
        self.assertEqual(left, [])

    def test_scripts_are_plain_shell(self):
        for script in ("postinst", "prerm", "postrm"):
            call("dash", "-n", self.root / "DEBIAN" / script)
            # No maintainer script removes what is not its own.
            self.assertNotRegex(self.text("DEBIAN/" + script), r"\brm\b|userdel|deluser")
        call("dash", "-n", self.root / "usr/lib/yinxin/signer-door")

    def test_units_are_confined(self):
        for unit in UNITS:
            said = call("systemd-analyze", "security", "--offline=yes", "--no-pager",
                        f"--root={self.root}", unit)
            exposed = float(re.search(r"Overall exposure level for \S+ (\d+\.\d+)", said)[1])
            self.assertLessEqual(exposed, MOST_EXPOSED, said)

    def test_a_unit_without_confinement_is_found(self):
        """The check above can fail."""
        open_root = self.scratch / "open"
        target = open_root / "usr/lib/systemd/system/yinxin.service"
        target.parent.mkdir(parents=True)
        target.write_text("[Service]\nExecStart=/usr/bin/yinxin\n", encoding="utf-8")
        said = call("systemd-analyze", "security", "--offline=yes", "--no-pager",
                    f"--root={open_root}", "yinxin.service")
        self.assertGreater(float(re.search(r"level for \S+ (\d+\.\d+)", said)[1]), MOST_EXPOSED)

    def test_units_are_right(self):
        root = self.scratch / "verified"
        shutil.copytree(self.root, root, symlinks=True)
        shutil.copytree("/usr/lib/systemd/system", root / "usr/lib/systemd/system",
                        symlinks=True, dirs_exist_ok=True)
        (root / "bin").mkdir()
        shutil.copy("/bin/kill", root / "bin/kill")
        verify = ("systemd-analyze", "verify", "--man=no", "--recursive-errors=no",
                  f"--root={root}")
        call(*verify, *UNITS)
        unit = root / "usr/lib/systemd/system" / UNITS[0]
        unit.write_text(unit.read_text(encoding="utf-8").replace(
            "/usr/bin/yinxin", "/usr/bin/nowhere"), encoding="utf-8")
        with self.assertRaises(AssertionError):
            call(*verify, UNITS[0])


if __name__ == "__main__":
    PRESET = Path(sys.argv.pop(1)).resolve().parent.name
    unittest.main()
