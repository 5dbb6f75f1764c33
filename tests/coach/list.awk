# list.awk - exercises/LIST, a line for each exercise:
# number <tab> name <tab> title <tab> lesson <tab> then <tab> hints, one a field
# (then is "-" where the exercise is no part of a machine)
function flush(    file, line, text) {
    if (number == "") return
    printf "%s\t%s\t%s\t%s\t%s", number, name, title, lesson,
        then == "" ? "-" : then
    file = "tests/exercises/" name "/hints"
    while ((getline line <file) > 0)
        if (line != "") text = text (text == "" ? "" : " ") line
        else if (text != "") { printf "\t%s", text; text = "" }
    print (text == "" ? "" : "\t") text
    number = title = lesson = then = ""
}
/^#/ || /^ *$/ || /^part:/ { next }
/^[0-9]/ { flush(); number = $1; name = $1 "_" $2; next }
/^ *title:/ { title = $0; sub(/^ *title: */, "", title) }
/^ *lesson:/ { lesson = $2 }
/^ *then:/ { then = $0; sub(/^ *then: */, "", then) }
END { flush() }
