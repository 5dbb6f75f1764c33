#!/bin/sh
# causes.sh - is what the compiler says told as it should be?  Each small program
# of causes.txt is compiled by $CC, and the cause that explain names must be the
# one of its headline; "none" is for near misses.
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build}" "${CC:=cc}"
place=$(mktemp -d) || exit 2
trap 'rm -rf "$place"' EXIT
trap 'exit 1' INT TERM
passed=0 failed=0
flags="-std=c11 -D_POSIX_C_SOURCE=200809L -Iruntime -Wall -Wextra -Wpedantic -Wshadow
    -Wno-conversion -Wno-sign-conversion -Wint-conversion"

# One file for each program: those that are only some lines go into the body of a
# coroutine.  Its headline goes into its name: 012.single-quotes.c, or .gcc.c for
# what clang does not see.
awk -v place="$place" '
function close_file() {
    if (file == "") return
    if (text !~ /^\n*[A-Za-z#]/)
        text = before text "    END;\n}\n"
    printf "%s", text > file
    close(file)
    text = ""
}
BEGIN {
    before = "#include \"runtime.h\"\n\n" \
        "struct fetch {\n    CORO;\n    int number;\n    const char *name;\n};\n\n" \
        "ASYNC(fetch)\n{\n    BEGIN;\n    AWAIT(async_sleep(0.1));\n" \
        "    RETURN(\"user\");\n    END;\n}\n\n" \
        "int square(int n);\n\n" \
        "struct both {\n    CORO;\n    struct task *task;\n" \
        "    struct coro operation;\n    int count;\n    const char *text;\n" \
        "    char room[16];\n};\n\nASYNC(both)\n{\n    BEGIN;\n"
}
/^===/ {
    close_file()
    file = sprintf("%s/%03d.%s%s.c", place, NR, $2, $3 == "" ? "" : "." $3)
    next
}
{ text = text $0 "\n" }
END { close_file() }' tests/judge/causes.txt

# The runtime's headers are read once, and nothing is written.  (What clang has to
# say it has said when it has read the program; gcc looks on.)
mkdir "$place/header"
if "$CC" --version | grep -q clang; then
    kind=clang
    flags="$flags -Wconditional-uninitialized"
    header=$place/header/runtime.pch
    looks="-fsyntax-only"
    read_already="-include-pch $header"
else
    kind=gcc
    header=$place/header/runtime.h.gch
    looks="-iquote $place/header -ftrack-macro-expansion=0 -S -o /dev/null"
    read_already=
fi
# shellcheck disable=SC2086  # several flags
"$CC" $flags -x c-header -o "$header" runtime/runtime.h

look_at() {     # look_at FILE: what is said, against its headline
    wanted=${1##*/}
    wanted=${wanted#*.}
    wanted=${wanted%.c}
    case $wanted in
    *."$kind") wanted=${wanted%."$kind"} ;;
    *.*) return ;;
    esac
    # shellcheck disable=SC2046,SC2086  # several flags
    "$CC" $flags $looks $(grep -q '"runtime.h"' "$1" && echo $read_already) "$1" \
        2>"$place/log"
    name=$("$BUILD/tests/judge/explain" "$place/log" "$1" name)
    if [ "$name" = "$wanted" ]; then
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    echo "FAIL $kind: $name, not $wanted"
    sed 's/^/    /' "$1" "$place/log"
}

# Each cause of the table has a program that draws it.
for cause in $(sed -n 's/.*{\.name = "\([a-z-]*\)".*/\1/p' tests/judge/causes.c); do
    grep -q "^=== $cause\( \|\$\)" tests/judge/causes.txt && continue
    grep -q "^linked $cause " tests/judge/causes.sh && continue
    failed=$((failed + 1))
    echo "FAIL no program of causes.txt draws $cause"
done
for file in "$place"/*.c; do
    look_at "$file"
done

# What the linker says, too.
linked() {      # linked CAUSE: of the program on standard input
    cat >"$place/linked.c"
    "$CC" -g -w -o "$place/program" "$place/linked.c" -Wl,--whole-archive \
        "$BUILD/plain/libhandloop.a" -Wl,--no-whole-archive -pthread 2>"$place/log"
    name=$("$BUILD/tests/judge/explain" "$place/log" "$place/linked.c" name)
    if [ "$name" = "$1" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL the linker: $name, not $1"
        sed 's/^/    /' "$place/log"
    fi
}
linked the-runtimes-name <<'END'
void task_cancel(int n);

void task_cancel(int n)
{
    (void)n;
}
END
linked nowhere <<'END'
int allow(int calls);

int main(void)
{
    return allow(2);
}
END

echo "causes: $passed passed, $failed failed"
[ $failed -eq 0 ]
