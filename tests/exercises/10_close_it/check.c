/* The check of exercise 10: close it. */
#include <errno.h>
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "seen.h"
#include "statements.h"

struct coro downloading(const char *name);
extern int open_connections;

/* --- the cases: a download, cancelled after some seconds or never -------- */

static const double NEVER = -1;

struct download_until {
    CORO;
    const char *name;
    double cancelled_at;
    struct task *task;
};

ASYNC(download_until)
{
    BEGIN;
    self->task = create_task(downloading(self->name));
    if (self->cancelled_at > 0) {
        AWAIT(async_sleep(self->cancelled_at));
        task_cancel(self->task);
    }
    TRY_AWAIT(self->task);
    note("open", open_connections);
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

static void ends_by_itself(void)
{
    play(coro(download_until, .name = "news", .cancelled_at = NEVER));
}

static void cancelled_while_it_receives(void)
{
    play(coro(download_until, .name = "music", .cancelled_at = 0.7));
}

static void line_is_broken(void)
{
    play(coro(download_until, .name = "broken", .cancelled_at = NEVER));
}

static void cancelled_while_it_opens(void)
{
    play(coro(download_until, .name = "mail", .cancelled_at = 0.1));
}

/* Two of them, of which the second is cancelled. */
struct two_downloads {
    CORO;
    struct task *news, *music;
    struct value data;
};

ASYNC(two_downloads)
{
    BEGIN;
    self->news = create_task(downloading("news"));
    self->music = create_task(downloading("music"));
    AWAIT(async_sleep(0.7));
    task_cancel(self->music);
    TRY_AWAIT(self->music);
    note("cancelled one", loop_time());
    AWAIT(self->news);
    self->data = awaited();
    note("open", open_connections);
    RETURN(self->data);
    END;
}

static void two_at_once(void)
{
    note("at once", 2);
    play(coro(two_downloads));
}

/* Each keeps what it has while it closes: 1.2 to 1.5 s, 1.4 to 1.7 s, and the
 * broken one 1.1 to 1.4 s. */
static struct coro one_of_three(int n)
{
    static const char *const names[] = {"news", "music", "broken"};
    return downloading(names[n]);
}

static void three_at_once(void)
{
    play_at_once(one_of_three, 3, 0.2);
}

static bool each_its_own(const struct run *run)
{
    return strncmp(ending_text(run), "\"data of news; data of music; "
                                     "Input/output error", 45) == 0;
}

static const struct expectation for_three[] = {
    {"data of news; data of music; Input/output error", each_its_own},
    {0},
};

/* --- what is asked ------------------------------------------------------- */

static long still_open(const struct run *run)
{
    struct value open = noted(run, "open");
    return is_none(open) ? 0 : (long)as_int(open);
}

static bool has_data(const struct run *run)
{
    return returned_text(run, "data of news");
}

static bool is_cancelled(const struct run *run)
{
    return run->code == ECANCELED;
}

static bool has_failed(const struct run *run)
{
    return run->code == EIO;
}

static bool is_closed(const struct run *run)
{
    long open = still_open(run);
    if (open < 0)
        yours("closed more often than opened");
    else
        yours("%ld still open when the download has ended", open);
    return open == 0;
}

static bool ended_at(const struct run *run, double seconds)
{
    yours("at %.1f s", run->seconds);
    return took(run, seconds);
}

static bool after_1_5(const struct run *run)
{
    return ended_at(run, 1.5);
}

static bool after_1_0(const struct run *run)
{
    return ended_at(run, 1.0);
}

static bool after_0_1(const struct run *run)
{
    return ended_at(run, 0.1);
}

/* The download is the task that main makes. */
enum { MAIN = 1, DOWNLOAD = 2 };

/* Where a task of the download's waits that goes on behind its end; NULL:
 * there is none. */
static const struct sight *still_receiving(const struct run *run)
{
    const struct sight *end = nth_sight(run, EVENT_DONE, DOWNLOAD, 0), *wait;
    for (size_t n = 0; end && (wait = nth_suspension(run, "receive", n)); n++) {
        const struct sight *done = nth_sight(run, EVENT_DONE, wait->task, 0);
        if (wait->task != DOWNLOAD && (!done || done > end))
            return wait;
    }
    return NULL;
}

static bool receives_no_more(const struct run *run)
{
    yours("receive goes on, in a task of its own");
    return !still_receiving(run);
}

static const struct expectation by_itself[] = {
    {"returns \"data of news\"", has_data},
    {"the connection is closed", is_closed},
    {"ends at 1.5 s: opened, received and closed", after_1_5},
    {0},
};

static const struct expectation while_receiving[] = {
    {"the connection is closed", is_closed},
    {"whoever waits gets the CancelledError", is_cancelled},
    {"nobody receives from a connection that is closed", receives_no_more},
    {"ends 0.3 s after it was cancelled, at 1.0 s", after_1_0},
    {0},
};

static const struct expectation when_broken[] = {
    {"the connection is closed", is_closed},
    {"whoever waits gets the error of receive", has_failed},
    {"ends 0.3 s after the error, at 1.0 s", after_1_0},
    {0},
};

static const struct expectation while_opening[] = {
    {"what was not open is not closed", is_closed},
    {"whoever waits gets the CancelledError", is_cancelled},
    {"ends at once, at 0.1 s", after_0_1},
    {0},
};

static bool cancelled_one_ends(const struct run *run)
{
    double ended = as_real(noted(run, "cancelled one"));
    yours("at %.1f s", ended);
    return same_time(ended, 1.0);
}

static const struct expectation when_two[] = {
    {"each closes its own connection, and no other", is_closed},
    {"the one that was cancelled ends at 1.0 s", cancelled_one_ends},
    {"the other returns \"data of news\"", has_data},
    {0},
};

static const struct play cases[] = {
    {"it ends by itself", ends_by_itself, by_itself},
    {"cancelled while it receives, at 0.7 s", cancelled_while_it_receives,
     while_receiving},
    {"the line is broken, at 0.7 s", line_is_broken, when_broken},
    {"cancelled while it opens, at 0.1 s", cancelled_while_it_opens,
     while_opening},
    {"two at the same time, one of them cancelled at 0.7 s", two_at_once,
     when_two},
    {"news, music and a broken one, 0.2 s apart", three_at_once, for_three},
    {0},
};

/* --- looking ------------------------------------------------------------- */

/* When the download was cancelled, -1 if it was not. */
static double cancelled_at(const struct run *run)
{
    const struct sight *cancel = nth_sight(run, EVENT_CANCEL, DOWNLOAD, 0);
    return cancel && cancel->by == MAIN ? clock_to_seconds(cancel->time) : -1;
}

static bool was_cancelled(const struct run *run)
{
    return cancelled_at(run) >= 0;
}

static int ended_as(const struct run *run)
{
    const struct sight *done = nth_sight(run, EVENT_DONE, DOWNLOAD, 0);
    return done ? done->state : PENDING;
}

static bool was_run(const struct run *run, const char *coro)
{
    return nth_suspension(run, coro, 0) != NULL;
}

/* Did closing begin, or was it at least made for that? */
static bool meant_to_close(const struct run *run)
{
    return was_run(run, "close_connection") ||
           task_made_of(run, "close_connection", 0) ||
           strstr(run->complaints, "was never awaited");
}

/* Point at the download's last await before any closing; its line. */
static int point_at_receive(const struct run *run)
{
    const struct sight *wait;
    int line = 0;
    for (size_t n = 0;
         (wait = nth_sight(run, EVENT_SUSPENDED, DOWNLOAD, n)); n++) {
        if (frame_of(wait, "close_connection"))
            break;
        line = wait->outermost.line;
        point_at(wait->outermost.file, line);
    }
    return line;
}

/* --- known mistakes ------------------------------------------------------ */

static bool cancellation_replaced(const struct run *run)
{
    if (!was_cancelled(run) || ended_as(run) != FAILED)
        return false;
    found("The download was cancelled at %.1f s, and ended with another "
          "failure: %s.", cancelled_at(run), run->error);
    point_at(run->raised_at.file, run->raised_at.line);
    return true;
}

static bool receives_behind_its_end(const struct run *run)
{
    const struct sight *wait = still_receiving(run);
    const struct token *shield =
        find_tokens(sources()->answer.tokens.first, NULL, "shield (");
    const struct act *made = NULL;
    if (!wait || (still_open(run) && !shield))
        return false;
    EACH_ACT(run, act)
        if (act->kind == ACT_MADE && act->what == wait->task && is_learners(act))
            made = act;
    if (shield)
        point_at(answer_file(), shield->line);
    else if (made)
        point_at_act(made);
    found("The download was cancelled at %.1f s and has %s; receive() goes on "
          "all the same, in task %u.%s", cancelled_at(run),
          still_open(run) ? "ended" : "closed its connection", wait->task, shield ? " shield() is what keeps it alive." : "");
    return true;
}

static bool close_not_awaited(const struct run *run)
{
    if (still_open(run) <= 0 || (!was_run(run, "close_connection") &&
                                 !task_made_of(run, "close_connection", 0)))
        return false;
    const struct token *first = sources()->answer.tokens.first;
    const struct token *close =
        find_tokens(first, NULL, "spawn ( coro ( close_connection");
    if (!close)
        close = find_tokens(first, NULL,
                            "create_task ( coro ( close_connection");
    if (!close && still_receiving(run))
        return false;           /* it is not that which is at work */
    if (close)
        point_at(answer_file(), close->line);
    found("The download ended at %.1f s, while the closing was still at work.",
          task_ended(run, DOWNLOAD));
    return true;
}

static bool closed_what_was_not_open(const struct run *run)
{
    if (still_open(run) >= 0 || was_run(run, "receive"))
        return false;
    found("The download was cancelled at %.1f s, before the connection was "
          "open, and yet it was closed.", cancelled_at(run));
    return true;
}

/* The lines of the download in which it closed, the first two of them. */
static const struct act *nth_close(const struct run *run, int n)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_AWAIT && is_learners(act) && act->name &&
            act->task == DOWNLOAD &&
            strcmp(act->name, "close_connection") == 0 && n-- == 0)
            return act;
    return NULL;
}

