/* The check of exercise 22: train while others answer. */
#include <string.h>

#include "app.h"
#include "exercise.h"

extern const struct route routes[3];
bool open_cores(void);

static double most_late;

struct heartbeat {
    CORO;
    double due;
};

ASYNC(heartbeat)
{
    static const double BEAT = 0.05;
    BEGIN;
    while (!failure()) {
        self->due = loop_time() + BEAT;
        TRY_AWAIT(async_sleep(BEAT));
        if (loop_time() - self->due > most_late)
            most_late = loop_time() - self->due;
    }
    RERAISE;
    END;
}

/* What the app reports; the stub's error says that it is the stub. */
static void hear(void *arg, const char *message, const struct error *error)
{
    (void)arg;
    if (error && error->code == ENOSYS)
        not_done_yet();
    fprintf(stderr, "handloop: %s\n", message);
    if (error)
        error_print(stderr, error);
}

/* The same request, so many times at once. */
struct asking {
    CORO;
    const char *path;
    size_t count;
    struct app app;
    struct task *heart;
    struct awaitable requests[3];
    struct value answers[3];
    double began;
};

ASYNC(asking)
{
    BEGIN;
    loop_set_exception_handler(hear, NULL);
    self->app = (struct app)app_of(routes);
    if (!open_cores())
        RAISE(errno, "no pool of processes");
    AWAIT(app_ask(&self->app, "GET", "/ping", NULL));       /* all is set up */
    self->heart = create_task(coro(heartbeat));
    AWAIT(async_sleep(0.01));
    self->began = loop_time();
    for (size_t i = 0; i < self->count; i++)
        self->requests[i] =
            awaitable(app_ask(&self->app, "GET", self->path, NULL));
    AWAIT(gather_array(self->answers, self->count, self->requests));
    note("took", loop_time() - self->began);
    note("answer", self->answers[self->count - 1]);
    AWAIT(async_sleep(0.06));
    note("late", most_late);
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    END;
}

static void users(void)
{
    note("case", "users");
    play(coro(asking, .path = "/users/all", .count = 1));
}

static void two(void)
{
    note("case", "train");
    play(coro(asking, .path = "/train?rows=1500", .count = 2));
}

static void three(void)
{
    note("case", "three");
    play(coro(asking, .path = "/train?rows=1000", .count = 3));
}

static void none(void)
{
    note("case", "none");
    play(coro(asking, .path = "/train?rows=0", .count = 1));
}

/* --- what is asked ----------------------------------------------------------- */

static double number(const struct run *run, const char *key)
{
    struct value value = noted(run, key);
    return is_none(value) ? 0 : as_real(value);
}

static const char *text(const struct run *run, const char *key)
{
    struct value value = noted(run, key);
    return value.kind == VALUE_TEXT ? value.text : "";
}

static bool takes(const struct run *run, double seconds)
{
    yours("%.1f s", number(run, "took"));
    return number(run, "took") > seconds - 0.011 &&
           number(run, "took") < seconds + 0.011;
}

static bool one_second(const struct run *run)
{
    return takes(run, 1.0);
}

static bool a_second_and_a_half(const struct run *run)
{
    return takes(run, 1.5);
}

static bool two_seconds(const struct run *run)
{
    return takes(run, 2.0);
}

static bool answers(const struct run *run, const char *words)
{
    yours("%s", text(run, "answer"));
    return strstr(text(run, "answer"), words) != NULL;
}

static bool all_three(const struct run *run)
{
    return answers(run, "200 [{\"id\":1},{\"id\":2},{\"id\":3}]");
}

static bool trained(const struct run *run)
{
    return answers(run, "200 {\"model\":\"1500 rows, in ");
}

static bool in_a_process(const struct run *run)
{
    return answers(run, " of process pool ");
}

static bool refused(const struct run *run)
{
    yours("%s", text(run, "answer"));
    return strncmp(text(run, "answer"), "400 ", 4) == 0;
}

