/* The check of exercise 11: a heartbeat. */
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "statements.h"

extern const struct coro_type watched_download, download, goodbye;

void beat(void);

/* --- what the exercise is given ------------------------------------------ */

enum { NOT_FOUND = USER_ERROR };
enum { MAIN = 1, YOU };             /* tasks: ours, which makes yours */

static struct {
    double seconds;             /* the download's, */
    const char *page;           /* and what it gives, */
    int code;                   /* or how it fails; ECANCELED: we cancel it */
} scene;

struct download {
    CORO;
};

ASYNC(download)
{
    BEGIN;
    note("begun", loop_time());
    TRY_AWAIT(async_sleep(scene.seconds));
    note("over", loop_time());
    if (failure())
        RERAISE;
    if (scene.code == NOT_FOUND)
        RAISE(scene.code, "no such page");
    RETURN(scene.page);
    END;
}

void beat(void)
{
    note("beat", loop_time());
}

struct goodbye {
    CORO;
};

ASYNC(goodbye)
{
    BEGIN;
    note("goodbye", loop_time());
    AWAIT(async_sleep(0.2));
    note("said", loop_time());
    END;
}

/* --- the scenes ---------------------------------------------------------- */

/* Main lives on for a while, and so does whatever was left running. */
struct watching {
    CORO;
    struct task *you;
    struct value page;
    struct error *error;
    double until;
};

ASYNC(watching)
{
    BEGIN;
    self->until = scene.seconds;
    if (scene.code == ECANCELED)
        scene.seconds *= 2;     /* it would go on after that */
    self->you = create_task_named(fresh(watched_download), "you");
    if (scene.code == ECANCELED) {
        AWAIT(async_sleep(self->until));
        task_cancel(self->you);
    }
    TRY_AWAIT(self->you);
    note("ended", loop_time());
    self->page = awaited();
    self->error = caught();

    AWAIT(async_sleep(1.2));
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->page);
    END;
}

static void play_scene(double seconds, const char *page, int code)
{
    scene.seconds = seconds;
    scene.page = page;
    scene.code = code;
    note("seconds", seconds);
    note("page", page);
    note("code", code);
    play(coro(watching));
}

/* Two of them, the second 0.1 s behind the first. */
struct watching_two {
    CORO;
    struct task *first, *second;
};

ASYNC(watching_two)
{
    BEGIN;
    self->first = create_task_named(fresh(watched_download), "first");
    AWAIT(async_sleep(0.1));
    self->second = create_task_named(fresh(watched_download), "second");
    AWAIT(self->first);
    note("first", loop_time());
    AWAIT(self->second);
    note("second", loop_time());
    AWAIT(async_sleep(1.2));
    END;
}

static void two_at_once(void)
{
    scene.seconds = 0.8;
    scene.page = "a page";
    scene.code = 0;
    note("at once", 2);
    play(coro(watching_two));
}

static void short_one(void)
{
    play_scene(0.8, "a short page", 0);
}

static void long_one(void)
{
    play_scene(1.7, "a long page", 0);
}

static void failing_one(void)
{
    play_scene(1.3, "", NOT_FOUND);
}

static void cancelled_one(void)
{
    play_scene(0.7, "", ECANCELED);
}

/* --- what was noted ------------------------------------------------------ */

/* When something happened for the n-th time (from 0); -1 if it did not. */
static double nth_time(const struct run *run, const char *key, size_t n)
{
    for (size_t i = 0; i < run->note_count; i++)
        if (strcmp(run->notes[i].key, key) == 0 && n-- == 0)
            return run->notes[i].value.real;
    return -1;
}

static double time_of(const struct run *run, const char *key)
{
    return nth_time(run, key, 0);
}

static bool happened(const struct run *run, const char *key)
{
    return time_of(run, key) >= 0;
}

static double last_beat(const struct run *run)
{
    double last = -1;
    for (size_t n = 0; nth_time(run, "beat", n) >= 0; n++)
        last = nth_time(run, "beat", n);
    return last;
}

static int code_of(const struct run *run)
{
    return (int)noted(run, "code").integer;
}

static const char *beats_text(const struct run *run)
{
    const char *text = "";
    for (size_t n = 0; nth_time(run, "beat", n) >= 0; n++)
        text = textf("%s%s%.1f", text, n ? ", " : "",
                     nth_time(run, "beat", n));
    return *text ? text : "none";
}

