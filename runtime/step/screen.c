/* screen.c - the stepper on the terminal: keys, and where they lead. */
#include <stdlib.h>
#include <string.h>

#include "step/predict.h"
#include "step/step.h"
#include "step/terminal.h"
#include "step/view.h"
#include "watch/trace.h"
#include "watch/words.h"

/* --- going somewhere ----------------------------------------------------- */

/* 0, or the recording cannot be gone through: no memory. */
static int go_to(struct view *view, size_t moment)
{
    const struct recording *recording = view->recording;
    size_t count;
    trace_records(recording->trace, &count);
    if (moment > recording->moment_count)
        moment = recording->moment_count;
    view->moment = moment;
    view->chosen = 0;
    size_t position = moment < recording->moment_count
                          ? recording->moments[moment].record + 1
                          : count;
    return snapshot_move(&view->now, recording->trace, position);
}

static const struct record *record_of(const struct view *view, size_t moment)
{
    const struct recording *recording = view->recording;
    return trace_record(recording->trace, recording->moments[moment].record);
}

static size_t next_turn(const struct view *view)
{
    size_t moment = view->moment, count = view->recording->moment_count;
    uint64_t turn = view_record(view)->turn;
    while (moment < count && record_of(view, moment)->turn == turn)
        moment++;
    return moment;
}

static size_t next_time(const struct view *view)
{
    size_t moment = view->moment, count = view->recording->moment_count;
    int64_t time = view_record(view)->time;
    while (moment < count && record_of(view, moment)->time <= time)
        moment++;
    return moment;
}

/* --- finding ------------------------------------------------------------- */

static bool is_about(const struct view *view, size_t moment, const char *words)
{
    const struct record *record = record_of(view, moment);
    return (record->name && strstr(record->name, words)) ||
           (record->coro && strstr(record->coro, words)) ||
           (record->of && strstr(record->of, words));
}

/* The next step of a task with these words in its name, round the end. */
static size_t next_about(struct view *view, const char *words)
{
    size_t count = view->recording->moment_count;
    for (size_t i = 1; i <= count + 1; i++) {
        size_t moment = (view->moment + i) % (count + 1);
        if (moment < count && is_about(view, moment, words))
            return moment;
    }
    snprintf(view->message, sizeof view->message,
             "Nobody called \"%s\" runs in this program.", words);
    return view->moment;
}

/* Ask for some words; empty: none. */
static void ask(struct view *view, const char *question, char *answer,
                size_t room)
{
    size_t length = 0;
    int key;
    answer[0] = '\0';
    do {
        snprintf(view->message, sizeof view->message, "%s%s_", question,
                 answer);
        view_draw(view);
        key = terminal_key();
        if ((key == 127 || key == 8) && length > 0)
            answer[--length] = '\0';
        else if (key >= ' ' && key < 127 && length + 1 < room) {
            answer[length++] = (char)key;
            answer[length] = '\0';
        }
    } while (key != '\n' && key != '\r' && key != KEY_GONE);
    view->message[0] = '\0';
}

static int find(struct view *view)
{
    static char words[40];              /* the same again: only Enter */
    char answer[sizeof words];
    ask(view, words[0] ? "Find (Enter: the same again): " : "Find: ", answer,
        sizeof answer);
    if (answer[0])
        strcpy(words, answer);
    return words[0] ? go_to(view, next_about(view, words)) : 0;
}

/* --- other keys ---------------------------------------------------------- */

/* Ask who runs next.  Any other key than a digit is what it always is, and no
 * wrong answer. */
static int predict(struct view *view)
{
    struct question question;
    if (!predict_ask(view, &question)) {
        snprintf(view->message, sizeof view->message,
                 "Nobody runs after this.");
        return 0;
    }
    view->question = &question;
    view_draw(view);
    view->question = NULL;
    int key = terminal_key();
    if (key < '1' || key > '9') {
        view->unread = key;
        return 0;
    }
    int error = go_to(view, question.next);
    predict_judge(view, &question, key - '1');
    return error;
}

static void toggle(struct view *view, enum panel panel)
{
    view->panel = view->panel == panel ? SHOW_SOURCE : panel;
    view->chosen = 0;
}

