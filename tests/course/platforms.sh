#!/bin/sh
# platforms.sh - do the lessons print their transcripts on other systems and
# machines, too?  For each a compiler is needed, and something to run its
# programs: Debian's packages musl-tools, gcc-i686-linux-gnu,
# gcc-arm-linux-gnueabihf, gcc-s390x-linux-gnu, libc6-dev-*-cross and qemu-user.
# What is missing is skipped, and said.
cd "$(dirname "$0")/../.." || exit 2
: "${MAKE:=make}"
passed=0 failed=0 table=''
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

add_row() {     # add_row name result
    table="$table
$(printf '  %-28s %s' "$1" "$2")"
}

# on NAME COMPILER RUNNER...: build the lessons with the one, run them under the
# other.  A warning counts as a failure.
on() {
    name=$1 compiler=$2
    shift 2
    if ! command -v "$compiler" >/dev/null ||
        { [ $# -gt 0 ] && ! command -v "$1" >/dev/null; }; then
        add_row "$name" "skipped: there is no $compiler${1:+, or no $1}"
        return
    fi
    if ! $MAKE -s CC="$compiler" WERROR=-Werror BUILD="build/$compiler" lessons \
        >"$work/log" 2>&1; then
        failed=$((failed + 1))
        add_row "$name" "does not compile"
        grep -m 5 'error: ' "$work/log"
        return
    fi
    UNDER="$*" sh tests/course/lessons.sh "build/$compiler" >"$work/log" 2>&1
    good=$(grep -c '^  ok ' "$work/log") bad=$(grep -c '^  FAILED' "$work/log")
    [ "$bad" -eq 0 ] || cat "$work/log"
    add_row "$name" "$good of $((good + bad)) transcripts"
    passed=$((passed + good)) failed=$((failed + bad))
}

intel=/usr/i686-linux-gnu/lib
on "Linux, musl" musl-gcc
on "Linux, 32 bits (i686)" i686-linux-gnu-gcc \
    $intel/ld-linux.so.2 --library-path $intel
on "Linux, ARM (32 bits)" arm-linux-gnueabihf-gcc \
    qemu-arm -L /usr/arm-linux-gnueabihf
on "Linux, big-endian (s390x)" s390x-linux-gnu-gcc \
    qemu-s390x -L /usr/s390x-linux-gnu
echo "$table"
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
