#!/bin/sh
# list.sh - is the list of exercises as it should be, and all there that belongs
# to it?
cd "$(dirname "$0")/../.." || exit 2
tab=$(printf '\t')
rows=$(awk -f tests/coach/list.awk exercises/LIST)

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
    /^ +(title|lesson|then): *[^ ]/ {
        if ($1 == "title:") { title = $0; sub(/^ *title: */, "", title) }
        if ($1 == "lesson:") lesson = $2
        next
    }
    /^ +[a-z]+: *$/ { bad("empty: " $1); next }
    { bad("what is this? " $0) }
    END { finish() }' exercises/LIST
}

lint_files() {
    echo "$rows" | while IFS=$tab read -r number name _ lesson _ hints; do
        for file in solutions/$name.c tests/exercises/$name/stub.c \
            tests/exercises/$name/check.c; do
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
    for file in solutions/* tests/exercises/*; do
        name=${file##*/}
        case $names in
        *" ${name%.c} "*) ;;
        *) complain "$file is not in the list" ;;
        esac
    done
    awk 'FNR == 1 && !/^\/\* (also )?wants: .+ \*\/$/ {
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

problems=$(lint_list; lint_files; lint_strays)
[ -z "$problems" ] && exit
echo "$problems"
exit 1
