#!/bin/sh
# faulty.sh - the runtime, in which calls can fail, made of what is compiled already:
# whoever calls read() calls faulty_read(), as far as the test has one.
#
#   COMPILE="cc ..." faulty.sh OUT.a TEST.o BUILD/plain/runtime/core/task.o...
#
# What is inlined has no name that could be changed: the files that take blocks
# from pools are compiled once more, with faults.h.  (Without objcopy all are.)
# shellcheck disable=SC2086  # lists of names
out=$1 test=$2
shift 2
place=$out.parts
trap 'rm -rf "$place"' EXIT
mkdir -p "$place" || exit 1
objcopy=$(${COMPILE%% *} -print-prog-name=objcopy)

if command -v "$objcopy" >/dev/null; then
    again=$(nm -A "$@" | sed -n 's/:.* t block_pool_get$//p')
    others=$(printf '%s\n' $again "$@" | sort | uniq -u)
else
    again=$* others=
fi

compiled=
for object in $again; do
    source=${object#*/plain/} source=${source%.o}.c
    to=$place/$(echo "$source" | tr / -).o
    $COMPILE -include tests/runtime/faults.h -c -o "$to" "$source" || exit 1
    compiled="$compiled $to"
done

rm -f "$out"
if [ -n "$others" ]; then
    nm -g "$test" | sed -n 's/.* T faulty_\(.*\)/\1 faulty_\1/p' >"$place/names"
    ar qc "$place/others.a" $others &&
        "$objcopy" --redefine-syms="$place/names" "$place/others.a" "$out" || exit 1
fi
ar qcs "$out" $compiled
