# SPDX-License-Identifier: Apache-2.0
import shutil
import subprocess

from scratch_tree import ROOT, ScratchTree, unittest


class Format(ScratchTree):
    def check(self, text: str) -> int:
        shutil.copy(ROOT / ".clang-format", self.root)
        self.put("src/a.cpp", text)
        return subprocess.run([ROOT / "tools/check_format.sh", self.root], capture_output=True,
                              check=False).returncode

    def test_a_formatted_file_passes(self) -> None:
        self.assertEqual(self.check("int main() {\n    return 0;\n}\n"), 0)

    def test_an_unformatted_file_is_refused(self) -> None:
        self.assertNotEqual(self.check("int main( )\n{ return 0; }\n"), 0)

    def test_a_tree_without_sources_is_refused(self) -> None:
        shutil.rmtree(self.root / "src", ignore_errors=True)
        done = subprocess.run([ROOT / "tools/check_format.sh", self.root], capture_output=True,
                              check=False)
        self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
