# SPDX-License-Identifier: Apache-2.0
"""check_alarms.py finds an alert without section, a section without alarm, and a test that is missing."""
import unittest

from scratch_tree import ROOT, ScratchTree

from check_alarms import ALARMS, ALERT_TESTS, ALERTS, BOOK, check


class CheckAlarms(ScratchTree):
    def setUp(self) -> None:
        super().setUp()
        for name in (ALERTS, ALERT_TESTS, ALARMS, BOOK):
            self.put(name, (ROOT / name).read_text(encoding="utf-8"))

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        self.assertIn(old, text)
        self.put(name, text.replace(old, new))

    def test_the_tree_as_it_is_passes(self) -> None:
        self.assertEqual(check(self.root), [])

    def test_an_alert_nobody_wrote_about_is_found(self) -> None:
        self.change(ALERTS, "alert: YinxinSlow\n", "alert: YinxinStrange\n")
        problems = check(self.root)
        self.assertIn(f"{BOOK}: no section for the alert YinxinStrange", problems)
        self.assertIn(f"{BOOK}: no alert is called YinxinSlow", problems)
        self.assertIn(f"{ALERTS}: YinxinStrange does not lead to its section {BOOK}#yinxinstrange",
                      problems)
        self.assertIn(f"{ALERT_TESTS}: YinxinStrange is not shown quiet and firing", problems)

    def test_a_new_alarm_of_the_office_needs_a_section(self) -> None:
        self.change(ALARMS, '{AlarmKind::guessing, "guessing"}', '{AlarmKind::odd, "odd_things"}')
        problems = check(self.root)
        self.assertIn(f"{BOOK}: no section for the alarm odd_things", problems)
        self.assertIn(f"{BOOK}: no alarm is called guessing", problems)

    def test_a_section_without_an_end_is_found(self) -> None:
        self.change(BOOK, "**Over** with either.", "")
        self.assertEqual(check(self.root),
                         [f"{BOOK}: the section stop_unconfirmed does not say when it is over"])

    def test_an_alert_that_no_series_makes_fire_is_found(self) -> None:
        self.change(ALERT_TESTS, 'alertname="YinxinDown"', 'alertname="YinxinUp"')
        self.assertEqual(check(self.root),
                         [f"{ALERT_TESTS}: YinxinDown is not shown quiet and firing"])


if __name__ == "__main__":
    unittest.main()
