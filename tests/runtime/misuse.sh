#!/bin/sh
# misuse.sh - what can be caught at compile time is caught.
#
# Each program in tests/runtime/misuse/ must be refused by every compiler there is, with
# the words its first line wants ("this | or that").  right.c must be accepted,
# and own_names.c, which must also link and run.
cd "$(dirname "$0")/../.." || exit 2
: "${CC:=cc}"
export LC_ALL=C
said=$(mktemp) || exit 2
trap 'rm -f "$said"' EXIT

flags='-std=c11 -D_POSIX_C_SOURCE=200809L -Iruntime -O0 -Werror -Wall -Wextra
    -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes'
passed=0 failed=0

# The warning for a lost local has another name in each.
compiles() {
    case $($1 --version 2>&1) in
    *clang*) own=-Wconditional-uninitialized ;;
    *)       own=-Wjump-misses-init ;;
    esac
    # shellcheck disable=SC2086  # several words on purpose
    $1 $flags $own -c -o /dev/null "$2" 2>"$said"
}

pass() {
    passed=$((passed + 1))
}

fail() {
    failed=$((failed + 1))
    echo "$*"
    cat "$said"
}

must_be_refused() {
    wanted=$(sed -n '1s,^/\* wants: \(.*\) \*/$,\1,p' "$2" | sed 's/ | /|/g')
    if [ -z "$wanted" ]; then
        fail "$2: the first line does not say what it wants"
    elif compiles "$1" "$2"; then
        fail "$2: $1 accepts it"
    elif ! grep -Eq "$wanted" "$said"; then
        fail "$2: $1 does not say: $wanted"
    else
        pass
    fi
}

compilers=$CC
for other in gcc clang; do
    if [ "$other" != "$CC" ] && command -v "$other" >/dev/null; then
        compilers="$compilers $other"
    fi
done

must_be_accepted() {
    if compiles "$1" "$2"; then
        pass
    else
        fail "$2: $1 refuses it"
    fi
}

# The runtime's own names are hidden from the linker: see hide.sh.
must_run() {
    program=$BUILD/tests/own_names
    # shellcheck disable=SC2086
    if $CC $flags $EXTRA -o "$program" "$1" "$BUILD/plain/libhandloop.a" \
        -pthread >"$said" 2>&1 && "$program" >"$said" 2>&1; then
        pass
    elif command -v objcopy >/dev/null; then
        fail "$1 does not run"
    fi
}

for compiler in $compilers; do
    for file in tests/runtime/misuse/*.c; do
        case $file in
        */right.c | */own_names.c) must_be_accepted "$compiler" "$file" ;;
        *) must_be_refused "$compiler" "$file" ;;
        esac
    done
done
must_run tests/runtime/misuse/own_names.c
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
