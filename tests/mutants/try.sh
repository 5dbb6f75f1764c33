#!/bin/sh
# try.sh - what is said about one mutant, and how it behaves.
#
#   try.sh LOADER ANSWER.so MUTANT.said FACTS
#
# FACTS: what the right answers do; the one it was made of is left out of them.
# MUTANT.said.so is the mutant, and goes; if it is not there, it did not compile.
# MUTANT.said becomes what the check says and its status in the last line; of one
# that is accepted also whether it behaves like the answer it was made of, in
# every scene and whenever somebody cancels it ("alike" or "differs"); of a
# machine, whether random programs print the same on both.
LOADER=$1 answer=$2 said=$3 facts=$4
mutant=$said.so
trap 'rm -f "$mutant"*' EXIT

record() {      # record PROGRAM [TIME]: the order within an instant is no matter
    PROBE=$2 timeout 20 "$LOADER" "$1" record 2>&1 | LC_ALL=C awk '
        /^scene/ { scene++ } { print scene, $0 }' | LC_ALL=C sort -u
}

# Just behind each instant at which the answer waits, for something.
instants() {
    record "$answer" '' | awk '$2 ~ /^0[0-9]+$/ { printf "%.4f\n", $2 / 1e9 + 0.0001 }' |
        sort -un | head -n 8
}

RANDOM_PROGRAMS=400

behaviour() {
    if [ -e "$mutant.wild" ]; then      # a machine
        for program in "$answer" "$mutant"; do
            timeout 20 "$program.wild" 1 $RANDOM_PROGRAMS \
                >"$mutant.$(basename "$program").played"
        done
        if cmp -s "$mutant".*.played; then echo alike; else echo differs; fi
        return
    fi
    for time in '' $(instants); do
        if [ "$(record "$answer" "$time")" != "$(record "$mutant" "$time")" ]; then
            echo "differs ${time:-undisturbed}"
            return
        fi
    done
    echo alike
}

if [ ! -e "$mutant" ]; then
    { cat "$mutant.log"; echo "status 4"; } >"$said"
    exit
fi
case $answer in
*/solution.so) own=solutions/ ;;
*) own=right/${answer##*/} ;;
esac
[ ! -e "$facts" ] || awk -v own="$own" '$1 == "run" { left_out = index($2, own) } !left_out' "$facts" \
    >"$mutant.facts"
COLOURS='' ANSWER=${said%.said}.c RIGHT=$mutant.facts timeout 60 "$LOADER" "$mutant" >"$said" 2>&1
status=$?
cat "$mutant.log" >>"$said"
[ $status -eq 0 ] && behaviour >>"$said"
echo "status $status" >>"$said"
