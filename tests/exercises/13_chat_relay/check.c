/* The check of exercise 13: a chat relay. */
#include <errno.h>
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "statements.h"
#include "unlike.h"

struct coro chatting(int fd);
extern int people;

/* --- guests: what they say when, and what they hear ---------------------- */

enum { GUESTS = 4, LINES = 4 };

struct guest {
    const char *name;           /* NULL behind the last one */
    double enters, leaves;
    struct {
        double when;
        const char *text;       /* with its end; NULL behind the last one */
    } says[LINES];
    double cancelled;           /* when the task of its chat is, or 0 */
};

static const struct guest talk[] = {
    {"Ada", 0.0, 1.0, {{0.1, "hello\n"}, {0.4, "bye\n"}}, 0},
    {"Bob", 0.0, 1.0, {{0.2, "hi Ada\n"}}, 0},
    {"Cyd", 0.0, 1.0, {{0.3, "one\ntwo\n"}}, 0},
    {0},
};

static const struct guest slow_typing[] = {
    {"Ada", 0.0, 1.0, {{0.1, "slow"}, {0.3, "ly\n"}}, 0},
    {"Bob", 0.0, 1.0, {{0.2, "quick\n"}}, 0},
    {"Cyd", 0.0, 1.0, {{0.0, NULL}}, 0},
    {0},
};

/* What people say is what they say: a % and an empty line, too. */
static const struct guest odd_lines[] = {
    {"Ada", 0.0, 1.0,
     {{0.1, "100%s sure, 5%d\n"}, {0.4, "\n"}, {0.6, "well\n"}}, 0},
    {"Bob", 0.0, 1.0, {{0.2, "%n\n"}, {0.5, "bye\n"}}, 0},
    {"Cyd", 0.0, 1.0, {{0.0, NULL}}, 0},
    {0},
};

static const struct guest at_the_same_moment[] = {
    {"Ada", 0.0, 1.0, {{0.1, "hello\n"}, {0.4, "me first\n"}}, 0},
    {"Bob", 0.0, 1.0, {{0.1, "hi all\n"}, {0.4, "after you\n"}}, 0},
    {"Cyd", 0.0, 1.0, {{0.4, "what\n"}}, 0},
    {0},
};

static const struct guest coming_and_going[] = {
    {"Ada", 0.0, 1.0, {{0.3, "who is there\n"}, {0.6, "welcome\n"}}, 0},
    {"Bob", 0.0, 0.2, {{0.1, "must go\n"}}, 0},
    {"Cyd", 0.0, 1.0, {{0.4, "me\n"}}, 0},
    {"Dora", 0.5, 1.0, {{0.7, "thanks\n"}}, 0},
};

static const struct guest thrown_out[] = {
    {"Ada", 0.0, 1.0, {{0.3, "where is Bob\n"}}, 0},
    {"Bob", 0.0, 0.5, {{0.1, "rude words\n"}}, 0.2},
    {"Cyd", 0.0, 1.0, {{0.4, "gone\n"}}, 0},
    {0},
};

static const struct guest only_listening[] = {
    {"Ada", 0.0, 61.0,
     {{0.1, "once\n"}, {20.0, "upon\n"}, {40.0, "a\n"}, {60.0, "time\n"}}, 0},
    {"Bob", 0.0, 61.0, {{0.0, NULL}}, 0},
    {0},
};

struct listens {
    CORO;
    const char *name;
    struct stream *server;
    const char *heard;
};

/* Everything this guest hears, with a bar between the lines. */
ASYNC(listens)
{
    BEGIN;
    for (self->heard = "";;) {
        TRY_AWAIT(stream_readline(self->server));
        if (failure() || is_none(awaited()))
            break;
        self->heard = textf("%s%s%s", self->heard, *self->heard ? "|" : "",
                            as_text(awaited()));
    }
    note(self->name, self->heard);
    END;
}

struct visits {
    CORO;
    const struct guest *guest;
    int ends[2], i;
    struct stream server;
    struct task *chat, *listener;
};

ASYNC(visits)
{
    const struct guest *guest = self->guest;
    BEGIN;
    AWAIT(async_sleep(guest->enters));
    if (make_socket_pair(self->ends) < 0)
        RAISE(errno, "no sockets");
    self->chat = create_task_named(chatting(self->ends[0]), guest->name);
    stream_open(&self->server, self->ends[1]);
    self->listener = create_task(
        coro(listens, .name = guest->name, .server = &self->server));
    for (self->i = 0; self->i < LINES && guest->says[self->i].text; self->i++) {
        AWAIT(async_sleep(guest->says[self->i].when - loop_time()));
        stream_printf(&self->server, "%s", guest->says[self->i].text);
    }
    if (guest->cancelled > 0) {
        AWAIT(async_sleep(guest->cancelled - loop_time()));
        task_cancel(self->chat);
    }
    AWAIT(async_sleep(guest->leaves - loop_time()));
    stream_write_end(&self->server);
    TRY_AWAIT(self->chat);
    if (failure() == ENOSYS)
        RERAISE;
    if (guest->cancelled > 0)
        note("cancelled", failure() == ECANCELED);
    TRY_AWAIT(self->listener);
    END;
}

