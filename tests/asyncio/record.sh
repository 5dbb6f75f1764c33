#!/bin/sh
# Run the asyncio programs with this machine's Python again and compare with
# what is recorded; with --write, record it anew.
#
#   tests/asyncio/record.sh [--write] [number...]
#
# It should be Python 3.11 or later.  Programs with a line "python: 3.13" are
# about what has changed since, and are left out by those that are older.
cd "$(dirname "$0")/programs" || exit 2

PYTHON=${PYTHON:-python3}
if ! command -v "$PYTHON" > /dev/null; then
    echo "record.sh: there is no $PYTHON here, so nothing was compared"
    exit 0
fi

write=
if [ "$1" = --write ]; then
    write=yes
    shift
fi

minor=$("$PYTHON" -c 'import sys; print(sys.version_info.minor)')
actual=$(mktemp) || exit 2
trap 'rm -f "$actual"' EXIT
export PYTHONDONTWRITEBYTECODE=1

differ=0
count=0
for program in ${*:-[0-9]}; do
    for file in $program*.py; do
        name=${file%.py}
        expected=../expected/$name.expected
        since=$(sed -n 's/^python: 3\.//p' "$file")
        if [ "${since:-0}" -gt "$minor" ]; then
            echo "$name is for Python 3.$since"
            continue
        fi
        "$PYTHON" "$file" > "$actual" 2> /dev/null
        count=$((count + 1))
        if [ "$write" ]; then
            cp "$actual" "$expected"
        elif ! cmp -s "$expected" "$actual" &&
             ! "$PYTHON" judge.py "$expected" "$actual"; then
            echo "$name differs"
            differ=$((differ + 1))
        fi
    done
done
echo "$("$PYTHON" --version): $count programs, $differ differ"
[ "$differ" -eq 0 ]
