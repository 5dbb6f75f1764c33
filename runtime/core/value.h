/* value.h - what coroutines hand to each other: values, texts and errors.
 *
 * Python's names carry their type with them.  Here a struct value does: 16
 * bytes, a kind and a payload, passed by copy.  Asking a value for something
 * it is not stops the program with a sentence, as Python raises TypeError.
 *
 * Texts and errors live in an arena (memory/arena.h) and stay as long as
 * anybody can see them, so that lessons contain no free().
 */
#ifndef HANDLOOP_CORE_VALUE_H
#define HANDLOOP_CORE_VALUE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Help from compilers that have it: a result that must not be dropped,
 * arguments checked against a format, a function that is hardly ever called. */
#ifdef __GNUC__
#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define HANDLOOP_COLD __attribute__((cold, noinline))
#define HANDLOOP_NOINLINE __attribute__((noinline))
#else
#define MUST_USE
#define PRINTF_LIKE(text, first)
#define HANDLOOP_COLD
#define HANDLOOP_NOINLINE
#endif

struct error;

enum value_kind {
    VALUE_NONE,     /* Python's None */
    VALUE_INT,
    VALUE_REAL,
    VALUE_TEXT,
    VALUE_JSON,     /* a text that is JSON: an object, a list; see json.h */
    VALUE_POINTER,  /* of the program's own, never followed by the runtime */
    VALUE_ERROR,    /* an error as data: gather_return_exceptions() stores it */
    VALUE_RAISED,   /* an error in flight; programs meet it only as failure() */
};

struct value {
    enum value_kind kind;
    union {
        int64_t integer;
        double real;
        const char *text;
        void *pointer;
        struct error *error;
    };
};

/* --- making values ------------------------------------------------------- */

static inline struct value value_none(void)
{
    return (struct value){.kind = VALUE_NONE};
}

static inline struct value value_int(int64_t integer)
{
    return (struct value){.kind = VALUE_INT, .integer = integer};
}

static inline struct value value_unsigned(uint64_t integer)
{
    return value_int((int64_t)integer);
}

static inline struct value value_real(double real)
{
    return (struct value){.kind = VALUE_REAL, .real = real};
}

static inline struct value value_text(const char *text)     /* not copied */
{
    return (struct value){.kind = VALUE_TEXT, .text = text};
}

static inline struct value value_pointer(void *pointer)
{
    return (struct value){.kind = VALUE_POINTER, .pointer = pointer};
}

static inline struct value value_error(struct error *error)
{
    return (struct value){.kind = VALUE_ERROR, .error = error};
}

static inline struct value value_same(struct value value)
{
    return value;
}

/* The value of any C expression a coroutine may return. */
#define value_of(x) _Generic((x),                                            \
    struct value: value_same,                                                \
    char *: value_text, const char *: value_text,                            \
    void *: value_pointer,                                                   \
    float: value_real, double: value_real,                                   \
    unsigned long: value_unsigned, unsigned long long: value_unsigned,       \
    default: value_int)(x)

/* --- reading values: the wrong kind stops the program -------------------- */

#define as_int(v) VALUE_AS_(v, VALUE_INT).integer
#define as_real(v) VALUE_AS_(v, VALUE_REAL).real            /* ints widen */
#define as_text(v) VALUE_AS_(v, VALUE_TEXT).text
#define as_pointer(v) VALUE_AS_(v, VALUE_POINTER).pointer
#define as_error(v) VALUE_AS_(v, VALUE_ERROR).error
#define VALUE_AS_(v, wanted)                                                 \
    value_checked((v), (wanted), __FILE__, __LINE__)

struct value value_checked(struct value value, enum value_kind wanted,
                           const char *file, int line);

static inline bool is_none(struct value value)
{
    return value.kind == VALUE_NONE;
}

static inline bool is_error(struct value value)
{
    return value.kind == VALUE_ERROR;
}

/* A value as a text: str(value). */
const char *value_to_text(struct value value);

/* --- texts --------------------------------------------------------------- */

/* A new text, formatted like printf.  It stays as long as its address stands
 * anywhere: see memory/arena.h.  Without memory it is "(out of memory)". */
PRINTF_LIKE(1, 2)
const char *textf(const char *format, ...);
const char *vtextf(const char *format, va_list args);

/* --- errors -------------------------------------------------------------- */

/* Codes are errno values: ECANCELED is CancelledError, ETIMEDOUT is
 * TimeoutError.  Some things have no errno; a program's own codes begin at
 * USER_ERROR. */
enum {
    HTTP_ERROR = 1000,  /* and a status, as 1404: see http.h */
    EGROUP = 1000,      /* ExceptionGroup: look at error->members */
    EINTERRUPT,         /* KeyboardInterrupt: the program got SIGINT */
    EINCOMPLETE,        /* IncompleteReadError: the end came too early */
    EOVERRUN,           /* LimitOverrunError: a line is too long */
    EWORKER,            /* BrokenProcessPool: a worker process has ended */
    EEND,               /* StopAsyncIteration: a generator has no more values */
    ECLOSED,            /* GeneratorExit: it is closed, at its YIELD */
    USER_ERROR = 2000,
};

/* One frame that an error passed through, the innermost first. */
struct traceback {
    const char *name, *file;    /* the coroutine's */
    int line;                   /* of the await, or of the RAISE */
    struct traceback *next;
};

struct error {
    int code;
    const char *message;        /* "" if there is none */
    struct traceback *traceback;        /* the first frames it left ... */
    struct traceback *traceback_end;
    unsigned traceback_length;      /* ... of so many in all */
    struct error **members;     /* of an EGROUP */
    unsigned member_count;
};

/* A new error in the thread's arena.  Never NULL: without memory it is the
 * one constant ENOMEM error. */
struct error *error_new(int code, const char *format, ...);

/* Python's name for a code where there is one ("TimeoutError"), else the
 * system's text ("Connection refused"). */
const char *error_name(int code);

/* "TimeoutError: too slow", on one line; groups list their members.  NULL, as
 * caught() is when nothing failed: "no error". */
const char *error_to_text(const struct error *error);

/* The same without the name. */
const char *error_words(const struct error *error);

/* Print an error and its traceback, a line each. */
void error_print(FILE *out, const struct error *error);

#endif
