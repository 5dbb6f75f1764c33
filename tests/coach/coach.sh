#!/bin/sh
# The coach: where you are, what is wrong, what could help.
#   coach.sh map                the course and your progress
#   coach.sh exercise NN        check your exercise: 0 done, 1 not yet, 3 to do
#   coach.sh hint NN            the next hint
#   coach.sh solution NN        yours and ours, side by side
#   coach.sh reset NN           back to the stub; yours is kept
#   coach.sh watch              check whenever you save
#   coach.sh check              all your exercises: 1 if one you began fails
#   coach.sh lint               is the list of exercises as it should be?
#   coach.sh list               the list, a line each
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build}" "${MAKE:=make}"
state=.handloop     # hints taken and the like; progress comes from the files

bold='' green='' red='' plain=''
COLOURS=no
if [ -t 1 ] && [ -z "$NO_COLOR" ]; then
    COLOURS=yes
    bold=$(printf '\033[1m') green=$(printf '\033[32m')
    red=$(printf '\033[31m') plain=$(printf '\033[0m')
fi
export COLOURS
tab=$(printf '\t')

# --- the list -----------------------------------------------------------------

# number <tab> file <tab> title <tab> lesson <tab> hints, one a field
list() {
    awk '
    function flush(    folder, line, text) {
        if (number == "") return
        printf "%s\t%s\t%s\t%s", number, name, title, lesson
        folder = "tests/exercises/" name
        while ((getline line <(folder "/hints")) > 0)
            if (line == "") { printf "\t%s", text; text = "" }
            else text = text (text == "" ? "" : " ") line
        print (text == "" ? "" : "\t") text
        number = title = lesson = ""
    }
    /^#/ || /^ *$/ || /^part:/ { next }
    /^[0-9]/ { flush(); number = $1; name = $1 "_" $2; next }
    /^ *title:/ { title = $0; sub(/^ *title: */, "", title) }
    /^ *lesson:/ { lesson = $2 }
    END { flush() }' exercises/LIST
}

rows=$(list)

numbers() {
    echo "$rows" | cut -f 1
}

is_number() {
    numbers | grep -qx -e "$1"
}

# 6, 06 and 7b are numbers of exercises; sets number, name, title, lesson, hints.
find_exercise() {
    number=$1
    case $number in
    [0-9] | [0-9][a-z]) number=0$number ;;
    esac
    row=$(echo "$rows" | grep "^$number$tab")
    if [ -z "$row" ]; then
        echo "There is no exercise $1.  There are: $(numbers | tr '\n' ' ')" >&2
        exit 2
    fi
    name=$(echo "$row" | cut -f 2)
    title=$(echo "$row" | cut -f 3)
    lesson=$(echo "$row" | cut -f 4)
    hints=$(echo "$row" | cut -f 5- | tr "$tab" '\n')
    hint_count=$(echo "$hints" | wc -l | tr -d ' ')
    mine=exercises/$name.c
}

taken() {       # how often was it asked for: taken hint
    cat "$state/$number-$1" 2>/dev/null || echo 0
}

take() {
    mkdir -p "$state"
    echo $(($(taken "$1") + 1)) >"$state/$number-$1"
}

# --- one exercise -------------------------------------------------------------

as_shipped() {
    cmp -s "$mine" "tests/exercises/$name/stub.c"
}

# Build and check it; the feedback goes to a file.  0 done, 1 not yet, 3 to do,
# 4 does not compile, 5 cannot be checked here.
judge() {
    program=$BUILD/exercises/$name
    feedback=$program.feedback
    mkdir -p "$BUILD/exercises"
    if ! "$MAKE" -s "BUILD=$BUILD" "$program" >"$feedback" 2>&1; then
        grep -q 'make setup' "$feedback" && return 5
        return 4
    fi
    "$program" >"$feedback" 2>&1
}

