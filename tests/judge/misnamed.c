/* misnamed.c - a text, a name or an index that is another one; a call around
 * something, or none.  See unlike.h. */
#include <string.h>

#include <runtime.h>

#include "given.h"
#include "statements.h"
#include "unlike.h"

/* --- texts --------------------------------------------------------------- */

static size_t alike_in_front(const char *one, const char *other, size_t most)
{
    size_t n = 0;
    while (n < most && one[n] == other[n])
        n++;
    return n;
}

/* A line that was copied: the text stands twice, and the other one nowhere. */
static const char *of_copy(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    const struct token *first = unlike->in->body, *end = unlike->in->end;
    const struct token *also = find_words(first, mine, unlike->mine);
    if (!also)
        also = find_words(mine + 1, end, unlike->mine);
    if (!also || find_words(first, end, unlike->theirs))
        return "";
    return textf("%s stands in line %d%s, and %s nowhere.", token_text(mine),
                 mine->line, also->line == mine->line
                                 ? " twice"
                                 : textf(" and in line %d", also->line),
                 token_text(right));
}

/* .id = 3 twice, and .id = 2 nowhere. */
static const char *of_copied_argument(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    if (!token_is(mine - 1, "=") || !token_is(mine - 3, ".") || !unlike->in)
        return "";
    const char *name = token_text(mine - 2);
    const char *is = textf(". %s = %s", name, token_text(mine));
    const char *wanted = textf(". %s = %s", name, token_text(right));
    const struct token *first = unlike->in->body, *end = unlike->in->end;
    const struct token *also = find_tokens(first, mine - 3, is);
    if (!also)
        also = find_tokens(mine, end, is);
    if (!also || find_tokens(first, end, wanted))
        return "";
    return textf("`.%s = %s` stands in line %d%s, and `.%s = %s` nowhere.",
                 name, token_text(mine), mine->line,
                 also->line == mine->line
                     ? " twice" : textf(" and in line %d", also->line),
                 name, token_text(right));
}

static const char *of_texts(const struct unlike *unlike)
{
    enum { SHOWN = 24 };
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    if (!mine || !right || mine->kind != TOKEN_TEXT ||
        right->kind != TOKEN_TEXT)
        return "";
    const char *copied = unlike->in && unlike->in->body ? of_copy(unlike) : "";
    if (*copied)
        return copied;
    size_t shorter = (mine->length < right->length ? mine : right)->length;
    size_t front = alike_in_front(mine->text, right->text, shorter), back = 0;
    while (back < shorter - front &&
           mine->text[mine->length - back - 1] ==
               right->text[right->length - back - 1])
        back++;
    const char *is = textf("%.*s", (int)(mine->length - front - back),
                           mine->text + front);
    const char *wanted = textf("%.*s", (int)(right->length - front - back),
                               right->text + front);
    size_t shown = front > SHOWN ? SHOWN : front;
    const char *where = textf(front == 1 ? "in front" : "behind `%.*s`",
                              (int)shown, mine->text + front - shown);
    if (strlen(is) > SHOWN || strlen(wanted) > SHOWN)
        return "";
    return textf("Look at the text of line %d letter by letter: %s %s.",
                 mine->line, where,
                 !*is       ? textf("`%s` is missing", wanted)
                 : !*wanted ? textf("`%s` is too much", is)
                            : textf("it has `%s`, where `%s` belongs", is,
                                    wanted));
}

/* --- indices ------------------------------------------------------------- */

/* Does the loop around this place count with that name? */
static bool counts_rounds(const struct token *name, const struct token *t)
{
    const struct token *loop = loop_around(t);
    const char *spelt = token_text(name);
    return loop && find_tokens(loop, behind_statement(loop),
                               textf("%s ++", spelt));
}

/* users[1] or users[2]: which of the two is taken elsewhere?  (&users[1] is where
 * a row begins, and takes none of them.) */
