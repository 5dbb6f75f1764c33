#!/bin/sh
# trials.sh - is a change that makes an answer right found, and named?  Each line
# of trials.txt spoils a solution by one change, and says what is to be found; and
# perhaps what is to be said in front of it, the reason.
#
# COMPILE_ANSWER makes a shared object of an answer, COMPILE_PART a program of a
# part of a machine and the OTHER_PARTS that all of them have: trials.sh is called
# by make.  EVERY=4 is every fourth of the lines.
# shellcheck disable=SC2086  # lists of words
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build}"
top=$(mktemp -d) || exit 2
trap 'rm -rf "$top"' EXIT
trap 'exit 1' INT TERM
loader=$BUILD/tests/judge/loader

make_answer() {     # of SPOILT.c: SPOILT.so, and how changes of it are tried out
    $COMPILE_ANSWER -o "$1.so" "$1.c" "$object" &&
        trial="$COMPILE_ANSWER -o \$TRIED.so \$TRIED.c $object && $loader \$TRIED.so tried"
}

make_part() {       # the same, of a part of a machine
    parts="$(sh tests/machine/parts.sh of "$name" this ours |
        sed "/^this/d; s,^,$BUILD/machine/,") $OTHER_PARTS"
    parts=$(echo $parts)
    $COMPILE_PART -o "$1.scenes" "$1.c" $parts &&
        $COMPILE_PART -DMACHINE_PROGRAM="\"$1.scenes\"" -fPIC -shared -nostdlib \
            -o "$1.so" tests/machine/path.c "$object" &&
        trial="$COMPILE_PART -o \$TRIED \$TRIED.c $parts && \$TRIED tried ${name%%_*}"
}

# The solution itself is none of the right answers that it is compared with.
say() {             # say SOLUTION SED: what is said of the answer that becomes of it
    name=${1##*/} name=${name%.c}
    object=$BUILD/tests/exercises/$name/check.o
    sed "$2" "$1" >"$place/answer.c"
    grep -v '^run.*solutions/' "$BUILD/tests/exercises/$name/right.facts" >"$place/facts"
    case $name in
    3*) make_part "$place/answer" ;;
    *) make_answer "$place/answer" ;;
    esac || return
    ANSWER=$place/answer.c RIGHT=$place/facts COLOURS='' TRIAL=$trial \
        "$loader" "$place/answer.so"
}

# All scenes of what is right are right, tried out as it is, without the acts, and
# in a hurry: then no change is tried.
try_right_ones() {
    for solution in solutions/[012]*.c; do
        name=${solution##*/} name=${name%.c}
        object=$BUILD/tests/exercises/$name/check.o
        export ANSWER="$solution"
        $COMPILE_ANSWER -o "$place/answer.so" "$solution" "$object"
        scenes=$("$loader" "$place/answer.so" record | grep -c '^scene ')
        said=$("$loader" "$place/answer.so" tried 0 0 1)
        if [ "$(echo $said)" = "0 0 0 $scenes" ]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAIL $solution: of $scenes scenes, tried out: $said"
        fi
    done
}

# Nothing is tried behind the end of a list, of one or of two: that would crash.
try_to_the_end() {
    solution=$(echo solutions/05_*.c)
    name=${solution##*/} name=${name%.c}
    object=$BUILD/tests/exercises/$name/check.o
    sed 's/.id = 2/.id = 3/' "$solution" >"$place/answer.c"
    $COMPILE_ANSWER -o "$place/answer.so" "$place/answer.c" "$object"
    for numbers in 1 '1 2'; do
        # shellcheck disable=SC2086  # several words on purpose
        if said=$(ANSWER=$place/answer.c "$loader" "$place/answer.so" tried 0 0 $numbers) &&
            [ "$(echo $said)" = "0 0" ]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAIL: with $numbers tried out: $said"
        fi
    done
}

try_line() {        # try_line NUMBER "SED | WANTED" or "SED | WANTED | WHY"
    sed=${2%% | *} found=${2#* | } why=
    case $found in
    *" | "*) why=${found#* | } found=${found% | *} ;;
    esac
    said=$(say solutions/"$1"_*.c "$sed" 2>&1)
    flat=$(echo $said)
    case $found in
    *"scenes are right"*) all= ;;
    *) all="all scenes are right." ;;
    esac
    case $flat in
    *"$why"*"Tried out:"*"$all"*"$found"*) wanted=yes ;;
    *"$why"*"Tried out:"*"$found"*"$all"*) wanted=yes ;;
    *"Tried out:"*) wanted=no ;;
    *" got "*) [ "$found" = none ] && wanted=yes || wanted=no ;;
    *) wanted=no ;;
    esac
    if [ $wanted = yes ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL %s %s\n' "$1" "$2"
        echo "$said" | sed 's/^/    /'
    fi
}

# Half of the lines, and half of the rest: the one or the other.
try_half() {        # try_half 0 or 1; the last line is "PASSED FAILED"
    place=$top/$1 passed=0 failed=0
    mkdir "$place"
    [ "$1" = 0 ] && try_to_the_end || try_right_ones
    awk -v half="$1" -v every="${EVERY:-1}" '!/^#/ && ++n % every == 0 && ++of % 2 == half' \
        tests/judge/trials.txt >"$place/lines"
    while read -r number line; do
        try_line "$number" "$line" </dev/null
    done <"$place/lines"
    echo "$passed $failed"
}

for half in 0 1; do
    try_half $half >"$top/said.$half" &
done
wait
passed=0 failed=0
for half in 0 1; do
    sed '$d' "$top/said.$half"
    sum=$(tail -n 1 "$top/said.$half")
    passed=$((passed + ${sum% *})) failed=$((failed + ${sum#* }))
done
echo "trials: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