struct evening {
    CORO;
    const struct guest *guests;
    struct task_group *group;
};

ASYNC(evening)
{
    BEGIN;
    note("three talk", self->guests == talk);
    if (self->guests == at_the_same_moment)
        note("at once", GUESTS - 1);
    self->group = task_group();
    for (int i = 0; i < GUESTS && self->guests[i].name; i++)
        group_spawn(self->group, coro(visits, .guest = &self->guests[i]));
    TRY_AWAIT(group_exit(self->group, NULL));
    if (failure() == EGROUP)
        RAISE_ERROR(caught()->members[0]);
    note("people", people);
    RETURN(people);
    END;
}

/* --- the cases ----------------------------------------------------------- */

static void three_talk(void)
{
    play(coro(evening, .guests = talk));
}

static void one_types_slowly(void)
{
    play(coro(evening, .guests = slow_typing));
}

static void odd_things_are_said(void)
{
    play(coro(evening, .guests = odd_lines));
}

static void they_speak_at_once(void)
{
    play(coro(evening, .guests = at_the_same_moment));
}

static void they_come_and_go(void)
{
    play(coro(evening, .guests = coming_and_going));
}

static void one_is_thrown_out(void)
{
    play(coro(evening, .guests = thrown_out));
}

static void one_only_listens(void)
{
    play(coro(evening, .guests = only_listening));
}

/* --- what is asked ------------------------------------------------------- */

static const char *heard_by(const struct run *run, const char *name)
{
    struct value heard = noted(run, name);
    return is_none(heard) ? "" : as_text(heard);
}

static bool heard(const struct run *run, const char *name, const char *lines)
{
    const char *own = heard_by(run, name);
    yours("%s heard \"%s\"", name, own);
    return strcmp(own, lines) == 0;
}

static bool ada_hears(const struct run *run)
{
    return heard(run, "Ada", "hi Ada|one|two");
}

static bool bob_hears(const struct run *run)
{
    return heard(run, "Bob", "hello|one|two|bye");
}

static bool cyd_hears(const struct run *run)
{
    return heard(run, "Cyd", "hello|hi Ada|bye");
}

static bool cyd_hears_lines(const struct run *run)
{
    return heard(run, "Cyd", "quick|slowly");
}

static bool cyd_hears_odd_lines(const struct run *run)
{
    return heard(run, "Cyd", "100%s sure, 5%d|%n||bye|well");
}

/* Two said at the same moment are heard in one order or the other. */
static bool heard_any(const struct run *run, const char *name,
                      const char *one, const char *other)
{
    return heard(run, name, one) || heard(run, name, other);
}

static bool ada_hears_both(const struct run *run)
{
    return heard_any(run, "Ada", "hi all|after you|what",
                     "hi all|what|after you");
}

static bool bob_hears_both(const struct run *run)
{
    return heard_any(run, "Bob", "hello|me first|what",
                     "hello|what|me first");
}

static bool cyd_hears_all(const struct run *run)
{
    return heard(run, "Cyd", "must go|who is there|welcome|thanks");
}

static bool dora_hears(const struct run *run)
{
    return heard(run, "Dora", "welcome");
}

static bool bob_is_gone(const struct run *run)
{
    return heard(run, "Cyd", "rude words|where is Bob");
}

static bool bob_hears_for_a_minute(const struct run *run)
{
    return heard(run, "Bob", "once|upon|a|time");
}

static long people_left(const struct run *run)
{
    struct value left = noted(run, "people");
    return is_none(left) ? 0 : (long)as_int(left);
}

static bool room_is_empty(const struct run *run)
{
    yours("%ld still in the room", people_left(run));
    return people_left(run) == 0;
}

static bool ended_as_cancelled(const struct run *run)
{
    struct value cancelled = noted(run, "cancelled");
    yours("it ended as if nothing had happened");
    return !is_none(cancelled) && as_int(cancelled);
}

static const struct expectation when_three_talk[] = {
    {"Ada hears \"hi Ada|one|two\"", ada_hears},
    {"Bob hears \"hello|one|two|bye\"", bob_hears},
    {"Cyd hears \"hello|hi Ada|bye\"", cyd_hears},
    {"the room is empty when all have hung up", room_is_empty},
    {0},
};

static const struct expectation when_one_types_slowly[] = {
    {"Cyd hears whole lines: \"quick|slowly\"", cyd_hears_lines},
    {0},
};