static const char *time_text(const struct run *run, const char *key)
{
    return happened(run, key) ? textf("at %.1f s", time_of(run, key)) : "never";
}

/* --- what is asked ------------------------------------------------------- */

static bool downloads(const struct run *run)
{
    yours("begun %s, over %s", time_text(run, "begun"), time_text(run, "over"));
    return same_time(time_of(run, "begun"), 0) &&
           same_time(time_of(run, "over"), noted(run, "seconds").real);
}

static bool beats(const struct run *run)
{
    yours("beats at %s; the download over %s", beats_text(run),
          time_text(run, "over"));
    size_t n = 0;
    for (; 0.5 * (double)n < time_of(run, "over"); n++)
        if (!same_time(nth_time(run, "beat", n), 0.5 * (double)n))
            return false;
    return nth_time(run, "beat", n) < 0;
}

static bool says_goodbye(const struct run *run)
{
    yours("the download over %s, goodbye begun %s, said %s",
          time_text(run, "over"), time_text(run, "goodbye"),
          time_text(run, "said"));
    return same_time(time_of(run, "goodbye"), time_of(run, "over")) &&
           nth_time(run, "goodbye", 1) < 0 && happened(run, "said");
}

static bool ends_then(const struct run *run)
{
    yours("goodbye said %s; you ended %s", time_text(run, "said"),
          time_text(run, "ended"));
    return happened(run, "said") &&
           same_time(time_of(run, "ended"), time_of(run, "said"));
}

static bool same_outcome(const struct run *run)
{
    yours("%s", ending_text(run));
    if (run->code == NOT_FOUND && !strstr(run->error, "no such page"))
        return false;
    return run->code == code_of(run) &&
           (run->code || returned_text(run, noted(run, "page").text));
}

/* The first task, but main, that was asked to end and returned all the same;
 * or that has not ended in a run without end.  (What a timeout cancels, its
 * timer cancels: by is 0.) */
static const struct sight *swallowed_cancel(const struct run *run)
{
    for (size_t n = 0;; n++) {
        const struct sight *cancel = nth_sight(run, EVENT_CANCEL, 0, n);
        if (!cancel)
            return NULL;
        if (cancel->task == MAIN || cancel->by == 0)
            continue;
        const struct sight *done = nth_sight(run, EVENT_DONE, cancel->task, 0);
        if (done ? done->state == RETURNED : run->ending == TURNED_ENDLESSLY)
            return cancel;
    }
}

static bool passes_it_on(const struct run *run)
{
    const struct sight *cancel = swallowed_cancel(run);
    if (cancel)
        yours("'%s' was cancelled, and returned as if it had not been",
              cancel->outermost.coro);
    return !cancel;
}

/* The first task, but main and you, that somebody's step cancelled. */
static const struct sight *cancel_of_pulse(const struct run *run)
{
    for (size_t n = 0;; n++) {
        const struct sight *cancel = nth_sight(run, EVENT_CANCEL, 0, n);
        if (!cancel || (cancel->task > YOU && cancel->by > MAIN))
            return cancel;
    }
}

/* The task in whose step that one was made. */
static uint32_t maker_of(const struct run *run, uint32_t task)
{
    const struct sight *made = nth_sight(run, EVENT_CREATED, task, 0);
    return made ? made->by : 0;
}

/* Where a heartbeat was cancelled, and another one said goodbye in its place;
 * NULL: nowhere. */
static const struct sight *goodbye_of_another(const struct run *run)
{
    const struct sight *cancel = cancel_of_pulse(run);
    const struct sight *words = nth_suspension(run, "goodbye", 0);
    bool is_yours = words && !frame_of(words, "heartbeat") &&
                    (words->task == YOU || maker_of(run, words->task) == YOU);
    return is_yours && cancel && cancel->outermost.coro &&
                   strcmp(cancel->outermost.coro, "heartbeat") == 0
               ? words : NULL;
}

static bool says_it_itself(const struct run *run)
{
    const struct sight *words = goodbye_of_another(run);
    if (words)
        yours("the heartbeat was cancelled, and has gone without a word");
    return !words;
}

