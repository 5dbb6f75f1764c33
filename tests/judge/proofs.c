/* proofs.c - proofs about names, bodies and their members.  See compiler.h. */
#include <stdlib.h>
#include <string.h>

#include "proofs.h"

const struct token *first_in_line(const struct tokens *source, int line)
{
    const struct token *t = source->first;
    while (t->kind != TOKEN_END && t->line < line)
        t++;
    return t;
}

/* --- what a name is ----------------------------------------------------- */

const char *name_said(const struct finding *finding)
{
    for (int i = 1; i < CAPTURE_LIMIT; i++)
        if (finding->said[i][0] &&
            strncmp(finding->said[i], "struct ", 7) != 0)
            return finding->said[i];
    return "";
}

void set_name(struct finding *finding, const char *name, int other_line)
{
    snprintf(finding->name, sizeof finding->name, "%s", name);
    finding->other_line = other_line;
}

/* struct NAME { : the brace; NULL if there is none. */
static const struct token *struct_body(const struct tokens *source,
                                       const char *name)
{
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++)
        if (token_is(t, "struct") && token_is(t + 1, name) &&
            token_is(t + 2, "{"))
            return t + 2;
    return NULL;
}

/* NAME ( ... ) { at the outermost level: the name. */
static const struct token *function_named(const struct tokens *source,
                                          const char *name)
{
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++) {
        if (token_is(t, "{"))
            t = closing(t);
        else if (token_is(t, name) && token_is(t + 1, "(") &&
                 token_is(closing(t + 1) + 1, "{"))
            return t;
        if (t->kind == TOKEN_END)
            break;
    }
    return NULL;
}

size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    enum { LONGEST = 40 };
    size_t rows[LONGEST + 1][LONGEST + 1];
    if (n > LONGEST || m > LONGEST)
        return LONGEST;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            size_t least = i == 0 ? j : j == 0 ? i : LONGEST;
            if (i > 0 && j > 0) {
                size_t changed = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
                size_t added = 1 + (rows[i - 1][j] < rows[i][j - 1]
                                        ? rows[i - 1][j] : rows[i][j - 1]);
                least = changed < added ? changed : added;
            }
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && rows[i - 2][j - 2] + 1 < least)
                least = rows[i - 2][j - 2] + 1;
            rows[i][j] = least;
        }
    return rows[n][m];
}

static bool is_near(const char *name, const struct token *token)
{
    size_t length = strlen(name);
    return length > 2 &&
           distance(name, length, token->text, token->length) <=
               (length > 5 ? 2 : 1);
}

/* async_users for users_async: the same parts in another order. */
static bool has_the_same_parts(const char *name, const struct token *token)
{
    char text[CAPTURE_LENGTH + 2], part[CAPTURE_LENGTH + 2];
    if (strlen(name) != token->length || token->length >= CAPTURE_LENGTH ||
        !strchr(name, '_'))
        return false;
    snprintf(text, sizeof text, "_%.*s_", (int)token->length, token->text);
    for (size_t length; *name; name += length + (name[length] == '_')) {
        length = strcspn(name, "_");
        snprintf(part, sizeof part, "_%.*s_", (int)length, name);
        if (!strstr(text, part))
            return false;
    }
    return true;
}

void set_token(struct finding *finding, const struct token *token)
{
    snprintf(finding->name, sizeof finding->name, "%.*s", (int)token->length,
             token->text);
    finding->other_line = token->line;
}

bool struct_is_misspelt(struct finding *finding)
{
    const char *name = name_said(finding);
    const struct tokens *source = finding->source;
    char line[LINE_LENGTH];
    tokens_of_line(source, finding->line, line, sizeof line);
    if (struct_body(source, name) ||
        (!strstr(line, " ASYNC (") && !strstr(line, " coro (") &&
         !strstr(line, " async_def (")))
        return false;
    snprintf(finding->stands[1], CAPTURE_LENGTH, "%s", name);
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++)
        if (token_is(t, "struct") && token_is(t + 2, "{") &&
            (is_near(name, t + 1) || has_the_same_parts(name, t + 1))) {
            set_token(finding, t + 1);
            return true;
        }
    return false;
}

bool struct_is_below(struct finding *finding)
{
    const struct token *body = struct_body(finding->source,
                                           name_said(finding));
    if (!body || body->line <= finding->line)
        return false;
    set_name(finding, name_said(finding), body->line);
    return true;
}

/* And it is what the line is about, if the line names something. */
bool struct_is_nowhere(struct finding *finding)
{
    const char *named = finding->stands[2];
    set_name(finding, name_said(finding), 0);
    return !struct_body(finding->source, name_said(finding)) &&
           (!*named || strcmp(named, name_said(finding)) == 0);
}

