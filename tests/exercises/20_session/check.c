/* The check of exercise 20: a session that always closes. */
#include <string.h>

#include "given.h"
#include "seen.h"
#include "web.h"

extern const struct route routes[2];
void log_step(const char *step);

static char steps[400];

void log_step(const char *step)
{
    if (strlen(steps) + strlen(step) + 3 > sizeof steps)
        return;
    strcat(steps, steps[0] ? ", " : "");
    strcat(steps, step);
    note(strcmp(step, "disconnect") == 0 ? "disconnected" : step, loop_time());
}

/* --- the cases ----------------------------------------------------------- */

struct asking {
    CORO;
    const char *path;
    double limit;
    struct app app;
    struct value answer;
};

ASYNC(asking)
{
    BEGIN;
    steps[0] = '\0';
    hear_the_app();
    self->app = (struct app)app_of(routes);
    if (self->limit > 0)
        self->app.server.answer_limit = self->limit;
    AWAIT(app_ask(&self->app, "GET", self->path, NULL));
    self->answer = awaited();
    AWAIT(async_sleep(1.0));            /* what is torn down, is torn down */
    note("steps", textf("%s", steps));
    RETURN(self->answer);
    END;
}

static void goes_well(void)
{
    note("way", "all goes well");
    play(coro(asking, .path = "/buy"));
}

static void fails(void)
{
    note("way", "the handler fails");
    play(coro(asking, .path = "/buy?broken=1"));
}

static void too_slow(void)
{
    note("way", "its time is over");
    play(coro(asking, .path = "/buy", .limit = 0.3));
}

/* --- the end of a transaction fails -------------------------------------- */

static struct task *ending;     /* the task that waits in db_step */

static void see_who_ends(void *arg, const struct loop_event *event)
{
    const struct task *task = event_task(event);
    (void)arg;
    if (event->kind != EVENT_SUSPENDED || !task)
        return;
    for (const struct coro_frame *frame = task->stack.leaf; frame;
         frame = frame->caller)
        if (strcmp(frame->type->name, "db_step") == 0)
            ending = (struct task *)task;
}

static void cancel_ending(void *arg)
{
    (void)arg;
    if (ending)
        task_cancel(ending);
}

struct asking_in_vain {
    CORO;
    const char *path;
};

ASYNC(asking_in_vain)
{
    BEGIN;
    ending = NULL;
    call_later(0.65, cancel_ending, NULL);
    AWAIT(coro(asking, .path = self->path));
    RETURN(awaited());
    END;
}

static void ask_in_vain(const char *way, const char *path)
{
    note("in vain", way);
    note("way", textf("%s is cancelled", way));
    play_watched(coro(asking_in_vain, .path = path),
                 (struct observer){see_who_ends, NULL});
}

static void commit_is_cancelled(void)
{
    ask_in_vain("committing", "/buy");
}

static void roll_back_is_cancelled(void)
{
    ask_in_vain("rolling back", "/buy?broken=1");
}

/* --- two at the same time ------------------------------------------------ */

struct asking_two {
    CORO;
    struct app app;
    struct value answers[2];
};

ASYNC(asking_two)
{
    BEGIN;
    steps[0] = '\0';
    hear_the_app();
    self->app = (struct app)app_of(routes);
    AWAIT(gather(self->answers, app_ask(&self->app, "GET", "/buy", NULL),
                 app_ask(&self->app, "GET", "/buy?broken=1", NULL)));
    AWAIT(async_sleep(1.0));
    note("steps", textf("%s", steps));
    RETURN(textf("%s; %s", value_to_text(self->answers[0]),
                 value_to_text(self->answers[1])));
    END;
}

static void two_at_once(void)
{
    note("at once", 2);
    play(coro(asking_two));
}

/* --- what is asked ------------------------------------------------------- */

static const char *done(const struct run *run)
{
    return noted_text(run, "steps");
}

