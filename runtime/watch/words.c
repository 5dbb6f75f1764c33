/* words.c - a moment of a recording in words. */
#include "watch/words.h"

#include <stdio.h>
#include <string.h>

#include "watch/trace.h"

static const char *base_name(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

void cut_words(char *words, int columns)
{
    size_t bytes = 0;
    for (int column = 0; words[bytes] && column < columns; column++)
        do
            bytes++;
        while (((unsigned char)words[bytes] & 0xC0) == 0x80);
    if (words[bytes] && bytes >= 2)
        snprintf(words + bytes - 2, 3, "..");
}

/* "1.0 s", "0.25 s": to the millisecond, and without zeros behind it. */
static void words_time(int64_t time, char words[WORDS])
{
    int length = snprintf(words, WORDS, "%.3f", clock_to_seconds(time));
    while (words[length - 1] == '0' && words[length - 2] != '.')
        length--;
    snprintf(words + length, WORDS - (size_t)length, " s");
}

/* --- who, where ---------------------------------------------------------- */

static void words_task(const struct recording *recording, uint32_t id,
                       char words[WORDS])
{
    const struct trace_task *task = trace_task(recording->trace, id);
    snprintf(words, WORDS, "%s %s", trace_task_name(recording->trace, id),
             task && task->coro ? task->coro : "");
}

void words_who(const struct recording *recording, const struct standing *who,
               char words[WORDS])
{
    const struct record *record = trace_record(recording->trace, who->record);
    if (who->task)
        words_task(recording, who->task, words);
    else if (record->name)
        snprintf(words, WORDS, "callback %s", record->name);
    else if (record->of)
        snprintf(words, WORDS, "%s's callback", record->of);
    else
        snprintf(words, WORDS, "a callback of the runtime");
}

bool words_own_place(const struct recording *recording, size_t record,
                     struct place *place)
{
    size_t depth;
    const struct place *stack = recording_stack(recording, record, &depth);
    while (depth > 0 && strncmp(stack[depth - 1].file, "runtime/", 8) == 0)
        depth--;
    if (depth == 0)
        return false;
    *place = stack[depth - 1];
    return true;
}

void words_stack(const struct recording *recording, size_t record,
                 char words[WORDS])
{
    size_t depth, used = 0;
    const struct place *stack = recording_stack(recording, record, &depth);
    words[0] = '\0';
    for (size_t i = 0; i < depth && used < WORDS - 1; i++) {
        int more = snprintf(words + used, WORDS - used, "%s%s",
                            i > 0 ? " > " : "", stack[i].coro);
        used += more > 0 ? (size_t)more : 0;
    }
}

void words_place(const struct recording *recording, size_t record,
                 char words[WORDS])
{
    struct place place;
    words[0] = '\0';
    if (!words_own_place(recording, record, &place))
        return;
    if (place.line > 0)
        snprintf(words, WORDS, "%s:%d", base_name(place.file), place.line);
    else
        snprintf(words, WORDS, "its beginning");
}

/* --- what for, until when ------------------------------------------------ */

bool task_is_done(const struct recording *recording, uint32_t task, size_t now)
{
    const struct trace_task *known = trace_task(recording->trace, task);
    return known && known->end < now;
}

/* "gather (1 of 3 done)": those that it waits for are counted. */
static void words_several(const struct recording *recording,
                          const struct record *wait, size_t now,
                          char words[WORDS])
{
    const uint32_t *tasks = trace_awaited(recording->trace, wait);
    size_t done = 0;
    for (size_t i = 0; i < wait->awaited_count; i++)
        done += task_is_done(recording, tasks[i], now);
    snprintf(words, WORDS, "%s (%zu of %u done)", wait->waits_on, done,
             (unsigned)wait->awaited_count);
}

void words_wait(const struct recording *recording, size_t record, size_t now,
                char words[WORDS])
{
    const struct record *wait = trace_record(recording->trace, record);
    if (wait->kind == EVENT_TIMER)
        snprintf(words, WORDS, "its time");
    else if (wait->awaits)
        snprintf(words, WORDS, "task %s",
                 trace_task_name(recording->trace, wait->awaits));
    else if (wait->awaited_count > 0)
        words_several(recording, wait, now, words);
    else
        snprintf(words, WORDS, "%s", wait->waits_on ? wait->waits_on : "?");
}

void words_end(const struct recording *recording, size_t moment,
               char words[WORDS])
{
    const struct moment *step = &recording->moments[moment];
    uint32_t task = trace_record(recording->trace, step->record)->task;
    words[0] = '\0';
    for (size_t i = step->record + 1; i < step->end; i++) {
        const struct record *at = trace_record(recording->trace, i);
        char place[WORDS], wait[WORDS], until[WORDS] = "";
        if (at->task != task || task == 0)
            continue;
        if (at->kind == EVENT_DONE && at->outcome)
            snprintf(words, WORDS, "%s", at->outcome);
        if (at->kind != EVENT_SUSPENDED)
            continue;
        words_place(recording, i, place);
        words_wait(recording, i, step->end, wait);
        if (at->until >= 0)
            words_time(at->until, until);
        snprintf(words, WORDS, "waits%s%.40s for %.110s%s%.20s",
                 place[0] ? " at " : "", place, wait,
                 until[0] ? ", until " : "", until);
    }
    if (words[0] == '\0' && task > 0 && moment + 1 == recording->moment_count &&
        recording->ending)
        snprintf(words, WORDS, "%s", recording->ending);
}

/* --- who wakes it -------------------------------------------------------- */

size_t record_of_waking(const struct recording *recording, size_t record)
{
    size_t count;
    const struct record *records = trace_records(recording->trace, &count);
    for (size_t i = record + 1; i < count; i++) {
        if (records[i].job != records[record].job)
            continue;
        if (records[i].kind == EVENT_READY)
            return i;
        if (records[i].kind == EVENT_NO_TIMER || records[i].kind == EVENT_DONE)
            return 0;
    }
    return 0;
}

/* The name of the callback in whose run something happened; NULL: in none that
 * has a name. */
static const char *callback_around(const struct recording *recording,
                                   size_t record)
{
    for (; record > 0; record--) {
        const struct record *at = trace_record(recording->trace, record);
        if (at->kind == EVENT_RUN && !at->task)
            return at->name ? at->name : at->of;
        if (at->kind == EVENT_RUN || at->kind == EVENT_TURN ||
            at->kind == EVENT_TURN_END)
            break;
    }
    return NULL;
}

void words_waker(const struct recording *recording, size_t record,
                 char words[WORDS])
{
    char who[60] = "the loop", when[WORDS];
    const struct record *wait = trace_record(recording->trace, record);
    size_t waking = record_of_waking(recording, record);
    const struct record *ready = trace_record(recording->trace, waking);
    const char *callback = callback_around(recording, waking);
    if (waking == 0) {
        snprintf(words, WORDS, "nobody");
        return;
    }
    if (ready->by)
        snprintf(who, sizeof who, "%s",
                 trace_task_name(recording->trace, ready->by));
    else if (callback)
        snprintf(who, sizeof who, "%s", callback);
    else if (wait->want == WANT_READABLE || wait->want == WANT_WRITABLE)
        snprintf(who, sizeof who, "descriptor %d", wait->fd);
    else if (wait->until >= 0)
        snprintf(who, sizeof who, "the clock");
    words_time(ready->time, when);
    snprintf(words, WORDS, "%s at %.20s", who, when);
}

bool words_will_be_cancelled(const struct recording *recording, size_t record)
{
    size_t waking = record_of_waking(recording, record);
    const struct record *ready = trace_record(recording->trace, waking);
    for (size_t i = waking; i > record; i--) {
        const struct record *at = trace_record(recording->trace, i);
        if (at->turn != ready->turn)
            break;
        if (at->kind == EVENT_CANCEL && at->job == ready->job &&
            at->by == ready->by)
            return true;
    }
    return false;
}

void words_cause(const struct recording *recording, size_t record,
                 char words[WORDS])
{
    const struct record *ready = trace_record(recording->trace, record);
    if (ready->by)
        snprintf(words, WORDS, "%s made it ready",
                 trace_task_name(recording->trace, ready->by));
    else
        snprintf(words, WORDS, "its time had come");
}
