/* terminal.h - the terminal key by key: raw input, other screen, its size. */
#ifndef HANDLOOP_STEP_TERMINAL_H
#define HANDLOOP_STEP_TERMINAL_H

#include <stdbool.h>

enum key {
    KEY_UP = 256, KEY_DOWN, KEY_RIGHT, KEY_LEFT, KEY_HOME, KEY_END,
    KEY_PAGE_UP, KEY_PAGE_DOWN,
    KEY_NONE,                   /* no key: the size has changed, or a signal */
    KEY_GONE,                   /* there is no terminal any more */
};

/* Are input and output a terminal whose cursor can be moved? */
bool terminal_can_draw(void);

/* Is its text UTF-8? */
bool terminal_has_utf8(void);

/* Take it: keys come one by one, and are not shown; the screen is an empty one.
 * Whatever ends or stops the program gives it back first. */
void terminal_open(void);
void terminal_close(void);

/* Its size now; 80 columns of 24 rows if it does not tell. */
void terminal_size(int *rows, int *columns);

/* Wait for a key: a byte, or one of the keys above. */
int terminal_key(void);

#endif
