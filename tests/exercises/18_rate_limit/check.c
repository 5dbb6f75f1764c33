/* The check of exercise 18: a rate limit. */
#include <string.h>

#include "given.h"
#include "orders.h"
#include "seen.h"
#include "statements.h"
#include "unlike.h"

extern const struct coro_type fetch;
void allow(int calls);
struct coro new_limited_fetch(const char *page);

/* --- what the exercise is given ------------------------------------------ */

enum { CALLS = 6, SOMEWHEN = -1 };

struct request {
    const char *page;           /* NULL behind the last one */
    double seconds;             /* that its fetch takes */
    bool fails;
    double cancelled;           /* when; SOMEWHEN: as soon as another task has
                                   its turn; 0: never */
};

static struct scene {
    int limit;
    double seconds;             /* until all have ended */
    const char *began;          /* the pages, first come first served */
    struct request calls[CALLS + 1];
} scene;

/* What has happened. */
static struct {
    int calling, most;          /* fetches at the same time; the most ever */
    int done;                   /* fetches that had ended when */
    bool too_many;              /* the limit was first exceeded */
    bool fetching[CALLS];       /* for this call, now */
    const char *revived;        /* fetched after it had been cancelled */
    const char *outlived;       /* went on fetching when its call had ended */
    const char *began;          /* the pages whose fetch has begun, in order */
    int ended;                  /* calls */
    double seconds;             /* until all had ended */
    const char *wrong;          /* the first outcome that is not right */
    bool free_again;            /* all places, in the end */
    struct future *all_ended;
} seen;

/* A page that main fetches in the end, as often as the site allows: are all
 * places free again? */
static const struct request again = {"afterwards", 1.0, false, 0};

static const struct request *call_for(const char *page)
{
    for (const struct request *call = scene.calls; call->page; call++)
        if (page && strcmp(call->page, page) == 0)
            return call;
    if (!page || strcmp(page, again.page) != 0)
        panic("there is no page \"%s\"", page ? page : "(null)");
    return &again;
}

/* Of the one main makes in the end nothing is noted. */
static void fetch_began(const struct request *call)
{
    if (call == &again)
        return;
    seen.calling++;
    if (seen.calling > seen.most)
        seen.most = seen.calling;
    if (seen.calling > scene.limit)
        seen.too_many = true;
    seen.began = textf("%s%s%s", seen.began, *seen.began ? " " : "",
                       call->page);
    seen.fetching[call - scene.calls] = true;
    if (call->cancelled > 0 && loop_time() >= call->cancelled)
        seen.revived = call->page;
}

static void fetch_ended(const struct request *call)
{
    if (call == &again)
        return;
    seen.calling--;
    if (!seen.too_many)
        seen.done++;
    seen.fetching[call - scene.calls] = false;
}

struct fetch {
    CORO;
    const char *page;
};

ASYNC(fetch)
{
    const struct request *call = call_for(self->page);
    BEGIN;
    fetch_began(call);
    TRY_AWAIT(async_sleep(call->seconds));
    fetch_ended(call);
    if (failure())
        RERAISE;
    if (call->fails)
        RAISE(ECONNREFUSED, "%s is down", self->page);
    RETURN(textf("<%s>", self->page));
    END;
}

/* --- those who call ------------------------------------------------------ */

static const char *wanted_outcome(const struct request *call)
{
    return textf(call->fails ? "%s is down" : "<%s>", call->page);
}

static const char *outcome_of(const struct error *error, struct value value)
{
    if (!error)
        return value_to_text(value);
    return error->code == ECONNREFUSED ? error->message
                                       : error_to_text(error);
}

static void call_ended(const struct request *call, const char *outcome)
{
    bool cancelled = call->cancelled != 0 &&
                     strcmp(outcome, error_name(ECANCELED)) == 0;
    if (!cancelled && strcmp(outcome, wanted_outcome(call)) != 0 && !seen.wrong)
        seen.wrong = textf("%s: %s", call->page, outcome);
    if (seen.fetching[call - scene.calls])
        seen.outlived = call->page;
    seen.ended++;
    if (!scene.calls[seen.ended].page)
        future_set_result(seen.all_ended, value_none());
}

struct canceller {
    CORO;
    struct task *caller;
};

ASYNC(canceller)
{
    BEGIN;
    task_cancel(self->caller);
    END;
}

static struct task *cancel_at_some_time(const struct request *call)
{
    return create_task_named(coro(canceller, .caller = current_task()),
                             textf("cancel %s", call->page));
}

struct caller {
    CORO;
    const struct request *call;
    struct task *canceller;
};

ASYNC(caller)
{
    BEGIN;
    if (self->call->cancelled == SOMEWHEN)
        self->canceller = cancel_at_some_time(self->call);
    TRY_AWAIT(new_limited_fetch(self->call->page));
    if (failure() == ENOSYS)
        future_set_error(seen.all_ended, caught());
    else
        call_ended(self->call, outcome_of(caught(), awaited()));
    END;
}

/* --- a run --------------------------------------------------------------- */

struct calling_all {
    CORO;
    struct task *callers[CALLS];
    struct value results[CALLS];
};

static void cancel_caller(void *task)
{
    task_cancel(task);
}

static void begin_calls(struct task **callers)
{
    seen.began = "";
    seen.all_ended = create_future();
    allow(scene.limit);
    for (int i = 0; scene.calls[i].page; i++) {
        const struct request *call = &scene.calls[i];
        callers[i] = create_task_named(coro(caller, .call = call), call->page);
        if (call->cancelled > 0)
            call_later(call->cancelled, cancel_caller, callers[i]);
    }
}

