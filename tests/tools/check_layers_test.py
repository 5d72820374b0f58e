# SPDX-License-Identifier: Apache-2.0
from scratch_tree import ScratchTree, unittest

import check_layers


class Layers(ScratchTree):
    def setUp(self) -> None:
        super().setUp()
        self.put("docs/floors.txt", "# ground first\nbase\ncrypto config\nhttp\n")

    def test_lower_floors_may_be_used(self) -> None:
        self.put("src/yinxin/http/a.cpp", '#include "yinxin/base/x.hpp"\n#include "yinxin/http/b.hpp"\n')
        self.assertEqual(check_layers.check(self.root), [])

    def test_a_higher_floor_is_refused(self) -> None:
        self.put("src/yinxin/base/a.hpp", '#include "yinxin/http/x.hpp"\n')
        self.assertIn("base (floor 0) includes http (floor 2)", check_layers.check(self.root)[0])

    def test_a_neighbour_is_refused(self) -> None:
        self.put("src/yinxin/crypto/a.hpp", '  #  include <yinxin/config/x.hpp>\n')
        self.assertEqual(len(check_layers.check(self.root)), 1)

    def test_a_room_without_floor_is_refused(self) -> None:
        self.put("src/yinxin/attic/a.cpp", "\n")
        self.put("src/yinxin/http/a.cpp", '#include "yinxin/attic/x.hpp"\n')
        self.assertEqual(len(check_layers.check(self.root)), 2)


if __name__ == "__main__":
    unittest.main()
