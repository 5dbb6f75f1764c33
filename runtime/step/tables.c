/* tables.c - the ready queue and the waiting table, as they are seen. */
#include <string.h>

#include "step/view.h"
#include "watch/trace.h"
#include "watch/words.h"

/* --- the ready queue ----------------------------------------------------- */

/* The first one runs next; as many as there is room for. */
void view_ready(struct view *view)
{
    char who[WORDS], line[1000] = " -", title[60];
    const struct standings *ready = &view->now.ready;
    size_t shown = 0, used = 0, columns = 0;
    for (; shown < ready->count; shown++) {
        words_who(view->recording, &ready->list[shown], who);
        columns += strlen(who) + 3;
        if (columns + 14 > (size_t)view->columns ||
            used + strlen(who) + 10 > sizeof line)
            break;
        used += (size_t)snprintf(line + used, sizeof line - used,
                                 "%s%s%s" PLAIN,
                                 shown > 0 ? " " ARROW " " : " ",
                                 view_tint(ready->list[shown].task), who);
    }
    snprintf(title, sizeof title, "ready: %zu", ready->count);
    view_heading(view, title);
    if (shown < ready->count)
        view_line(view, "%s  and %zu more: l", line, ready->count - shown);
    else
        view_line(view, "%s", line);
}

/* --- waiting table: who, where, for what, and who wakes it --------------- */

struct columns {
    int who, at, wait;          /* widths; the waker takes the rest */
};

static struct columns columns_of(const struct view *view)
{
    int spare = view->columns > 80 ? view->columns - 80 : 0;
    int who = 29 + spare * 2 / 5, wait = 21 + spare * 2 / 5;
    return (struct columns){.who = who > 50 ? 50 : who, .at = 9,
                            .wait = wait > 46 ? 46 : wait};
}

void view_waiting_heading(struct view *view)
{
    char title[60];
    struct rule rule = rule_of(view, RULE[0]);
    struct columns columns = columns_of(view);
    int at = 3 + columns.who;
    int wait = at + columns.at, waker = wait + columns.wait;
    snprintf(title, sizeof title, "waiting: %zu", view->now.waiting.count);
    rule_write(&rule, 2, title);
    if (view->now.waiting.count > 0) {
        rule_write(&rule, at, "at");
        rule_write(&rule, wait, "for");
        rule_write(&rule, waker, "woken by");
    }
    view_line(view, DIM "%s", rule.text);
}

/* "Task-1 async_main > three_users": whose frames they are. */
void view_chain(const struct view *view, const struct standing *one,
                char *words)
{
    char stack[WORDS];
    words_stack(view->recording, one->record, stack);
    if (one->task && stack[0])
        snprintf(words, WORDS, "%.40s %.150s",
                 trace_task_name(view->recording->trace, one->task), stack);
    else
        words_who(view->recording, one, words);
}

void view_waiting(struct view *view, const struct standing *one,
                  const char *mark)
{
    char who[WORDS], at[WORDS] = "", wait[WORDS], waker[WORDS] = "?";
    struct columns columns = columns_of(view);
    struct place place;
    view_chain(view, one, who);
    cut_words(who, columns.who - 1);
    if (words_own_place(view->recording, one->record, &place) && place.line > 0)
        snprintf(at, sizeof at, "line %d", place.line);
    words_wait(view->recording, one->record, view->now.position, wait);
    cut_words(wait, columns.wait - 1);
    bool will_be = !view->question &&
                   words_will_be_cancelled(view->recording, one->record);
    if (!view->question)
        words_waker(view->recording, one->record, waker);
    view_line(view, "%s%s%-*s" PLAIN "%-*s%-*s%s%s", mark, view_tint(one->task),
              columns.who, who, columns.at, at, columns.wait, wait,
              one->cancelled ? "cancelled, " : will_be ? "cancelled by " : "",
              waker);
}

/* The first of them that is made ready again, for the recording knows. */
static size_t next_to_wake(const struct view *view)
{
    size_t count;
    const struct record *records =
        trace_records(view->recording->trace, &count);
    const struct standings *waiting = &view->now.waiting;
    for (size_t at = view->now.position; at < count; at++) {
        if (records[at].kind != EVENT_READY)
            continue;
        for (size_t i = 0; i < waiting->count; i++)
            if (waiting->list[i].job == records[at].job)
                return i;
    }
    return SIZE_MAX;
}

void view_table(struct view *view, size_t rows)
{
    const struct standings *waiting = &view->now.waiting;
    size_t next = view->question ? SIZE_MAX : next_to_wake(view);
    size_t first = view->chosen >= rows ? view->chosen - rows + 1 : 0;
    view_waiting_heading(view);
    if (waiting->count == 0)
        view_line(view, " -");
    for (size_t i = first; i < waiting->count && i < first + rows; i++) {
        char mark[8];
        snprintf(mark, sizeof mark, "%s%s ", i == view->chosen ? ">" : " ",
                 i == next ? "*" : " ");
        view_waiting(view, &waiting->list[i], mark);
    }
    if (waiting->count > rows)
        view_line(view, DIM "   %zu more: l lists everybody, / finds one",
                  waiting->count - rows);
}
