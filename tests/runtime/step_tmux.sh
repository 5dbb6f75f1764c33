#!/bin/sh
# step_tmux.sh - the stepper as a person sees it: keys sent to a terminal, and
# what is on the screen then.   BUILD=... sh tests/runtime/step_tmux.sh
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build}"
if ! command -v tmux >/dev/null; then
    echo "tmux is missing: install it to try the stepper's keys"
    exit 0
fi
passed=0 failed=0
socket=handloop-$$
terminal() {
    tmux -L "$socket" -f /dev/null "$@"
}
trap 'terminal kill-server 2>/dev/null' EXIT

open_at() {     # open_at columns rows command
    terminal kill-server 2>/dev/null && sleep 0.5
    LC_ALL=C.UTF-8 terminal new-session -d -s step -x "$1" -y "$2" "sh"
    terminal send-keys -t step "$3" Enter
}

# A key takes its time until the screen shows it: look until the check holds, or
# for twenty seconds, which is long for a busy machine, too.
within_time() {     # within_time check argument
    for try in $(seq 100); do
        "$@" && passed=$((passed + 1)) && return
        sleep 0.2
    done
    failed=$((failed + 1))
    false
}

is_on_the_screen() {
    terminal capture-pane -p -t step | grep -qF -e "$1"
}

sees() {
    within_time is_on_the_screen "$1" && return
    echo "FAIL not on the screen: $1"
    terminal capture-pane -p -t step | sed 's/^/    /'
}

press() {
    terminal send-keys -t step "$@"
}

# A program of the test's own, written next to what was built.
program() {     # program name <<source
    cat >"$BUILD/step_$1.c"
    ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -pthread -Iruntime -g \
        -o "$BUILD/step_$1" "$BUILD/step_$1.c" "$BUILD/plain/libhandloop.a" -lm || exit 1
    run="CLOCK=virtual SHOW=steps $BUILD/step_$1; echo back in the shell"
}

# The screen that a document shows is this one.
is_quoted_in() {
    awk '/^    \$ make step-06/ { inside = 1; next }
         inside && /^[^ ]/ { exit }
         inside { print substr($0, 5) }' "$1" >"$BUILD/quoted"
    within_time is_the_quoted_screen && return
    diff -B "$BUILD/quoted" "$BUILD/screen"
    echo "FAIL the screen in $1 (<) is not the one shown (>)"
}

is_the_quoted_screen() {
    terminal capture-pane -p -t step | sed 's/ *$//' >"$BUILD/screen"
    diff -qB "$BUILD/quoted" "$BUILD/screen" >/dev/null
}

lesson=$(echo "$BUILD"/lessons/06_*[a-z])
run="CLOCK=virtual SHOW=steps $lesson; echo back in the shell"

open_at 80 24 "$run"
sees "step 1 of"
sees "AWAIT(gather(self->users"
sees "in Python: users = await asyncio.gather(fetch_user(1), fetch_user(2), ...)"
sees "Three at once:"
press n
sees "step 2 of"
sees "Task-1 async_main > three_.. line 57  gather (0 of 3 done) Task-4 at 1.0 s"
press b
sees "step 1 of"
press t
sees "turn 2"
press c
sees "1.000 s"
press n n
sees "gather (2 of 3 done)"
press End
sees "main has returned"
press Home
sees "step 1 of"
press n n w
sees "Task-1 async_main waits at 06_gather.c:57 for gather (0 of 3 done)"
sees "      Task-2 fetch_user waits at 06_gather.c:38 for sleep(1)"
sees "      Task-3 runs at this moment"
sees "      Task-4 is ready, and runs in its turn"
sees "woken by: Task-4 at 1.0 s"
press w
is_quoted_in NOTES.md
is_quoted_in README.md
press u
sees "self->frame.line = 38;"
press u Home y
sees "* users = await asyncio.gather(fetch_user(1), fetch_user(2), ...)"
press y g
sees "Task-8 fetch_user"
sees "^ now"
press g '?'
sees "the next jump of the clock"
press '?' Home p
sees "Who runs next?"
sees "  3  Task-3 fetch_user"
press 2
sees "Yes. (1 of 1 right) Task-2: it is first in line; Task-1 made it ready."
press p 9
sees "No. (1 of 2 right)"
press Home p n                  # no digit: no answer, and no wrong one
sees "step 2 of"
press p 1
sees "of 3 right)"
press p q
sees "back in the shell"
press "$run" Enter
sees "step 1 of"
press / 6 Enter
sees "runs: Task-6 fetch_user"
press / n o b o d y Enter
sees 'Nobody called "nobody" runs in this program.'
press x
sees "? shows the keys."
terminal resize-window -t step -x 150 -y 40
press Home
sees "users = await asyncio.gather("
sees "g timeline   y Python   ? help   q quit"
terminal resize-window -t step -x 30 -y 8
sees "in Python: users = await asyn"
press q
sees "back in the shell"

