/* The check of exercise 03: finish the loop. */
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "statements.h"

void serve(const int requests[], int handlers);

/* --- the cases ----------------------------------------------------------- */

static void play_with(const int requests[], int handlers)
{
    for (int i = 0; i < handlers; i++)
        note("requests", requests[i]);
    serve(requests, handlers);
}

static void one_each(void)
{
    play_with((const int[]){1, 1, 1}, 3);
}

static void different(void)
{
    play_with((const int[]){2, 0, 3, 1}, 4);
}

static void alone(void)
{
    play_with((const int[]){5}, 1);
}

static void none(void)
{
    play_with((const int[]){0, 0}, 2);
}

/* --- looking ------------------------------------------------------------- */

static int handlers(const struct run *run)
{
    return (int)run->note_count;
}

static int requests(const struct run *run, int handler)
{
    return (int)run->notes[handler - 1].value.integer;
}

/* How often a line was printed that begins so. */
static int count(const struct run *run, const char *words)
{
    int n = 0;
    for (const char *line = run->output; *line; line += *line == '\n') {
        n += strncmp(line, words, strlen(words)) == 0;
        line += strcspn(line, "\n");
    }
    return n;
}

static int count_of(const struct run *run, int handler, const char *what)
{
    return count(run, textf("handler %d %s", handler, what));
}

/* The first handler of which this was not printed exactly once; 0 if none. */
static int not_once(const struct run *run, const char *what)
{
    for (int handler = 1; handler <= handlers(run); handler++)
        if (count_of(run, handler, what) != 1)
            return handler;
    return 0;
}

/* --- what is asked ------------------------------------------------------- */

static bool all_end(const struct run *run)
{
    int handler = not_once(run, "ends");
    if (!handler)
        return true;
    if (count_of(run, handler, "starts") == 0)
        yours("handler %d never starts", handler);
    else if (count_of(run, handler, "ends") == 0)
        yours("handler %d starts, but never ends", handler);
    else
        yours("handler %d ends more than once", handler);
    return false;
}

static bool own_results(const struct run *run)
{
    for (int handler = 1; handler <= handlers(run); handler++)
        for (int i = 1; i <= requests(run, handler); i++) {
            const char *wanted = textf("got the result of request %d.%d\n",
                                       handler, i);
            if (count_of(run, handler, wanted) == 1)
                continue;
            yours("handler %d does not get that of request %d.%d", handler,
                  handler, i);
            return false;
        }
    return true;
}

static bool all_start_first(const struct run *run)
{
    const char *io = strstr(run->output, "I/O finished");
    for (int handler = 1; handler <= handlers(run); handler++) {
        const char *start = strstr(run->output,
                                   textf("handler %d starts", handler));
        if (start && (!io || start < io))
            continue;
        yours("handler %d %s", handler,
              start ? "starts later" : "never starts");
        return false;
    }
    return true;
}

/* entry.awaited->result in resume(), whatever entry.awaited is: at the first
 * start of a handler it is NULL.  0: there is no such line. */
static int line_that_reads_null(void)
{
    static const char *const asks[] = {"?", "&&", "||", "if", "while", "switch",
                                       NULL};
    const struct item *item = item_named(&sources()->answer, "resume", false);
    for (const struct token *t = item ? item->body : NULL; t && t < item->end;
         t++) {
        if (is_any(t, asks))
            return 0;
        if (token_is(t, "awaited") && token_is(t - 1, ".") &&
            token_is(t + 1, "->"))
            return t->line;
    }
    return 0;
}

static bool reads_no_null(const struct run *run)
{
    (void)run;
    yours("line %d asks it all the same", line_that_reads_null());
    return line_that_reads_null() == 0;
}

static const struct expectation expectations[] = {
    {"every handler starts once and ends once", all_end},
    {"each gets its own results", own_results},
    {"all have started before the first I/O finishes", all_start_first},
    {"who has not waited for anything is asked for no result", reads_no_null},
    {0},
};

