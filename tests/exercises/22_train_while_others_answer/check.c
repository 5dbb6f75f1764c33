/* The check of exercise 22: train while others answer. */
#include <string.h>

#include "given.h"
#include "seen.h"
#include "statements.h"
#include "web.h"

extern const struct route routes[3];
bool open_cores(void);

/* --- the cases ----------------------------------------------------------- */

/* The same request, so many times at once. */
struct asking {
    CORO;
    const char *path;
    int count;
};

ASYNC(asking)
{
    static struct app app;
    BEGIN;
    app = (struct app)app_of(routes);
    hear_the_app();
    if (!open_cores())
        RAISE(errno, "no pool of processes");
    AWAIT(ask_at_once(&app, self->count, self->path, NULL));
    RETURN(awaited());
    END;
}

#define CASE(name, target, times)                                            \
    static void name(void)                                                   \
    {                                                                        \
        note("case", #name);                                                 \
        play(coro(asking, .path = target, .count = times));                  \
    }
CASE(users, "/users/all", 1)
CASE(two, "/train?rows=1500", 2)
CASE(three, "/train?rows=1000", 3)
CASE(none, "/train?rows=0", 1)
CASE(less, "/train?rows=-1", 1)
CASE(many, "/train?rows=2000000", 1)

/* The same, the second one half a second later. */
struct asking_later {
    CORO;
    const char *path;
};

ASYNC(asking_later)
{
    static struct app app;
    BEGIN;
    app = (struct app)app_of(routes);
    hear_the_app();
    AWAIT(ask_staggered(&app, self->path));
    RETURN(awaited());
    END;
}

/* One whose time is over. */
struct asking_in_a_hurry {
    CORO;
    const char *path;
};

ASYNC(asking_in_a_hurry)
{
    static struct app app;
    BEGIN;
    app = (struct app)app_of(routes);
    hear_the_app();
    if (!open_cores())
        RAISE(errno, "no pool of processes");
    AWAIT(ask_within(&app, 0.7, self->path));
    note("answer", awaited());
    RETURN(awaited());
    END;
}

static void users_behind(void)
{
    note("at once", 2);
    play(coro(asking_later, .path = "/users/all"));
}

static void users_over(void)
{
    note("over", 1);
    play(coro(asking_in_a_hurry, .path = "/users/all"));
}

static void train_over(void)
{
    note("over", 1);
    play(coro(asking_in_a_hurry, .path = "/train?rows=1500"));
}

/* --- what is asked ------------------------------------------------------- */

static bool all_three(const struct run *run)
{
    return answer_has(run, "200 [{\"id\":1},{\"id\":2},{\"id\":3}]");
}

static bool one_second(const struct run *run)
{
    return answered_after(run, 1.0);
}

static bool trained(const struct run *run)
{
    return answer_has(run, "200 {\"model\":\"1500 rows, in ");
}

/* And all in the same one: "... of process pool 1" */
static bool in_a_process(const struct run *run)
{
    const char *first = strstr(noted_text(run, "first answer"), " of ");
    return answer_has(run, first ? first : " of process pool ") &&
           answer_has(run, " of process pool ");
}

static bool a_second_and_a_half(const struct run *run)
{
    return answered_after(run, 1.5);
}

static bool two_seconds(const struct run *run)
{
    return answered_after(run, 2.0);
}

static bool has_status(const struct run *run, const char *status)
{
    return answer_has(run, status) &&
           strncmp(noted_text(run, "answer"), status, strlen(status)) == 0;
}

static bool refused(const struct run *run)
{
    return has_status(run, "400 ");
}

static bool server_error(const struct run *run)
{
    return has_status(run, "500 ");
}

static const struct expectation of_users[] = {
    {"three users, in order", all_three},
    {"1.0 s, as long as one of them", one_second},
    {0},
};

static const struct expectation of_two[] = {
    {"everybody else is answered meanwhile", others_went_on},
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

static const struct expectation of_many[] = {
    {"not the client's mistake: 500", server_error},
    {0},
};

static bool users_twice(const struct run *run)
{
    return returned_text(run, "200 [{\"id\":1},{\"id\":2},{\"id\":3}]; "
                              "200 [{\"id\":1},{\"id\":2},{\"id\":3}]");
}

static bool took_too_long(const struct run *run)
{
    return has_status(run, "503 ");
}

static const struct expectation of_users_behind[] = {
    {"both: three users, in order", users_twice},
    {0},
};

static const struct expectation when_over[] = {
    {"503: the answer took too long", took_too_long},
    {0},
};

static const struct play cases[] = {
    {"all users", users, of_users},
    {"two trainings at once", two, of_two},
    {"three trainings at once", three, of_three},
    {"a training without rows", none, of_none},
    {"a training of -1 rows", less, of_none},
    {"a training of too many rows", many, of_many},
    {"all users twice, the second time 0.5 s later", users_behind,
     of_users_behind},
    {"all users, cancelled at 0.7 s: its time is over", users_over, when_over},
    {"a training, cancelled at 0.7 s", train_over, when_over},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool is_case(const struct run *run, const char *name)
{
    return strcmp(noted_text(run, "case"), name) == 0;
}

static bool in_sequence(const struct run *run)
{
    if (!is_case(run, "users") || !nearly(noted_seconds(run, "took"), 3.0))
        return false;
    point_at_second_await(run, "all_users");
    return true;
}

static bool other_users(const struct run *run)
{
    found("The answer was %.60s.", noted_text(run, "answer"));
    return is_case(run, "users") && strstr(noted_text(run, "answer"), "null");
}

static bool on_the_loop(const struct run *run)
{
    if (noted_seconds(run, "late") < 0)
        return false;
    point_at_own_block(run);
    found("Meanwhile, %s.", standstill_text(run));
    return !others_went_on(run);
}

/* Not the handler itself, but a coroutine that it waits for. */
static bool coroutine_computes(const struct run *run)
{
    if (!on_the_loop(run))
        return false;
    const struct item *in = point_at_own_block(run);
    found("Meanwhile, %s: train() is called in %s(), a coroutine.",
          standstill_text(run), in ? token_text(in->name) : "");
    return in && in->is_coroutine && !token_is(in->name, "train_model");
}

static bool in_a_thread(const struct run *run)
{
    if (!answer_has(run, " of thread pool "))
        return false;
    EACH_ACT(run, act)
        if (act->kind == ACT_JOB && is_learners(act))
            point_at_act(act);
    return true;
}

/* By an await of the learner's. */
static bool is_model_there(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_GAVE && is_learners(act) && act->value &&
            strstr(act->value, " rows, in "))
            return true;
    return false;
}

static bool not_waited_for(const struct run *run)
{
    found("The answer was there after %.1f s: %.60s.",
          noted_seconds(run, "took"), noted_text(run, "answer"));
    bool has_job = false;
    EACH_ACT(run, act)
        if (act->kind == ACT_JOB && is_learners(act)) {
            point_at_act(act);
            has_job = true;
        }
    return has_job && !is_model_there(run) && is_case(run, "two") && has_status(run, "200 ") &&
           noted_seconds(run, "took") < 1.4;
}

static bool nothing_trained(const struct run *run)
{
    if (!is_case(run, "two") || !has_status(run, "200 ") ||
        noted_seconds(run, "took") > 0.1)
        return false;
    found("The answer was there after %.1f s: %.60s. Nobody had called train() "
          "until then.", noted_seconds(run, "took"), noted_text(run, "answer"));
    return true;
}

static bool one_at_a_time(const struct run *run)
{
    return is_case(run, "two") && nearly(noted_seconds(run, "took"), 3.0);
}

static bool other_model(const struct run *run)
{
    found("The answer was %.60s.", noted_text(run, "answer"));
    bool is_handed_on = is_model_there(run) &&
                        strstr(noted_text(run, "answer"), "{\"model\":");
    return is_case(run, "two") && !trained(run) && !is_handed_on;
}

static bool a_pool_each(const struct run *run)
{
    const struct item *handler =
        item_named(&sources()->answer, "train_model", false);
    const struct token *made =
        handler ? find_tokens(handler->body, handler->end, "process_pool (")
                : NULL;
    if ((!is_case(run, "two") && !is_case(run, "three")) || !made)
        return false;
    point_at(answer_file(), made->line);
    found("open_cores() has made a pool of two, for all requests; line %d "
          "makes another one for each.", made->line);
    return true;
}

static bool swallowed(const struct run *run)
{
    return has_status(run, "200 ") &&
           (is_case(run, "none") || is_case(run, "many"));
}

static const struct act *end_of_handler(const struct run *run)
{
    const struct act *end = NULL;
    EACH_ACT(run, act)
        if (act->kind == ACT_END && strcmp(act->in, "train_model") == 0)
            end = act;
    return end;
}

static bool returns_the_failure(const struct run *run)
{
    const struct act *end = end_of_handler(run);
    bool asked = false;
    EACH_ACT(run, act)
        asked = asked || (act->kind == ACT_ASKED && act->code &&
                          is_learners(act));
    if (!swallowed(run) || !asked || !end || end->how != HOW_RETURN)
        return false;
    point_at_act(end);
    found("The training failed, line %d returned %.60s, and the client got "
          "that with 200.", end->line, end->value);
    return true;
}

static bool raises_another_code(const struct run *run)
{
    const struct act *end = end_of_handler(run);
    if (!is_case(run, "none") || !has_status(run, "500 ") || !end ||
        end->how != HOW_RAISE || !is_learners(end) ||
        !statement_has(&sources()->answer, end->line, "RAISE ("))
        return false;
    point_at_act(end);
    found("Line %d raises %s, and the client got 500.", end->line, end->value);
    return true;
}

static bool not_caught(const struct run *run)
{
    return is_case(run, "none") && has_status(run, "500 ") &&
           !find_tokens(sources()->answer.tokens.first, NULL,
        "http_error ( 400");
}

/* The learner's await that train()'s EDOM has left the handler from; 0: it
 * stayed. */
static int line_of_leaving(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_END && act->how == HOW_PASSED_ON &&
            act->code == EDOM && is_learners(act))
            return act->line;
    return 0;
}

/* RAISE(http_error(400)), and the if around it has asked for something else, or
 * has not been come to. */
static bool asks_for_another_failure(const struct run *run)
{
    const struct item *handler =
        item_named(&sources()->answer, "train_model", false);
    const struct token *client =
        handler ? find_tokens(handler->body, handler->end,
                              "RAISE ( http_error ( 400") : NULL;
    const struct token *question = NULL;
    bool was_told = false;
    EACH_ACT(run, act)
        was_told = was_told || (act->kind == ACT_GAVE && act->code == EDOM &&
                                is_learners(act));
    for (const struct token *t = client ? handler->body : NULL;
         t && t < client; t++)
        if (token_is(t, "if") && behind_statement(t) > client)
            question = t;
    if (!has_status(run, "500 ") || !was_told || !question ||
        (!is_case(run, "none") && !is_case(run, "less")))
        return false;
    int left = line_of_leaving(run);
    bool is_asked = !left || left >= question->line;
    point_at(answer_file(), is_asked ? question->line : left);
    found("train() failed with EDOM, and the client got 500: line %d, which "
          "would raise the 400, was not come to. %s", client->line,
          is_asked ? textf("Line %d asks for something else.", question->line)
                   : textf("AWAIT in line %d hands the failure on at once, and "
                           "line %d is never asked: TRY_AWAIT.", left,
                           question->line));
    return true;
}

/* Of 0 rows it says so itself; what train() says of others is not heard. */
static bool counts_the_rows_itself(const struct run *run)
{
    const struct act *failed = NULL;
    if (!is_case(run, "less") || !has_status(run, "500 "))
        return false;
    EACH_ACT(run, act) {
        if (act->kind == ACT_ASKED && is_learners(act))
            return false;
        if (act->kind == ACT_GAVE && act->code == EDOM && is_learners(act))
            failed = act;
    }
    if (!failed)
        return false;
    point_at_act(failed);
    found("Of 0 rows you say yourself that there is nothing to learn from. "
          "Here it was train() that said so, with EDOM, and line %d hands that "
          "on.", failed->line);
    return true;
}

/* The line that raises it; and the question before it, if there is one. */
static bool blames_client(const struct run *run)
{
    const struct act *end = end_of_handler(run), *asked = NULL;
    if (!is_case(run, "many") || !refused(run))
        return false;
    EACH_ACT(run, act)
        if (act->kind == ACT_ASKED && act->code && is_learners(act))
            asked = act;
    if (end && end->how == HOW_RAISE && is_learners(end))
        point_at_act(asked ? asked : end);
    if (end && end->how == HOW_RAISE && is_learners(end) && asked)
        found("The failure was %s. Line %d asks for it, and line %d raises a "
              "400.", error_name(asked->code), asked->line, end->line);
    return true;
}

static bool other_status(const struct run *run)
{
    found("It was answered with %.60s.", noted_text(run, "answer"));
    return is_case(run, "none") || is_case(run, "many");
}

static const struct mistake mistakes[] = {
    {.name = "one-fetch-after-the-other", .made = in_sequence,
     .show_timeline = true,
     .why = "Each fetch begins when the one before it has ended: the sum of "
            "all. None needs what another brings.",
     .python = "await fetch_user(1)\nawait fetch_user(2)        # begins at "
               "1.0",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "other-users", .made = other_users,
     .why = "The answer is a list of the three results, in the order of the "
            "calls: json_list() of what stands in the array that gather() has "
            "filled. A null there is a place that nobody has filled.",
     .python = "return await asyncio.gather(...)     # the list itself",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "coroutine-computes", .made = coroutine_computes,
     .show_timeline = true,
     .why = "A coroutine is no process, and a task of one is none either: the "
            "loop runs all of them, one at a time. AWAIT(run_in_executor("
            "cores, train, ...)) calls the function in a process of the pool.",
     .python = "asyncio.create_task(f())                  # on the loop\n"
               "await loop.run_in_executor(cores, train, rows)",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "trains-on-the-loop", .made = on_the_loop, .show_timeline = true,
     .why = "The handler calls train() itself, and the handler is on the loop. "
            "async makes nothing that computes give way: what computes needs "
            "another thread or process, and the handler awaits its result.",
     .python = "async def train_model(rows: int):\n"
               "    return {\"model\": train(rows)}     # the server stands "
               "still",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "trains-in-a-thread", .made = in_a_thread,
     .why = "It is quick here, because threads in C compute in parallel. In "
            "Python they share one lock and train one after the other; and a "
            "training that crashes takes the whole server with it. The pool of "
            "processes is there for that.",
     .python = "await asyncio.to_thread(train, rows)     # one at a time: the "
               "GIL",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "training-not-awaited", .made = not_waited_for,
     .why = "Nothing can be trained by then. run_in_executor() and "
            "create_task() give something to wait for, not the model: AWAIT "
            "it; awaited(), right behind, is the model.",
     .python = "model = loop.run_in_executor(cores, train, rows)    # a Future",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "nothing-trained", .made = nothing_trained,
     .why = "AWAIT(run_in_executor(cores, train, rows)) has it called in a "
            "process of the pool; awaited(), right behind, is the model.",
     .python = "model = await loop.run_in_executor(cores, train, rows)",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "one-at-a-time", .made = one_at_a_time, .show_timeline = true,
     .why = "The second training began when the first was done, though the "
            "pool has two processes. It hands out its slots itself, and lets a "
            "third call wait: the handlers need no lock, and no pool of one.",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "other-model", .made = other_model,
     .why = "The answer is to be {\"model\": what train() gave}: "
            "dict(\"model\", awaited()), right behind the await.",
     .python = "return {\"model\": model}",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "pool-for-each-request", .made = a_pool_each,
     .why = "A pool in the handler forks for each request, and nothing limits "
            "how many compute at once. Make it when the server starts.",
     .python = "with ProcessPoolExecutor() as pool:      # in the handler\n"
               "    await loop.run_in_executor(pool, train, rows)",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "returns-the-failure", .made = returns_the_failure,
     .why = "What is RETURNed is sent with 200, whatever it says. RAISE with "
            "http_error(400) becomes a 400; another error becomes a 500.",
     .python = "return {\"detail\": \"no rows\"}          # 200\n"
               "raise HTTPException(400, \"no rows\")   # 400",
     .read_on = "NOTES.md, chapter 19"},
    {.name = "says-it-went-well", .made = swallowed,
     .why = "The training failed, and the client was told that all went well. "
            "Behind a TRY_AWAIT, ask failure() before you use awaited(); and "
            "what is RETURNed is sent with 200, so RAISE what went wrong.",
     .python = "except ValueError:\n    pass               # and model is None",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "raises-another-code", .made = raises_another_code,
     .why = "Only http_error(400) becomes a 400: a failure with any other code "
            "is the server's, 500. RAISE(http_error(400), ...).",
     .python = "raise ValueError(\"no rows\")          # 500\n"
               "raise HTTPException(400, \"no rows\")   # 400",
     .read_on = "NOTES.md, chapter 19"},
    {.name = "blames-the-server", .made = not_caught,
     .why = "The call raised an error, the await raised it again, and a "
            "handler that lets an error through is answered with 500: the "
            "server's mistake. That there are no rows is the client's. "
            "TRY_AWAIT, and RAISE(http_error(400), ...) for that failure.",
     .python = "except ValueError:\n    raise HTTPException(400, ...)",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "counts-the-rows-itself", .made = counts_the_rows_itself,
     .why = "Who does the work knows best when it cannot be done: TRY_AWAIT "
            "it, and RAISE(http_error(400), ...) if failure() is EDOM.",
     .python = "except ValueError:         # not: if rows == 0\n"
               "    raise HTTPException(400, \"no rows\")",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "asks-for-another-failure", .made = asks_for_another_failure,
     .why = "There is nothing to learn from if failure() is EDOM.",
     .python = "except ValueError:         # that one",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "blames-the-client", .made = blames_client,
     .why = "The server had no memory, and told the client that the request "
            "was wrong. Catch what you know, by its code; everything else goes "
            "on with RERAISE, is answered with 500, and stands in the log.",
     .python = "except Exception:          # too much: MemoryError, too\n"
               "    raise HTTPException(400, ...)",
     .read_on = "NOTES.md, chapter 22"},
    {.name = "another-status", .made = other_status,
     .why = "400, Bad Request: what was asked for makes no sense, the client "
            "may mend it. 404: there is no such page. 500: the server's own "
            "trouble, which is what a failure becomes that nobody catches.",
     .python = "raise HTTPException(400, \"no rows\")",
     .read_on = "NOTES.md, chapter 22"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
