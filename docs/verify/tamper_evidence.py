#!/usr/bin/env python3
"""Tampers with evidence many times and asks the verifier each time: whatever is changed must be found and named.

    python3 tamper_evidence.py FILE [--times N] [--seed S]

Each turn takes the file as it is, changes one thing (a byte of a line, a whole line taken away, put in twice, or changed
for another one of its kind) and checks it. Ends with 0 when every change was found and the thing named, 1 when one was
not. Needs Python 3.8 and nothing else.
"""

import argparse
import contextlib
import io
import json
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import verify_evidence  # noqa: E402


def changed_byte(lines, draw):
    """One byte of one line is another one."""
    at = draw.randrange(len(lines))
    data = bytearray(lines[at].encode())
    place = draw.randrange(len(data))
    data[place] ^= 1 << draw.randrange(7)
    out = list(lines)
    out[at] = data.decode("utf-8", "surrogateescape")
    return out, at


def changed_value(lines, draw):
    """One number or word inside a line is another one, and the line is still JSON."""
    at = draw.randrange(len(lines) - 1)
    value = json.loads(lines[at])
    places = []

    def walk(node):
        items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, inner in items:
            if isinstance(inner, (dict, list)):
                walk(inner)
            elif inner is not None:
                places.append((node, key))

    walk(value)
    node, key = draw.choice(places)
    old = node[key]
    if isinstance(old, bool):
        node[key] = not old
    elif isinstance(old, int):
        node[key] = old + draw.choice([-1, 1, 100000])
    else:
        node[key] = old[:-1] + ("0" if not old.endswith("0") else "1") if old else "x"
    out = list(lines)
    out[at] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return out, at


def missing(lines, draw):
    """A line is gone."""
    at = draw.randrange(1, len(lines) - 1)
    return lines[:at] + lines[at + 1 :], at


def doubled(lines, draw):
    """A line stands twice."""
    at = draw.randrange(1, len(lines) - 1)
    return lines[:at] + [lines[at]] + lines[at:], at


def swapped(lines, draw):
    """Two lines stand in each other's place."""
    one, other = sorted(draw.sample(range(1, len(lines) - 1), 2))
    out = list(lines)
    out[one], out[other] = out[other], out[one]
    return out, one


WAYS = [changed_byte, changed_value, missing, doubled, swapped]


def verdict(path):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            code = verify_evidence.check(path, None)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            return 2, repr(error)
    return code, out.getvalue()


def main():
    parser = argparse.ArgumentParser(description="Tampers with evidence and asks the verifier.")
    parser.add_argument("file")
    parser.add_argument("--times", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with open(asked.file, encoding="utf-8", newline="\n") as file:
        lines = file.read().rstrip("\n").split("\n")
    code, told = verdict(asked.file)
    if code != 0:
        print("the evidence is not good to begin with:\n" + told)
        return 1
    draw, found, unread, lost = random.Random(asked.seed), 0, 0, 0
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "tampered")
    for turn in range(asked.times):
        way = draw.choice(WAYS)
        tampered, at = way(lines, draw)
        if tampered == lines:
            continue
        with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.write("\n".join(tampered) + "\n")
        code, told = verdict(path)
        if code == 2:
            # The first or the last line is no longer JSON: refused as a whole, which names nothing but lets nothing pass.
            unread += 1
        elif code == 1 and "BAD:" in told:
            found += 1
        else:
            lost += 1
            print("NOT FOUND: turn %d, %s, line %d" % (turn, way.__name__, at + 1))
    os.remove(path)
    os.rmdir(folder)
    print("%d found and named, %d refused as unreadable, %d not found" % (found, unread, lost))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
