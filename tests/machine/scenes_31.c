/* scenes_31.c - the ready queue. */
#include "scene.h"

/* --- one task ------------------------------------------------------------ */

struct alone { CORO; };
ASYNC(alone)
{
    BEGIN;
    say("main runs, and ends");
    END;
}

void scene_one(void)
{
    show(coro(alone));
    puts("run() has come back");
}

/* --- first in, first out ------------------------------------------------- */

struct letter { CORO; char name; int i, times; };
ASYNC(letter)
{
    BEGIN;
    for (self->i = 1; self->i <= self->times; self->i++) {
        say("%c%d", self->name, self->i);
        AWAIT(async_sleep(0));
    }
    say("%c ends", self->name);
    END;
}

struct three_letters { CORO; int i; };
ASYNC(three_letters)
{
    BEGIN;
    spawn(coro(letter, .name = 'A'));
    spawn(coro(letter, .name = 'B'));
    spawn(coro(letter, .name = 'C'));
    say("all are made, none has begun");
    AWAIT(async_sleep(0));
    say("main again");
    END;
}

void scene_fifo(void)
{
    show(coro(three_letters));
}

/* --- they take turns ----------------------------------------------------- */

struct taking_turns { CORO; };
ASYNC(taking_turns)
{
    BEGIN;
    spawn(coro(letter, .name = 'A', .times = 3));
    spawn(coro(letter, .name = 'B', .times = 1));
    spawn(coro(letter, .name = 'C', .times = 2));
    AWAIT(coro(letter, .name = 'M', .times = 5));
    END;
}

void scene_turns(void)
{
    show(coro(taking_turns));
}

/* --- a task that is made by a task --------------------------------------- */

struct parent { CORO; };
ASYNC(parent)
{
    BEGIN;
    say("parent makes a child");
    spawn(coro(letter, .name = 'C'));
    say("parent ends at once");
    END;
}

struct grandparent { CORO; };
ASYNC(grandparent)
{
    BEGIN;
    spawn(coro(parent));
    spawn(coro(letter, .name = 'D'));
    AWAIT(coro(letter, .name = 'M', .times = 3));
    END;
}

void scene_made_by_a_task(void)
{
    show(coro(grandparent));
}

/* --- who need not wait --------------------------------------------------- */

struct need_not_wait { CORO; struct future *done; };
ASYNC(need_not_wait)
{
    BEGIN;
    spawn(coro(letter, .name = 'A'));
    self->done = create_future();
    future_set_result(self->done, value_none());
    AWAIT(self->done);
    AWAIT(self->done);
    AWAIT(self->done);
    say("main has not waited for what is done");
    AWAIT(async_sleep(0));
    END;
}

void scene_runs_on(void)
{
    show(coro(need_not_wait));
}

/* --- time ---------------------------------------------------------------- */

struct sleeper { CORO; const char *name; double first, then; };
ASYNC(sleeper)
{
    BEGIN;
    AWAIT(async_sleep(self->first));
    say("%s", self->name);
    AWAIT(async_sleep(self->then));
    say("%s again", self->name);
    END;
}

struct one_sleeper { CORO; };
ASYNC(one_sleeper)
{
    BEGIN;
    AWAIT(coro(sleeper, .name = "main", .first = 1.0, .then = 0.5));
    END;
}

void scene_sleep(void)
{
    show(coro(one_sleeper));
}

struct sleepers { CORO; };
ASYNC(sleepers)
{
    BEGIN;
    spawn(coro(sleeper, .name = "three", .first = 0.3, .then = 1.0));
    spawn(coro(sleeper, .name = "one", .first = 0.1, .then = 1.0));
    spawn(coro(sleeper, .name = "two", .first = 0.2, .then = 1.0));
    AWAIT(async_sleep(2.0));
    END;
}

void scene_deadlines(void)
{
    show(coro(sleepers));
}

/* B goes to sleep later than A and C, for the same time; D before them, and its
 * second sleep ends with theirs. */
