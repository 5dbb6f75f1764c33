/* test_world.c - the world changes between "made ready" and "runs": descriptors
 * whose numbers come back, streams that are closed or opened anew, loops that
 * have ended. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "capture.h"
#include "../inside.h"
#include "scene.h"
#include "suites.h"
#include "web/app.h"

/* --- descriptors --------------------------------------------------------- */

static const char *how(const struct error *error)
{
    return error ? error_name(error->code) : "done";
}

/* Closes a descriptor when it can be read, as all do who wait for it, and opens
 * a pipe in its place, with bytes in it for whoever opened that. */
struct closes_and_opens {
    CORO;
    int fd;
    int *ends;
};

ASYNC(closes_and_opens)
{
    BEGIN;
    AWAIT(async_readable(self->fd));
    close_fd(self->fd);
    if (make_pipe(self->ends))
        RAISE(errno, "make_pipe");
    ck_assert_int_eq(self->ends[0], self->fd);
    ck_assert_int_eq(write(self->ends[1], "secret", 6), 6);
    END;
}

/* Waits by whatever means, and tells how it ended. */
struct waits_for_it {
    CORO;
    const char *name;
    struct coro wait;
};

ASYNC(waits_for_it)
{
    BEGIN;
    TRY_AWAIT(self->wait);
    tell("%s: %s", self->name, how(caught()));
    END;
}

struct nobody_reads_anothers_bytes {
    CORO;
    int old[2], other[2];
    char bytes[10];
    struct stream stream;
    struct task *closer, *tasks[5];
    int i;
};

ASYNC(nobody_reads_anothers_bytes)
{
    BEGIN;
    ck_assert_int_eq(make_pipe(self->old), 0);
    self->closer = create_task(coro(closes_and_opens, .fd = self->old[0],
                                    .ends = self->other));
    stream_open(&self->stream, self->old[0]);
    self->tasks[0] = create_task(coro(waits_for_it, .name = "readable",
        .wait = async_readable(self->old[0])));
    self->tasks[1] = create_task(coro(waits_for_it, .name = "read",
        .wait = async_read(self->old[0], self->bytes, sizeof self->bytes)));
    self->tasks[2] = create_task(coro(waits_for_it, .name = "accept",
        .wait = async_accept(self->old[0])));
    self->tasks[3] = create_task(coro(waits_for_it, .name = "stream",
        .wait = stream_readline(&self->stream)));
    AWAIT(async_sleep(0));
    ck_assert_int_eq(write(self->old[1], "x", 1), 1);
    AWAIT(self->closer);
    for (self->i = 0; self->i < 4; self->i++)
        AWAIT(self->tasks[self->i]);
    AWAIT(async_read(self->other[0], self->bytes, sizeof self->bytes));
    tell("%d bytes are still there", (int)as_int(awaited()));
    TRY_AWAIT(stream_read(&self->stream, self->bytes, 1));
    tell("the stream: %s", how(caught()));
    stream_close(&self->stream);        /* and not the number */
    tell("open: %s", truth(fcntl(self->other[0], F_GETFD) >= 0));
    END;
}

SCENE(nobody_reads_anothers_bytes,
      "0 readable: Bad file descriptor\n"
      "0 read: Bad file descriptor\n"
      "0 accept: Bad file descriptor\n"
      "0 stream: Bad file descriptor\n"
      "0 6 bytes are still there\n"
      "0 the stream: Bad file descriptor\n"
      "0 open: True\n")

/* Given before it was closed, and begun when the number is another's. */
struct nobody_writes_into_anothers {
    CORO;
    int old[2], other[2];
    char bytes[10];
    struct task *early, *late[3];
    int i;
};

ASYNC(nobody_writes_into_anothers)
{
    BEGIN;
    ck_assert_int_eq(make_socket_pair(self->old), 0);
    self->early = create_task(coro(waits_for_it, .name = "write, begun",
        .wait = async_write(self->old[0], "old", 3)));
    AWAIT(async_sleep(0));
    self->late[0] = create_task(coro(waits_for_it, .name = "write",
        .wait = async_write(self->old[0], "old", 3)));
    self->late[1] = create_task(coro(waits_for_it, .name = "writable",
        .wait = async_writable(self->old[0])));
    self->late[2] = create_task(coro(waits_for_it, .name = "read",
        .wait = async_read(self->old[0], self->bytes, 1)));
    close_fd(self->old[0]);
    ck_assert_int_eq(make_socket_pair(self->other), 0);
    ck_assert_int_eq(self->other[0], self->old[0]);
    AWAIT(self->early);
    for (self->i = 0; self->i < 3; self->i++)
        AWAIT(self->late[self->i]);
    TRY_AWAIT(wait_for(async_read(self->other[1], self->bytes, 10), 1));
    tell("came out: %s", how(caught()));
    END;
}

