/* wants: known mistake: parts; for open_library(); | AWAIT(coro(open_library)); */
/* Exercise 24: page after page.
 *
 * A library gives the pages of its catalogue one by one, over a connection that
 * has to be closed.  Nobody wants more pages than they look at.  In Python:
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
 *      async def search(word):
 *          catalogue = pages()
 *          found = None
 *          try:
 *              async for page in catalogue:
 *                  if word in page:
 *                      found = page
 *                      break
 *          finally:
 *              await catalogue.aclose()
 *          return found
 *
 * Given: open_library, fetch_page and close_library, which the check brings along, and
 * struct pages and struct search.
 * To write: pages, a generator that yields the text of each page, fetches none
 * that nobody wants, and disconnects however it ends: behind the last page, when
 * a fetch fails or is cancelled, and when it is closed.  And search, which
 * returns the text of the first page with the word in it (strstr() finds it), or
 * value_none(); which ends when the connection is closed, and not before; and as
 * pages did, if that failed.
 *
 * Check it: make exercise-24        Stuck: make hint-24, lesson 24
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
    for (self->number = 1; !self->error; self->number++) {
        AWAIT(coro(open_library));
        TRY_AWAIT(coro(fetch_page, .number = self->number));
        if (failure()) {
            self->error = caught();
            break;
        }
        if (is_none(awaited()))
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
    ASYNC_FOR(self->catalogue) {
        if (strstr(as_text(awaited()), self->word)) {
            self->found = as_text(awaited());
            break;
        }
    }
    AWAIT(async_close(self->catalogue));
    if (!self->found)
        RETURN(value_none());
    RETURN(self->found);
    END;
}