static bool closed_twice(const struct run *run)
{
    const struct act *one = nth_close(run, 0), *other = nth_close(run, 1);
    if (still_open(run) >= 0)
        return false;
    if (one && other)
        point_at_act(one);
    found("Connections were closed one time more than they were opened%s.",
          !one || !other            ? ""
          : one->line == other->line
              ? textf(": line %d did so twice", one->line)
              : textf(": line %d closes, and then line %d closes once more",
                      one->line, other->line));
    return true;
}

/* How the download itself ended: with RERAISE, RETURN and so on. */
static const struct act *own_end(const struct run *run)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_END && act->task == DOWNLOAD && act->line &&
            strcmp(act->in, "download") == 0 && act->how != HOW_PASSED_ON)
            return act;
    }
    return NULL;
}

/* It was caught, and then the coroutine is left in front of the closing. */
static bool left_before_closing(const struct run *run)
{
    const struct act *end = own_end(run);
    int line = point_at_receive(run);
    if (!was_cancelled(run) || still_open(run) <= 0 || meant_to_close(run) ||
        !end ||
        !statement_has(&sources()->answer, line, "TRY_AWAIT") ||
        !find_tokens(line_begins(&sources()->answer, end->line), NULL,
                     "close_connection"))
        return false;
    point_at(end->file, end->line);
    found("Line %d caught it (%s), and line %d leaves the coroutine: what "
          "stands behind that, and closes, is not come to.", line, run->error,
          end->line);
    return true;
}

