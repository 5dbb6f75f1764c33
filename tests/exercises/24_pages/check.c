/* The check of exercise 24: page after page. */
#include <string.h>

#include "seen.h"
#include "statements.h"
#include "unlike.h"

extern const struct coro_type search, pages;
extern const struct coro_type open_library, fetch_page, close_library;

/* --- what the exercise is given ------------------------------------------ */

enum { PAGES = 4, NO_SUCH_BOOK = USER_ERROR };

static struct {
    const char *word;
    int fails;                  /* the page whose fetch fails; 0: none */
    double cancelled;           /* when; 0: never */
} scene;

static const char *const texts[PAGES + 1] = {
    "", "an apple", "a pear and a plum", "a plum", "a cherry and a plum"};

struct open_library {
    CORO;
};

ASYNC(open_library)
{
    BEGIN;
    note("opened", loop_time());
    AWAIT(async_sleep(0.1));
    END;
}

struct fetch_page {
    CORO;
    int number;
};

ASYNC(fetch_page)
{
    BEGIN;
    note("fetch", self->number);
    AWAIT(async_sleep(1));
    if (self->number == scene.fails)
        RAISE(NO_SUCH_BOOK, "page %d is torn out", self->number);
    if (self->number > PAGES)
        RETURN(value_none());
    RETURN(texts[self->number]);
    END;
}

struct close_library {
    CORO;
};

ASYNC(close_library)
{
    BEGIN;
    note("closing", loop_time());
    AWAIT(async_sleep(0.2));
    note("closed", loop_time());
    END;
}

/* --- the scenes ---------------------------------------------------------- */

struct search {
    CORO;
    const char *word;
};

struct watching {
    CORO;
    struct task *you;
    struct value found;
    struct error *error;
};

/* The answer's struct search is longer; the word comes first in it. */
static struct coro your_search(void)
{
    struct coro coro = fresh(search);
    ((struct search *)coro.awaitable.frame)->word = scene.word;
    return coro;
}

ASYNC(watching)
{
    BEGIN;
    self->you = create_task_named(your_search(), "you");
    if (scene.cancelled > 0) {
        AWAIT(async_sleep(scene.cancelled));
        task_cancel(self->you);
    }
    TRY_AWAIT(self->you);
    note("ended", loop_time());
    self->found = awaited();
    self->error = caught();
    AWAIT(async_sleep(1));
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->found);
    END;
}

static void play_scene(const char *word, int fails, double cancelled)
{
    scene.word = word;
    scene.fails = fails;
    scene.cancelled = cancelled;
    note("word", word);
    note("fails", fails);
    note("cancelled", cancelled);
    play(coro(watching));
}

static void found_early(void)
{
    play_scene("plum", 0, 0);
}

static void found_at_once(void)
{
    play_scene("apple", 0, 0);
}

static void found_last(void)
{
    play_scene("cherry", 0, 0);
}

static void not_there(void)
{
    play_scene("mango", 0, 0);
}

static void torn_out(void)
{
    play_scene("cherry", 3, 0);
}

static void called_off(void)
{
    play_scene("cherry", 0, 1.5);
}

/* Somebody else reads the pages, to the end. */
struct reading {
    CORO;
    struct async_generator *catalogue;
};

ASYNC(reading)
{
    BEGIN;
    self->catalogue = async_generator(fresh(pages));
    ASYNC_FOR(self->catalogue)
        note("page", awaited());
    note("ended", loop_time());
    END;
}

static void read_to_the_end(void)
{
    scene.word = "mango";
    scene.fails = 0;
    scene.cancelled = 0;
    note("word", scene.word);
    play(coro(reading));
}

static void called_off_anywhere(void)
{
    static const double seconds[] = {0.05, 1.5, 2.2, 0};
    scene.word = "plum";
    scene.fails = 0;
    play_cancelled(your_search, seconds);
}

/* --- what was noted ------------------------------------------------------ */

static size_t count_notes(const struct run *run, const char *key)
{
    size_t count = 0;
    for (size_t i = 0; i < run->note_count; i++)
        count += strcmp(run->notes[i].key, key) == 0;
    return count;
}

static double time_of(const struct run *run, const char *key)
{
    struct value value = noted(run, key);
    return value.kind == VALUE_REAL ? value.real : -1;
}

static const char *time_text(const struct run *run, const char *key)
{
    return time_of(run, key) < 0 ? "never"
                                 : textf("at %.1f s", time_of(run, key));
}

