/* proofs.c - what no regular expression can see: is it so in the learner's
 * source? See compiler.h.  A proof may move the finding to another line, and
 * name what it has found. */
#include <stdlib.h>
#include <string.h>

#include "compiler.h"

static const struct token *first_in_line(const struct tokens *source, int line)
{
    const struct token *t = source->first;
    while (t->kind != TOKEN_END && t->line < line)
        t++;
    return t;
}

/* --- what a name is ----------------------------------------------------- */

/* What the compiler, or else the line, called it. */
static const char *name_said(const struct finding *finding)
{
    for (int i = 1; i < CAPTURE_LIMIT; i++)
        if (finding->said[i][0] &&
            strncmp(finding->said[i], "struct ", 7) != 0)
            return finding->said[i];
    return "";
}

static void set_name(struct finding *finding, const char *name, int other_line)
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

/* How many letters must be changed, added, left out or swapped? */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
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

static void set_token(struct finding *finding, const struct token *token)
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
            is_near(name, t + 1)) {
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

bool function_is_below(struct finding *finding)
{
    const struct token *t = function_named(finding->source,
                                           name_said(finding));
    if (!t || t->line <= finding->line)
        return false;
    set_token(finding, t);
    return true;
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

/* --- words ------------------------------------------------------------ */

static const char *const words[][2] = {
    {"True", "It is true."},
    {"False", "It is false."},
    {"None", "A pointer to nothing is NULL; a result that is none is "
             "value_none()."},
    {"null", "It is NULL."},
    {"undefined", "A pointer to nothing is NULL."},
    {"nullptr", "It is NULL."},
    {"and", "It is &&."},
    {"or", "It is ||."},
    {"not", "It is !."},
    {"is", "It is ==."},
    {"pass", "An empty block is { }."},
    {"print", "It is printf(\"%s\\n\", text)."},
    {"console", "It is printf(\"%s\\n\", text)."},
    {"len", "Of a text it is strlen(); an array knows its length only as "
            "sizeof it / sizeof it[0]."},
    {"range", "A for counts: for (int i = 0; i < n; i++)."},
    {"str", "A text is a const char *; textf(\"%d\", n) makes one of a "
            "number."},
    {"string", "A text is a const char *."},
    {"let", "A variable has a type: int n = 3. What is to survive an await "
            "is a member of the struct."},
    {"var", "A variable has a type: int n = 3. What is to survive an await "
            "is a member of the struct."},
    {"yield", "AWAIT(async_sleep(0)) lets the others run; what it gives comes "
              "with RETURN."},
    {"lambda", "Write a function and hand over its name."},
    {"function", "A function has the type of its result in front of its name."},
    {"async", "ASYNC(name) begins the body of a coroutine."},
    {"raise", "It is RAISE(EINVAL, \"why\"), and RERAISE for what was caught."},
    {"throw", "It is RAISE(EINVAL, \"why\"), and RERAISE for what was caught."},
    {"except", "Behind TRY_AWAIT, failure() says what it was."},
    {"finally", "What must happen in any case stands behind TRY_AWAIT, before "
                "RERAISE."},
    {"Task", "It is a struct task *."},
    {"Future", "It is a struct future *."},
    {"Event", "It is a struct event."},
    {"Lock", "It is a struct lock."},
    {"del", "What is taken with malloc() goes back with free()."},
    {"sleep", "The loop's own is AWAIT(async_sleep(seconds))."},
};

bool a_word_of_another_language(struct finding *finding)
{
    const struct token *t = first_in_line(finding->source, finding->line);
    for (; t->kind == TOKEN_NAME || t->line == finding->line; t++) {
        if (t->kind == TOKEN_END || t->line != finding->line)
            break;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (t->kind == TOKEN_NAME && token_is(t, words[i][0]) &&
                !token_is(t - 1, ">") && !token_is(t - 1, "->") &&
                !token_is(t - 1, ".")) {
                set_name(finding, words[i][0], 0);
                snprintf(finding->said[1], CAPTURE_LENGTH, "%s", words[i][1]);
                return true;
            }
    }
    return false;
}

static const char *const of_headers[][2] = {
    {"strcmp", "string.h"}, {"strlen", "string.h"}, {"strcpy", "string.h"},
    {"strcat", "string.h"}, {"strchr", "string.h"}, {"strstr", "string.h"},
    {"memcpy", "string.h"}, {"memset", "string.h"}, {"strncmp", "string.h"},
    {"malloc", "stdlib.h"}, {"free", "stdlib.h"},   {"calloc", "stdlib.h"},
    {"exit", "stdlib.h"},   {"atoi", "stdlib.h"},   {"printf", "stdio.h"},
    {"puts", "stdio.h"},    {"snprintf", "stdio.h"}, {"sqrt", "math.h"},
    {"pow", "math.h"},      {"isdigit", "ctype.h"}, {"isspace", "ctype.h"},
};

bool header_function(struct finding *finding)
{
    for (size_t i = 0; i < sizeof of_headers / sizeof *of_headers; i++)
        for (int n = 1; n < CAPTURE_LIMIT; n++)
            if (strcmp(finding->said[n], of_headers[i][0]) == 0) {
                set_name(finding, of_headers[i][0], 0);
                snprintf(finding->stands[1], CAPTURE_LENGTH, "%s",
                         of_headers[i][1]);
                return true;
            }
    return false;
}

/* Of the headers that answers include: the same without its folder, or
 * nearly. */
bool header_is_near(struct finding *finding)
{
    static const char *const headers[] = {"runtime.h", "web/app.h",
                                          "step/by_hand.h", "core/resume.h"};
    const char *name = base_name(finding->said[1]);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        const char *other = base_name(headers[i]);
        if (distance(name, strlen(name), other, strlen(other)) <= 2) {
            set_name(finding, headers[i], 0);
            return true;
        }
    }
    return false;
}

static const char *const usages[][2] = {
    {"to_thread", "to_thread(function, argument)"},
    {"run_in_executor", "run_in_executor(pool, function, argument)"},
    {"run_in_threadpool", "run_in_threadpool(request, function, argument)"},
    {"wait_for", "wait_for(what, seconds)"},
    {"shield", "shield(what)"},
    {"AWAIT", "AWAIT(what)"},
    {"TRY_AWAIT", "TRY_AWAIT(what)"},
    {"RETURN", "RETURN(value)"},
    {"ASYNC", "ASYNC(name)"},
    {"task_result", "task_result(task)"},
    {"as_int", "as_int(value)"},
    {"as_text", "as_text(value)"},
    {"depends_on", "depends_on(dependency, ...)"},
};

static size_t arguments(const struct token *open)
{
    const struct token *close = closing(open);
    size_t count = close > open + 1;
    for (const struct token *t = open + 1; t < close; t++) {
        count += token_is(t, ",");
        if (token_is(t, "(") || token_is(t, "[") || token_is(t, "{"))
            t = closing(t);
    }
    return count;
}

static size_t commas(const char *usage)
{
    size_t count = 1;
    for (; *usage; usage++)
        count += *usage == ',';
    return count;
}

/* A macro of the line that has another number of arguments than it wants. */
bool macro_usage(struct finding *finding)
{
    const struct token *t = first_in_line(finding->source, finding->line);
    for (; t->kind != TOKEN_END && t->line == finding->line; t++)
        for (size_t i = 0; i < sizeof usages / sizeof *usages; i++)
            if (token_is(t, usages[i][0]) && token_is(t + 1, "(") &&
                arguments(t + 1) != commas(usages[i][1])) {
                size_t got = arguments(t + 1);
                set_name(finding, usages[i][1], 0);
                snprintf(finding->stands[1], CAPTURE_LENGTH, "%zu argument%s",
                         got, got == 1 ? "" : "s");
                return true;
            }
    return false;
}

/* --- marks -------------------------------------------------------------- */

static const struct token *last_in_line(const struct tokens *source, int line)
{
    const struct token *last = NULL;
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++)
        if (t->line == line)
            last = t;
    return last;
}