static const struct expectation when_odd_things_are_said[] = {
    {"Cyd hears \"100%s sure, 5%d|%n||bye|well\", an empty line too",
     cyd_hears_odd_lines},
    {0},
};

static const struct expectation when_they_speak_at_once[] = {
    {"Ada hears \"hi all\", then \"after you\" and \"what\"", ada_hears_both},
    {"Bob hears \"hello\", then \"me first\" and \"what\"", bob_hears_both},
    {0},
};

static const struct expectation when_they_come_and_go[] = {
    {"Cyd hears \"must go|who is there|welcome|thanks\"", cyd_hears_all},
    {"Dora, who comes late, hears \"welcome\"", dora_hears},
    {"the room is empty when all have hung up", room_is_empty},
    {0},
};

static const struct expectation when_one_is_thrown_out[] = {
    {"Cyd hears \"rude words|where is Bob\"", bob_is_gone},
    {"the room is empty in the end", room_is_empty},
    {"the task that was cancelled ends as cancelled", ended_as_cancelled},
    {0},
};

static const struct expectation when_one_only_listens[] = {
    {"Bob, who says nothing for a minute, hears \"once|upon|a|time\"",
     bob_hears_for_a_minute},
    {0},
};

static const struct play cases[] = {
    {"three talk", three_talk, when_three_talk},
    {"Ada types a line slowly, and Bob is quicker", one_types_slowly,
     when_one_types_slowly},
    {"a line with a %, and an empty one", odd_things_are_said,
     when_odd_things_are_said},
    {"two, and then three, speak at the same moment", they_speak_at_once,
     when_they_speak_at_once},
    {"they come and go", they_come_and_go, when_they_come_and_go},
    {"the task of one is cancelled", one_is_thrown_out,
     when_one_is_thrown_out},
    {"Bob only listens, for a minute", one_only_listens,
     when_one_only_listens},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* In the first case all stay until then. */
static const double LATE = 1.0;

/* And the compiler saw no await missing, which would explain everything. */
static bool three_talked(const struct run *run)
{
    return noted(run, "three talk").integer &&
           !compiler_line("-Wunused-result");
}

/* The line that says it to the others. */
static const struct token *saying(void)
{
    const struct token *first = sources()->answer.tokens.first;
    const struct token *say = find_tokens(first, NULL, "stream_printf (");
    return say ? say : find_tokens(first, NULL, "stream_write (");
}

/* The same, or the condition in front of it. */
static void point_at_saying(void)
{
    const struct token *first = sources()->answer.tokens.first;
    const struct token *say = saying();
    if (!say)
        return;
    for (const struct token *t = say; t > first && t->line > say->line - 3; t--)
        if (token_is(t, "if")) {
            say = t;
            break;
        }
    point_at(answer_file(), say->line);
}

/* Where the chat of Ada, who came first, ended. */
static const struct act *end_of_chat(const struct run *run)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_END && strcmp(act->in, "chat") == 0 &&
            act->task == task_made_of(run, "chat", 0))
            return act;
    }
    return NULL;
}

static const char *point_at_its_end(const struct run *run)
{
    const struct act *end = end_of_chat(run);
    if (!end || !end->line)
        return "";
    point_at(end->file, end->line);
    return textf(" in line %d", end->line);
}

static bool end_not_seen(const struct run *run)
{
    const struct sight *step = running_at_the_end(run);
    if (run->ending == ENDED || !three_talked(run) || !step ||
        !frame_of(step, "chat") || clock_to_seconds(step->time) < LATE ||
        (run->ending == DIED && !strstr(run->complaints, "this value is none")))
        return false;
    const struct place *place = frame_of(step, "chat");
    const struct token *text = find_tokens(sources()->answer.tokens.first, NULL,
                                           "value_to_text ( awaited");
    point_at(place->file, text ? text->line : place->line);
    found("It goes well until the first one hangs up, at %.1f s.%s", LATE,
          text ? textf(" value_to_text() in line %d makes a text of None, too: "
                       "\"None\".", text->line) : "");
    return true;
}

static bool was_cancelled(const struct run *run)
{
    return !is_none(noted(run, "cancelled"));
}

static bool hears_itself(const struct run *run)
{
    if (!strstr(heard_by(run, "Ada"), "hello"))
        return false;
    point_at_saying();
    found("Ada said \"hello\", and heard \"hello\": the line went back to the "
          "one who said it.");
    return true;
}

/* enter(), in a loop; or the second of two. */
static const struct token *entering_again(const struct item *chat)
{
    static const char *const loops[] = {"for (", "while (", "do {"};
    const struct token *enter = find_tokens(chat->body, chat->end, "enter (");
    const struct token *again =
        enter ? find_tokens(enter + 1, chat->end, "enter (") : NULL;
    for (size_t i = 0; enter && i < sizeof loops / sizeof *loops; i++) {
        const struct token *t = chat->body;
        while ((t = find_tokens(t, enter, loops[i])))
            if (behind_statement(t++) > enter)
                return enter;
    }
    return again;
}

