/* page.c - a recording as a piece of a page: the steps, which can be read
 * without a script, and the JSON. */
#include "view/page.h"

#include <string.h>

#include "view/quote.h"
#include "watch/replay.h"
#include "watch/trace.h"
#include "watch/words.h"

enum {
    LISTED = 300,               /* steps; behind them the list is cut */
    STANDING = 8,               /* of those that are ready, or wait */
};

static void put(FILE *out, const char *text)
{
    quote_html(out, text, strlen(text));
}

/* --- the list ------------------------------------------------------------ */

static void put_who(const struct recording *recording,
                    const struct standing *who, FILE *out)
{
    char words[WORDS];
    words_who(recording, who, words);
    put(out, words);
}

static void put_ready(const struct recording *recording,
                      const struct standings *ready, FILE *out)
{
    fputs("<p>ready ", out);
    for (size_t i = 0; i < ready->count && i < STANDING; i++) {
        fputs(i > 0 ? ", " : "", out);
        put_who(recording, &ready->list[i], out);
    }
    if (ready->count > STANDING)
        fprintf(out, ", and %zu more", ready->count - STANDING);
    fputs(ready->count == 0 ? "-</p>\n" : "</p>\n", out);
}

static void put_waiting(const struct recording *recording,
                        const struct snapshot *now, FILE *out)
{
    const struct standings *waiting = &now->waiting;
    for (size_t i = 0; i < waiting->count && i < STANDING; i++) {
        const struct standing *one = &waiting->list[i];
        char words[WORDS];
        fputs("<p>waiting ", out);
        put_who(recording, one, out);
        words_place(recording, one->record, words);
        fputs(words[0] ? " at " : "", out);
        put(out, words);
        fputs(": ", out);
        words_wait(recording, one->record, now->position, words);
        put(out, words);
        fputs(one->cancelled ? ", cancelled; woken by " : "; woken by ", out);
        words_waker(recording, one->record, words);
        put(out, words);
        fputs("</p>\n", out);
    }
    if (waiting->count > STANDING)
        fprintf(out, "<p>waiting and %zu more</p>\n",
                waiting->count - STANDING);
}

/* How it stands as a turn begins. */
static void put_turn(const struct recording *recording, size_t record,
                     struct snapshot *now, FILE *out)
{
    const struct record *first = trace_record(recording->trace, record);
    if (snapshot_move(now, recording->trace, record) != 0)
        return;
    fprintf(out, "<li class=\"turn\"><p>turn %llu, %.1f s</p>\n",
            (unsigned long long)first->turn, clock_to_seconds(first->time));
    put_ready(recording, &now->ready, out);
    put_waiting(recording, now, out);
    fputs("</li>\n", out);
}

static void put_step(const struct recording *recording, size_t step, FILE *out)
{
    size_t at = recording->moments[step].record, length;
    struct standing running = {
        .task = trace_record(recording->trace, at)->task, .record = at};
    char who[WORDS], place[WORDS], end[WORDS];
    words_who(recording, &running, who);
    words_place(recording, at, place);
    words_end(recording, step, end);
    fprintf(out, "<li value=\"%zu\">runs ", step + 1);
    put(out, who);
    fputs(place[0] ? ", from " : "", out);
    put(out, place);
    fputs(end[0] ? ": " : "", out);
    put(out, end);
    const char *printed = recording_printed(recording, step, &length);
    if (length > 0) {
        fputs("<pre>", out);
        quote_html(out, printed, length);
        fputs("</pre>", out);
    }
    fputs("</li>\n", out);
}

static void put_ending(const struct recording *recording, FILE *out)
{
    fputs("<p>", out);
    if (recording->ending) {
        fputs("The program did not end: ", out);
        put(out, recording->ending);
        fputs(".", out);
    } else if (recording->code) {
        fputs("main failed: ", out);
        put(out, error_name(recording->code));
    } else {
        fputs("main has returned.", out);
    }
    fputs("</p>\n", out);
}

void page_list(const struct recording *recording, FILE *out)
{
    uint64_t turn = UINT64_MAX;
    struct snapshot now = {0};
    fputs("<ol class=\"steps\">\n", out);
    for (size_t i = 0; i < recording->moment_count && i < LISTED; i++) {
        size_t record = recording->moments[i].record;
        if (trace_record(recording->trace, record)->turn != turn)
            put_turn(recording, record, &now, out);
        turn = trace_record(recording->trace, record)->turn;
        put_step(recording, i, out);
    }
    fputs("</ol>\n", out);
    snapshot_close(&now);
    if (recording->moment_count > LISTED)
        fprintf(out, "<p>These are the first %d of %zu steps.</p>\n", LISTED,
                recording->moment_count);
    put_ending(recording, out);
}

/* --- all of it ----------------------------------------------------------- */

int page_write(const struct recording *recording, FILE *out)
{
    fputs("<section class=\"run\">\n<details open class=\"list\">\n"
          "<summary>The run, step by step</summary>\n", out);
    page_list(recording, out);
    fputs("</details>\n<script type=\"application/json\">\n", out);
    int error = page_json(recording, out);
    fputs("</script>\n</section>\n", out);
    return error;
}
