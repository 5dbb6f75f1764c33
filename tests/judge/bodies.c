/* bodies.c - all of a function as a right answer has it: where that helps,
 * there is the mistake.  See changing.h and bodies.h. */
#include "bodies.h"

#include <string.h>

#include "changing.h"
#include "given.h"
#include "patch.h"
#include "statements.h"

enum { MOST_BODIES = 8 };

static bool have_same_head(const struct item *one, const struct item *other)
{
    const struct token *a = one->first, *b = other->first;
    while (a < one->body && b < other->body && same_token(a, b)) {
        a++;
        b++;
    }
    return a == one->body && b == other->body;
}

/* Does it call what only that right answer has? */
static bool needs_more(const struct item *theirs, const struct source *right)
{
    for (const struct token *t = theirs->body; t < theirs->end; t++)
        if (is_only_of(right, t))
            return true;
    return false;
}

static const char *body_of(const struct item *one)
{
    return text_of(one->body, one->end - 1);
}

static bool is_call(const struct token *t)
{
    return t->kind == TOKEN_NAME && token_is(t + 1, "(") && !is_control(t) &&
           !token_is(t, "sizeof") && !token_is(t, "return");
}

/* task_cancel() or task_cancel_with() */
static bool is_called_here(const struct token *name)
{
    for (const struct token *t = item->body; t < item->end; t++)
        if (t->kind == TOKEN_NAME && token_is(t + 1, "(") &&
            strncmp(token_text(t), token_text(name), name->length) == 0)
            return true;
    return false;
}

/* What their body calls and this one does not, of what the stub asks for there:
 * of all else there may be another way.  "" if there is nothing. */
static const char *calls_more(const struct item *theirs)
{
    const char *names = "", *asked = asked_of(token_text(item->name));
    for (const struct token *t = theirs->body; t < theirs->end; t++) {
        const char *call = textf("%s(", token_text(t));
        if (is_call(t) && !strstr(names, call) && strstr(asked, call) &&
            !is_called_here(t))
            names = textf("%s%s%s)", names, *names ? ", " : "", call);
    }
    return *names ? textf("; that one calls %s, this one does not", names) : "";
}

/* --- how far apart ------------------------------------------------------- */

/* A body in pieces: a simple statement, the head of a loop or an if, a bracket
 * of a block. */
enum { MOST_PIECES = 60 };

struct pieces {
    const struct token *first[MOST_PIECES + 1];     /* and behind the last */
    const char *text[MOST_PIECES];
    size_t count;
};

static const struct token *behind_piece(const struct token *t)
{
    static const char *const alone[] = {"{", "}", "else", "do", NULL};
    static const char *const heads[] = {"if", "while", "for", "switch", NULL};
    if (is_any(t, alone))
        return t + 1;
    if (is_any(t, heads))
        return closing(t + 1) + 1;
    while (!token_is(t, ";") && t->kind != TOKEN_END)
        t = is_open(t) ? closing(t) + 1 : t + 1;
    return t + 1;
}

static struct pieces pieces_of(const struct item *one)
{
    struct pieces pieces = {.count = 0};
    const struct token *t = one->body + 1;
    while (t < one->end - 1 && pieces.count < MOST_PIECES) {
        pieces.first[pieces.count] = t;
        t = behind_piece(t);
        pieces.text[pieces.count] =
            text_of(pieces.first[pieces.count], t - 1);
        pieces.first[++pieces.count] = t;
    }
    return pieces;
}

/* How many pieces follow each other in both, from the i-th and the k-th on. */
static int alike[MOST_PIECES + 1][MOST_PIECES + 1];

static bool same_piece(const struct pieces *a, size_t i,
                       const struct pieces *b, size_t k)
{
    return strcmp(a->text[i], b->text[k]) == 0;
}

static void compare(const struct pieces *a, const struct pieces *b)
{
    for (size_t i = a->count + 1; i-- > 0;)
        for (size_t k = b->count + 1; k-- > 0;)
            alike[i][k] = i == a->count || k == b->count ? 0
                          : same_piece(a, i, b, k) ? 1 + alike[i + 1][k + 1]
                          : alike[i + 1][k] > alike[i][k + 1]
                              ? alike[i + 1][k]
                              : alike[i][k + 1];
}

static int pieces_apart(const struct item *theirs)
{
    struct pieces a = pieces_of(item), b = pieces_of(theirs);
    compare(&a, &b);
    return (int)(a.count + b.count) - 2 * alike[0][0];
}

/* Where they part, up to where they meet again. */
struct hunk {
    size_t ours, ours_end, theirs, theirs_end;
};

static bool next_hunk(const struct pieces *a, const struct pieces *b,
                      struct hunk *hunk)
{
    size_t i = hunk->ours_end, k = hunk->theirs_end;
    while (i < a->count && k < b->count && same_piece(a, i, b, k))
        i++, k++;
    *hunk = (struct hunk){i, i, k, k};
    while (i < a->count || k < b->count) {
        if (i < a->count && k < b->count && same_piece(a, i, b, k))
            break;
        if (k == b->count ||
            (i < a->count && alike[i + 1][k] >= alike[i][k + 1]))
            i++;
        else
            k++;
    }
    hunk->ours_end = i;
    hunk->theirs_end = k;
    return i > hunk->ours || k > hunk->theirs;
}

