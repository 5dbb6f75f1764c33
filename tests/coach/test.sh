#!/bin/sh
# The coach, tried out: in a copy of the course, as a learner would.
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build}"
place=$(mktemp -d) || exit 2
watcher=
trap '[ -z "$watcher" ] || kill "$watcher" 2>/dev/null; rm -rf "$place"' EXIT
trap 'exit 1' INT TERM
# A small course: lesson 05 and its exercise.
for file in Makefile runtime lessons/05_* solutions/05_* tests/*.sh tests/*.mk \
    tests/machine tests/coach tests/judge tests/exercises/05_* "$BUILD"/flags \
    "$BUILD"/libhandloop.a "$BUILD"/runtime "$BUILD"/tests/judge \
    "$BUILD"/tests/exercises/05_*/check.*; do
    case $file in
    "$BUILD"*) to=$place/build${file#"$BUILD"} ;;
    *) to=$place/$file ;;
    esac
    mkdir -p "${to%/*}"
    [ -e "$file" ] && cp -Rp "$file" "$to"
done
mkdir -p "$place/exercises"
awk '/^[0-9]/ { on = $1 == "05" } on' exercises/LIST >"$place/exercises/LIST"
cd "$place" || exit 2
unset BUILD MAKEFLAGS MAKELEVEL COLOURS
cp tests/exercises/05_at_the_same_time/stub.c exercises/05_at_the_same_time.c
passed=0 failed=0
said=said

coach() {
    sh tests/coach/coach.sh "$@" >"$said" 2>&1 </dev/null
    status=$?
}

# expect status words...: each must be in what was said
expect() {
    if [ "$1" != any ] && [ "$status" -ne "$1" ]; then
        wrong "ended with $status, not $1"
        return
    fi
    shift
    for words; do
        grep -qF -e "$words" "$said" && continue
        wrong "does not say: $words"
        return
    done
    passed=$((passed + 1))
}

wrong() {
    failed=$((failed + 1))
    echo "FAIL $now: $*"
    sed 's/^/    /' "$said"
}

answer() {      # answer FILE: the learner writes this
    cp "$1" exercises/05_at_the_same_time.c
}

broken_answer() {   # with this line in the body
    awk -v line="$1" '{ print } /BEGIN;/ && ++n == 2 { print line }' \
        solutions/05_at_the_same_time.c >exercises/05_at_the_same_time.c
}

now="an untouched course"
coach map; expect 0 "0/1" "to do" "next: make lesson-"
coach exercise 5; expect 3 "to do" "still says TODO" "hints: 3 left"
coach check; expect 0 "your exercises: 0 done, 0 begun, 1 to do"
coach exercise 99; expect 2 "There is no exercise 99"

now="hints"
coach hint 05; expect 0 "hint 1 of 3"
coach hint 05; expect 0 "hint 2 of 3"
coach exercise 05; expect 3 "hints: 1 left"
coach hint 5; expect 0 "hint 3 of 3" "That was the last one"
coach hint 05; expect 0 "hint 3 of 3"

now="a wrong answer"
answer tests/exercises/05_at_the_same_time/wrong/in_sequence.c
coach exercise 05; expect 1 "not yet" "known mistake: awaits-in-sequence" "no hints left" \
    "step through it: make step-exercise-05"
coach check; expect 1 "known mistake" "0 done, 1 begun"
coach map; expect 0 "begun" "then make exercise-05"
coach solution 05; expect 0 "ask again"
coach solution 05; expect 0 "ours: solutions/05"

now="what does not compile"
broken_answer 'AWAIT(fetch_user(1));'
coach exercise 05
expect 4 "AWAIT(fetch_user(1));" "A coroutine is not called like a function" \
    "coro(name, .argument = value)" "In Python:" "The compiler: called object"
grep -q -e '^make' -e 'In file included' "$said"
status=$?; expect 1     # not what make says
broken_answer '[3];'    # nobody knows what that was to be
coach exercise 05; expect 4 "error: expected"
grep -q 'In C:' "$said"
status=$?; expect 1     # nothing is guessed

now="what the compiler warns of"
sed 's/AWAIT(self->first);/if (self->first = NULL)\n        AWAIT(self->first);/' \
    solutions/05_at_the_same_time.c >exercises/05_at_the_same_time.c
coach exercise 05; expect any "compares it"
sed 's/AWAIT(self->first);/async_sleep(1.0);/' \
    solutions/05_at_the_same_time.c >exercises/05_at_the_same_time.c
coach exercise 05; expect 1 "waits for nothing" "known mistake: awaitable-dropped"

now="reset"
coach reset 05
expect 0 "Yours is kept in .handloop/backup/05_at_the_same_time.1.c" "as it was shipped"
grep -q 'async_sleep(1.0);' .handloop/backup/05_at_the_same_time.1.c
status=$?; expect 0
coach exercise 05; expect 3 "to do" "hints: 3 left"

now="a right answer"
answer tests/exercises/05_at_the_same_time/right/gather.c
coach exercise 05; expect 0 "done" "make solution-05"
coach solution 05; expect 0 "ours: solutions/05"
coach map; expect 0 "1/1"
coach check; expect 0 "1 done, 0 begun"
grep -q "$(printf '\033')" "$said"
status=$?; expect 1     # no colours: this is no terminal

now="lint"
coach lint; expect 0
cp exercises/LIST LIST
spoil() {       # spoil words awk-program: the list, changed, is complained about
    awk "$2" LIST >exercises/LIST
    coach lint; expect 1 "$1"
}
spoil "has no title" '!/^ *title:/'
spoil "empty: title:" '/^ *title:/ { print "   title:"; next } { print }'
spoil "is there twice" '{ print } END { while ((getline line < "LIST") > 0) print line }'
spoil "a gap" '{ print } END { print "07 seven\n  title: x\n  lesson: 05" }'
spoil "what is this?" '{ print } END { print "anything" }'
cp LIST exercises/LIST
: >exercises/50_stray.c
coach lint; expect 1 "exercises/50_stray.c is not in the list"
rm exercises/50_stray.c
mv solutions/05_at_the_same_time.c kept.c
coach lint; expect 1 "solutions/05_at_the_same_time.c is missing"
mv kept.c solutions/05_at_the_same_time.c

now="watch"
cp tests/exercises/05_at_the_same_time/stub.c exercises/05_at_the_same_time.c
mkfifo keys
sh tests/coach/coach.sh watch >watched 2>&1 <keys &
watcher=$!
exec 3>keys
said=watched status=0
# appears WORDS: within ten seconds
appears() {
    tries=100
    until grep -qF -e "$1" watched || [ $((tries -= 1)) -eq 0 ]; do
        sleep 0.1
    done
    expect any "$1"
}
appears "watching exercises/05_at_the_same_time.c"
answer tests/exercises/05_at_the_same_time/wrong/crash.c
appears "known mistake: crash"
answer tests/exercises/05_at_the_same_time/right/array.c
appears "Enter: the next exercise"
echo >&3
appears "All exercises are done."
exec 3>&-

echo "coach: $passed passed, $failed failed"
[ $failed -eq 0 ]