/* Each time round its loop it enters once more. */
static bool enters_often(const struct run *run)
{
    const struct item *chat = item_named(&sources()->answer, "chat", false);
    const struct token *enter = chat ? entering_again(chat) : NULL;
    if (!enter || !strstr(heard_by(run, "Ada"), "hi Ada|hi Ada"))
        return false;
    point_at(answer_file(), enter->line);
    found("Ada heard \"%s\": she is in the room more than once.",
          heard_by(run, "Ada"));
    return true;
}

/* stream_printf(&self->stream, ...), for each of the others. */
static bool writes_to_itself(const struct run *run)
{
    const struct token *first = sources()->answer.tokens.first;
    const struct token *own =
        find_tokens(first, NULL, "stream_printf ( & self -> stream");
    if (!own)
        own = find_tokens(first, NULL, "stream_write ( & self -> stream");
    if (!own || !strstr(heard_by(run, "Ada"), "hello") ||
        strstr(heard_by(run, "Bob"), "hello"))
        return false;
    point_at(answer_file(), own->line);
    found("Ada said \"hello\", and heard \"%s\"; nobody else heard it. Line "
          "%d writes to &self->stream, and that is her own.",
          heard_by(run, "Ada"), own->line);
    return true;
}

static int count_in(const char *text, const char *what)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        count++;
    return count;
}

/* An empty line behind each, or in front of it. */
static bool lines_of_nothing(const struct run *run)
{
    const struct token *say = saying(), *end = say ? closing(say + 1) : NULL;
    const struct token *t = say;
    while (t && t < end && count_in(token_text(t), "\\n") < 2)
        t++;
    if (!t || t >= end || (!strstr(heard_by(run, "Ada"), "||") &&
                           *heard_by(run, "Ada") != '|'))
        return false;
    point_at(answer_file(), t->line);
    found("Ada heard \"%s\": empty lines in between, which nobody said. %s in "
          "line %d ends more than one line: each \\n ends one.",
          heard_by(run, "Ada"), token_text(t), t->line);
    return true;
}

/* The two awaits of readline in one round; what the first one gave goes to
 * nobody. */
static bool reads_twice(const struct run *run)
{
    const struct token *first = sources()->answer.tokens.first;
    const struct token *one = find_tokens(first, NULL, "stream_readline (");
    const struct token *other =
        one ? find_tokens(one + 1, NULL, "stream_readline (") : NULL;
    const struct token *say = saying();
    if (!three_talked(run) || !other || !say || say < other ||
        find_tokens(one, other, "while") || find_tokens(one, other, "for") ||
        find_tokens(one, other, "=") ||
        strstr(heard_by(run, "Bob"), "hello"))
        return false;
    point_at(answer_file(), other->line);
    found("Line %d reads a line, and line %d reads the next one before the "
          "first is sent: Ada's \"hello\" was lost there.", one->line,
          other->line);
    return true;
}

static bool lines_run_together(const struct run *run)
{
    if (!strstr(heard_by(run, "Ada"), "hi Adaone"))
        return false;
    if (saying())
        point_at(answer_file(), saying()->line);
    found("Ada heard one long line, \"%s\", when the evening was over.",
          heard_by(run, "Ada"));
    return true;
}

static bool listens_once(const struct run *run)
{
    double ended = task_ended(run, task_made_of(run, "chat", 0));
    if (!strstr(heard_by(run, "Bob"), "hello") ||
        strstr(heard_by(run, "Bob"), "bye") || ended < 0 || ended >= LATE)
        return false;
    found("Bob heard Ada's \"hello\", but not her \"bye\": her chat had "
          "ended%s, after one line.", point_at_its_end(run));
    return true;
}

static bool ends_early(const struct run *run)
{
    double ended = task_ended(run, task_made_of(run, "chat", 0));
    if (!three_talked(run) || ended < 0 || ended >= LATE)
        return false;
    found("Ada hung up at %.1f s, and her chat had ended at %.1f s%s.", LATE,
          ended, point_at_its_end(run));
    return true;
}

/* Where it ends there, the line that was said last was an empty one. */
static bool empty_line_ends(const struct run *run)
{
    double ended = task_ended(run, task_made_of(run, "chat", 0));
    if (!strstr(heard_by(run, "Cyd"), "100%s sure") || !same_time(ended, 0.4))
        return false;
    found("Ada said an empty line at 0.4 s, and her chat ended then%s; she "
          "hung up at %.1f s.", point_at_its_end(run), LATE);
    return true;
}

