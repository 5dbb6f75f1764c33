/* spelling.c - right answers with the names of this one.  See spelling.h.
 *
 *      the answer      self->one = create_task(coro(fetch_user, .id = 1));
 *      a right one     self->tasks[0] = ...
 *      another one     self->first = create_task(coro(fetch_user, .id = 1));
 *
 * The last one's first is called one here: it is a member of the same type that
 * stands in the same places.
 */
#include "spelling.h"

#include <string.h>

#include "alike.h"
#include "changing.h"
#include "given.h"
#include "likely.h"
#include "statements.h"

/* --- what a name stands for ---------------------------------------------- */

enum kind { NO_NAME, MEMBER, LOCAL, VARIABLE, FUNCTION };

/* A function of one of the two sources. */
struct place_in {
    const struct source *source;
    const struct item *function, *members;
};

static struct place_in place_in(const struct source *source,
                                const struct item *function)
{
    return (struct place_in){source, function, struct_of(source, function)};
}

/* coro(fetch, .id = 1): the struct of fetch; NULL: it is not in this source. */
static const struct item *struct_of_arguments(const struct source *source,
                                              const struct token *t)
{
    enum { FURTHEST = 60 };
    int depth = 0;
    for (int i = 0; i < FURTHEST && t > source->tokens.first; i++, t--) {
        depth += token_is(t, ")") - token_is(t, "(");
        if (depth < 0)
            return token_is(t - 1, "coro")
                       ? item_named(source, token_text(t + 1), true) : NULL;
    }
    return NULL;
}

/* The struct that this is a member of; NULL: of none that is known. */
static const struct item *struct_around(const struct place_in *in,
                                        const struct token *t)
{
    if (token_is(t - 1, "->") && token_is(t - 2, "self"))
        return in->members;
    if (token_is(t - 1, ".") && token_is(t + 1, "="))
        return struct_of_arguments(in->source, t);
    return NULL;
}

/* Is it declared in this function, or an argument of it? */
static bool is_local(const struct place_in *in, const struct token *name)
{
    for (const struct token *t = in->function->name + 2; t < in->function->end;
         t++)
        if (same_token(t, name) && is_declared_at(t))
            return true;
    return false;
}

static bool is_own_function(const struct source *source, const char *name)
{
    return item_named(source, name, false) &&
           !item_named(&sources()->stub, name, false);
}

/* Outside of all functions, and not the stub's; NULL: there is none. */
static const struct item *own_variable(const struct source *source,
                                       const struct token *name)
{
    const struct source *const all[] = {&sources()->stub, source};
    for (size_t which = 0; which < 2; which++)
        for (size_t i = 0; i < all[which]->count; i++) {
            const struct item *one = &all[which]->items[i];
            if (one->is_variable && one->name && same_token(one->name, name))
                return which == 0 ? NULL : one;
        }
    return NULL;
}

/* "struct semaphore" */
static const char *type_of_variable(const struct item *variable)
{
    const struct token *t = variable->first;
    while (token_is(t, "static") || token_is(t, "const") ||
           token_is(t, "extern"))
        t++;
    return t < variable->name ? text_of(t, variable->name - 1) : "";
}

static enum kind kind_of(const struct place_in *in, const struct token *t)
{
    if (t->kind != TOKEN_NAME || token_is(t, "self"))
        return NO_NAME;
    if (token_is(t - 1, "->") || token_is(t - 1, ".")) {
        const struct item *members = struct_around(in, t);
        return members && type_in(members, t) ? MEMBER : NO_NAME;
    }
    if (!token_is(t - 1, "struct") && is_local(in, t))
        return LOCAL;
    if (own_variable(in->source, t))
        return VARIABLE;
    return is_own_function(in->source, token_text(t)) ? FUNCTION : NO_NAME;
}

/* --- which name stands for which ----------------------------------------- */

enum { MOST_NAMES = 60 };

static struct name_pair {
    enum kind kind;
    const char *where, *theirs, *ours;  /* where: the struct, or function */
    int times;
} pairs[MOST_NAMES];
static size_t pair_count;

static const char *where_known(const struct place_in *in,
                               const struct token *t, enum kind kind)
{
    return kind == FUNCTION || kind == VARIABLE ? ""
           : kind == MEMBER ? token_text(struct_around(in, t)->name)
                            : token_text(in->function->name);
}

