#!/bin/sh
# table.sh - count what was said about the mutants.
#
#   table.sh DIRECTORY      of those that DIRECTORY/chosen lists: a table, and in
#                           DIRECTORY/report all that a person should read
#
#   mutants     changed answers that compile, and do not behave like the answer
#               they were made of
#   same        what compiles and does behave like it: not counted
#   compiler    what does not compile: not counted either
#   accepted    told that it is right
#   false       told what can be seen to be false: that something is missing which
#               stands there; or only lines are named that are not the changed one
#   no line     told no line
#   line        the changed line is among those named (of a statement that is
#               gone, the one in front of it or behind it); of some only the lines
#               of the function: how many is said below the table
#
# It fails if more than 4 % are accepted, more than 1 % are told what is false, or
# fewer than 60 % the line: that was reached before, and more is wanted.
export LC_ALL=C
cd "$1" || exit 2
tr ' ' '\n' <chosen | sed "s,^.*mutants/,," | awk '
function add(line) {
    if (line > 0) named[line] = 1
}

# The numbers behind "line" or "lines": 4, 7 and 9 to 12.
function named_in(text,    rest, number, numbers, count, i) {
    rest = text
    while (match(rest, /[Ll]ines? +[0-9]+((, | and | to | or |-)[0-9]+)*/)) {
        number = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        gsub(/[^0-9]+/, " ", number)
        count = split(number, numbers, " ")
        for (i = 1; i <= count; i++) add(numbers[i] + 0)
    }
    if (match(text, /^ *[0-9]+ \|/)) add(text + 0)
    if (match(text, /mutants\/[^ :]*\.c:[0-9]+/)) {
        number = substr(text, RSTART, RLENGTH)
        sub(/.*:/, "", number)
        add(number + 0)
    }
}

# Those of a function: "(lines 36 to 53)".
function function_named(    flat, numbers, i) {
    flat = said
    gsub(/[ \n]+/, " ", flat)
    if (!match(flat, /\(lines [0-9]+ to [0-9]+\)/)) return
    split(substr(flat, RSTART + 7, RLENGTH - 8), numbers, " to ")
    for (i = numbers[1] + 0; i <= numbers[2] + 0; i++) in_function[i] = 1
}

# What is called missing, and stands there.
function is_false(    i) {
    if (said ~ /TODO is still in its place/ && source !~ /TODO/) return 1
    if (said ~ /raise +# this line is missing/ && source ~ /RERAISE|RAISE_ERROR/)
        return 1
    if (said ~ /TRY_AWAIT of a gather/ && source !~ /gather/) return 1
    if (said ~ /three of them in a row/ && source !~ /awaited\(/) return 1
    if (said ~ /there is no await inside/ && source ~ /AWAIT\(/) return 1
    return 0
}

function read_mutant(file,    text, begun) {
    split("", named)
    split("", in_function)
    said = source = status = alike = ""
    while ((getline text < (file ".said")) > 0) {
        if (text ~ /^status /) status = substr(text, 8)
        else if (text ~ /^(alike|differs)/) alike = text
        else {
            if (text !~ / note: /) named_in(begun text)
            # "in line", and the number is the first word of the next one
            begun = match(text, /[Ll]ines?$/) ? substr(text, RSTART) : ""
            said = said text "\n"
        }
    }
    close(file ".said")
    function_named()
    while ((getline text < (file ".c")) > 0)
        if (text !~ /^( \*|\/\*)/) source = source text "\n"
    close(file ".c")
    getline text < (file ".what")
    close(file ".what")
    split(text, what, "\t")
}

# Is the changed line among those named?
function names_it(    count, i, lines, slack) {
    slack = what[3] ~ /left out|left away|swapped|for the member/
    count = split(what[1] what[2], lines, " ")
    for (i = 1; i <= count; i++)
        if (lines[i] in named ||
            (slack && ((lines[i] - 1) in named || (lines[i] + 1) in named)))
            return 1
    for (i = 1; i <= count; i++)
        if (lines[i] in in_function) {
            by_function++
            return 1
        }
    return 0
}

function verdict(    any, line) {
    if (status == 4) return "compiler"
    if (status == 0)
        return alike == "alike" && what[3] !~ /static/ ? "same" : "accepted"
    if (names_it()) return is_false() ? "false" : "line"
    if (is_false()) return "false"
    any = 0
    for (line in named) any = 1
    return any ? "other" : "none"
}

{
    file = $0
    sub(/\.said$/, "", file)
    number = file
    sub(/_.*/, "", number)
    read_mutant(file)
    is = verdict()
    if (!(number in all)) order[++exercises] = number
    all[number]++
    got[number, is]++
    total[is]++
    by_kind[what[3], is]++
    kinds[what[3]]++
    if (is != "same" && is != "line")
        printf "--- %s: %s: line %s: %s: %s\n%s%s\n\n", is, file, what[1],
            what[3], what[4], said, alike > "report"
}

function row(name, a, f, o, n, l, s, c,    sum, rest) {
    sum = a + f + o + n + l
    printf "%-9s %7d %8d %6d %6d %8d %6d   %3d %%   %5d %9d\n", name, sum, a, f,
        o, n, l, sum ? 100 * l / sum : 0, s, c
}

END {
    print "exercise  mutants accepted  false  other  no line   line   line   " \
        " same  compiler"
    for (i = 1; i <= exercises; i++) {
        n = order[i]
        row(n, got[n, "accepted"], got[n, "false"], got[n, "other"],
            got[n, "none"], got[n, "line"], got[n, "same"],
            got[n, "compiler"])
    }
    row("all", total["accepted"], total["false"], total["other"], total["none"],
        total["line"], total["same"], total["compiler"])
    printf "\n%d of those in \"line\" by the lines of a function\n", by_function
    sum = total["accepted"] + total["false"] + total["other"] + total["none"] + \
        total["line"]
    good = (100 * total["accepted"] <= 4 * sum) + (100 * total["false"] <= sum) + \
        (100 * total["line"] >= 60 * sum)
    printf "\n%d passed, %d failed\n", good, 3 - good
    for (kind in kinds)
        if (kind !~ /\+/)
            printf "%-36s %5d accepted %4d false %4d other %4d none %4d line %4d " \
                "same %4d compiler %4d\n", kind, kinds[kind],
                by_kind[kind, "accepted"], by_kind[kind, "false"],
                by_kind[kind, "other"], by_kind[kind, "none"],
                by_kind[kind, "line"], by_kind[kind, "same"],
                by_kind[kind, "compiler"] | "sort >kinds"
    exit good < 3
}'
