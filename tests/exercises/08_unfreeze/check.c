/* The check of exercise 08: unfreeze. */
#include <string.h>

#include "exercise.h"
#include "seen.h"
#include "shared.h"
#include "statements.h"

struct coro handler(const char *city);

/* --- the cases: some requests, while a heart beats ----------------------- */

enum { CITY_LIMIT = 3 };

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
    RERAISE;                    /* stopped, perhaps long after it was due */
    END;
}

struct serve {
    CORO;
    const char *const *cities;
    int i;
    struct task *heart, *requests[CITY_LIMIT];
    const char *answers;
};

ASYNC(serve)
{
    BEGIN;
    most_late = 0;
    self->heart = create_task(coro(heartbeat));
    for (self->i = 0; self->cities[self->i]; self->i++)
        self->requests[self->i] = create_task(handler(self->cities[self->i]));
    self->answers = "";
    for (self->i = 0; self->cities[self->i]; self->i++) {
        AWAIT(self->requests[self->i]);
        self->answers = textf("%s%s%s", self->answers, self->i ? ", " : "",
                              value_to_text(awaited()));
    }
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    RETURN(self->answers);
    END;
}

static void play_requests(const char *const *cities, double seconds)
{
    note("asked", seconds);
    play(coro(serve, .cities = cities));
    note("late", most_late);
}

static void three_requests(void)
{
    static const char *const cities[] = {"Oslo", "Reykjavik", "Lisbon", NULL};
    play_requests(cities, 1.1);
}

static void one_request(void)
{
    static const char *const cities[] = {"Bratislava", NULL};
    play_requests(cities, 1.2);
}

/* --- what is asked ------------------------------------------------------- */

static bool three_answers(const struct run *run)
{
    return returned_text(run, "Oslo: 14 degrees, Reykjavik: 19 degrees, "
                              "Lisbon: 16 degrees");
}

static bool one_answer(const struct run *run)
{
    return returned_text(run, "Bratislava: 20 degrees");
}

static bool in_time(const struct run *run)
{
    yours("%.1f s", run->seconds);
    return took(run, as_real(noted(run, "asked")));
}

static bool heart_beats(const struct run *run)
{
    double late = as_real(noted(run, "late"));
    yours("the heart beats up to %.2f s late", late);
    return same_time(late, 0);
}

static const struct expectation three_expected[] = {
    {"three answers, as before", three_answers},
    {"as long as the slowest takes: 0.9 s and 0.2 s", in_time},
    {"everybody else runs meanwhile: the heart beats in time", heart_beats},
    {0},
};

static const struct expectation one_expected[] = {
    {"the answer, as before", one_answer},
    {"as long as before: 1.0 s and 0.2 s", in_time},
    {"everybody else runs meanwhile: the heart beats in time", heart_beats},
    {0},
};

static struct coro one_to_cancel(void)
{
    return handler("Oslo");
}

static void cancelled(void)
{
    static const double seconds[] = {0.3, 0.5, 0};
    play_cancelled(one_to_cancel, seconds);
}

static const struct expectation when_cancelled[] = {
    {"whoever is cancelled ends as cancelled, wherever it waits",
     all_ended_as_cancelled},
    {0},
};

static const struct play cases[] = {
    {"three requests", three_requests, three_expected},
    {"one request", one_request, one_expected},
    {"cancelled somewhere on the way", cancelled, when_cancelled},
    {0},
};

/* --- looking ------------------------------------------------------------- */

/* The n-th time that a step, and not the loop, moved the clock. */
static const struct sight *block(const struct run *run, size_t n)
{
    for (size_t i = 0; i < run->sight_count; i++) {
        const struct sight *sight = &run->sights[i];
        if (sight->kind == EVENT_CLOCK && sight->by && n-- == 0)
            return sight;
    }
    return NULL;
}

static size_t count_blocks(const struct run *run, uint32_t task)
{
    size_t count = 0;
    for (size_t n = 0; block(run, n); n++)
        count += block(run, n)->by == task;
    return count;
}

static bool yields(const struct sight *sleep)
{
    return sleep->until <= sleep->time;
}

/* The first sleep of a task: a real one, or one of no time. */
static const struct sight *sleep_of(const struct run *run, uint32_t task,
                                    bool of_no_time)
{
    const struct sight *sight;
    for (size_t n = 0;
         (sight = nth_sight(run, EVENT_SUSPENDED, task, n)); n++)
        if (sight->want == WANT_SLEEP && yields(sight) == of_no_time)
            return sight;
    return NULL;
}

static const struct sight *creation(const struct run *run, uint32_t task)
{
    return nth_sight(run, EVENT_CREATED, task, 0);
}

/* --- known mistakes ------------------------------------------------------ */