static const struct expectation expectations[] = {
    {"the download runs at once, and once", downloads},
    {"beats from 0.0 on, each half second, until it is over", beats},
    {"goodbye, once, as soon as the download is over", says_goodbye},
    {"the heartbeat says it, when it is cancelled", says_it_itself},
    {"the end when goodbye is said, 0.2 s later", ends_then},
    {"the download's text, or its failure", same_outcome},
    {"whoever is cancelled ends as cancelled", passes_it_on},
    {0},
};

static bool both_end(const struct run *run)
{
    yours("the first %s, the second %s", time_text(run, "first"),
          time_text(run, "second"));
    return same_time(time_of(run, "first"), 1.0) &&
           same_time(time_of(run, "second"), 1.1);
}

static bool each_has_its_heart(const struct run *run)
{
    yours("beats at %s", beats_text(run));
    return strcmp(beats_text(run), "0.0, 0.1, 0.5, 0.6") == 0;
}

static const struct expectation when_two[] = {
    {"each ends when its own goodbye is said: at 1.0 s and at 1.1 s", both_end},
    {"each has a heartbeat of its own: beats at 0.0, 0.1, 0.5, 0.6",
     each_has_its_heart},
    {0},
};

static const struct play cases[] = {
    {"a download of 0.8 s", short_one, expectations},
    {"a download of 1.7 s", long_one, expectations},
    {"a download that fails after 1.3 s", failing_one, expectations},
    {"a download that is cancelled after 0.7 s", cancelled_one, expectations},
    {"two at the same time", two_at_once, when_two},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool ended_before(const struct run *run, double time)
{
    return happened(run, "ended") && time > time_of(run, "ended") + 1e-6;
}

/* The task of the heartbeat, or the heartbeat itself, is awaited first. */
static bool waits_for_the_heart(const struct run *run)
{
    found("The heart beats at %.1f s, %.1f s, and so on; the download does not "
          "begin.", time_of(run, "beat"), nth_time(run, "beat", 1));
    return run->ending == TURNED_ENDLESSLY && happened(run, "beat") &&
           !happened(run, "begun");
}

static bool heartbeat_in_front(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    const struct token *await = find_tokens(t, NULL,
                                            "AWAIT ( coro ( heartbeat");
    if (!await)
        await = find_tokens(t, NULL, "TRY_AWAIT ( coro ( heartbeat");
    if (await)
        point_at(answer_file(), await->line);
    return waits_for_the_heart(run) && await;
}

/* The line in which it said goodbye, behind that: 0, in none. */
static int goodbye_behind(const struct run *run, const struct sight *cancel)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_AWAIT && act->task == cancel->task &&
            act->time >= cancel->time && is_answer(act->file) && act->name &&
            strcmp(act->name, "goodbye") == 0)
            return act->line;
    }
    return 0;
}

/* It has said goodbye, and its loop goes on. */
static bool goes_on_after_goodbye(const struct run *run)
{
    const struct sight *cancel = swallowed_cancel(run);
    int line = cancel ? goodbye_behind(run, cancel) : 0;
    if (!line || run->ending != TURNED_ENDLESSLY)
        return false;
    point_at(answer_file(), line);
    found("At %.1f s '%s' was cancelled at line %d, says goodbye in line %d, "
          "and goes on in its loop.", clock_to_seconds(cancel->time),
          cancel->outermost.coro, cancel->outermost.line, line);
    return true;
}

static bool swallowed(const struct run *run)
{
    const struct sight *cancel = swallowed_cancel(run);
    if (!cancel)
        return false;
    const struct place *place = &cancel->outermost;
    point_at(place->file, place->line);
    bool went_on = run->ending == TURNED_ENDLESSLY;
    found("At %.1f s '%s' was cancelled at line %d, and %s.",
          clock_to_seconds(cancel->time), place->coro, place->line,
          went_on ? "goes on for ever" : "returned as if nothing had happened");
    return true;
}

