/* macros.c - this line without its macro, on the screen. */
#include <stdlib.h>
#include <string.h>

#include "step/view.h"
#include "watch/source.h"
#include "watch/unfold.h"
#include "watch/words.h"

/* How much of a line fits: up to a comma, or a parenthesis that opens. */
static size_t that_fits(const char *line, size_t width)
{
    if (strlen(line) <= width)
        return strlen(line);
    for (const char *sign = ",("; *sign; sign++)
        for (size_t i = width; i > width / 2; i--)
            if (line[i - 1] == *sign)
                return i;
    return width;
}

/* A line that is too long goes without its comment, or else on below. */
static void wrap_line(struct view *view, char *line)
{
    enum { MARGIN = 2, INDENT = 12, NARROWEST = 30 };
    int columns = view->columns < NARROWEST ? NARROWEST : view->columns;
    size_t width = (size_t)columns - MARGIN;
    char *comment = strstr(line, " /*");
    if (strlen(line) > width && comment)
        *comment = '\0';
    size_t fits = that_fits(line, width);
    view_line(view, " %.*s", (int)fits, line);
    while (line[fits]) {
        line += fits + strspn(line + fits, " ");
        fits = that_fits(line, width - INDENT);
        view_line(view, " %*s%.*s", INDENT, "", (int)fits, line);
    }
}

static void show_macro(struct view *view, const struct place *place)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (!memory)
        return;
    if (!macro_write(place, memory))
        view_line(view, " No macro is in this line.");
    else if (place->line > 0)
        view_line(view, " is, without the macro:");
    fclose(memory);
    for (char *line = text; *line;) {
        char *end = strchr(line, '\n');
        *end = '\0';
        wrap_line(view, line);
        line = end + 1;
    }
    free(text);
}

void view_macros(struct view *view)
{
    struct place place;
    size_t record = view_suspension(view);
    if (!record)
        record = view->recording->moments[view->moment].record;
    bool known = words_own_place(view->recording, record, &place);
    if (!known || place.line == 0) {
        view_line(view, " It begins, for the line where it stands is 0.  "
                        "BEGIN is:");
        show_macro(view, &(struct place){.file = ""});
    } else if (source_line(place.file, place.line)) {
        view_line(view, BOLD "%4d %s", place.line,
                  source_line(place.file, place.line));
        show_macro(view, &place);
    }
}
