/* The check of exercise 06: three APIs. */
#include <string.h>

#include "crash.h"
#include "exercise.h"
#include "given.h"
#include "seen.h"
#include "statements.h"

struct coro fetch_all(int a, int b, int c);

static void play_with(int a, int b, int c)
{
    note("first", a);
    note("second", b);
    note("third", c);
    play(fetch_all(a, b, c));
}

static void slowest_first(void)
{
    play_with(1, 2, 3);
}

static void quickest_first(void)
{
    play_with(5, 4, 2);
}

static void one_down(void)
{
    play_with(4, 9, 3);
}

static void all_down(void)
{
    play_with(7, 8, 6);
}

/* --- what is asked ------------------------------------------------------- */

static bool all_of_1_2_3(const struct run *run)
{
    return returned_text(run, "Response from API 1, Response from API 2, "
                              "Response from API 3");
}

static bool all_of_5_4_2(const struct run *run)
{
    return returned_text(run, "Response from API 5, Response from API 4, "
                              "Response from API 2");
}

static bool all_but_9(const struct run *run)
{
    return returned_text(run, "Response from API 4, no answer, "
                              "Response from API 3");
}

static bool no_answer(const struct run *run)
{
    return returned_text(run, "no answer, no answer, no answer");
}

static bool took_seconds(const struct run *run, double seconds)
{
    yours("%.1f s", run->seconds);
    return took(run, seconds);
}

static bool as_long_as_api_1(const struct run *run)
{
    return took_seconds(run, 1.0);
}

static bool as_long_as_api_4(const struct run *run)
{
    return took_seconds(run, 0.8);
}

static bool as_long_as_a_refusal(const struct run *run)
{
    return took_seconds(run, 0.3);
}

static const struct expectation for_1_2_3[] = {
    {"\"Response from API 1, Response from API 2, Response from API 3\"",
     all_of_1_2_3},
    {"as long as the slowest, API 1: 1.0 s", as_long_as_api_1},
    {0},
};

static const struct expectation for_5_4_2[] = {
    {"\"Response from API 5, Response from API 4, Response from API 2\"",
     all_of_5_4_2},
    {"as long as the slowest, API 4: 0.8 s", as_long_as_api_4},
    {0},
};

static const struct expectation for_4_9_3[] = {
    {"\"Response from API 4, no answer, Response from API 3\"", all_but_9},
    {"as long as the slowest, API 4: 0.8 s", as_long_as_api_4},
    {0},
};

static const struct expectation for_none[] = {
    {"\"no answer, no answer, no answer\"", no_answer},
    {"as long as one refusal: 0.3 s", as_long_as_a_refusal},
    {0},
};

static struct coro one_to_cancel(void)
{
    return fetch_all(1, 2, 3);
}

static void cancelled(void)
{
    static const double seconds[] = {0.1, 0.9, 0};
    play_cancelled(one_to_cancel, seconds);
}

static struct coro one_of_three(int n)
{
    return n == 0 ? fetch_all(1, 2, 3) : n == 1 ? fetch_all(9, 4, 3)
                                                : fetch_all(7, 8, 6);
}

static void three_at_once(void)
{
    play_at_once(one_of_three, 3, 0.1);
}

static bool each_its_own(const struct run *run)
{
    return returned_text(run, "Response from API 1, Response from API 2, "
                              "Response from API 3; no answer, Response from "
                              "API 4, Response from API 3; no answer, no "
                              "answer, no answer");
}

static const struct expectation for_three[] = {
    {"each its own: the answers of 1, 2, 3; of 9, 4, 3; of 7, 8, 6",
     each_its_own},
    {0},
};

static const struct expectation when_cancelled[] = {
    {"whoever is cancelled ends as cancelled, wherever it waits",
     all_ended_as_cancelled},
    {"and at once: nothing is left to be done", all_ended_at_once},
    {0},
};

