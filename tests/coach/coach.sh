#!/bin/sh
# The coach: where you are, what is wrong, what could help.
#   coach.sh map                the course and your progress
#   coach.sh exercise NN        check your exercise: 0 only when it is right
#   coach.sh hint NN            the next hint
#   coach.sh solution NN        yours and ours, side by side
#   coach.sh reset NN           back to the stub; yours is kept
#   coach.sh step NN            your exercise's run, as SHOW says
#   coach.sh view NN            the same in a browser, beside a right one
#   coach.sh watch              check whenever you save
#   coach.sh check              all your exercises: 1 if one you began fails
#   coach.sh list               the list, a line each
cd "${0%/*}/../.." || exit 2
: "${BUILD:=build}" "${MAKE:=make}"
unset MAKEFLAGS MFLAGS MAKELEVEL    # of the make that calls us
state=.handloop         # hints taken and the like; progress comes from the files
texts=$BUILD/exercises  # what you wrote, and what the checks said about it

bold='' green='' red='' plain=''
if [ -t 1 ] && [ -z "$NO_COLOR" ]; then
    bold=$(printf '\033[1m') green=$(printf '\033[32m')
    red=$(printf '\033[31m') plain=$(printf '\033[0m')
fi
tab=$(printf '\t')

# --- the list -----------------------------------------------------------------

rows=$(awk -f tests/coach/list.awk exercises/LIST)

numbers() {
    echo "$rows" | cut -f 1
}