# Of what a compiler says: each message once, and of its notes only those that
# speak of the learner's own names.  messages FILE MOST
messages() {
    awk -v most="$2" '
    function flush() {
        if (message != "" && !(message in seen) && !is_note && count++ < most)
            printf "%s", message
        if (message != "") seen[message] = 1
        message = ""
    }
    /^make/ || /^  cc / || /^In file included/ || /^ +from / { next }
    /: In function / || /: At top level:/ || /generated\.$/ { next }
    /^[^ ]+:[0-9]+:[0-9]+: / {
        flush()
        is_note = / note: / && !/(declared|previous|defined)/ || /^runtime.* note: /
    }
    /ld[^ ]*: |^collect2|^clang/ { flush(); is_note = 0 }
    { message = message $0 "\n" }
    END {
        flush()
        if (count > most) print "... and " count - most " more"
    }' "$1"
}

# The cause of what a compiler says, if it can be proven: explain LOG; fails if not.
explain() {
    explainer=$BUILD/tests/judge/explain
    "$MAKE" -s "BUILD=$BUILD" "$explainer" >/dev/null 2>&1
    [ -x "$explainer" ] && "$explainer" "$1" "$mine"
}

headline() {    # headline colour status
    printf '%s%s %-56s%s%s%s%s\n' "$bold" "$number" "$title" "$plain" "$1" "$2" "$plain"
}

# In a narrow column, a paragraph a line.
paragraphs() {
    fold -s -w 70 | sed 's/^/      /; s/ *$//'
}

hints_left() {
    left=$((hint_count - $(taken hint)))
    if [ "$left" -gt 0 ]; then
        echo "      hints: $left left (make hint-$number)"
    else
        echo "      no hints left (make solution-$number shows ours)"
    fi
}

# What has a loop can be looked at while it runs.
way_to_see_it() {
    if grep -q '"runtime.h"\|"web/app.h"\|"step/by_hand.h"' "$mine"; then
        echo "      step through it: make step-exercise-$number"
    fi
}

show_judgement() {  # of a status that judge gave
    case $1 in
    0)
        headline "$green" "done"
        cat "$feedback"
        messages "$program.log" 3
        echo
        echo "      yours beside ours: make solution-$number"
        if [ "${number%b}" -ge $PART_TWO ]; then
            echo "      now on your machine: LOOP=mine make lesson-NN, for lessons" \
                "$(runs_then "$number")"
        fi
        next=$(next_exercise)
        if [ -n "$next" ]; then
            echo "      next: make exercise-$next"
        else
            echo "      That was the last one: all exercises are done."
        fi
        ;;
    3)
        headline "" "to do"
        cat "$feedback"
        if as_shipped; then
            echo "      Read the top of $mine, then write."
        else
            grep -Hn TODO "$mine" | sed '/: \*/d; s/^/      /'
        fi
        hints_left
        ;;
    4)
        headline "$red" "does not compile"
        explain "$feedback" || messages "$feedback" 9
        ;;
    5)
        headline "" "not checked"
        echo "      Check, the library for the tests, is missing: make setup"
        ;;
    *)
        headline "$red" "not yet"
        if [ -s "$program.log" ]; then
            explain "$program.log" && echo
        fi
        cat "$feedback"
        hints_left
        way_to_see_it
        ;;
    esac
}

exercise() {
    if [ ! -e "$mine" ]; then
        echo "$mine is not there: make reset-$number brings it back."
        return 3
    fi
    judge
    status=$?
    show_judgement $status
    return $status
}

# done, begun or to do: from the file, and from what its check says.
progress() {
    if [ ! -e "$mine" ] || as_shipped; then
        echo "to do"
    elif judge; then
        echo "done"
    else
        echo "begun"
    fi
}

# The first one that is not done, behind the current one if there is one.
next_exercise() {
    for candidate in $(numbers | sed "1,/^$number\$/d") $(numbers); do
        (
            find_exercise "$candidate"
            [ "$(progress)" != "done" ]
        ) && echo "$candidate" && return
    done
}