SCENE(nobody_writes_into_anothers,
      "0 write, begun: Bad file descriptor\n"
      "0 write: Bad file descriptor\n"
      "0 writable: Bad file descriptor\n"
      "0 read: Bad file descriptor\n"
      "1000 came out: TimeoutError\n")

/* --- streams ------------------------------------------------------------- */

struct reads_when_it_rings {
    CORO;
    int bell;
    struct stream *stream;
    bool opens;                     /* anew, around this */
    int fd;
};

ASYNC(reads_when_it_rings)
{
    char c;
    BEGIN;
    AWAIT(async_readable(self->bell));
    ck_assert_int_eq(read(self->bell, &c, 1), 1);
    if (self->opens)
        stream_open(self->stream, self->fd);
    TRY_AWAIT(stream_readline(self->stream));
    tell("second: %s", failure() ? how(caught()) : as_text(awaited()));
    END;
}

/* A line is ended, and before the one who waits for it runs, somebody else
 * reads. */
struct a_second_reader_is_refused {
    CORO;
    int bell[2], ends[2];
    struct stream stream;
    struct task *first, *second;
};

ASYNC(a_second_reader_is_refused)
{
    BEGIN;
    ck_assert_int_eq(make_pipe(self->bell), 0);
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    stream_open(&self->stream, self->ends[0]);
    self->first = create_task(coro(waits_for_it, .name = "first",
                                   .wait = stream_readline(&self->stream)));
    self->second = create_task(coro(reads_when_it_rings, .bell = self->bell[0],
                                    .stream = &self->stream));
    AWAIT(async_sleep(0));
    AWAIT(async_write(self->ends[1], "0123456789", 10));
    AWAIT(async_sleep(0.010));
    AWAIT(async_write(self->ends[1], "\nB\n", 3));
    AWAIT(async_write(self->bell[1], "!", 1));
    AWAIT(self->first);
    AWAIT(self->second);
    TRY_AWAIT(stream_readline(&self->stream));
    tell("then: %s", as_text(awaited()));
    END;
}

SCENE(a_second_reader_is_refused,
      "10 second: Device or resource busy\n"
      "10 first: done\n"
      "10 then: B\n")

struct opened_anew_in_place {
    CORO;
    int bell[2], ends[2], other[2];
    struct stream stream;
    struct task *first, *drain;
};

ASYNC(opened_anew_in_place)
{
    BEGIN;
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    ck_assert_int_eq(make_socket_pair(self->other), 0);
    stream_open(&self->stream, self->ends[0]);
    self->first = create_task(coro(waits_for_it, .name = "first",
                                   .wait = stream_readline(&self->stream)));
    self->drain = create_task(coro(waits_for_it, .name = "drain",
                                   .wait = stream_drain(&self->stream)));
    AWAIT(async_sleep(0));
    AWAIT(async_write(self->ends[1], "old\n", 4));
    AWAIT(async_write(self->other[1], "new\n", 4));
    stream_open(&self->stream, self->other[0]);
    TRY_AWAIT(stream_readline(&self->stream));
    tell("the new one: %s", as_text(awaited()));
    AWAIT(self->first);
    AWAIT(self->drain);
    END;
}

SCENE(opened_anew_in_place,
      "0 drain: done\n"
      "0 first: Bad file descriptor\n"
      "0 the new one: new\n")

/* What was written before the end comes out, though nobody drained. */
struct writes_much_and_ends {
    CORO;
    int fd;
    struct stream stream;
};

ASYNC(writes_much_and_ends)
{
    static char much[1000000];
    BEGIN;
    stream_open(&self->stream, self->fd);
    memset(much, 'x', sizeof much);
    ck_assert_int_eq(stream_write(&self->stream, much, sizeof much), 0);
    END;
}

struct nothing_written_is_lost {
    CORO;
    int ends[2];
    size_t total;
    char bytes[50000];
};