static const char *of_index(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    if (!token_is(mine - 1, "[") || !token_is(mine + 1, "]") || !unlike->in)
        return "";
    const char *name = quoted(side_before(mine - 1));
    const char *spelt = token_text(mine - 2);
    const char *format = "%s [ %s ]";
    if (*name == '&')
        return "";
    const struct token *first = unlike->in->body, *end = unlike->in->end;
    const char *there = textf(format, spelt, token_text(right));
    const char *here = textf(format, spelt, token_text(mine));
    const struct token *also = find_tokens(first, mine - 2, here);
    if (!also)
        also = find_tokens(mine, end, here);
    if (right->kind == TOKEN_NAME && counts_rounds(right, mine))
        return textf("%s[%s] is the same one in each round; %s[%s] is the one "
                     "of this round.", name, token_text(mine), name,
                     token_text(right));
    if (find_tokens(first, end, there))
        return also && also->line != mine->line
                   ? textf("Line %d takes %s[%s]%s.", also->line, name,
                           token_text(mine),
                           also->line < mine->line ? " already" : ", too")
                   : "";
    if (!also)
        here = "";
    else if (also->line == mine->line)
        here = textf(": line %d takes %s[%s] twice", mine->line, name,
                     token_text(mine));
    else
        here = textf(": lines %d and %d both take %s[%s]",
                     also->line < mine->line ? also->line : mine->line,
                     also->line < mine->line ? mine->line : also->line, name,
                     token_text(mine));
    return textf("No line of %s() takes %s[%s]%s.",
                 token_text(unlike->in->name), name, token_text(right), here);
}

/* members[count - 1] or members[0] */
static const char *of_ends(const struct unlike *unlike)
{
    struct words_of mine = unlike->mine, theirs = unlike->theirs;
    bool is_first = only(mine) && token_is(mine.first, "0");
    struct words_of last = is_first ? theirs : mine;
    struct words_of first = is_first ? mine : theirs;
    if (!only(first) || !token_is(first.first, "0") || is_empty(last) ||
        last.end - last.first < 3 || !token_is(last.end - 2, "-") ||
        !token_is(last.end - 1, "1") || !token_is(mine.first - 1, "["))
        return "";
    return textf("`[%s]` is the %s one, `[%s]` the %s.",
                 quote(mine.first, mine.end - 1), is_first ? "first" : "last",
                 quote(theirs.first, theirs.end - 1),
                 is_first ? "last" : "first");
}

/* --- members ------------------------------------------------------------- */

static bool is_member(const struct token *t)
{
    return t->kind == TOKEN_NAME && (token_is(t - 1, "->"));
}

/* Is it read anywhere in this function, but for what is looked at? */
static bool is_read_in(const struct item *in, const struct token *name,
                       struct words_of but)
{
    for (const struct token *t = in->body; t < in->end; t++)
        if (same_token(t, name) && (t < but.first || t >= but.end) &&
            token_is(t - 1, "->") && !token_is(t + 1, "="))
            return true;
    return false;
}

/* Here, or in another function. */
static int line_of_set(const struct item *in, const char *what)
{
    const struct tokens *all = &sources()->answer.tokens;
    int line = line_that_sets(in->body, in->end, what);
    return line ? line
                : line_that_sets(all->first, all->first + all->count, what);
}

static const char *of_members(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    if (!is_member(mine) || !token_is(right - 1, "->") || !unlike->in ||
        token_is(mine + 1, "="))
        return "";
    const char *owner = token_text(mine - 2);
    const char *name = token_text(unlike->in->name);
    const char *wanted = textf("%s->%s", owner, token_text(right));
    const char *taken = textf("%s->%s", owner, token_text(mine));
    int set = line_of_set(unlike->in, wanted);
    int mine_set = line_of_set(unlike->in, taken);
    const char *from = set ? textf(" (set in line %d)", set) : "";
    const char *mine_from =
        mine_set ? textf(" (set in line %d)", mine_set) : "";
    if (!is_read_in(unlike->in, right, unlike->mine))
        return textf("No line of %s() reads %s%s: line %d takes %s%s.", name,
                     wanted, from, mine->line, taken, mine_from);
    if (!set && !mine_set)
        return "";
    return textf("Line %d takes %s%s, where %s%s belongs.", mine->line, taken,
                 mine_from, wanted, from);
}

/* .name = ...: an argument of a coroutine, or of a right one. */
static bool is_given_somewhere(const struct token *name)
{
    const char *argument = textf(". %s =", token_text(name));
    return find_tokens(sources()->check.tokens.first, NULL, argument) ||
           find_tokens(sources()->answer.tokens.first, NULL, argument);
}