static void count_pair(enum kind kind, const char *where, const char *theirs,
                       const char *ours)
{
    for (size_t i = 0; i < pair_count; i++)
        if (pairs[i].kind == kind && strcmp(pairs[i].where, where) == 0 &&
            strcmp(pairs[i].theirs, theirs) == 0 &&
            strcmp(pairs[i].ours, ours) == 0) {
            pairs[i].times++;
            return;
        }
    if (pair_count < MOST_NAMES)
        pairs[pair_count++] =
            (struct name_pair){kind, where, theirs, ours, 1};
}

/* All members of a type are alike, all variables, all locals, all functions. */
static uint64_t word_in(const struct place_in *in, const struct token *t)
{
    enum kind kind = kind_of(in, t);
    const char *type =
        kind == MEMBER     ? type_in(struct_around(in, t), t)
        : kind == VARIABLE ? type_of_variable(own_variable(in->source, t))
        : kind == LOCAL    ? "(local)"
                           : "(function)";
    return kind == NO_NAME ? hash_of(t->text, t->length)
                           : hash_of(type, strlen(type));
}

static bool read_row(const struct place_in *in, struct row_of_words *row)
{
    const struct token *t = in->function->body;
    row->count = 0;
    for (; t < in->function->end && row->count < LONGEST_ROW; t++)
        row->word[row->count++] = word_in(in, t);
    return t == in->function->end;
}

/* Is there one that is called the same, too? */
static bool has_same_name(const struct place_in *ours, enum kind kind,
                          const struct place_in *theirs, const struct token *t)
{
    if (kind == LOCAL)
        return is_local(ours, t);
    if (kind == FUNCTION)
        return is_own_function(ours->source, token_text(t));
    if (kind == VARIABLE) {
        const struct item *variable = own_variable(ours->source, t);
        return variable &&
               strcmp(type_of_variable(variable),
                      type_of_variable(own_variable(theirs->source, t))) == 0;
    }
    const struct item *there = struct_around(theirs, t);
    const struct item *here =
        item_named(ours->source, token_text(there->name), true);
    const char *type = here ? type_in(here, t) : NULL;
    return type && strcmp(type, type_in(there, t)) == 0;
}

static void count_pairs(const struct place_in *theirs,
                        const struct place_in *ours)
{
    static struct row_of_words there, here;
    static int partner[LONGEST_ROW];
    if (!read_row(theirs, &there) || !read_row(ours, &here))
        return;
    align(&there, &here, partner);
    for (size_t i = 0; i < there.count; i++) {
        const struct token *t = &theirs->function->body[i];
        enum kind kind = kind_of(theirs, t);
        if (kind == NO_NAME)
            continue;
        const char *where = where_known(theirs, t, kind);
        if (has_same_name(ours, kind, theirs, t))
            count_pair(kind, where, token_text(t), token_text(t));
        if (partner[i] >= 0)
            count_pair(kind, where, token_text(t),
                       token_text(&ours->function->body[partner[i]]));
    }
}

/* How often they are in the same place; the same name is a bit better. */
static int weight_of(const struct name_pair *pair)
{
    return 2 * pair->times + (strcmp(pair->theirs, pair->ours) == 0);
}

static bool is_of_the_same(const struct name_pair *one,
                           const struct name_pair *other)
{
    return one->kind == other->kind && strcmp(one->where, other->where) == 0;
}

/* Is there a better one for one of the two names? */
static bool is_outdone(const struct name_pair *pair)
{
    for (size_t i = 0; i < pair_count; i++) {
        const struct name_pair *other = &pairs[i];
        bool shares = strcmp(other->theirs, pair->theirs) == 0 ||
                      strcmp(other->ours, pair->ours) == 0;
        if (other != pair && shares && is_of_the_same(other, pair) &&
            (weight_of(other) > weight_of(pair) ||
             (weight_of(other) == weight_of(pair) && other < pair)))
            return true;
    }
    return false;
}

/* What it is called here; NULL: it has no partner. */
static const char *name_here(enum kind kind, const char *where,
                             const char *theirs)
{
    struct name_pair wanted = {kind, where, theirs, "", 0};
    for (size_t i = 0; i < pair_count; i++)
        if (is_of_the_same(&pairs[i], &wanted) &&
            strcmp(pairs[i].theirs, theirs) == 0 && !is_outdone(&pairs[i]))
            return pairs[i].ours;
    return NULL;
}