ASYNC(nothing_written_is_lost)
{
    BEGIN;
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    AWAIT(coro(writes_much_and_ends, .fd = self->ends[0]));
    do {
        AWAIT(async_read(self->ends[1], self->bytes, sizeof self->bytes));
        self->total += (size_t)as_int(awaited());
    } while (as_int(awaited()) > 0);
    tell("%zu bytes, then the end", self->total);
    END;
}

SCENE(nothing_written_is_lost, "0 1000000 bytes, then the end\n")

struct the_end_tells_what_is_lost {
    CORO;
    int ends[2];
};

ASYNC(the_end_tells_what_is_lost)
{
    BEGIN;
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    AWAIT(coro(writes_much_and_ends, .fd = self->ends[0]));
    END;
}

static int play_the_end_tells_what_is_lost(void *arg)
{
    (void)arg;
    return play(coro(the_end_tells_what_is_lost));
}

START_TEST(test_the_end_tells_what_is_lost)
{
    struct captured seen =
        capture_run(play_the_end_tells_what_is_lost, NULL);
    ck_assert_ptr_nonnull(strstr(seen.out, "a stream was closed, and "));
}
END_TEST

/* A line that is too long, caught and read again: others have their turn. */
struct stops_it {
    CORO;
    bool *stop;
};

ASYNC(stops_it)
{
    BEGIN;
    *self->stop = true;
    END;
}

struct too_long_again_and_again {
    CORO;
    int ends[2];
    struct stream stream;
    bool stop;
    int tries;
};

ASYNC(too_long_again_and_again)
{
    BEGIN;
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    stream_open(&self->stream, self->ends[0]);
    self->stream.limit = 5;
    AWAIT(async_write(self->ends[1], "0123456789\n", 11));
    TRY_AWAIT(stream_readline(&self->stream));
    spawn(coro(stops_it, .stop = &self->stop));
    while (!self->stop && self->tries++ < 1000)
        TRY_AWAIT(stream_readline(&self->stream));
    tell("%s, %d more", how(caught()), self->tries);
    END;
}

SCENE(too_long_again_and_again, "0 LimitOverrunError, 1 more\n")

/* --- loops that have ended ----------------------------------------------- */

struct tells_its_loop {
    CORO;
    struct loop **loop;
};

ASYNC(tells_its_loop)
{
    BEGIN;
    *self->loop = current_loop();
    AWAIT(async_sleep(0));
    END;
}

static void never(void *arg)
{
    (void)arg;
    ck_abort_msg("called by a loop that has ended");
}

static void *calls_it(void *loop)
{
    int code = call_soon_threadsafe((struct loop *)loop, never, NULL);
    return (void *)(intptr_t)code;
}

START_TEST(a_loop_that_has_ended_takes_no_calls)
{
    struct loop *loop, *next;
    pthread_t thread;
    void *code;
    ck_assert_int_eq(play(coro(tells_its_loop, .loop = &loop)), 0);
    for (int i = 0; i < 2; i++) {
        pthread_create(&thread, NULL, calls_it, loop);
        pthread_join(thread, &code);
        ck_assert_int_eq((intptr_t)code, EPIPE);
        ck_assert_int_eq(play(coro(tells_its_loop, .loop = &next)), 0);
        ck_assert_ptr_ne(loop, next);
    }
}
END_TEST

/* --- a group that is cancelled ------------------------------------------- */

struct calls_off {
    CORO;
    struct task_group *group;
};

ASYNC(calls_off)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    group_cancel(self->group);
    END;
}

/* block: it awaits something itself when its group is cancelled. */
struct a_group_with {
    CORO;
    bool block;
    struct task_group *group;
    struct task *a, *b, *late;
};

ASYNC(a_group_with)
{
    BEGIN;
    self->group = task_group();
    self->a = group_create_task(self->group, coro(actor, .name = "a",
        .ms = 99, .cleanup_ms = 5));
    self->b = group_create_task(self->group, coro(actor, .name = "b",
        .ms = 99));
    group_spawn(self->group, coro(calls_off, .group = self->group));
    if (self->block)
        TRY_AWAIT(async_sleep(1));
    tell("the block: %s", how(caught()));
    TRY_AWAIT(group_exit(self->group, caught()));
    tell("the end: %s, cancelling %u", how(caught()),
         task_cancelling(current_task()));
    END;
}

struct a_group_called_off {
    CORO;
};

ASYNC(a_group_called_off)
{
    BEGIN;
    AWAIT(coro(a_group_with, .block = false));
    AWAIT(coro(a_group_with, .block = true));
    END;
}