/* The coroutine raises what it caught, behind a loop that does not end. */
static bool loop_goes_on(const struct run *run)
{
    const struct sight *cancel = swallowed_cancel(run);
    if (!cancel || run->ending != TURNED_ENDLESSLY)
        return false;
    const struct place *place = &cancel->outermost;
    const struct item *item =
        item_named(&sources()->answer, place->coro, false);
    if (!item || (!find_tokens(item->body, item->end, "RERAISE") &&
                  !find_tokens(item->body, item->end, "RAISE_ERROR")))
        return false;
    point_at(place->file, place->line);
    found("At %.1f s '%s' was cancelled at line %d, and its loop goes on for "
          "ever: what stands behind the loop is not come to.",
          clock_to_seconds(cancel->time), place->coro, place->line);
    return true;
}

/* The heartbeat's own end, before the download's, and nobody has asked for
 * it. */
static bool heart_stops(const struct run *run)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        double time = clock_to_seconds(act->time);
        if (act->kind != ACT_END || act->code || !is_answer(act->file) ||
            strcmp(act->in, "heartbeat") != 0 || cancel_of_pulse(run) ||
            !happened(run, "begun") ||
            (happened(run, "over") && time >= time_of(run, "over")))
            continue;
        point_at(act->file, act->line);
        found("The heart beats at %s. Then 'heartbeat' ended by itself, at "
              "%.1f s in line %d; the download was over %s.", beats_text(run),
              time, act->line, time_text(run, "over"));
        return true;
    }
    return false;
}

/* Where it sleeps before it has beaten at all. */
static bool beats_late(const struct run *run)
{
    if (time_of(run, "beat") < time_of(run, "begun") + 1e-6 ||
        !happened(run, "begun"))
        return false;
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind != ACT_SLEEP || !is_answer(act->file) ||
            strcmp(act->in, "heartbeat") != 0 ||
            clock_to_seconds(act->time) > time_of(run, "begun") + 1e-6)
            continue;
        point_at(act->file, act->line);
        found("The first beat comes at %.1f s: line %d sleeps in front of it.",
              time_of(run, "beat"), act->line);
        return true;
    }
    return false;
}

/* Does the answer cancel nothing in this run? */
static bool cancels_nothing(const struct run *run)
{
    for (size_t i = 0; i < act_count(run->acts); i++)
        if (run->acts->act[i].kind == ACT_CANCEL &&
            is_answer(run->acts->act[i].file))
            return false;
    return true;
}

/* " task_cancel() stands in line 88, behind that": where you wait for ever; or
 * in front of that, and is not come to. */
static const char *cancels_behind(const struct run *run)
{
    size_t waits = count_sights(run, EVENT_SUSPENDED, YOU);
    const struct sight *last =
        waits ? nth_sight(run, EVENT_SUSPENDED, YOU, waits - 1) : NULL;
    int line = last ? last->outermost.line : 0;
    const struct token *first = sources()->answer.tokens.first;
    const struct token *cancel = find_tokens(first, NULL, "task_cancel (");
    if (line && cancel && cancel->line < line && cancels_nothing(run) &&
        !line_is_given(cancel->line)) {
        point_at(answer_file(), cancel->line);
        return textf(" task_cancel() stands in line %d; this run did not come "
                     "to it, and waits in line %d.", cancel->line, line);
    }
    if (!line || !cancel || cancel->line <= line)
        return "";
    point_at(last->outermost.file, line);
    return textf(" Line %d waits for it, and task_cancel() comes only behind "
                 "that, in line %d.", line, cancel->line);
}

static bool waits_without_cancelling(const struct run *run)
{
    found("The download was over at %.1f s, and the heart beats on and on.%s",
          time_of(run, "over"), cancels_behind(run));
    return run->ending == TURNED_ENDLESSLY && happened(run, "over") &&
           !cancel_of_pulse(run);
}

static bool cancelled_by_its_pulse(const struct run *run)
{
    size_t waits = count_sights(run, EVENT_SUSPENDED, YOU);
    if (waits == 0)
        return false;
    const struct sight *last = nth_sight(run, EVENT_SUSPENDED, YOU, waits - 1);
    if (line_has(&sources()->answer, last->outermost.line, "TRY_AWAIT"))
        return false;           /* it is kept there; another one came out */
    point_at(last->outermost.file, last->outermost.line);
    found("Nobody cancelled watched_download, and it ended at %.1f s with %s.",
          time_of(run, "ended"), ending_text(run));
    return code_of(run) == 0 && run->code == ECANCELED;
}

