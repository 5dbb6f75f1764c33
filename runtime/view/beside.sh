#!/bin/sh
# beside.sh - runs an answer and a right one, in the scene that the answer fails,
# and makes a page of both.
#
#   beside.sh ANSWER RIGHT TITLE PAGE [PLAYED NUMBER]
#                           ANSWER.said is what the check says; what is played is
#                           PLAYED, if it is another program: a machine's scenes
answer=$1 right=$2 title=$3 page=$4 played=${5:-$1} number=$6
here=$(dirname "$0")
case $right in
/*) ;;
*) right=$(pwd)/$right ;;
esac

# The scene that the program plays; the run gets a title.
run() {
    SHOW=page PAGE=$1 "$2" step "$scene" >/dev/null 2>&1
    [ -f "$1" ] && sed "1s/class=\"run\"/& data-title=\"$3\"/" "$1"
}

mkdir -p "$(dirname "$page")" && rm -f "$page".* || exit 1
# shellcheck disable=SC2086  # none, or one
scene=$("$played" failed $number)
: "${scene:=0}"

{
    echo '<h2>What the check says</h2>'
    echo '<pre class="said">'
    escape=$(printf '\033')
    sed "s,$escape\[[0-9;]*m,,g; /^status [0-9]*\$/d; s,&,\&amp;,g; s,<,\&lt;,g" \
        "$answer.said"
    echo '</pre>'
} >"$page.said"

run "$page.run" "$played" yours >"$page.yours"

# The source of the right one is the solution: it is not read, and not shown.
(cd "$(dirname "$page")" && run "$(basename "$page").run" "$right" \
    'a right run') >"$page.right"

if [ ! -s "$page.yours" ] || [ ! -s "$page.right" ]; then
    echo "There is no loop in this exercise that could be watched."
    exit 1
fi
sh "$here/page.sh" "$title" "" "$page.yours" "$page.right" "$page.said" \
    >"$page.html" || exit 1
echo "handloop: wrote $page.html; open it in a browser:"
echo "    file://$(cd "$(dirname "$page")" && pwd)/$(basename "$page").html"