static struct future *fetch_again(struct value *results)
{
    struct awaitable calls[CALLS];
    for (int i = 0; i < scene.limit; i++)
        calls[i] = awaitable(new_limited_fetch(again.page));
    return gather_array(results, (size_t)scene.limit, calls);
}

ASYNC(calling_all)
{
    BEGIN;
    task_set_name(current_task(), "main");
    begin_calls(self->callers);
    AWAIT(seen.all_ended);
    seen.seconds = loop_time();
    TRY_AWAIT(wait_for(fetch_again(self->results), 10.0));
    seen.free_again = same_time(loop_time(), seen.seconds + again.seconds);
    RETURN(seen.ended);
    END;
}

static struct coro begin_scene(void)
{
    memset(&seen, 0, sizeof seen);
    seen.began = "";
    return coro(calling_all);
}

/* How a fetch in this scene may end before others get its place. */
static const char *way_to_end(void)
{
    for (const struct request *call = scene.calls; call->page; call++) {
        if (call->cancelled != 0)
            return "was cancelled";
        if (call->fails)
            return "failed";
    }
    return "has ended";
}

static void note_what_was_seen(void)
{
    note("limit", scene.limit);
    note("most", seen.most);
    note("asked", scene.seconds);
    note("seconds", seen.seconds);
    note("asked order", scene.began);
    note("order begun", seen.began);
    note("free again", seen.free_again);
    note("way to end", way_to_end());
    note("from the beginning", seen.too_many && seen.done == 0);
    note("revived", seen.revived ? seen.revived : "");
    note("outlived", seen.outlived ? seen.outlived : "");
    if (seen.wrong)
        note("wrong", seen.wrong);
}

static void play_scene(const struct scene *this)
{
    scene = *this;
    play(begin_scene());
    note_what_was_seen();
}

static bool run_was_right(int code)
{
    return code == 0 && seen.most <= scene.limit && !seen.wrong &&
           seen.free_again;
}

static void play_scene_in_all_orders(const struct scene *this)
{
    scene = *this;
    play_in_all_orders(
        &(struct orders_case){.begin = begin_scene, .right = run_was_right});
    note_what_was_seen();
}

/* --- the scenes ---------------------------------------------------------- */

static void two_at_once(void)
{
    play_scene(&(struct scene){
        2, 0.9, "a b c d",
        {{"a", 0.3, false, 0}, {"b", 0.5, false, 0}, {"c", 0.2, false, 0},
         {"d", 0.4, false, 0}}});
}


static void three_at_once(void)
{
    play_scene(&(struct scene){
        3, 0.7, "a b c d e",
        {{"a", 0.4, false, 0}, {"b", 0.2, false, 0}, {"c", 0.6, false, 0},
         {"d", 0.3, false, 0}, {"e", 0.3, false, 0}}});
}

/* Another loop in the same program, for which the site allowed 2, and where
 * somebody fetched under these. */
struct earlier {
    CORO;
};

ASYNC(earlier)
{
    BEGIN;
    allow(2);
    TRY_AWAIT(wait_for(new_limited_fetch(again.page), 10.0));
    END;
}

static void three_after_two(void)
{
    note("before", 2);
    struct value nothing;
    loop_run(&(struct loop_options){.virtual_clock = true}, coro(earlier),
             &nothing);
    three_at_once();
}

static void some_fail(void)
{
    play_scene(&(struct scene){
        2, 0.6, "a b c d",
        {{"a", 0.2, true, 0}, {"b", 0.4, true, 0}, {"c", 0.3, false, 0},
         {"d", 0.2, false, 0}}});
}

static void some_are_cancelled(void)
{
    play_scene(&(struct scene){
        1, 0.6, "a c d",
        {{"a", 0.4, false, 0.2}, {"b", 0.3, false, 0.1},
         {"c", 0.3, false, 0}, {"d", 0.1, false, 0}}});
}

static void four_calls_in_all_orders(void)
{
    play_scene_in_all_orders(&(struct scene){
        1, 0, "",
        {{"a", 0, false, 0}, {"b", 0, true, 0}, {"c", 0, false, 0},
         {"d", 0, false, 0}}});
}

static void six_calls_in_all_orders(void)
{
    play_scene_in_all_orders(&(struct scene){
        2, 0, "",
        {{"a", 0, false, 0}, {"b", 0, false, SOMEWHEN}, {"c", 0, true, 0},
         {"d", 0, false, SOMEWHEN}, {"e", 0, false, SOMEWHEN},
         {"f", 0, false, 0}}});
}

/* --- what is asked ------------------------------------------------------- */

static int limit_of(const struct run *run)
{
    return (int)noted(run, "limit").integer;
}

static int most_of(const struct run *run)
{
    return (int)noted(run, "most").integer;
}

static bool right_outcomes(const struct run *run)
{
    struct value wrong = noted(run, "wrong");
    if (run->code)
        yours("%s", run->error);
    else if (!is_none(wrong))
        yours("%s", wrong.text);
    else
        yours("so it is");
    return run->code == 0 && is_none(wrong);
}

static bool within_the_limit(const struct run *run)
{
    yours("%d", most_of(run));
    return most_of(run) <= limit_of(run);
}

static bool no_place_unused(const struct run *run)
{
    yours("at %.1f s", noted(run, "seconds").real);
    return same_time(noted(run, "seconds").real, noted(run, "asked").real);
}

static bool first_come_first_served(const struct run *run)
{
    const char *asked = noted(run, "asked order").text;
    yours("%s", noted(run, "order begun").text);
    return strncmp(noted(run, "order begun").text, asked, strlen(asked)) == 0;
}