static bool steps_are(const struct run *run, const char *asked)
{
    yours("%s", done(run)[0] ? done(run) : "nothing");
    return strcmp(done(run), asked) == 0;
}

static bool committed(const struct run *run)
{
    return steps_are(run, "connect, commit, disconnect");
}

static bool rolled_back(const struct run *run)
{
    return steps_are(run, "connect, roll back, disconnect");
}

static bool sold(const struct run *run)
{
    return returned_text(run, "200 {\"bought with\":\"db\"}");
}

static bool refused(const struct run *run)
{
    return strncmp(ending_text(run) + 1, "500 ", 4) == 0;
}

static bool not_answered_well(const struct run *run)
{
    return strncmp(ending_text(run) + 1, "200 ", 4) != 0;
}

/* When the task in which the last one waited has ended.  -1: none has. */
static double session_ended(const struct run *run)
{
    double ended = -1;
    for (size_t i = 0; i < run->sight_count; i++) {
        const struct sight *sight = &run->sights[i];
        if (sight->kind == EVENT_SUSPENDED && frame_of(sight, "session"))
            ended = task_ended(run, sight->task);
    }
    return ended;
}

static double disconnected_at(const struct run *run)
{
    struct value time = noted(run, "disconnected");
    return is_none(time) ? -1 : as_real(time);
}

static bool disconnected_by_then(const struct run *run)
{
    double ended = session_ended(run), disconnected = disconnected_at(run);
    yours("disconnected %s, ended %s",
          disconnected < 0 ? "never" : textf("at %.1f s", disconnected),
          ended < 0 ? "never" : textf("at %.1f s", ended));
    return disconnected >= 0 && ended > disconnected - 1e-6;
}

static const struct act *nth_yield(const struct run *run, int n)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_AWAIT && act->name &&
            strcmp(act->name, "app_provide") == 0 && n-- == 0)
            return act;
    return NULL;
}

static bool yields_once(const struct run *run)
{
    yours(nth_yield(run, 1) ? "twice" : "once");
    return !nth_yield(run, 1);
}

/* It takes as long as each other step: 0.1 s. */
static bool disconnected_behind(const struct run *run)
{
    double ended = noted_seconds(run, "commit");
    double disconnected = disconnected_at(run);
    yours("committed %s, disconnected %s",
          ended < 0 ? "never" : textf("at %.2f s", ended),
          disconnected < 0 ? "never" : textf("at %.2f s", disconnected));
    return ended >= 0 && disconnected > ended + 0.1 - 1e-6;
}

static const struct expectation well[] = {
    {"200 {\"bought with\":\"db\"}", sold},
    {"connect, commit, disconnect", committed},
    {"it is disconnected when session ends", disconnected_by_then},
    {"disconnect() begins when it is committed", disconnected_behind},
    {"YIELD is come to once", yields_once},
    {0},
};

static const struct expectation badly[] = {
    {"an answer of 500", refused},
    {"connect, roll back, disconnect", rolled_back},
    {0},
};

static const struct expectation slowly[] = {
    {"no answer of 200", not_answered_well},
    {"connect, roll back, disconnect", rolled_back},
    {0},
};

/* The end of the transaction did not come about; what then? */
static bool closed_all_the_same(const struct run *run)
{
    return steps_are(run, "connect, disconnect") ||
           steps_are(run, "connect, roll back, disconnect");
}

static const struct expectation in_vain[] = {
    {"no answer of 200", not_answered_well},
    {"connect, disconnect (roll back between them is right, too)",
     closed_all_the_same},
    {0},
};

static bool one_is_sold(const struct run *run)
{
    yours("%s", ending_text(run));
    return returned_text(run, "200 {\"bought with\":\"db\"}; "
                              "500 Internal Server Error");
}

static bool each_to_its_end(const struct run *run)
{
    return steps_are(run, "connect, connect, commit, roll back, disconnect, "
                          "disconnect") ||
           steps_are(run, "connect, connect, roll back, commit, disconnect, "
                          "disconnect");
}

