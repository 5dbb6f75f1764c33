/* looked.c - where two runs of a machine part, seen from inside.  See looked.h.
 *
 * Nothing is random in a machine: up to the first difference both are the same,
 * line by line.
 */
#define _DEFAULT_SOURCE         /* MAP_ANONYMOUS */
#include "looked.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

/* Written by the process of the scene, read by the one that has begun it. */
enum { ROOM = 1 << 25 };

struct looked {
    size_t used;
    char text[ROOM];
};

static struct looked *noted;    /* where; NULL: nowhere */
static bool no_more;

bool is_looked_at(void)
{
    return noted != NULL;
}

void looked_no_more(void)
{
    no_more = true;
}

void looked_note(const char *format, ...)
{
    size_t left = no_more ? 0 : ROOM - noted->used;
    va_list args;
    va_start(args, format);
    int length = vsnprintf(noted->text + noted->used, left, format, args);
    va_end(args);
    noted->used += length >= 0 && (size_t)length < left ? (size_t)length : 0;
}

/* --- lines --------------------------------------------------------------- */

struct line {
    const char *text;
    int length;                 /* without its end; 0: there is none */
};

static struct line next_line(const char **p)
{
    const char *end = strchr(*p, '\n');
    struct line line = {*p, end ? (int)(end - *p) : 0};
    *p = end ? end + 1 : *p;
    return line;
}

static bool same_line(struct line a, struct line b)
{
    return a.length == b.length && a.length > 0 &&
           memcmp(a.text, b.text, (size_t)a.length) == 0;
}

static bool is_member(struct line line)
{
    return line.length > 0 && *line.text == ' ';
}

/* " key\tvalue" */
static int key_length(struct line member)
{
    return (int)strcspn(member.text, "\t\n");
}

static bool same_key(struct line a, struct line b)
{
    return is_member(a) && is_member(b) && key_length(a) == key_length(b) &&
           memcmp(a.text, b.text, (size_t)key_length(a)) == 0;
}

static bool has_key(struct line member, const char *key)
{
    return key_length(member) == (int)strlen(key) + 1 &&
           memcmp(member.text + 1, key, strlen(key)) == 0;
}

static struct line value_of(struct line member)
{
    int behind = key_length(member) + 1;
    return (struct line){member.text + behind, member.length - behind};
}

/* --- up to the difference ------------------------------------------------ */

enum { DEEPEST = 50, MOST_MEMBERS = 60 };

static struct so_far {
    struct line calls[DEEPEST];     /* which have not returned */
    int depth;
    struct line event, now;
    struct line latest;             /* call, and what was seen then */
    struct line members[MOST_MEMBERS];
    int count;
    bool is_call;                   /* while that is read */
} so_far;

/* Is it called, and what was called last not yet back, or does it return? */
static void count_depth(struct line line)
{
    if (*line.text == '>') {
        if (so_far.depth < DEEPEST)
            so_far.calls[so_far.depth] = line;
        so_far.depth++;
    }
    so_far.depth -= *line.text == '<';
}

static void follow(struct line line)
{
    if (is_member(line)) {
        if (has_key(line, "now()"))
            so_far.now = value_of(line);
        else if (so_far.is_call && so_far.count < MOST_MEMBERS)
            so_far.members[so_far.count++] = line;
        return;
    }
    so_far.event = line;
    so_far.is_call = *line.text == '>';
    if (so_far.is_call) {
        so_far.count = 0;
        so_far.latest = line;
    }
    count_depth(line);
}

/* Who stands in the midst of it, NULL: nobody. */
static const struct line *caller(void)
{
    return so_far.depth > 0 && so_far.depth <= DEEPEST
               ? &so_far.calls[so_far.depth - 1] : NULL;
}

/* --- in words ------------------------------------------------------------ */

static char sentence[600];

__attribute__((format(printf, 1, 2)))
static void say(const char *format, ...)
{
    size_t used = strlen(sentence);
    va_list args;
    va_start(args, format);
    vsnprintf(sentence + used, sizeof sentence - used, format, args);
    va_end(args);
}

#define WORDS(line) (line).length, (line).text
#define NAME(line) (line).length - 1, (line).text + 1

static void say_when(void)
{
    say("In this scene");
    if (so_far.now.length > 0)
        say(", at %.*s", WORDS(so_far.now));
}

/* Numbers and the like that the function was given: " with slot = 1" */
static void say_given(void)
{
    enum { MOST = 2 };
    int said = 0;
    if (so_far.latest.length != so_far.event.length ||
        memcmp(so_far.latest.text + 1, so_far.event.text + 1,
               (size_t)so_far.event.length - 1) != 0)
        return;
    for (int i = 0; i < so_far.count && said < MOST; i++) {
        struct line member = so_far.members[i], value = value_of(member);
        if (memchr(member.text, '>', (size_t)key_length(member)) ||
            memchr(member.text, '.', (size_t)key_length(member)))
            continue;
        say("%s%.*s = %.*s", said++ ? ", " : " with ",
            key_length(member) - 1, member.text + 1, WORDS(value));
    }
}

static void say_difference(struct line mine, struct line theirs)
{
    bool is_result = has_key(mine, "its result");
    struct line value = value_of(mine), other = value_of(theirs);
    if (has_key(mine, "now()")) {
        say(", %.*s() %s; changed as below, at %.*s.", NAME(so_far.event),
            *so_far.event.text == '<' ? "returns" : "is called", WORDS(other));
        return;
    }
    if (is_result) {
        say(", %.*s()", NAME(so_far.event));
        say_given();
        say(" gives %.*s; changed as below, %.*s.", WORDS(value), WORDS(other));
        return;
    }
    if (*so_far.event.text == '*' && caller())
        say(", when %.*s() calls %.*s()", NAME(*caller()),
            NAME(so_far.event));
    else
        say(", when %.*s() %s", NAME(so_far.event),
            *so_far.event.text == '<' ? "returns" : "is called");
    say(", %.*s is %.*s; changed as below it is %.*s.", key_length(mine) - 1,
        mine.text + 1, WORDS(value), WORDS(other));
}