static bool free_again(const struct run *run)
{
    bool is_free = noted(run, "free again").integer;
    yours("%s", is_free ? "so it is" : "not all of them");
    return is_free;
}

static const struct expectation when_two[] = {
    {"every page, to the one who asked for it", right_outcomes},
    {"never more than 2 fetches at once", within_the_limit},
    {"all pages at 0.9 s, as soon as 2 at once allow", no_place_unused},
    {"fetches in the order of the calls: a b c d", first_come_first_served},
    {0},
};

static const struct expectation when_three[] = {
    {"every page, to the one who asked for it", right_outcomes},
    {"never more than 3 fetches at once", within_the_limit},
    {"all pages at 0.7 s, as soon as 3 at once allow", no_place_unused},
    {"fetches in the order of the calls: a b c d e", first_come_first_served},
    {0},
};

static const struct expectation when_some_fail[] = {
    {"pages, and \"a is down\", \"b is down\"", right_outcomes},
    {"never more than 2 fetches at once", within_the_limit},
    {"all at 0.6 s", no_place_unused},
    {"all places free again in the end", free_again},
    {0},
};

static const struct expectation when_cancelled[] = {
    {"CancelledError for a and b, pages for c and d", right_outcomes},
    {"never more than 1 fetch at once", within_the_limit},
    {"all at 0.6 s", no_place_unused},
    {"fetches in the order of the calls: a c d", first_come_first_served},
    {"all places free again in the end", free_again},
    {0},
};

static const struct expectation in_all_orders[] = {
    {"right in every order of the ready tasks", right_in_all_orders},
    {0},
};

