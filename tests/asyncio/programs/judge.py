"""Compare transcripts, judging only what asyncio guarantees.

    python3 judge.py EXPECTED ACTUAL

Lines starting with "~" are implementation details of one Python: they are
dropped from both sides.  Neighbouring lines starting with "|" are one group,
compared as a multiset: all must be there, in any order.  All other lines must
be equal and in order.  Trailing blanks and empty lines do not count.
"""

import sys


def normalise(text):
    """A list of judged items: a line, or a sorted tuple for a '|' group."""
    items, group = [], []
    for line in text.splitlines():
        line = line.rstrip()
        if not line or line.startswith("~"):
            continue
        if line.startswith("|"):
            group.append(line)
            continue
        if group:
            items.append(tuple(sorted(group)))
            group = []
        items.append(line)
    if group:
        items.append(tuple(sorted(group)))
    return items


def compare(expected, actual):
    """None if they agree, else a description of the first difference."""
    e, a = normalise(expected), normalise(actual)
    for i in range(max(len(e), len(a))):
        x = e[i] if i < len(e) else "<nothing more>"
        y = a[i] if i < len(a) else "<nothing more>"
        if x != y:
            return f"judged item {i + 1}:\n  expected: {x}\n  actual:   {y}"
    return None


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def main(argv):
    if len(argv) != 2:
        print(__doc__)
        return 2
    difference = compare(read(argv[0]), read(argv[1]))
    if difference:
        print(difference)
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
