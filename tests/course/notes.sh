#!/bin/sh
# notes.sh - is what NOTES.md and README.md say still so?  Every run that they
# quote ("$ make lesson-06 ...", "$ make trace-06") prints each quoted line; every file and every
# function that they name exists, and each line of the table of names compiles.
#   notes.sh BUILD_DIR
cd "$(dirname "$0")/../.." || exit 2
build=${1:-build}
passed=0 failed=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

pass() {
    passed=$((passed + 1))
}

fail() {
    failed=$((failed + 1))
    echo "FAIL $*"
}

# Write each quoted run of a document to $work/NN: its indented lines, without
# the indent and without the "..." for what is left out.
quoted_runs() {
    rm -f "$work"/run.*
    awk -v work="$work" '
        /^    \$ .*make lesson-/ {
            match($0, /lesson-[0-9]+/)
            file = work "/run.timeline." substr($0, RSTART + 7, 2)
            next
        }
        /^    \$ make trace-/ {
            file = work "/run.turns." substr($0, 18, 2)
            next
        }
        /^[^ ]/ { file = "" }
        file != "" && !/^ *(\.\.\.)?$/ { print substr($0, 5) > file }
    ' "$1"
}

# A macro called over several lines is, in turns, at its first line for gcc and
# at its last for clang: a quoted number need only be that of an AWAIT.
awaits_named() {
    grep -o '[0-9][0-9]_[a-z_]*\.c:[0-9]*' "$1" | sort -u | while IFS=: read -r file line; do
        sed -n "${line}p" "lessons/$file" | grep -q AWAIT || echo "no AWAIT: $file:$line"
    done
}

without_lines() {
    sed 's/\([0-9][0-9]_[a-z_]*\.c\):[0-9]*/\1/g' "$1"
}

check_runs() {
    quoted_runs "$1"
    for quote in "$work"/run.*; do
        number=${quote##*.} show=${quote%.*} show=${show##*.}
        CLOCK=virtual SHOW=$show "$build"/lessons/"$number"_* >"$work/out"
        missing=
        if [ "$show" = turns ]; then
            missing=$(awaits_named "$quote")
            for text in "$work/out" "$quote"; do
                without_lines "$text" >"$work/text" && mv "$work/text" "$text"
            done
        fi
        missing=$missing$(grep -Fxv -f "$work/out" "$quote")
        if [ -z "$missing" ]; then
            pass
        else
            fail "$1: lesson $number does not print:"
            echo "$missing"
        fi
    done
}

named() {       # named pattern: what stands so in backquotes
    grep -o "\`$1\`" NOTES.md README.md | sed 's/.*:`\(.*\)`/\1/' | sort -u
}

check_files() {
    for file in $(named 'runtime/[a-z_/]*\.[ch]') $(named 'lessons/[a-z0-9_]*\.c'); do
        if [ -e "$file" ]; then pass; else fail "there is no $file"; fi
    done
}

check_functions() {
    for name in $(named '[a-z_]*()'); do
        if grep -qw "${name%()}" runtime/*.h runtime/*/*.[ch] lessons/*.c \
            exercises/machine/*.[ch] solutions/3*.c; then
            pass
        else
            fail "there is no function $name"
        fi
    done
}

# The chapter of names as a program: its declarations, and of each row the second
# column, a line of a coroutine's body.
program_of_names() {
    awk '
        /^## / { inside = /^## Names/ }
        !inside { next }
        /^```/ { code = /^```c/; next }
        code { print; next }
        /^\| .*`.*\|$/ {
            split($0, column, / \| /)
            gsub(/`/, "", column[2])
            body = body "#line " FNR " \"NOTES.md\"\n    " column[2] ";\n"
        }
        END { print "ASYNC(fetch)\n{\n    BEGIN;\n" body "    END;\n}" }' NOTES.md
}

check_names() {
    program_of_names >"$work/names.c"
    rows=$(grep -c '^#line' "$work/names.c")
    if [ "$rows" -gt 50 ] && ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L \
        -Iruntime -Wall -Wno-unused -Wno-unused-result -Werror -fsyntax-only \
        "$work/names.c" 2>"$work/out"; then
        passed=$((passed + rows))
    else
        fail "$rows rows of names, and not all compile:"
        cat "$work/out"
    fi
}

# make book takes both: what it does not know has its line.
check_book() {
    if "$build/lessons/book/book" NOTES.md README.md 2>"$work/out"; then
        pass
    else
        fail "make book refuses this: $(cat "$work/out")"
    fi
}

check_runs NOTES.md
check_runs README.md
check_files
check_functions
check_names
check_book
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
