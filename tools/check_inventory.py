#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every algorithm that the sources ask a library for stands in docs/cryptography.md."""
import re
import sys

import source_tree

INVENTORY = "docs/cryptography.md"
# How libraries are asked: by a function (with or without a call), or by name.
FUNCTION = re.compile(
    r"\bEVP_((?:sha|sm|md|aes|des|rc|idea|bf|cast5|camellia|aria|chacha|whirlpool|ripemd|blake)[0-9a-z_]*)\b")
NAME = re.compile(r'(?:\b|_)fetch\((?:nullptr, )?"([^"]+)"')
SODIUM = re.compile(r"\bcrypto_[a-z0-9]+_ALG_([A-Z0-9]+)\b")
SPELLING = {
    "SHA1": "SHA-1", "SHA224": "SHA-224", "SHA256": "SHA-256", "SHA384": "SHA-384", "SHA512": "SHA-512",
    "ARGON2ID13": "Argon2id",
}


def spelled(name):
    """The inventory's spelling of what a library calls an algorithm."""
    name = name.upper().replace("_", "-")
    return SPELLING.get(name, name)


def asked_for(root):
    algorithms = {}
    for path in source_tree.project_files(root):
        if path.parts[:2] != ("src", "yinxin") or path.suffix not in (".cpp", ".hpp"):
            continue
        text = source_tree.read_text(root / path) or ""
        for pattern in (FUNCTION, NAME, SODIUM):
            for name in pattern.findall(text):
                algorithms.setdefault(spelled(name), path)
    return algorithms


def check(root):
    algorithms = asked_for(root)
    if not algorithms:
        return ["no algorithm was found in the sources: this check looks for the wrong thing"]
    inventory = source_tree.read_text(root / INVENTORY) or ""
    return [f"{path}: {name} is not in {INVENTORY}" for name, path in algorithms.items()
            if not re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", inventory, re.IGNORECASE)]


if __name__ == "__main__":
    sys.exit(source_tree.run("inventory", check, sys.argv))
