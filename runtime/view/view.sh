#!/bin/sh
# view.sh - runs a lesson, and makes a page of that.
#
#   view.sh PROGRAM SOURCE PAGE     writes PAGE.run and PAGE.html
program=$1 source=$2 page=$3
here=$(dirname "$0")

mkdir -p "$(dirname "$page")" && rm -f "$page.run" || exit 1
SHOW=page PAGE=$page.run "$program" >/dev/null
if [ ! -f "$page.run" ]; then
    echo "There is no loop in $source that could be watched."
    exit 1
fi

# "Lesson 06: gather", and the question in its header comment.
title=$(sed -n '1s,^/\* \(.*\)\.$,\1,p' "$source")
question=$(sed -n '/^ \* The question: /,/^ \*$/{
s,^ \* The question: , * ,
s,^ \* *,,p
}' "$source" | tr '\n' ' ')

sh "$here/page.sh" "$title" "$question" "$page.run" >"$page.html" || exit 1
echo "handloop: wrote $page.html; open it in a browser:"
echo "    file://$(cd "$(dirname "$page")" && pwd)/$(basename "$page").html"
