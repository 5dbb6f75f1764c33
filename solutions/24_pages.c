/* Solution 24: page after page.
 *
 *      async def pages():
 *          await open_library()
 *          try:
 *              number = 1
 *              while (page := await fetch_page(number)) is not None:
 *                  yield page
 *                  number += 1
 *          finally:
 *              await close_library()
 *
 * A generator can end in four ways: behind the last page, with a fetch that
 * fails, with one that is cancelled, and closed at its YIELD.  All of them come
 * past the disconnecting: the fetch is a TRY_AWAIT, YIELD is one anyway, and why
 * it ended is kept meanwhile.  (If open_library fails, nothing has to be closed.)
 *
 * Whoever takes values closes.  ASYNC_FOR lets a failure travel on, as AWAIT
 * does; async_next() in a TRY_AWAIT hands it over, and EEND is the end.  After a
 * failure the generator has ended, and closing it does nothing.
 */
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
        if (failure() || is_none(awaited()))
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
    const char *found;
    struct error *error;
};

ASYNC(search)
{
    BEGIN;
    self->catalogue = async_generator(coro(pages));
    for (;;) {
        TRY_AWAIT(async_next(self->catalogue));
        if (failure())
            break;
        if (strstr(as_text(awaited()), self->word)) {
            self->found = as_text(awaited());
            break;
        }
    }
    self->error = failure() == EEND ? NULL : caught();
    AWAIT(async_close(self->catalogue));
    if (self->error)
        RAISE_ERROR(self->error);
    if (!self->found)
        RETURN(value_none());
    RETURN(self->found);
    END;
}