/* Did that coroutine come to its end behind this line? */
static bool was_passed(const struct run *run, const struct token *t)
{
    const struct item *item = item_at(&sources()->answer, t->line);
    EACH_ACT(run, act)
        if (act->kind == ACT_END && act->how != HOW_PASSED_ON && item &&
            token_is(item->name, act->in) && act->line > t->line)
            return true;
    return false;
}

/* self->was_open, which is given as .was_open = self->is_open: " No line sets
 * self->is_open."; "": one does. */
static const char *never_set_in(const struct token *t, const struct token *end)
{
    const struct token *all = sources()->answer.tokens.first;
    for (; t < end; t++) {
        if (!token_is(t, "self") || !token_is(t + 1, "->"))
            continue;
        const struct token *given = find_tokens(
            all, NULL, textf(". %s = self ->", token_text(t + 2)));
        const char *name = token_text(given ? given + 5 : t + 2);
        const char *set = textf(". %s =", name);
        if (!find_tokens(all, NULL, textf("-> %s =", name)) &&
            (!find_tokens(all, NULL, set) || given))
            return textf(" No line sets self->%s.", name);
    }
    return "";
}

/* if (!is_none(self->data)) AWAIT(coro(close_connection)): the if around the
 * only closing, which was come to. */
static bool closes_on_a_condition(const struct run *run)
{
    static const char call[] = "coro ( close_connection";
    const struct token *first = sources()->answer.tokens.first, *asks = NULL;
    const struct token *close = find_tokens(first, NULL, call);
    if (still_open(run) <= 0 || meant_to_close(run) || !close ||
        find_tokens(close + 1, NULL, call))
        return false;
    for (const struct token *t = first; t < close; t++)
        if (token_is(t, "if") && close < behind_statement(t))
            asks = t;
    if (!asks || find_tokens(closing(asks + 1), close, "else") ||
        find_tokens(asks, closing(asks + 1), "failure (") ||
        !was_passed(run, asks))
        return false;
    point_at(answer_file(), asks->line);
    found("Line %d closes, but only if line %d says so; and there `%s` was "
          "false.%s", close->line, asks->line,
          quote(asks + 2, closing(asks + 1) - 1),
          never_set_in(asks + 2, closing(asks + 1)));
    return true;
}

