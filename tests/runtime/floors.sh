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

# The folders, from the ground up.
FLOORS=' core asyncio io pools watch view step web '

# The floors that a file includes from.
included_by() {
    sed -n 's,^ *# *include *"\([a-z]*\)/.*,\1,p' "$1" | sort -u
}

check_includes() {
    mine=${1#runtime/} mine=${mine%%/*}
    above=" ${FLOORS#* "$mine" }"
    for theirs in $(included_by "$1"); do
        case $above in
        *" $theirs "*)
            fail "$1 includes what stands above it, on $theirs/"
            return
            ;;
        esac
    done
    pass
}

# Lines of code: without comments and blank lines.
code_lines() {
    cat "$@" | sed -e 's,/\*.*\*/,,' -e '/\/\*/,/\*\//d' | grep -c '[^[:space:]]'
}

check_size() {
    lines=$(cd runtime/core && code_lines coro.[ch] task.[ch] waiting.[ch] loop.[ch])
    if [ "$lines" -lt 1000 ]; then
        pass
    else
        fail "the core has $lines lines of code; it is to have less than 1000"
    fi
}

# With its comments.
check_parser() {
    lines=$(wc -l <runtime/web/parser.c)
    if [ "$lines" -lt 400 ]; then
        pass
    else
        fail "web/parser.c has $lines lines; it is to have less than 400"
    fi
}

# In UTF-8 a character is one column: bytes that only go on with one are none.
check_width() {
    lines=$(LC_ALL=C awk '{ gsub(/[\200-\277]/, "") }
        length > 80 { print FILENAME ":" FNR }' runtime/*.h runtime/*/*.[ch] lessons/*.c)
    if [ -z "$lines" ]; then
        pass
    else
        fail "longer than 80 columns:" $lines
    fi
}

for file in runtime/*/*.[ch]; do
    check_includes "$file"
done
check_size
check_parser
check_width
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