# 6, 06 and 7b are numbers of exercises; sets number, name, title, then_runs, hints
# and mine, the file.
find_exercise() {
    wanted=$1
    case $wanted in
    [0-9] | [0-9][a-z]) wanted=0$wanted ;;
    esac
    row=$(echo "$rows" | grep -e "^$wanted$tab")
    if [ -z "$row" ]; then
        echo "There is no exercise $1.  There are: $(numbers | tr '\n' ' ')" >&2
        exit 1
    fi
    number=${row%%"$tab"*} row=${row#*"$tab"}
    name=${row%%"$tab"*} row=${row#*"$tab"}
    title=${row%%"$tab"*} row=${row#*"$tab"}
    row=${row#*"$tab"}      # its lesson
    then_runs=${row%%"$tab"*} hints=${row#*"$tab"}
    mine=exercises/$name.c
}

# --- what is kept of you ------------------------------------------------------

taken() {       # how often was it asked for: taken hint
    count=
    { read -r count <"$state/$number-$1"; } 2>/dev/null
    case $count in
    '' | *[!0-9]*) count=0 ;;
    esac
    echo "$count"
}

take() {
    { mkdir -p "$state" && echo $(($(taken "$1") + 1)) >"$state/$number-$1"; } \
        2>/dev/null && return
    echo "(Nobody counts this: $state/ cannot be written.)" >&2
    return 1
}

# The new one comes into its place as a whole, or not at all: put FROM TO
put() {
    cp "$1" "$2.new" 2>/dev/null && cmp -s "$1" "$2.new" &&
        mv -f "$2.new" "$2" 2>/dev/null && return
    rm -f "$2.new"
    return 1
}

# Yours, where nothing else will write; sets $kept.  Only a copy that compares
# equal is one.
keep_yours() {
    mkdir -p "$state/backup" 2>/dev/null || return
    i=1
    while [ -e "$state/backup/$name.$i.c" ]; do i=$((i + 1)); done
    kept=$state/backup/$name.$i.c
    put "$mine" "$kept" && cmp -s "$mine" "$kept"
}

# --- texts and verdicts -------------------------------------------------------
# A verdict belongs to what you wrote, not to when you saved it: each text is
# judged under a name with its sum, $texts/NN_name.SUM.

as_shipped() {
    cmp -s "$mine" "tests/exercises/$name/stub.c"
}

# The text as it is now; sets $text.  Errors are named as those of your file.
keep_text() {
    new=$texts/$name.$$
    { mkdir -p "$texts" && cat "$mine" >"$new"; } 2>/dev/null || return
    sum=$(cksum <"$new")
    text=$texts/$name.${sum% *}-${sum#* }
    [ -e "$text.c" ] ||
        { { printf '#line 1 "%s"\n' "$mine" && cat "$new"; } >"$new.c" &&
            mv -f "$new.c" "$text.c"; } 2>/dev/null
    kept_it=$?
    rm -f "$new" "$new.c"
    return $kept_it
}

# As long as the judge is the same, no text is judged twice: make sees to that.
judge() {       # judge TEXT...
    "$MAKE" -s -k verdicts "BUILD=$BUILD" "TEXTS=$*"
}

# Before anything is judged: is it there?  If not, say what to do.
is_there() {
    if [ -d "$mine" ]; then
        echo "$mine is a folder: move it away; then make reset-$number"
    elif [ ! -e "$mine" ]; then
        echo "$mine is not there: make reset-$number brings it back."
    elif [ ! -r "$mine" ]; then
        echo "$mine cannot be read: chmod u+r $mine"
    elif [ ! -s "$mine" ]; then
        echo "$mine is empty: make reset-$number brings it back."
    else
        return 0
    fi
    return 1
}

# A part of a machine is compiled before the others join it.
does_not_compile() {
    if echo "$complaint" | grep -q "^$mine:.*error: "; then
        status=4
        echo "$complaint" >"$text.log"
    fi
}

# Judge one exercise as it is now.  Sets $status: 0 done, 1 not yet, 3 to do,
# 4 does not compile, 5 not checked, which $complaint explains.
judge_mine() {
    status=5
    if ! keep_text; then
        complaint="$texts/ cannot be written: is the disk full, or the folder"
        complaint="$complaint somebody else's?"
    elif ! complaint=$(judge "$text" 2>&1 >&3); then
        : "${complaint:=make failed.}"
        does_not_compile
    else
        status=$(sed -n '$s/^status //p' "$text.said")
    fi
} 3>&1

# What was said about $text; colours are for terminals.
said() {
    if [ -n "$plain" ]; then
        sed '$d' "$text.said"
    else
        sed "\$d; s/$(printf '\033')\\[[0-9;]*m//g" "$text.said"
    fi
}

# What you changed: NN_name.SUM, each
texts_begun() {
    cksum exercises/*.c tests/exercises/*/stub.c 2>/dev/null | awk '
        $2 == 0 { next }
        { split($3, part, "/"); sum = $1 "-" $2 }
        part[1] == "tests" { shipped[part[3]] = sum; next }
        { name = part[2]; sub(/\.c$/, "", name); mine[name] = sum }
        END { for (name in mine)
                  if (name in shipped && mine[name] != shipped[name])
                      printf "%s.%s ", name, mine[name] }'
}

# What cannot be judged, and why not: NN_name:empty, each
texts_lost() {
    for stub in tests/exercises/*/stub.c; do
        name=${stub#tests/exercises/} name=${name%/stub.c} mine=exercises/$name.c
        if [ ! -r "$mine" ]; then
            [ ! -e "$mine" ] || printf '%s:unreadable ' "$name"
        elif [ ! -s "$mine" ]; then
            printf '%s:empty ' "$name"
        fi
    done
}

# Where you are with each exercise: in $survey its row, with done, begun, to do,
# empty or unreadable in place of the hints.
look_around() {
    lost=$(texts_lost)
    begun=$(texts_begun)
    judged='' verdicts=
    for text in $begun; do
        name=${text%%.*} mine=exercises/$name.c text=$texts/$text
        [ -e "$text.c" ] || keep_text
        judged="$judged $text" verdicts="$verdicts $text.said"
    done
    # shellcheck disable=SC2086  # several words on purpose
    [ -z "$judged" ] || judge $judged
    # shellcheck disable=SC2086
    survey=$({ echo "$rows" && grep '^status' /dev/null $verdicts; } 2>/dev/null |
        awk -F '\t' -v OFS='\t' -v begun="$begun" -v lost="$lost" '
        BEGIN { gsub(/\.[0-9-]+/, ":begun", begun)
                split(begun lost, text, " ")
                for (i in text) { split(text[i], part, ":"); is[part[1]] = part[2] } }
        NF > 1 { row[++rows] = $1 OFS $2 OFS $3 OFS $4 OFS $5; named[rows] = $2 }
        /:status 0$/ { sub(/.*\//, ""); sub(/\..*/, ""); is[$0] = "done" }
        END { for (i = 1; i <= rows; i++)
                  print row[i], (named[i] in is) ? is[named[i]] : "to do" }')
}

# Of the survey: the first that is not done, behind NN if there is one.
next_behind() {     # next_behind NN
    echo "$survey" | awk -F '\t' -v at="$1" '
        $6 != "done" && first == "" { first = $1 }
        $6 != "done" && behind && next_one == "" { next_one = $1 }
        $1 == at { behind = 1 }
        END { print next_one != "" ? next_one : first }'
}

# Where you are: what you saved last and have begun, or else the first to do.
current_exercise() {
    # shellcheck disable=SC2012  # the names are plain ones, and we want the order
    at=$({ echo "$survey" && ls -t exercises/*.c; } | awk -F '\t' '
        $6 == "begun" { begun["exercises/" $2 ".c"] = $1 }
        $1 in begun { print begun[$1]; exit }')
    [ -n "$at" ] || at=$(next_behind '')
}

# --- the compiler's words -----------------------------------------------------

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
    "$BUILD/tests/judge/explain" "$1" "$mine"
}

# --- one exercise -------------------------------------------------------------

headline() {    # headline colour status
    printf '%s%-59s%s%s%s%s\n' "$bold" "$number $title" "$plain" "$1" "$2" "$plain"
}

# In a narrow column, a paragraph a line.
paragraphs() {
    fold -s -w 70 | sed 's/^/      /; s/ *$//'
}

count_hints() {     # sets $hint_count
    hint_count=$(echo "$hints" | awk -F '\t' '{ print NF }')
}

hints_left() {
    count_hints
    left=$((hint_count - $(taken hint)))
    if [ "$left" -gt 0 ]; then
        echo "      hints: $left left (make hint-$number)"
    else
        echo "      no hints left (make solution-$number shows ours)"
    fi
}

# Of an exercise with milestones: the next one, if it stands there still.
milestone() {   # milestone words
    next=$(sed '/^ \*/d' "$mine" | grep -o 'TODO [1-9]' | sort | head -n 1)
    [ -n "$next" ] || return
    echo "      $1"
    grep -Hn "$next" "$mine" | sed '/:[0-9]*: \*/d; s/^/      /'
}

# Of a part of a machine: the lessons that its column in the map names.
runs_now() {
    case $then_runs in
    [0-9]*) echo "      now on your machine: LOOP=mine make" \
        "$(echo "$then_runs" | sed 's/[0-9][0-9]/lesson-&/g')" ;;
    esac
}

# What has a loop can be looked at while it runs.
way_to_see_it() {
    if grep -q '"runtime.h"\|"machine.h"\|"web/app.h"\|"step/by_hand.h"' "$mine"; then
        echo "      step through it: make step-exercise-$number"
    fi
}

what_comes_next() {
    look_around
    find_exercise "$1"
    next=$(next_behind "$number")
    if [ -n "$next" ]; then
        echo "      next: make exercise-$next"
    else
        echo "      That was the last one: all exercises are done."
    fi
}

show_verdict() {    # what judge_mine found
    case $status in
    0)
        headline "$green" "done"
        said
        messages "$text.log" 3
        echo
        echo "      yours beside ours: make solution-$number"
        runs_now
        what_comes_next "$number"
        ;;
    3)
        headline "" "to do"
        said
        if as_shipped; then
            echo "      Read the top of $mine, then write."
        elif [ "$then_runs" != - ]; then
            milestone "This comes next:"
        else
            grep -Hn TODO "$mine" | sed '/: \*/d; s/^/      /'
        fi
        hints_left
        ;;
    4)
        headline "$red" "does not compile"
        explain "$text.log" || messages "$text.log" 9
        ;;
    5)
        headline "" "not checked"
        echo "$complaint" | paragraphs
        ;;
    *)
        headline "$red" "not yet"
        said
        [ "$then_runs" = - ] || milestone "This stands there still:"
        hints_left
        way_to_see_it
        ;;
    esac
}