static const struct play cases[] = {
    {"four calls, 2 at once", two_at_once, when_two},
    {"five calls, 3 at once", three_at_once, when_three},
    {"3 at once, where there were 2 before", three_after_two, when_three},
    {"two fetches fail", some_fail, when_some_fail},
    {"a is cancelled while it fetches, b while it waits",
     some_are_cancelled, when_cancelled},
    {"four calls, 1 at once, in every order", four_calls_in_all_orders,
     in_all_orders},
    {"six calls, 2 at once, three of them cancelled at some time, in many "
     "orders",
     six_calls_in_all_orders, in_all_orders},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool over_the_limit(const struct run *run)
{
    return most_of(run) > limit_of(run);
}

static bool many_orders(const struct run *run)
{
    return !is_none(noted(run, "orders"));
}

/* Point at the line where you wait for fetch. */
static void point_at_fetch(const struct run *run)
{
    const struct sight *sight = nth_suspension(run, "fetch", 0);
    const struct place *place = sight ? frame_of(sight, "limited_fetch") : NULL;
    if (place)
        point_at(place->file, place->line);
}

static bool is_in_a_coroutine(const struct act *act)
{
    const struct item *in =
        act->in ? item_named(&sources()->answer, act->in, false) : NULL;
    return in && in->is_coroutine;
}

/* The first act of that kind in a call, before the first fetch does the other
 * thing; NULL: there is none. */
static const struct act *before_fetch(const struct run *run, enum act_kind kind,
                                      enum act_kind fetch_does)
{
    EACH_ACT(run, act) {
        if (act->kind == fetch_does && strcmp(act->name, "fetch") == 0)
            return NULL;
        if (act->kind == kind && is_learners(act) && is_in_a_coroutine(act))
            return act;
    }
    return NULL;
}

/* Do two calls ask two things for a place? */
static bool each_asks_another(const struct run *run)
{
    const struct act *first = NULL;
    EACH_ACT(run, act)
        if (act->kind == ACT_TAKES && is_learners(act)) {
            if (first && act->object != first->object)
                return true;
            first = first ? first : act;
        }
    return false;
}

static bool all_went_through(const struct run *run)
{
    const char *began = noted(run, "order begun").kind == VALUE_TEXT
                            ? noted(run, "order begun").text : "";
    return !many_orders(run) && over_the_limit(run) && most_of(run) >= 4 &&
           (size_t)most_of(run) <= (strlen(began) + 1) / 2;
}

static bool given_back_too_early(const struct run *run)
{
    const struct act *gives = before_fetch(run, ACT_GIVES, ACT_END);
    if (!gives || !all_went_through(run) ||
        statement_has(&sources()->answer, gives->line, "condition_release ("))
        return false;
    point_at_act(gives);
    found("All %d calls fetched at the same time; the site allows %d. Line %d "
          "gave the first place back before the first fetch had ended.",
          most_of(run), limit_of(run), gives->line);
    return true;
}

static bool not_shared(const struct run *run)
{
    const struct act *takes = before_fetch(run, ACT_TAKES, ACT_BEGIN);
    if (!takes || !each_asks_another(run) || !all_went_through(run))
        return false;
    point_at_act(takes);
    found("All %d calls fetched at the same time; the site allows %d. In line "
          "%d each call asks something else for its place.", most_of(run),
          limit_of(run), takes->line);
    return true;
}

/* How many awaits the first call to fetch comes to before it does; that of the
 * fetch is one. */
static int awaits_until_fetch(const struct run *run)
{
    const struct act *begin = NULL;
    int count = 0;
    EACH_ACT(run, act)
        if (!begin && act->kind == ACT_BEGIN && strcmp(act->name, "fetch") == 0)
            begin = act;
    EACH_ACT(run, act)
        count += begin && act < begin && act->kind == ACT_AWAIT &&
                 act->task == begin->task && is_learners(act);
    return count;
}

/* How many fetches there are just then. */
static int fetches_before(const struct run *run, const struct act *end)
{
    int fetches = 0;
    for (const struct act *act = run->acts->act; act < end; act++) {
        fetches += act->kind == ACT_BEGIN && strcmp(act->name, "fetch") == 0;
        fetches -= act->kind == ACT_END && strcmp(act->in, "fetch") == 0;
    }
    return fetches;
}

/* A call has slept, and fetches then, though there was no place. */
static bool sleeps_and_goes_on(const struct run *run)
{
    if (many_orders(run) || !over_the_limit(run))
        return false;
    EACH_ACT(run, begin) {
        const struct act *sleeps = NULL;
        if (begin->kind != ACT_BEGIN || strcmp(begin->name, "fetch") != 0 ||
            fetches_before(run, begin) < limit_of(run))
            continue;
        for (const struct act *act = run->acts->act; act < begin; act++)
            if (act->kind == ACT_SLEEP && act->task == begin->task &&
                is_learners(act))
                sleeps = act;
        if (!sleeps)
            continue;
        point_at_act(sleeps);
        found("Line %d sleeps for %s. When that was over, at %s, %d were "
              "fetching, and the call fetched all the same.", sleeps->line,
              seconds_of(sleeps->number),
              seconds_of(clock_to_seconds(begin->time)),
              fetches_before(run, begin));
        return true;
    }
    return false;
}

/* An await in front of the fetch, which no call has come to. */
static bool wait_never_reached(const struct run *run)
{
    const struct item *call =
        item_named(&sources()->answer, "limited_fetch", false);
    const struct token *begins =
        call ? find_tokens(call->body, call->end, "coro ( fetch") : NULL;
    const struct token *asks = NULL;
    int line = begins ? await_never_reached(run, call) : 0;
    if (!line || line >= begins->line || !all_went_through(run))
        return false;
    for (const struct token *t = call->body; t < begins; t++)
        if ((token_is(t, "if") || token_is(t, "while")) &&
            t->line <= line && line < behind_statement(t)->line)
            asks = t;
    point_at(answer_file(), asks ? asks->line : line);
    found("All %d calls fetched at the same time; the site allows %d. None of "
          "them came to line %d, which would wait%s.", most_of(run),
          limit_of(run), line,
          asks ? textf(": what line %d asks was never so", asks->line) : "");
    return true;
}

static bool nobody_waits(const struct run *run)
{
    point_at_fetch(run);
    found("All %d calls fetched at the same time; the site allows %d.",
          most_of(run), limit_of(run));
    return all_went_through(run) && awaits_until_fetch(run) == 1;
}

static bool has_cancelled(const struct run *run)
{
    struct value way = noted(run, "way to end");
    return way.kind == VALUE_TEXT && strcmp(way.text, "was cancelled") == 0;
}

static bool set_up_in_each_call(const struct run *run)
{
    const struct item *call =
        item_named(&sources()->answer, "limited_fetch", false);
    const struct token *init =
        call ? find_tokens(call->body, call->end, "semaphore_init (") : NULL;
    if (!init || many_orders(run) || !over_the_limit(run))
        return false;
    point_at(answer_file(), init->line);
    found("Line %d sets up the semaphore anew in each call: whoever comes "
          "finds all places free again.", init->line);
    return true;
}

/* The first place that is taken: by whom a fetch has been made already? */
static const struct act *taken_behind_fetch(const struct run *run)
{
    const struct act *takes = NULL;
    EACH_ACT(run, act)
        if (!takes && act->kind == ACT_TAKES && is_learners(act))
            takes = act;
    for (const struct act *act = run->acts->act; takes && act < takes; act++)
        if (act->kind == ACT_END && act->task == takes->task &&
            strcmp(act->name, "fetch") == 0)
            return takes;
    return NULL;
}

static bool takes_too_late(const struct run *run)
{
    const struct act *takes = taken_behind_fetch(run);
    if (!takes || many_orders(run) || !over_the_limit(run))
        return false;
    point_at_act(takes);
    found("Line %d is come to when the fetch of that call has ended: by then "
          "all of them have fetched.", takes->line);
    return true;
}

/* Where allow() sets up how many there are; and does it look at what it is
 * told?  In words. */
static const char *point_at_set_up(void)
{
    const struct source *answer = &sources()->answer;
    const struct item *allow = item_named(answer, "allow", false);
    const struct token *set_up = NULL, *calls = allow ? allow->body - 2 : NULL;
    bool is_used = false;
    for (const struct token *t = allow ? allow->body : NULL;
         t && t < allow->end; t++) {
        if (!set_up && strstr(token_text(t), "semaphore_init"))
            set_up = t;
        is_used = is_used || (same_token(t, calls) && !token_is(t - 2, "void"));
    }
    if (!set_up)
        return "";
    point_at(answer_file(), set_up->line);
    return is_used ? "" : textf(" Line %d does not look at %s, which allow() is "
                                "told.", set_up->line, token_text(calls));
}

static bool too_many_places(const struct run *run)
{
    const char *more = point_at_set_up();
    found("%d calls fetched before the first one had ended; the site allows "
          "%d.%s", most_of(run), limit_of(run), more);
    return !many_orders(run) && !has_cancelled(run) &&
           noted(run, "from the beginning").integer;
}

static bool no_places(const struct run *run)
{
    found("All wait, and nobody has ever begun to fetch.");
    return run->code == EDEADLK && most_of(run) == 0;
}

static bool one_at_a_time(const struct run *run)
{
    found("There was never more than 1 fetch at once; the site allows %d.",
          limit_of(run));
    return run->ending == ENDED && limit_of(run) > 1 && most_of(run) == 1 &&
           !many_orders(run);
}

static bool fixed_limit(const struct run *run)
{
    const char *more = point_at_set_up();
    found("The site allows %d at once, and you had %d.%s", limit_of(run),
          most_of(run), more);
    return limit_of(run) == 3 && most_of(run) == 2 &&
           is_none(noted(run, "before"));
}

static bool is_noted(const struct run *run, const char *key)
{
    struct value page = noted(run, key);
    return !many_orders(run) && page.kind == VALUE_TEXT && *page.text;
}

static bool goes_on_cancelled(const struct run *run)
{
    if (!is_noted(run, "revived"))
        return false;
    point_at_fetch(run);
    found("%s was cancelled while it waited for a place, and fetched all the "
          "same.", noted(run, "revived").text);
    return true;
}

static bool fetch_outlives(const struct run *run)
{
    if (!is_noted(run, "outlived"))
        return false;
    const struct item *call =
        item_named(&sources()->answer, "limited_fetch", false);
    const struct token *shielded =
        call ? find_tokens(call->body, call->end, "shield (") : NULL;
    point_at_fetch(run);
    if (shielded)
        point_at(answer_file(), shielded->line);
    found("The call for %s had ended, and its fetch went on.",
          noted(run, "outlived").text);
    return true;
}

static bool place_lost(const struct run *run)
{
    bool stuck = run->code == EDEADLK;
    if ((!stuck && is_noted(run, "wrong")) || kept_the_loop(run, 0.05))
        return false;
    if (stuck)
        found("A fetch %s, and those who waited for its place wait for ever.",
              noted(run, "way to end").text);
    else
        found("In the end there were fewer places than in the beginning.");
    point_at_fetch(run);
    return !many_orders(run) && (stuck || !noted(run, "free again").integer) &&
           !over_the_limit(run) && limit_of(run) > 0 &&
           noted(run, "most").integer == limit_of(run);
}

/* The if in allow(), or the one in front of what a call sets up. */
static const struct token *set_up_on_condition(void)
{
    const struct source *answer = &sources()->answer;
    const struct item *allow = item_named(answer, "allow", false);
    const struct item *call = item_named(answer, "limited_fetch", false);
    const struct token *once =
        allow ? find_tokens(allow->body, allow->end, "if (") : NULL;
    const struct token *init =
        call ? find_tokens(call->body, call->end, "semaphore_init (") : NULL;
    if (!once && init)
        once = find_tokens(call->body, init, "if (");
    return once;
}

static bool first_limit_stays(const struct run *run)
{
    const struct token *once = set_up_on_condition();
    if (is_none(noted(run, "before")) || run->code || !once ||
        most_of(run) != 2)
        return false;
    point_at(answer_file(), once->line);
    found("allow(2) was called, and in a later run of the loop allow(3). There "
          "were never more than 2 fetches at once: the first limit is still "
          "there.");
    return true;
}

static bool place_invented(const struct run *run)
{
    const struct act *cancelled = NULL;
    EACH_ACT(run, act)
        if (!cancelled && act->kind == ACT_GAVE && act->code == ECANCELED &&
            is_learners(act))
            cancelled = act;
    if (cancelled)
        point_at_act(cancelled);
    found("b was cancelled while it waited, and then %d fetches ran at once; "
          "the site allows %d.", most_of(run), limit_of(run));
    return !many_orders(run) && has_cancelled(run) && over_the_limit(run);
}

/* Taken, or given back, by this task up to there. */
static int times_before(const struct run *run, const struct act *end,
                        enum act_kind kind)
{
    int times = 0;
    for (const struct act *act = run->acts->act; act <= end; act++)
        times += act->kind == kind && act->task == end->task &&
                 act->object == end->object && is_learners(act);
    return times;
}

static bool given_back_twice(const struct run *run)
{
    const struct act *first = NULL;
    if (many_orders(run) || !over_the_limit(run))
        return false;
    EACH_ACT(run, act) {
        if (act->kind != ACT_GIVES || !is_learners(act) || !act->task)
            continue;
        int taken = times_before(run, act, ACT_TAKES);
        int given = times_before(run, act, ACT_GIVES);
        if (given == taken)
            first = act;
        if (given <= taken || taken == 0 || !first || first->task != act->task)
            continue;
        point_at_act(act);
        found("A call takes %s once and gives it back twice, in line %d and in "
              "line %d: from then on there is one place too many.",
              act->name, first->line, act->line);
        return true;
    }
    return false;
}

static bool all_woken(const struct run *run)
{
    found("When a place became free, more than one went on: %d fetches at "
          "once, and the site allows %d.", most_of(run), limit_of(run));
    return !many_orders(run) && over_the_limit(run);
}

/* Has the task of this sight been in fetch before? */
static bool has_fetched(const struct run *run, const struct sight *sight)
{
    for (const struct sight *past = run->sights; past < sight; past++)
        if (past->task == sight->task && past->kind == EVENT_SUSPENDED &&
            frame_of(past, "fetch"))
            return true;
    return false;
}

/* Somebody slept in your code, and did not fetch. */
static bool asks_again(const struct run *run)
{
    const struct sight *sleep;
    for (size_t n = 0; (sleep = nth_suspension(run, "limited_fetch", n)); n++) {
        if (sleep->want != WANT_SLEEP || has_fetched(run, sleep) ||
            frame_of(sleep, "fetch"))
            continue;
        const struct place *place = own_place(sleep);
        point_at(place->file, place->line);
        found("There your coroutine gives the loop back%s, and then looks "
              "again whether there is a place.",
              sleep->until < 0 ? "" : textf(" until %.2f s",
                                            clock_to_seconds(sleep->until)));
        return true;
    }
    return false;
}

static bool has_begun_fetch(const struct run *run, const struct act *end)
{
    for (const struct act *act = run->acts->act; act < end; act++)
        if (act->kind == ACT_BEGIN && act->task == end->task &&
            strcmp(act->name, "fetch") == 0)
            return true;
    return false;
}

/* It looks again and again, and nobody fetches any more: the place of one that
 * failed was not given back. */
static bool never_free_again(const struct run *run)
{
    const struct act *failed = NULL, *last = NULL, *sleeps = NULL;
    EACH_ACT(run, act) {
        if (act->kind == ACT_END && strcmp(act->in, "fetch") == 0)
            last = act;
        if (act->kind == ACT_END && act->how == HOW_PASSED_ON && !failed &&
            strcmp(act->in, "limited_fetch") == 0 && has_begun_fetch(run, act))
            failed = act;
        if (act->kind == ACT_SLEEP && is_learners(act))
            sleeps = act;
    }
    if (!failed || !last || !sleeps || run->code == EDEADLK ||
        clock_to_seconds(sleeps->time - last->time) < 5.0)
        return false;
    point_at_act(failed);
    found("A fetch %s, and AWAIT hands that on: the call ends in line %d, and "
          "what stands below is not come to, so its place is not given back. "
          "Since %s nobody fetches, and line %d looks for a place in vain.",
          noted(run, "way to end").kind == VALUE_TEXT
              ? noted(run, "way to end").text : "failed", failed->line,
          seconds_of(clock_to_seconds(last->time)), sleeps->line);
    return true;
}

/* waiting[--n] or waiting[n - 1], and waiting[n++] = ... or waiting[n] = ...: a
 * stack.  Points to where the last one is taken, and says so; "": it is none. */
static const char *point_at_stack(void)
{
    const struct source *answer = &sources()->answer;
    for (const struct token *t = answer->tokens.first; t->kind != TOKEN_END;
         t++) {
        bool counts_down = token_is(t + 1, "[") && token_is(t + 2, "--");
        const char *n = token_text(counts_down ? t + 3 : t + 2);
        const char *array = token_text(t);
        if (t->kind != TOKEN_NAME ||
            (!counts_down && !find_tokens(t, t + 6, textf("%s [ %s - 1 ]",
                                                          array, n))))
            continue;
        const struct token *put = find_tokens(
            answer->tokens.first, NULL, textf("%s [ %s ++ ] =", array, n));
        if (!put)
            put = find_tokens(answer->tokens.first, NULL,
                              textf("%s [ %s ] =", array, n));
        if (!put)
            continue;
        point_at(answer_file(), t->line);
        return textf(" Line %d puts whoever waits at the end of %s, and line %d "
                     "takes the next one from there: the last one who came.",
                     put->line, array, t->line);
    }
    return "";
}

static bool overtaken(const struct run *run)
{
    struct value asked = noted(run, "asked order");
    struct value order = noted(run, "order begun");
    if (many_orders(run) || asked.kind != VALUE_TEXT ||
        order.kind != VALUE_TEXT)
        return false;
    const char *stack = point_at_stack();
    found("They came as %s, and fetched as %s.%s", asked.text, order.text,
          stack);
    return strncmp(asked.text, order.text, strlen(order.text)) != 0 &&
           strncmp(order.text, asked.text, strlen(asked.text)) != 0;
}

/* The answer raises itself what came out, and has not fetched. */
static bool turns_away(const struct run *run)
{
    struct value wrong = noted(run, "wrong");
    if (wrong.kind != VALUE_TEXT || many_orders(run))
        return false;
    EACH_ACT(run, act) {
        if (act->kind != ACT_END || act->how != HOW_RAISE ||
            !is_learners(act) || strcmp(act->in, "limited_fetch") != 0 ||
            !statement_has(&sources()->answer, act->line, "RAISE (") ||
            !strstr(wrong.text, act->value) || has_begun_fetch(run, act))
            continue;
        point_at_act(act);
        found("One of the calls ended with %s: line %d raises that.",
              wrong.text, act->line);
        return true;
    }
    return false;
}

/* Of the await that gave this: was it that of the fetch?  (Or of what fetches
 * for the call: it gave what the fetch gave.) */
static bool gave_outcome(const struct run *run, const struct act *gave)
{
    const struct act *end = NULL;
    for (const struct act *act = run->acts->act; act < gave; act++)
        if (act->kind == ACT_END && strcmp(act->in, "fetch") == 0)
            end = act;
    return end && strcmp(end->value, gave->value) == 0;
}

/* awaited() or failure() is read, and another await has come between. */
static bool read_too_late(const struct run *run)
{
    if (noted(run, "wrong").kind != VALUE_TEXT || many_orders(run))
        return false;
    const struct act *fetched = NULL, *gave = NULL;
    EACH_ACT(run, act) {
        if (!is_learners(act) || strcmp(act->in, "limited_fetch") != 0)
            continue;
        if (act->kind == ACT_GAVE)
            gave = act;
        if (act->kind == ACT_GAVE && gave_outcome(run, act))
            fetched = act;
        if ((act->kind != ACT_READ && act->kind != ACT_ASKED) || !fetched ||
            !gave || act->frame != gave->frame ||
            act->frame != fetched->frame || gave <= fetched ||
            gave_outcome(run, gave))
            continue;
        point_at_act(gave);
        found("One of the calls ended with %s. Line %d awaits something else "
              "when the fetch of line %d has ended: from then on awaited() and "
              "failure() are those of line %d.", noted(run, "wrong").text,
              gave->line, fetched->line, gave->line);
        return true;
    }
    return false;
}

static bool failure_lost(const struct run *run)
{
    struct value wrong = noted(run, "wrong");
    if (wrong.kind != VALUE_TEXT)
        return false;
    found("One of the calls ended with %s.", wrong.text);
    return !many_orders(run) && run->code != EDEADLK;
}

static bool fetches_twice(const struct run *run)
{
    struct value asked = noted(run, "asked order");
    struct value order = noted(run, "order begun");
    if (many_orders(run) || run->code || asked.kind != VALUE_TEXT ||
        order.kind != VALUE_TEXT || strlen(order.text) <= strlen(asked.text))
        return false;
    const struct item *call =
        item_named(&sources()->answer, "limited_fetch", false);
    const struct token *begins =
        call ? find_tokens(call->body, call->end, "coro ( fetch") : NULL;
    const struct token *loop = begins ? loop_around(begins) : NULL;
    if (loop)
        point_at(answer_file(), loop->line);
    found("They fetched %s; the calls were for %s.", order.text, asked.text);
    return true;
}

/* The fetch that went well before this one, in the same call; NULL: none. */
static const struct act *fetched_before(const struct run *run,
                                        const struct act *second)
{
    const struct act *ended = NULL;
    for (const struct act *act = run->acts->act; act < second; act++) {
        if (act->task != second->task)
            continue;
        if (act->kind == ACT_BEGIN && strcmp(act->name, "limited_fetch") == 0)
            ended = NULL;
        if (act->kind == ACT_END && strcmp(act->in, "fetch") == 0)
            ended = act->code ? NULL : act;
    }
    return ended;
}

static bool fetches_once_more(const struct run *run)
{
    const struct act *begin = run->acts->act;
    for (; begin < run->acts->act + act_count(run->acts); begin++) {
        const struct act *act = begin;
        if (begin->kind != ACT_BEGIN || strcmp(begin->name, "fetch") != 0 ||
            !fetched_before(run, begin))
            continue;
        while (act->kind != ACT_AWAIT || act->task != begin->task)
            act--;
        point_at_act(act);
        found("A call has fetched, which went well, and line %d fetches once "
              "more.", act->line);
        return true;
    }
    return false;
}

static bool breaks_in_an_order(const struct run *run)
{
    if (!many_orders(run))
        return false;
    const char *what = run->code ? run->error
        : over_the_limit(run)
            ? textf("%d fetches at once, where %d is allowed", most_of(run),
                    limit_of(run))
        : noted(run, "wrong").kind == VALUE_TEXT ? noted(run, "wrong").text
                                                 : "a place was lost";
    point_at_fetch(run);
    found("It is %s. There: %s.%s", orders_text(run), what,
          right_first_in_first_out(run)
              ? " In the loop's own order, first in, first out, it works."
              : "");
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "given-back-too-early", .made = given_back_too_early,
     .show_timeline = true,
     .why = "Who has got a place keeps it until the fetch has ended, whatever "
            "became of it.",
     .python = "async with places:                 # gives back at its end,\n"
               "    return await fetch(page)       # behind the fetch",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "takes-too-late", .made = takes_too_late,
     .show_timeline = true,
     .why = "First the place, and then the fetch; so a call that finds none "
            "waits before it fetches.",
     .python = "await places.acquire()     # first this\n"
               "page = await fetch(page)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "not-shared", .made = not_shared, .show_timeline = true,
     .why = "What they wait for is one thing that all calls share, made once "
            "in allow(), not one for each call.",
     .python = "async with asyncio.Semaphore(2):   # a new one: never full\n"
               "async with places:                 # the one that all share",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "sleeps-and-goes-on", .made = sleeps_and_goes_on,
     .why = "Nobody knows how long the others take. Wait for the place itself: "
            "whoever gives one back wakes the one who has waited longest.",
     .python = "async with places:                 # waits for a place",
     .read_on = "NOTES.md, chapter 18", .is_proven = true},
    {.name = "wait-never-reached", .made = wait_never_reached,
     .show_timeline = true,
     .why = "Whether there is a place has to be known before the fetch: a call "
            "counts from the moment that it goes on to it.",
     .python = "if busy < limit:\n    busy += 1              # and only then: "
               "fetch",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "nobody-waits", .made = nobody_waits, .show_timeline = true,
     .why = "Each call goes straight on to its fetch. Before it, there has to "
            "be an await that lets only so many through.",
     .python = "async with places:                 # waits for a place\n"
               "    return await fetch(page)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "set-up-in-each-call", .made = set_up_in_each_call,
     .show_timeline = true,
     .why = "allow() is called once before the first fetch: there it is set "
            "up, and all calls share it.",
     .python = "places = asyncio.Semaphore(calls)  # in allow(), and only there",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "too-many-places", .made = too_many_places,
     .show_timeline = true,
     .why = "How many places there are in the beginning is the argument of "
            "allow(): so many, and not one more.",
     .python = "places = asyncio.Semaphore(calls)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "no-places", .made = no_places,
     .why = "A semaphore begins without permits. allow() says how many there "
            "are, semaphore_init(&places, (unsigned)calls); and without a "
            "semaphore, somebody has to let the first ones in.",
     .python = "places = asyncio.Semaphore(calls)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "one-at-a-time", .made = one_at_a_time, .show_timeline = true,
     .why = "So many at once are allowed as allow() is told. A semaphore with "
            "that many permits, taken once by each call, lets so many through.",
     .python = "places = asyncio.Semaphore(calls)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "a-fixed-limit", .made = fixed_limit,
     .why = "How many are allowed is the site's to say, each time anew: it is "
            "the argument of allow().",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "never-free-again", .made = never_free_again, .broken_too = true,
     .why = "TRY_AWAIT the fetch, give the place back, and only then RERAISE.",
     .python = "async with places:         # gives it back on every way out\n"
               "    return await fetch(page)",
     .read_on = "NOTES.md, chapters 10 and 18"},
    {.name = "asks-again-and-again", .made = asks_again, .broken_too = true,
     .why = "With pauses, a place stands empty until somebody looks, and "
            "whoever happens to look first takes it; without, the loop is kept "
            "busy with looking. Wait for the place itself: whoever gives one "
            "back wakes the one who has waited longest.",
     .python = "while busy == limit:\n"
               "    await asyncio.sleep(0.1)       # instead of: async with",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "goes-on-cancelled", .made = goes_on_cancelled,
     .show_timeline = true,
     .why = "TRY_AWAIT catches a cancellation, too. Who is cancelled while it "
            "waits for a place has nothing to do any more, neither to fetch "
            "nor to give back: AWAIT leaves the function there.",
     .python = "try:\n"
               "    await places.acquire()\n"
               "except CancelledError:\n"
               "    pass                   # and it goes on?",
     .read_on = "NOTES.md, chapters 10 and 18"},
    {.name = "fetch-goes-on", .made = fetch_outlives, .show_timeline = true,
     .why = "As long as the fetch goes on, its place is taken. shield(), and a "
            "task that nobody cancels, keep a cancellation from the fetch: let "
            "it through, and give the place back behind the fetch.",
     .python = "async with places:\n"
               "    await asyncio.shield(fetch(page))  # without the shield",
     .read_on = "NOTES.md, chapters 10 and 18"},
    {.name = "place-invented", .made = place_invented, .show_timeline = true,
     .why = "Whoever is cancelled while waiting for a place never got one, and "
            "must not give one back; else there is one too many from then on. "
            "Only what was acquired is released.",
     .python = "async with places:     # __aexit__ runs only if __aenter__\n"
               "    ...                # came to its end",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "fetches-once-more", .made = fetches_once_more,
     .why = "One call, one fetch: what it gave is there already, awaited() "
            "right behind it.",
     .python = "return await fetch(page)       # once",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "given-back-twice", .made = given_back_twice, .why = "",
     .python = "async with places:         # __aexit__ gives back, once\n"
               "    page = await fetch(page)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "more-than-one-wakes", .made = all_woken, .show_timeline = true,
     .why = "Who is woken has not got the place yet: another one may come "
            "first, and takes it. Look again before you go on: while, and not "
            "if.",
     .python = "while busy == limit:       # not: if busy == limit\n"
               "    await free.wait()",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "first-limit-stays", .made = first_limit_stays,
     .why = "What all calls share is set up by allow(), each time that it is "
            "called, without an if: semaphore_init(&places, (unsigned)calls).",
     .python = "def allow(calls):\n"
               "    global places\n"
               "    places = asyncio.Semaphore(calls)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "nobody-is-woken", .made = place_lost, .show_timeline = true,
     .why = "Whoever gives a place back, and that is each call, however its "
            "fetch has ended, wakes the one who has waited longest: "
            "event_set(), condition_notify(), future_set_result(). On this way "
            "out that did not happen.",
     .python = "finally:\n"
               "    busy -= 1\n"
               "    free.notify()              # and the next one goes on",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "turns-away", .made = turns_away, .show_timeline = true,
     .why = "Whoever finds no place does not fail: it waits until there is one, "
            "and fetches then. What a call ends with is what its fetch gives "
            "or raises.",
     .python = "async with places:                 # waits for a place",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "outcome-read-too-late", .made = read_too_late,
     .why = "Read them right behind the await of the fetch, and keep them in "
            "the struct: self->text = awaited(); self->error = caught();",
     .python = "text = await fetch(page)   # Python keeps it in a name",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "outcome-not-passed-on", .made = failure_lost,
     .why = "Whoever calls limited_fetch wants to see what fetch gives: its "
            "result with RETURN(awaited()), its failure with RERAISE. Mind "
            "that failure() and awaited() are those of the latest await.",
     .python = "async with places:\n"
               "    return await fetch(page)       # result or exception",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "fetches-twice", .made = fetches_twice, .show_timeline = true,
     .why = "One call, one fetch: whether to try again is for the caller to "
            "say, and whoever was cancelled does not fetch.",
     .python = "return await fetch(page)       # once",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "somebody-is-overtaken", .made = overtaken, .show_timeline = true,
     .why = "Whoever has waited longest is next. A waiting line is a queue: in "
            "at the end, out at the front. Semaphores have one inside.",
     .python = "waiting.pop()              # the last one who came\n"
               "waiting.popleft()          # the first one",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "breaks-in-another-order", .made = breaks_in_an_order,
     .why = "The loop runs first in, first out; but who is in first is a "
            "matter of networks, timers and cancellations, and next time it is "
            "another one. Look at those you have woken and who do not run yet: "
            "a newcomer may come first, or they may be cancelled. Whose is the "
            "place then?",
     .python = "busy -= 1\n"
               "waiter.set_result(None)    # woken, but it does not run yet:\n"
               "                           # whose place is it now?",
     .read_on = "NOTES.md, chapter 18"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
