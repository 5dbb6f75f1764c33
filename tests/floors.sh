#!/bin/sh
# floors.sh - the runtime is built in floors: a file includes only what stands
# on its own floor or below.  And its core, and the parser of HTTP, stay small
# enough to be read, and no line is too wide for a page.

passed=0 failed=0

pass() {
    passed=$((passed + 1))
}

fail() {
    echo "$*"
    failed=$((failed + 1))
}

floor_of() {
    case $1 in
    value | store | memory | queue | clock) echo 1 ;;
    resume | frame | coro | waiting) echo 2 ;;
    loop | future | task | cancel | ask | say) echo 3 ;;
    callback | outside | observe | watch | runner) echo 3 ;;
    count)                          echo 3 ;;
    watcher | gather | timeout)     echo 4 ;;
    combine | each | group)         echo 4 ;;
    waiting_line | sync | async_queue) echo 4 ;;
    io | stream)                    echo 4 ;;
    parcel | executor | work)       echo 4 ;;
    threads | processes)            echo 4 ;;
    run | runtime | by_hand)        echo 5 ;;
    trace | trace_json)             echo 5 ;;
    replay | timeline)              echo 5 ;;
    recording | step | step_* | terminal) echo 5 ;;
    http_text | http_parser)        echo 6 ;;
    http | http_connection | http_answer | http_request) echo 6 ;;
    app | app_ask | app_request | app_route | app_depends) echo 6 ;;
    app_load)                       echo 6 ;;
    byte_buffer | json)             echo 4 ;;
    esac
}

# The runtime's own headers that a file includes, without ".h".
included_by() {
    sed -n 's/^ *# *include *"\(.*\)\.h".*/\1/p' "$1"
}

check_includes() {
    name=$(basename "${1%.*}")
    mine=$(floor_of "$name")
    if [ -z "$mine" ]; then
        fail "$1 has no floor: give it one in tests/floors.sh"
        return
    fi
    for other in $(included_by "$1"); do
        theirs=$(floor_of "$other")
        if [ "${theirs:-9}" -gt "$mine" ]; then
            fail "$1 (floor $mine) includes $other.h (floor ${theirs:-unknown})"
            return
        fi
    done
    pass
}

# Lines of code: without comments and blank lines.
code_lines() {
    cat "$@" | sed -e 's,/\*.*\*/,,' -e '/\/\*/,/\*\//d' | grep -c '[^[:space:]]'
}

check_size() {
    lines=$(cd runtime && code_lines coro.[ch] task.[ch] waiting.[ch] loop.[ch])
    if [ "$lines" -lt 1000 ]; then
        pass
    else
        fail "the core has $lines lines of code; it is to have less than 1000"
    fi
}

# With its comments.
check_parser() {
    lines=$(wc -l <runtime/http_parser.c)
    if [ "$lines" -lt 400 ]; then
        pass
    else
        fail "http_parser.c has $lines lines; it is to have less than 400"
    fi
}

# In UTF-8 a character is one column: bytes that only go on with one are none.
check_width() {
    lines=$(LC_ALL=C awk '{ gsub(/[\200-\277]/, "") }
        length > 80 { print FILENAME ":" FNR }' runtime/*.[ch] lessons/*.c)
    if [ -z "$lines" ]; then
        pass
    else
        fail "longer than 80 columns:" $lines
    fi
}

for file in runtime/*.[ch]; do
    check_includes "$file"
done
check_size
check_parser
check_width
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