# Where you are: what you saved last and have begun, or else the first to do.
current_exercise() {
    # shellcheck disable=SC2045  # the names are plain ones, and we want the order
    for file in $(ls -t exercises/*.c); do
        file=${file##*/}
        is_number "${file%%_*}" || continue
        find_exercise "${file%%_*}"
        [ "$(progress)" = begun ] && echo "$number" && return
    done
    number=''
    next_exercise
}

# --- help ---------------------------------------------------------------------

hint() {
    [ "$(taken hint)" -lt "$hint_count" ] && take hint
    i=$(taken hint)
    echo "${bold}$number $title: hint $i of $hint_count$plain"
    echo "$hints" | sed -n "${i}p" | paragraphs
    if [ "$i" -eq "$hint_count" ]; then
        echo "      That was the last one; make solution-$number shows ours."
    fi
}

# From the first #include on: the header comments say the same.
code_of() {
    sed -n '/^#include/,$p' "$1"
}

side_by_side() {
    width=${COLUMNS:-$(tput cols 2>/dev/null || echo 160)}
    [ "$width" -lt 120 ] && width=160
    mkdir -p "$BUILD/exercises"
    code_of "$mine" >"$BUILD/exercises/yours"
    code_of "solutions/$name.c" >"$BUILD/exercises/ours"
    printf "%-$((width / 2))s %s\n\n" "yours: $mine" "ours: solutions/$name.c"
    diff -t --side-by-side -W "$width" "$BUILD/exercises/yours" \
        "$BUILD/exercises/ours" 2>/dev/null
    [ $? -le 1 ] || pr -m -t -w "$width" "$BUILD/exercises/yours" "$BUILD/exercises/ours"
}

solution() {
    if [ "$(progress)" != "done" ]; then
        take solution
        if [ "$(taken solution)" -lt 2 ]; then
            echo "Yours is not done yet.  To see ours all the same, ask again:" \
                "make solution-$number"
            hints_left
            return 0
        fi
    fi
    side_by_side
}

reset() {
    if [ -e "$mine" ] && ! as_shipped; then
        mkdir -p "$state/backup"
        i=1
        while [ -e "$state/backup/$name.$i.c" ]; do i=$((i + 1)); done
        cp "$mine" "$state/backup/$name.$i.c"
        echo "Yours is kept in $state/backup/$name.$i.c."
    fi
    cp "tests/exercises/$name/stub.c" "$mine"
    rm -f "$state/$number-hint" "$state/$number-solution"
    echo "$mine is as it was shipped."
}

# --- the map ------------------------------------------------------------------

lesson_title() {
    sed -n '1s/^.*[Ll]esson [0-9]*: *\(.*[^ .]\)[. ]*$/\1/p' "$1"
}

bar() {     # bar done all
    awk -v n="$1" -v all="$2" 'BEGIN {
        for (i = 1; i <= 24; i++)
            bar = bar (i * all <= n * 24 ? "#" : "-")
        printf "[%s] %d/%d", bar, n, all
    }'
}

# One exercise: its row, behind what stands to its left; counted.
map_row() {     # map_row NN left
    find_exercise "$1"
    is=$(progress)
    all=$((all + 1))
    paint=
    case $is in
    "done") done=$((done + 1)) paint=$green ;;
    esac
    printf '%s %-3s %-32s%s%s%s\n' "$2" "$number" "$title" "$paint" "$is" "$plain"
}

PART_TWO=31     # the exercises that build a machine begin here

# Which lessons run on the machine when this exercise is done.
runs_then() {
    case $1 in
    31) echo "04" ;;
    32) echo "05, 08" ;;
    33) echo "06" ;;
    34) echo "11" ;;
    35) echo "07, 10" ;;
    36) echo "13, and make exam" ;;
    36b) echo "the same, quickly" ;;
    esac
}

