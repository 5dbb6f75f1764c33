#!/bin/sh
# readme.sh - does the README show what lesson 6 really prints?
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build}"
shown=$(mktemp) || exit 2
trap 'rm -f "$shown"' EXIT

# The indented lines behind "...", as they are printed.
sed -n '/^    \.\.\./,/^[^ ]/p' README.md | sed -e 1d -e '$d' -e 's/^    //' |
    sed '$d' >"$shown"
if CLOCK=virtual SHOW=timeline "$BUILD/lessons/06_gather" |
    tail -n "$(wc -l <"$shown")" | diff "$shown" - && [ -s "$shown" ]; then
    echo "1 passed, 0 failed"
else
    echo "README.md (<) does not show what lesson 6 prints (>)"
    echo "0 passed, 1 failed"
    exit 1
fi
