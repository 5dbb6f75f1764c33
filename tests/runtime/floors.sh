#!/bin/sh
# floors.sh - the runtime is a house: its folders are the floors, and nothing
# below knows what stands above.  Who calls whom is read from the object files
# (nm), who includes whom from the sources; no call leads up, and neither the
# calls nor the includes go round in a circle (tsort).
#
# And what is to be read stays readable: the core and the parser of HTTP are
# small, and no line is too wide for a page.

BUILD=${BUILD:-build}
passed=0 failed=0

pass() {
    passed=$((passed + 1))
}

fail() {
    echo "$*"
    failed=$((failed + 1))
}

# The folders, from the ground up.
FLOORS='memory clock core asyncio io pools watch view step web'

# --- who needs whom: lines of "core/task core/loop what" -----------------------

# What an object wants of another one.
calls() {
    for file in runtime/*/*.c; do
        echo "$BUILD/plain/${file%.c}.o"
    done | xargs nm -A | awk '
        {
            file = $1
            sub(/:.*/, "", file)
            sub(/.*runtime\//, "", file)
            sub(/\.o$/, "", file)
        }
        $(NF - 1) == "U" { wanted[file " " $NF] }
        $(NF - 1) ~ /^[TDBRC]$/ { home[$NF] = file }
        END {
            for (pair in wanted) {
                split(pair, part, " ")
                if (part[2] in home && home[part[2]] != part[1])
                    print part[1], home[part[2]], "(" part[2] ")"
            }
        }' | sort
}

includes() {
    for file in runtime/*/*.[ch]; do
        sed -n "s,^ *# *include *\"\([a-z]*/.*\)\".*,${file#runtime/} \1,p" "$file"
    done
}

# --- nothing leads up ------------------------------------------------------------

# The first place from which somebody reaches up, and to what.
leads_up() {
    awk -v floors="$FLOORS" '
        BEGIN {
            n = split(floors, name, " ")
            for (i = 1; i <= n; i++)
                level[name[i]] = i
        }
        {
            from = $1
            to = $2
            sub(/\/.*/, "", from)
            sub(/\/.*/, "", to)
            if (level[from] < level[to])
                print "  " $1, "-->", $2, $3
        }'
}

check_up() {
    found=$(leads_up <"$1" | sort)
    if [ -z "$found" ]; then
        pass
    else
        fail "$2 lead up:
$found"
    fi
}

check_floors() {
    for folder in runtime/*/; do
        folder=${folder#runtime/} folder=${folder%/}
        case " $FLOORS " in
        *" $folder "*) pass ;;
        *) fail "runtime/$folder/ is no floor: say in $0 where it stands" ;;
        esac
    done
}

# --- no circles ------------------------------------------------------------------

check_circles() {
    found=$(cut -d' ' -f1,2 "$1" | grep -v '^\([^ ]*\) \1$' | tsort 2>&1 >/dev/null |
        sed -n -e 's/.*input contains a loop.*/  a circle:/p' \
            -e 's,^tsort: \([a-z]*/.*\),    \1,p')
    if [ -z "$found" ]; then
        pass
    else
        fail "$2 go round in a circle:
$found"
    fi
}

# --- small enough ----------------------------------------------------------------

# Lines of code: without comments and blank lines.
code_lines() {
    cat "$@" | sed -e 's,/\*.*\*/,,' -e '/\/\*/,/\*\//d' | grep -c '[^[:space:]]'
}

check_size() {  # check_size folders files limit
    lines=$(code_lines $2)
    if [ "$lines" -lt "$3" ]; then
        pass
    else
        fail "$1 has $lines lines of code; it is to have less than $3"
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

# --- the names that programs meet -------------------------------------------------

# The structs that runtime.h shows are those that NOTES.md lists.
check_names() {
    listed=$(sed -n '/^### Names that are taken/,/^## /p' NOTES.md)
    for name in $(echo '#include "runtime.h"' |
        ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Iruntime -E -x c - |
        awk '/^# [0-9]/ { ours = $3 ~ /"runtime\// }
            ours && /^struct [a-z_]* \{/ { print $2 }'); do
        case $listed in
        *"\`$name\`"*) pass ;;
        *) fail "struct $name is visible in runtime.h, and NOTES.md does not say so" ;;
        esac
    done
}

edges=$(mktemp -d)
trap 'rm -rf "$edges"' EXIT
calls >"$edges/calls"
includes >"$edges/includes"
check_floors
check_up "$edges/calls" "Calls"
check_up "$edges/includes" "Includes"
check_circles "$edges/calls" "Calls"
check_circles "$edges/includes" "Includes"
check_names
check_size core/ "runtime/core/*.[ch]" 3000
check_size "core/ with the floors below it" \
    "runtime/core/*.[ch] runtime/clock/*.[ch] runtime/memory/*.[ch]" 3720
check_parser
check_width
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