/* enter() stands behind the first await: who only listens has not entered. */
static bool enters_late(const struct run *run)
{
    const struct item *chat = item_named(&sources()->answer, "chat", false);
    const struct token *enter =
        chat ? find_tokens(chat->body, chat->end, "enter (") : NULL;
    const struct token *await =
        enter ? find_tokens(chat->body, enter, "AWAIT (") : NULL;
    if (enter && !await)
        await = find_tokens(chat->body, enter, "TRY_AWAIT (");
    if (!three_talked(run) || !await ||
        strstr(heard_by(run, "Bob"), "hello"))
        return false;
    point_at(answer_file(), enter->line);
    found("Ada said \"hello\", and Bob did not hear it: line %d enters only "
          "behind the await of line %d, and he had said nothing yet.",
          enter->line, await->line);
    return true;
}

static bool nobody_heard(const struct run *run)
{
    return three_talked(run) && !*heard_by(run, "Ada") &&
           !*heard_by(run, "Bob") && !*heard_by(run, "Cyd");
}

/* And no line writes to a stream, but one prints. */
static bool prints_to_the_terminal(const struct run *run)
{
    static const char *const writers[] = {"stream_printf (", "stream_write (",
                                          "writev (", "write (", "send ("};
    const struct token *first = sources()->answer.tokens.first;
    const struct token *print = find_tokens(first, NULL, "printf (");
    if (!print)
        print = find_tokens(first, NULL, "puts (");
    if (!nobody_heard(run) || !print)
        return false;
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (find_tokens(first, NULL, writers[i]))
            return false;
    point_at(answer_file(), print->line);
    found("Nobody heard anything: line %d prints to your own terminal, and no "
          "line writes to a stream.", print->line);
    return true;
}

/* In front of the await that listens. */
static bool leaves_before_it_listens(const struct run *run)
{
    const struct item *chat = item_named(&sources()->answer, "chat", false);
    const struct token *leave =
        chat ? find_tokens(chat->body, chat->end, "leave (") : NULL;
    if (!nobody_heard(run) || !leave ||
        find_tokens(chat->body, leave, "AWAIT (") ||
        find_tokens(chat->body, leave, "TRY_AWAIT ("))
        return false;
    point_at(answer_file(), leave->line);
    found("Line %d leaves the room before anything is listened to: who speaks "
          "then finds nobody in it.", leave->line);
    return true;
}

static bool nobody_hears(const struct run *run)
{
    if (!nobody_heard(run))
        return false;
    point_at_saying();
    found("Ada said \"hello\", and nobody heard it.");
    return true;
}

/* for (...; i < self->people; ...), of a number that was noted before. */
static bool counted_once(const struct run *run)
{
    const struct item *chat = item_named(&sources()->answer, "chat", false);
    const struct token *t = chat ? chat->body : NULL;
    if (!three_talked(run) || strstr(heard_by(run, "Cyd"), "hello|hi Ada|bye"))
        return false;
    while (t && (t = find_tokens(t, chat->end, "= people ;"))) {
        const struct token *name = t++ - 1;
        if (!find_tokens(t, chat->end, textf("< self -> %s",
                                             token_text(name))))
            continue;
        point_at(answer_file(), name->line);
        found("Line %d notes how many are in the room when this one enters. "
              "Who comes later is never reached: people is another number "
              "then.", name->line);
        return true;
    }
    return false;
}

/* leave(), in the loop, and the loop goes on. */
static bool leaves_in_each_round(const struct run *run)
{
    static const char *const loops[] = {"for", "while", "do", NULL};
    const struct item *chat = item_named(&sources()->answer, "chat", false);
    const struct token *call =
        chat ? find_tokens(chat->body, chat->end, "leave (") : NULL;
    bool is_inside = false;
    for (const struct token *t = chat ? chat->body : NULL; call && t < call;
         t++)
        is_inside = is_inside || (is_any(t, loops) && call < behind_statement(t));
    const struct token *next = call ? closing(call + 1) + 2 : NULL;
    if (!is_inside || !three_talked(run) || leaves(next) ||
        !find_tokens(next, chat->end, "stream_printf ("))
        return false;
    point_at(answer_file(), call->line);
    found("Line %d leaves the room with the first line that is said, and the "
          "loop goes on: from then on this one hears nothing.", call->line);
    return true;
}

/* What of the loop over the others leaves somebody out; "": it is not seen. */
static const char *left_out_by(const struct token *say)
{
    const struct item *item =
        say ? item_at(&sources()->answer, say->line) : NULL;
    const struct token *loop = item ? loop_around(say) : NULL;
    for (const struct token *t = item ? item->body : NULL; t && t < item->end;
         t++) {
        if (loop && token_is(t, "return") && loop_around(t) == loop)
            return textf(" The return of line %d leaves %s(), and with it the "
                         "loop: who stands behind in the room is not come to.",
                         t->line, token_text(item->name));
        if (loop && token_is(t, "break") && loop_around(t) == loop)
            return textf(" The break of line %d ends the loop, and who "
                         "stands behind in the room is not come to: continue "
                         "passes over one.", t->line);
        if (token_is(t, "people") && token_is(t + 1, "-") &&
            (token_is(t - 1, "<") || (token_is(t - 1, "=") &&
                                      !find_tokens(item->body, item->end,
                                                   "--"))))
            return textf(" Line %d has people %s %s: the last one is room["
                         "people - 1], and `<` people goes as far as that.",
                         t->line, token_text(t + 1), token_text(t + 2));
    }
    return "";
}

