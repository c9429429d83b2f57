#!/usr/bin/env python3
"""Writes html_references.inc, the named character references of the HTML standard, beside itself.

Not needed to build; run it again only if the standard should add names, which it has promised not to. Source: Python's own table
(html.entities.html5), which is the standard's list. Names that may stand without a semicolon come twice there; here they come once,
with the mark `bare`.

    make_html_references.py
"""
import html.entities
import os

NAMES = html.entities.html5
rows = []
for name in sorted(name[:-1] for name in NAMES if name.endswith(";")):
    value = NAMES[name + ";"]
    assert NAMES.get(name, value) == value
    text = "".join("\\U%08X" % ord(c) if ord(c) > 0xFFFF else "\\u%04X" % ord(c) if ord(c) > 0x9F else c for c in value)
    text = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}.get(text, text)
    rows.append('{"%s", "%s", %s},' % (name, text, "bare" if name in NAMES else "ended"))
assert len(rows) + sum(row.endswith("bare},") for row in rows) == len(NAMES) == 2231

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "html_references.inc"), "w") as out:
    out.write("// Made by make_html_references.py; don't edit. Name, text, and whether the name counts without a semicolon, too; by name.\n")
    out.write("\n".join(rows) + "\n")