/* The page with the word; 0: none. */
static int wanted_page(const struct run *run)
{
    for (int page = 1; page <= PAGES; page++)
        if (strstr(texts[page], noted(run, "word").text))
            return page;
    return 0;
}

/* How many are to be fetched. */
static size_t needed(const struct run *run)
{
    int fails = (int)noted(run, "fails").integer;
    if (noted(run, "cancelled").real > 0)
        return 2;
    if (fails)
        return (size_t)fails;
    return wanted_page(run) ? (size_t)wanted_page(run) : PAGES + 1;
}

/* When the last of them has come, or was given up. */
static double known_at(const struct run *run)
{
    double cancelled = noted(run, "cancelled").real;
    return cancelled > 0 ? cancelled : 0.1 + (double)needed(run);
}

/* --- what is asked ------------------------------------------------------- */

static bool fetches_what_is_needed(const struct run *run)
{
    size_t fetched = count_notes(run, "fetch");
    yours("%zu of %zu", fetched, needed(run));
    return fetched == needed(run);
}

static bool opens_once(const struct run *run)
{
    yours("%zu times, first %s", count_notes(run, "opened"),
          time_text(run, "opened"));
    return count_notes(run, "opened") == 1 &&
           same_time(time_of(run, "opened"), 0);
}

static bool left_at_its_yield(const struct run *run)
{
    return strstr(run->complaints, "was left at its YIELD") != NULL;
}

/* By the generator itself: nobody else closes what it has opened. */
static bool closes_then(const struct run *run)
{
    bool is_left = left_at_its_yield(run);
    yours("%zu times, first %s; the last page was known at %.1f s%s",
          count_notes(run, "closing"), time_text(run, "closing"),
          known_at(run), is_left ? "; pages is left at its YIELD" : "");
    return !is_left && count_notes(run, "closing") == 1 &&
           same_time(time_of(run, "closing"), known_at(run));
}

static bool ends_closed(const struct run *run)
{
    yours("closed %s; you ended %s", time_text(run, "closed"),
          time_text(run, "ended"));
    return time_of(run, "closed") >= 0 &&
           same_time(time_of(run, "ended"), time_of(run, "closed"));
}

static bool right_outcome(const struct run *run)
{
    int page = wanted_page(run);
    yours("%s", ending_text(run));
    if (noted(run, "cancelled").real > 0)
        return run->code == ECANCELED;
    if (noted(run, "fails").integer)
        return run->code == NO_SUCH_BOOK;
    if (run->code)
        return false;
    return page ? returned_text(run, texts[page]) : is_none(run->result);
}

/* Which of them came: "1 2 3 4, and None". */
static bool yields_each_page(const struct run *run)
{
    const char *came = "", *right = "";
    for (size_t i = 0; i < run->note_count; i++) {
        const struct value *value = &run->notes[i].value;
        if (strcmp(run->notes[i].key, "page") != 0)
            continue;
        int page = value->kind == VALUE_TEXT ? PAGES : 0;
        while (page > 0 && strcmp(value->text, texts[page]) != 0)
            page--;
        came = textf("%s%s%s", came, *came ? ", " : "",
                      page ? textf("%d", page) : value_to_text(*value));
    }
    for (int page = 1; page <= PAGES; page++)
        right = textf("%s%s%d", right, *right ? ", " : "", page);
    yours("%s", came);
    return strcmp(came, right) == 0;
}

static const struct expectation as_read[] = {
    {"pages yields the pages 1, 2, 3, 4, and ends", yields_each_page},
    {"the library is opened at 0.0 s, once", opens_once},
    {"it is closed, once, as soon as no more is wanted", closes_then},
    {0},
};

static const struct expectation expectations[] = {
    {"the library is opened at 0.0 s, once", opens_once},
    {"no page is fetched that nobody wants", fetches_what_is_needed},
    {"it is closed, once, as soon as no more is wanted", closes_then},
    {"search ends when it is closed, 0.2 s later", ends_closed},
    {"the page with the word, none, or the failure", right_outcome},
    {0},
};

static const struct expectation as_cancelled[] = {
    {"whoever is cancelled ends as cancelled, wherever it waits",
     all_ended_as_cancelled},
    {0},
};