static bool is_mark(const struct token *t, const char *marks)
{
    return t->kind == TOKEN_MARK && t->length == 1 && strchr(marks, *t->text);
}

bool line_is_not_ended(struct finding *finding)
{
    const struct token *last = last_in_line(finding->source, finding->line);
    return last && !is_mark(last, ";{},");
}

bool struct_is_not_ended(struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (token_is(t, "struct") && t[1].kind == TOKEN_NAME &&
            token_is(t + 2, "{")) {
            const struct token *end = closing(t + 2);
            if (end->kind != TOKEN_END && end[1].line > end->line &&
                !is_mark(end + 1, ";,*)") && end->line <= finding->line) {
                finding->line = end->line;
                return true;
            }
        }
    return false;
}

/* } and below it {: two rows of a table. */
bool row_has_no_comma(struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (is_mark(t, "}") && is_mark(t + 1, "{") && t[1].line > t->line &&
            t->line <= finding->line) {
            finding->line = t->line;
            return true;
        }
    return false;
}

bool no_header(struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (t->kind == TOKEN_DIRECTIVE &&
            strncmp(t->text, "#include \"", 10) == 0)
            return false;
    return true;
}

enum { DEPTH_LIMIT = 100 };

/* The first bracket that does not fit: a ) without its (, or a ( in front of
 * something that ends a statement. */