/* "Ada", where what was given is to stand. */
static const char *of_constant(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    struct words_of theirs = unlike->theirs;
    bool is_variable = token_is(theirs.first, "self") && unlike->in &&
                       theirs.first + 3 == theirs.end;
    if (!mine || !is_variable ||
        (mine->kind != TOKEN_NUMBER && mine->kind != TOKEN_TEXT))
        return "";
    const char *name = quoted(theirs);
    int set = line_that_sets(unlike->in->body, unlike->in->end, name);
    if (!set && !is_given_somewhere(theirs.end - 1))
        return "";
    return textf("%s is the same in each call; %s is what %s.",
                 token_text(mine), name,
                 set ? textf("line %d has set", set)
                     : textf("%s() was given", token_text(unlike->in->name)));
}

/* --- a constant, a message ----------------------------------------------- */

/* enum { PARTS = 4 }; the number, NULL: it has none of its own. */
static const char *number_of(const struct token *name)
{
    const struct source *const all[] = {&sources()->answer, &sources()->stub};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const struct token *at = find_tokens(
            all[i]->tokens.first, NULL, textf("%s =", token_text(name)));
        if (at && is_integer(at + 2) &&
            (token_is(at + 3, ",") || token_is(at + 3, "}")))
            return token_text(at + 2);
    }
    return NULL;
}

static const char *of_constants(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    const char *is = number_of(mine), *wanted = number_of(right);
    return is && wanted && strcmp(is, wanted) != 0
               ? textf("%s is %s, and %s is %s.", token_text(mine), is,
                       token_text(right), wanted)
               : "";
}

/* error_to_text(x), or x->message */
static const char *of_message(const struct unlike *unlike)
{
    bool had = find_tokens(unlike->all.first, unlike->all.end,
                           "error_to_text (");
    bool has = find_tokens(unlike->right.first, unlike->right.end,
                           "error_to_text (");
    bool asks = find_tokens(unlike->theirs.first, unlike->theirs.end,
                            "-> message");
    return had && !has && asks
               ? "error_to_text() begins with the name of the error; "
                 "->message is what was said of it, alone."
               : "";
}

/* self->sum = n: what was there is gone. */
static const char *of_adding(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    if (!token_is(mine, "=") || !token_is(right, "+="))
        return "";
    return textf("`=` forgets what was in %s, `+=` adds to it%s.",
                 quoted(side_before(mine)),
                 loop_around(mine) ? ": of all rounds only the last one counts"
                                   : "");
}

/* dict("slept", x): x alone, or x with that around it. */
static const char *of_wrapping(const struct unlike *unlike)
{
    bool is_more = unlike->theirs.end - unlike->theirs.first >
                   unlike->mine.end - unlike->mine.first;
    struct words_of outer = is_more ? unlike->theirs : unlike->mine;
    struct words_of inner = is_more ? unlike->mine : unlike->theirs;
    const struct token *at = find_words(outer.first, outer.end, inner);
    if (is_empty(inner) || !at || at < outer.first + 2 ||
        outer.first->kind != TOKEN_NAME || !token_is(outer.first + 1, "(") ||
        closing(outer.first + 1) < at)
        return "";
    const char *front =
        quoted((struct words_of){outer.first, at});
    return *front ? textf("`%s ...)` around it is %s.", front,
                          is_more ? "missing" : "too much") : "";
}

/* --- several words ------------------------------------------------------- */

/* users[1]: an index alone says nothing. */
static const char *with_its_name(const struct token *here,
                                 const struct token *t)
{
    return token_is(here - 1, "[") ? textf("%s[%s]", token_text(here - 2),
                                           token_text(t))
                                   : token_text(t);
}

/* As many tokens, and a few of them are others. */
static const char *word_by_word(const struct unlike *unlike)
{
    enum { MOST_OTHERS = 3 };
    struct words_of mine = unlike->mine, theirs = unlike->theirs;
    const char *text = "";
    int others = 0, line = 0;
    if (mine.end - mine.first != theirs.end - theirs.first)
        return "";
    for (long i = 0; i < mine.end - mine.first; i++) {
        const struct token *one = &mine.first[i], *other = &theirs.first[i];
        if (same_token(one, other))
            continue;
        if (one->kind != other->kind || one->kind == TOKEN_MARK ||
            ++others > MOST_OTHERS)
            return "";
        text = textf("%s%s%s has `%s`, and `%s` belongs there", text,
                     *text ? "; " : "",
                     one->line == line ? "then it"
                                       : textf("%sine %d", *text ? "l" : "L",
                                               one->line),
                     with_its_name(one, one), with_its_name(one, other));
        line = one->line;
    }
    return others ? textf("%s.", text) : "";
}

/* --- piece by piece ------------------------------------------------------- */

enum { MOST_WORDS = 80 };