/* The TRY_AWAIT of the download that handed its cancellation over; NULL: none
 * did. */
static const struct act *caught_cancellation(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_GAVE && act->code == ECANCELED &&
            act->task == DOWNLOAD && is_learners(act) &&
            statement_has(&sources()->answer, act->line, "TRY_AWAIT"))
            return act;
    return NULL;
}

/* What opens behind that, once more. */
static const struct act *opened_behind(const struct run *run,
                                       const struct act *caught)
{
    EACH_ACT(run, act)
        if (act > caught && act->kind == ACT_AWAIT && is_learners(act) &&
            act->task == DOWNLOAD && act->name &&
            strcmp(act->name, "open_connection") == 0)
            return act;
    return NULL;
}

static bool caught_and_left_open(const struct run *run)
{
    const struct act *caught = caught_cancellation(run), *opened;
    if (!was_cancelled(run) || still_open(run) <= 0 || meant_to_close(run) ||
        !caught)
        return false;
    opened = opened_behind(run, caught);
    point_at_act(opened ? opened : caught);
    found("Line %d catches the cancellation at %.1f s, and of the lines behind "
          "it none that is come to closes the connection%s.", caught->line,
          cancelled_at(run),
          opened ? textf("; line %d opens another one", opened->line) : "");
    return true;
}

static bool cleanup_skipped(const struct run *run)
{
    if (!was_cancelled(run) || still_open(run) <= 0 || meant_to_close(run))
        return false;
    int line = point_at_receive(run);
    bool shielded = statement_has(&sources()->answer, line, "shield (");
    found("The download was cancelled at %.1f s, while it waited at line %d; "
          "no line behind it ran that closes the connection.%s",
          cancelled_at(run), line,
          shielded ? " shield() protects what runs inside it, not the one who "
                     "waits for it: that one is cancelled all the same."
                   : "");
    return true;
}

static bool closed_only_when_cancelled(const struct run *run)
{
    if (run->code == 0 || still_open(run) <= 0 || meant_to_close(run) ||
        was_cancelled(run))
        return false;
    point_at_receive(run);
    found("When it is cancelled it closes the connection; when it fails (%s) "
          "it does not.", run->error);
    return true;
}

static bool left_open(const struct run *run)
{
    if (run->code || still_open(run) <= 0 || meant_to_close(run))
        return false;
    found("The download has its data, all went well, and %ld connection is "
          "open.", still_open(run));
    return true;
}

/* RETURN(awaited()), behind the closing. */
static bool result_overwritten(const struct run *run)
{
    if (run->code || still_open(run) != 0 ||
        (!is_none(run->result) && strcmp(ending_text(run), "\"None\"") != 0))
        return false;
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind != ACT_READ || act->value_kind != VALUE_NONE ||
            !is_answer(act->file))
            continue;
        point_at(act->file, act->line);
        found("It received, it closed, and line %d reads awaited(): None.",
              act->line);
        return true;
    }
    return false;
}

