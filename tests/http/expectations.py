# SPDX-License-Identifier: Apache-2.0
"""What a script shows, line by line; it goes on after a failure and says at the end how many there were."""

import sys

from service import Service

failures = []


def expect(is_true, words):
    print(f"{'good' if is_true else 'FAILED'}: {words}")
    if not is_true:
        failures.append(words)


def end():
    """Ends the script. Its status tells whether all was as expected."""
    print(f"{len(failures)} failed")
    sys.exit(1 if failures else 0)


def show_served(show):
    """show(service) on a demonstration of its own, made and served with sys.argv[1]; then the end."""
    with Service(sys.argv[1]) as service:
        try:
            show(service)
        except Exception as error:  # noqa: BLE001 the log belongs to whatever went wrong
            print(service.output())
            raise error
    end()