map() {
    done=0 all=0
    printf '%s     %-30s %s%s\n' "$bold" "lesson" "exercise" "$plain"
    for file in lessons/[0-9]*.c; do
        of=$(basename "$file")
        of=${of%%_*}
        left=$(printf ' %s  %-30s' "$of" "$(lesson_title "$file")")
        own=$(echo "$rows" | awk -F '\t' -v of="$of" -v end=$PART_TWO \
            '$4 == of && $1 + 0 < end { print $1 }')
        [ -z "$own" ] && echo "$left"
        for one in $own; do
            map_row "$one" "$left"
            left=$(printf '%35s' '')
        done
    done
    is_number $PART_TWO && printf '\n%s     %-30s %s%s\n' "$bold" \
        "then it runs (LOOP=mine)" "build the machine" "$plain"
    for one in $(numbers | awk -v first=$PART_TWO '$1 + 0 >= first'); do
        map_row "$one" "$(printf '     %-30s' "$(runs_then "$one")")"
    done
    echo
    echo "     $(bar "$done" "$all")"
    where_next
}

where_next() {
    current=$(current_exercise)
    if [ -z "$current" ]; then
        echo "     All exercises are done."
        return
    fi
    find_exercise "$current"
    if [ "${number%b}" -ge $PART_TWO ]; then
        echo "     next: NOTES.md, chapter $number, then make exercise-$number"
        return
    fi
    echo "     next: make lesson-$lesson, then make exercise-$number"
    is_number 03 && is_number $PART_TWO || return 0
    find_exercise 03
    if [ "$(progress)" = "done" ]; then
        echo "     or build the machine: NOTES.md, chapter 31, then make exercise-31"
    fi
}

# --- watch --------------------------------------------------------------------

sums() {
    cksum exercises/*.c 2>/dev/null
}

# The exercise whose file is not as it was: changed before after
changed() {
    { echo "$1"; echo "--"; echo "$2"; } | awk '
        $1 == "--" { second = 1; next }
        !second { seen[$0] = 1; next }
        !($0 in seen) { sub(/^exercises\//, "", $3); sub(/_.*/, "", $3); print $3; exit }'
}

clear_screen() {
    if [ -t 1 ]; then
        printf '\033[H\033[2J\033[3J'
    fi
}

# Check the exercise you are at; 0: it is done.
look() {
    find_exercise "$1"
    exercise >"$BUILD/watch" 2>&1
    status=$?
    clear_screen
    cat "$BUILD/watch"
    return $status
}

watch() {
    mkdir -p "$BUILD"
    at=$(current_exercise)
    if [ -z "$at" ]; then
        echo "All exercises are done."
        return 0
    fi
    while :; do
        before=$(sums)
        if look "$at"; then
            printf '\n%s' "Enter: the next exercise   q: quit "
            read -r answer || return 0
            [ "$answer" = q ] && return 0
            at=$(next_exercise)
            if [ -z "$at" ]; then
                echo "All exercises are done."
                return 0
            fi
            continue
        fi
        echo
        echo "watching $mine: save it, and it is checked   (Ctrl-C quits)"
        while after=$(sums) && [ "$after" = "$before" ]; do
            sleep 0.2 2>/dev/null || sleep 1
        done
        saved=$(changed "$before" "$after")
        is_number "$saved" && at=$saved
    done
}

# --- all exercises, for make check --------------------------------------------

check() {
    done=0 begun=0 to_do=0
    for one in $(numbers); do
        find_exercise "$one"
        is=$(progress)
        case $is in
        "done") done=$((done + 1)) ;;
        begun)
            begun=$((begun + 1))
            exercise
            echo
            ;;
        *) to_do=$((to_do + 1)) ;;
        esac
    done
    echo "your exercises: $done done, $begun begun, $to_do to do"
    [ "$begun" -eq 0 ]
}

# --- lint ---------------------------------------------------------------------

complain() {
    echo "exercises: $*"
}