/* How many words follow each other in both, from the i-th and the k-th on. */
static int alike[MOST_WORDS + 1][MOST_WORDS + 1];

static bool compare(struct words_of a, struct words_of b)
{
    long m = a.end - a.first, n = b.end - b.first;
    if (m > MOST_WORDS || n > MOST_WORDS)
        return false;
    for (long i = m; i >= 0; i--)
        for (long k = n; k >= 0; k--)
            alike[i][k] = i == m || k == n ? 0
                          : same_token(a.first + i, b.first + k)
                              ? 1 + alike[i + 1][k + 1]
                          : alike[i + 1][k] > alike[i][k + 1]
                              ? alike[i + 1][k] : alike[i][k + 1];
    return true;
}

/* Up to where the two meet again. */
static struct unlike next_piece(struct words_of a, struct words_of b)
{
    long i = 0, k = 0, m = a.end - a.first, n = b.end - b.first;
    while ((i < m || k < n) &&
           !(i < m && k < n && same_token(a.first + i, b.first + k))) {
        if (k == n || (i < m && alike[i + 1][k] >= alike[i][k + 1]))
            i++;
        else
            k++;
    }
    return (struct unlike){.mine = {a.first, a.first + i},
                           .theirs = {b.first, b.first + k}};
}

/* `waits[` is no piece that a person sees. */
static bool is_whole(struct words_of words)
{
    int open = 0;
    for (const struct token *t = words.first; t < words.end && open >= 0; t++)
        open += is_open(t) ? 1
                : token_is(t, ")") || token_is(t, "]") || token_is(t, "}") ? -1
                                                                        : 0;
    return open == 0;
}

/* self->why = caught();  stands in this function: then one is as good as the
 * other. */
static bool is_set_to(const struct item *in, struct words_of one,
                      struct words_of other)
{
    return in && in->body && !is_empty(one) && !is_empty(other) &&
           find_tokens(in->body, in->end,
                       textf("%s =%s ;", text_of(one.first, one.end - 1) + 1,
                             text_of(other.first, other.end - 1)));
}

static const char *words_of_piece(const struct unlike *piece)
{
    const char *mine = quoted(piece->mine), *theirs = quoted(piece->theirs);
    if (!is_whole(piece->mine) || !is_whole(piece->theirs))
        return "";
    if (is_empty(piece->mine))
        return *theirs ? textf("`%s` is missing", theirs) : "";
    if (!*mine || (!*theirs && !is_empty(piece->theirs)))
        return "";
    return *theirs ? textf("it has `%s`, where `%s` belongs", mine, theirs)
                   : textf("`%s` is too much", mine);
}

const char *pieces_unlike(const struct unlike *unlike)
{
    enum { MOST_PIECES = 2 };
    struct words_of a = unlike->mine, b = unlike->theirs;
    const char *text = "";
    int line = a.first->line, pieces = 0;
    while (!is_empty(a) || !is_empty(b)) {
        if (!compare(a, b))
            return "";
        struct unlike piece = next_piece(a, b);
        bool is_same = is_set_to(unlike->in, piece.mine, piece.theirs) ||
                       is_set_to(unlike->in, piece.theirs, piece.mine);
        const char *words = is_same ? "" : words_of_piece(&piece);
        if (!*words && !is_same &&
            !(is_empty(piece.mine) && is_empty(piece.theirs)))
            return "";
        if (*words && !strstr(text, words)) {
            if (pieces++ == MOST_PIECES)
                return "";
            text = textf("%s%s%s", text, *text ? ", and " : "", words);
        }
        a.first = piece.mine.end;
        b.first = piece.theirs.end;
        while (!is_empty(a) && !is_empty(b) && same_token(a.first, b.first)) {
            a.first++;
            b.first++;
        }
    }
    return *text ? textf("Look at line %d: %s.", line, text) : "";
}

/* --- all of them --------------------------------------------------------- */

const char *words_of_names(const struct unlike *unlike)
{
    static sentence *const of_one[] = {of_copied_argument, of_texts, of_index,
                                       of_members, of_adding,
                                       of_constants, NULL};
    static sentence *const of_more[] = {of_constant, of_ends, of_message,
                                        of_wrapping, NULL};
    bool single = are_single(unlike);
    const char *text = single ? first_sentence(of_one, unlike) : "";
    if (!*text)
        text = first_sentence(of_more, unlike);
    return *text || single ? text : word_by_word(unlike);
}
