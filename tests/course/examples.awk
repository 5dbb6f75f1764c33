# Of the wrong answers, print those that make check takes: what makes no known
# mistake; the first that makes each (of the exercise if that alone knows it, of the
# course if all do); and what is told in a sentence that no other draws, which "also
# wants" it.  The others say the same in other words: make check-tools.
#
#       awk -f examples.awk NN_name/check.c... NN_name/wrong/*.c...
function exercise() {
    split(FILENAME, folder, "/")
    return folder[3]
}

FILENAME ~ /\/check\.c$/ && sub(/.*\{\.name = "/, "") {
    sub(/".*/, "")
    is_its_own[exercise(), $0] = 1
}
FNR == 1 && FILENAME ~ /\/wrong\// {
    also = /^\/\* also wants: /
    if (sub(/.*known mistake: /, "")) {
        sub(/[^a-z-].*/, "")
        if (shown[((exercise(), $0) in is_its_own) ? exercise() : "", $0]++ && !also)
            next
    }
    print FILENAME
}