static bool is_right_for(const struct run *run, const char *name,
                         const char *right)
{
    return strcmp(heard_by(run, name), right) == 0;
}

/* Ada, who came first, is deaf. */
static bool first_left_out(const struct run *run)
{
    if (!three_talked(run) || *heard_by(run, "Ada") ||
        !is_right_for(run, "Bob", "hello|one|two|bye") ||
        !is_right_for(run, "Cyd", "hello|hi Ada|bye"))
        return false;
    point_at_saying();
    found("Bob and Cyd hear all that they are to hear, and Ada nothing. She "
          "came first: she is room[0], and the loop over the room does not "
          "come to that place.");
    return true;
}

/* Whoever speaks is taken for Ada. */
static bool first_for_oneself(const struct run *run)
{
    if (!three_talked(run) || *heard_by(run, "Ada") ||
        !is_right_for(run, "Bob", "hello|hi Ada|one|two|bye") ||
        !is_right_for(run, "Cyd", "hello|hi Ada|one|two|bye"))
        return false;
    point_at_saying();
    found("Whoever speaks, it goes to Bob and to Cyd, so that they hear their "
          "own lines, too, and never to Ada. She came first: she is room[0], "
          "and that is not who speaks.");
    return true;
}

static bool somebody_does_not_hear(const struct run *run)
{
    const char *deaf = !strstr(heard_by(run, "Bob"), "hello")   ? "Bob"
                       : !strstr(heard_by(run, "Cyd"), "hello") ? "Cyd"
                                                                : NULL;
    if (!three_talked(run) || !deaf)
        return false;
    point_at_saying();
    found("Ada said \"hello\", and %s did not hear it.%s", deaf,
          left_out_by(saying()));
    return true;
}

static bool mixes_lines(const struct run *run)
{
    if (!strstr(heard_by(run, "Cyd"), "slow") ||
        strstr(heard_by(run, "Cyd"), "slowly"))
        return false;
    found("Ada typed \"slow\", Bob a line \"quick\", Ada the rest of hers, "
          "\"ly\"; and Cyd heard \"%s\".", heard_by(run, "Cyd"));
    return true;
}

static bool cleanup_skipped(const struct run *run)
{
    if (!was_cancelled(run) || people_left(run) == 0)
        return false;
    found("Bob's task was cancelled while it waited for a line, and Bob is in "
          "the room for ever.");
    return true;
}

static bool still_in_the_room(const struct run *run)
{
    if (people_left(run) == 0)
        return false;
    found("All have hung up, and %ld are still in the room; Ada's chat has "
          "ended%s.", people_left(run), point_at_its_end(run));
    return true;
}

static bool cancellation_swallowed(const struct run *run)
{
    return was_cancelled(run) && !ended_as_cancelled(run);
}

/* stream_printf(room[i], line): what somebody says is taken for a format. */
static bool line_as_format(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    while ((t = find_tokens(t, NULL, "stream_printf ("))) {
        const struct token *end = closing(++t), *comma = t;
        while (comma < end && !token_is(comma, ","))
            comma++;
        if (comma == end || comma[1].kind == TOKEN_TEXT)
            continue;
        point_at(answer_file(), t->line);
        found("Line %d hands what was said to stream_printf() as its format: "
              "there a %% is no character but stands for an argument, and "
              "there is none. stream_printf(%s, \"%%s\\n\", %s) makes it an "
              "argument.", t->line, quote(t + 1, comma - 1),
              quote(comma + 1, end - 1));
        return true;
    }
    return false;
}

/* i < people, self->i < people: what counts. */
static const char *counter_before(const struct token *operator)
{
    const struct token *t = operator - 1;
    while (token_is(t - 1, "->") || token_is(t - 1, "."))
        t -= 2;
    return quote(t, operator - 1);
}

/* for (... i <= people ...): room[people] is nobody's. */
static bool one_too_many(const struct run *run)
{
    const struct token *end =
        find_tokens(sources()->answer.tokens.first, NULL, "<= people");
    if (run->ending == ENDED || !end)
        return false;
    point_at(answer_file(), end->line);
    found("The loop of line %d goes up to room[people], one behind the last: "
          "those in the room are room[0] to room[people - 1]. It goes on as "
          "long as %s < people.", end->line, counter_before(end));
    return true;
}