struct equal { CORO; };
ASYNC(equal)
{
    BEGIN;
    spawn(coro(sleeper, .name = "D", .first = 0.2, .then = 0.3));
    spawn(coro(sleeper, .name = "A", .first = 0.5, .then = 1.0));
    spawn(coro(sleeper, .name = "C", .first = 0.5, .then = 1.0));
    AWAIT(async_sleep(0.1));
    spawn(coro(sleeper, .name = "B", .first = 0.4, .then = 1.1));
    AWAIT(async_sleep(3.0));
    END;
}

void scene_equal(void)
{
    show(coro(equal));
}

/* --- who waits for time does not wait for others ------------------------- */

struct busy { CORO; int i, times; double seconds; };
ASYNC(busy)
{
    BEGIN;
    for (self->i = 1; self->i <= self->times; self->i++) {
        blocking_sleep(self->seconds);
        say("busy %d", self->i);
        AWAIT(async_sleep(0));
    }
    END;
}

struct busy_and_sleeper { CORO; };
ASYNC(busy_and_sleeper)
{
    BEGIN;
    spawn(coro(busy, .times = 4, .seconds = 0.1));
    AWAIT(async_sleep(0.2));
    say("main, due at 0.2");
    AWAIT(async_sleep(1.0));
    END;
}

void scene_busy(void)
{
    show(coro(busy_and_sleeper));
}

struct yields_once { CORO; double seconds; };
ASYNC(yields_once)
{
    BEGIN;
    AWAIT(async_sleep(self->seconds));
    say("due at %g", self->seconds);
    AWAIT(async_sleep(0));
    say("due at %g, a turn later", self->seconds);
    END;
}

struct tells { CORO; double seconds; };
ASYNC(tells)
{
    BEGIN;
    AWAIT(async_sleep(self->seconds));
    say("due at %g", self->seconds);
    END;
}

/* Who is due at 1.5 becomes so while who was due at 0.5 has its turn. */
struct due_meanwhile { CORO; };
ASYNC(due_meanwhile)
{
    BEGIN;
    spawn(coro(yields_once, .seconds = 0.5));
    spawn(coro(tells, .seconds = 1.5));
    spawn(coro(busy, .times = 3, .seconds = 1.0));
    AWAIT(async_sleep(9.0));
    END;
}

void scene_due_meanwhile(void)
{
    show(coro(due_meanwhile));
}

/* C makes itself ready in the first turn, and so is in front of who is woken in
 * the second. */
struct whole_turn { CORO; };
ASYNC(whole_turn)
{
    BEGIN;
    spawn(coro(tells, .seconds = 0.5));
    AWAIT(async_sleep(0));
    spawn(coro(busy, .times = 1, .seconds = 1.0));
    spawn(coro(letter, .name = 'B'));
    spawn(coro(letter, .name = 'C', .times = 1));
    AWAIT(async_sleep(2.0));
    END;
}

void scene_whole_turn(void)
{
    show(coro(whole_turn));
}

/* --- deadlines in the past ----------------------------------------------- */

struct late { CORO; };
ASYNC(late)
{
    BEGIN;
    spawn(coro(sleeper, .name = "due at 0.2", .first = 0.2, .then = 1.0));
    spawn(coro(sleeper, .name = "due at 0.1", .first = 0.1, .then = 1.0));
    AWAIT(async_sleep(0));
    blocking_sleep(0.5);
    say("nobody could run until now");
    AWAIT(async_sleep(-1.0));
    say("a sleep of less than nothing is one turn");
    AWAIT(async_sleep(0));
    say("that was one turn, too");
    AWAIT(async_sleep(2.0));
    END;
}

void scene_late(void)
{
    show(coro(late));
}

/* --- whose step it is ---------------------------------------------------- */

static void tell_current(void *arg)
{
    struct task *task = current_task();
    (void)arg;
    say("a callback, in the step of %s", task ? task_name(task) : "nobody");
}

struct current { CORO; };
ASYNC(current)
{
    BEGIN;
    say("this is a step of %s", task_name(current_task()));
    call_soon(tell_current, NULL);
    AWAIT(async_sleep(0));
    say("and this is one of %s", task_name(current_task()));
    END;
}

void scene_current(void)
{
    show(coro(current));
}

