# SPDX-License-Identifier: Apache-2.0
"""check_findings.py finds a code without text, one that is not documented, and one that is gone."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NEEDED = ["src/yinxin/verify", "src/yinxin/service/confined_reading.cpp",
          "src/yinxin/signing/cms_check.cpp", "src/yinxin/signing/ses_check.cpp",
          "docs/verification.md",
          "web/messages/en/findings.toml", "web/messages/zh-CN/findings.toml"]


class CheckFindings(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.tree = pathlib.Path(self.scratch.name)
        for name in NEEDED:
            target = self.tree / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, target)
            else:
                shutil.copy(ROOT / name, target)

    def tearDown(self):
        self.scratch.cleanup()

    def change(self, name, old, new):
        path = self.tree / name
        text = path.read_text("utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new), "utf-8")

    def check(self):
        return subprocess.run([sys.executable, "-B", ROOT / "tools/check_findings.py", self.tree],
                              capture_output=True, text=True, check=False)

    def test_the_tree_as_it_is_passes(self):
        self.assertEqual(self.check().returncode, 0, self.check().stdout)

    def test_a_code_without_text_is_found(self):
        self.change("web/messages/en/findings.toml", '"file.unknown"', '"file.unheard_of"')
        self.assertIn("file.unknown has no text in en", self.check().stdout)

    def test_a_code_nobody_documented_is_found(self):
        self.change("src/yinxin/verify/read.cpp", '"file.unknown"', '"file.mystery"')
        result = self.check()
        self.assertEqual(result.returncode, 1)
        self.assertIn("file.mystery is not in docs/verification.md", result.stdout)

    def test_a_code_that_nothing_reports_any_more_is_found(self):
        self.change("docs/verification.md", "| `file.unknown` |", "| `file.unknown` | x |\n| `file.gone` |")
        self.assertIn("file.gone is reported by nothing", self.check().stdout)

    def test_a_row_without_a_clause_is_found(self):
        self.change("src/yinxin/verify/checks/check_chain.cpp", '"signer.untrusted", clause)', '"signer.untrusted")')
        self.assertIn("check_chain.cpp: a row without a clause", self.check().stdout)

    def test_a_check_that_the_table_does_not_list_is_found(self):
        path = self.tree / "src/yinxin/verify/checks/check_pinned.cpp"
        path.rename(path.with_name("check_something.cpp"))
        self.assertIn("check_something is not one check in one file", self.check().stdout)


if __name__ == "__main__":
    unittest.main()
