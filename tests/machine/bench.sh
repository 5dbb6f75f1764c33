#!/bin/sh
# bench.sh - the machine of exercises 31 to 36 beside the runtime, in nanoseconds
# of processor time.   bench.sh MACHINE RUNTIME
ours=$(mktemp) || exit 1
trap 'rm -f "$ours"' EXIT
"$1" >"$ours"
printf '%-40s %10s %10s\n' "ns" "machine" "runtime"
"$2" | paste "$ours" - | awk -F '\t' '
    { printf "%-40s %10.1f %10.1f %7.1f x\n", $2, $1, $3, $1 / $3 }'
