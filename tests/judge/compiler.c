/* compiler.c - read what a compiler said, and find the proven cause.  See
 * compiler.h. */
#include <ctype.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"

enum { MESSAGE_LIMIT = 200, TEXT_LENGTH = 4000, WIDTH = 70 };

#define INDENT "      "

/* --- the compiler's messages -------------------------------------------- */

static struct message messages[MESSAGE_LIMIT];
static size_t message_count;

/* A copy, to be freed; the compiler's pretty quotes become straight ones. */
static char *straight(const char *text)
{
    char *copy = calloc(1, strlen(text) + 1);
    for (size_t n = 0; copy && *text; n++)
        if (strncmp(text, "\xe2\x80\x98", 3) == 0 ||
            strncmp(text, "\xe2\x80\x99", 3) == 0) {
            copy[n] = '\'';
            text += 3;
        } else {
            copy[n] = *text++;
        }
    return copy;
}

static char *joined(char *one, const char *two)
{
    size_t length = one ? strlen(one) : 0;
    char *both = realloc(one, length + strlen(two) + 1);
    if (!both)
        return one;
    strcpy(both + length, two);
    return both;
}

const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The line of the learner's file that this text begins with, "path:12:"; 0. */
static int line_named(const char *text, const char *source)
{
    const char *place = strstr(text, base_name(source));
    if (!place)
        return 0;
    place += strlen(base_name(source));
    return *place == ':' ? atoi(place + 1) : 0;
}

static void add_message(const char *text, const char *source, bool error)
{
    if (message_count == MESSAGE_LIMIT)
        return;
    messages[message_count++] = (struct message){
        line_named(text, source), error, straight(text), NULL};
}

bool is_said_of_line(int line, const char *words)
{
    for (size_t i = 0; i < message_count; i++)
        if (messages[i].line == line && strstr(messages[i].words, words))
            return true;
    return false;
}

/* Errors, warnings, and what the linker says; notes belong to the one
 * before. */
static void read_message(const char *text, const char *source)
{
    if (strstr(text, " error: "))
        add_message(text, source, true);
    else if (strstr(text, "multiple definition of") ||
             strstr(text, "undefined reference to") ||
             strstr(text, "duplicate symbol"))
        add_message(text, source, true);
    else if (strstr(text, " warning: "))
        add_message(text, source, strstr(text, "implicit declaration of") ||
                                      strstr(text, "missing terminating"));
    else if (message_count > 0) {
        char *plain = straight(text);
        struct message *last = &messages[message_count - 1];
        if (plain)
            last->notes = joined(last->notes, plain);
        free(plain);
    }
}

static void forget_messages(void)
{
    for (size_t i = 0; i < message_count; i++) {
        free(messages[i].words);
        free(messages[i].notes);
    }
    message_count = 0;
}

static void read_messages(const char *log, const char *source)
{
    char text[LINE_LENGTH];
    FILE *file = fopen(log, "r");
    forget_messages();
    while (file && fgets(text, sizeof text, file))
        read_message(text, source);
    if (file)
        fclose(file);
}

/* --- the learner's lines ------------------------------------------------ */

/* Instead of a space within a text, so that no word is found there. */
#define SPACE_IN_A_TEXT '\x1f'

void tokens_of_line(const struct tokens *source, int line, char *text,
                    size_t size)
{
    size_t used = 0;
    text[used++] = ' ';
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++)
        if (t->line == line && used + t->length + 2 < size) {
            for (size_t i = 0; i < t->length; i++)
                text[used++] = t->text[i] == ' ' && t->kind != TOKEN_DIRECTIVE
                                   ? SPACE_IN_A_TEXT : t->text[i];
            text[used++] = ' ';
        }
    text[used] = '\0';
}

/* --- does a cause fit? -------------------------------------------------- */