static const struct play cases[] = {
    {"plum is on page 2 of 4", found_early, expectations},
    {"apple is on page 1 of 4", found_at_once, expectations},
    {"cherry is on page 4 of 4", found_last, expectations},
    {"somebody else reads all pages", read_to_the_end, as_read},
    {"mango is on none", not_there, expectations},
    {"page 3 cannot be fetched", torn_out, expectations},
    {"search is cancelled at 1.5 s", called_off, expectations},
    {"three are cancelled: opening, fetching, and closing", called_off_anywhere,
     as_cancelled},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* The last line of the answer's at which pages yielded. */
static int line_of_yield(void)
{
    const struct item *body = item_named(&sources()->answer, "pages", false);
    const struct token *yield = NULL;
    for (const struct token *t = body ? body->body : NULL;
         t && (t = find_tokens(t, body->end, "YIELD (")); t++)
        yield = t;
    return yield ? yield->line : 0;
}

/* The library is opened, and pages() has not done it. */
static bool opened_elsewhere(const struct run *run)
{
    const struct item *body = item_named(&sources()->answer, "search", false);
    const struct token *opens =
        body ? find_tokens(body->body, body->end, "open_library") : NULL;
    if (!opens || count_notes(run, "opened") || !count_notes(run, "fetch"))
        return false;
    point_at(answer_file(), opens->line);
    found("Line %d opens the library in search(). Whoever else reads the pages "
          "finds it closed: pages() does not open it.", opens->line);
    return true;
}

/* if (!strstr(...)) break; or == NULL: the if, NULL: there is none. */
static const struct token *leaves_without_the_word(void)
{
    const struct item *body = item_named(&sources()->answer, "search", false);
    for (const struct token *t = body ? body->body : NULL;
         t && t < body->end; t++) {
        const struct token *close = t + 1;
        if (!token_is(t, "if") || !token_is(t + 1, "("))
            continue;
        close = closing(t + 1);
        const struct token *asks = find_tokens(t, close, "strstr (");
        const struct token *then = close + 1;
        bool is_not = asks && (token_is(asks - 1, "!") ||
                               find_tokens(asks, close + 1, "== NULL )") ||
                               find_tokens(t, asks, "NULL =="));
        if (is_not && find_tokens(then, behind_statement(then), "break ;"))
            return t;
    }
    return NULL;
}

static bool leaves_at_another_page(const struct run *run)
{
    const struct token *asks = leaves_without_the_word();
    if (!asks || run->code || count_notes(run, "fetch") >= needed(run))
        return false;
    point_at(answer_file(), asks->line);
    found("Page %zu does not have the word, and search leaves the loop there: "
          "line %d is true when strstr() finds nothing.",
          count_notes(run, "fetch"), asks->line);
    return true;
}

static bool yields_none(const struct run *run)
{
    int line = line_of_yield();
    bool is_none_there = false;
    for (size_t i = 0; i < run->note_count; i++)
        is_none_there = is_none_there ||
                        (strcmp(run->notes[i].key, "page") == 0 &&
                         is_none(run->notes[i].value));
    if (!is_none_there || !line)
        return false;
    point_at(answer_file(), line);
    found("Behind the last page fetch_page() gives none, and line %d hands "
          "that out, as if it were a page.", line);
    return true;
}

static bool yields_once_more(const struct run *run)
{
    EACH_ACT(run, act) {
        const struct act *close = await_of(run, act);
        int yield = line_of_yield();
        if (act->kind != ACT_GAVE || act->code != EINVAL || !is_learners(act) ||
            !close || !strstr(act->value, "yields again though it is closed"))
            continue;
        point_at(act->file, yield);
        found("Line %d closed the generator at %s: the YIELD at which it stood "
              "came back with ECLOSED. It went on all the same, to the next "
              "YIELD, %s later; that is an error, and so it ended without "
              "closing the library.", close->line,
              seconds_of(clock_to_seconds(close->time)),
              seconds_of(clock_to_seconds(act->time - close->time)));
        return yield != 0;
    }
    return false;
}

/* async_close() is called, and what it makes is not awaited. */
static const struct token *close_not_awaited(void)
{
    static const char call[] = "async_close (";
    const struct token *t = sources()->answer.tokens.first;
    for (; (t = find_tokens(t, NULL, call)); t++)
        if (!token_is(t - 1, "(") || !is_await(t - 2))
            return t;
    return NULL;
}

static bool closed_in_name_only(const struct run *run)
{
    const struct token *close = close_not_awaited();
    if (!close || !left_at_its_yield(run) || count_notes(run, "closing") > 0)
        return false;
    point_at(answer_file(), close->line);
    found("The library is open to the end: async_close() in line %d only makes "
          "a coroutine object, and nobody awaits it.", close->line);
    return true;
}

static bool returned_too_early(const struct run *run)
{
    int close;
    const struct act *end = ended_before(run, "search", "async_close (", &close);
    if (!end || !left_at_its_yield(run) || count_notes(run, "closing") > 0)
        return false;
    point_at_act(end);
    found("At %.1f s the page was found, and line %d ends search: line %d, "
          "which closes the catalogue, is not come to.", known_at(run),
          end->line, close);
    return true;
}

static bool not_closed(const struct run *run)
{
    found("At %.1f s the page was found, and the library is open to the end.",
          known_at(run));
    return left_at_its_yield(run) && count_notes(run, "closing") == 0;
}

static int count_begun(const struct run *run, const char *coroutine)
{
    int count = 0;
    EACH_ACT(run, act)
        count += act->kind == ACT_BEGIN && strcmp(act->name, coroutine) == 0;
    return count;
}

/* (One that opens the library for each page is another mistake.) */
static bool another_generator(const struct run *run)
{
    static const char call[] = "async_generator ( coro (";
    const struct token *made = NULL, *t = sources()->answer.tokens.first;
    for (; (t = find_tokens(t, NULL, call)); t++)
        made = t;
    if (count_notes(run, "opened") < 2 || !made ||
        count_begun(run, token_text(made + 4)) < 2)
        return false;
    point_at(answer_file(), made->line);
    found("The library was opened more than once: line %d makes a generator "
          "of its own each time that it is come to, and that begins with page "
          "1.", made->line);
    return true;
}

/* strstr(word, page): looks for the page in the word, and never finds it. */
static bool strstr_swapped(const struct run *run)
{
    const struct token *call =
        find_tokens(sources()->answer.tokens.first, NULL,
                    "strstr ( self -> word ,");
    if (!call || run->code || !is_none(run->result) || !wanted_page(run))
        return false;
    point_at(answer_file(), call->line);
    found("Page %d has the word, and search found nothing.", wanted_page(run));
    return true;
}

/* The fetch of a page that nobody has asked for yet. */
static bool one_page_ahead(const struct run *run)
{
    const struct act *begin = NULL;
    size_t fetched = 0;
    EACH_ACT(run, act)
        if (act->kind == ACT_AWAIT && act->name && is_answer(act->file) &&
            strcmp(act->name, "fetch_page") == 0 &&
            ++fetched == needed(run) + 1)
            begin = act;
    if (!begin || run->code || noted(run, "fails").integer ||
        !returned_text(run, texts[wanted_page(run)]) ||
        count_notes(run, "fetch") != needed(run) + 1 ||
        count_notes(run, "closing") != 1)
        return false;
    point_at_act(begin);
    found("Line %d fetched page %zu at %s, and the word was on page %zu: page "
          "%zu was not yet handed out.", begin->line, needed(run) + 1,
          seconds_of(clock_to_seconds(begin->time)), needed(run), needed(run));
    return true;
}

/* is_none(awaited()), and the await in front of it is the YIELD: that gives
 * none. */
static bool asks_behind_yield(const struct run *run)
{
    const struct item *body = item_named(&sources()->answer, "pages", false);
    const struct token *latest = NULL;
    for (const struct token *t = body ? body->body : NULL;
         t && t < body->end; t++) {
        if (is_await(t) || token_is(t, "YIELD"))
            latest = t;
        if (!latest || !token_is(latest, "YIELD") ||
            find_tokens(t, body->end, "is_none ( awaited") != t)
            continue;
        point_at(answer_file(), t->line);
        found("Line %d reads awaited() behind the YIELD of line %d, so it is "
              "what that YIELD gave: none, whatever the page was.", t->line,
              latest->line);
        return count_notes(run, "fetch") > 0;
    }
    return false;
}

/* It closes the library, and there is a page that is wanted. */
static bool stops_too_soon(const struct run *run)
{
    const struct item *body = item_named(&sources()->answer, "pages", false);
    const struct token *fetch =
        body ? find_tokens(body->body, body->end, "coro ( fetch_page")
              : NULL;
    const struct token *loop = fetch ? loop_around(fetch) : NULL;
    bool was_none = false;
    EACH_ACT(run, act)
        was_none = was_none || (act->kind == ACT_END && !act->code &&
                                strcmp(act->in, "fetch_page") == 0 &&
                                strcmp(act->value, "None") == 0);
    bool counts = loop && (find_tokens(loop, closing(loop + 1), "<") ||
                           find_tokens(loop, closing(loop + 1), "<="));
    if (run->code || !counts || was_none || !is_none(run->result) ||
        count_notes(run, "fetch") >= needed(run) ||
        count_notes(run, "closing") != 1)
        return false;
    point_at(answer_file(), loop->line);
    found("pages closed the library behind page %zu, and page %zu was there, "
          "and was wanted: it left the loop of line %d too soon.",
          count_notes(run, "fetch"), count_notes(run, "fetch") + 1,
          loop->line);
    return true;
}

/* The last if with strstr() in it that no break belongs to; 0: there is none. */
static int line_without_break(void)
{
    const struct item *body = item_named(&sources()->answer, "search", false);
    int line = 0;
    for (const struct token *t = body ? body->body : NULL;
         t && t < body->end; t++)
        if (token_is(t, "if") && find_tokens(t, closing(t + 1), "strstr (") &&
            !find_tokens(t, behind_statement(t), "break"))
            line = t->line;
    return line;
}

/* A text that is NULL is not None. */
static bool text_of_null(const struct run *run)
{
    if (run->code || run->result.kind != VALUE_TEXT || run->result.text)
        return false;
    EACH_ACT(run, act)
        if (act->kind == ACT_END && act->how == HOW_RETURN &&
            is_learners(act) && strcmp(act->in, "search") == 0)
            point_at_act(act);
    found("search returns a text, and that is NULL: nobody can read it.");
    return true;
}

static bool reads_on(const struct run *run)
{
    if (line_without_break())
        point_at(answer_file(), line_without_break());
    found("The word was found on page %d; %zu pages were fetched.",
          wanted_page(run), count_notes(run, "fetch"));
    return wanted_page(run) > 0 && !is_none(run->result) && noted(run, "fails").integer == 0 &&
           count_notes(run, "fetch") == PAGES + 1 &&
           count_notes(run, "fetch") > needed(run) &&
           !left_at_its_yield(run) && count_notes(run, "closing") == 1;
}

/* Somebody closed it, or a fetch failed, and it ended without closing. */
static bool ended_without_closing(const struct run *run)
{
    return !left_at_its_yield(run) && count_notes(run, "closing") == 0 &&
           time_of(run, "ended") >= 0;
}

static bool skipped_when_closed(const struct run *run)
{
    found("At %.1f s the generator was closed at its YIELD, and was gone; the "
          "library is open.", known_at(run));
    return ended_without_closing(run) && run->code == 0 && wanted_page(run) &&
           count_notes(run, "fetch") == needed(run);
}

/* TRY_AWAIT, and raised again at once. */
static bool raised_too_early(const struct run *run)
{
    int close;
    const struct act *end = ended_before(run, "pages", "close_library", &close);
    if (!ended_without_closing(run) || !end || end->code != NO_SUCH_BOOK)
        return false;
    point_at_act(end);
    found("The fetch of page %zu failed, and line %d ends pages with that: "
          "line %d, which closes the library, is not come to.",
          (size_t)noted(run, "fails").integer, end->line, close);
    return true;
}

static bool failure_travelled_past(const struct run *run)
{
    size_t page = (size_t)noted(run, "fails").integer;
    const struct sight *wait =
        page ? nth_suspension(run, "fetch_page", page - 1) : NULL;
    const struct place *place = wait ? caller_of(wait, "fetch_page") : NULL;
    if (place)
        point_at(place->file, place->line);
    found("The fetch of page %zu failed, and pages was gone; the library is "
          "open.", page);
    return ended_without_closing(run) && noted(run, "fails").integer &&
           run->code == NO_SUCH_BOOK;
}

/* That there are no more values is no failure of search(). */
static bool end_is_raised(const struct run *run)
{
    const struct act *end = NULL;
    EACH_ACT(run, act)
        if (act->kind == ACT_END && act->code == EEND && is_learners(act) &&
            strcmp(act->in, "search") == 0)
            end = act;
    if (!end || wanted_page(run) || count_notes(run, "fetch") < needed(run))
        return false;
    point_at_act(end);
    found("No page has the word, and search ends with StopAsyncIteration: that "
          "is how async_next() says that there are no more values.");
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "end-is-raised", .made = end_is_raised,
     .why = "It ends a loop, and is no failure: ask failure() == EEND before "
            "you keep it or hand it on.",
     .python = "except StopAsyncIteration:     # the end\n    page = None",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "opened-elsewhere", .made = opened_elsewhere,
     .why = "Who has opened something closes it: both belong into pages(), one "
            "in front of its loop, the other behind it.",
     .python = "async def pages():\n    await open_library()\n    try: ...",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "leaves-at-another-page", .made = leaves_at_another_page,
     .why = "Where it finds the word, keep the page and leave; where it does "
            "not, go on.",
     .python = "if word in page:\n    found = page\n    break",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "yields-none", .made = yields_none,
     .why = "Ask is_none(awaited()) in front of the YIELD: none is the end.",
     .python = "while (page := await fetch_page(number)) is not None:\n"
               "    yield page",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "yields-once-more", .made = yields_once_more,
     .why = "Behind each YIELD ask failure(): it is not 0 if nobody wants any "
            "more. Leave the loop then, close the library, and raise it.",
     .python = "yield page         # raises GeneratorExit when it is closed",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "closed-in-name-only", .made = closed_in_name_only,
     .why = "AWAIT(async_close(...)) runs it: the generator goes on behind its "
            "YIELD and cleans up.",
     .python = "catalogue.aclose()         # only an object\n"
               "await catalogue.aclose()",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "returned-too-early", .made = returned_too_early,
     .is_proven = true,
     .why = "The generator stands at its YIELD with all it has opened. Keep "
            "what was found, break out of the loop, close, and return it then.",
     .python = "found = page\nbreak                      # not: return page",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "not-closed", .made = not_closed,
     .why = "A loop that is left early does not end its generator: it stands "
            "at its YIELD with all it has opened. AWAIT(async_close(...)) lets "
            "it clean up.",
     .python = "await catalogue.aclose()",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "another-generator", .made = another_generator,
     .broken_too = true,
     .why = "Make it once, in front of the loop, keep it in the struct, and "
            "ask that one for page after page.",
     .python = "catalogue = pages()        # once\n"
               "page = await anext(catalogue)",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "stops-too-soon", .made = stops_too_soon,
     .why = "How many pages there are nobody knows before: fetch_page() gives "
            "none behind the last one, is_none(awaited()).",
     .python = "while (page := await fetch_page(number)) is not None:",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "strstr-swapped", .made = strstr_swapped,
     .why = "strstr(text, word) looks for the second in the first: "
            "strstr(as_text(awaited()), self->word).",
     .python = "if word in page:           # not: page in word",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "one-page-ahead", .made = one_page_ahead,
     .why = "YIELD first, and fetch the next one when it comes back: then "
            "somebody wants it.",
     .python = "page = await fetch_page(number)\n"
               "yield page                 # and only then the next",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "asks-behind-yield", .made = asks_behind_yield,
     .why = "Ask is_none(awaited()) right behind the await of fetch_page, and "
            "YIELD only what is a page.",
     .python = "page = await fetch_page(number)\n"
               "if page is None: break     # before it is handed out\n"
               "yield page",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "text-of-null", .made = text_of_null,
     .why = "None is a value of its own: RETURN(value_none()) where nothing "
            "was found.",
     .python = "return None",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "reads-on", .made = reads_on,
     .why = "What is found is found: break out of the loop then, and close "
            "the generator.",
     .python = "if word in page:\n"
               "    found = page\n"
               "    break",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "cleanup-skipped", .made = skipped_when_closed,
     .why = "Closing a generator makes its YIELD fail with ECLOSED. Keep that, "
            "close the library, and raise it then.",
     .python = "try:\n"
               "    yield page\n"
               "finally:\n"
               "    await close_library()",
     .read_on = "NOTES.md, chapter 24"},
    {.name = "raised-too-early", .made = raised_too_early,
     .why = "Keep the failure, self->error = caught(), and leave the loop; "
            "RAISE_ERROR(self->error) behind the closing.",
     .python = "try:\n"
               "    page = await fetch_page(number)\n"
               "finally:\n"
               "    await close_library()      # before it is raised",
     .read_on = "NOTES.md, chapters 10 and 24"},
    {.name = "failure-travels-past", .made = failure_travelled_past,
     .why = "AWAIT lets a failure travel on at once, past what stands below. "
            "TRY_AWAIT hands it to you: keep it, close the library, raise it.",
     .python = "try:\n"
               "    page = await fetch_page(number)\n"
               "finally:\n"
               "    await close_library()",
     .read_on = "NOTES.md, chapters 10 and 24"},
    {0},
};

const struct exercise exercise = {
    .check = __FILE__, .cases = cases, .mistakes = mistakes};