static const struct play cases[] = {
    {"APIs 1, 2, 3", slowest_first, for_1_2_3},
    {"APIs 5, 4, 2", quickest_first, for_5_4_2},
    {"APIs 4, 9, 3, where 9 is down", one_down, for_4_9_3},
    {"APIs 7, 8, 6, all of them down", all_down, for_none},
    {"1, 2, 3 and 9, 4, 3 and 7, 8, 6, 0.1 s apart", three_at_once, for_three},
    {"cancelled somewhere on the way", cancelled, when_cancelled},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* The first fetch that began when another was over already, and that one. */
static const struct sight *late_fetch(const struct run *run,
                                      const struct sight **before)
{
    for (size_t n = 1;; n++) {
        const struct sight *fetch = nth_suspension(run, "fetch_api", n);
        *before = nth_suspension(run, "fetch_api", n - 1);
        if (!fetch || fetch->time >= (*before)->until)
            return fetch;
    }
}

/* Does this coroutine await once only, and in no loop?  Then it is a helper,
 * and who waits for one after the other is who awaits it. */
static bool awaits_once(const char *coro)
{
    static const char *const loops[] = {"for", "while", "do", "goto", NULL};
    static const char *const awaits[] = {"AWAIT", "TRY_AWAIT", NULL};
    const struct item *body = item_named(&sources()->answer, coro, false);
    int count = 0;
    for (const struct token *t = body ? body->body : NULL; t && t < body->end;
         t++) {
        if (is_any(t, loops))
            return false;
        count += is_any(t, awaits);
    }
    return count == 1;
}

/* Point at who awaits the helper that asks; nowhere else if there is none. */
static void point_behind_helpers(const struct sight *wait)
{
    const struct place *place = caller_of(wait, "fetch_api");
    const struct place *end = wait->places + wait->depth;
    if (wait->depth > DEPTH_SEEN || !place)
        return;
    while (place + 1 < end && awaits_once(place->coro) &&
           item_named(&sources()->answer, place[1].coro, false))
        place++;
    point_at(place->file, place->line);
}

/* Point where main waited first, in the learner's part; that wait. */
static const struct sight *first_wait(const struct run *run)
{
    const struct sight *wait = nth_sight(run, EVENT_SUSPENDED, 1, 0);
    const struct place *place = wait ? caller_of(wait, "fetch_api") : NULL;
    if (wait && !place)
        place = own_place(wait);
    if (place)
        point_at(place->file, place->line);
    return wait;
}

static bool awaited_at_once(const struct run *run)
{
    const struct sight *before, *late = late_fetch(run, &before);
    if (!late || late->task == before->task)
        return false;
    const struct sight *wait = first_wait(run);
    if (!wait || wait->awaits != before->task)
        return false;
    found("Line %d awaits a task before the next one is made, which begins at "
          "%.1f s.", own_place(wait)->line, clock_to_seconds(late->time));
    return true;
}

/* More than three fetches: one of the APIs is asked once more. */
static bool asked_again(const struct run *run)
{
    const struct act *await = NULL, *latest = NULL;
    int asked = 0;
    EACH_ACT(run, act) {
        bool begins = act->kind == ACT_BEGIN &&
                      strcmp(act->name, "fetch_api") == 0;
        if (act->kind == ACT_AWAIT && is_learners(act))
            await = act;
        if (begins && ++asked == 4)
            latest = await;
    }
    if (!latest || was_play_at_once(run))
        return false;
    point_at_act(latest);
    found("Three APIs are to be asked, each once. Yours asks %d times: the "
          "fourth time in line %d.", asked, latest->line);
    return true;
}

static bool in_sequence(const struct run *run)
{
    const struct sight *before, *late = late_fetch(run, &before);
    const struct sight *wait = late ? first_wait(run) : NULL;
    if (!wait)
        return false;
    if (late->task == before->task)
        point_behind_helpers(wait);
    found("An API is asked at %.1f s, when another one has answered. All of "
          "them could be asked at 0.0 s.", clock_to_seconds(late->time));
    return true;
}

static const char *response_of(const struct run *run, const char *key)
{
    return textf("Response from API %d", (int)as_int(noted(run, key)));
}

/* In the order in which they answer, which is not the one of the call. */
static bool as_they_came(const struct run *run)
{
    static const char *const keys[] = {"first", "second", "third"};
    static const double takes[] = {0, 1.0, 0.4, 0.6, 0.8, 0.2};
    const char *places[3];
    double seconds[3];
    bool in_order = true;
    for (int i = 0; i < 3; i++) {
        int64_t api = as_int(noted(run, keys[i]));
        places[i] = run->result.kind == VALUE_TEXT && api <= 5
                        ? strstr(run->result.text, response_of(run, keys[i]))
                        : NULL;
        if (!places[i])
            return false;
        seconds[i] = takes[api];
        in_order = in_order && (i == 0 || places[i] > places[i - 1]);
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < i; j++)
            if ((places[i] > places[j]) != (seconds[i] > seconds[j]))
                return false;
    return !in_order;
}

static bool ended_by_group(const struct run *run)
{
    const struct sight *end = nth_sight(run, EVENT_DONE, 1, 0);
    const struct sight *done;
    const struct token *opens =
        find_tokens(sources()->answer.tokens.first, NULL, "task_group (");
    if (!opens)
        return false;
    for (size_t n = 0; (done = nth_sight(run, EVENT_DONE, 0, n)); n++) {
        if ((end && done >= end) || done->state != CANCELLED)
            continue;
        point_at(answer_file(), opens->line);
        found("When one API failed, at %.1f s, task %u was cancelled, although "
              "its API works.", clock_to_seconds(done->time), done->task);
        return true;
    }
    return false;
}

/* Not where it was caught, and looked at. */
static bool raised_first_failure(const struct run *run)
{
    if (run->code != ECONNREFUSED ||
        find_tokens(sources()->answer.tokens.first, NULL, "RERAISE"))
        return false;
    first_wait(run);
    found("After %.1f s, fetch_all_apis fails with the error of one API: %s.",
          run->seconds, run->error);
    return true;
}

/* is_error(a) ? "no answer" : as_text(b) */
static bool asked_of_another(const struct run *run)
{
    int line = crash_lines_in(&run->crash, answer_file()).line;
    const struct token *t = sources()->answer.tokens.first, *reads;
    if (!strstr(run->complaints, "this value is an error"))
        return false;
    while ((t = find_tokens(t, NULL, "is_error ("))) {
        const struct token *asked = ++t + 1, *close = closing(t);
        reads = find_tokens(t, behind_statement(t), "as_text (");
        if (!reads || t->line != line ||
            strcmp(text_of(asked, close - 1),
                   text_of(reads + 2, closing(reads + 1) - 1)) == 0)
            continue;
        point_at(answer_file(), line);
        found("Line %d asks whether %s is an error, and reads %s as a text: "
              "that one is an error.", line, quote(asked, close - 1),
              quote(reads + 2, closing(reads + 1) - 1));
        return true;
    }
    return false;
}

/* What is asked instead of is_error(), in words. */
static const char *asked_instead(void)
{
    const struct token *first = sources()->answer.tokens.first;
    const struct token *none = find_tokens(first, NULL, "is_none (");
    const struct token *failure = find_tokens(first, NULL, "failure (");
    return none ? textf(" Line %d asks is_none(), and an error is not None.",
                        none->line)
           : failure && !find_tokens(first, NULL, "is_error (")
               ? textf(" Line %d asks failure(): that is about the latest "
                       "await, the one of the gather, which went well.",
                       failure->line)
               : "";
}

static bool read_error_as_text(const struct run *run)
{
    if (!strstr(run->complaints, "this value is an error"))
        return false;
    point_at(answer_file(), crash_lines_in(&run->crash, answer_file()).line);
    found("One of the three results is an error, and it is read as a text.%s",
          asked_instead());
    return true;
}

/* RETURN("no answer") as soon as one of them has none. */
static bool returned_at_the_first(const struct run *run)
{
    if (!returned_text(run, "no answer"))
        return false;
    EACH_ACT(run, end)
        if (end->kind == ACT_END && end->how == HOW_RETURN &&
            is_asked_for(end->in) && is_learners(end)) {
            point_at_act(end);
            found("Line %d returns when one of the three has failed: the whole "
                  "text is \"no answer\" then.", end->line);
            return true;
        }
    return false;
}

static bool lost_all(const struct run *run)
{
    if (!find_tokens(sources()->answer.tokens.first, NULL,
        "TRY_AWAIT ( gather"))
        return false;
    if (run->code || strstr(ending_text(run), "Response") ||
        !strstr(ending_text(run), "no answer") ||
        as_int(noted(run, "first")) > 5)
        return false;
    first_wait(run);
    found("One API failed, and after %.1f s nobody has an "
          "answer.", run->seconds);
    return true;
}

static int places_in(const char *text)
{
    int places = 1;
    for (const char *comma = text; (comma = strstr(comma, ", ")); comma++)
        places++;
    return places;
}

/* The others are there, and nothing stands for the one that is down. */
static bool left_out(const struct run *run)
{
    static const char *const keys[] = {"first", "second", "third"};
    int64_t down = 0;
    for (int i = 0; i < 3; i++) {
        int64_t api = as_int(noted(run, keys[i]));
        bool is_there =
            strstr(ending_text(run), textf("API %d", (int)api)) != NULL;
        if (is_there != (api <= 5))
            return false;
        down = api > 5 ? api : down;
    }
    const struct token *asked =
        find_tokens(sources()->answer.tokens.first, NULL, "is_error (");
    if (!down || run->code || !strstr(ending_text(run), "API ") ||
        strstr(ending_text(run), "no answer") ||
        places_in(ending_text(run)) >= 3)
        return false;
    if (asked)
        point_at(answer_file(), asked->line);
    found("API %d is down, and in the text nothing stands in its place.",
          (int)down);
    return true;
}

/* The lines of the learner's that have a comma in a text; points at the last of
 * them. */
static const char *lines_with_commas(void)
{
    const char *lines = "";
    for (const struct token *t = sources()->answer.tokens.first;
         t->kind != TOKEN_END; t++) {
        if (t->kind != TOKEN_TEXT || !strstr(token_text(t), ", "))
            continue;
        point_at(answer_file(), t->line);
        lines = *lines ? textf("%s and %d", lines, t->line)
                       : textf("%d", t->line);
    }
    return lines;
}

/* What is returned begins, or ends, with what stands between two. */
static bool comma_too_many(const struct run *run)
{
    const char *text = run->result.kind == VALUE_TEXT ? run->result.text : "";
    size_t length = strlen(text);
    bool in_front = strncmp(text, ", ", 2) == 0;
    bool behind = length > 2 && strcmp(text + length - 2, ", ") == 0;
    if (!in_front && !behind)
        return false;
    const char *lines = lines_with_commas();
    found("A comma stands %s: it is written with each of the three%s.",
          in_front ? "in front of the first one, too"
                   : "behind the last one, too",
          *lines ? textf(" (line %s)", lines) : "");
    return true;
}

/* What the failure says, in the place of "no answer". */
static bool message_for_no_answer(const struct run *run)
{
    static const char *const ways[] = {"-> message", "error_to_text (",
                                       "error_name ("};
    const struct token *t = NULL;
    if (!strstr(ending_text(run), "is down") &&
        !strstr(ending_text(run), "Connection refused"))
        return false;
    for (size_t i = 0; !t && i < sizeof ways / sizeof *ways; i++)
        t = find_tokens(sources()->answer.tokens.first, NULL, ways[i]);
    if (t)
        point_at(answer_file(), t->line);
    found("Where an API is down stands what its error says%s. \"no answer\" is "
          "what is asked for there.", t ? textf(", line %d", t->line) : "");
    return !run->code;
}

static bool as_asked_for(const struct run *run, int api)
{
    return as_int(noted(run, "first")) == api ||
           as_int(noted(run, "second")) == api ||
           as_int(noted(run, "third")) == api;
}

/* coro(fetch_api, .api = 1), whatever stands in self->apis. */
static const char *asked_by_heart(void)
{
    const struct token *t = sources()->answer.tokens.first;
    const char *lines = "";
    while ((t = find_tokens(t, NULL, "fetch_api , . api ="))) {
        const struct token *value = t + 5, *end = value;
        while (!token_is(end, ")") && end->kind != TOKEN_END)
            end = is_open(end) ? closing(end) + 1 : end + 1;
        if (!find_tokens(value, end, "apis")) {
            if (!*lines)
                point_at(answer_file(), value->line);
            lines = *lines ? textf("%s, %s", lines, quote(value, end - 1))
                           : textf("%s", quote(value, end - 1));
        }
        t = end;
    }
    return lines;
}

static bool asked_others(const struct run *run)
{
    for (int api = 1; api <= 9; api++) {
        if (as_asked_for(run, api) ||
            !strstr(ending_text(run), textf("from API %d", api)))
            continue;
        const char *numbers = asked_by_heart();
        found("There is a response from API %d, which was not to be asked.%s",
              api, *numbers ? textf(" Whoever calls, .api is %s.", numbers)
                            : "");
        return true;
    }
    return false;
}

/* The same response in more than one place, since awaited() was read again. */
static bool read_too_late(const struct run *run)
{
    return !run->code && reads_again(run);
}

static const struct mistake mistakes[] = {
    {.name = "awaited-too-late", .made = read_too_late, .is_proven = true,
     .why = "awaited() and failure() are about the latest await only. Take each "
            "result right behind its TRY_AWAIT, and keep it in self.",
     .python = "one = await first              # each result has a name\n"
               "two = await second",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "other-apis", .made = asked_others,
     .why = "Which APIs are to be asked differs from call to call: they are "
            "the arguments of fetch_all_apis, and arguments stand in its "
            "struct, self->apis[0] and so on.",
     .python = "async def fetch_all_apis(apis):    # not always 1, 2, 3",
     .read_on = "NOTES.md, chapter 1"},
    {.name = "task-awaited-at-once", .made = awaited_at_once,
     .show_timeline = true,
     .why = "A task that is awaited as soon as it is made is no faster than "
            "the coroutine itself. Make all three, then await.",
     .python = "for api in apis:\n"
               "    await asyncio.create_task(fetch_api(api))",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "comma-too-many", .made = comma_too_many, .is_proven = true,
     .why = "A comma stands between two: three texts have two of them. i > 0 ? "
            "\", \" : \"\" puts none in front of the first.",
     .python = "\", \".join(texts)               # between them only",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "message-for-no-answer", .made = message_for_no_answer,
     .why = "",
     .python = "\"no answer\" if isinstance(response, Exception) else response",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "asked-again", .made = asked_again,
     .why = "An API that is down has failed, and that is its answer: \"no "
            "answer\" stands in its place. Nobody asks it again.",
     .python = "responses = await asyncio.gather(..., return_exceptions=True)",
     .read_on = "NOTES.md, chapter 6", .is_proven = true},
    {.name = "awaits-in-sequence", .made = in_sequence, .show_timeline = true,
     .why = "AWAIT waits until what it awaits is done. gather() takes all "
            "three, makes a task of each, and is awaited once.",
     .python = "for api in apis:               # one after the other\n"
               "    await fetch_api(api)",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "order-of-completion", .made = as_they_came, .show_timeline = true,
     .why = "The responses stand in the order in which they came. What is "
            "asked for is the order of self->apis. gather() keeps the order of "
            "its arguments; so do tasks that you await in the order in which "
            "you made them.",
     .python = "for task in asyncio.as_completed(tasks):   # as they come\n"
               "await asyncio.gather(*tasks)               # as they are "
               "called",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "group-ends-all", .made = ended_by_group, .show_timeline = true,
     .broken_too = true,
     .why = "A task group is all or none: when one of its tasks fails, it "
            "cancels the others. Here one failure must not spoil the others. "
            "Catch it where it happens, or let "
            "gather_return_exceptions() collect it.",
     .python = "async with asyncio.TaskGroup() as group:   # all or none",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "first-failure-raised", .made = raised_first_failure,
     .show_timeline = true,
     .why = "gather(), and the AWAIT of a task, raises the first failure it "
            "meets, and what the others said is lost. "
            "gather_return_exceptions() makes a failure a result like any "
            "other; TRY_AWAIT of each task lets you look at failure().",
     .python = "await asyncio.gather(a, b, c)                          # "
               "raises\n"
               "await asyncio.gather(a, b, c, return_exceptions=True)  # "
               "collects",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "returned-at-the-first", .made = returned_at_the_first,
     .why = "\"no answer\" stands in the place of that one API; the text has "
            "all three. Keep it, and return when all three are known.",
     .python = "texts.append(\"no answer\")      # and not: return",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "failure-left-out", .made = left_out,
     .why = "Each API that was asked has its place in the text. What has "
            "failed is not left out: \"no answer\" stands there.",
     .python = "\"no answer\" if isinstance(response, Exception) else response",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "asked-of-another", .made = asked_of_another, .broken_too = true,
     .why = "Each response is asked for itself.",
     .python = "\"no answer\" if isinstance(response, Exception) else response",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "error-read-as-text", .made = read_error_as_text,
     .broken_too = true,
     .why = "With gather_return_exceptions() each result is either what the "
            "API said or its error. Ask is_error() before as_text().",
     .python = "\"no answer\" if isinstance(response, Exception) else response",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "all-lost-with-one", .made = lost_all, .show_timeline = true,
     .why = "TRY_AWAIT of a gather() says that one of the three has failed, "
            "not which one, and does not wait for the others. Their failures "
            "have to be told apart: gather_return_exceptions(), or TRY_AWAIT "
            "of each task.",
     .python = "try:\n"
               "    a, b, c = await asyncio.gather(...)\n"
               "except ConnectionRefusedError:\n"
               "    ...                        # which one? and the others?",
     .read_on = "NOTES.md, chapter 6"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
