/* step_screen.c - the stepper on the terminal: keys, and where they lead. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "step.h"
#include "step_view.h"
#include "step_words.h"

/* --- the terminal --------------------------------------------------------------------- */

static struct termios before;

static void say_to_terminal(const char *text)
{
    ssize_t written = write(STDOUT_FILENO, text, strlen(text));
    (void)written;
}

static void take_terminal(void)
{
    struct termios raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    say_to_terminal("\033[?1049h\033[?25l\033[2J");
}

static void give_back_terminal(void)
{
    say_to_terminal("\033[?25h\033[?1049l");
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

/* It ends read(), and then all is measured and drawn anew. */
static void on_resize(int number)
{
    (void)number;
}

/* Whatever ends or stops us, the terminal is as before. */
static void on_leaving(int number)
{
    give_back_terminal();
    signal(number, SIG_DFL);
    raise(number);
}

static void on_continue(int number)
{
    (void)number;
    signal(SIGTSTP, on_leaving);
    take_terminal();
}

static const struct {
    int number;
    void (*handler)(int);
} signals[] = {{SIGWINCH, on_resize}, {SIGCONT, on_continue},
               {SIGINT, on_leaving},  {SIGTERM, on_leaving},
               {SIGHUP, on_leaving},  {SIGTSTP, on_leaving}};
enum { SIGNALS = sizeof signals / sizeof *signals };

static void take_signals(struct sigaction old[SIGNALS])
{
    for (int i = 0; i < SIGNALS; i++) {
        struct sigaction action = {.sa_handler = signals[i].handler,
                                   .sa_flags = SA_NODEFER};
        sigemptyset(&action.sa_mask);
        sigaction(signals[i].number, &action, &old[i]);
    }
}

static void give_back_signals(const struct sigaction old[SIGNALS])
{
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i].number, &old[i], NULL);
}

static void measure(struct view *view)
{
    struct winsize size = {.ws_row = 0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0)
        size = (struct winsize){.ws_row = 24, .ws_col = 80};
    view->rows = size.ws_row;
    view->columns = size.ws_col > 1000 ? 1000 : size.ws_col;
}

static bool can_draw(void)
{
    const char *terminal = getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && terminal &&
           strcmp(terminal, "dumb") != 0 && terminal[0];
}

/* --- keys --------------------------------------------------------------------------------- */

enum key { KEY_UP = 256, KEY_DOWN, KEY_RIGHT, KEY_LEFT, KEY_HOME, KEY_END,
           KEY_NONE };

static int read_byte(void)
{
    unsigned char byte;
    ssize_t got = read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR)
        return KEY_NONE;
    return got == 1 ? byte : 'q';       /* the terminal is gone */
}

/* The rest of "ESC [ A" and its kind. */
static int read_escape(void)
{
    static const struct {
        char letter;
        int key;
    } known[] = {{'A', KEY_UP}, {'B', KEY_DOWN}, {'C', KEY_RIGHT},
                 {'D', KEY_LEFT}, {'H', KEY_HOME}, {'F', KEY_END},
                 {'1', KEY_HOME}, {'4', KEY_END}};
    int bracket = read_byte();
    if (bracket != '[' && bracket != 'O')
        return KEY_NONE;
    int letter = read_byte();
    if (letter == '1' || letter == '4')
        read_byte();                    /* the ~ */
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].letter == letter)
            return known[i].key;
    return KEY_NONE;
}

static int read_key(void)
{
    int key = read_byte();
    return key == '\033' ? read_escape() : key;
}

/* --- going somewhere ------------------------------------------------------------------------ */

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
    struct view there = *view;
    there.moment = moment;
    return view_record(&there);
}

static size_t next_turn(const struct view *view)
{
    size_t moment = view->moment;
    uint64_t turn = view_record(view)->turn;
    while (moment < view->recording->moment_count &&
           record_of(view, moment)->turn == turn)
        moment++;
    return moment;
}

static size_t next_time(const struct view *view)
{
    size_t moment = view->moment;
    int64_t time = view_record(view)->time;
    while (moment < view->recording->moment_count &&
           record_of(view, moment)->time <= time)
        moment++;
    return moment;
}

static bool is_about(const struct view *view, size_t moment, const char *words)
{
    const struct record *record = record_of(view, moment);
    return (record->name && strstr(record->name, words)) ||
           (record->coro && strstr(record->coro, words));
}

/* The next step of a task with these words in its name, round the end. */
static size_t next_about(struct view *view, const char *words)
{
    size_t count = view->recording->moment_count;
    for (size_t i = 1; i <= count; i++) {
        size_t moment = (view->moment + i) % (count + 1);
        if (moment < count && is_about(view, moment, words))
            return moment;
    }
    snprintf(view->message, sizeof view->message, "No step of \"%s\".", words);
    return view->moment;
}

static void ask(struct view *view, const char *question, char *answer,
                size_t room)
{
    size_t length = 0;
    int key;
    answer[0] = '\0';
    do {
        snprintf(view->message, sizeof view->message, "%s%s_", question, answer);
        view_draw(view);
        key = read_key();
        if ((key == 127 || key == 8) && length > 0)
            answer[--length] = '\0';
        else if (key >= ' ' && key < 127 && length + 1 < room) {
            answer[length++] = (char)key;
            answer[length] = '\0';
        }
    } while (key != '\n' && key != '\r');
    view->message[0] = '\0';
}

/* --- predict ------------------------------------------------------------------------------- */

