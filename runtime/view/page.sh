#!/bin/sh
# page.sh - a page that plays runs: page.html, with its style sheet and script,
# and with the runs, as SHOW=page writes them.
#
#   page.sh TITLE QUESTION RUN... >PAGE
here=$(dirname "$0")

# A text as HTML, and as sed wants it behind "s,x,".
quoted() {
    printf '%s' "$1" |
        sed 's,&,\&amp;,g; s,<,\&lt;,g; s,[\\&\,],\\&,g'
}

title=$(quoted "$1") question=$(quoted "$2")
shift 2
for run; do
    runs="$runs
r $run"
done

sed -e "s,TITLE,$title,; s,QUESTION,$question," \
    -e "/^STYLE\$/{
r $here/player.css
d
}" -e "/^RUNS\$/{$runs
d
}" -e "/^SCRIPT\$/{
r $here/player.js
d
}" "$here/page.html"
