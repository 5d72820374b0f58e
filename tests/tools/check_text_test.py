# SPDX-License-Identifier: Apache-2.0
from scratch_tree import ScratchTree, unittest

import check_text

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


class Text(ScratchTree):
    def expect(self, name: str, text: str, *parts: str) -> None:
        """The file at `name` is refused once for each of `parts`, in order."""
        self.put(name, text)
        found = check_text.check(self.root)
        self.assertEqual(len(found), len(parts), found)
        for problem, part in zip(found, parts):
            self.assertIn(part, problem)

    def test_chinese_text_belongs_to_the_message_files(self) -> None:
        self.expect("src/yinxin/http/a.cpp", SPDX + 'auto x = "\u52a0\u6ce8";\n', "a.cpp:2: Chinese")

    def test_full_width_punctuation_in_a_template_counts(self) -> None:
        self.expect("web/templates/a.html", "<p>\n{{X}}\uff1a</p>\n", "a.html:2: Chinese")

    def test_comments_may_name_the_chinese_term(self) -> None:
        self.expect("src/yinxin/http/a.cpp", SPDX + "/// \u52a0\u6ce8\nint x;\n")

    def test_message_files_and_documents_hold_chinese(self) -> None:
        self.put("web/messages/zh.toml", 'a = "\u52a0\u6ce8"\n')
        self.expect("src/yinxin/documents/a.cpp", SPDX + 'auto x = "\u5370";\n')

    def test_a_source_without_licence_line_is_refused(self) -> None:
        self.expect("tools/a.py", "#!/usr/bin/env python3\nprint()\n", "no SPDX")

    def test_the_licence_may_follow_an_interpreter_line(self) -> None:
        self.expect("tools/a.py", "#!/usr/bin/env python3\n# SPDX-License-Identifier: Apache-2.0\n")

    def test_a_long_source_is_refused(self) -> None:
        self.expect("src/yinxin/base/a.cpp", SPDX + "\n" * 450, "451 lines")

    def test_a_promise_names_its_issue(self) -> None:
        word = "TO" + "DO"
        self.expect("tests/a.cpp", SPDX + f"// {word}: later\n// {word}(#12): later\n", "a.cpp:2: naked")

    def test_a_path_of_one_machine_is_refused(self) -> None:
        self.expect("docs/a.md", "see /" + "wo" "rk/main/x, not ../wo" "rk/x or home/wo" "rk/\n", "one machine")

    def test_a_package_host_is_refused(self) -> None:
        host = "registry.npm" + "js.org"
        self.expect("package-lock.json", f'"resolved": "https://{host}/a"\n', "host", "host")

    def test_files_that_are_not_text_are_left_alone(self) -> None:
        (self.root / "a.cpp").write_bytes(b"\xff\xfe\x00")
        self.assertEqual(check_text.check(self.root), [])


if __name__ == "__main__":
    unittest.main()
