# SPDX-License-Identifier: Apache-2.0
"""check_queues.py finds a queue that nobody wrote down, and one that is gone."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class CheckQueues(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.tree = pathlib.Path(self.scratch.name)
        self.write("docs/peak.md", "| jobs | `flow/pools.cpp` | 256 |\n")
        self.write("src/yinxin/flow/pools.cpp", "std::deque<std::function<void()>> queue;\n")

    def tearDown(self):
        self.scratch.cleanup()

    def write(self, name, text):
        path = self.tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def check(self):
        return subprocess.run([sys.executable, "-B", ROOT / "tools/check_queues.py", self.tree],
                              capture_output=True, text=True, check=False)

    def test_the_tree_of_the_project_passes(self):
        done = subprocess.run([sys.executable, "-B", ROOT / "tools/check_queues.py"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_named_queue_passes(self):
        self.assertEqual(self.check().returncode, 0)

    def test_a_queue_nobody_wrote_down_is_found(self):
        self.write("src/yinxin/jobs/new.cpp", "std::condition_variable wake_;\n")
        self.assertIn("jobs/new.cpp holds a queue", self.check().stdout)

    def test_a_queue_that_is_gone_is_found(self):
        (self.tree / "src/yinxin/flow/pools.cpp").unlink()
        done = self.check()
        self.assertEqual(done.returncode, 1)
        self.assertIn("names flow/pools.cpp, which is not there", done.stdout)


if __name__ == "__main__":
    unittest.main()
