"""Compare two plays of the same scripts and show the shortest script that
differs.

    python3 compare.py SCRIPTS EXPECTED ACTUAL
"""

import difflib
import sys


def by_script(path):
    """The lines that belong to each script."""
    scripts, name = {}, None
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("script "):
                name = line
                scripts[name] = []
            scripts[name].append(line)
    return scripts


def main(paths):
    scripts, expected, actual = map(by_script, paths)
    differing = [s for s in scripts if expected.get(s) != actual.get(s)]
    print(f"{len(scripts)} scripts, {len(differing)} differ")
    if not differing:
        return 0
    shortest = min(differing, key=lambda s: len(scripts[s]))
    sys.stdout.writelines(scripts[shortest])
    sys.stdout.writelines(difflib.unified_diff(
        expected.get(shortest, []), actual.get(shortest, []), "Python", "C"))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
