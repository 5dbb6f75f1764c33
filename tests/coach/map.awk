# map.awk - draw the course: a row for each exercise ("number name title lesson
# then state", by tabs), then the first line of each lesson ("file:line").
# Variables: at, where you are, and bold, green, plain for a terminal.
BEGIN { FS = "\t"; heading("lesson", "exercise") }

function heading(left, right) {
    printf "%s     %-30s %s%s\n", bold, left, right, plain
}

# The exercises of a lesson stand beside it, those of the machine in a part of
# their own.
NF > 1 {
    row[++all] = sprintf(" %-3s %-32s%s%s%s", $1, $3, $6 == "done" ? green : "",
                         $6, $6 == "done" ? plain : "")
    lesson[all] = $4
    then[all] = $5
    done += $6 == "done"
    if ($1 == "03" && $6 == "done")
        third_done = 1
    if ($5 != "-" && !machine)
        machine = $1
    if ($1 == at)
        next_one = ($5 == "-" ? "make lesson-" $4 : "NOTES.md, chapter " $1) \
            ", then make exercise-" $1
    if ($1 == at && $5 != "-")
        at_machine = 1
    next
}

{
    number = substr($0, match($0, /\/[0-9]+_/) + 1, 2)
    sub(/^.*[Ll]esson [0-9]*: */, "")
    sub(/[. ]*$/, "")
    left = sprintf(" %s  %-30s", number, $0)
    alone = 1
    for (i = 1; i <= all; i++)
        if (lesson[i] == number && then[i] == "-") {
            print left row[i]
            left = sprintf("%35s", "")
            alone = 0
        }
    if (alone)
        print left
}

END {
    if (machine) {
        print ""
        heading("then it runs (LOOP=mine)", "build the machine")
    }
    for (i = 1; i <= all; i++)
        if (then[i] != "-")
            printf "     %-30s%s\n", then[i], row[i]
    for (i = 1; i <= 24; i++)
        bar = bar (i * all <= done * 24 ? "#" : "-")
    printf "\n     [%s] %d/%d\n", bar, done, all
    print "     " (next_one ? "next: " next_one : "All exercises are done.")
    if (next_one && machine && third_done && !at_machine)
        print "     or build the machine: NOTES.md, chapter " machine \
            ", then make exercise-" machine
}
