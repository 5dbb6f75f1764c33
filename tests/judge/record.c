/* record.c - what an answer did, as text: two that behave alike say the same.
 *
 * Lines of code, tasks' numbers, turns, and what is a matter of style (tasks or
 * none, a coroutine of one's own, to yield once more or less: what that does to
 * the others is in the record) are left out.
 */
#include <stdlib.h>
#include <string.h>

#include "exercise.h"

static bool is_yield(const struct sight *sight)
{
    return sight->want == WANT_SLEEP && sight->until <= sight->time;
}

/* Nanoseconds, so that the lines can be sorted. */
static void print_sight(const struct sight *sight)
{
    if (sight->kind != EVENT_SUSPENDED || sight->depth == 0 ||
        is_yield(sight) || strstr(sight->places[0].file, "runtime/"))
        return;
    printf("%015lld waits in %s, until %lld\n", (long long)sight->time,
           sight->places[0].coro, (long long)sight->until);
}

static void print_text(const char *what, const char *text)
{
    while (*text) {
        int length = (int)strcspn(text, "\n");
        printf("%s %.*s\n", what, length, text);
        text += length + (text[length] == '\n');
    }
}

void print_record(const struct play *one, const struct run *run)
{
    printf("scene %s\n", one->title);
    printf("ends %d %s at %.6f s, %d\n", (int)run->ending, ending_text(run),
           run->seconds, run->not_done);
    print_text("prints", run->output);
    for (size_t i = 0; i < run->note_count; i++)
        printf("note %s %s\n", run->notes[i].key,
               value_to_text(run->notes[i].value));
    for (size_t i = 0; i < run->sight_count; i++)
        print_sight(&run->sights[i]);
}
