#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fills the database of a demonstration with generated certificates, so that it can be measured how
the program fares in a large register. usage: fill.py DATA --certificates N [--endorsed PERCENT]

DATA is the data directory of `yinxin demo`, on either engine, not served meanwhile; on PostgreSQL the
database's user must be a superuser. Generated holders are put between those that are there, by the
time at which those were made. A fill that was interrupted leaves a database to be thrown away."""

import argparse
import math
import sys
import time

from engine import open_engine
from shape import BLOCK, CERTIFICATES, ENDORSED, FILLINGS, GAPS, PERSONS, TABLES

# Ids of one process and millisecond share everything but the lowest bits (src/yinxin/base/ids.cpp).
COUNTER = 4095
PART = 240_000


def gaps(engine):
    """Spans of ids between holders that were made in different milliseconds: (first, after last)."""
    ids = sorted(int(row[0]) for row in engine.ask("SELECT holder_id FROM person"))
    pairs = [((before | COUNTER) + 2, after) for before, after in zip(ids, ids[1:])]
    return [(first, after) for first, after in pairs if after - first > (1 << 21)]


def spread(count, found, unit):
    """@return (ids at which runs of persons begin, persons in a run): the same number in every gap."""
    each = math.ceil(count / len(found) / unit) * unit // 6 * 5
    room = min(after - first for first, after in found) // BLOCK
    if each > room:
        raise SystemExit(f"fill: {room * len(found)} persons fit between those that are there; begin "
                         "with a whole demonstration, not a small one")
    return [first for first, _ in found], each


class Progress:
    """One line that says how far it is and how long it will take."""

    def __init__(self, whole):
        self.whole = whole
        self.began = time.monotonic()

    def say(self, what, done=None):
        spent = time.monotonic() - self.began
        left = ""
        if done:
            left = f", {done:,} of {self.whole:,}, {spent * (self.whole - done) / done:,.0f} s to go"
        print(f"fill: {spent:,.0f} s: {what}{left}", file=sys.stderr, flush=True)


def fill(engine, count, endorsed_percent, now):
    """@return the number of certificates that were written: whole groups, so a few more than asked."""
    every = max(1, round(100 / endorsed_percent))
    unit = math.lcm(6, every)
    if int(engine.ask("SELECT COUNT(*) FROM batch WHERE issuer_id = 'demo_exam_centre'")[0][0]) == 0:
        raise SystemExit("fill: this is no demonstration")
    if int(engine.ask("SELECT COUNT(*) FROM certificate WHERE certificate_no >= 'YS20209' "
                      "AND certificate_no < 'YS2021'")[0][0]) > 0:
        raise SystemExit("fill: this one is filled already")
    bases, persons = spread(count, gaps(engine), unit)
    whole = len(bases) * persons // 5 * 6
    facts = {"persons": persons, "every": every, "now": now,
             "seq": int(engine.ask("SELECT COALESCE(MAX(seq), 0) FROM audit_event")[0][0]) + 1}
    progress = Progress(whole)
    engine.begin_filling(TABLES, bases, is_large=whole > PART // 10)
    for low in range(0, whole, PART):
        high = min(low + PART, whole)
        spans = {CERTIFICATES: (low, high), ENDORSED: (low, high),
                 PERSONS: (low // 6 * 5, high // 6 * 5),
                 GAPS: (0, len(bases) if low == 0 else 0)}
        engine.insert([(f"{each.table} ({each.columns}) SELECT {each.values.format(**facts)} "
                        f"FROM ({each.source.format(**facts)}) h {each.rest}", *spans[each.source])
                       for each in FILLINGS if spans[each.source][1] > 0])
        progress.say("rows", high)
    engine.end_filling(TABLES, progress.say)
    progress.say("done")
    return whole


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("data")
    words.add_argument("--certificates", type=int, required=True)
    words.add_argument("--endorsed", type=float, default=10, metavar="PERCENT")
    given = words.parse_args()
    engine = open_engine(given.data)
    written = fill(engine, given.certificates, given.endorsed, int(time.time()))
    print(f"{written} certificates, {int(engine.ask('SELECT COUNT(*) FROM endorsement')[0][0])} "
          f"endorsements on {engine.name}")


if __name__ == "__main__":
    main()
