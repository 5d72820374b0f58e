# SPDX-License-Identifier: Apache-2.0
from scratch_tree import ScratchTree, unittest

import package_documents


class PackageDocuments(ScratchTree):
    def ship(self, text: str) -> str:
        return package_documents.shipped(self.root, text)

    def test_links_between_pages_stay(self) -> None:
        text = "[a](other.md) [b](other.md#part) [c](#here) [d](https://example.invalid/)"
        self.assertEqual(self.ship(text), text)

    def test_what_lies_elsewhere_is_linked_there(self) -> None:
        self.put("usr/share/yinxin/prometheus/alerts.yml", "")
        self.put("etc/yinxin/example.toml", "")
        self.assertEqual(self.ship("[a](../packaging/prometheus/alerts.yml), "
                                   "[b](../packaging/config/yinxin.example.toml)"),
                         "[a](/usr/share/yinxin/prometheus/alerts.yml), [b](/etc/yinxin/example.toml)")

    def test_what_stays_behind_becomes_words(self) -> None:
        self.assertEqual(self.ship("see [the judge](../src/judge.cpp), [ADR 6](adr/0006.md)."),
                         "see the judge, ADR 6.")

    def test_code_is_not_a_link(self) -> None:
        text = "`[a](../gone)`\n```\n[b](../gone)\n```\n"
        self.assertEqual(self.ship(text), text)

    def test_a_page_that_was_forgotten_is_found(self) -> None:
        self.put("usr/share/doc/yinxin/page.md",
                 "# Here\n[a](page.md#here) [b](gone.md) [c](page.md#there) [d](/etc/yinxin/none)")
        self.put("usr/share/doc/yinxin/README.Debian",
                 "See /usr/share/doc/yinxin/page.md and /usr/share/doc/yinxin/left.md.")
        found = package_documents.dead_links(self.root)
        self.assertEqual(len(found), 4, found)
        for problem, part in zip(found, ("gone.md", "#there", "/etc/yinxin/none", "left.md")):
            self.assertIn(part, problem)


if __name__ == "__main__":
    unittest.main()