static bool calls(struct line line)
{
    return line.length > 0 && (*line.text == '>' || *line.text == '*');
}

/* make_ready(task 2): what is given is called with that. */
static void say_call(struct line event)
{
    const char *p = event.text;
    struct line member = next_line(&p);
    say("%.*s(", NAME(event));
    do
        member = next_line(&p);
    while (has_key(member, "now()") || has_key(member, "loop.ready") ||
           has_key(member, "loop.current"));
    if (*event.text == '*' && is_member(member))
        say("%.*s", WORDS(value_of(member)));
    say(")");
}

/* Another function is called, or none. */
static void say_otherwise(struct line mine, struct line theirs)
{
    const struct line *in = caller();
    if (mine.length == 0 || theirs.length == 0 || !in)
        return;
    say_when();
    say(", %.*s() ", NAME(*in));
    say(calls(mine) ? "calls " : "returns without having called ");
    say_call(calls(mine) ? mine : theirs);
    say("; changed as below it ");
    say(calls(theirs) ? "calls " : "does not");
    if (calls(mine) && calls(theirs))
        say_call(theirs);
    else if (calls(theirs))
        say("that");
    say(".");
}

/* Where the function that has called last returns; NULL: it does not. */
static const char *behind_call(const char *p)
{
    int depth = 1;
    for (struct line line = next_line(&p); line.length > 0;
         line = next_line(&p)) {
        depth += (*line.text == '>') - (*line.text == '<');
        if (depth == 0)
            return line.text;
    }
    return NULL;
}

/* Is all alike that is seen then? */
static bool are_alike_then(const char *mine, const char *theirs)
{
    struct line a = next_line(&mine), b = next_line(&theirs);
    do {
        if (!same_line(a, b))
            return false;
        a = next_line(&mine);
        b = next_line(&theirs);
    } while (is_member(a) || is_member(b));
    return true;
}

static bool is_of_result(struct line member)
{
    static const char result[] = " its result";
    return is_member(member) && member.length > (int)strlen(result) &&
           memcmp(member.text, result, strlen(result)) == 0;
}

/* Behind a call that only asks: with all that is seen when it returns, which is
 * what was seen before.  NULL: it is no such call. */
static const char *behind_question(const char *p)
{
    bool is_call = *next_line(&p).text == '>';
    const char *behind = is_call ? behind_call(p) : NULL;
    if (!behind || memchr(p, '*', (size_t)(behind - p)))
        return NULL;
    next_line(&behind);
    const char *here = behind;
    struct line before = next_line(&p), after = next_line(&behind);
    while (is_member(after) &&
           (is_of_result(after) || same_line(before, after))) {
        before = is_of_result(after) ? before : next_line(&p);
        here = behind;
        after = next_line(&behind);
    }
    return is_member(before) || is_member(after) ? NULL : here;
}

static bool say_parting(const char *mine, const char *theirs);

/* What a function calls first may be a matter of taste: if it leaves the same
 * behind, the difference is elsewhere.  It matters whether it calls something or
 * not, if it does not. */
static void say_calls(const char *mine, const char *theirs)
{
    const struct so_far here = so_far;
    const char *my_next = behind_question(mine);
    const char *their_next = behind_question(theirs);
    if ((my_next || their_next) &&
        say_parting(my_next ? my_next : mine,
                    their_next ? their_next : theirs))
        return;
    so_far = here;
    const char *a = behind_call(mine), *b = behind_call(theirs);
    struct line one = next_line(&mine), other = next_line(&theirs);
    bool is_taste = a && b && are_alike_then(a, b);
    bool are_both = calls(one) && calls(other);
    if (a && b && (is_taste || are_both) && say_parting(a, b))
        return;
    so_far = here;
    say_otherwise(one, other);
}

static bool say_parting(const char *mine, const char *theirs)
{
    const char *a_begins = mine, *b_begins = theirs;
    struct line a = next_line(&mine), b = next_line(&theirs);
    while (same_line(a, b)) {
        follow(a);
        a_begins = mine;
        b_begins = theirs;
        a = next_line(&mine);
        b = next_line(&theirs);
    }
    if (same_key(a, b)) {
        if (has_key(a, "now()"))
            so_far.now = value_of(a);
        say_when();
        say_difference(a, b);
    } else if (a.length > 0 && b.length > 0 && !is_member(a) && !is_member(b)) {
        say_calls(a_begins, b_begins);
    }
    return *sentence;
}

static const char *where_they_part(const char *mine, const char *theirs)
{
    memset(&so_far, 0, sizeof so_far);
    *sentence = '\0';
    say_parting(mine, theirs);
    return sentence;
}

/* --- two runs ------------------------------------------------------------ */

static struct looked *look_at(void (*run)(void))
{
    struct looked *here = mmap(NULL, sizeof *here, PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (here == MAP_FAILED)
        return NULL;
    noted = here;
    run();
    noted = NULL;
    here->text[ROOM - 1] = '\0';
    return here;
}

const char *parting_inside(void (*as_it_is)(void), void (*changed)(void))
{
    struct looked *mine = look_at(as_it_is), *theirs = look_at(changed);
    return mine && theirs ? where_they_part(mine->text, theirs->text) : "";
}