static const struct play cases[] = {
    {"three handlers, a request each", one_each, expectations},
    {"four handlers: 2, 0, 3 and 1 requests", different, expectations},
    {"two handlers without any request", none, expectations},
    {"one handler, five requests", alone, expectations},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* What the loop left over; -1 if it did not get that far. */
static int left_over(const struct run *run, const char *list)
{
    int ready, waiting;
    const char *end = strstr(run->output, "the loop ended: ");
    if (!end || sscanf(end, "the loop ended: %d ready, %d waiting", &ready,
                       &waiting) != 2)
        return -1;
    return strcmp(list, "ready") == 0 ? ready : waiting;
}

static bool output_ends_with(const struct run *run, const char *words)
{
    size_t length = strlen(run->output);
    return length >= strlen(words) &&
           strcmp(run->output + length - strlen(words), words) == 0;
}

static bool somebody_ended(const struct run *run)
{
    return strstr(run->output, " ends\n");
}

/* Point at where resume() calls it: append, or send. */
static void point_at_call(const char *function)
{
    const struct item *item = item_named(&sources()->answer, "resume", false);
    const struct token *t =
        item ? find_tokens(item->body, item->end, textf("%s (", function))
             : NULL;
    if (t)
        point_at(answer_file(), t->line);
}

/* It crashed right behind the end of a handler; or a little later, when
 * finish_io() has printed the name of nothing. */
static bool ended_one_kept(const struct run *run)
{
    point_at_call("append");
    return run->ending == DIED && somebody_ended(run) &&
           (output_ends_with(run, " ends\n") ||
            output_ends_with(run, "I/O finished for (null)\n"));
}

/* finish_io(loop, pop_first(&loop->ready)); or resume() of those who wait. */
static bool out_of_the_other_list(const struct run *run)
{
    static const char *const ways[][2] = {
        {"finish_io ( loop , pop_first ( & loop -> ready", "waiting"},
        {"resume ( loop , pop_first ( & loop -> waiting", "ready"}};
    (void)run;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const struct token *t =
            find_tokens(sources()->answer.tokens.first, NULL, ways[i][0]);
        if (!t)
            continue;
        point_at(answer_file(), t->line);
        found("Line %d takes somebody out of loop->%s. %s() is for those in "
              "loop->%s.", t->line, i == 0 ? "ready" : "waiting",
              token_text(t), ways[i][1]);
        return true;
    }
    return false;
}

/* A struct entry without its coroutine. */
static bool coroutine_not_noted(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "resume", false);
    const struct token *entry =
        item ? find_tokens(item->body, item->end, "( struct entry ) {") : NULL;
    if (!entry || run->ending != DIED || !token_is(entry + 6, "awaited") ||
        find_tokens(entry, closing(entry + 4), ". coro"))
        return false;
    point_at(answer_file(), entry->line);
    found("The entry of line %d has what it waits for, and no coroutine: .coro "
          "is NULL, and when it is resumed, there is nobody.", entry->line);
    return true;
}

static bool request_not_noted(const struct run *run)
{
    point_at_call("append");
    return run->ending == DIED && !somebody_ended(run) &&
           output_ends_with(run, "I/O finished for (null)\n");
}

/* The I/O of a handler finishes that had ended: it had been put into a list. */
static bool ended_one_waits(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "resume", false);
    const struct token *call =
        item ? find_tokens(item->body, item->end, "append (") : NULL;
    if (!find_tokens(sources()->answer.tokens.first, NULL,
                     "pop_first ( & loop -> waiting"))
        return false;
    for (int handler = 1; call && handler <= handlers(run); handler++) {
        const char *end =
            strstr(run->output, textf("handler %d ends\n", handler));
        const char *request = textf("I/O finished for request %d.", handler);
        if (!end || !strstr(end, request))
            continue;
        point_at(answer_file(), call->line);
        found("Handler %d had ended, and then I/O finished for it once more: "
              "line %d has put it into a list all the same.", handler,
              call->line);
        return true;
    }
    return false;
}