static struct {
    int right, asked;
} predictions;

enum { CHOICES = 9 };

/* Those that may run next, in the order of their numbers: no hint. */
static size_t candidates(const struct snapshot *then,
                         struct standing chosen[CHOICES])
{
    size_t count = 0;
    for (size_t i = 0; i < then->ready.count + then->waiting.count &&
                       count < CHOICES; i++) {
        struct standing one = i < then->ready.count
                                  ? then->ready.list[i]
                                  : then->waiting.list[i - then->ready.count];
        size_t place = count++;
        for (; place > 0 && chosen[place - 1].task > one.task; place--)
            chosen[place] = chosen[place - 1];
        chosen[place] = one;
    }
    return count;
}

static void judge(struct view *view, const struct standing *guess, size_t next,
                  const struct snapshot *then)
{
    char who[WORDS], why[WORDS];
    const struct record *record = record_of(view, next);
    struct standing really = {.task = record->task,
                              .record = view->recording->moments[next].record};
    bool right = guess && guess->job == record->job;
    predictions.asked++;
    predictions.right += right;
    words_who(view->recording, &really, who);
    if (then->ready.count > 0 && then->ready.list[0].job == record->job) {
        words_cause(view->recording, then->ready.list[0].record, why);
        strncat(why, ", and it was first in line", WORDS - strlen(why) - 1);
    } else {
        snprintf(why, sizeof why, "nobody was ready, and its time or "
                                  "descriptor came first");
    }
    snprintf(view->message, sizeof view->message, "%s (%d of %d right)  %s: %.90s",
             right ? "Yes." : "No.", predictions.right, predictions.asked, who,
             why);
}

static void predict(struct view *view)
{
    struct standing chosen[CHOICES];
    struct snapshot then = {0};
    size_t next = view->moment + 1;
    if (next >= view->recording->moment_count) {
        snprintf(view->message, sizeof view->message, "Nobody runs after this.");
        return;
    }
    if (snapshot_move(&then, view->recording->trace,
                      view->recording->moments[view->moment].end) == 0) {
        size_t count = candidates(&then, chosen), used = 0;
        char question[200] = "Who runs next?";
        used = strlen(question);
        for (size_t i = 0; i < count && used < sizeof question - 40; i++) {
            char who[WORDS];
            words_who(view->recording, &chosen[i], who);
            used += (size_t)snprintf(question + used, sizeof question - used,
                                     "  %zu %.24s", i + 1, who);
        }
        snprintf(view->message, sizeof view->message, "%s", question);
        view_draw(view);
        int digit = read_key() - '1';
        go_to(view, next);
        judge(view, digit >= 0 && (size_t)digit < count ? &chosen[digit] : NULL,
              next, &then);
    }
    snapshot_close(&then);
}

/* --- what a key does ---------------------------------------------------------------------- */

static void toggle(struct view *view, enum panel panel)
{
    view->panel = view->panel == panel ? SHOW_SOURCE : panel;
}

static void choose(struct view *view, int step)
{
    size_t count = view->now.waiting.count;
    if (count > 0)
        view->chosen = (view->chosen + count + (size_t)step) % count;
}

static int obey(struct view *view, int key)
{
    char words[40];
    view->message[0] = '\0';
    switch (key) {
    case 'n': case ' ': case '\n': case KEY_RIGHT:
        return go_to(view, view->moment + 1);
    case 'b': case KEY_LEFT: case 127:
        return go_to(view, view->moment > 0 ? view->moment - 1 : 0);
    case 't':
        return go_to(view, next_turn(view));
    case 'c':
        return go_to(view, next_time(view));
    case KEY_HOME: case '0':
        return go_to(view, 0);
    case KEY_END: case '$':
        return go_to(view, view->recording->moment_count);
    case KEY_UP:
        choose(view, -1);
        break;
    case KEY_DOWN:
        choose(view, 1);
        break;
    case '/':
        ask(view, "Task: ", words, sizeof words);
        return go_to(view, next_about(view, words));
    case 'p':
        predict(view);
        break;
    case 'w':
        toggle(view, SHOW_WHY);
        break;
    case 'u':
        toggle(view, SHOW_MACROS);
        break;
    case 'g':
        toggle(view, SHOW_DRAWING);
        break;
    case '?': case 'h':
        toggle(view, SHOW_HELP);
        break;
    case KEY_NONE:
        break;
    default:
        snprintf(view->message, sizeof view->message, "? shows the keys.");
    }
    return 0;
}

static void walk(struct view *view)
{
    int error = go_to(view, 0), key = KEY_NONE;
    while (!error && key != 'q') {
        measure(view);
        view_draw(view);
        key = read_key();
        if (key != 'q')
            error = obey(view, key);
    }
    if (error)
        fprintf(stderr, "handloop: no memory to go on showing it\n");
}

void step_screen(const struct recording *recording)
{
    struct sigaction old[SIGNALS];
    if (!can_draw() || recording->moment_count == 0) {
        step_text(recording, stdout);
        return;
    }
    const char *locale = setlocale(LC_CTYPE, "");
    struct view view = {
        .recording = recording,
        .out = stdout,
        .colours = !getenv("NO_COLOR"),
        .utf8 = locale && strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
    tcgetattr(STDIN_FILENO, &before);
    take_signals(old);
    take_terminal();
    walk(&view);
    give_back_terminal();
    give_back_signals(old);
    snapshot_close(&view.now);
    fputs(recording->output, stdout);   /* the program has run, after all */
}