bool name_is_a_function(struct finding *finding)
{
    const struct token *t = function_named(finding->source,
                                           name_said(finding));
    if (t)
        set_token(finding, t);
    return t != NULL;
}

/* async_def(users), where users() is a function, and users_async a coroutine. */
bool coroutine_is_beside(struct finding *finding)
{
    char async[CAPTURE_LENGTH + sizeof "_async"];
    const char *name = name_said(finding);
    snprintf(async, sizeof async, "%s_async", name);
    const struct token *coroutine = struct_body(finding->source, async);
    if (!coroutine || !function_named(finding->source, name))
        return false;
    set_name(finding, name, coroutine->line);
    return true;
}

bool stands_is_a_function(struct finding *finding)
{
    const struct token *t = function_named(finding->source,
                                           finding->stands[1]);
    if (t)
        set_token(finding, t);
    return t != NULL;
}

/* create_task(train(rows)): one that could be given to a pool. */
bool task_of_a_function(struct finding *finding)
{
    const struct token *t = function_named(finding->source,
                                           finding->stands[2]);
    if (!t || !token_is(t - 1, "value") || !token_is(t + 2, "struct") ||
        !token_is(t + 3, "value"))
        return false;
    set_token(finding, t);
    return true;
}

/* struct value NAME(struct value ...) {: one that a pool can call. */
static const struct token *job_of(const struct tokens *source)
{
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++)
        if (token_is(t, "struct") && token_is(t + 1, "value") &&
            token_is(t + 3, "(") && token_is(t + 4, "struct") &&
            token_is(t + 5, "value") && t[6].kind == TOKEN_NAME &&
            token_is(t + 7, ")"))
            return t + 2;
    return NULL;
}

bool function_is_handed_over(struct finding *finding)
{
    const struct token *job = job_of(finding->source);
    *finding->said[1] = '\0';
    if (job)
        snprintf(finding->said[1], CAPTURE_LENGTH, " %.*s(), line %d, is such "
                 "a one.", (int)job->length, job->text, job->line);
    const struct token *t = first_in_line(finding->source, finding->line);
    for (; t && t->line == finding->line && t->kind != TOKEN_END; t++) {
        char name[CAPTURE_LENGTH];
        snprintf(name, sizeof name, "%.*s", (int)t->length, t->text);
        const struct token *function = function_named(finding->source, name);
        if (function && !token_is(t + 1, "(")) {
            set_token(finding, function);
            return true;
        }
    }
    return false;
}

bool function_is_below(struct finding *finding)
{
    const struct token *t = function_named(finding->source,
                                           name_said(finding));
    if (!t || t->line <= finding->line)
        return false;
    set_token(finding, t);
    return true;
}

/* Outside of functions: declared behind the line of the message. */
bool variable_is_below(struct finding *finding)
{
    const char *name = name_said(finding);
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++) {
        bool is_declared = token_is(t, name) && t->line > finding->line &&
                           (token_is(t + 1, ";") || token_is(t + 1, "=") ||
                            token_is(t + 1, "[") || token_is(t + 1, ","));
        if (is_declared) {
            set_token(finding, t);
            return true;
        }
        if (token_is(t, "{"))
            t = closing(t);
    }
    return false;
}

/* struct NAME {, ASYNC(NAME) or NAME(...) {, before the line of the message. */
bool defined_twice(struct finding *finding)
{
    const char *name = name_said(finding);
    int first = 0;
    for (const struct token *t = finding->source->first;
         t->kind != TOKEN_END && t->line < finding->line; t++) {
        bool is_struct = token_is(t, "struct") && token_is(t + 1, name) &&
                         token_is(t + 2, "{");
        bool is_async = token_is(t, "ASYNC") && token_is(t + 2, name);
        bool is_function = token_is(t, name) && token_is(t + 1, "(") &&
                           token_is(closing(t + 1) + 1, "{");
        if (!first && (is_struct || is_async || is_function))
            first = t->line;
        if (token_is(t, "{") && !is_struct)
            t = closing(t);
    }
    set_name(finding, name, first);
    return first > 0;
}

bool coroutine_twice(struct finding *finding)
{
    const struct token *t = finding->source->first;
    while (t->kind != TOKEN_END && !(token_is(t, "ASYNC") &&
                                     token_is(t + 2, name_said(finding))))
        t++;
    return t->kind != TOKEN_END && defined_twice(finding);
}

/* A note of the compiler's, or the linker, says where the other one is; a macro
 * is known by its name. */