/* The I/O of one request finished twice. */
static bool not_taken_out(const struct run *run)
{
    for (int handler = 1; handler <= handlers(run); handler++)
        for (int i = 1; i <= requests(run, handler); i++) {
            const char *request = textf("request %d.%d", handler, i);
            if (count(run, textf("I/O finished for %s\n", request)) < 2)
                continue;
            found("The I/O of %s finished more than once.", request);
            return true;
        }
    return false;
}

/* loop->ready.count--, or ++loop->ready.first: taken out by hand. */
static bool is_taken_by_hand(void)
{
    static const char *const ways[] = {
        "ready . count --", "-- loop -> ready . count", "ready . count -=",
        "ready . first ++", "++ loop -> ready . first", "ready . count ="};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (find_tokens(sources()->answer.tokens.first, NULL, ways[i]))
            return true;
    return false;
}

/* resume() is called, and nobody is ever taken out of the ready list. */
static bool ready_not_taken_out(const struct run *run)
{
    const struct token *first = sources()->answer.tokens.first;
    const struct item *item = item_named(&sources()->answer, "run", false);
    const struct token *call =
        item ? find_tokens(item->body, item->end, "resume (") : NULL;
    if (!call || run->ending == ENDED || is_taken_by_hand() ||
        find_tokens(first, NULL, "pop_first ( & loop -> ready"))
        return false;
    point_at(answer_file(), call->line);
    found("No line takes anybody out of the ready list: line %d resumes who "
          "stands there, and finds the same one again in the next round.",
          call->line);
    return true;
}

/* resume() sends two times: each is one more step of the handler. */
static bool sent_twice(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "resume", false);
    const struct token *first =
        item ? find_tokens(item->body, item->end, "send (") : NULL;
    const struct token *second =
        first ? find_tokens(first + 1, item->end, "send (") : NULL;
    const char *got = strstr(run->output, " got ");
    const char *finished = strstr(run->output, "I/O finished");
    if (!second || !got || (finished && finished < got) ||
        find_tokens(first, second, "else") || find_tokens(first, second, "?") ||
        find_tokens(first, second, "return"))
        return false;
    point_at(answer_file(), second->line);
    found("Line %d sends, and line %d sends once more: a handler goes on at "
          "once, before its I/O has finished.", first->line, second->line);
    return true;
}

/* All goes well but for that. */
static bool reads_null(const struct run *run)
{
    int line = line_that_reads_null();
    if (!line || not_once(run, "ends") || !own_results(run))
        return false;
    point_at(answer_file(), line);
    found("When a handler starts it has not waited for anything: entry.awaited "
          "is NULL, and line %d reads the result of it. It went well this "
          "time, since nobody looks at what is sent then; in C it may end in "
          "any way.", line);
    return true;
}

/* resume() leaves before it sends anything, with no result to send. */
static bool left_before_start(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "resume", false);
    const struct token *sends =
        item ? find_tokens(item->body, item->end, "send (") : NULL;
    const struct token *leaves =
        sends ? find_tokens(item->body, sends, "return") : NULL;
    if (!leaves || count(run, "handler") > 0 || left_over(run, "ready") != 0 ||
        left_over(run, "waiting") != 0)
        return false;
    point_at(answer_file(), leaves->line);
    found("Every entry was taken out of the ready list, and line %d left before "
          "line %d could send.", leaves->line, sends->line);
    return true;
}

/* finish_io(loop, entry); resume(loop, entry); */
static bool resumed_besides(const struct run *run)
{
    const struct item *loop = item_named(&sources()->answer, "run", false);
    const struct token *end = loop ? loop->end : NULL;
    const struct token *io =
        loop ? find_tokens(loop->body, end, "finish_io ( loop ,") : NULL;
    const char *entry = io ? token_text(io + 4) : "";
    const struct token *call =
        io && io[4].kind == TOKEN_NAME && token_is(io + 5, ")")
            ? find_tokens(loop->body, end,
                          textf("resume ( loop , %s )", entry)) : NULL;
    if (!call || !strstr(run->output, "I/O finished"))
        return false;
    found("Line %d hands %s to finish_io(), which puts it into the ready list; "
          "line %d resumes the same one besides: so it is resumed twice.",
          io->line, entry, call->line);
    point_at(answer_file(), call->line);
    return true;
}