static const struct token *odd_bracket(const struct tokens *source,
                                       bool *too_many)
{
    const struct token *open[DEPTH_LIMIT + 1] = {source->first};
    size_t depth = 0;
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++) {
        const struct token *inner = open[depth];
        bool in_for = is_mark(inner, "(") && inner > source->first &&
                      token_is(inner - 1, "for");
        *too_many = false;
        if (is_mark(t, "({") && depth < DEPTH_LIMIT)
            open[++depth] = t;
        else if (is_mark(t, ")") && depth > 0 && is_mark(inner, "("))
            depth--;
        else if (is_mark(t, "}") && depth > 0 && is_mark(inner, "{"))
            depth--;
        else if (is_mark(t, ")")) {
            *too_many = true;
            return t;
        } else if (is_mark(t, "}") || (is_mark(t, ";") && !in_for)) {
            for (size_t i = depth; i > 0; i--)
                if (is_mark(open[i], "("))
                    return open[i];
        }
    }
    return NULL;
}

static bool bracket_is(struct finding *finding, bool wanted_too_many)
{
    bool too_many;
    const struct token *t = odd_bracket(finding->source, &too_many);
    if (!t || too_many != wanted_too_many)
        return false;
    finding->line = t->line;
    return true;
}

bool bracket_is_open(struct finding *finding)
{
    return bracket_is(finding, false);
}

bool bracket_too_many(struct finding *finding)
{
    return bracket_is(finding, true);
}

static size_t column_of(const struct tokens *source, const struct token *t)
{
    size_t column = 0;
    while (t->text - column > source->source &&
           t->text[-(long)column - 1] != '\n')
        column++;
    return column;
}

/* Where the line begins that this token stands in. */
static size_t indentation(const struct tokens *source, const struct token *t)
{
    return column_of(source, first_in_line(source, t->line));
}

/* A } closes the { whose line is indented like it; the first pair that is not
 * so tells which { or } is wrong. */
static const struct token *first_odd_brace(const struct tokens *source,
                                           bool want_open)
{
    enum { DEPTH = 64 };
    const struct token *open[DEPTH];
    size_t depth = 0;
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++) {
        if (is_mark(t, "{") && depth < DEPTH)
            open[depth++] = t;
        if (!is_mark(t, "}"))
            continue;
        if (depth == 0)
            return want_open ? NULL : t;
        size_t here = indentation(source, t);
        size_t there = indentation(source, open[--depth]);
        if (t->line != open[depth]->line && here != there)
            return here < there ? (want_open ? open[depth] : NULL)
                                : (want_open ? NULL : t);
    }
    return depth > 0 && want_open ? open[depth - 1] : NULL;
}