bool the_runtimes_name(struct finding *finding)
{
    static const char *const macros[] = {
        "gather", "coro", "awaited", "failure", "caught", "shield", "wait_for",
        "to_thread", "def", "dict", "task_result", "awaitable", "observe"};
    const char *words = finding->message->words;
    const char *notes = finding->message->notes;
    if (strstr(words, "multiple definition") ||
        strstr(words, "duplicate symbol") ||
        (name_said(finding)[0] && notes &&
         (strstr(notes, "runtime/") || strstr(notes, "/usr/")) &&
         (strstr(notes, "previous") || strstr(notes, "originally")))) {
        set_name(finding, name_said(finding), 0);
        return name_said(finding)[0] != '\0';
    }
    const struct token *t = first_in_line(finding->source, finding->line);
    for (; t->line == finding->line && t->kind != TOKEN_END; t++)
        for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
            if (token_is(t, macros[i]) && token_is(t + 1, "(") &&
                t > finding->source->first && t[-1].kind == TOKEN_NAME &&
                !token_is(t - 1, "return") && t[-1].line == t->line) {
                set_name(finding, macros[i], 0);
                return true;
            }
    return false;
}

/* --- bodies and members ---------------------------------------------- */

/* The ASYNC whose body this line is in; NULL if it is in none. */
static const struct token *async_around(const struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (token_is(t, "ASYNC") && token_is(closing(t + 1) + 1, "{")) {
            const struct token *open = closing(t + 1) + 1;
            const struct token *end = closing(open);
            if (open->line <= finding->line &&
                (end->line >= finding->line || end->kind == TOKEN_END))
                return t;
        }
    return NULL;
}

bool in_an_async_body(struct finding *finding)
{
    const struct token *async = async_around(finding);
    if (async)
        set_token(finding, async + 2);
    return async != NULL;
}

static bool is_await(const struct token *t)
{
    return token_is(t, "AWAIT") || token_is(t, "TRY_AWAIT");
}

static bool is_local(const struct token *t, const char *name)
{
    return token_is(t, name) && !token_is(t - 1, "->") && !token_is(t - 1, ".");
}

/* The block or statement that a for, while or do repeats. */
static const struct token *loop_end(const struct token *t)
{
    const struct token *body = token_is(t, "do") ? t + 1 : closing(t + 1) + 1;
    if (token_is(body, "{"))
        return closing(body);
    while (body->kind != TOKEN_END && !token_is(body, ";"))
        body++;
    return body;
}

/* The first await of the loop around this line, if the loop begins behind t. */
static const struct token *await_in_loop(const struct token *t, int line)
{
    if (!token_is(t, "for") && !token_is(t, "while") && !token_is(t, "do"))
        return NULL;
    const struct token *end = loop_end(t);
    if (t->line > line || end->line < line)
        return NULL;
    while (t < end && !is_await(t))
        t++;
    return t < end ? t : NULL;
}

/* Its declaration, "long "
                    "n", as far as its name: {s1}.  (An int, if it is one of
 * many in a declaration.) */
static void set_declaration(struct finding *finding, const struct token *name)
{
    const struct token *first = name;
    while (first[-1].kind == TOKEN_NAME || token_is(first - 1, "*"))
        first--;
    char *text = finding->stands[1];
    snprintf(text, CAPTURE_LENGTH, "%s", first == name ? "int" : "");
    for (const struct token *t = first; t <= name; t++) {
        size_t used = strlen(text);
        snprintf(text + used, CAPTURE_LENGTH - used, "%s%.*s",
                 used && !token_is(t - 1, "*") ? " " : "", (int)t->length,
                 t->text);
    }
}

/* The local that is read here, and an await between its first line and this, or
 * in the loop that comes here again. */
bool lost_across_an_await(struct finding *finding)
{
    const struct token *t = async_around(finding), *found = NULL;
    const char *name = name_said(finding);
    bool seen = false;
    for (; t && !found && t->kind != TOKEN_END && t->line <= finding->line;
         t++) {
        seen = seen || is_local(t, name);
        if (seen && t->line < finding->line && is_await(t))
            found = t;
        else
            found = await_in_loop(t, finding->line);
    }
    if (!found)
        return false;
    set_name(finding, name, found->line);
    for (t = async_around(finding); !is_local(t, name);)
        t++;
    set_declaration(finding, t);
    return true;
}

/* The outermost { around this line; NULL outside. */
static const struct token *body_around(const struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (token_is(t, "{")) {
            const struct token *end = closing(t);
            if (t->line <= finding->line && end->line >= finding->line)
                return t;
            if ((t = end)->kind == TOKEN_END)
                break;
        }
    return NULL;
}

/* Set in its function, in some other line. */
static bool is_set(const struct token *t, const char *name)
{
    return is_local(t, name) && token_is(t + 1, "=");
}