/* The first pieces in brackets that matched something; "" for the others. */
static void keep_captures(char kept[CAPTURE_LIMIT][CAPTURE_LENGTH],
                          const char *text, const regmatch_t *pieces,
                          size_t count)
{
    size_t next = 1;
    memset(kept, 0, sizeof(char[CAPTURE_LIMIT][CAPTURE_LENGTH]));
    for (size_t i = 0; i < count && next <= CAPTURE_LIMIT; i++) {
        if (pieces[i].rm_so < 0)
            continue;
        int length = (int)(pieces[i].rm_eo - pieces[i].rm_so);
        snprintf(kept[i == 0 ? 0 : next++], CAPTURE_LENGTH, "%.*s", length,
                 text + pieces[i].rm_so);
        if (next == CAPTURE_LIMIT)
            break;
    }
}

bool fits(const char *expression, const char *text,
          char kept[CAPTURE_LIMIT][CAPTURE_LENGTH])
{
    enum { PIECES = 12 };
    regex_t compiled;
    regmatch_t pieces[PIECES];
    if (!expression)
        return true;
    if (regcomp(&compiled, expression, REG_EXTENDED) != 0)
        return false;
    bool found = regexec(&compiled, text, PIECES, pieces, 0) == 0;
    if (found)
        keep_captures(kept, text, pieces, PIECES);
    regfree(&compiled);
    return found;
}

static bool is_cause(const struct cause *cause, struct finding *finding)
{
    char line[LINE_LENGTH];
    tokens_of_line(finding->source, finding->line, line, sizeof line);
    return fits(cause->words, finding->message->words, finding->said) &&
           fits(cause->stands, line, finding->stands) &&
           (!cause->proves || cause->proves(finding));
}

static const struct message *first_error(void)
{
    for (size_t i = 0; i < message_count; i++)
        if (messages[i].error)
            return &messages[i];
    return NULL;
}

/* Whether it is about a line of the learner's, or about none at all. */
static const struct cause *cause_of(const struct message *message,
                                    const struct tokens *source,
                                    struct finding *finding)
{
    for (const struct cause *cause = causes; cause->name; cause++) {
        *finding = (struct finding){.message = message, .source = source,
                                    .line = message->line,
                                    .compiled = !first_error()};
        if (is_cause(cause, finding))
            return cause;
    }
    return NULL;
}

/* Of errors the first one: what follows may be its consequence.  What else is
 * said counts if it is about the same line, or came before. */
static const struct cause *first_cause(const struct tokens *source,
                                       struct finding *finding)
{
    const struct message *error = first_error();
    const struct cause *cause =
        error ? cause_of(error, source, finding) : NULL;
    for (size_t i = 0; !cause && i < message_count; i++) {
        const struct message *message = &messages[i];
        if (message->line > 0 &&
            (!error || message < error || message->line == error->line))
            cause = cause_of(message, source, finding);
    }
    return cause;
}

/* --- telling it --------------------------------------------------------- */

/* What stands at {words}, which it is set behind; NULL if that is no name. */
static const char *named(const struct finding *finding, const char **at)
{
    static char number[16];
    const char *text = *at;
    if (text[1] && strchr("ms", text[1]) && isdigit((unsigned char)text[2]) &&
        text[3] == '}') {
        *at = text + 4;
        return text[1] == 'm' ? finding->said[text[2] - '0']
                              : finding->stands[text[2] - '0'];
    }
    if (strncmp(text, "{name}", 6) == 0) {
        *at = text + 6;
        return finding->name;
    }
    bool line = strncmp(text, "{line}", 6) == 0;
    if (line || strncmp(text, "{other}", 7) == 0) {
        *at = text + (line ? 6 : 7);
        snprintf(number, sizeof number, "%d",
                 line ? finding->line : finding->other_line);
        return number;
    }
    return NULL;
}

/* Tokens with spaces between them, as one would write them. */
static void add_code(char *text, size_t size, const char *code)
{
    size_t used = strlen(text);
    for (; *code && used + 1 < size; code++) {
        bool space = *code == ' ';
        char before = used ? text[used - 1] : ' ';
        if (space && (strchr("(.>![&", before) || before == ' ' ||
                      strchr("(),;.[]-", code[1])) &&
            !(before == '>' && used > 1 && text[used - 2] != '-') &&
            !(code[1] == '-' && code[2] != '>'))
            continue;
        text[used++] = *code == SPACE_IN_A_TEXT ? ' ' : *code;
    }
    text[used] = '\0';
}

