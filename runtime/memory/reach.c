/* reach.c - every word of the program's memory, by the system's map of it.
 *
 * The map is a text, a line for each piece of memory:
 *
 *      55d0c7a2e000-55d0c7a50000 rw-p 00000000 00:00 0       [heap]
 *
 * The memory is read through a file, too: a piece that another thread gives
 * back meanwhile is an error then, and not a crash.
 */
#include "memory/reach.h"

#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A piece larger than this is a sanitizer's notebook. */
#define LARGEST_PIECE (UINTPTR_MAX >> (sizeof(uintptr_t) > 4 ? 28 : 1))

struct piece {
    uintptr_t start, end;
};

struct view {
    bool (*skip)(const void *window);
    void (*see)(const uintptr_t *words, size_t count);
    int memory;                 /* a file: this process's memory, */
    int pages;                  /* and one with 64 bits for each page of it */
    uintptr_t *words;           /* a window of it */
    size_t shown;               /* bytes */
};

static uintptr_t end_of_window(uintptr_t at)
{
    return at / WINDOW * WINDOW + WINDOW;
}

/* Has a page of this window ever been touched?  Of a thread's stack hardly any
 * has. */
static bool is_touched(const struct view *view, uintptr_t window)
{
    enum { SMALLEST_PAGE = 4096, IN_MEMORY_OR_SWAPPED = 62 };
    uint64_t pages[WINDOW / SMALLEST_PAGE];
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    size_t size = (page < WINDOW ? WINDOW / page : 1) * sizeof *pages;
    if (page < SMALLEST_PAGE ||
        pread(view->pages, pages, size,
              (off_t)(window / page * sizeof *pages)) != (ssize_t)size)
        return true;            /* nobody knows */
    for (size_t i = 0; i < size / sizeof *pages; i++)
        if (pages[i] >> IN_MEMORY_OR_SWAPPED)
            return true;
    return false;
}

static bool show(struct view *view, struct piece piece)
{
    uintptr_t at = piece.start, end;
    for (; at < piece.end; at = end) {
        end = end_of_window(at) < piece.end ? end_of_window(at) : piece.end;
        uintptr_t window = at / WINDOW * WINDOW;
        if (view->skip((void *)window) || !is_touched(view, window))
            continue;
        size_t size = (size_t)(end - at);
        if (pread(view->memory, view->words, size, (off_t)at) != (ssize_t)size)
            return false;
        view->see(view->words, size / sizeof *view->words);
        view->shown += size;
    }
    return true;
}

/* Below the caller's frame a stack holds only what has returned long ago. */
static struct piece without_dead_stack(struct piece piece, uintptr_t live)
{
    if (piece.start < live && live < piece.end)
        piece.start = live / sizeof live * sizeof live;
    return piece;
}

static bool show_all(struct view *view, FILE *map, uintptr_t live)
{
    char line[512], mode[8];
    struct piece piece;
    while (fgets(line, sizeof line, map)) {
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s", &piece.start,
                   &piece.end, mode) != 3)
            continue;           /* the rest of a long name */
        if (mode[0] != 'r' || mode[1] != 'w')
            continue;           /* it holds no pointer of the program's */
        if (piece.end - piece.start > LARGEST_PIECE ||
            !show(view, without_dead_stack(piece, live)))
            return false;
    }
    return view->shown > 0;
}

bool reach(bool (*skip)(const void *window),
           void (*see)(const uintptr_t *words, size_t count), size_t *shown)
{
    jmp_buf registers;          /* a pointer may be nowhere else */
    setjmp(registers);
#ifdef __GNUC__
    __builtin_unwind_init();    /* jmp_buf may keep some in disguise */
#endif
    struct view view = {.skip = skip, .see = see, .words = malloc(WINDOW)};
    FILE *map = fopen("/proc/self/maps", "r");
    view.memory = open("/proc/self/mem", O_RDONLY);
    view.pages = open("/proc/self/pagemap", O_RDONLY);
    bool complete = map && view.memory >= 0 && view.words &&
                    show_all(&view, map, (uintptr_t)&registers);
    if (map)
        fclose(map);
    if (view.memory >= 0)
        close(view.memory);
    if (view.pages >= 0)
        close(view.pages);
    free(view.words);
    *shown = view.shown;
    return complete;
}
