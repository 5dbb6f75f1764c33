/* text.c - a recording as text, turn by turn. */
#include <string.h>

#include "step/step.h"
#include "watch/trace.h"
#include "watch/words.h"

enum {
    LISTED = 8,                 /* of those that are ready, or wait */
    ROW = 8,                    /* steps alike, one behind the other: of more */
    FIRST_OF_ROW = 3,           /* these, and the last one */
};

static void print_ready(const struct recording *recording,
                        const struct standings *ready, FILE *out)
{
    char who[WORDS];
    fputs("  ready    ", out);
    for (size_t i = 0; i < ready->count && i < LISTED; i++) {
        words_who(recording, &ready->list[i], who);
        fprintf(out, "%s%s", i > 0 ? ", " : "", who);
    }
    if (ready->count > LISTED)
        fprintf(out, ", and %zu more", ready->count - LISTED);
    fputs(ready->count == 0 ? "-\n" : "\n", out);
}

static void print_waiting(const struct recording *recording,
                          const struct snapshot *now, FILE *out)
{
    char who[WORDS], wait[WORDS], place[WORDS], waker[WORDS];
    const struct standings *waiting = &now->waiting;
    for (size_t i = 0; i < waiting->count && i < LISTED; i++) {
        const struct standing *one = &waiting->list[i];
        words_who(recording, one, who);
        words_wait(recording, one->record, now->position, wait);
        words_place(recording, one->record, place);
        words_waker(recording, one->record, waker);
        bool will_be = words_will_be_cancelled(recording, one->record);
        fprintf(out, "  waiting  %-22s %-17s %s%s; %s by %s\n", who, place,
                wait, one->cancelled ? ", cancelled" : "",
                will_be ? "cancelled" : "woken", waker);
    }
    if (waiting->count > LISTED)
        fprintf(out, "  waiting  and %zu more\n", waiting->count - LISTED);
}

static void print_output(const char *text, size_t length, FILE *out)
{
    while (length > 0) {
        const char *newline = memchr(text, '\n', length);
        size_t line = newline ? (size_t)(newline - text) : length;
        fprintf(out, "      | %.*s\n", (int)line, text);
        line += newline ? 1 : 0;
        text += line;
        length -= line;
    }
}

static void print_step(const struct recording *recording, size_t moment,
                       const struct standing *running, FILE *out)
{
    char who[WORDS], place[WORDS], end[WORDS];
    size_t length;
    words_who(recording, running, who);
    words_place(recording, recording->moments[moment].record, place);
    words_end(recording, moment, end);
    fprintf(out, "  runs     %s", who);
    if (place[0])
        fprintf(out, ", from %s", place);
    fprintf(out, "%s%s\n", end[0] ? ": " : "", end);
    const char *printed = recording_printed(recording, moment, &length);
    print_output(printed, length, out);
}

/* --- steps alike --------------------------------------------------------- */

/* The record of how the step of a moment ended; NULL: of a callback. */
static const struct record *end_of(const struct recording *recording,
                                   size_t moment)
{
    const struct moment *step = &recording->moments[moment];
    const struct record *run = trace_record(recording->trace, step->record);
    if (run->task == 0)
        return NULL;
    for (size_t i = step->end; i-- > step->record + 1;) {
        const struct record *at = trace_record(recording->trace, i);
        if (at->task == run->task &&
            (at->kind == EVENT_SUSPENDED || at->kind == EVENT_DONE))
            return at;
    }
    return NULL;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_place(const struct record *a, const struct record *b)
{
    return a->kind == b->kind && a->line == b->line &&
           same_text(a->coro, b->coro) && same_text(a->outcome, b->outcome);
}

/* From the same place to the same place, or to the same end, and nothing is
 * printed. */
static bool are_alike(const struct recording *recording, size_t a, size_t b)
{
    const struct record *ended = end_of(recording, a);
    const struct record *also = end_of(recording, b);
    size_t printed, printed_too;
    recording_printed(recording, a, &printed);
    recording_printed(recording, b, &printed_too);
    return ended && also && printed + printed_too == 0 &&
           same_place(ended, also) &&
           same_place(trace_record(recording->trace,
                                   recording->moments[a].record),
                      trace_record(recording->trace,
                                   recording->moments[b].record));
}

static size_t end_of_row(const struct recording *recording, size_t moment)
{
    size_t last = moment;
    while (last + 1 < recording->moment_count &&
           are_alike(recording, moment, last + 1))
        last++;
    return last;
}

/* --- all ----------------------------------------------------------------- */

void step_text(const struct recording *recording, FILE *out)
{
    size_t count;
    const struct record *records = trace_records(recording->trace, &count);
    struct snapshot now = {0};
    uint64_t turn = UINT64_MAX;
    for (size_t i = 0, row = 0, last = 0; i < recording->moment_count; i++) {
        if (i == 0 || i > last) {
            row = i;
            last = end_of_row(recording, i);
        }
        if (i == row + FIRST_OF_ROW && last >= row + ROW) {
            fprintf(out, "  ...      %zu more steps like it\n", last - i);
            i = last;
        }
        size_t at = recording->moments[i].record;
        if (records[at].turn != turn) {
            turn = records[at].turn;
            if (snapshot_move(&now, recording->trace, at) != 0)
                break;
            fprintf(out, "turn %llu, %.1f s\n", (unsigned long long)turn,
                    clock_to_seconds(records[at].time));
            print_ready(recording, &now.ready, out);
            print_waiting(recording, &now, out);
        }
        if (snapshot_move(&now, recording->trace, at + 1) != 0)
            break;
        print_step(recording, i, &now.running, out);
    }
    snapshot_close(&now);
    if (recording->ending)
        fprintf(out, "The program did not end: %s.\n", recording->ending);
}
