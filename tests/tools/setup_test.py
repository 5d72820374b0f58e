# SPDX-License-Identifier: Apache-2.0
import os
import shutil
import subprocess

from scratch_tree import ROOT, ScratchTree, unittest

LIST = """# a comment
[build]
alpha
beta
[run]
gamma
[test]
absent-command | sh: delta
sh: epsilon
"""


class Setup(ScratchTree):
    """tools/setup.sh against a made-up dpkg and apt-get."""

    def setUp(self) -> None:
        super().setUp()
        (self.root / "tools").mkdir()
        shutil.copy(ROOT / "tools/setup.sh", self.root / "tools")
        self.put("packaging/debian-packages.txt", LIST)
        self.tool("dpkg-query", 'echo "alpha installed"; echo "beta config-files"; exit 1')
        self.tool("apt-get", f'echo "$@" >> {self.root}/asked')
        self.tool("id", "echo 0")

    def tool(self, name: str, body: str) -> None:
        self.put(f"bin/{name}", f"#!/bin/sh\n{body}\n")
        (self.root / "bin" / name).chmod(0o755)

    def run_setup(self, *sections: str) -> tuple[int, str]:
        environment = {"PATH": f"{self.root}/bin:{os.environ['PATH']}"}
        done = subprocess.run([self.root / "tools/setup.sh", *sections], env=environment,
                              capture_output=True, text=True, check=False)
        asked = self.root / "asked"
        return done.returncode, asked.read_text() if asked.exists() else ""

    def test_installs_only_what_is_missing_in_the_named_sections(self) -> None:
        status, asked = self.run_setup("build", "run")
        self.assertEqual(status, 0)
        self.assertTrue(asked.splitlines()[-1].endswith(" beta gamma"), asked)

    def test_a_removed_package_whose_configuration_stayed_is_missing(self) -> None:
        self.assertIn(" beta", self.run_setup("build")[1])

    def test_conditional_packages_follow_their_command(self) -> None:
        asked = self.run_setup("test")[1]
        self.assertIn("delta", asked)
        self.assertNotIn("epsilon", asked)

    def test_nothing_missing_asks_nothing(self) -> None:
        self.tool("dpkg-query", 'echo "alpha installed"; echo "beta installed"')
        self.assertEqual(self.run_setup("build"), (0, ""))

    def test_a_failed_installation_is_a_failure(self) -> None:
        self.tool("apt-get", 'case "$*" in *install*) exit 100;; esac')
        self.assertNotEqual(self.run_setup("build")[0], 0)


if __name__ == "__main__":
    unittest.main()
