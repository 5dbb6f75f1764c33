#!/bin/sh
# check.sh - run parts of the verification and sum them up.
#
#   tests/check.sh PART...      runtime faults floors misuse lessons exercises
#
# BUILD is where the programs are, SUITES limits the part runtime, and UNDER is
# a command to run programs with (valgrind).  Each part says at its end how
# many "passed, failed"; what it says before is shown if something failed.
: "${BUILD:=build}"
export CC BUILD UNDER

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
trap 'exit 1' INT TERM
summary='' passed=0 failed=0

# The part's command; nothing if there is no such part.
run_part() {
    case $1 in
    runtime)   $UNDER "$BUILD/tests/runtime" $SUITES ;;
    faults)    $UNDER "$BUILD/tests/faults" ;;
    floors)    tests/floors.sh ;;
    misuse)    tests/misuse.sh ;;
    lessons)   tests/lessons.sh "$BUILD" ;;
    exercises) tests/check_exercises.sh "$BUILD" ;;
    *)         echo "There is no part $1."; return 2 ;;
    esac
}

# The number before a word in the last line of the log that says both.
count_of() {
    sed -n "s/.*\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*/&/p" "$log" |
        tail -n 1 | grep -o "[0-9]* $1" | cut -d' ' -f1
}

row() {
    summary="$summary
$(printf '  %-10s %5d passed  %s' "$@")"
}

for part; do
    run_part "$part" >"$log" 2>&1
    status=$?
    good=$(count_of passed) bad=$(count_of failed)
    : "${good:=0}" "${bad:=0}"
    # A part that found nothing to test, or broke down, has failed.
    if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$good" -eq 0 ]; }; then
        bad=1
    fi
    if [ "$bad" -gt 0 ]; then
        echo
        echo "--- $part"
        cat "$log"
        row "$part" "$good" "$bad FAILED"
    else
        row "$part" "$good" ''
    fi
    passed=$((passed + good)) failed=$((failed + bad))
done

echo "$summary"
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
