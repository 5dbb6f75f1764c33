#!/bin/sh
# test.sh - is our machine (solutions/31 to 36) what exercises 31 to 36 promise?
# It passes the exam, its scenes print on the runtime what they print on it, NOTES
# quotes it, and it is short.   test.sh BUILD_DIR
cd "$(dirname "$0")/../.." || exit 2
build=${1:?usage: test.sh BUILD_DIR}
passed=0 failed=0

pass() {        # pass COUNT
    passed=$((passed + $1))
}

fail() {
    failed=$((failed + 1))
    echo "FAIL $*"
}

exam() {
    said=$("$build"/machine/ours/exam/programs "$build"/machine/ours/exam/lessons/*)
    status=$?
    score=$(echo "$said" | sed -n 's/^ *score: \([0-9]*\) of.*/\1/p')
    pass "${score:-0}"
    [ $status -eq 0 ] || fail "the exam: $said"
}

same_on_the_runtime() {
    said=$("$build/tests/machine/scenes" all 2>/dev/null)
    if [ "$said" = "as before" ]; then
        pass 1
    else
        fail "a scene is another on the runtime: $said"
    fi
}

# The stepper sees of our machine what it sees of the runtime.
shown_alike() {
    ours=$(CLOCK=virtual SHOW=turns "$build"/machine/ours/seen/lessons/06_*)
    theirs=$(CLOCK=virtual SHOW=turns "$build"/lessons/06_*[a-z])
    if [ -n "$ours" ] && [ "$ours" = "$theirs" ]; then
        pass 1
    else
        fail "lesson 06 in the stepper: $ours"
    fi
}

# A trace that comes to what is still to do ends with that.
shown_to_do() {
    cmp -s exercises/33_gather.c tests/exercises/33_gather/stub.c || return
    said=$(SHOW=turns "$build/exercises/33_gather.scenes" step 33 2>&1)
    case $said in
    *"did not end: "*"is still to do, exercises/33_gather.c:"*) pass 1 ;;
    *) fail "the trace of an unfinished exercise: $said" ;;
    esac
}

MOST_LINES=600      # of code: the loop to read in an evening

size() {
    lines=$(cat solutions/3*.c | sed -e 's,/\*.*\*/,,' -e '/\/\*/,/\*\//d' |
        grep -c '[^[:space:]]')
    if [ "$lines" -lt $MOST_LINES ]; then
        pass 1
    else
        fail "our machine has $lines lines of code, not less than $MOST_LINES"
    fi
}

# After each exercise the lessons run that it promises.
after_each() {
    for program in "$build"/machine/after/*/*[a-z]; do
        [ -x "$program" ] || continue
        if CLOCK=virtual "$program" 2>/dev/null |
            cmp -s - "tests/course/transcripts/${program##*/}.txt"; then
            pass 1
        else
            fail "${program#"$build"/machine/} does not print its transcript"
        fi
    done
}

# NOTES quotes the reference as it is.
quotes() {
    missing=$(awk '/^## Build the machine/ { on = 1 } /^## What the rest/ { on = 0 }
        /^```/ { code = on && /^```c/; next } code' NOTES.md |
        while IFS= read -r line; do
            grep -qxF -e "$line" solutions/3*.c || echo "$line"
        done)
    if [ -z "$missing" ]; then
        pass 1
    else
        fail "NOTES.md quotes what our machine does not have: $missing"
    fi
}

exam
after_each
quotes
same_on_the_runtime
shown_alike
shown_to_do
size
echo "machine: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