exercise() {
    is_there || return 1
    judge_mine
    show_verdict
    [ "$status" -eq 0 ]
}

# Its run, shown by the stepper.
step() {
    is_there || return 1
    judge_mine
    if [ "$status" -gt 3 ]; then
        show_verdict
        return 1
    fi
    exec "$text" step
}

# The scene that fails, beside the same of a right run.
view() {
    is_there || return 1
    judge_mine
    if [ "$status" -gt 3 ]; then
        show_verdict
        return 1
    fi
    case $number in
    3*)
        # On your machine, and on the runtime.
        "$MAKE" "$BUILD/exercises/$name.scenes" "$BUILD/tests/machine/scenes" || return 1
        sh runtime/view/beside.sh "$text" "$BUILD/tests/machine/scenes" \
            "Exercise $number: $title" "$BUILD/view/exercise-$number" \
            "$BUILD/exercises/$name.scenes" "$number"
        return
        ;;
    esac
    "$MAKE" "$BUILD/solutions/$name" || return 1
    sh runtime/view/beside.sh "$text" "$BUILD/solutions/$name" \
        "Exercise $number: $title" "$BUILD/view/exercise-$number"
}

# --- help ---------------------------------------------------------------------

hint() {
    count_hints
    [ "$(taken hint)" -lt "$hint_count" ] && take hint
    i=$(taken hint)
    [ "$i" -gt 0 ] || i=1
    echo "${bold}$number $title: hint $i of $hint_count$plain"
    echo "$hints" | cut -f "$i" | paragraphs
    if [ "$i" -eq "$hint_count" ]; then
        echo "      That was the last one; make solution-$number shows ours."
    fi
}

