# What is said about an answer, with the coach's three lines, has room on a screen
# of 24 lines and 80 columns: print the files where it has not.  (The name of the
# mistake is for maintainers only.)
function end_file() { if (lines > 21) print name ": " lines " lines" }

FNR == 1 { end_file(); name = FILENAME; lines = empty = 0 }
/^status / { next }
/^      known mistake: / { empty = 0; next }
/^$/ { empty++; next }
{
    lines += empty + 1
    empty = 0
    gsub(/[\200-\277]/, "")             # a UTF-8 character is one column
    if (length > 80) print name ": " length " columns"
}
END { end_file() }
