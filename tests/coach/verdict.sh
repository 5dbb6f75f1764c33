#!/bin/sh
# verdict.sh - compile an answer with its check, run it, keep what was said.
#
#   COMPILE="cc ..." NOTED="..." LIBRARIES="-l..." verdict.sh PLACE OBJECT...
#   PROGRAM=... TRIAL="..." verdict.sh PLACE        it is compiled already
#
# The answer is PLACE.c.  Then there are PLACE, the program; PLACE.log, what the
# compiler warned of; and PLACE.said, what the check said, with its status in the
# last line: 0 right, 1 wrong, 3 to do, 4 does not compile.
# Somebody else may do the same at the same time: what is half done has a name of
# its own.
place=$1 mine=$1.$$
shift
trap 'rm -f "$mine" "$mine".*' EXIT
trap 'exit 1' INT TERM

compile() {
    if [ -n "$PROGRAM" ]; then
        cp "$PROGRAM" "$mine" && cp "$PROGRAM.log" "$mine.log"
    else
        # shellcheck disable=SC2086  # several words on purpose
        $COMPILE $NOTED -c -o "$mine.o" "$place.c" 2>"$mine.log" &&
            keep_names "$1" &&
            $COMPILE -o "$mine" "$mine.o" "$@" $LIBRARIES 2>>"$mine.log"
        set -- $?
        [ ! -s "$mine.log" ] || say_it_plainly
        return "$1"
    fi
}

# A coroutine that is called read is the answer's own: whoever judges it, and the
# runtime, go on calling libc's.  Only what the check asks for is seen from
# outside.  (Where there is no objcopy, all is.)
keep_names() {
    ! command -v objcopy >/dev/null ||
        objcopy --keep-global-symbols="$1.asked" "$mine.o"
}

# What the compiler says of the runtime's own macros, not of those that note what
# the answer does.  The linker's words stay.
say_it_plainly() {
    sed -n '/ld[^ ]*: /,$p' "$mine.log" >"$mine.linker"
    # shellcheck disable=SC2086  # several words on purpose
    $COMPILE -c -o "$mine.o" "$place.c" 2>"$mine.log"
    cat "$mine.linker" >>"$mine.log"
}

# How the judge compiles and runs what it tries out: see tests/judge/trial.h.
trial() {
    if [ -n "$PROGRAM" ]; then
        echo "$TRIAL"
    else
        echo "$COMPILE -g0 -Werror=implicit-function-declaration" \
            "-o \$TRIED \$TRIED.c $* $LIBRARIES && \$TRIED tried"
    fi
}

have_it_said() {
    if compile "$@"; then
        mv -f "$mine" "$place" && mv -f "$mine.log" "$place.log" || return
        COLOURS=yes TRIAL=$(trial "$@") "$place" 2>&1
        echo "status $?"
    else
        mv -f "$mine.log" "$place.log" && echo "status 4"
    fi
}

# Of the texts that an exercise had, the latest few are kept.
forget_old_ones() {
    kept=0
    # shellcheck disable=SC2045  # plain names, and we want the order
    for text in $(ls -t "${place%.*}".*.c 2>/dev/null); do
        kept=$((kept + 1))
        [ $kept -le 4 ] || rm -f "$text" "${text%.c}" "${text%.c}".[ls]*
    done
}

have_it_said "$@" >"$mine.said" && mv -f "$mine.said" "$place.said" || exit 1
forget_old_ones