# Without the comment at the top: both begin alike.
code_of() {
    awk 'inside || !/^\/\*/ && FNR == 1 || over && !/^ *$/ { inside = 1; print; next }
         /\*\// { over = 1 }' "$1"
}

# Two columns where there is room for them, one below the other where not.
solution() {
    look_around
    find_exercise "$number"
    if ! echo "$survey" | grep -q "^$number$tab.*${tab}done\$"; then
        if take solution && [ "$(taken solution)" -lt 2 ]; then
            echo "Yours is not done yet.  To see ours all the same, ask again:" \
                "make solution-$number"
            hints_left
            return 0
        fi
    fi
    work=$(mktemp -d) || return
    { if [ -r "$mine" ]; then code_of "$mine"; fi; } >"$work/yours"
    code_of "solutions/$name.c" >"$work/ours"
    width=${COLUMNS:-$(tput cols 2>/dev/null || echo 80)}
    if [ "$width" -ge 150 ]; then
        printf "%-$((width / 2))s %s\n\n" "yours: $mine" "ours: solutions/$name.c"
        diff -t --side-by-side -W "$width" "$work/yours" "$work/ours" 2>/dev/null
    else
        printf '%s\n\n' "- yours: $mine   + ours: solutions/$name.c"
        diff -U 1000 "$work/yours" "$work/ours" | sed 1,3d
        cmp -s "$work/yours" "$work/ours" && cat "$work/ours"
    fi
    rm -rf "$work"
}

