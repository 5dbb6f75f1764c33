#!/bin/sh
# Are the checks of the exercises worth their name?  Every solution and every
# other right answer passes, every stub is "not done yet", every wrong answer, and
# every one that is begun, gets the feedback that its first line wants, and every
# known mistake has a wrong answer that makes it.
#
#   exercises.sh examples       of the wrong ones those of examples.awk
#   exercises.sh variants       the other wrong ones
#   exercises.sh all [NN]       all answers, or those to one exercise
#
# make has built and run them.
# shellcheck disable=SC2086  # lists of words
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build}"
which=$1 only=$2
failures=0 passed=0
loader=$BUILD/tests/judge/loader
# The shell does what it can itself: a process for each of the hundreds of
# answers would cost more than looking at them.
set -f

wrong_with() {  # wrong_with file what: show it
    failures=$((failures + 1))
    printf 'FAIL %s: %s\n' "$1" "$2"
    printf '%s' "$said" | sed 's/^/    /'
}

look_at() {     # look_at source: take what was said about it, and the status
    passed=$((passed + 1)) count=$((count + 1))
    said='' status=
    while IFS= read -r line; do
        case $line in
        'status '*) status=${line#status } ;;
        *) said="$said$line
" ;;
        esac
    done <"$BUILD/${1%.c}.said"
}

files() {       # files solutions, or stub, right/*, wrong/*
    set +f
    case $1-$which in
    solutions-*) set -- "solutions/$only"*.c ;;
    wrong/*-examples) set -- $examples ;;
    wrong/*-variants) set -- $variants ;;
    *) eval "set -- \"tests/exercises/$only\"*/$1.c" ;;
    esac
    for file; do
        [ -e "$file" ] && echo "$file"
    done
}

all_pass() {    # all_pass kind what
    count=0
    for file in $(files "$1"); do
        look_at "$file"
        [ "$status" = 0 ] || wrong_with "$file" "must pass"
        case $said in
        *'known mistake'*) wrong_with "$file" "made a mistake" ;;
        *'no line awaits'*) wrong_with "$file" "awaits all of its tasks" ;;
        esac
    done
    summary="$summary$count $2, "
}

stubs() {
    count=0
    for file in $(files stub); do
        look_at "$file"
        [ "$status" = 3 ] || wrong_with "$file" "must be to do, not status $status"
        [ -s "$BUILD/${file%.c}.so.log" ] && wrong_with "$file" "draws a warning"
    done
    summary="$summary$count stubs, "
}

on_one_line() { # on_one_line words...: white space squeezed, into $flat
    flat="$*"
}

missing_words() {   # missing_words of the list "a; b; c": into $missing
    list=$1 missing=
    while [ -n "$list" ]; do
        words=${list%%;*}
        list=${list#"$words"} list=${list#;}
        words=${words# }
        case $flat in
        *"$words"*) ;;
        *) missing="$missing \"$words\"" ;;
        esac
    done
}

told() {        # told status kind what: each says what its first line wants
    count=0
    for file in $(files "$2"); do
        look_at "$file"
        [ "$status" = "$1" ] || wrong_with "$file" "must end with $1, not $status"
        on_one_line $said
        read -r first <"$file"
        wants=${first#*wants: }
        missing_words "${wants% \*/}"
        [ -z "$missing" ] || wrong_with "$file" "does not say$missing"
    done
    summary="$summary$count $3"
}

fits_a_screen() {
    passed=$((passed + 1)) said=
    long=$(files 'wrong/*' | sed "s|\(.*\)\.c$|$BUILD/\1.said|" |
        LC_ALL=C xargs awk -f tests/course/screen.awk)
    [ -z "$long" ] || wrong_with "$long" "no more than 21 lines, of 80 columns"
}

is_one_of() {   # is_one_of word words...
    word=$1
    shift
    case " $* " in
    *" $word "*) ;;
    *) return 1 ;;
    esac
}

# Every message has a wrong answer that draws it: "NN:mistake" is in the list.
mistakes_have_answers() {
    set +f
    answered=$(awk 'FNR == 1 && sub(/.*known mistake: /, "") {
        split(FILENAME, folder, /[\/_]/)
        sub(/[^a-z-].*/, "")
        print folder[3] ":" $0
    }' tests/exercises/*/wrong/*.c)
    set -f
    for solution in $(files solutions); do
        number=$(basename "$solution")
        number=${number%%_*}
        answer=$BUILD/${solution%.c}.so
        for mistake in $("$loader" "$answer" mistakes); do
            is_one_of "$number:$mistake" $answered && continue
            said=
            wrong_with "tests/exercises/$(basename "$solution" .c)" \
                "no wrong answer makes the mistake $mistake"
        done
    done
    [ -n "$only" ] && return
    for mistake in $("$loader" "$answer" common); do
        case "$answered " in
        *:"$mistake"[!a-z-]*) continue ;;
        esac
        said=
        wrong_with tests/judge/known.c "no wrong answer makes $mistake"
    done
}

sort_wrong_ones() {     # into examples and variants
    set +f
    set -- tests/exercises/*/wrong/*.c
    examples=$(awk -f tests/course/examples.awk tests/exercises/*/check.c "$@")
    set -f
    variants=$(printf '%s\n' $examples "$@" | sort | uniq -u)
}

summary=
sort_wrong_ones
if [ "$which" = variants ]; then
    told 1 'wrong/*' "wrong answers more"
    fits_a_screen
    echo "variants: $summary: $((passed - failures)) passed, $failures failed"
    [ $failures -eq 0 ]
    exit
fi
if [ -z "$only" ] && ! sh tests/course/list.sh; then
    failures=$((failures + 1))
fi
all_pass solutions solutions
all_pass 'right/*' "other right answers"
stubs
told 3 begun "begun, "
told 1 'wrong/*' "wrong answers"
fits_a_screen
mistakes_have_answers
echo "exercises: $summary: $((passed - failures)) passed, $failures failed"
[ $failures -eq 0 ]