lint_list() {
    awk '
    function bad(text) { printf "exercises: LIST:%d: %s\n", NR, text }
    function finish() {
        if (number == "") return
        if (title == "") bad(number " has no title")
        if (lesson == "") bad(number " has no lesson")
        if (title in titles) bad("the title of " number " is that of " titles[title])
        titles[title] = number
        number = title = lesson = ""
    }
    /^#/ || /^ *$/ { next }
    /^part: *[^ ]/ { finish(); value = 0; fresh = 1; next }
    /^[0-9]/ {
        finish()
        number = $1
        if (NF != 2 || $1 !~ /^[0-9][0-9][b-z]?$/ || $2 !~ /^[a-z0-9_]+$/)
            bad("not \"NN file_name\": " $0)
        if (number in seen) bad(number " is there twice")
        if ($2 in names) bad($2 " is there twice")
        seen[number] = names[$2] = 1
        digits = substr(number, 1, 2) + 0
        letter = substr(number, 3)
        if (letter == "" && value && digits != value + 1)
            bad("a gap: " number " follows " value)
        if (letter != "" && digits != value)
            bad("a gap: " number " without " digits)
        value = digits
        next
    }
    /^ +(title|lesson): *[^ ]/ {
        if ($1 == "title:") { title = $0; sub(/^ *title: */, "", title) }
        if ($1 == "lesson:") lesson = $2
        next
    }
    /^ +[a-z]+: *$/ { bad("empty: " $1); next }
    { bad("what is this? " $0) }
    END { finish() }' exercises/LIST
}

lint_files() {
    echo "$rows" | while IFS=$tab read -r number name title lesson hints; do
        for file in "exercises/$name.c" "solutions/$name.c" \
            "tests/exercises/$name/stub.c" "tests/exercises/$name/check.c"; do
            [ -e "$file" ] || complain "$file is missing"
        done
        grep -q TODO "tests/exercises/$name/stub.c" 2>/dev/null ||
            complain "tests/exercises/$name/stub.c has no TODO"
        [ -n "$(find lessons -name "${lesson}_*.c")" ] ||
            complain "there is no lesson $lesson for exercise $number"
        given=$(echo "$hints" | awk -F '\t' '{ print NF }')
        case $given in
        [123]) ;;
        *) complain "$number has $given hints, not 1 to 3" ;;
        esac
        wrong=$(find "tests/exercises/$name/wrong" -name '*.c' | wc -l)
        right=$(find "tests/exercises/$name/right" -name '*.c' | wc -l)
        [ "$wrong" -ge 4 ] || complain "$number has $((wrong)) wrong answers, not 4"
        [ "$right" -ge 3 ] || complain "$number has $((right)) right answers, not 3"
    done
}

lint_strays() {
    names=" $(echo "$rows" | cut -f 2 | tr '\n' ' ')"
    lessons=" $(echo "$rows" | cut -f 4 | tr '\n' ' ')"
    for file in exercises/* solutions/* tests/exercises/*; do
        name=${file##*/}
        case "$names LIST.c machine " in
        *" ${name%.c} "* | *" $name.c "*) ;;
        *) complain "$file is not in the list" ;;
        esac
    done
    awk 'FNR == 1 && !/^\/\* wants: .+ \*\/$/ {
        print "exercises: " FILENAME " does not begin with /* wants: words */"
    }' tests/exercises/*/wrong/*.c
    for file in lessons/[0-9]*.c; do
        of=${file#lessons/}
        case $lessons in
        *" ${of%%_*} "*) ;;
        *) complain "lesson ${of%%_*} has no exercise" ;;
        esac
    done
}

lint() {
    problems=$(lint_list; lint_files; lint_strays)
    [ -z "$problems" ] && return 0
    echo "$problems"
    return 1
}

command=$1
case $command in
map | watch | check | lint)
    "$command"
    ;;
list)
    echo "$rows"
    ;;
exercise | hint | solution | reset)
    find_exercise "$2"
    "$command"
    ;;
*)
    sed -n 's/^#   //p' "$0" >&2
    exit 2
    ;;
esac
