/* likely.c - is a change one that right answers speak for?  See likely.h. */
#include "likely.h"

#include "alike.h"
#include "changing.h"
#include "given.h"

/* --- sets of hashes ------------------------------------------------------ */

enum { ROOM = 1 << 15 };        /* a right answer has some 500 tokens */

struct set {
    uint64_t member[ROOM];      /* 0: there is none here */
    size_t count;
};

static size_t slot_of(const struct set *set, uint64_t hash)
{
    size_t i = hash % ROOM;
    while (set->member[i] && set->member[i] != hash)
        i = (i + 1) % ROOM;
    return i;
}

static void set_add(struct set *set, uint64_t hash)
{
    size_t i = slot_of(set, hash);
    if (set->member[i] || set->count > ROOM / 2)
        return;
    set->member[i] = hash;
    set->count++;
}

static bool set_has(const struct set *set, uint64_t hash)
{
    return set->member[slot_of(set, hash)] != 0;
}

/* --- rows of tokens ------------------------------------------------------ */

enum { MOST_TOKENS = 400, IN_A_ROW = 3 };

struct row {
    uint64_t token[MOST_TOKENS];
    size_t count;
};

static struct set common_names; /* in the stub, or in most right answers */

static void read_once(void);

bool is_chosen(const struct token *t)
{
    static const char *const keywords[] = {
        "if", "else", "while", "for", "do", "break", "continue", "return",
        "true", "false", "self", "sizeof", "const", "static", "struct", "int",
        "bool", "double", "char", "switch", "case", "default", NULL};
    if (t->kind != TOKEN_NAME || token_is(t + 1, "(") ||
        (t->text[0] >= 'A' && t->text[0] <= 'Z'))
        return false;
    for (size_t i = 0; keywords[i]; i++)
        if (token_is(t, keywords[i]))
            return false;
    read_once();
    return !set_has(&common_names, hash_of(t->text, t->length));
}

uint64_t word_of(const struct token *t)
{
    return is_chosen(t) ? 1 : hash_of(t->text, t->length);
}

static void append(struct row *row, const struct token *t)
{
    if (row->count < MOST_TOKENS)
        row->token[row->count++] = word_of(t);
}

static uint64_t three_at(const struct row *row, size_t i)
{
    return hash_of(&row->token[i], IN_A_ROW * sizeof row->token[i]);
}

static bool row_has(const struct row *row, uint64_t three)
{
    for (size_t i = 0; i + IN_A_ROW <= row->count; i++)
        if (three_at(row, i) == three)
            return true;
    return false;
}

/* --- what right answers have --------------------------------------------- */

static struct set of_right;     /* threes */

static void read_right(const struct tokens *tokens)
{
    struct row row = {.count = 0};
    for (size_t i = 0; i < tokens->count; i++) {
        if (row.count == IN_A_ROW) {
            row.token[0] = row.token[1];
            row.token[1] = row.token[2];
            row.count--;
        }
        append(&row, &tokens->first[i]);
        if (row.count == IN_A_ROW)
            set_add(&of_right, three_at(&row, 0));
    }
}

static void read_names(const struct tokens *tokens, const struct source *right,
                       size_t answers, size_t least)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *t = &tokens->first[i];
        uint64_t name = hash_of(t->text, t->length);
        size_t having = 0;
        if (t->kind != TOKEN_NAME || set_has(&common_names, name))
            continue;
        for (size_t n = 0; n < answers && having < least; n++)
            having += find_tokens(right[n].tokens.first, NULL,
                                  token_text(t)) != NULL;
        if (having == least)
            set_add(&common_names, name);
    }
}

static void read_once(void)
{
    static bool has_read;
    size_t answers;
    const struct source *right = right_sources(&answers);
    if (has_read)
        return;
    has_read = true;
    read_names(&sources()->stub.tokens, right, answers, 0);
    read_names(&sources()->solution.tokens, right, answers, (answers + 1) / 2);
    for (size_t i = 0; i < answers; i++)
        if (is_known(&right[i]))
            read_right(&right[i].tokens);
}

/* --- comparing ----------------------------------------------------------- */

/* The first three of one row that neither the other has nor, if that is asked,
 * a right answer. */
static bool has_more(const struct row *one, const struct row *other,
                     bool than_right)
{
    for (size_t i = 0; i + IN_A_ROW <= one->count; i++) {
        uint64_t three = three_at(one, i);
        if (!row_has(other, three) &&
            !(than_right && set_has(&of_right, three)))
            return true;
    }
    return false;
}

bool is_likely(const struct place *place, const char *text)
{
    struct row was = {.count = 0}, is = {.count = 0};
    bool in_a_statement = place->kind == EXPRESSION;
    struct tokens tokens = tokens_of(text);
    read_once();
    if (in_a_statement) {
        append(&was, place->first - 1);
        append(&is, place->first - 1);
    }
    for (const struct token *t = place->first; t <= place->last; t++)
        append(&was, t);
    for (size_t i = 0; i < tokens.count; i++)
        append(&is, &tokens.first[i]);
    if (in_a_statement) {
        append(&was, place->last + 1);
        append(&is, place->last + 1);
    }
    tokens_free(&tokens);
    if (was.count == MOST_TOKENS || is.count == MOST_TOKENS)
        return false;
    return has_more(&is, &was, false) ? !has_more(&is, &was, true)
                                      : has_more(&was, &is, true);
}
