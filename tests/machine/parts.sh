#!/bin/sh
# parts.sh - of which files is the machine of exercises 31 to 36 made?
#
#   parts.sh of STEP ANSWER WHOSE   the ANSWER is that step; the earlier ones are
#                                   the learner's, if WHOSE is mine and nothing
#                                   is left to do in them, or ours
#   parts.sh mine                   as far as the learner has come
#   parts.sh ours                   all of ours
#   parts.sh whose                  the same for people, as a sentence
#   parts.sh in_reach LESSON        can it run on the machine at all?
#
# of, mine and ours print the names of the object files, below BUILD/machine.
cd "${0%/*}/../.." || exit 2
STEPS='31_ready_queue 32_futures 33_gather 34_cancellation 35_limits 36_select
36b_heap'
LAST=36b_heap

begun() {
    [ -e "exercises/$1.c" ] &&
        ! cmp -s "exercises/$1.c" "tests/exercises/$1/stub.c"
}

finished() {
    begun "$1" && ! grep -q 'not_done_yet()' "exercises/$1.c"
}

furthest() {    # the last step that the learner has begun
    for step in $STEPS; do
        begun "$step" && echo "$step"
    done | tail -n 1
}

# A list of sleepers is left out when there is a heap.
object() {      # object STEP SOURCE WITH_HEAP
    case $1-$3 in
    31_*-yes) echo "heap/$2.o" ;;
    *) echo "$2.o" ;;
    esac
}

of() {          # of STEP ANSWER WHOSE
    heap=no
    [ "$1" = $LAST ] && heap=yes
    past=no
    for step in $STEPS; do
        if [ "$step" = "$1" ]; then
            object "$step" "$2" $heap
            past=yes
        elif [ $past = yes ]; then
            [ "$step" = $LAST ] || echo "exercises/machine/before/${step%%_*}.o"
        elif [ "$3" = mine ] && finished "$step"; then
            object "$step" "exercises/$step" $heap
        else
            object "$step" "solutions/$step" $heap
        fi
    done
}

mine() {
    step=$(furthest)
    [ -n "$step" ] && of "$step" "exercises/$step" mine
}

ours() {
    of $LAST solutions/$LAST ours
}

whose() {
    last=$(furthest)
    yours='' ours='' past=no
    for step in $STEPS; do
        [ $past = yes ] && break
        [ "$step" = "$last" ] && past=yes
        if [ "$step" = "$last" ] || finished "$step"; then
            yours="$yours ${step%%_*}"
        else
            ours="$ours ${step%%_*}"
        fi
    done
    if [ -z "$last" ]; then
        echo "handloop: there is no machine of yours yet: begin with" \
            "exercise 31 (make exercise-31)"
        return 2
    fi
    echo "handloop: on your machine: exercise$yours yours${ours:+,$ours ours}"
}

in_reach() {
    case ${1%%_*} in
    01 | 02 | 03) what="no loop of ours: it needs no machine" ;;
    12) what="task groups" ;;
    14 | 15 | 16 | 22 | 23) what="pools of threads and processes" ;;
    17) what="pools, and all of lessons 01 to 15" ;;
    18) what="locks, semaphores and queues" ;;
    19 | 20 | 21) what="HTTP, and what stands on it" ;;
    *) return 0 ;;
    esac
    case ${1%%_*} in
    0*) echo "handloop: lesson ${1%%_*} has $what" >&2 ;;
    *) echo "handloop: lesson ${1%%_*} needs $what, which the machine of" \
        "exercises 31 to 36 does not have" >&2 ;;
    esac
    return 2
}

"$@"