SCENE(a_group_called_off,
      "0 the block: done\n"
      "10 b: cancelled\n"
      "15 a: cancelled\n"
      "15 the end: done, cancelling 0\n"
      "25 b: cancelled\n"
      "25 the block: CancelledError\n"
      "30 a: cancelled\n"
      "30 the end: done, cancelling 0\n")

/* --- who gives back does not wait for those who want it ------------------ */

/* A pool of connections, with one in it. */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t given_back;
    int there;
} connections = {
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 1};

static struct value session(struct request *request)
{
    (void)request;
    return value_pointer(&connections.there);
}

static void give_back(struct request *request, struct value value)
{
    (void)request;
    pthread_mutex_lock(&connections.mutex);
    ++*(int *)as_pointer(value);
    pthread_cond_signal(&connections.given_back);
    pthread_mutex_unlock(&connections.mutex);
}

static struct value query(struct request *request)
{
    (void)request;
    pthread_mutex_lock(&connections.mutex);
    while (connections.there == 0)
        pthread_cond_wait(&connections.given_back, &connections.mutex);
    connections.there--;                /* until the teardown */
    pthread_mutex_unlock(&connections.mutex);
    return dict("ok", 1);
}

static const struct dependency database = {def(session), .teardown = give_back};
static const struct route query_routes[] = {
    {"GET", "/query", def(query), depends_on(&database)}};

struct asks_all_at_once {
    CORO;
    struct app app;
    struct value answers[6];
};

ASYNC(asks_all_at_once)
{
    struct app *app = &self->app;
    BEGIN;
    *app = (struct app)app_of(query_routes);
    app->pool_size = 2;
    AWAIT(gather(self->answers, app_ask(app, "GET", "/query", NULL),
                 app_ask(app, "GET", "/query", NULL),
                 app_ask(app, "GET", "/query", NULL),
                 app_ask(app, "GET", "/query", NULL),
                 app_ask(app, "GET", "/query", NULL),
                 app_ask(app, "GET", "/query", NULL)));
    for (int i = 0; i < 6; i++)
        ck_assert_str_eq(as_text(self->answers[i]), "200 {\"ok\":1}");
    END;
}

START_TEST(teardowns_are_exempt_from_the_limit)
{
    ck_assert_int_eq(loop_run(&(struct loop_options){0},
                              coro(asks_all_at_once), NULL), 0);
}
END_TEST

/* --- time that stands still ---------------------------------------------- */

struct asks_each_turn {
    CORO;
    struct task *sleeper;
};

ASYNC(asks_each_turn)
{
    BEGIN;
    self->sleeper = create_task(async_sleep(1));
    while (!task_done(self->sleeper))
        AWAIT(async_sleep(0));
    tell("never comes here");
    END;
}

SCENE_SAYS(asks_each_turn, "0 the scene ended with CancelledError\n",
           "livelock: the virtual clock stands at 0.0 s")

static void again(void *arg)
{
    call_later(0, again, arg);
}

struct callback_each_turn {
    CORO;
};

ASYNC(callback_each_turn)
{
    BEGIN;
    livelock_patience = 0.01;
    call_soon(again, NULL);
    AWAIT(async_sleep(1));
    tell("never comes here");
    END;
}

SCENE_SAYS(callback_each_turn, "0 the scene ended with CancelledError\n",
           "callback again is ready to run")

/* The one whose end is asked for sleeps at the far end of a chain, and somebody
 * makes tasks meanwhile. */
struct sleeps_behind {
    CORO;
};

ASYNC(sleeps_behind)
{
    BEGIN;
    AWAIT(create_task(async_sleep(1)));
    END;
}

struct asks_through_a_chain {
    CORO;
    struct task *task;
};

ASYNC(asks_through_a_chain)
{
    BEGIN;
    self->task = create_task(coro(sleeps_behind));
    AWAIT(async_sleep(0));
    while (!task_done(self->task)) {
        spawn(async_sleep(0));
        AWAIT(async_sleep(0));
    }
    tell("never comes here");
    END;
}

SCENE_SAYS(asks_through_a_chain, "0 the scene ended with CancelledError\n",
           "livelock: the virtual clock stands at 0.0 s")

/* Long computations that let the others have their turns are none: who counts,
 * in his own variables and elsewhere, and who asks for the end of that. */
static long counted;

struct counts_elsewhere {
    CORO;
};