static const struct expectation of_two[] = {
    {"200 for one, 500 for the other", one_is_sold},
    {"two connections, a commit, a roll back, two "
     "disconnected", each_to_its_end},
    {0},
};

static const struct play cases[] = {
    {"a request that goes well", goes_well, well},
    {"a handler that fails", fails, badly},
    {"a handler that takes too long", too_slow, slowly},
    {"committing is cancelled", commit_is_cancelled, in_vain},
    {"rolling back is cancelled", roll_back_is_cancelled, in_vain},
    {"two at the same time, one of which fails", two_at_once, of_two},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool did(const struct run *run, const char *step)
{
    return strstr(done(run), step) != NULL;
}

static bool comes_first(const struct run *run, const char *one,
                        const char *other)
{
    const char *first = strstr(done(run), one);
    const char *second = strstr(done(run), other);
    return first && second && first < second;
}

/* Point where session stood in that suspension. */
static bool point_at_session(const struct sight *sight)
{
    const struct place *place = sight ? frame_of(sight, "session") : NULL;
    if (place)
        point_at(place->file, place->line);
    return sight != NULL;
}

static bool yielded(const struct run *run)
{
    return point_at_session(nth_suspension(run, "app_provide", 0));
}

/* Point where session awaited that step: they come in the order of the log,
 * behind "connect". */
static void point_at_step(const struct run *run, const char *step)
{
    size_t n = 0;
    const char *end = strstr(done(run), step);
    for (const char *p = done(run); end && p < end; p++)
        n += *p == ',';
    if (n > 0)
        point_at_session(nth_suspension(run, "db_step", n - 1));
}

static bool nothing_handed_out(const struct run *run)
{
    return !yielded(run) && strstr(ending_text(run), "null");
}

static bool none_handed_out(const struct run *run)
{
    return yielded(run) && strstr(ending_text(run), "null");
}

/* The handler got something, and it was not the connection. */
static bool another_handed_out(const struct run *run)
{
    const struct act *yield = nth_yield(run, 0);
    if (!yield || sold(run) || !strstr(ending_text(run), "200 "))
        return false;
    point_at_act(yield);
    found("connect_db gave \"db\", and what line %d hands out is another "
          "value.", yield->line);
    return true;
}

static bool never_connected(const struct run *run)
{
    return strncmp(done(run), "connect", 7) != 0;
}

static bool returned(const struct run *run)
{
    return sold(run) && !yielded(run);
}

static bool closed_before(const struct run *run)
{
    const struct sight *closing = nth_suspension(run, "db_step", 0);
    const struct sight *buying = nth_suspension(run, "buy", 0);
    point_at_step(run, "disconnect");
    return strncmp(done(run), "connect, disconnect", 19) == 0 && buying &&
           closing && closing->time < buying->time;
}

static bool wrong_order(const struct run *run)
{
    point_at_step(run, "disconnect");
    return comes_first(run, "disconnect", "commit") ||
           comes_first(run, "disconnect", "roll back");
}

static bool yields_twice(const struct run *run)
{
    const struct act *second = nth_yield(run, 1);
    if (!second)
        return false;
    point_at_act(second);
    found("Line %d hands out once more. The request is over, and nobody takes "
          "anything any more.", second->line);
    return true;
}

static bool in_the_background(const struct run *run)
{
    return task_made_of(run, "db_step", 0) != 0 && wrong_order(run);
}

/* One of the two began before the other had ended. */
static bool at_the_same_time(const struct run *run)
{
    double committed = noted_seconds(run, "commit");
    double disconnected = disconnected_at(run);
    if (committed < 0 || disconnected < committed ||
        disconnected > committed + 0.1 - 1e-6)
        return false;
    EACH_ACT(run, act)
        if (is_learners(act) && act->kind == ACT_AWAIT &&
            act->time < (int64_t)(disconnected * 1e9))
            point_at_act(act);
    found("It was committed at %.2f s, and disconnected at %.2f s, though "
          "disconnect() takes 0.1 s: it had begun before the commit was done.",
          committed, disconnected);
    return true;
}

/* disconnect() stands further down. */
static bool left_too_early(const struct run *run)
{
    int line;
    const struct act *end = ended_before(run, "session", "disconnect (", &line);
    if (!end || did(run, "disconnect"))
        return false;
    point_at_act(end);
    found("When %s, line %d ends session: line %d, which disconnects, is not "
          "come to.", noted_text(run, "way"), end->line, line);
    return true;
}

static bool never_closed(const struct run *run)
{
    return yielded(run) && strcmp(done(run), "connect") == 0 && sold(run);
}

static bool only_when_well(const struct run *run)
{
    found("When %s, the connection stays open: \"connect\" is the last that "
          "happens.", noted_text(run, "way"));
    return yielded(run) && strcmp(done(run), "connect") == 0;
}

static bool stays_open(const struct run *run)
{
    const char *last = strrchr(done(run), ',');
    if (!last || did(run, "disconnect"))
        return false;
    found("On this way out, \"%s\" is the last that happens.", last + 2);
    point_at_step(run, last + 2);
    return true;
}

static bool other_way_round(const struct run *run)
{
    point_at_step(run, "roll back");
    return sold(run) && rolled_back(run);
}

/* failure() was not 0, another await came, and now it is.  What is asked when
 * both steps have begun decides of neither. */
static const struct act *asked_too_late(const struct run *run)
{
    bool had_failed = false, came_between = false;
    int begun = 0;
    EACH_ACT(run, act) {
        if (act->kind == ACT_BEGIN && strcmp(act->name, "db_step") == 0 &&
            ++begun == 2)
            return NULL;
        if (!is_learners(act) || strcmp(act->in, "session") != 0)
            continue;
        if (act->kind == ACT_ASKED && act->code)
            had_failed = true;
        if (act->kind == ACT_GAVE && had_failed && !act->code)
            came_between = true;
        if (act->kind == ACT_ASKED && !act->code && came_between)
            return act;
    }
    return NULL;
}

static bool both_ends(const struct run *run)
{
    const struct act *late = asked_too_late(run);
    if (late && !sold(run) && did(run, "commit") && did(run, "roll back")) {
        point_at_act(late);
        found("When %s, the transaction ended twice: %s. When line %d asks, "
              "failure() is 0: it speaks of the latest TRY_AWAIT, and no "
              "longer of the handler. else, not another question.",
              noted_text(run, "way"), done(run), late->line);
        return true;
    }
    found("When %s, the transaction ended twice: %s.", noted_text(run, "way"),
          done(run));
    point_at_step(run, sold(run) ? "roll back" : "commit");
    return did(run, "commit") && did(run, "roll back");
}

/* The latest question for failure() in session before that step begins; NULL:
 * none. */
static const struct act *asked_before(const struct run *run, const char *step)
{
    const struct act *asked = NULL;
    EACH_ACT(run, act) {
        if (act->kind == ACT_BEGIN && strcmp(act->name, "db_step") == 0 &&
            strstr(act->arguments, textf("\"%s\"", step)))
            return asked;
        if (act->kind == ACT_ASKED && is_learners(act) &&
            strcmp(act->in, "session") == 0)
            asked = act;
    }
    return NULL;
}

/* It asked for one code, and there was another one. */
static bool asks_for_one_code(const struct run *run)
{
    const struct act *asked = asked_before(run, "commit");
    if (!did(run, "commit") || !asked || !asked->code)
        return false;
    point_at_act(asked);
    found("When %s, line %d asks for failure(), which is %s there, and the "
          "transaction is committed all the same.", noted_text(run, "way"),
          asked->line, error_name(asked->code));
    return true;
}

static bool commits_failure(const struct run *run)
{
    point_at_step(run, "commit");
    return did(run, "commit") && !strstr(ending_text(run), "200 ");
}

/* Not if it was made and never awaited: then somebody else says so. */
static bool ends_neither_way(const struct run *run)
{
    return yielded(run) && !did(run, "commit") && !did(run, "roll back") &&
           !strstr(run->complaints, "never awaited");
}

/* AWAIT(provide(...)): then a failure of the handler leaves session there. */
static bool provided_by_hand(const struct run *run)
{
    const struct item *session =
        item_named(&sources()->answer, "session", false);
    const struct token *by_hand =
        session ? find_tokens(session->body, session->end, "AWAIT ( provide (")
                : NULL;
    if (!by_hand || sold(run))
        return false;
    point_at(answer_file(), by_hand->line);
    found("Line %d hands out with AWAIT(provide(...)). The handler failed, and "
          "AWAIT hands that on: session is left in line %d, and nothing behind "
          "it runs, no roll back and no disconnect.", by_hand->line,
          by_hand->line);
    return true;
}

static bool left_at_the_end(const struct run *run)
{
    const struct sight *wait = nth_suspension(run, "db_step", 0);
    const struct place *place = wait ? frame_of(wait, "session") : NULL;
    const char *way = noted_text(run, "in vain");
    if (!*way || strcmp(done(run), "connect") != 0 || !place ||
        statement_has(&sources()->answer, place->line, "TRY_AWAIT"))
        return false;
    point_at(place->file, place->line);
    found("At 0.65 s %s was cancelled, and AWAIT handed that on: session was "
          "left in line %d, and the connection is open.", way, place->line);
    return true;
}

static bool left_alone(const struct run *run)
{
    double ended = session_ended(run), disconnected = disconnected_at(run);
    if (ended < 0 || disconnected < ended + 1e-6)
        return false;
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_MADE && strcmp(act->in, "session") == 0)
            point_at(act->file, act->line);
    }
    found("session ended at %.1f s, and it was disconnected at %.1f s.", ended,
          disconnected);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "left-at-the-end", .made = left_at_the_end,
     .why = "TRY_AWAIT keeps the failure here. Keep it, self->error = "
            "caught(), disconnect, and then RAISE_ERROR(self->error).",
     .python = "finally:                   # also if commit() fails\n"
               "    await disconnect(db)",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "disconnects-alone", .made = left_alone, .show_timeline = true,
     .why = "A task goes on by itself, and whoever made it believes that all "
            "is done; when the server stops then, the connection is left open. "
            "AWAIT disconnect().",
     .python = "await disconnect(db)       # not: create_task(disconnect(db))",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "provided-by-hand", .made = provided_by_hand,
     .why = "YIELD(x) is TRY_AWAIT(provide(...)): it goes on, and failure() "
            "says how the request went.",
     .python = "yield db                   # and behind it: finally",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "nothing-handed-out", .made = nothing_handed_out,
     .why = "session ran to its end and handed out nothing: the dependency has "
            "no value, and the handler got null. YIELD is the place at "
            "which the request happens; what is in front of it is the set-up, "
            "what is behind it the teardown.",
     .python = "yield db                   # without it: a function, no more",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "none-handed-out", .made = none_handed_out,
     .why = "What YIELD handed out was None. awaited() is what the last await "
            "gave, so it must stand right behind the one that connects, or be "
            "kept in the struct.",
     .python = "yield None                 # and db is lost",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "another-handed-out", .made = another_handed_out,
     .why = "What the handler works with is the connection itself: "
            "YIELD(awaited()), right behind the await that connects.",
     .python = "db = await connect()\nyield db                   # that one",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "returned-instead", .made = returned,
     .why = "RETURN hands out the value too, but it ends the coroutine: "
            "nothing behind it ever runs, so nothing is torn down. YIELD hands "
            "it out and comes back when the request is over.",
     .python = "return db                  # and what stands behind it?",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "never-connected", .made = never_connected,
     .why = "The first step of a session is to connect, for each request anew. "
            "What connect_db gives is what YIELD hands out.",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "closed-before", .made = closed_before, .show_timeline = true,
     .why = "The connection was closed before the handler began to use it. The "
            "handler runs inside YIELD: what must be open for it is closed "
            "behind it.",
     .python = "await disconnect(db)\nyield db                   # too late",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "yields-twice", .made = yields_twice,
     .why = "The request happens at the one YIELD; what stands behind it is "
            "the teardown.",
     .python = "yield db\nyield db       # RuntimeError: it did not stop",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "ends-in-the-background", .made = in_the_background,
     .show_timeline = true,
     .why = "A task of its own ends the transaction, and nobody waits for it: "
            "the session goes on to disconnect at the same time. AWAIT it, and "
            "then disconnect.",
     .python = "create_task(roll_back(db))  # the next line does not wait\n"
               "await disconnect(db)",
     .read_on = "NOTES.md, chapter 11"},
    {.name = "at-the-same-time", .made = at_the_same_time,
     .show_timeline = true,
     .why = "Who commits needs the connection, until it is done. One after the "
            "other: first the end of the transaction, then disconnect().",
     .python = "await commit(db)\nawait disconnect(db)       # not gather()",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "wrong-order", .made = wrong_order, .show_timeline = true,
     .why = "The transaction was ended after the connection was closed. Tear "
            "down in the reverse order of the set-up: first what was begun "
            "last.",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "left-too-early", .made = left_too_early,
     .why = "The connection stays open, and after some requests there are no "
            "more. disconnect() first, on each way; what was caught is kept "
            "until then, self->error = caught(), and raised behind it. (The "
            "handler's own failure need not be raised again.)",
     .python = "finally:                   # on the way out, however it goes\n"
               "    await disconnect(db)",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "never-closed", .made = never_closed,
     .why = "Nothing stands behind YIELD, so nothing is torn down: the "
            "connection stays open, and after some requests there are no more.",
     .python = "yield db                   # and then?",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "closed-only-when-well", .made = only_when_well,
     .why = "Behind YIELD ask failure(), end the transaction in one way or the "
            "other, and disconnect() in any case. To raise it again is not "
            "needed: the request fails all the same.",
     .python = "except BaseException:\n    raise                      # and "
               "finally?",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "stays-open", .made = stays_open,
     .why = "The connection stays open, and after some requests there are no "
            "more. Whichever way leads there, disconnect() comes at its end: "
            "it belongs behind both, not into one of them.",
     .python = "finally:\n    await disconnect(db)",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "the-other-way-round", .made = other_way_round,
     .why = "All went well, and it was rolled back. failure() is 0 when the "
            "handler ended well, and the code of its failure otherwise.",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "rolls-back-and-commits", .made = both_ends,
     .why = "A transaction ends once, in one way or the other: behind YIELD, "
            "failure() says which.",
     .python = "except BaseException:\n    await roll_back(db)\n"
               "else:\n    await commit(db)",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "asks-for-one-code", .made = asks_for_one_code,
     .why = "Behind YIELD, any code but 0 is a failure of the handler, also "
            "ECANCELED, when its time is over: if (failure()).",
     .python = "except BaseException:      # any failure, not one kind of it\n"
               "    await db.rollback()\n"
               "    raise",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "commits-a-failure", .made = commits_failure,
     .why = "The handler did not come to its end, and half of its work was "
            "committed. Behind YIELD, failure() says how it ended: any code "
            "but 0 is a failure, also ECANCELED, when the time is over. And "
            "each TRY_AWAIT sets it anew: ask before the next one.",
     .python = "yield db\nawait commit(db)           # whatever happened",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "ends-neither-way", .made = ends_neither_way,
     .why = "It was closed, but the transaction was neither committed nor "
            "rolled back. YIELD, then one of the two, then disconnect().",
     .read_on = "NOTES.md, chapter 20"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