static bool resumed_after_its_end(const struct run *run)
{
    for (int handler = 1; handler <= handlers(run); handler++)
        if (count_of(run, handler, "ends") > 1) {
            found("Handler %d ended, and was resumed once more.", handler);
            return true;
        }
    return false;
}

static bool never_ends(const struct run *run)
{
    if (run->ending != NEVER_YIELDED)
        return false;
    found("run() did not come back; %d times I/O had finished by then.",
          count(run, "I/O finished"));
    return true;
}

static bool nobody_resumed(const struct run *run)
{
    if (count(run, "handler") > 0 || left_over(run, "ready") <= 0)
        return false;
    const struct item *loop = item_named(&sources()->answer, "run", false);
    const struct token *both =
        loop ? find_tokens(loop->body, loop->end, "&&") : NULL;
    if (both) {
        point_at(answer_file(), both->line);
        found("&& in line %d: the loop goes on only while somebody is ready "
              "and somebody waits, both. || is \"or\".", both->line);
    }
    return true;
}

/* send(...); of which nobody keeps what comes back. */
static bool answer_dropped(const struct run *run)
{
    static const char *const begins[] = {";", "{", "}", "else", ")", NULL};
    const struct item *item = item_named(&sources()->answer, "resume", false);
    if (count(run, "handler") == 0 || count(run, "I/O") > 0)
        return false;
    for (const struct token *t = item ? item->body : NULL; t && t < item->end;
         t++) {
        if (!token_is(t, "send") || !token_is(t + 1, "(") ||
            !is_any(t - 1, begins) || !token_is(closing(t + 1) + 1, ";"))
            continue;
        point_at(answer_file(), t->line);
        found("Line %d sends, and what comes back is dropped: what the handler "
              "waits for now.", t->line);
        return true;
    }
    return false;
}

/* append(&loop->ready, ...) in resume(), of whoever has ended, too. */
static bool ended_into_ready(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "resume", false);
    const struct token *t =
        item ? find_tokens(item->body, item->end, "append ( & loop -> ready")
             : NULL;
    if (!t || !resumed_after_its_end(run))
        return false;
    point_at(answer_file(), t->line);
    found("Line %d puts who was resumed into the ready list: who has ended is "
          "resumed once more, and who waits goes on at once.", t->line);
    return true;
}

static bool not_put_into_waiting(const struct run *run)
{
    point_at_call("send");
    return count(run, "handler") > 0 && count(run, "I/O finished") == 0 &&
           not_once(run, "ends") && left_over(run, "waiting") == 0;
}

/* resume() has a line that does so, and nobody came to it. */
static bool append_not_come_to(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "resume", false);
    const struct token *t =
        item ? find_tokens(item->body, item->end, "append ( & loop -> waiting")
             : NULL;
    if (!t || !not_put_into_waiting(run))
        return false;
    point_at(answer_file(), t->line);
    found("Line %d puts who waits into the waiting list, and it was not come "
          "to: the handlers started, said what they wait for, and then stood "
          "in no list.", t->line);
    return true;
}

/* for (int i = 0; i < loop->ready.count; i++) ... pop_first(&loop->ready) */
static bool count_grows_less(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    while ((t = find_tokens(t, NULL, "for ("))) {
        const struct token *open = ++t, *close = closing(open);
        const struct token *less = find_tokens(open, close, "<");
        const struct token *list =
            less ? find_tokens(less, close, "loop ->") : NULL;
        if (!list || !token_is(list + 4, "count") ||
            !find_tokens(close, behind_statement(open - 1),
                         textf("pop_first ( & loop -> %s",
                               token_text(list + 2))))
            continue;
        point_at(answer_file(), open->line);
        found("Each pop_first() makes loop->%s.count one less, and %s one "
              "more: they meet half-way, and the loop of line %d ends with "
              "the other half still in the list.", token_text(list + 2),
              token_text(less - 1), open->line);
        return true;
    }
    return false;
}

