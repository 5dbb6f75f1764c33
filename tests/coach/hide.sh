#!/bin/sh
# hide.sh - many objects as one, in which nothing has a name for the linker but
# what is named in a list: the names of the runtime's files are not in the way
# of a program's own.
#
#   hide.sh OUT NAMES OBJECT...
#
# NAMES is a file, a name a line.  Where there is no objcopy, they stay.
out=$1 names=$2
shift 2
trap 'rm -f "$out.$$" "$out.$$.names"' EXIT

${CC:-cc} -r -nostdlib -o "$out.$$" "$@" || exit 1
# The compiler's own: for another machine it is another one.
objcopy=$(${CC:-cc} -print-prog-name=objcopy)
# What a compiler of 32 bits puts beside the code, once for all objects, has to
# keep its name: __x86.get_pc_thunk.bx.
if command -v "$objcopy" >/dev/null; then
    "$objcopy" --wildcard --keep-global-symbol='__x86.*' \
        --keep-global-symbols="$names" "$out.$$" || exit 1
fi
mv "$out.$$" "$out"
