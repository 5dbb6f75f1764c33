/* wants: async_close(), which gives None */
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
    int number;
    struct error *error;        /* why it ends, if not by itself */
};

ASYNC(pages)
{
    BEGIN;
    AWAIT(coro(open_library));
    for (self->number = 1; !self->error; self->number++) {
        TRY_AWAIT(coro(fetch_page, .number = self->number));
        self->error = caught();
        if (self->error || is_none(awaited()))
            break;
        YIELD(awaited());
        self->error = caught();
    }
    AWAIT(coro(close_library));
    if (self->error)
        RAISE_ERROR(self->error);
    END;
}

extern const struct coro_type search;       /* the check makes one */

struct search {
    CORO;
    const char *word;
    struct async_generator *catalogue;
    bool found;
    struct error *error;
};

ASYNC(search)
{
    BEGIN;
    self->catalogue = async_generator(coro(pages));
    for (;;) {
        TRY_AWAIT(async_next(self->catalogue));
        self->error = caught();
        if (failure())
            break;
        if (strstr(as_text(awaited()), self->word)) {
            self->found = true;
            break;
        }
    }
    TRY_AWAIT(async_close(self->catalogue));
    if (self->error && self->error->code != EEND)
        RAISE_ERROR(self->error);
    if (failure())
        RERAISE;
    if (self->found)
        RETURN(as_text(awaited()));
    RETURN(value_none());
    END;
}