static bool others_go_on(const struct run *run)
{
    yours("nobody else could run for %.1f s", number(run, "late") + 0.05);
    return number(run, "late") < 0.04;
}

static const struct expectation of_users[] = {
    {"three users, in order", all_three},
    {"1.0 s, as long as one of them", one_second},
    {0},
};

static const struct expectation of_two[] = {
    {"everybody else is answered meanwhile", others_go_on},
    {"a model of 1500 rows", trained},
    {"trained in a process of the pool", in_a_process},
    {"both in 1.5 s", a_second_and_a_half},
    {0},
};

static const struct expectation of_three[] = {
    {"two at a time: 2.0 s", two_seconds},
    {0},
};

static const struct expectation of_none[] = {
    {"the client's mistake: 400", refused},
    {0},
};

static const struct play cases[] = {
    {"all users", users, of_users},
    {"two trainings at once", two, of_two},
    {"three trainings at once", three, of_three},
    {"a training without rows", none, of_none},
    {0},
};

/* --- known mistakes ------------------------------------------------------------ */

static bool is_case(const struct run *run, const char *name)
{
    return strcmp(text(run, "case"), name) == 0;
}

static bool in_sequence(const struct run *run)
{
    return is_case(run, "users") && takes(run, 3.0);
}

static bool on_the_loop(const struct run *run)
{
    if (number(run, "late") < 0.5)
        return false;
    found("Nobody else could run for %.1f s.", number(run, "late") + 0.05);
    return true;
}

static bool in_a_thread(const struct run *run)
{
    return answers(run, " of thread pool ");
}

static bool a_pool_each(const struct run *run)
{
    return is_case(run, "three") && takes(run, 1.0);
}

static bool not_caught(const struct run *run)
{
    return is_case(run, "none") && answers(run, "500 ");
}

static bool swallowed(const struct run *run)
{
    return is_case(run, "none") && answers(run, "200 ");
}

static const struct mistake mistakes[] = {
    {.name = "one-fetch-after-the-other", .made = in_sequence,
     .show_timeline = true,
     .why = "Each fetch begins when the one before it has ended: the sum of all. "
            "None needs what another brings.",
     .python = "await fetch_user(1)\nawait fetch_user(2)        # begins at 1.0",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "trains-on-the-loop", .made = on_the_loop, .show_timeline = true,
     .why = "The handler calls train() itself, and the handler is on the loop. "
            "async makes nothing that computes give way: what computes needs "
            "another thread or process, and the handler awaits its result.",
     .python = "async def train_model(rows: int):\n"
               "    return {\"model\": train(rows)}     # the server stands still",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "trains-in-a-thread", .made = in_a_thread,
     .why = "It is quick here, because threads in C compute in parallel. In "
            "Python they share one lock and train one after the other; and a "
            "training that crashes takes the whole server with it. The pool of "
            "processes is there for that.",
     .python = "await asyncio.to_thread(train, rows)     # one at a time: the GIL",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "pool-for-each-request", .made = a_pool_each,
     .why = "Three trained at the same time, though the pool has two slots: each "
            "request has made a pool of its own. That forks for each, and nothing "
            "limits how many compute at once. Make it when the server starts.",
     .python = "with ProcessPoolExecutor() as pool:      # in the handler\n"
               "    await loop.run_in_executor(pool, train, rows)",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "blames-the-server", .made = not_caught,
     .why = "The job raised an error, the await raised it again, and a handler "
            "that lets an error through is answered with 500: the server's "
            "mistake. That there are no rows is the client's.",
     .python = "except ValueError:\n    raise HTTPException(400, ...)",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "says-it-went-well", .made = swallowed,
     .why = "The training failed, and the client was told that all went well. "
            "Behind a TRY_AWAIT, ask failure() before you use awaited().",
     .python = "except ValueError:\n    pass               # and model is None",
     .read_on = "NOTES.md, chapter 9"},
    {0},
};

const struct exercise exercise = {.cases = cases, .mistakes = mistakes};