reset() {
    stub=tests/exercises/$name/stub.c
    if [ -d "$mine" ] || { [ -e "$mine" ] && [ ! -r "$mine" ]; }; then
        is_there
        return 1
    elif [ -e "$mine" ] && ! as_shipped; then
        if ! keep_yours; then
            echo "Nothing was changed: there is no way to keep yours in" \
                "$state/backup/.  Is the disk full, or the folder somebody else's?"
            return 1
        fi
        echo "Yours is kept in $kept."
    fi
    if ! as_shipped && ! put "$stub" "$mine"; then
        echo "Nothing was changed: exercises/ cannot be written." \
            "Is the disk full, or the folder somebody else's?"
        return 1
    fi
    rm -f "$state/$number-hint" "$state/$number-solution" 2>/dev/null
    echo "$mine is as it was shipped."
}

# --- the map ------------------------------------------------------------------

map() {
    look_around
    current_exercise
    { echo "$survey" && awk 'FNR == 1 { print FILENAME ":" $0 }' lessons/[0-9]*.c; } |
        awk -v bold="$bold" -v green="$green" -v plain="$plain" -v at="$at" \
            -f tests/coach/map.awk
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

# A fifth of a second; sets $key if one is pressed meanwhile.  Who is no terminal
# can only say that it goes on.
wait_for_key() {
    key=
    if [ -n "$terminal" ]; then
        key=$(dd bs=1 count=1 2>/dev/null | tr '\n\r' '  ')
    elif [ "$status" -eq 0 ]; then
        read -r key && key=' '
        : "${key:=q}"
    else
        sleep 0.2 2>/dev/null || sleep 1
    fi
}

# Keys are read one by one, and shown nowhere.
take_terminal() {
    terminal=
    if [ -t 0 ] && [ -t 1 ]; then
        terminal=$(stty -g) || return
        trap 'stty "$terminal"' EXIT
        trap 'exit 0' INT TERM
        stty -icanon -echo min 0 time 2
    fi
}

# Check the exercise you are at.
look() {
    find_exercise "$1"
    before=$(sums)
    if is_there >/dev/null; then
        judge_mine
    else
        status=3
    fi
    if [ -t 1 ]; then
        printf '\033[H\033[2J\033[3J'
    fi
    is_there && show_verdict
    echo
    if [ "$status" -eq 0 ]; then
        echo "Enter: the next exercise   q: quit"
    else
        echo "watching $mine: save it, and it is checked   h: hint   q: quit"
    fi
}

watch() {
    look_around
    current_exercise
    take_terminal
    while [ -n "$at" ]; do
        look "$at"
        while after=$(sums) && [ "$after" = "$before" ]; do
            wait_for_key
            case $key in
            q) return 0 ;;
            h) [ "$status" -eq 0 ] || hint ;;
            ' ') [ "$status" -ne 0 ] || break ;;
            esac
        done
        if [ "$after" = "$before" ]; then
            look_around
            at=$(next_behind "$at")
        else
            saved=$(changed "$before" "$after")
            numbers | grep -qx -e "$saved" && at=$saved
        fi
    done
    echo "All exercises are done."
}

# --- all exercises, for make check --------------------------------------------

check() {
    look_around
    for one in $(echo "$survey" | awk -F '\t' '$6 !~ /^(done|to do)$/ { print $1 }'); do
        find_exercise "$one"
        exercise
        echo
    done
    echo "$survey" | awk -F '\t' '{ count[$6]++ } END {
        begun = NR - count["done"] - count["to do"]
        printf "your exercises: %d done, %d begun, %d to do\n",
            count["done"], begun, count["to do"]
        exit begun > 0 }'
}

command=$1
case $command in
map | watch | check)
    "$command"
    ;;
list)
    echo "$rows"
    ;;
exercise | hint | solution | reset | step | view)
    find_exercise "$2"
    "$command"
    ;;
*)
    sed -n 's/^#   //p' "$0" >&2
    exit 2
    ;;
esac