static const char *quote_pieces(const struct pieces *pieces, size_t first,
                                size_t end)
{
    return first == end
               ? ""
               : textf("`%s`", quote(pieces->first[first],
                                     pieces->first[end] - 1));
}

/* It is one statement that is another: its line, and the words for that; 0: it
 * is more. */
static int one_statement(const struct item *theirs, const char **words)
{
    struct pieces a = pieces_of(item), b = pieces_of(theirs);
    struct hunk hunk = {0, 0, 0, 0};
    compare(&a, &b);
    if (!next_hunk(&a, &b, &hunk) || hunk.ours_end != hunk.ours + 1 ||
        hunk.theirs_end != hunk.theirs + 1)
        return 0;
    int line = a.first[hunk.ours]->line;
    *words = textf("%s instead of it",
                   quote_pieces(&b, hunk.theirs, hunk.theirs_end));
    return next_hunk(&a, &b, &hunk) ? 0 : line;
}

/* --- bodies -------------------------------------------------------------- */

/* Those that are different, the one that is most like our own first. */
static struct body {
    const struct item *item;
    const char *text;
    int apart;
} bodies[MOST_BODIES];
static size_t body_count;

static bool is_new(const char *text)
{
    if (strcmp(text, body_of(item)) == 0 || body_count == MOST_BODIES)
        return false;
    for (size_t i = 0; i < body_count; i++)
        if (strcmp(bodies[i].text, text) == 0)
            return false;
    return true;
}

static void keep_body(const struct item *theirs)
{
    struct body body = {theirs, body_of(theirs), pieces_apart(theirs)};
    size_t n = body_count;
    if (!is_new(body.text))
        return;
    for (; n > 0 && bodies[n - 1].apart > body.apart; n--)
        bodies[n] = bodies[n - 1];
    bodies[n] = body;
    body_count++;
}

static void keep_bodies_of(const struct source *right)
{
    for (size_t i = 0; i < right->count; i++) {
        const struct item *theirs = &right->items[i];
        if (is_theirs(theirs) && same_token(theirs->name, item->name) &&
            have_same_head(theirs, item) && !needs_more(theirs, right))
            keep_body(theirs);
    }
}

static void add_body(struct place *place, const struct body *body)
{
    const char *back = token_is(item->name - 1, "void") ? " return ;" : "";
    const char *text = textf("%s%s", body->text, back), *words;
    int line = one_statement(body->item, &words);
    if (line) {
        place_add(place, line, BODY, text, words);
        return;
    }
    place_add(place, item->name->line, BODY, text,
              textf("the body that %s() has in a right answer (lines %d to "
                    "%d%s)", token_text(item->name), item->first->line,
                    (item->end - 1)->line, calls_more(body->item)));
}

/* In front of all that is in it: all that a right answer has there. */
void take_their_body(void)
{
    struct place place = {item->body + 1, item->body + 1, STATEMENT, "", 0};
    size_t answers;
    const struct source *right = right_sources(&answers);
    body_count = 0;
    for (size_t i = 0; i < answers; i++)
        if (is_known(&right[i]))
            keep_bodies_of(&right[i]);
    for (size_t i = 0; i < body_count; i++)
        add_body(&place, &bodies[i]);
    place_finish_in_front(&place);
}

/* --- as a patch ---------------------------------------------------------- */

static const struct item *body_with(const char *text)
{
    size_t answers;
    const struct source *right = right_sources(&answers);
    for (size_t i = 0; i < answers; i++) {
        const struct item *theirs =
            is_known(&right[i])
                ? item_named(&right[i], token_text(item->name), false) : NULL;
        if (theirs && theirs->body && have_same_head(theirs, item) &&
            strncmp(text, body_of(theirs), strlen(body_of(theirs))) == 0)
            return theirs;
    }
    return NULL;
}

/* What stands on one side only is in front of the next piece of the other. */
static void add_hunk(const struct pieces *a, const struct pieces *b,
                     const struct hunk *hunk)
{
    const char *code = "";
    if (hunk->theirs < hunk->theirs_end)
        code = code_of(b->first[hunk->theirs], b->first[hunk->theirs_end] - 1);
    if (hunk->ours == hunk->ours_end)
        patch_in_front(a->first[hunk->ours], code);
    else
        patch_instead(a->first[hunk->ours], a->first[hunk->ours_end] - 1, code);
}

const char *body_as_patch(const struct change *change, int columns)
{
    struct hunk hunk = {0, 0, 0, 0};
    item = item_at(&sources()->answer, change->line);
    const struct item *theirs = item ? body_with(change->text) : NULL;
    if (!theirs)
        return NULL;
    struct pieces a = pieces_of(item), b = pieces_of(theirs);
    compare(&a, &b);
    patch_begin();
    while (next_hunk(&a, &b, &hunk))
        add_hunk(&a, &b, &hunk);
    return patch_text(columns);
}
