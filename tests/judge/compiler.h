/* compiler.h - what a compiler says about an answer, in words of the course.
 *
 * causes.c is a table of causes.  A cause is told only if it is proven: the
 * compiler's words (of gcc and of clang) and the learner's own line, token by
 * token, must both fit.  One cause is told, the first; what no cause fits is
 * left in the compiler's own words.
 */
#ifndef HANDLOOP_COMPILER_H
#define HANDLOOP_COMPILER_H

#include <stdbool.h>
#include <stdio.h>

#include "tokens.h"

enum { CAPTURE_LIMIT = 5, CAPTURE_LENGTH = 160, LINE_LENGTH = 2000 };

/* One message: "x.c:12:5: error: words", and the notes behind it. */
struct message {
    int line;                   /* of the learner's file; 0: of no line there */
    bool error;
    char *words;                /* with 'straight' quotes */
    char *notes;
};

/* A message that may have a certain cause. */
struct finding {
    const struct message *message;
    const struct tokens *source;
    bool compiled;              /* there are warnings only */
    int line;                   /* of the cause; the message's, if not moved */
    int other_line;             /* {other}: a second line that matters */
    char name[CAPTURE_LENGTH];  /* {name}: found in the source */
    char said[CAPTURE_LIMIT][CAPTURE_LENGTH];       /* {m1}: by the compiler */
    char stands[CAPTURE_LIMIT][CAPTURE_LENGTH];     /* {s1}: code in the line */
};

/* Does any message about that line have these words? */
bool is_said_of_line(int line, const char *words);

/* One cause: each that is not NULL must fit. */
struct cause {
    const char *name;           /* for maintainers */
    const char *says;           /* what it is, in a sentence or two */
    const char *in_c;           /* the way out, or NULL */
    const char *in_python;      /* and the same in Python, or NULL */
    const char *words;          /* extended regular expression: the message */
    const char *stands;         /* the same: the line's tokens, a space around
                                   each of them */
    bool (*proves)(struct finding *finding);    /* what no expression can */
};
extern const struct cause causes[];             /* up to one without a name */

/* Tell the first proven cause of what the compiler said, which is in the file
 * log, about the file source.  False if nothing is proven: then nothing is
 * printed. */
bool compiler_explain(FILE *out, const char *log, const char *source);

/* The name of that cause, NULL if there is none. */
const char *compiler_cause(const char *log, const char *source);

/* --- for the proofs ----------------------------------------------------- */

/* What is behind the last / of a path. */
const char *base_name(const char *path);

/* Does the text fit an extended regular expression (NULL: any does)?  What
 * stands in its brackets is kept from 1 on, those that are empty left out. */
bool fits(const char *expression, const char *text,
          char kept[CAPTURE_LIMIT][CAPTURE_LENGTH]);

/* The tokens of a line, a space around each. */
void tokens_of_line(const struct tokens *source, int line, char *text,
                    size_t size);

/* --- proofs, for the table ---------------------------------------------- */

/* proofs.c */
bool end_is_missing(struct finding *finding);
bool begin_is_missing(struct finding *finding);
bool struct_is_misspelt(struct finding *finding);
bool struct_is_below(struct finding *finding);
bool struct_is_nowhere(struct finding *finding);
bool name_is_a_function(struct finding *finding);
bool coroutine_is_beside(struct finding *finding);
bool stands_is_a_function(struct finding *finding);
bool function_is_handed_over(struct finding *finding);
bool task_of_a_function(struct finding *finding);
bool function_is_below(struct finding *finding);
bool variable_is_below(struct finding *finding);
bool declared_in_a_for(struct finding *finding);
bool defined_twice(struct finding *finding);
bool coroutine_twice(struct finding *finding);
bool the_runtimes_name(struct finding *finding);
bool is_a_member(struct finding *finding);
bool in_an_async_body(struct finding *finding);
bool outside_async_body(struct finding *finding);
bool known_to_nobody(struct finding *finding);
bool set_elsewhere(struct finding *finding);
bool never_set(struct finding *finding);
bool lost_across_an_await(struct finding *finding);
bool member_is_near(struct finding *finding);
bool member_is_missing(struct finding *finding);

/* foreign.c */
bool a_word_of_another_language(struct finding *finding);
bool macro_usage(struct finding *finding);
bool calls_a_method(struct finding *finding);
bool header_is_near(struct finding *finding);
bool header_function(struct finding *finding);

/* marks.c */
bool line_is_not_ended(struct finding *finding);
bool struct_is_not_ended(struct finding *finding);
bool bracket_is_open(struct finding *finding);
bool bracket_too_many(struct finding *finding);
bool row_has_no_comma(struct finding *finding);
bool no_header(struct finding *finding);
bool brace_is_open(struct finding *finding);
bool brace_too_many(struct finding *finding);
bool async_has_semicolon(struct finding *finding);
bool reads_on(struct finding *finding);
bool comma_in_braces(struct finding *finding);

/* types.c */
bool not_awaitable(struct finding *finding);
bool wants_other_type(struct finding *finding);
bool point_behind_a_pointer(struct finding *finding);

#endif
