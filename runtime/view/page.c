/* page.c - a recording as a piece of a page: the steps, which can be read
 * without a script, and the JSON. */
#include "view/page.h"

#include <string.h>

#include "view/quote.h"
#include "watch/words.h"

enum { LISTED = 400 };          /* steps; behind them the list is cut */

static void put(FILE *out, const char *text)
{
    quote_html(out, text, strlen(text));
}

/* --- the list ------------------------------------------------------------ */

static void put_turn(FILE *out, const struct record *record)
{
    fprintf(out, "<li class=\"turn\">turn %llu, %.1f s</li>\n",
            (unsigned long long)record->turn, clock_to_seconds(record->time));
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
    fprintf(out, "<li value=\"%zu\">", step + 1);
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
    fputs("<ol class=\"steps\">\n", out);
    for (size_t i = 0; i < recording->moment_count && i < LISTED; i++) {
        const struct record *record = trace_record(
            recording->trace, recording->moments[i].record);
        if (record->turn != turn)
            put_turn(out, record);
        turn = record->turn;
        put_step(recording, i, out);
    }
    fputs("</ol>\n", out);
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
