#!/bin/sh
# check.sh - the parts of the verification, and their sum.
#
#   check.sh look_at PART   run it: runtime faults scripted floors misuse lessons
#                           notes machine exercises causes coach yours
#   check.sh sum PART...    what the parts said, and a table; fails if one did
#
# BUILD is where the programs are, ONLY names suites for the part runtime
# (all, if it is empty), and UNDER is a command to run programs with (valgrind).
# Each part says at its end "N passed, N failed"; what it says before that is
# shown if something failed.
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build}" "${CC:=cc}"
export BUILD CC UNDER
logs=$BUILD/parts

# Those that the learner has not begun do not count.
your_exercises() {
    sh tests/coach/coach.sh check |
        sed 's/^your exercises: \(.*\) done, \(.*\) begun, \(.*\) to do$/\1 passed, \2 failed, \3 to do/'
}

run_part() {
    # shellcheck disable=SC2086  # several words on purpose
    case $1 in
    runtime)   $UNDER "$BUILD/tests/suites" $ONLY ;;
    faults)    $UNDER "$BUILD/tests/faults" ;;
    scripted)  $UNDER "$BUILD/tests/scripted" ;;
    floors)    sh tests/runtime/floors.sh ;;
    misuse)    sh tests/runtime/misuse.sh ;;
    lessons)   sh tests/course/lessons.sh "$BUILD" ;;
    notes)     sh tests/course/notes.sh "$BUILD" ;;
    machine)   sh tests/machine/test.sh "$BUILD" ;;
    exercises) sh tests/course/exercises.sh ;;
    causes)    sh tests/judge/causes.sh ;;
    coach)     sh tests/coach/test.sh ;;
    yours)     your_exercises ;;
    *)         echo "There is no part $1."; return 2 ;;
    esac
}

look_at() {
    mkdir -p "$logs"
    run_part "$1" >"$logs/$1" 2>&1
    echo $? >"$logs/$1.status"
}

# The last words of the log: "3 passed, 0 failed, 9 to do".
verdict() {
    grep -o '[0-9]* passed, [0-9]* failed.*' "$1" | tail -n 1
}

add_up() {      # add_up PART: its row in the table
    log=$logs/$1
    [ -e "$log.status" ] || {
        echo "It was not looked at: what it needs does not compile." >"$log"
        echo 1 >"$log.status"
    }
    status=$(cat "$log.status")
    verdict=$(verdict "$log")
    good=${verdict%% *}
    bad=${verdict#*, } bad=${bad%% *}
    rest=${verdict#*failed}
    : "${good:=0}" "${bad:=0}"
    # A part that broke down, or found nothing to test, has failed.
    if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ -z "$verdict" ] ||
        [ "$good$rest" = 0 ]; }; then
        bad=1
    fi
    if [ "$bad" -gt 0 ]; then
        printf '\n--- %s\n' "$1"
        sed 's/^/  /' "$log"
        rest=", $bad FAILED$rest"
    fi
    table="$table
$(printf '  %-10s %4d passed%s' "$1" "$good" "$rest")"
    passed=$((passed + good)) failed=$((failed + bad))
}

sum() {
    table='' passed=0 failed=0
    mkdir -p "$logs"
    for part; do
        add_up "$part"
    done
    printf '%s\n\n%d passed, %d failed\n' "$table" "$passed" "$failed"
    [ "$failed" -eq 0 ]
}

"$@"