static bool stops_too_early(const struct run *run)
{
    int ready = left_over(run, "ready"), waiting = left_over(run, "waiting");
    if (ready + waiting <= 0 || !not_once(run, "ends"))
        return false;
    found("When the loop ended, %d could have gone on and %d still waited.",
          ready, waiting);
    return true;
}

static bool resumed_before_its_io(const struct run *run)
{
    point_at_call("append");
    return strstr(run->output, " got ") && count(run, "I/O finished") == 0;
}

/* The first thing that a handler got, and not its own result: "None", "the
 * result of request 3.1".  NULL: there is none.  who: where to store whose. */
static const char *first_not_own(const struct run *run, int *who)
{
    const char *line = run->output;
    int got = 0;
    char own[60];
    for (; (line = strstr(line, "handler ")); line++) {
        if (sscanf(line, "handler %d got%n", who, &got) != 1 || !got)
            continue;
        snprintf(own, sizeof own, " the result of request %d.", *who);
        if (strncmp(line + got, own, strlen(own)) != 0)
            return textf("%.*s", (int)strcspn(line + got + 1, "\n"),
                         line + got + 1);
        got = 0;
    }
    return NULL;
}

static bool result_not_sent(const struct run *run)
{
    int who;
    const char *got = first_not_own(run, &who);
    point_at_call("send");
    return got && strcmp(got, "None") == 0;
}

static bool gets_something(const struct run *run)
{
    return count(run, "handler") > 0 && strstr(run->output, " got ") &&
           !not_once(run, "ends") && !own_results(run);
}

static bool name_sent(const struct run *run)
{
    int handler, request;
    const char *got = strstr(run->output, " got request ");
    if (!got || !gets_something(run) ||
        sscanf(got, " got request %d.%d", &handler, &request) != 2)
        return false;
    point_at_call("send");
    found("A handler got \"request %d.%d\".", handler, request);
    return true;
}

/* snprintf(copy, 10, "%s", entry.awaited->result); in a line of the learner's */
static const struct token *copies_a_text(void)
{
    static const char *const ways[] = {"snprintf (", "strncpy (", "strncat (",
                                       "memcpy (", "memmove (", "sscanf ("};
    const struct token *first = sources()->answer.tokens.first;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        for (const struct token *t = first; (t = find_tokens(t, NULL, ways[i]));
             t++)
            if (!line_is_given(t->line))
                return t;
    return NULL;
}

/* Its own result, as far as there was room for it. */
static bool result_cut_off(const struct run *run)
{
    int who;
    const char *got = first_not_own(run, &who);
    const char *own = got ? textf("the result of request %d.", who) : "";
    const struct token *copy = copies_a_text();
    if (!got || !*got || strncmp(own, got, strlen(got)) != 0)
        return false;
    point_at_call("send");
    if (copy)
        point_at(answer_file(), copy->line);
    found("Handler %d got \"%s\": that is the beginning of its result, and the "
          "rest is cut off.%s", who, got,
          copy ? textf(" Line %d makes a copy, which has no room for more.",
                       copy->line) : "");
    return true;
}

static bool result_of_another(const struct run *run)
{
    int who;
    const char *got = first_not_own(run, &who);
    if (!got || strncmp(got, "the result of ", 14) != 0 || !gets_something(run))
        return false;
    const struct item *item = item_named(&sources()->answer, "resume", false);
    const struct token *kept =
        item ? find_tokens(item->body, item->end, "static") : NULL;
    point_at_call("send");
    if (kept)
        point_at(answer_file(), kept->line);
    found("Handler %d got %s.%s", who, got,
          kept ? textf(" What is static, line %d, is one for all handlers: it "
                       "has what the latest one waits for.", kept->line) : "");
    return true;
}

/* The first handler that starts when I/O has finished already; 0: none. */
static int first_late(const struct run *run)
{
    const char *io = strstr(run->output, "I/O finished");
    for (int handler = 1; io && handler <= handlers(run); handler++) {
        const char *start =
            strstr(run->output, textf("handler %d starts", handler));
        if (start && start > io)
            return handler;
    }
    return 0;
}

