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
if command -v objcopy >/dev/null; then
    objcopy --keep-global-symbols="$names" "$out.$$" || exit 1
fi
mv "$out.$$" "$out"
