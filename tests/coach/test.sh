#!/bin/sh
# test.sh - the coach, tried out: in a copy of the course, as a learner would.
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build}"
place=$(mktemp -d) || exit 2
watcher=
trap '[ -z "$watcher" ] || kill "$watcher" 2>/dev/null; rm -rf "$place"' EXIT
trap 'exit 1' INT TERM
# A small course: lesson 05 and its exercise.
for file in Makefile runtime lessons/book lessons/05_* solutions/05_* tests/*.sh \
    tests/*.h tests/*.mk tests/machine tests/coach tests/course/list.sh tests/judge \
    tests/exercises/05_* "$BUILD"/flags "$BUILD"/names "$BUILD"/plain \
    "$BUILD"/judged "$BUILD"/tests/judge "$BUILD"/tests/header \
    "$BUILD"/solutions/05_* "$BUILD"/tests/exercises/05_*; do
    case $file in
    "$BUILD"*) to=$place/build${file#"$BUILD"} ;;
    *) to=$place/$file ;;
    esac
    mkdir -p "${to%/*}"
    [ -e "$file" ] && cp -Rp "$file" "$to"
done
mkdir -p "$place/exercises"
HINTS=$(pwd)/tests/exercises
cp exercises/LIST "$place/LIST"
awk '/^[0-9]/ { on = $1 == "05" } on' exercises/LIST >"$place/exercises/LIST"
cd "$place" || exit 2
unset BUILD MAKEFLAGS MAKELEVEL COLOURS
export LABELS=yes       # what maintainers call a mistake is printed, too
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
coach exercise 5; expect 1 "to do" "still says TODO" "hints: 3 left"
coach check; expect 0 "your exercises: 0 done, 0 begun, 1 to do"
coach exercise 99; expect 1 "There is no exercise 99"

now="hints"
coach hint 05; expect 0 "hint 1 of 3"
coach hint 05; expect 0 "hint 2 of 3"
coach exercise 05; expect 1 "hints: 1 left"
coach hint 5; expect 0 "hint 3 of 3" "That was the last one"
coach hint 05; expect 0 "hint 3 of 3"

now="every hint is printed whole"
words() {
    tr -s ' \n' '\n' | sed '/^$/d'
}
cp exercises/LIST kept && mv LIST exercises/LIST
for file in "$HINTS"/*/hints; do
    name=${file%/hints} name=${name##*/}
    mkdir -p "tests/exercises/$name" && cp "$file" "tests/exercises/$name/hints"
done
sh tests/coach/coach.sh list | awk -F '\t' '{ print $2, NF - 5 }' >counts
while read -r name count; do
    rm -f ".handloop/${name%%_*}-hint"
    for i in 1 2 3; do
        [ "$i" -gt "$count" ] || sh tests/coach/coach.sh hint "${name%%_*}"
    done | sed '/^[0-9].* hint [0-9] of /d; /That was the last one; make/d' | words >printed
    words <"tests/exercises/$name/hints" | cmp -s - printed
    status=$? said=printed; expect 0
    said=said
done <counts
mv kept exercises/LIST
for folder in tests/exercises/*; do
    [ "$folder" = tests/exercises/05_at_the_same_time ] || rm -r "$folder"
done
rm -rf .handloop
coach hint 05; coach hint 05; coach hint 05

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
expect 1 "AWAIT(fetch_user(1));" "A coroutine is not called like a function" \
    "coro(name, .argument = value)" "In Python:" "The compiler: called object"
grep -q -e '^make' -e 'In file included' "$said"
status=$?; expect 1     # not what make says
broken_answer '[3];'    # nobody knows what that was to be
coach exercise 05; expect 1 "error: expected"
grep -q 'In C:' "$said"
status=$?; expect 1     # nothing is guessed

now="what the compiler warns of"
sed 's/AWAIT(self->first);/if (self->first = NULL)\n        AWAIT(self->first);/' \
    solutions/05_at_the_same_time.c >exercises/05_at_the_same_time.c
coach exercise 05; expect any "compares it"
sed 's/AWAIT(self->first);/async_sleep(1.0);/' \
    solutions/05_at_the_same_time.c >exercises/05_at_the_same_time.c
coach exercise 05; expect 1 "waits for nothing" "known mistake: dropped"

now="reset"
coach reset 05
expect 0 "Yours is kept in .handloop/backup/05_at_the_same_time.1.c" "as it was shipped"
grep -q 'async_sleep(1.0);' .handloop/backup/05_at_the_same_time.1.c
status=$?; expect 0
coach exercise 05; expect 1 "to do" "hints: 3 left"

now="a right answer"
answer tests/exercises/05_at_the_same_time/right/gather.c
coach exercise 05; expect 0 "done" "make solution-05"
coach solution 05; expect 0 "ours: solutions/05"
coach map; expect 0 "1/1"
coach check; expect 0 "1 done, 0 begun"
grep -q "$(printf '\033')" "$said"
status=$?; expect 1     # no colours: this is no terminal

now="a coroutine is called as a function of libc"
awk '{ print } /runtime.h/ { print "struct close { CORO; };\nASYNC(close)\n{\n    BEGIN;\n" \
    "    AWAIT(async_sleep(0));\n    END;\n}" }' \
    tests/exercises/05_at_the_same_time/right/gather.c >exercises/05_at_the_same_time.c
coach exercise 05; expect 0 "done"

now="the list"
list() {        # list STATUS words...: what the test of the list says
    sh tests/course/list.sh >"$said" 2>&1
    status=$?; expect "$@"
}
list 0
cp exercises/LIST LIST
spoil() {       # spoil words awk-program: the list, changed, is complained about
    awk "$2" LIST >exercises/LIST
    list 1 "$1"
}
spoil "has no title" '!/^ *title:/'
spoil "empty: title:" '/^ *title:/ { print "   title:"; next } { print }'
spoil "is there twice" '{ print } END { while ((getline line < "LIST") > 0) print line }'
spoil "a gap" '{ print } END { print "07 seven\n  title: x\n  lesson: 05" }'
spoil "what is this?" '{ print } END { print "anything" }'
cp LIST exercises/LIST
: >solutions/50_stray.c
list 1 "solutions/50_stray.c is not in the list"
rm solutions/50_stray.c
mv solutions/05_at_the_same_time.c kept.c
list 1 "solutions/05_at_the_same_time.c is missing"
mv kept.c solutions/05_at_the_same_time.c

now="a verdict belongs to the text that was judged"
answer tests/exercises/05_at_the_same_time/right/gather.c
coach exercise 05; expect 0 "done"
cp tests/exercises/05_at_the_same_time/wrong/in_sequence.c older.c
touch -t 200001010000 older.c
mv older.c exercises/05_at_the_same_time.c
coach exercise 05; expect 1 "not yet"
coach map; expect 0 "begun"
touch -t 203001010000 exercises/05_at_the_same_time.c
answer tests/exercises/05_at_the_same_time/right/gather.c
touch -t 203001010000 exercises/05_at_the_same_time.c
coach exercise 05; expect 0 "done"
coach map; expect 0 "1/1"
for turn in 1 2 3; do       # two at once, while it is saved
    echo "/* $turn */" >>exercises/05_at_the_same_time.c
    sh tests/coach/coach.sh exercise 05 >other 2>&1 &
    coach exercise 05; expect 0 "done"
    wait $!
    status=$? said=other; expect 0 "done"
    said=said
done

now="the commands of make"
made() {        # made GOAL...: what make says
    make "$@" >"$said" 2>&1 </dev/null
    status=$?
}
made exercise-05; expect 0 "done"
answer tests/exercises/05_at_the_same_time/wrong/in_sequence.c
made exercise-05; expect 1 "not yet"
grep -q '\*\*\*' "$said"
status=$?; expect 1     # no complaint of make's behind ours
made trace-exercise-05; expect 0 "turn 1"
made CHECK_FLAGS=-lno-such-library exercise-05; expect 1 "not yet"   # without Check
made exercise-99; expect 1 "There is no exercise 99"
made hint; expect 2 "make hint-05"

# Only cancelled it is wrong: there the check's own coroutine comes first, and it is
# passed over.  (The stepper draws on a terminal only; script makes one.)
now="the stepper begins in the learner's file"
screen() {
    (sleep 2; printf q; sleep 2; printf q; sleep 2) | timeout 30 \
        script -qec "stty rows 24 cols 80; make step-exercise-05" /dev/null |
        tr '\033' ' ' >"$said"
    status=0
}
sed 's/AWAIT(self->first)/TRY_&/' solutions/05_*.c >exercises/05_at_the_same_time.c
coach exercise 05; expect 1 "2 of 3 scenes"
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    TERM=xterm screen
    expect 0 "The scene: cancelled somewhere" "step 2 of" "ASYNC(three_users)"
fi

now="nothing to judge"
broken_answer 'return 0;'
made step-exercise-05; expect 1 "does not compile"
: >exercises/05_at_the_same_time.c
coach exercise 05; expect 1 "is empty: make reset-05"
coach map; expect 0 "empty"
coach check; expect 1 "is empty: make reset-05" "0 done, 1 begun"
rm exercises/05_at_the_same_time.c
coach exercise 05; expect 1 "is not there: make reset-05"
made step-exercise-05; expect 1 "is not there: make reset-05"
grep -q '\*\*\*' "$said"
status=$?; expect 1
coach map; expect 0 "to do"
coach solution 05; expect 0
mkdir exercises/05_at_the_same_time.c
coach exercise 05; expect 1 "is a folder"
coach reset 05; expect 1 "is a folder"
rmdir exercises/05_at_the_same_time.c
coach reset 05; expect 0 "as it was shipped"

now="nothing is lost"
mine=exercises/05_at_the_same_time.c
yours=tests/exercises/05_at_the_same_time/wrong/in_sequence.c
is_still_there() {
    cmp -s "$mine" "$yours" && [ "$(ls exercises)" = "05_at_the_same_time.c
LIST" ]
    status=$?; expect 0
}
# Every command, where nothing can be written: a full disk is a limit of nothing
# for every file.
on_a_full_disk() {
    (
        trap '' XFSZ
        ulimit -f 0
        sh tests/coach/coach.sh "$@" 2>&1 </dev/null
        echo "status $?"
    ) | cat >"$said"
    status=$(sed -n '$s/^status //p' "$said")
}
without_state() {   # as after sudo, or worse: the folder cannot be made
    rm -rf .handloop && : >.handloop
    coach "$@"
    rm -f .handloop
}
answer "$yours"
rm -rf build/exercises .handloop
on_a_full_disk reset 05; expect 1 "Nothing was changed"; is_still_there
on_a_full_disk exercise 05; expect 1 "is the disk full"; is_still_there
on_a_full_disk hint 05; expect 0 "hint 1 of 3"; is_still_there
on_a_full_disk map; expect 0 "05"; is_still_there
on_a_full_disk solution 05; is_still_there
if [ -d /proc/self ]; then      # where nobody can write, not even root
    rm -rf .handloop && mkdir .handloop && ln -s /proc .handloop/backup
    coach reset 05; expect 1 "Nothing was changed"; is_still_there
    rm -r .handloop
fi
without_state reset 05; expect 1 "Nothing was changed"; is_still_there
without_state hint 05; expect 0 "hint 1 of 3" "cannot be written"; is_still_there
without_state exercise 05; expect 1 "not yet"; is_still_there
without_state solution 05; expect 0 "ours: solutions/05"; is_still_there
: >build/exercises.c && mv build/exercises build/away && mv build/exercises.c build/exercises
coach exercise 05; expect 1 "cannot be written"; is_still_there
coach map; expect 0 "begun"; is_still_there
rm build/exercises
coach reset 05; expect 0 "Yours is kept in .handloop/backup"
cmp -s "$yours" .handloop/backup/05_at_the_same_time.1.c
status=$?; expect 0

now="watch"
cp tests/exercises/05_at_the_same_time/stub.c exercises/05_at_the_same_time.c
mkfifo keys
sh tests/coach/coach.sh watch >watched 2>&1 <keys &
watcher=$!
exec 3>keys
said=watched status=0
# appears WORDS: within two minutes, for a busy machine
appears() {
    tries=1200
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

now="a stub without a loop, which says by a call that it is to do"
whole=${HINTS%/tests/exercises}
cp "$whole"/solutions/03_* solutions
cp -R "$whole"/tests/exercises/03_* tests/exercises
cp "$whole"/exercises/03_* exercises
awk '/^[0-9]/ { on = $1 == "03" || $1 == "05" } on' "$whole/exercises/LIST" >exercises/LIST
cp tests/exercises/03_finish_the_loop/stub.c exercises/03_finish_the_loop.c
said=said
coach exercise 03; expect 1 "to do" "still calls not_done_yet()"

now="a part of the check whose program does not compile"
mkdir parts
# sum_up COMMAND: what make does when it is asked once more
sum_up() {
    printf '#!/bin/sh\n%s\n' "$1" >again
    chmod +x again
    printf '25 passed, 0 failed\nstatus 0\n' >parts/faults.log
    touch -t 200001010000 parts/faults.log
    {
        PASSED=parts sh tests/check.sh begin
        PASSED=parts sh tests/check.sh broken
        PASSED=parts MAKE=./again sh tests/check.sh sum faults
    } >"$said" 2>&1
    status=$?
}
said=said
sum_up false; expect 1 "It was not looked at" "1 FAILED"
sum_up true; expect 0 "25 passed" "unchanged"
# Mended meanwhile, it is looked at now.
sum_up 'sleep 0.1; echo "7 s" >parts/faults.time
    printf "24 passed, 1 failed\nstatus 1\n" >parts/faults.log'
expect 1 "24 passed, 1 FAILED" "7 s"

echo "coach: $passed passed, $failed failed"
[ $failed -eq 0 ]