ASYNC(counts_elsewhere)
{
    BEGIN;
    while (counted++ < 1500000)
        AWAIT(async_sleep(0));
    END;
}

struct counts {
    CORO;
    long i;
};

ASYNC(counts)
{
    BEGIN;
    for (self->i = 0; self->i < 1500000; self->i++)
        AWAIT(async_sleep(0));
    END;
}

struct computes_politely {
    CORO;
    struct task *sleeper, *here, *elsewhere;
};

ASYNC(computes_politely)
{
    BEGIN;
    livelock_patience = 3600;           /* however slow this machine is */
    counted = 0;
    self->sleeper = create_task(coro(actor, .name = "sleeper", .ms = 10,
                                     .loud = true));
    self->here = create_task(coro(counts));
    while (!task_done(self->here))
        AWAIT(async_sleep(0));
    tell("counted");
    self->elsewhere = create_task(coro(counts_elsewhere));
    AWAIT(self->elsewhere);
    tell("counted elsewhere");
    AWAIT(self->sleeper);
    END;
}

SCENE(computes_politely,
      "0 sleeper: begins\n"
      "0 counted\n"
      "0 counted elsewhere\n"
      "10 sleeper: ends\n")

/* A job that blocks until the loop says go on, and says so itself. */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t said;
    bool stop;
} word = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};

static struct value waits_for_word(struct value x)
{
    job_waits_for_loop();
    pthread_mutex_lock(&word.mutex);
    while (!word.stop)
        pthread_cond_wait(&word.said, &word.mutex);
    pthread_mutex_unlock(&word.mutex);
    job_goes_on();
    blocking_sleep(0.5);
    return x;
}

struct says_the_word {
    CORO;
    struct future *job;
};

ASYNC(says_the_word)
{
    BEGIN;
    word.stop = false;
    self->job = to_thread(waits_for_word, 42);
    AWAIT(async_sleep(1));
    tell("the word");
    pthread_mutex_lock(&word.mutex);
    word.stop = true;
    pthread_cond_signal(&word.said);
    pthread_mutex_unlock(&word.mutex);
    AWAIT(self->job);
    tell("the job gave %d", (int)as_int(awaited()));
    END;
}

SCENE(says_the_word, "1000 the word\n1500 the job gave 42\n")

/* Two that do not say so: one blocks, and one sleeps until it is told. */
static struct value waits_in_silence(struct value x)
{
    pthread_mutex_lock(&word.mutex);
    while (!word.stop)
        pthread_cond_wait(&word.said, &word.mutex);
    pthread_mutex_unlock(&word.mutex);
    return x;
}

static bool is_told(void)
{
    pthread_mutex_lock(&word.mutex);
    bool told = word.stop;
    pthread_mutex_unlock(&word.mutex);
    return told;
}

static struct value sleeps_until_told(struct value x)
{
    while (!is_told())
        blocking_sleep(0.1);
    return x;
}

struct says_it_late {
    CORO;
    job_function *function;
    struct future *job;
};

ASYNC(says_it_late)
{
    BEGIN;
    word.stop = false;
    self->job = to_thread(self->function, 42);
    AWAIT(async_sleep(0.3));
    pthread_mutex_lock(&word.mutex);
    word.stop = true;
    pthread_cond_signal(&word.said);
    pthread_mutex_unlock(&word.mutex);
    AWAIT(self->job);
    RETURN(awaited());
    END;
}

static int say_it_late(void *function)
{
    struct value value;
    struct loop_options options = {.virtual_clock = true,
                                   .patience = &usual_patience};
    job_function **job = function;
    int code = loop_run(&options, coro(says_it_late, .function = *job), &value);
    return code ? code : (int)as_int(value);
}

static void ends_and_says(job_function *function, const char *words)
{
    struct captured seen = capture_run(say_it_late, &function);
    ck_assert_int_eq(seen.status, 42);
    ck_assert_says(seen, words);
    ck_assert_says(seen, "job_waits_for_loop()");
}

START_TEST(who_blocks_in_a_job_is_named_and_told)
{
    ends_and_says(waits_in_silence, "the virtual clock stands at 0.0 s and "
                  "waits for who is at work outside:\n"
                  "  work 'self->function' in slot 1 of thread pool 1\n");
}
END_TEST

START_TEST(who_sleeps_in_a_job_is_followed)
{
    ends_and_says(sleeps_until_told, "work 'self->function' in slot 1 of thread "
                  "pool 1 sleeps again and again");
}
END_TEST