/* Is that name taken here, by another one of theirs? */
static bool is_taken(enum kind kind, const char *where, const char *name)
{
    struct name_pair wanted = {kind, where, "", name, 0};
    for (size_t i = 0; i < pair_count; i++)
        if (is_of_the_same(&pairs[i], &wanted) &&
            strcmp(pairs[i].ours, name) == 0 && !is_outdone(&pairs[i]))
            return true;
    return false;
}

/* --- all functions of a right answer -------------------------------------- */

static const struct source *right;

/* The answer's function that is this one of theirs; NULL: it has none. */
static const struct item *partner_of(const struct item *theirs)
{
    const char *name = token_text(theirs->name);
    const char *here = name_here(FUNCTION, "", name);
    return item_named(&sources()->answer, here ? here : name, false);
}

static void pair_names_of(const struct item *theirs)
{
    const struct item *ours = partner_of(theirs);
    if (!ours || !is_function(ours))
        return;
    struct place_in there = place_in(right, theirs);
    struct place_in here = place_in(&sources()->answer, ours);
    count_pairs(&there, &here);
}

/* First those that are called the same; of their helpers' names some have a
 * partner then, too. */
static void pair_names(void)
{
    const struct source *answer = &sources()->answer;
    pair_count = 0;
    for (int helpers = 0; helpers <= 1; helpers++)
        for (size_t i = 0; i < right->count; i++) {
            const struct item *theirs = &right->items[i];
            bool has_name_here =
                theirs->name && item_named(answer, token_text(theirs->name),
                                           false);
            if (is_theirs(theirs) && has_name_here != helpers)
                pair_names_of(theirs);
        }
}

/* --- spelt anew ----------------------------------------------------------- */

enum { MOST_TOKENS = 3000 };

static const char *new_text[MOST_TOKENS];

static const char *text_here(enum kind kind, const char *where,
                             const char *theirs)
{
    const char *here = name_here(kind, where, theirs);
    return here ? here
           : is_taken(kind, where, theirs) ? textf("%s_", theirs) : NULL;
}

static size_t index_of(const struct token *t)
{
    return (size_t)(t - right->tokens.first);
}

static void spell_function(const struct item *theirs)
{
    struct place_in in = place_in(right, theirs);
    for (const struct token *t = theirs->first; t < theirs->end; t++) {
        enum kind kind = t == theirs->name ? FUNCTION : kind_of(&in, t);
        if (kind != NO_NAME)
            new_text[index_of(t)] =
                text_here(kind, where_known(&in, t, kind), token_text(t));
    }
}

static void spell_struct(const struct item *record)
{
    const char *where = token_text(record->name);
    new_text[index_of(record->name)] = text_here(FUNCTION, "", where);
    for (const struct token *t = record->body; t < record->end; t++)
        if (t->kind == TOKEN_NAME && type_in(record, t))
            new_text[index_of(t)] = text_here(MEMBER, where, token_text(t));
}

static void spell_source(void)
{
    struct tokens tokens = right->tokens;
    if (tokens.count > MOST_TOKENS)
        return;
    memset(new_text, 0, sizeof new_text);
    pair_names();
    for (size_t i = 0; i < right->count; i++) {
        if (is_theirs(&right->items[i]))
            spell_function(&right->items[i]);
        else if (right->items[i].is_struct)
            spell_struct(&right->items[i]);
        else if (right->items[i].is_variable && right->items[i].name &&
                 own_variable(right, right->items[i].name))
            new_text[index_of(right->items[i].name)] = text_here(
                VARIABLE, "", token_text(right->items[i].name));
    }
    for (size_t i = 0; i < tokens.count; i++) {
        if (!new_text[i])
            continue;
        tokens.first[i].text = new_text[i];
        tokens.first[i].length = strlen(new_text[i]);
    }
}

void spell_as_here(void)
{
    static bool is_done;
    size_t answers;
    const struct source *all = right_sources(&answers);
    for (size_t i = 0; !is_done && i < answers; i++) {
        right = &all[i];
        if (is_known(right))
            spell_source();
    }
    is_done = true;
}