static bool returns_something(const struct run *run)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_END && act->how == HOW_RETURN &&
            strcmp(act->in, "watched_download") == 0)
            return true;
    }
    return false;
}

static bool did_not_keep_the_page(const struct run *run)
{
    found("The download gave its text at %.1f s, and you returned None.",
          time_of(run, "over"));
    return code_of(run) == 0 && run->code == 0 && is_none(run->result) &&
           returns_something(run);
}

/* The if in front of the only task_cancel(), which was not come to. */
static const char *only_if(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first, *around = NULL;
    const struct token *call = find_tokens(t, NULL, "task_cancel (");
    if (!call || cancel_of_pulse(run))
        return "";
    for (; t < call; t++)
        if (token_is(t, "if") && call < behind_statement(t))
            around = t;
    if (!around)
        return "";
    point_at(answer_file(), around->line);
    return textf(" task_cancel() stands in line %d, and the if of line %d did "
                 "not let it be come to.", call->line, around->line);
}

static bool left_running(const struct run *run)
{
    const struct sight *cancel = cancel_of_pulse(run);
    found("You ended at %.1f s; the heart beats on, until %.1f s.%s",
          time_of(run, "ended"), last_beat(run), only_if(run));
    return ended_before(run, last_beat(run)) &&
           (!cancel || ended_before(run, clock_to_seconds(cancel->time)));
}

/* RERAISE or RETURN of your own, behind the TRY_AWAIT of the download. */
static const struct act *own_end(const struct run *run)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_END && is_answer(act->file) &&
            (act->how == HOW_RETURN || act->how == HOW_RAISE) &&
            strcmp(act->in, "watched_download") == 0)
            return act;
    }
    return NULL;
}

/* The line in which the download is awaited; NULL: in none. */
static const struct place *awaits_download(const struct run *run)
{
    const struct sight *wait = nth_suspension(run, "download", 0);
    return wait ? caller_of(wait, "download") : NULL;
}

/* TRY_AWAIT(download); if (failure()) RERAISE; and then what stops it. */
static bool left_in_front(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    const struct place *place = awaits_download(run);
    const struct act *end = own_end(run);
    if (run->code == 0 || !left_running(run) || !end || !place ||
        !line_has(answer, place->line, "TRY_AWAIT") || end->line <= place->line)
        return false;
    const struct token *cancel = find_tokens(line_ends(answer, end->line), NULL,
                                             "task_cancel (");
    if (!cancel || find_tokens(answer->tokens.first, cancel, "task_cancel ("))
        return false;
    point_at(end->file, end->line);
    found("Line %d catches how the download ended (%s), and line %d leaves with "
          "it at %.1f s: task_cancel(), in line %d, is not come to, and the "
          "heart beats on.", place->line, ending_text(run), end->line,
          time_of(run, "ended"), cancel->line);
    return true;
}

static bool left_running_after_failure(const struct run *run)
{
    const struct place *place = awaits_download(run);
    if (run->code == 0 || !left_running(run) ||
        (place && line_has(&sources()->answer, place->line, "TRY_AWAIT")))
        return false;
    if (place)
        point_at(place->file, place->line);
    return true;
}

static bool did_not_wait(const struct run *run)
{
    const struct sight *cancel = cancel_of_pulse(run);
    if (!cancel || ended_before(run, clock_to_seconds(cancel->time)))
        return false;
    double ended = task_ended(run, cancel->task);
    for (size_t i = 0; i < act_count(run->acts); i++)
        if (run->acts->act[i].kind == ACT_CANCEL &&
            is_answer(run->acts->act[i].file))
            point_at(run->acts->act[i].file, run->acts->act[i].line);
    const struct act *end = own_end(run);
    bool reraises = end && end->how == HOW_RAISE &&
                    line_has(&sources()->answer, end->line, "RERAISE");
    found("You cancelled the heartbeat at %.1f s and ended at %.1f s; it ended "
          "at %.1f s.%s", clock_to_seconds(cancel->time),
          time_of(run, "ended"), ended,
          reraises ? " (Keep caught() before you wait for it: behind another "
                     "TRY_AWAIT, RERAISE raises what that one caught.)" : "");
    return ended_before(run, ended);
}

