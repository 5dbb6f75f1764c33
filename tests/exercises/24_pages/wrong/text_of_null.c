/* wants: known mistake: text-of-null; that is NULL */
#include <string.h>

#include "runtime.h"

extern const struct coro_type open_library, fetch_page, close_library;

struct open_library {           /* takes 0.1 s */
    CORO;
};

struct fetch_page {             /* gives a text, or none behind the last page */
    CORO;
    int number;                 /* from 1 on */
};

struct close_library {          /* takes 0.2 s */
    CORO;
};

struct pages {
    CORO;
    int nr;
    struct error *why;
};

ASYNC(pages)
{
    BEGIN;
    AWAIT(coro(open_library));
    for (self->nr = 1; ; self->nr++) {
        TRY_AWAIT(coro(fetch_page, .number = self->nr));
        self->why = caught();
        if (self->why || is_none(awaited()))
            break;
        YIELD(awaited());
        self->why = caught();
        if (self->why)
            break;
    }
    AWAIT(coro(close_library));
    if (self->why)
        RAISE_ERROR(self->why);
    END;
}

extern const struct coro_type search;       /* the check makes one */

struct search {
    CORO;
    const char *word;
    struct async_generator *catalogue;
    const char *found;
};

ASYNC(search)
{
    BEGIN;
    self->catalogue = async_generator(coro(pages));
    ASYNC_FOR(self->catalogue) {
        if (strstr(as_text(awaited()), self->word) != NULL) {
            self->found = as_text(awaited());
            break;
        }
    }
    AWAIT(async_close(self->catalogue));
    RETURN(self->found);
    END;
}