/* RETURN(strlen(city)): the statement that gives the letters, NULL: none. */
static const struct token *line_of_letters(void)
{
    static const char *const gives[] = {"RETURN", "return", NULL};
    const struct token *t = sources()->answer.tokens.first;
    for (; t->kind != TOKEN_END; t++)
        if (is_any(t, gives) && !line_is_given(t->line) &&
            find_tokens(t, behind_statement(t), "strlen ("))
            return t;
    return NULL;
}

/* Each answer has ten more, or ten less, than it should have. */
static bool ten_too_many(const struct run *run)
{
    const char *answer = run->result.kind == VALUE_TEXT
                             ? strchr(run->result.text, ':') : NULL;
    int degrees, right = strncmp(run->result.text ? run->result.text : "",
                                 "Bratislava", 10) == 0 ? 20 : 14;
    if (!answer || sscanf(answer, ": %d degrees", &degrees) != 1 ||
        (degrees != right + 10 && degrees != right - 10))
        return false;
    const struct token *t = sources()->answer.tokens.first, *first = NULL;
    const struct token *second = NULL;
    for (; t->kind != TOKEN_END; t++) {
        if (!token_is(t, "10"))
            continue;
        second = first ? t : NULL;
        first = first ? first : t;
    }
    if ((degrees > right) != (second != NULL))
        return false;
    const struct token *letters = line_of_letters();
    if (second || letters)
        point_at(answer_file(), (second ? second : letters)->line);
    found("Each answer has 10 degrees too %s.%s",
          degrees > right ? "many" : "few",
          second ? textf(" Line %d adds 10, and line %d adds 10 once more: "
                         "what ask_station gives has them already.",
                         first->line, second->line)
                 : "");
    return true;
}

/* All three got the degrees of one city, whose name stood in a variable that
 * is one for all. */
static bool one_city_for_all(const struct run *run)
{
    int oslo, reykjavik, lisbon;
    const struct token *shared = shared_variable();
    if (!shared || run->result.kind != VALUE_TEXT ||
        sscanf(run->result.text, "Oslo: %d degrees, Reykjavik: %d degrees, "
               "Lisbon: %d degrees", &oslo, &reykjavik, &lisbon) != 3 ||
        (oslo == 14 && reykjavik == 19))
        return false;
    point_at(answer_file(), shared->line);
    found("Three requests are under way at once: the degrees are %d, %d and "
          "%d. '%s' in line %d is one for all of them, and whoever sets it last "
          "sets it for the others, too.", oslo, reykjavik, lisbon,
          token_text(shared), shared->line);
    return true;
}

/* "line 38, in ask_station(), which line 65 calls," */
static const char *which_block(const struct act *work)
{
    const struct source *answer = &sources()->answer;
    const char *call = textf("%s (", work->in);
    const struct item *item = item_named(answer, work->in, false);
    if (!item || item->is_coroutine)
        return textf("line %d", work->line);
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *one = &answer->items[i];
        const struct token *t =
            one->is_coroutine ? find_tokens(one->body, one->end, call) : NULL;
        if (t)
            return textf("line %d, in %s(), which line %d calls,", work->line,
                         work->in, t->line);
    }
    return textf("line %d, in %s(),", work->line, work->in);
}

/* The loop was kept inside of a coroutine that another one called. */
static bool async_in_name_only(const struct run *run)
{
    const struct sight *kept;
    for (size_t n = 0; (kept = block(run, n)); n++) {
        const struct place *place = own_place(kept);
        if ((kept->depth < 2 && creation(run, kept->by)->by == 1) ||
            count_blocks(run, kept->by) > 2)
            continue;
        const struct act *work = own_block(run);
        point_at(place->file, place->line);
        if (work)
            point_at_act(work);
        found("'%s' is a coroutine now, and still keeps the loop: until %.1f s "
              "nobody else could run.%s", place->coro,
              clock_to_seconds(kept->time),
              work ? textf(" It is %s that blocks.",
                           which_block(work)) : "");
        return true;
    }
    return false;
}

static bool blocks_in_slices(const struct run *run)
{
    const struct sight *kept = block(run, 0);
    const struct sight *yield = kept ? sleep_of(run, kept->by, true) : NULL;
    if (!yield || count_blocks(run, kept->by) < 3)
        return false;
    const struct place *place = own_place(yield);
    found("Task %u gives the loop back at line %d, and then takes it again, "
          "%zu times in all.", kept->by, place->line,
          count_blocks(run, kept->by));
    point_at(place->file, place->line);
    return true;
}

static bool yields_and_blocks(const struct run *run)
{
    const struct sight *kept = block(run, 0);
    const struct sight *yield = kept ? sleep_of(run, kept->by, true) : NULL;
    if (!yield)
        return false;
    const struct place *place = own_place(yield);
    found("Line %d waits for no time at all; the waiting is still done by "
          "somebody who keeps the loop.", place->line);
    point_at(place->file, place->line);
    return true;
}

