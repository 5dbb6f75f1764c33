#!/bin/sh
# Random scripts, played by asyncio and by this runtime: they must print the
# same.  See fuzz/make.py for what a script is.
#
#   tests/asyncio/fuzz.sh [count [seed]]        CC=, PYTHON= and BUILD= as usual
#
# Task groups and uncancel() take part from Python 3.13 on, whose rules they
# follow.
cd "$(dirname "$0")/../.." || exit 2

count=${1:-2000}
seed=${2:-$(date +%s)}
here=tests/asyncio
PYTHON=${PYTHON:-python3}
export PYTHONDONTWRITEBYTECODE=1

is_python() {
    "$PYTHON" -c "import sys; sys.exit(sys.version_info < ($1))" 2> /dev/null
}

if ! is_python "3, 11"; then
    echo "fuzz.sh: there is no Python 3.11 here, so nothing was compared"
    exit 0
fi
groups=
if is_python "3, 13"; then
    groups=--groups
fi

place=${BUILD:-build}/fuzz
mkdir -p "$place" || exit 2
${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -pthread -O1 -g \
    -fsanitize=address,undefined -Iruntime -o "$place/play" \
    $here/fuzz/play.c $here/twin.c runtime/*/*.c || exit 2

echo "seed $seed, $("$PYTHON" --version)"
"$PYTHON" $here/fuzz/make.py "$seed" "$count" $groups > "$place/scripts" || exit 2
"$PYTHON" $here/fuzz/play.py "$place/scripts" > "$place/expected" \
    2> "$place/reports.python"
if ! "$place/play" "$place/scripts" > "$place/actual" 2> "$place/reports.c"; then
    tail -n 40 "$place/reports.c"
    exit 1
fi
"$PYTHON" $here/fuzz/compare.py "$place/scripts" "$place/expected" "$place/actual"
