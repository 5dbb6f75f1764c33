#!/bin/sh
# check.sh - the parts of the verification, and their sum.
#
#   check.sh begin          a verification begins
#   check.sh look_at PART   run it: runtime faults scripted floors misuse lessons
#                           notes machine exercises optimized causes trials coach
#                           variants yours, or runtime_1 and runtime_2, halves of runtime
#   check.sh broken         not everything compiles
#   check.sh sum PART...    what the parts said, and a table; fails if one did
#
# BUILD is where the programs are, TESTED is that of the suites, ONLY names suites
# for the part runtime (all, if it is empty), and UNDER is a command to run programs
# with (valgrind).
# Each part says at its end "N passed, N failed"; what it says before that is
# shown if something failed.  It is kept in $PASSED/PART.log, and a part that
# passed leaves $PASSED/PART, too: make looks at it again when that is too old.
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build}" "${TESTED:=$BUILD/tests/suites}" "${PASSED:=$BUILD/parts}" "${CC:=cc}"
export BUILD CC UNDER
# A test that hangs is ended.  When others use the machine, a few seconds are
# nothing: the limit fails nobody who only waits for the processor.
export CK_DEFAULT_TIMEOUT="${CK_DEFAULT_TIMEOUT:-120}"

# Those that the learner has not begun do not count.
your_exercises() {
    sh tests/coach/coach.sh check |
        sed 's/^your exercises: \(.*\) done, \(.*\) begun, \(.*\) to do$/\1 passed, \2 failed, \3 to do/'
}

run_part() {
    # shellcheck disable=SC2086  # several words on purpose
    case $1 in
    runtime)   $UNDER "$TESTED" $ONLY ;;
    optimized) $UNDER "$BUILD/tests/optimized" $ONLY ;;
    runtime_*) $UNDER "$TESTED" "${1#runtime_}/2" $ONLY ;;
    faults)    $UNDER "$BUILD/tests/faults" ;;
    scripted)  $UNDER "$BUILD/tests/scripted" ;;
    floors)    sh tests/runtime/floors.sh ;;
    misuse)    sh tests/runtime/misuse.sh ;;
    lessons)   sh tests/course/lessons.sh "$BUILD" ;;
    notes)     sh tests/course/notes.sh "$BUILD" ;;
    machine)   sh tests/machine/test.sh "$BUILD" ;;
    exercises) sh tests/course/exercises.sh examples ;;
    variants)  sh tests/course/exercises.sh variants ;;
    causes)    sh tests/judge/causes.sh ;;
    trials)    sh tests/judge/trials.sh ;;
    coach)     sh tests/coach/test.sh ;;
    yours)     your_exercises ;;
    *)         echo "There is no part $1."; return 2 ;;
    esac
}

# What a log says, "3 passed, 0 failed, 9 to do", in good, bad and rest.  A part
# that broke down, or found nothing to test, has failed.
read_log() {    # read_log FILE; its last line is the status
    said=$(grep -o '[0-9]* passed, [0-9]* failed.*' "$1" | tail -n 1)
    good=${said%% *}
    bad=${said#*, } bad=${bad%% *}
    rest=${said#*failed}
    : "${good:=0}" "${bad:=0}"
    if [ "$bad" -eq 0 ] && { [ "$(tail -n 1 "$1")" != "status 0" ] ||
        [ -z "$said" ] || [ "$good$rest" = 0 ]; }; then
        bad=1
    fi
}

begin() {
    { mkdir -p "$PASSED" && rm -f "$PASSED/.broken" && echo now >"$PASSED/.begun"; } \
        2>/dev/null && return
    echo "handloop: $BUILD/ cannot be written here (a full disk? another user's?);" \
        "make BUILD=/tmp/handloop check builds elsewhere" >&2
    exit 1
}

broken() {
    echo "Not everything compiles."
    : >"$PASSED/.broken"
}

look_at() {
    log=$PASSED/$1.log began=$(date +%s)
    rm -f "$PASSED/$1"
    run_part "$1" >"$log" 2>&1
    status=$?
    echo "$(($(date +%s) - began)) s" >"$PASSED/$1.time"
    echo "status $status" >>"$log"
    read_log "$log"
    if [ "$bad" -eq 0 ]; then
        : >"$PASSED/$1"
    fi
}

# How the part got its log: in this run (and how long it took), in an earlier one
# that still holds, or not at all.  Where something did not compile it is asked for
# once more: it may not need that, or that was mended meanwhile.
set_age() {
    # shellcheck disable=SC3013  # -nt: all shells that we met have it
    if [ ! "$log" -nt "$PASSED/.begun" ] && [ -e "$PASSED/.broken" ] &&
        ! "$MAKE" "$PASSED/$1" >/dev/null 2>&1; then
        age=
        echo "It was not looked at: what it needs does not compile." >"$log"
    elif [ "$log" -nt "$PASSED/.begun" ]; then
        age=$(cat "$PASSED/$1.time")
    else
        age=unchanged
    fi
}

add_up() {      # add_up PART: its row in the table
    log=$PASSED/$1.log
    set_age "$1"
    read_log "$log"
    if [ "$bad" -gt 0 ]; then
        printf '\n--- %s\n' "$1"
        sed '/^status [0-9]*$/d; s/^/  /' "$log"
        rest=", $bad FAILED$rest"
    fi
    table="$table
$(printf '  %-10s %4d passed%-22s %s' "$1" "$good" "$rest" "$age")"
    passed=$((passed + good)) failed=$((failed + bad))
}

sum() {
    table='' passed=0 failed=0
    for part; do
        add_up "$part"
    done
    printf '%s\n\n%d passed, %d failed\n' "$table" "$passed" "$failed"
    [ "$failed" -eq 0 ]
}

"$@"
