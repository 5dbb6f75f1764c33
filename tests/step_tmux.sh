#!/bin/sh
# step_tmux.sh - the stepper as a person sees it: keys sent to a terminal, and
# what is on the screen then.   BUILD=... sh tests/step_tmux.sh
cd "$(dirname "$0")/.." || exit 2
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
    terminal new-session -d -s step -x "$1" -y "$2" "sh"
    terminal send-keys -t step "$3" Enter
}

# Wait until the words are on the screen, five seconds at most.
sees() {
    for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
        if terminal capture-pane -p -t step | grep -qF -e "$1"; then
            passed=$((passed + 1))
            return
        fi
        sleep 0.2
    done
    failed=$((failed + 1))
    echo "FAIL not on the screen: $1"
    terminal capture-pane -p -t step | sed 's/^/    /'
}

press() {
    terminal send-keys -t step "$@"
}

lesson=$(echo "$BUILD"/lessons/06_*[a-z])
run="CLOCK=virtual SHOW=steps $lesson; echo back in the shell"

open_at 80 24 "$run"
sees "step 1 of"
sees "AWAIT(gather(self->users"
sees "Three at once:"
press n
sees "step 2 of"
sees "Task-1 async_main      06_gather.c:57"
press b
sees "step 1 of"
press t
sees "turn 2"
press c
sees "1.000 s"
press End
sees "main has returned"
press Home
sees "step 1 of"
press n w
sees "it made in that step, and they are not done: Task-2, Task-3, Task-4"
press w u
sees "self->frame.line = 38;"
press u g
sees "Task-8 fetch_user"
sees "^ now"
press g '?'
sees "the next jump of the clock"
press '?' Home p
sees "Who runs next?"
press 1
sees "of 1 right"
press / 6 Enter
sees "runs: Task-6 fetch_user"
press x
sees "? shows the keys."
terminal resize-window -t step -x 140 -y 40
press Home
sees "users = await asyncio.gather("
press q
sees "back in the shell"
sees "[  0.0s] Fetching user 1..."

open_at 140 40 "NO_COLOR=1 $run"
sees "asyncio.gather(fetch_user(1)"
press q
sees "back in the shell"

open_at 80 24 "TERM=dumb $run"
sees "back in the shell"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
