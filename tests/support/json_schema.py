#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether a JSON document is as a schema says: the words of JSON Schema that packaging/exchange uses.

usage: json_schema.py SCHEMA DOCUMENT"""

import json
import re
import sys

KINDS = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
KNOWN = {"$schema", "$id", "title", "description", "type", "const", "enum", "pattern", "required",
         "properties", "additionalProperties", "items"}


def problems(schema: dict, value, where: str = "$") -> list[str]:
    strange = set(schema) - KNOWN
    if strange:
        return [f"{where}: this program does not know {sorted(strange)}"]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, KINDS[kind]) for kind in kinds):
        return [f"{where}: no {kinds}"]
    found = []
    if "const" in schema and value != schema["const"]:
        found.append(f"{where}: not {schema['const']}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: none of {schema['enum']}")
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{where}: not {schema['pattern']}")
    if isinstance(value, dict):
        members = schema.get("properties", {})
        found += [f"{where}.{name}: missing" for name in schema.get("required", [])
                  if name not in value]
        for name, member in value.items():
            if name in members:
                found += problems(members[name], member, f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{where}.{name}: unknown")
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            found += problems(schema["items"], item, f"{where}[{number}]")
    return found


def main() -> int:
    schema, document = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:3])
    found = problems(schema, document)
    for problem in found[:20]:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
