/* asked.c - what the stub asks of a function: the words of its TODOs.  See
 * given.h. */
#include <ctype.h>
#include <string.h>

#include <runtime.h>

#include "given.h"

enum { LONGEST = 330 };

/* The words of a comment from the TODO in it on, on one line. */
static const char *words_of(const char *from, const char *end)
{
    const char *words = "";
    while (from < end) {
        while (from < end && (isspace((unsigned char)*from) || *from == '*'))
            from++;
        const char *word = from;
        while (from < end && !isspace((unsigned char)*from))
            from++;
        words = textf("%s%s%.*s", words, *words && from > word ? " " : "",
                      (int)(from - word), word);
    }
    return words;
}

static const char *found_before(const char *from, const char *end,
                                const char *what)
{
    const char *at = strstr(from, what);
    return at && at < end ? at : NULL;
}

const char *asked_of(const char *function)
{
    const struct item *given = item_named(&sources()->stub, function, false);
    const char *asked = "", *at = given ? given->body->text : NULL;
    const char *end = given ? given->end[-1].text : NULL;
    while (at && (at = found_before(at, end, "TODO"))) {
        const char *close = found_before(at, end, "*/");
        if (!close)
            break;
        asked = textf("%s%s%s", asked, *asked ? " " : "", words_of(at, close));
        at = close;
    }
    return strlen(asked) <= LONGEST ? asked : "";
}

bool is_given_whole(const char *function)
{
    const struct item *given = item_named(&sources()->stub, function, false);
    const struct item *right =
        item_named(&sources()->solution, function, false);
    return given && right && same_item(given, right);
}