static double all_sleeps(const struct run *run)
{
    double sum = 0;
    EACH_ACT(run, act)
        sum += act->kind == ACT_SLEEP && is_answer(act->file) ? act->number : 0;
    return sum;
}

/* The station's and those 0.2 s, of each request. */
static bool awaits_all_of_it(const struct run *run)
{
    bool alone = same_time(as_real(noted(run, "asked")), 1.2);
    return same_time(all_sleeps(run), alone ? 1.2 : 2.5);
}

static bool blocks_besides(const struct run *run)
{
    const struct act *work = own_block(run);
    if (!work || !awaits_all_of_it(run))
        return false;
    found("All that is to be waited for is awaited: %s. Besides, %s waits once "
          "more, and keeps the loop.", sleeps_text(run), which_block(work));
    point_at_act(work);
    return true;
}

static bool one_of_two(const struct run *run)
{
    const struct sight *kept = block(run, 0);
    const struct sight *sleep = kept ? sleep_of(run, kept->by, false) : NULL;
    const struct act *work = own_block(run);
    if (!sleep)
        return false;
    const struct place *place = own_place(sleep);
    point_at(place->file, place->line);
    if (work)
        point_at_act(work);
    found("The await at line %d lets others run; %s does not: until %.1f s it "
          "kept the loop.", place->line,
          work ? which_block(work) : "the other wait",
          clock_to_seconds(kept->time));
    return true;
}

/* A task that a request made, and did not wait for. */
/* Where the learner says create_task() or spawn(), if that is one line. */
static void point_at_made(void)
{
    static const char *const makes[] = {"create_task", "spawn", NULL};
    const struct token *t = sources()->answer.tokens.first, *made = NULL;
    for (; t->kind != TOKEN_END; t++)
        if (is_any(t, makes) && token_is(t + 1, "(")) {
            if (made)
                return;
            made = t;
        }
    if (made)
        point_at(answer_file(), made->line);
}

static bool not_waited_for(const struct run *run)
{
    const struct sight *made;
    for (size_t n = 0; (made = nth_sight(run, EVENT_CREATED, 0, n)); n++) {
        if (made->by <= 1 ||
            task_ended(run, made->task) <= task_ended(run, made->by))
            continue;
        point_at_made();
        found("Task %u was done at %.1f s; task %u, which it had made, ran on "
              "until %.1f s.", made->by, task_ended(run, made->by), made->task,
              task_ended(run, made->task));
        return true;
    }
    return false;
}

/* gather() in the coroutine itself: its own waits run at the same time. */
static bool waits_at_once(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "answer", false);
    const struct token *t =
        item ? find_tokens(item->body, item->end, "gather (") : NULL;
    if (!t || block(run, 0) || run->code ||
        run->seconds >= as_real(noted(run, "asked")))
        return false;
    found("Nobody is kept waiting now, but it takes %.1f s instead of %.1f s: "
          "gather() in line %d runs both waits of one request at the same "
          "time.", run->seconds, as_real(noted(run, "asked")), t->line);
    point_at(answer_file(), t->line);
    return true;
}

/* Point at where ask_station() answers, if no line of it waits. */
static const char *station_does_not_wait(const struct run *run)
{
    const struct item *item =
        item_named(&sources()->answer, "ask_station", false);
    const struct token *end =
        item && item->is_coroutine
            ? find_tokens(item->body, item->end, "RETURN (") : NULL;
    EACH_ACT(run, act)
        if (end && act->kind == ACT_SLEEP && act->line >= item->first->line &&
            act->line <= item->end->line)
            end = NULL;
    if (!end || has_await("ask_station"))
        return "";
    point_at(answer_file(), end->line);
    return textf(" ask_station() answers in line %d, and has waited for "
                 "nothing.", end->line);
}

/* Nothing is left out, and yet it is too short: who asked is waited for while
 * the station is. */
static bool waits_meanwhile(const struct run *run)
{
    double asked = as_real(noted(run, "asked"));
    if (block(run, 0) || run->code || run->seconds >= asked ||
        !awaits_all_of_it(run))
        return false;
    const struct act *mine = NULL, *far = NULL;
    EACH_ACT(run, act) {
        if (act->kind != ACT_SLEEP || !is_answer(act->file))
            continue;
        if (same_time(act->number, 0.2))
            mine = mine ? mine : act;
        else
            far = far ? far : act;
    }
    if (!mine || !far)
        return false;
    point_at_act(mine);
    found("It takes %.1f s instead of %.1f s: line %d waits for who asked while "
          "the station, line %d, has not answered yet.", run->seconds, asked,
          mine->line, far->line);
    return true;
}