static bool one_after_the_other(const struct run *run)
{
    int late = first_late(run);
    const char *io = strstr(run->output, "I/O finished for ");
    if (!late || not_once(run, "ends") || !own_results(run))
        return false;
    const char *end = strstr(run->output, textf("handler %d ends", late - 1));
    const char *start = strstr(run->output, textf("handler %d starts", late));
    io += strlen("I/O finished for ");
    found("I/O finished for %.*s before handler %d had started.%s",
          (int)strcspn(io, "\n"), io, late,
          end && end < start ? " That is one after the other: the sum of all "
                               "waits again." : "");
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "out-of-the-other-list", .made = out_of_the_other_list,
     .broken_too = true,
     .why = "Whoever is ready is resumed; of whoever waits the I/O finishes, "
            "and finish_io() makes it ready.",
     .python = "while ready: resume(*ready.popleft())\n"
               "while waiting: finish_io(*waiting.popleft())",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "coroutine-not-noted", .made = coroutine_not_noted,
     .broken_too = true,
     .why = "An entry is a pair: who waits, and for what.",
     .python = "waiting.append((coro, coro.send(result)))  # both",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "count-grows-less", .made = count_grows_less,
     .why = "Go on while anybody is left in the list, or note how many there "
            "are before the first one is taken out.",
     .python = "while ready:                   # not for i in range(len(ready))",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "sent-twice", .made = sent_twice, .broken_too = true,
     .why = "Each send() is one step of the handler, up to where it waits. One "
            "call of resume() is one step: what is sent is the result of what "
            "it waited for before, and what comes back is what it waits for "
            "now.",
     .python = "awaited = coro.send(result)        # once",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "ended-one-kept", .made = ended_one_kept, .broken_too = true,
     .why = "Before it crashed, a handler had ended and was kept all the same. "
            "One that has ended waits for nothing: handler() returned NULL, "
            "and then finish_io() asks NULL for its name. Keep only those who "
            "wait.",
     .python = "coro.send(None)    # StopIteration: nothing to wait for",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "request-not-noted", .made = request_not_noted,
     .broken_too = true,
     .why = "It crashed in finish_io(), which found no request in the entry. "
            "What handler() returns is what it waits for now: note it in "
            "entry.awaited before the entry goes into a list.",
     .python = "waiting.append((coro, coro.send(result)))  # both, as a pair",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "ended-one-waits", .made = ended_one_waits, .broken_too = true,
     .why = "One that has ended waits for nothing: handler() has returned NULL, "
            "whatever it had waited for before. Only what it returned now "
            "decides.",
     .python = "except StopIteration:\n"
               "    pass                       # in no list any more",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "ready-not-taken-out", .made = ready_not_taken_out,
     .broken_too = true, .is_proven = true,
     .why = "pop_first(&loop->ready) takes the first one out and gives it to "
            "you.",
     .python = "ready[0]           # looks\n"
               "ready.popleft()    # takes it out",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "not-taken-out", .made = not_taken_out, .broken_too = true,
     .why = "Who has moved on must not stand in the old list any more. "
            "pop_first() takes the entry out and gives it to you; looking at "
            "the list leaves it there.",
     .python = "waiting[0]         # looks\n"
               "waiting.popleft()  # takes it out",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "result-of-nothing", .made = reads_null,
     .why = "Send NULL then, and the result from the second time on.",
     .python = "result = awaited.result if awaited else None",
     .read_on = "NOTES.md, chapter 3", .is_proven = true},
    {.name = "left-before-its-start", .made = left_before_start,
     .why = "A handler that has not begun has not waited for anything yet: "
            "entry.awaited is NULL then, and NULL is what is sent. Whether it "
            "has ended is told by what handler() returns.",
     .python = "result = awaited.result if awaited else None\n"
               "coro.send(result)  # also the first time",
     .read_on = "NOTES.md, chapter 3", .is_proven = true},
    {.name = "resumed-besides", .made = resumed_besides, .broken_too = true,
     .why = "Whoever is ready is resumed in the next turn: there is nothing "
            "more to do for it now.",
     .python = "finish_io(*waiting.popleft())      # makes it ready: enough",
     .read_on = "NOTES.md, chapter 3", .is_proven = true},
    {.name = "ended-into-ready", .made = ended_into_ready, .broken_too = true,
     .is_proven = true,
     .why = "resume() puts into the waiting list those that wait for something "
            "now, and nobody else. finish_io() makes them ready.",
     .python = "waiting.append((coro, coro.send(result)))",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "resumed-after-its-end", .made = resumed_after_its_end,
     .broken_too = true,
     .why = "One that has ended must not come back into a list: handler() "
            "returned NULL, so it waits for nothing, and there is nothing "
            "left in it to run.",
     .python = "coro.send(None)    # StopIteration: drop it",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "loop-never-ends", .made = never_ends, .broken_too = true,
     .why = "The loop goes on although there is nothing left to do. Each turn "
            "must take somebody out of a list (pop_first), and when both lists "
            "are empty, it is over.",
     .python = "while True: ...            # instead of:\n"
               "while ready or waiting: ...",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "nobody-resumed", .made = nobody_resumed,
     .why = "All handlers stood in the ready list, and the loop ended without "
            "resuming one. At the beginning nobody waits yet. It has to go on "
            "as long as anybody is in one of the two lists.",
     .python = "while ready or waiting: ...",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "answer-dropped", .made = answer_dropped, .is_proven = true,
     .why = "What send() gives is NULL, or what the handler waits for: then the "
            "pair of both goes into the waiting list, the first time too.",
     .python = "waiting.append((coro, coro.send(result)))  # both, as a pair",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "append-not-come-to", .made = append_not_come_to,
     .why = "What send() gives decides: something to wait for, or NULL when the "
            "handler has ended.",
     .python = "awaited = coro.send(result)        # or StopIteration\n"
               "waiting.append((coro, awaited))",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "forgotten-while-waiting", .made = not_put_into_waiting,
     .why = "The handlers started, said what they wait for, and then stood in "
            "no list at all: 0 ready, 0 waiting. What handler() returns is "
            "what it waits for; the loop has to remember that pair.",
     .python = "coro.send(None)                    # and its answer is dropped",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "loop-ends-too-early", .made = stops_too_early,
     .why = "A loop may end when nobody is ready and nobody waits, and not "
            "before: finished I/O makes somebody ready, who may then wait "
            "again for something else.",
     .python = "if ready: ...              # one turn, instead of:\n"
               "while ready or waiting: ...",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "resumed-before-its-io", .made = resumed_before_its_io,
     .why = "A handler went on although its I/O had not finished: there was no "
            "result yet. Who waits stands in the waiting list and not in the "
            "ready list; finish_io() is what makes it ready again.",
     .python = "ready.append(...)          # instead of:\n"
               "waiting.append((coro, coro.send(result)))",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "result-not-sent", .made = result_not_sent,
     .why = "The I/O has finished and its result is there, in what the handler "
            "waited for. But it was resumed with NULL, Python's None: nobody "
            "sent it. This is the mend of lesson 03.",
     .python = "coro.send(None)            # throws the result away",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "name-for-the-result", .made = name_sent,
     .why = "That is the name of what it waited for. What came of it stands "
            "beside the name: entry.awaited->result.",
     .python = "coro.send(awaited.result)  # not: awaited.name",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "result-cut-off", .made = result_cut_off, .is_proven = true,
     .why = "No copy is needed: a text is sent as a pointer to it, "
            "entry.awaited->result.",
     .python = "coro.send(awaited.result)  # as long as it is",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "result-of-another", .made = result_of_another,
     .why = "A handler got the result of another request than its own. What it "
            "waited for stands beside it in its entry, and it has to be read "
            "before the entry notes what comes next.",
     .python = "coro.send(last.result)     # whose was that?",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "one-after-the-other", .made = one_after_the_other,
     .why = "First resume everybody who is ready, and only then see whose I/O "
            "has finished.",
     .python = "while ready: resume(*ready.popleft())          # all of them\n"
               "while waiting: finish_io(*waiting.popleft())",
     .read_on = "NOTES.md, chapter 3"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes, .by_hand = true};
