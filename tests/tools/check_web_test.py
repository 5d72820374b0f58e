# SPDX-License-Identifier: Apache-2.0
import re
import shutil
import subprocess
import sys

from scratch_tree import ROOT, ScratchTree, unittest


class Web(ScratchTree):
    """tools/check_web.py on a copy of the tree with one thing broken."""

    def setUp(self) -> None:
        super().setUp()
        shutil.copytree(ROOT / "web", self.root / "web")
        for name in ("tools/check_web.py", "docs/pages.md", "docs/office-pages.md",
                     "src/yinxin/base/error_codes.def"):
            self.put(name, (ROOT / name).read_text(encoding="utf-8"))

    def check(self) -> tuple[int, str]:
        done = subprocess.run([sys.executable, "-B", self.root / "tools/check_web.py"],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    def change(self, name: str, pattern: str, replacement: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        changed, count = re.subn(pattern, replacement, text, count=1, flags=re.M)
        self.assertEqual(count, 1, f"{name} has no {pattern}")
        self.put(name, changed)

    def expect(self, part: str) -> None:
        status, said = self.check()
        self.assertEqual(status, 1)
        self.assertIn(part, said)

    def test_the_tree_as_it_is_passes(self) -> None:
        self.assertEqual(self.check(), (0, ""))

    def test_a_template_with_an_unknown_message_is_refused(self) -> None:
        self.change("web/templates/home.html", r"\[\[[\w.]+\]\]", "[[home.no_such_key]]")
        self.expect("[[home.no_such_key]] has no message")

    def test_chinese_in_a_template_is_refused(self) -> None:
        self.change("web/templates/faq.html", r"<h1", "\u52a0\u6ce8<h1")
        self.expect("faq.html: CJK text")

    def test_an_inline_style_is_refused(self) -> None:
        self.change("web/templates/faq.html", r"<h1", '<h1 style="color:red"')
        self.expect("faq.html: inline style")

    def test_an_undocumented_value_is_refused(self) -> None:
        self.change("web/templates/home.html", r"<h1", "{{NEVER_NAMED}}<h1")
        self.expect("home.html uses NEVER_NAMED")

    def test_an_error_code_without_words_is_refused(self) -> None:
        self.put("src/yinxin/base/error_codes.def", 'YX_ERROR(999, no_words, "no.words")\n')
        self.expect("error.no.words is missing")


if __name__ == "__main__":
    unittest.main()