/* Two waits for each request, be they as long as they may. */
static bool has_all_waits(const struct run *run)
{
    bool alone = same_time(as_real(noted(run, "asked")), 1.2);
    int waits = 0;
    EACH_ACT(run, act)
        waits += act->kind == ACT_SLEEP && is_answer(act->file) &&
                 act->number > 0;
    return waits >= (alone ? 2 : 6);
}

static bool wait_removed(const struct run *run)
{
    double asked = as_real(noted(run, "asked"));
    if (block(run, 0) || run->code || run->seconds >= asked ||
        has_all_waits(run))
        return false;
    const char *waits = sleeps_text(run);
    found("Nobody is kept waiting now, but it takes %.1f s instead of %.1f s. "
          "%s%s", run->seconds, asked,
          *waits ? textf("Your waits: %s.", waits) : "No line of yours waits.",
          station_does_not_wait(run));
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "one-for-all", .made = one_city_for_all, .is_proven = true,
     .why = "What belongs to one request is an argument, and lives in its "
            "struct: coro(ask_station, .city = self->city).",
     .python = "async def ask_station(city): ...    # an argument, no global",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "ten-too-many", .made = ten_too_many, .is_proven = true,
     .why = "The station is 10 + strlen(city), once.",
     .python = "return 10 + len(city)          # in ask_station, and only there",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "async-in-name-only", .made = async_in_name_only,
     .show_timeline = true,
     .why = "ASYNC makes a function able to give the loop back; only an AWAIT "
            "of something that really waits does it. Awaiting a coroutine is a "
            "call: what blocks inside of it blocks everybody, as before.",
     .python = "async def ask_station(city):\n"
               "    time.sleep(0.4)            # async changes nothing here\n"
               "    await asyncio.sleep(0.4)   # this lets others run",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "blocks-in-slices", .made = blocks_in_slices,
     .show_timeline = true,
     .why = "Everybody is frozen for a shorter time, more often. That is the "
            "way to treat work (exercise 09), but this is no work: it only "
            "waits. The waiting table can do that, for all requests at once.",
     .python = "for _ in range(4):             # still one at a time\n"
               "    time.sleep(0.1)\n"
               "    await asyncio.sleep(0)",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "yields-and-blocks", .made = yields_and_blocks,
     .show_timeline = true,
     .why = "async_sleep(0) lets the others run once. Then it is your turn "
            "again, and blocking_sleep() freezes them as before. The wait "
            "itself has to become an await.",
     .python = "await asyncio.sleep(0)         # a turn for the others, then\n"
               "time.sleep(0.2)                # they stand still",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "blocks-besides", .made = blocks_besides, .is_proven = true,
     .why = "Take from what is awaited what it gives, and leave out what "
            "blocks.",
     .python = "degrees = await ask_station(city)  # awaited, and not called "
               "besides",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "one-of-two-mended", .made = one_of_two, .show_timeline = true,
     .why = "It waits in two places, for the station and for who asked. One "
            "call that blocks is enough to freeze everybody.",
     .python = "degrees = await ask_station(city)\n"
               "await asyncio.sleep(0.2)       # both of them",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "not-waited-for", .made = not_waited_for, .show_timeline = true,
     .why = "A task that nobody awaits runs beside you, and you go on without "
            "it: nothing was waited for. The request is answered when all of "
            "its waiting is over: AWAIT what you made.",
     .python = "asyncio.create_task(pause())   # begins it, and goes on\n"
               "await pause()                  # goes on when it is over",
     .read_on = "NOTES.md, chapter 11"},
    {.name = "waits-at-once", .made = waits_at_once, .show_timeline = true,
     .why = "The way to who asked begins when the station has answered: first "
            "the one wait, then the other. It is other requests that go on "
            "meanwhile.",
     .python = "degrees = await ask_station(city)\n"
               "await asyncio.sleep(0.2)       # behind it, not beside it",
     .read_on = "NOTES.md, chapter 4", .is_proven = true},
    {.name = "waits-meanwhile", .made = waits_meanwhile, .is_proven = true,
     .why = "One request waits for both, one after the other: first for the "
            "station, and behind that for 0.2 s.",
     .python = "degrees = await ask_station(city)\n"
               "await asyncio.sleep(0.2)       # then, not meanwhile",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "wait-removed", .made = wait_removed, .show_timeline = true,
     .why = "The station is as far away as before, and so is who asked: the "
            "waits stand for a network. The request still has to wait for "
            "both, one after the other; but the others need not.",
     .python = "time.sleep(0.2)                # not simply deleted:\n"
               "await asyncio.sleep(0.2)       # replaced",
     .read_on = "NOTES.md, chapter 8"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