/* So many up or down the list, and not beyond its ends. */
static void choose(struct view *view, int step)
{
    size_t count = view_choices(view), far = (size_t)abs(step);
    if (step < 0)
        view->chosen = view->chosen > far ? view->chosen - far : 0;
    else if (count > 0)
        view->chosen = view->chosen + far < count ? view->chosen + far
                                                  : count - 1;
}

/* As many as SHOW_EVERYBODY shows. */
static int page(const struct view *view)
{
    return view->rows > 5 ? view->rows - 5 : 1;
}

enum { NOWHERE = -1 };

/* The step that a key leads to. */
static long destination(const struct view *view, int key)
{
    long here = (long)view->moment;
    switch (key) {
    case 'n': case ' ': case '\n': case KEY_RIGHT:
        return here + 1;
    case 'b': case KEY_LEFT: case 127:
        return here > 0 ? here - 1 : 0;
    case 't':
        return (long)next_turn(view);
    case 'c':
        return (long)next_time(view);
    case KEY_HOME: case '0':
        return 0;
    case KEY_END: case '$':
        return (long)view->recording->moment_count;
    default:
        return NOWHERE;
    }
}

/* Does the key choose another one of the list? */
static bool chooses(struct view *view, int key)
{
    int step = key == KEY_UP          ? -1
               : key == KEY_DOWN      ? 1
               : key == KEY_PAGE_UP   ? -page(view)
               : key == KEY_PAGE_DOWN ? page(view)
                                      : 0;
    choose(view, step);
    return step != 0;
}

/* Does it open a panel, or close it? */
static bool opens(struct view *view, int key)
{
    static const struct {
        int key;
        enum panel panel;
    } panels[] = {{'w', SHOW_WHY},       {'u', SHOW_MACROS},
                  {'y', SHOW_PYTHON},    {'g', SHOW_DRAWING},
                  {'l', SHOW_EVERYBODY}, {'?', SHOW_HELP}, {'h', SHOW_HELP}};
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++)
        if (panels[i].key == key) {
            toggle(view, panels[i].panel);
            return true;
        }
    return false;
}

static int obey(struct view *view, int key)
{
    long to = destination(view, key);
    view->message[0] = '\0';
    if (to != NOWHERE)
        return go_to(view, (size_t)to);
    if (key == '/')
        return find(view);
    if (key == 'p')
        return predict(view);
    if (!chooses(view, key) && !opens(view, key) && key != KEY_NONE)
        strcpy(view->message, "? shows the keys.");
    return 0;
}

static int next_key(struct view *view)
{
    int key = view->unread;
    view->unread = KEY_NONE;
    return key != KEY_NONE ? key : terminal_key();
}

static bool is_in_file(const struct view *view, size_t record)
{
    struct place place;
    return words_own_place(view->recording, record, &place) &&
           strcmp(place.file, view->file) == 0;
}

/* The first step that begins or stops in the file which matters. */
static size_t first_step(struct view *view)
{
    const struct recording *recording = view->recording;
    for (view->moment = 0; view->moment < recording->moment_count;
         view->moment++) {
        size_t stop = view_suspension(view);
        if (view->file &&
            (is_in_file(view, recording->moments[view->moment].record) ||
             (stop && is_in_file(view, stop))))
            return view->moment;
    }
    return 0;
}

static int walk(struct view *view)
{
    int error = go_to(view, first_step(view)), key = KEY_NONE;
    while (!error && key != 'q' && key != KEY_GONE) {
        terminal_size(&view->rows, &view->columns);
        view_draw(view);
        key = next_key(view);
        if (key != 'q' && key != KEY_GONE)
            error = obey(view, key);
    }
    return error;
}

void step_screen(const struct recording *recording)
{
    if (!terminal_can_draw() || recording->moment_count == 0) {
        step_text(recording, stdout);
        return;
    }
    struct view view = {.recording = recording, .out = stdout,
                        .colours = !getenv("NO_COLOR"), .unread = KEY_NONE,
                        .file = getenv("FROM"),
                        .utf8 = terminal_has_utf8()};
    terminal_open();
    int error = walk(&view);
    terminal_close();
    snapshot_close(&view.now);
    if (error)
        fputs("handloop: no memory to go on showing it\n", stderr);
    fputs(recording->output, stdout);   /* the program has run, after all */
}