static bool closes_others(const struct run *run)
{
    if (is_none(noted(run, "cancelled one")) || still_open(run) >= 0)
        return false;
    const struct token *count = find_tokens(
        sources()->answer.tokens.first, NULL, "open_connections >");
    if (count)
        point_at(answer_file(), count->line);
    found("Two downloads opened two connections, and %ld were closed: one of "
          "them has closed that of the other, too.", 2 - still_open(run));
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "closes-others", .made = closes_others, .show_timeline = true,
     .why = "open_connections counts those of all downloads. Each closes its "
            "own one, once: whether it has opened it, it knows itself.",
     .python = "await open_connection()\n"
               "try: ...\n"
               "finally:\n"
               "    await close_connection()   # one, its own",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "receives-behind-its-end", .made = receives_behind_its_end,
     .why = "Nothing is there to be received any more. What is awaited as a "
            "coroutine is cancelled with the one that awaits it; a task is "
            "cancelled by task_cancel(), before the connection is closed.",
     .python = "data = await receive(name)     # without shield()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "cancellation-replaced", .made = cancellation_replaced,
     .show_timeline = true,
     .why = "A task that raises something of its own is not known as "
            "cancelled; whoever cancelled it gets a failure that they did not "
            "expect. RERAISE raises what TRY_AWAIT caught.",
     .python = "except asyncio.CancelledError:\n"
               "    raise OSError(\"...\")       # instead of: raise",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "close-not-awaited", .made = close_not_awaited,
     .show_timeline = true,
     .why = "Closing takes 0.3 s. To make it a task begins it and goes on; "
            "the download ends, and main with it, and then every task that is "
            "left is cancelled. Cleanup may await, in a cancelled task too: "
            "AWAIT(coro(close_connection)).",
     .python = "finally:\n"
               "    asyncio.create_task(close_connection())    # too late\n"
               "    await close_connection()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "closed-what-was-not-open", .made = closed_what_was_not_open,
     .show_timeline = true,
     .why = "The try begins when the connection is open. If opening fails or "
            "is cancelled, there is nothing to clean up: a plain AWAIT of "
            "open_connection lets that failure travel on at once.",
     .python = "await open_connection()        # outside of the try\n"
               "try:\n"
               "    ...",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "closed-twice", .made = closed_twice, .show_timeline = true,
     .why = "One way through the function passes by two places that close. Let "
            "all ways meet behind TRY_AWAIT and close there, once.",
     .python = "except asyncio.CancelledError:\n"
               "    await close_connection()   # and finally does it again",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "left-before-closing", .made = left_before_closing,
     .show_timeline = true,
     .why = "RERAISE and RETURN leave at once. Close first, right behind "
            "TRY_AWAIT, and only then ask how it ended.",
     .python = "finally:                       # before the function is left\n"
               "    await close_connection()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "closes-on-a-condition", .made = closes_on_a_condition,
     .is_proven = true,
     .why = "A connection that was opened is closed, whatever came of it: that "
            "it was opened is all there is to ask for.",
     .python = "finally:                       # in any case\n"
               "    await close_connection()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "caught-and-left-open", .made = caught_and_left_open,
     .show_timeline = true,
     .why = "Close right behind the TRY_AWAIT, before you ask how it ended: "
            "what stands there runs for all of them.",
     .python = "finally:                       # in any case\n"
               "    await close_connection()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "cleanup-skipped", .made = cleanup_skipped, .show_timeline = true,
     .why = "CancelledError is raised at the await where the task waits, and "
            "AWAIT lets a failure travel on: the coroutine is left right "
            "there. TRY_AWAIT hands the failure over, and the lines behind it "
            "run: close there, before anything leaves the function.",
     .python = "try:\n"
               "    data = await receive(name)\n"
               "finally:                       # runs in any case\n"
               "    await close_connection()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "closed-only-when-cancelled", .made = closed_only_when_cancelled,
     .show_timeline = true,
     .why = "Being cancelled is only one of the ways out; an error is another. "
            "Close before you ask how it ended: what stands right behind "
            "TRY_AWAIT runs for all of them.",
     .python = "finally:                       # instead of:\n"
               "                               # except asyncio.CancelledError",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "left-open-at-the-end", .made = left_open, .show_timeline = true,
     .why = "Cleaning up is not only for failures: a connection is closed when "
            "all went well, too. Close before you ask how it ended.",
     .python = "finally:                       # runs in any case,\n"
               "    await close_connection()   # except: only on failures",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "result-overwritten", .made = result_overwritten,
     .why = "awaited() is what the last await gave, and the last one was the "
            "closing, which gives nothing. Keep the data in the struct before "
            "you close.",
     .python = "data = await receive(name)     # kept\n"
               "await close_connection()\n"
               "return data",
     .read_on = "NOTES.md, chapter 4"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