/* for (... i < ROOM_SIZE ...) over room[i], in chat or in a helper. */
static bool whole_array(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        const struct token *size =
            item->body && !line_is_given(item->first->line)
                ? find_tokens(item->body, item->end, "< ROOM_SIZE") : NULL;
        if (!size || find_tokens(item->body, item->end, "< people"))
            continue;
        point_at(answer_file(), size->line);
        found("The loop of line %d goes over all ROOM_SIZE places. Only "
              "room[0] to room[people - 1] are people's. Behind them is NULL, "
              "or one who stands further in front as well, or has left. It "
              "goes as far as people: %s < people.", size->line,
              counter_before(size));
        return true;
    }
    return false;
}

/* static struct stream stream; that is one for all chats. */
static bool one_stream(const struct run *run)
{
    const struct token *open = find_tokens(sources()->answer.tokens.first, NULL,
                                           "stream_open ( &");
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    for (; open && open[3].kind == TOKEN_NAME && !token_is(open + 3, "self") &&
           (t = find_tokens(t, NULL, "struct stream")); t++) {
        if (!same_token(t + 2, open + 3))
            continue;
        const struct item *item = item_at(&sources()->answer, t->line);
        if (!item || (!item->is_variable && !token_is(t - 1, "static")))
            continue;
        point_at(answer_file(), t->line);
        found("'%s' in line %d is one for all chats, and line %d opens it anew "
              "for each who connects.", token_text(t + 2), t->line, open->line);
        return true;
    }
    return false;
}

/* self->me = people: and later i != self->me. */
static bool keeps_its_place(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    for (; t->kind != TOKEN_END; t++) {
        if (!token_is(t, "->") || !token_is(t + 2, "=") ||
            !token_is(t + 3, "people") || line_is_given(t->line))
            continue;
        const char *name = token_text(t + 1);
        const struct token *first = sources()->answer.tokens.first;
        if (!find_tokens(first, NULL, textf("!= self -> %s", name)) &&
            !find_tokens(first, NULL, textf("== self -> %s", name)))
            continue;
        point_at(answer_file(), t->line);
        found("Line %d keeps the place in the room. It does not stay the same: "
              "when somebody leaves, leave() puts the last one into the place "
              "that is free then.", t->line);
        return true;
    }
    return false;
}

