/* terminal.c - the terminal key by key: termios, ANSI, signals. */
#include "step/terminal.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

bool terminal_can_draw(void)
{
    const char *terminal = getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && terminal &&
           strcmp(terminal, "dumb") != 0 && terminal[0];
}

bool terminal_has_utf8(void)
{
    const char *locale = setlocale(LC_CTYPE, "");
    return locale && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void terminal_size(int *rows, int *columns)
{
    enum { WIDEST = 1000 };
    struct winsize size = {.ws_row = 0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0)
        size = (struct winsize){.ws_row = 24, .ws_col = 80};
    *rows = size.ws_row;
    *columns = size.ws_col > WIDEST ? WIDEST : size.ws_col;
}

/* --- taking it, and giving it back --------------------------------------- */

static struct termios before;

static void write_all(const char *text)
{
    ssize_t written = write(STDOUT_FILENO, text, strlen(text));
    (void)written;
}

static void take(void)
{
    struct termios raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    write_all("\033[?1049h\033[?25l\033[2J");   /* other screen, no cursor */
}

static void give_back(void)
{
    write_all("\033[?25h\033[?1049l");
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
    give_back();
    signal(number, SIG_DFL);
    raise(number);
}

static void on_continue(int number)
{
    (void)number;
    signal(SIGTSTP, on_leaving);
    take();
}

static struct {
    int number;
    void (*handler)(int);
    struct sigaction before;
} signals[] = {
    {.number = SIGWINCH, .handler = on_resize},
    {.number = SIGCONT, .handler = on_continue},
    {.number = SIGINT, .handler = on_leaving},
    {.number = SIGTERM, .handler = on_leaving},
    {.number = SIGHUP, .handler = on_leaving},
    {.number = SIGTSTP, .handler = on_leaving},
};
enum { SIGNALS = sizeof signals / sizeof *signals };

void terminal_open(void)
{
    tcgetattr(STDIN_FILENO, &before);
    for (int i = 0; i < SIGNALS; i++) {
        struct sigaction action = {.sa_handler = signals[i].handler,
                                   .sa_flags = SA_NODEFER};
        sigemptyset(&action.sa_mask);
        sigaction(signals[i].number, &action, &signals[i].before);
    }
    take();
}

void terminal_close(void)
{
    give_back();
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i].number, &signals[i].before, NULL);
}

/* --- keys ---------------------------------------------------------------- */

static int read_byte(void)
{
    unsigned char byte;
    ssize_t got = read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR)
        return KEY_NONE;
    return got == 1 ? byte : KEY_GONE;
}

/* Has more come at once?  Then ESC was not the key, but a key's beginning. */
static bool more_at_once(void)
{
    enum { PATIENCE = 50 };         /* milliseconds */
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, PATIENCE) == 1;
}

/* "ESC [ A", "ESC [ 5 ~": what is behind the ESC. */
static int read_escape(void)
{
    static const struct {
        char sign;
        int key;
    } known[] = {{'A', KEY_UP}, {'B', KEY_DOWN}, {'C', KEY_RIGHT},
                 {'D', KEY_LEFT}, {'H', KEY_HOME}, {'F', KEY_END},
                 {'1', KEY_HOME}, {'4', KEY_END}, {'5', KEY_PAGE_UP},
                 {'6', KEY_PAGE_DOWN}, {'7', KEY_HOME}, {'8', KEY_END}};
    if (!more_at_once())
        return KEY_NONE;
    int bracket = read_byte();
    if (bracket != '[' && bracket != 'O')
        return KEY_NONE;
    int sign = read_byte(), last = sign;
    while (last < 256 && (last == ';' || (last >= '0' && last <= '9')))
        last = read_byte();             /* to the ~, or the letter */
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].sign == sign)
            return known[i].key;
    return KEY_NONE;
}

int terminal_key(void)
{
    int key = read_byte();
    return key == '\033' ? read_escape() : key;
}