static bool skipped_goodbye(const struct run *run)
{
    const struct sight *cancel = cancel_of_pulse(run);
    if (!cancel)
        return false;
    const struct place *place = own_place(cancel);
    if (place->line == 0)
        return false;           /* before it had begun */
    point_at(place->file, place->line);
    found("The heartbeat was cancelled at %.1f s, at line %d, and was gone.",
          clock_to_seconds(cancel->time), place->line);
    return !happened(run, "goodbye");
}

static const char *item_text(const struct token *t)
{
    const struct item *item = item_at(&sources()->answer, t->line);
    return item ? token_text(item->name) : "";
}

static bool said_by_another(const struct run *run)
{
    const struct sight *words = goodbye_of_another(run);
    if (!words)
        return false;
    const struct place *left = own_place(cancel_of_pulse(run));
    const struct token *says = sources()->answer.tokens.first;
    while ((says = find_tokens(says, NULL, "coro ( goodbye")) &&
           strcmp(item_text(says), "heartbeat") == 0)
        says++;
    if (says)
        point_at(answer_file(), says->line);
    found("%s goodbye. The heartbeat was cancelled at %.1f s in line %d, and "
          "ended without it.",
          says ? textf("Line %d, in '%s', says", says->line, item_text(says))
               : "Another one says",
          clock_to_seconds(cancel_of_pulse(run)->time), left->line);
    return true;
}

static bool stopped_late(const struct run *run)
{
    found("The download was over at %.1f s, and goodbye began at %.1f s.",
          time_of(run, "over"), time_of(run, "goodbye"));
    return happened(run, "over") &&
           time_of(run, "goodbye") > time_of(run, "over") + 1e-6;
}