/* leave(room[0]) */
static bool leaves_another(const struct run *run)
{
    const struct token *leave = find_tokens(sources()->answer.tokens.first,
                                            NULL, "leave ( room [");
    (void)run;
    if (!leave || line_is_given(leave->line))
        return false;
    point_at(answer_file(), leave->line);
    found("Line %d takes %s out of the room, whoever that is then: others are "
          "gone, and one who has hung up is still there.", leave->line,
          quote(leave + 2, closing(leave + 1) - 1));
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "keeps-its-place", .made = keeps_its_place,
     .why = "A stream is the same as long as its chat lasts: compare with "
            "that, room[i] != &self->stream.",
     .python = "if other is not writer         # not: if i != my_place",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "leaves-another", .made = leaves_another,
     .why = "Each takes its own stream out: the one that it has entered with.",
     .python = "room.remove(writer)            # not: room.pop(0)",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "leaves-in-each-round", .made = leaves_in_each_round,
     .is_proven = true,
     .why = "Whoever speaks stays in the room. Not to hear oneself is a matter "
            "of the loop over the others: it passes over &self->stream.",
     .python = "if other is not writer:\n    other.write(line)",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "lines-of-nothing", .made = lines_of_nothing,
     .why = "A line comes without its end, and is sent with one: \"%s\\n\".",
     .python = "other.write(line)              # line ends with one newline",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "reads-twice", .made = reads_twice,
     .why = "One readline a round: look at what it gave, and pass that on.",
     .python = "while line := await reader.readline():\n    ...",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "one-stream-for-all", .made = one_stream, .broken_too = true,
     .why = "Each connection has a stream of its own: it lives in chat's "
            "struct, self->stream.",
     .python = "async def chat(reader, writer):    # a pair for each",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "line-as-format", .made = line_as_format, .broken_too = true,
     .why = "",
     .python = "writer.write(line)         # what is said is no f-string",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "whole-array", .made = whole_array, .broken_too = true,
     .why = "",
     .python = "for other in room:         # as long as it is",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "one-too-many", .made = one_too_many, .broken_too = true,
     .why = "",
     .python = "for other in room:         # as long as it is",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "end-not-seen", .made = end_not_seen, .broken_too = true,
     .why = "Behind the last line, stream_readline() gives None, at once and "
            "each time that it is asked: there is nothing to pass on any more, "
            "and nothing to wait for. That ends the loop: is_none(awaited()).",
     .python = "while line := await reader.readline():    # b\"\" is the end",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "enters-often", .made = enters_often,
     .why = "Whoever connects enters once, in front of the loop; inside of it "
            "each line would be one more place.",
     .python = "room.append(writer)            # once\n"
               "while line := await reader.readline(): ...",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "writes-to-itself", .made = writes_to_itself,
     .why = "Those who are to hear it are room[0] to room[people - 1]: write "
            "to each of them.",
     .python = "for other in room:\n"
               "    if other is not writer:\n"
               "        other.write(line)      # and not: writer.write",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "hears-itself", .made = hears_itself,
     .why = "Those in the room are streams, and one of them is your own: leave "
            "out the one that you have entered with.",
     .python = "for other in room:\n"
               "    if other is not writer:    # this line",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "lines-run-together", .made = lines_run_together,
     .why = "stream_readline() gives a line without its end, and whoever reads "
            "lines waits for one. Send it again behind each line.",
     .python = "other.write(line + b\"\\n\")    # Python's readline keeps it",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "listens-once", .made = listens_once,
     .why = "A connection is not a call: lines come until the other side hangs "
            "up. Ask for the next one until awaited() is none.",
     .python = "while line := await reader.readline():    # not: if",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "chat-ends-early", .made = ends_early,
     .why = "A chat lasts until its connection is closed: only then "
            "stream_readline() gives None.",
     .python = "while line := await reader.readline():",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "empty-line-ends", .made = empty_line_ends,
     .why = "An empty line is a line, the text \"\". The end is None, and "
            "is_none(awaited()) alone tells it.",
     .python = "while (line := await reader.readline()) != b\"\":\n"
               "    ...                        # an empty line is b\"\\n\"",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "enters-late", .made = enters_late,
     .why = "Whoever connects is in the room at once, and stays in it: enter() "
            "stands in front of the loop, leave() behind it.",
     .python = "room.append(writer)            # before the first line\n"
               "while line := await reader.readline(): ...",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "prints-to-the-terminal", .made = prints_to_the_terminal,
     .why = "stream_printf() writes to a stream: to that of each one in the "
            "room.",
     .python = "other.write(line)              # not print(line)",
     .read_on = "NOTES.md, chapter 13", .is_proven = true},
    {.name = "leaves-before-it-listens", .made = leaves_before_it_listens,
     .is_proven = true,
     .why = "leave() is the last thing, when the other side has hung up or the "
            "task was cancelled.",
     .python = "finally:                       # behind the loop\n"
               "    room.remove(writer)",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "nobody-in-the-room", .made = nobody_hears,
     .why = "Only who is in the room hears what is said: enter() stands in "
            "front of the loop and leave() behind it, and each line goes to "
            "room[0], room[1] and so on, up to room[people - 1].",
     .python = "room.append(writer)            # before the first line",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "counted-once", .made = counted_once, .is_proven = true,
     .why = "Count up to people, each time anew.",
     .python = "for other in room:     # whoever is in it now",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "first-left-out", .made = first_left_out,
     .why = "The first place of an array is 0.",
     .python = "for other in room:     # room[0] first",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "first-for-oneself", .made = first_for_oneself,
     .why = "All of the room from room[0] on, but for one's own stream, "
            "&self->stream: a function that sends to the others has to be told "
            "which one that is.",
     .python = "for other in room:\n"
               "    if other is not writer:",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "not-everybody-hears", .made = somebody_does_not_hear,
     .why = "What one says goes to everybody in the room but oneself, from "
            "room[0] to room[people - 1].",
     .python = "for other in room:\n"
               "    if other is writer:\n"
               "        continue               # goes on with the next",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "pieces-for-lines", .made = mixes_lines,
     .why = "A stream of bytes has no messages in it: what is there to be read "
            "may be a part of a line, or several. stream_readline() waits for "
            "the end of one, and gives it as a whole.",
     .python = "await reader.read(80)          # some bytes\n"
               "await reader.readline()        # a line",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "cleanup-skipped", .made = cleanup_skipped, .show_timeline = true,
     .why = "CancelledError is raised at the await where the task waits, and "
            "AWAIT leaves the function right there: no line behind it runs. "
            "TRY_AWAIT hands it over; leave the room, then RERAISE.",
     .python = "finally:                       # runs in any case\n"
               "    room.remove(writer)",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "still-in-the-room", .made = still_in_the_room,
     .why = "The stream lives in the frame of chat, and is gone when chat "
            "ends: what stays in the room then is a pointer to nothing. "
            "leave() before the end.",
     .python = "finally:\n"
               "    room.remove(writer)",
     .read_on = "NOTES.md, chapter 13"},
    {.name = "cancellation-swallowed", .made = cancellation_swallowed,
     .why = "TRY_AWAIT catches a cancellation, too. Who does not pass it on "
            "has refused it: when the room has been left, if (failure()) "
            "RERAISE.",
     .python = "finally:                       # and not: except",
     .read_on = "NOTES.md, chapter 10"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