bool brace_is_open(struct finding *finding)
{
    const struct token *t = first_odd_brace(finding->source, true);
    if (t)
        finding->line = t->line;
    return t != NULL;
}

bool brace_too_many(struct finding *finding)
{
    const struct token *t = first_odd_brace(finding->source, false);
    if (t)
        finding->line = t->line;
    return t != NULL;
}

/* ASYNC(name); and the body below it, which the compiler speaks of. */
bool async_has_semicolon(struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (token_is(t, "ASYNC") && token_is(closing(t + 1) + 1, ";") &&
            token_is(closing(t + 1) + 2, "{")) {
            set_token(finding, t + 2);
            finding->line = t->line;
            return true;
        }
    return false;
}

/* A real one: beside errors gcc sees them where there are none. */
bool reads_on(struct finding *finding)
{
    const struct token *t = first_in_line(finding->source, finding->line);
    return finding->compiled && !token_is(t, "AWAIT") &&
           !token_is(t, "TRY_AWAIT");
}

/* --- types -------------------------------------------------------------- */

static const char *const types[][2] = {
    {"struct coro", "a coroutine object, coro(...)"},
    {"struct task *", "a task"},
    {"struct future *", "a future"},
    {"struct value", "a struct value"},
    {"struct error *", "an error"},
    {"struct awaitable", "something to be awaited"},
    {"struct task_group *", "a task group"},
    {"struct executor *", "a pool"},
    {"struct request *", "the request"},
    {"int", "a number"},
    {"long", "a number"},
    {"long int", "a number"},
    {"int64_t", "a number"},
    {"int *", "the address of a number"},
    {"double", "a number"},
    {"_Bool", "true or false"},
    {"bool", "true or false"},
    {"char *", "a text"},
    {"const char *", "a text"},
};

static const char *plain_type(const char *type)
{
    if (strncmp(type, "char[", 5) == 0 ||
        strcmp(type, "const char * restrict") == 0)
        return "a text";
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i][0]) == 0)
            return types[i][1];
    return type;
}

bool not_awaitable(struct finding *finding)
{
    set_name(finding, plain_type(finding->said[1]), 0);
    return true;
}

bool wants_other_type(struct finding *finding)
{
    enum { PASSING = 1 };       /* this one names them the other way round */
    static const char *const says[] = {
        "expected '([^']*)'.* but argument is of type '([^']*)'",
        "passing '([^']*)'.* to parameter of (incompatible )?type '([^']*)'",
        "assignment to '([^']*)'.* from (incompatible pointer type )?'([^']*)'",
        "assigning to '([^']*)'.* from (incompatible type )?'([^']*)'",
        "assigning to type '([^']*)' from type '([^']*)'",
        ("initialization of '([^']*)'.* from (incompatible pointer type "
         ")?'([^']*)'"),
        "initializing '([^']*)'.* type '([^']*)'",
    };
    const struct message *message = finding->message;
    char kept[CAPTURE_LIMIT][CAPTURE_LENGTH];
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
        if (!fits(says[i], message->words, kept) &&
            !(message->notes && fits(says[i], message->notes, kept)))
            continue;
        const char *last = kept[kept[3][0] ? 3 : 2];
        const char *wanted = i == PASSING ? last : kept[1];
        const char *got = i == PASSING ? kept[1] : last;
        if (strcmp(plain_type(wanted), plain_type(got)) == 0)
            return false;
        snprintf(finding->name, sizeof finding->name,
                 "Here goes %s, and it gets %s.", plain_type(wanted),
                 plain_type(got));
        return true;
    }
    return false;
}
