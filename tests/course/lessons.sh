#!/bin/sh
# lessons.sh - does every lesson print what its transcript says?  And is it short
# enough to be read at once?
#
#   tests/course/lessons.sh BUILD_DIR          on the virtual clock, at once
#   tests/course/lessons.sh BUILD_DIR real     in real time, all side by side; on a
#                                       busy machine, 0.2 s late is in time
#
# BUILD_DIR: where the lessons' programs are (or its lessons/ folder).
# Only stdout counts; reports about lost tasks and the like go to stderr.
# UPDATE=1 writes the transcripts anew, for whoever changes a lesson; UNDER is a
# command that runs the programs ("valgrind -q --error-exitcode=99").

build=$(cd "${1:?usage: tests/course/lessons.sh BUILD_DIR [real]}" && pwd) || exit 1
clock=${2:-virtual}
case $clock in
    virtual|real) ;;
    *) echo "lessons.sh: the clock is virtual or real, not $clock" >&2; exit 2 ;;
esac
[ -d "$build/lessons" ] && build=$build/lessons
cd "$(dirname "$0")/../.." || exit 1
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
trap 'exit 1' INT TERM

passed=0 failed=0

pass() {
    echo "  ok      $1"
    passed=$((passed + 1))
}

fail() {
    echo "  FAILED  $1: $2"
    failed=$((failed + 1))
}

# shellcheck disable=SC3045
# Run a lesson; its output, reports and exit status go to files in $out.  A
# lesson that runs wild is ended after 60 seconds of computing.
run() (
    ulimit -t 60 2>/dev/null    # not everywhere; then there is no limit
    CLOCK=$clock DEBUG='' SHOW='' $UNDER "$build/$1" \
        >"$out/$1.out" 2>"$out/$1.err" </dev/null
    echo $? >"$out/$1.status"
)

# In real time: forgive the times in front of the lines up to 0.2 s.
forgive() {
    awk -v transcript="$1" '
        function time(line) { return substr(line, 2, 6) + 0 }
        {
            if ((getline wanted <transcript) > 0 &&
                wanted ~ /^\[ *[0-9.]+s\] / && /^\[ *[0-9.]+s\] / &&
                time($0) - time(wanted) < 0.25 && time($0) >= time(wanted))
                $0 = substr(wanted, 1, index(wanted, "]")) \
                     substr($0, index($0, "]") + 1)
            print
        }'
}

# Compare what a lesson printed with its transcript.
compare() {
    transcript=tests/course/transcripts/$1.txt
    status=$(cat "$out/$1.status")
    if [ "$clock" = real ] && [ -f "$transcript" ]; then
        forgive "$transcript" <"$out/$1.out" >"$out/$1.near"
        mv "$out/$1.near" "$out/$1.out"
    fi
    [ -n "$UPDATE" ] && cp "$out/$1.out" "$transcript"
    if [ ! -f "$transcript" ]; then
        fail "$1" "has no transcript $transcript"
    elif ! diff -u "$transcript" "$out/$1.out" >"$out/$1.diff"; then
        fail "$1" "does not print its transcript (-), but (+)"
        cat "$out/$1.diff" "$out/$1.err"
    elif [ "$status" -ne 0 ]; then
        fail "$1" "prints its transcript, but ends with status $status"
        cat "$out/$1.err"
    else
        pass "$1"
    fi
}

LONGEST=120     # lines, with the comment at the top

lessons=
for source in lessons/[0-9][0-9]_*.c; do
    [ -f "$source" ] || continue
    lesson=$(basename "$source" .c)
    lines=$(($(wc -l <"$source")))
    if [ "$lines" -gt $LONGEST ]; then
        fail "$lesson" "has $lines lines; a lesson has at most $LONGEST"
    fi
    if [ -x "$build/$lesson" ]; then
        lessons="$lessons $lesson"
    else
        fail "$lesson" "is not built: there is no $build/$lesson"
    fi
done

for lesson in $lessons; do
    if [ "$clock" = real ]; then
        run "$lesson" &
    else
        run "$lesson"
    fi
done
wait

for lesson in $lessons; do
    compare "$lesson"
done

for transcript in tests/course/transcripts/*.txt; do
    lesson=$(basename "$transcript" .txt)
    if [ -f "$transcript" ] && [ ! -f "lessons/$lesson.c" ]; then
        fail "$lesson" "is a transcript without a lesson"
    fi
done

echo "lessons: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