/* for (int NAME = ...) in front of that line, in the same function. */
bool declared_in_a_for(struct finding *finding)
{
    const char *name = name_said(finding);
    const struct token *t = body_around(finding);
    int line = 0;
    for (; t && t->kind != TOKEN_END && t->line < finding->line; t++)
        if (token_is(t, "for") && token_is(t + 3, name) &&
            t[2].kind == TOKEN_NAME)
            line = t->line;
    set_name(finding, name, line);
    return line > 0;
}

bool set_elsewhere(struct finding *finding)
{
    const char *name = name_said(finding);
    const struct token *t = body_around(finding), *end = t ? closing(t) : NULL;
    for (; t && t < end; t++)
        if (is_set(t, name) && (t->line != finding->line ||
                                token_is(t - 2, "for"))) {
            set_name(finding, name, t->line);
            return true;
        }
    return false;
}

bool never_set(struct finding *finding)
{
    const char *name = name_said(finding);
    const struct token *t = body_around(finding), *end = t ? closing(t) : NULL;
    for (; t && t < end; t++)
        if (is_set(t, name))
            return false;
    return t != NULL;
}

bool outside_async_body(struct finding *finding)
{
    return !async_around(finding);
}

static bool has_word(const struct token *open, const char *word)
{
    const struct token *end = closing(open);
    for (const struct token *t = open; t < end; t++)
        if (token_is(t, word))
            return true;
    return false;
}

/* Outside, before the next body begins: then a } is too many. */
static bool stands_behind(const struct token *t, const char *word)
{
    for (; t->kind != TOKEN_END && !token_is(t, "ASYNC"); t++)
        if (token_is(t, word))
            return true;
    return false;
}

/* The first body without this word. */
static bool is_missing(struct finding *finding, const char *word)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++) {
        if (!token_is(t, "ASYNC") || !token_is(closing(t + 1) + 1, "{"))
            continue;
        const struct token *open = closing(t + 1) + 1;
        if (closing(open)->kind != TOKEN_END && !has_word(open, word) &&
            !stands_behind(closing(open), word)) {
            set_token(finding, t + 2);
            finding->line = strcmp(word, "END") == 0 ? closing(open)->line
                                                     : open->line;
            return true;
        }
    }
    return false;
}

bool end_is_missing(struct finding *finding)
{
    return finding->message->error && is_missing(finding, "END");
}

bool begin_is_missing(struct finding *finding)
{
    return is_missing(finding, "BEGIN");
}

/* A declared name in the struct that is spelt so, or nearly. */
static const struct token *member(const struct token *open, const char *name,
                                  bool nearly)
{
    const struct token *end = closing(open);
    for (const struct token *t = open; t < end; t++)
        if (t->kind == TOKEN_NAME &&
            (token_is(t + 1, ";") || token_is(t + 1, ",") ||
             token_is(t + 1, "[")) &&
            (nearly ? is_near(name, t) : token_is(t, name)))
            return t;
    return NULL;
}

/* The struct that the line's coro(NAME, or the body around it, is about. */
static const struct token *struct_meant(const struct finding *finding)
{
    const struct token *async = async_around(finding);
    char name[CAPTURE_LENGTH];
    if (strstr(finding->stands[0], " coro ("))
        return struct_body(finding->source, finding->stands[1]);
    if (!async)
        return NULL;
    snprintf(name, sizeof name, "%.*s", (int)async[2].length, async[2].text);
    return struct_body(finding->source, name);
}

bool member_is_near(struct finding *finding)
{
    const struct token *open = struct_meant(finding);
    const struct token *t =
        open ? member(open, finding->said[1], true) : NULL;
    if (t)
        set_token(finding, t);
    return t != NULL;
}

bool member_is_missing(struct finding *finding)
{
    const struct token *open = struct_meant(finding);
    bool gcc = strstr(finding->said[0], "'struct ") == finding->said[0];
    const char *name = gcc ? finding->said[2] : finding->said[1];
    const char *type = gcc ? finding->said[1] : finding->said[2];
    if (!open || struct_body(finding->source, type) != open)
        return false;
    snprintf(finding->stands[1], CAPTURE_LENGTH, "%s", type);
    set_name(finding, name, open->line);
    return true;
}

bool is_a_member(struct finding *finding)
{
    const struct token *open = struct_meant(finding);
    const struct token *t =
        open ? member(open, name_said(finding), false) : NULL;
    if (t)
        set_token(finding, t);
    return t != NULL;
}

/* Once in the file, and nowhere near anything else there. */
bool known_to_nobody(struct finding *finding)
{
    const char *name = name_said(finding);
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (t->kind == TOKEN_NAME && !token_is(t, name) && is_near(name, t))
            return false;
    set_name(finding, name, 0);
    return strlen(name) > 1;
}
