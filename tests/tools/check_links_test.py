# SPDX-License-Identifier: Apache-2.0
from scratch_tree import ScratchTree, unittest

import check_links


class Links(ScratchTree):
    def expect(self, text: str, *parts: str) -> None:
        self.put("docs/other.md", "# The other page\n## Twice\n## Twice\n## Named {#short}\n")
        self.put("docs/page.md", text)
        found = check_links.check(self.root)
        self.assertEqual(len(found), len(parts), found)
        for problem, part in zip(found, parts):
            self.assertIn(part, problem)

    def test_good_links_pass(self) -> None:
        self.expect("# Here\n[a](other.md) [b](other.md#the-other-page) [c](#here) "
                    "[s](other.md#short) [d](other.md#twice-1) [e](https://example.invalid/x) [f](../docs)\n")

    def test_a_missing_file_is_refused(self) -> None:
        self.expect("x\n[a](gone.md)\n![p](pictures/gone.png)\n", "page.md:2", "page.md:3")

    def test_a_missing_heading_is_refused(self) -> None:
        self.expect("[a](other.md#nowhere)\n", "no such heading")

    def test_a_path_from_the_root_of_a_machine_is_refused(self) -> None:
        self.expect("[a](/etc/hosts)\n", "leads nowhere")

    def test_code_is_not_a_link(self) -> None:
        self.expect("`[a](gone.md)`\n```\n[b](gone.md)\n```\n")


if __name__ == "__main__":
    unittest.main()
