/* step_words.c - a moment of a recording in words, and the source it is about. */
#include "step_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct record *record_at(const struct recording *recording,
                                      size_t index)
{
    size_t count;
    return &trace_records(recording->trace, &count)[index];
}

static const char *base_name(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

static double seconds(int64_t time)
{
    return clock_to_seconds(time);
}

/* --- who, where ---------------------------------------------------------------------- */

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
    if (who->task) {
        words_task(recording, who->task, words);
        return;
    }
    const char *name = record_at(recording, who->record)->name;
    snprintf(words, WORDS, "%s%s", name ? "callback " : "a callback",
             name ? name : " of the runtime");
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

/* --- what for, how, why ------------------------------------------------------------------ */

void words_wait(const struct recording *recording, size_t record,
                char words[WORDS])
{
    const struct record *at = record_at(recording, record);
    if (at->kind == EVENT_TIMER)
        snprintf(words, WORDS, "its time, %.1f s", seconds(at->until));
    else if (at->awaits)
        snprintf(words, WORDS, "task %s",
                 trace_task_name(recording->trace, at->awaits));
    else if (at->until >= 0)
        snprintf(words, WORDS, "%s, until %.1f s",
                 at->waits_on ? at->waits_on : "?", seconds(at->until));
    else
        snprintf(words, WORDS, "%s", at->waits_on ? at->waits_on : "?");
}

void words_end(const struct recording *recording, size_t moment,
               char words[WORDS])
{
    const struct moment *step = &recording->moments[moment];
    uint32_t task = record_at(recording, step->record)->task;
    words[0] = '\0';
    for (size_t i = step->record + 1; i < step->end; i++) {
        const struct record *at = record_at(recording, i);
        char place[WORDS], wait[WORDS];
        if (at->task != task || task == 0)
            continue;
        if (at->kind == EVENT_DONE && at->outcome)
            snprintf(words, WORDS, "%s", at->outcome);
        if (at->kind != EVENT_SUSPENDED)
            continue;
        words_place(recording, i, place);
        words_wait(recording, i, wait);
        snprintf(words, WORDS, "waits at %.40s for %.100s", place, wait);
    }
    if (words[0] == '\0' && task > 0 && moment + 1 == recording->moment_count &&
        recording->ending)
        snprintf(words, WORDS, "%s", recording->ending);
}

void words_cause(const struct recording *recording, size_t record,
                 char words[WORDS])
{
    const struct record *ready = record_at(recording, record);
    if (ready->by)
        snprintf(words, WORDS, "%s made it ready",
                 trace_task_name(recording->trace, ready->by));
    else
        snprintf(words, WORDS, "its time had come");
}

/* --- sources ---------------------------------------------------------------------------------
 *
 * The file that was asked for last is kept, cut into lines.
 */
static struct {
    char *name, *text;
    char **lines;
    int count;
} source;

static void forget_source(void)
{
    free(source.name);
    free(source.text);
    free(source.lines);
    memset(&source, 0, sizeof source);
}

static char *read_whole(const char *name)
{
    FILE *file = fopen(name, "r");
    if (!file)
        return NULL;
    size_t room = 1 << 20;
    char *text = calloc(1, room);
    if (text)
        text[fread(text, 1, room - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void cut_into_lines(void)
{
    for (const char *c = source.text; *c; c++)
        source.count += *c == '\n';
    source.lines = calloc((size_t)source.count + 1, sizeof *source.lines);
    char *line = source.text;
    for (int i = 0; source.lines && i < source.count; i++) {
        source.lines[i] = line;
        line = strchr(line, '\n');
        *line++ = '\0';
    }
}

static bool have_source(const char *name)
{
    if (source.name && strcmp(source.name, name) == 0)
        return source.lines != NULL;
    forget_source();
    source.name = malloc(strlen(name) + 1);
    if (source.name)
        strcpy(source.name, name);
    source.text = read_whole(name);
    if (source.text)
        cut_into_lines();
    return source.lines != NULL;
}

const char *source_line(const char *file, int line)
{
    if (!have_source(file) || line < 1 || line > source.count)
        return NULL;
    return source.lines[line - 1];
}

int source_length(const char *file)
{
    return have_source(file) ? source.count : 0;
}

/* Behind "In Python:", the indented lines of the comment. */
const char *source_python(const char *file, int line)
{
    bool inside = false;
    int number = 0;
    for (int i = 1; i <= source_length(file); i++) {
        const char *text = source_line(file, i);
        bool blank = strcmp(text, " *") == 0;
        bool indented = strncmp(text, " *      ", 8) == 0;
        if (strstr(text, "*/"))
            break;
        if (inside && !indented && !blank)
            break;
        if (inside && (indented || number > 0) && number++ == line)
            return indented ? text + 8 : "";
        if (strncmp(text, " * In Python", 12) == 0)
            inside = true;
    }
    return NULL;
}