/* --- a chain of tasks and gathers, longer than any stack ------------------ */

struct link_of_chain {
    CORO;
    int behind;
    struct value results[1];
};

ASYNC(link_of_chain)
{
    BEGIN;
    if (self->behind == 0)
        AWAIT(async_sleep(1e6));
    AWAIT(gather(self->results,
                 coro(link_of_chain, .behind = self->behind - 1)));
    END;
}

struct cancels_a_chain {
    CORO;
    struct task *chain;
};

ASYNC(cancels_a_chain)
{
    BEGIN;
    self->chain = create_task(coro(link_of_chain, .behind = 100000));
    AWAIT(async_sleep(1));
    task_cancel(self->chain);
    TRY_AWAIT(self->chain);
    tell("%s", exc(caught()));
    END;
}

SCENE(cancels_a_chain, "1000 CancelledError\n")

/* --- nothing at all, and what is left of another loop -------------------- */

struct awaits_nothing {
    CORO;
    struct value results[2];
};

ASYNC(awaits_nothing)
{
    BEGIN;
    TRY_AWAIT((struct task *)NULL);
    tell("%s", error_to_text(caught()));
    TRY_AWAIT(wait_for((struct future *)NULL, 1));
    tell("%s", how(caught()));
    TRY_AWAIT(wait_for((struct future *)NULL, 0));
    tell("%s", how(caught()));
    TRY_AWAIT(gather(self->results, (struct task *)NULL, async_sleep(1)));
    tell("%s", how(caught()));
    END;
}

SCENE(awaits_nothing, "0 Invalid argument: NULL is awaited: there is no future, "
                      "and no task\n"
                      "0 Invalid argument\n"
                      "0 Invalid argument\n"
                      "0 Invalid argument\n")

static struct coro kept;

struct keeps_an_object {
    CORO;
};

ASYNC(keeps_an_object)
{
    BEGIN;
    kept = coro(actor, .name = "kept", .ms = 1);
    coro_close(coro(actor, .name = "another"));
    END;
}

struct uses_it_in_another_loop {
    CORO;
};

ASYNC(uses_it_in_another_loop)
{
    BEGIN;
    TRY_AWAIT(kept);
    ck_assert_int_eq(failure(), EINVAL);
    END;
}

START_TEST(an_object_of_an_earlier_loop_is_refused)
{
    play(coro(keeps_an_object));
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(play(coro(uses_it_in_another_loop)), 0);
}
END_TEST

Suite *world_suite(void)
{
    Suite *suite = suite_create("world");
    TCase *tcase = tcase_create("descriptors");
    tcase_add_test(tcase, test_nobody_reads_anothers_bytes);
    tcase_add_test(tcase, test_nobody_writes_into_anothers);
    suite_add_tcase(suite, tcase);

    TCase *streams = tcase_create("streams");
    tcase_add_test(streams, test_a_second_reader_is_refused);
    tcase_add_test(streams, test_opened_anew_in_place);
    tcase_add_test(streams, test_nothing_written_is_lost);
    tcase_add_test(streams, test_the_end_tells_what_is_lost);
    tcase_add_test(streams, test_too_long_again_and_again);
    suite_add_tcase(suite, streams);

    TCase *times = tcase_create("time");
    tcase_set_timeout(times, 60);
    tcase_add_test(times, test_asks_each_turn);
    tcase_add_test(times, test_callback_each_turn);
    tcase_add_test(times, test_asks_through_a_chain);
    tcase_add_test(times, test_computes_politely);
    tcase_add_test(times, test_says_the_word);
    tcase_add_test(times, who_blocks_in_a_job_is_named_and_told);
    tcase_add_test(times, who_sleeps_in_a_job_is_followed);
    tcase_add_test(times, test_cancels_a_chain);
    suite_add_tcase(suite, times);

    TCase *apps = tcase_create("apps");
    tcase_add_test(apps, teardowns_are_exempt_from_the_limit);
    suite_add_tcase(suite, apps);

    TCase *groups = tcase_create("groups");
    tcase_add_test(groups, test_a_group_called_off);
    suite_add_tcase(suite, groups);

    TCase *loops = tcase_create("loops");
    tcase_add_test(loops, a_loop_that_has_ended_takes_no_calls);
    tcase_add_test(loops, an_object_of_an_earlier_loop_is_refused);
    tcase_add_test(loops, test_awaits_nothing);
    suite_add_tcase(suite, loops);
    return suite;
}