/* A piece that stands in brackets, in other brackets: without its own. */
static const char *without_brackets(const char *piece, const char *before)
{
    static char inside[CAPTURE_LENGTH];
    size_t length = strlen(piece);
    if (before[0] == '(' && strncmp(piece, "( ", 2) == 0 &&
        piece[length - 1] == ')') {
        snprintf(inside, sizeof inside, "%.*s", (int)length - 4, piece + 2);
        return inside;
    }
    return piece;
}

static void fill_in(char *text, size_t size, const char *pattern,
                    const struct finding *finding)
{
    text[0] = '\0';
    while (*pattern) {
        const char *begin = pattern;
        const char *piece = *pattern == '{' ? named(finding, &pattern) : NULL;
        size_t used = strlen(text);
        if (piece && begin[1] == 's')
            add_code(text, size, without_brackets(piece, used ? text + used - 1
                                                              : ""));
        else if (piece)
            snprintf(text + used, size - used, "%s", piece);
        else if (used + 1 < size) {
            text[used] = *pattern++;
            text[used + 1] = '\0';
        } else {
            break;
        }
    }
}

static void print_wrapped(FILE *out, const char *text)
{
    size_t column = 0;
    while (*text) {
        size_t word = strcspn(text, " ");
        if (column > 0 && column + 1 + word > WIDTH) {
            putc('\n', out);
            column = 0;
        }
        fprintf(out, "%s%.*s", column == 0 ? INDENT : " ", (int)word, text);
        column += word + (column > 0);
        text += word;
        text += strspn(text, " ");
    }
    putc('\n', out);
}

static void print_source(FILE *out, const struct tokens *source, int line)
{
    const char *at = source->source;
    for (int n = 1; n < line && at; n++) {
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    if (at && line > 0)
        fprintf(out, INDENT "%4d | %.*s\n", line, (int)strcspn(at, "\n"), at);
}

static void print_code(FILE *out, const char *label, const char *text)
{
    fprintf(out, INDENT "%s\n", label);
    while (*text) {
        int length = (int)strcspn(text, "\n");
        fprintf(out, "%s%s%.*s\n", length ? INDENT : "", length ? "  " : "",
                length, text);
        text += length + (text[length] == '\n');
    }
}

/* Without the file, and without the name of the warning. */
static void print_words(FILE *out, const char *words)
{
    char text[LINE_LENGTH];
    const char *begin = strstr(words, "error: ");
    if (!begin)
        begin = strstr(words, "warning: ");
    snprintf(text, sizeof text, "The compiler: %s",
             begin ? strchr(begin, ' ') + 1 : words);
    text[strcspn(text, "\n")] = '\0';
    if (strstr(text, " [-W"))
        *strstr(text, " [-W") = '\0';
    print_wrapped(out, text);
}

static void tell(FILE *out, const struct cause *cause,
                 const struct finding *finding)
{
    char text[TEXT_LENGTH];
    print_source(out, finding->source, finding->line);
    fill_in(text, sizeof text, cause->says, finding);
    print_wrapped(out, text);
    if (cause->in_c) {
        fill_in(text, sizeof text, cause->in_c, finding);
        print_code(out, "In C:", text);
    }
    if (cause->in_python) {
        fill_in(text, sizeof text, cause->in_python, finding);
        print_code(out, "In Python:", text);
    }
    print_words(out, finding->message->words);
}

static const struct cause *find(const char *log, struct tokens *source,
                                const char *name, struct finding *finding)
{
    *source = tokens_of_file(name);
    read_messages(log, name);
    return source->first ? first_cause(source, finding) : NULL;
}

bool compiler_explain(FILE *out, const char *log, const char *source)
{
    struct tokens tokens;
    struct finding finding;
    const struct cause *cause = find(log, &tokens, source, &finding);
    if (cause)
        tell(out, cause, &finding);
    tokens_free(&tokens);
    forget_messages();
    return cause != NULL;
}

const char *compiler_cause(const char *log, const char *source)
{
    struct tokens tokens;
    struct finding finding;
    const struct cause *cause = find(log, &tokens, source, &finding);
    tokens_free(&tokens);
    forget_messages();
    return cause ? cause->name : NULL;
}