static const struct mistake mistakes[] = {
    {.name = "heartbeat-in-front", .made = heartbeat_in_front,
     .broken_too = true,
     .why = "AWAIT(coro(heartbeat)) goes on when the heartbeat has ended, and "
            "it never does. What should run beside you is a task: "
            "create_task(coro(heartbeat)).",
     .python = "await heartbeat()                          # nobody gets past\n"
               "pulse = asyncio.create_task(heartbeat())   # beside you",
     .read_on = "NOTES.md, chapter 11"},
    {.name = "pulse-awaited-first", .made = waits_for_the_heart,
     .broken_too = true,
     .why = "You wait for the heartbeat before the download begins, and it "
            "ends only when it is cancelled. Wait for the download first; then "
            "cancel the heartbeat, and wait for its end.",
     .python = "await pulse                    # nobody gets past\n"
               "page = await download()",
     .read_on = "NOTES.md, chapter 11"},
    {.name = "first-beat-late", .made = beats_late,
     .why = "The first beat is to come at once: beat, then sleep.",
     .python = "while True:\n"
               "    beat()                     # first\n"
               "    await asyncio.sleep(0.5)",
     .read_on = "NOTES.md, chapter 11", .is_proven = true},
    {.name = "said-by-another", .made = said_by_another,
     .why = "Whoever else cancels the heartbeat, or its whole program, would "
            "hear no goodbye. What a task has to do at its end stands in the "
            "task: TRY_AWAIT the sleep there, and say goodbye before RERAISE.",
     .python = "except asyncio.CancelledError:     # in heartbeat()\n"
               "    await goodbye()\n"
               "    raise",
     .read_on = "NOTES.md, chapter 10", .is_proven = true},
    {.name = "heart-stops", .made = heart_stops,
     .why = "It is to beat on and on, until it is cancelled: only that leaves "
            "its loop.",
     .python = "while True:\n"
               "    beat()\n"
               "    await asyncio.sleep(0.5)",
     .read_on = "NOTES.md, chapter 11"},
    {.name = "loop-goes-on", .made = loop_goes_on, .broken_too = true,
     .why = "A cancellation is a failure of the await where the task stands: "
            "the loop ends when failure() is not 0 there.",
     .python = "except asyncio.CancelledError:\n"
               "    break                      # and then say goodbye",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "goes-on-after-goodbye", .made = goes_on_after_goodbye,
     .broken_too = true,
     .why = "Goodbye is the last thing it does: behind it RERAISE leaves the "
            "coroutine and passes the cancellation on.",
     .python = "except asyncio.CancelledError:\n"
               "    await goodbye()\n"
               "    raise                      # and leaves the loop",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "cancellation-swallowed", .made = swallowed, .broken_too = true,
     .why = "A cancellation is a request to end. Clean up, then pass it on "
            "with RERAISE. Otherwise whoever asked waits for ever, or takes "
            "the task for one that has done its work.",
     .python = "except asyncio.CancelledError:\n"
               "    await goodbye()\n"
               "    raise                      # hands it on",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "awaited-but-not-cancelled", .made = waits_without_cancelling,
     .broken_too = true,
     .why = "You wait for the heartbeat, but nobody has told it to stop, so it "
            "never ends. Cancel its task first, then wait for it.",
     .python = "pulse.cancel()     # first\n"
               "await pulse",
     .read_on = "NOTES.md, chapter 11"},
    {.name = "ended-with-its-heartbeat", .made = cancelled_by_its_pulse,
     .why = "A task that was cancelled raises CancelledError in whoever awaits "
            "it, and AWAIT hands that on to your caller. You expect this one: "
            "wait for that task with TRY_AWAIT, which keeps it here.",
     .python = "pulse.cancel()\n"
               "await pulse                    # CancelledError, here too\n"
               "with contextlib.suppress(asyncio.CancelledError):\n"
               "    await pulse                # kept here",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "page-not-kept", .made = did_not_keep_the_page,
     .why = "awaited() is what the latest await gave, and that was the "
            "heartbeat's, which gave nothing. Keep the text in the struct, "
            "right behind the await of the download.",
     .python = "page = await download()        # has a name\n"
               "...\n"
               "return page",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "left-in-front", .made = left_in_front, .show_timeline = true,
     .why = "Stop the heartbeat first, in any case: keep caught() right behind "
            "TRY_AWAIT, cancel the task, wait for its end, and then raise what "
            "you kept.",
     .python = "try:\n"
               "    return await download()\n"
               "finally:                       # in any case\n"
               "    pulse.cancel()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "stopped-only-after-success", .made = left_running_after_failure,
     .show_timeline = true,
     .why = "AWAIT leaves the function when the download fails, or is "
            "cancelled, and the lines behind it, which stop the heartbeat, "
            "are not run. Use TRY_AWAIT, keep caught(), stop the heartbeat in "
            "any case, then raise what you kept.",
     .python = "try:\n"
               "    return await download()\n"
               "finally:                       # in any case\n"
               "    pulse.cancel()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "heartbeat-left-running", .made = left_running,
     .show_timeline = true,
     .why = "A task does not end with the coroutine that made it; it runs by "
            "itself, to the end of the loop if need be. Whoever starts "
            "something for ever must stop it: task_cancel(), then wait.",
     .python = "return page        # and pulse beats on\n"
               "pulse.cancel()     # before that",
     .read_on = "NOTES.md, chapter 11"},
    {.name = "cancelled-and-not-awaited", .made = did_not_wait,
     .show_timeline = true,
     .why = "task_cancel() only asks. The task hears of it in its next turn, "
            "and here it then says goodbye, which takes a while. Wait until it "
            "has ended: TRY_AWAIT the task.",
     .python = "pulse.cancel()                 # a request\n"
               "with contextlib.suppress(asyncio.CancelledError):\n"
               "    await pulse                # this is missing",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "cleanup-skipped", .made = skipped_goodbye,
     .why = "A cancellation comes out of the await where the task stands, as a "
            "failure, and AWAIT leaves the function with it: what stands "
            "behind the loop is not run. TRY_AWAIT hands it to you; say "
            "goodbye, then raise it again.",
     .python = "try:\n"
               "    await asyncio.sleep(0.5)   # raises CancelledError\n"
               "except asyncio.CancelledError:\n"
               "    await goodbye()\n"
               "    raise",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "stops-at-the-next-beat", .made = stopped_late,
     .show_timeline = true,
     .why = "The heartbeat finds out when it wakes up, up to half a second too "
            "late: a flag that it looks at wakes nobody. task_cancel() reaches "
            "it in the middle of its sleep.",
     .python = "while not stop:                # looked at each half second\n"
               "    await asyncio.sleep(0.5)\n"
               "pulse.cancel()                 # wakes it now",
     .read_on = "NOTES.md, chapter 11"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