/* --- taken out ----------------------------------------------------------- */

static void tell_name(void *arg)
{
    say("the callback %s", (const char *)arg);
}

struct taken_out { CORO; struct call_handle calls[4]; int i; };
ASYNC(taken_out)
{
    static char names[4][2] = {"A", "B", "C", "D"};
    BEGIN;
    for (int i = 0; i < 4; i++)
        self->calls[i] = call_later(0.1 * (i + 1), tell_name, names[i]);
    AWAIT(async_sleep(0.05));
    say("C is taken out: %s", call_cancel(self->calls[2]) ? "yes" : "no");
    say("B is taken out: %s", call_cancel(self->calls[1]) ? "yes" : "no");
    AWAIT(async_sleep(1.0));
    say("main, behind all of them");
    END;
}

void scene_taken_out(void)
{
    show(coro(taken_out));
}

/* --- jobs that wait for a time ------------------------------------------- */

/* Only a machine has these functions; the runtime has none to show. */
#ifdef MACHINE_H

static const char *yes(bool condition)
{
    return condition ? "yes" : "no";
}

/* Whoever counts only those who wait gives a rank twice. */
static void tell_equal(void)
{
    static struct job jobs[5];
    for (int i = 0; i < 5; i++) {
        jobs[i].deadline = 7;
        timer_add(&jobs[i]);
        if (i == 2)
            for (int first = 0; first < 2; first++)
                timer_remove(&jobs[first]);
    }
    printf("of five that are due at 7, two left before the last two came:");
    for (struct job *first; (first = timer_first());) {
        printf(" %d", (int)(first - jobs) + 1);
        if (!timer_remove(first))
            break;
    }
    puts("");
}

static void tell_run(struct job *job, struct future *told)
{
    (void)job;
    (void)told;
    puts("its time has come: it runs");
}

static void tell_one_turn(void)
{
    static struct job job = {.run = tell_run, .deadline = 1};
    timer_add(&job);
    printf("run_once() says %s\n", run_once() ? "true" : "false");
}

void scene_timers(void)
{
    static struct future never;
    static struct job jobs[6];
    static const int deadlines[6] = {3, 1, 4, 1, 5, 2};
    for (int i = 0; i < 6; i++) {
        jobs[i].deadline = deadlines[i];
        timer_add(&jobs[i]);
    }
    printf("the one due at 3 is taken out: %s\n", yes(timer_remove(&jobs[0])));
    printf("the last one is taken out: %s\n", yes(timer_remove(&jobs[4])));
    printf("the one due at 3 once more: %s\n", yes(timer_remove(&jobs[0])));
    for (struct job *first; (first = timer_first());) {
        printf("first is number %d\n", (int)(first - jobs) + 1);
        if (!timer_remove(first))
            break;
    }
    puts("nobody waits");
    tell_equal();
    tell_one_turn();
    printf("nobody is ready, nobody waits: run_once() says %s\n",
           run_once() ? "true" : "false");
    printf("what is not done never will be: run_until_done() says %s\n",
           run_until_done(&never) ? "true" : "false");
}

#else

void scene_timers(void)
{
    puts("the one due at 3 is taken out: yes\n"
         "the last one is taken out: yes\n"
         "the one due at 3 once more: no\n"
         "first is number 2\n"
         "first is number 4\n"
         "first is number 6\n"
         "first is number 3\n"
         "nobody waits\n"
         "of five that are due at 7, two left before the last two came: 3 4 "
         "5\n"
         "its time has come: it runs\n"
         "run_once() says true\n"
         "nobody is ready, nobody waits: run_once() says false\n"
         "what is not done never will be: run_until_done() says false");
}

#endif

/* --- main ends first ----------------------------------------------------- */

struct ends_first { CORO; };
ASYNC(ends_first)
{
    BEGIN;
    spawn(coro(sleeper, .name = "never", .first = 5.0, .then = 5.0));
    AWAIT(async_sleep(1.0));
    say("main ends");
    END;
}

void scene_ends_first(void)
{
    show(coro(ends_first));
    puts("run() has come back");
}