open_at 150 40 "NO_COLOR=1 $run"
sees "asyncio.gather(fetch_user(1)"
press q
sees "back in the shell"

open_at 80 24 "LC_ALL=C $run"
sees "- ready: 0 -----"
press q
sees "back in the shell"

open_at 80 24 "TERM=dumb $run"
sees "back in the shell"

# A loop made by hand.
run="SHOW=steps $(echo "$BUILD"/lessons/03_*[a-z]); echo back in the shell"
open_at 100 30 "$run"
sees "Task-2 handler"
sees "LEAVE(self->place, &self->request);"
press t b u
sees "finish_io"
press Home
sees "return &self->request;"
press q
sees "Got result: result of DB_REQUEST"
sees "back in the shell"

# Ten thousand tasks: pages, counts, a search.
program crowd <<'END'
#include "runtime.h"

struct sleeper { CORO; int n; };
ASYNC(sleeper)
{
    BEGIN;
    AWAIT(async_sleep(1 + self->n % 7));
    END;
}

struct async_main { CORO; struct value results[10000]; struct awaitable all[10000]; };
ASYNC(async_main)
{
    BEGIN;
    for (int i = 0; i < 10000; i++)
        self->all[i] = awaitable(coro(sleeper, .n = i));
    AWAIT(gather_array(self->results, 10000, self->all));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
END
open_at 80 24 "$run"
sees "step 1 of 30002"
press c b
sees "ready: 0"
sees "9995 more: l lists everybody"
press l
sees "Everybody: 0 ready, 10000 waiting   1 to 19 of 10000"
press NPage NPage
sees "39 to 57 of 10000"
press PPage l /
press T a s k - 9 9 9 9 Enter
sees "runs: Task-9999 sleeper"
press q
sees "back in the shell"

# A program that crashes, and one that nobody can help any more.
program crash <<'END'
#include "runtime.h"

struct async_main { CORO; int *nowhere; };
ASYNC(async_main)
{
    BEGIN;
    AWAIT(async_sleep(1));
    *self->nowhere = 1;
    END;
}

int main(void)
{
    return run(coro(async_main));
}
END
open_at 80 24 "$run"
press End
sees "it crashed: a pointer that leads nowhere (SIGSEGV)"
press b
sees "AWAIT(async_sleep(1));"
press q
sees "back in the shell"

program deadlock <<'END'
#include "runtime.h"

struct async_main { CORO; };
ASYNC(async_main)
{
    BEGIN;
    AWAIT(create_future());
    END;
}

int main(void)
{
    return run(coro(async_main));
}
END
open_at 80 24 "$run"
press End
sees "main failed: Deadlock"
press q
sees "back in the shell"

# Whoever watches is asked nothing by the shell: q ends it at once, and what else
# is typed goes nowhere.
open_at 80 30 "make watch; echo back in the shell"
sees "q: quit"
press a b c Enter q
sees "back in the shell"
press e c h o Space n o t h i n g Enter
sees "nothing"
if terminal capture-pane -p -t step | grep -q 'abc'; then
    failed=$((failed + 1))
    echo "FAIL what was typed in watch went to the shell"
else
    passed=$((passed + 1))
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
