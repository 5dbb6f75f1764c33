/* wants: known mistake: leaves-at-another-page; strstr(as_text(awaited()), self->word) == NULL */
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
    struct error *error;
};

ASYNC(pages)
{
    BEGIN;
    AWAIT(coro(open_library));
    for (self->number = 1; ; self->number++) {
        TRY_AWAIT(coro(fetch_page, .number = self->number));
        if (failure() || is_none(awaited()))
            break;
        YIELD(awaited());
        if (failure())
            break;
    }
    self->error = caught();
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
    const char *found;
    struct error *error;
};

ASYNC(search)
{
    BEGIN;
    self->catalogue = async_generator(coro(pages));
    ASYNC_FOR(self->catalogue) {
        if (strstr(as_text(awaited()), self->word) == NULL)
            break;
        self->found = as_text(awaited());
    }
    AWAIT(async_close(self->catalogue));
    if (self->found == NULL)
        RETURN(value_none());
    RETURN(self->found);
    END;
}
