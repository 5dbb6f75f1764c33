/* values.c - mistakes with numbers and results, which prove themselves: the
 * acts of the run and the text of the source show them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "proven.h"
#include "seen.h"
#include "statements.h"

/* --- numbers ------------------------------------------------------------ */

/* Has a right answer a sleep or a limit of so many seconds? */
static bool right_ones_have(double seconds)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++)
            if ((all[i].fact[n].kind == FACT_SLEEP ||
                 all[i].fact[n].kind == FACT_LIMIT) &&
                fabs(atof(all[i].fact[n].data) - seconds) < 1e-9)
                return true;
    return false;
}

static bool has_number(const struct act *act)
{
    return (act->kind == ACT_SLEEP || act->kind == ACT_LIMIT) &&
           is_learners(act);
}

/* Where that number comes from, if it is a member of the struct and nothing
 * else. */
static const char *comes_from(const struct act *act)
{
    const char *set = act->text && strncmp(act->text, "self->", 6) == 0
                          ? where_set(&sources()->answer, act->line) : "";
    const char *name = textf("%s is set", act->text ? act->text : "");
    const char *part = strstr(set, name);
    return part ? textf(" %.*s.", (int)strcspn(part, ";"), part) : "";
}

static bool counted_in_milliseconds(const struct run *run)
{
    EACH_ACT(run, act) {
        if (!has_number(act) || act->number < 1 ||
            right_ones_have(act->number) ||
            !right_ones_have(act->number / 1000))
            continue;
        point_at_act(act);
        found("%s() counts seconds: %s in line %d is %s. Right answers have %s "
              "there: yours is 1000 times as long. In seconds it is %g.%s",
              act->name, act->text, act->line, seconds_of(act->number),
              seconds_of(act->number / 1000), act->number / 1000,
              comes_from(act));
        return true;
    }
    return false;
}

/* Is it a sleep or a limit? */
static bool has_to_do_with_time(const struct fact *fact)
{
    return fact->kind == FACT_SLEEP || fact->kind == FACT_LIMIT;
}

/* Does that answer sleep so long, or has it such a limit? */
static bool has_seconds(const struct facts *facts, double seconds)
{
    for (size_t n = 0; n < facts->count; n++)
        if (has_to_do_with_time(&facts->fact[n]) &&
            fabs(atof(facts->fact[n].data) - seconds) < 1e-9)
            return true;
    return false;
}

/* The first such number that all right answers have, and this one has not; 0:
 * there is none. */
static double all_others_have(const struct facts *mine)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; count && i < all[0].count; i++) {
        const struct fact *fact = &all[0].fact[i];
        double seconds = atof(fact->data);
        bool in_all = has_to_do_with_time(fact) && seconds > 0;
        for (size_t n = 1; in_all && n < count; n++)
            in_all = has_seconds(&all[n], seconds);
        if (in_all && !has_seconds(mine, seconds))
            return seconds;
    }
    return 0;
}

/* A sleep or a limit that no right answer has, where all have another one. */
static bool other_number(const struct run *run)
{
    struct facts mine = facts_of(run->acts);
    EACH_ACT(run, act) {
        if (!has_number(act) || act->number <= 0 ||
            right_ones_have(act->number))
            continue;
        double other = all_others_have(&mine);
        if (other <= 0)
            continue;
        point_at_act(act);
        found("Line %d %s %g s, which no right answer does; all of them have "
              "%g s, and yours nowhere.%s", act->line,
              act->kind == ACT_SLEEP ? "sleeps for" : "sets a limit of",
              act->number, other, comes_from(act));
        return true;
    }
    return false;
}

/* Does a right answer begin it with that argument? */
static bool right_ones_begin(const char *name, const char *data)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++)
            if (all[i].fact[n].kind == FACT_BEGIN &&
                strcmp(all[i].fact[n].name, name) == 0 &&
                strcmp(all[i].fact[n].data, data) == 0)
                return true;
    return false;
}

/* coro(service, .seconds = 500), of what is given. */
static bool argument_in_milliseconds(const struct run *run)
{
    const struct facts mine = facts_of(run->acts);
    for (size_t i = 0; i < mine.count; i++) {
        const struct fact *fact = &mine.fact[i];
        const char *equals = strstr(fact->data, " = ");
        double number = equals ? atof(equals + 3) : 0;
        if (fact->kind != FACT_BEGIN || !is_given(fact->name) || number < 1 ||
            strchr(fact->data, ',') || right_ones_begin(fact->name, fact->data))
            continue;
        const char *seconds = textf("%.*s = %g", (int)(equals - fact->data),
                                    fact->data, number / 1000);
        const struct token *call =
            find_tokens(sources()->answer.tokens.first, NULL,
                        textf("coro ( %s ,", fact->name));
        if (!call || !right_ones_begin(fact->name, seconds))
            continue;
        while (call && line_is_given(call->line))
            call = find_tokens(call + 1, NULL,
                               textf("coro ( %s ,", fact->name));
        point_at(answer_file(), call ? call->line : 0);
        found("%s() begins with %s. Right answers have %s there, a thousandth "
              "of it: it counts seconds.", fact->name, fact->data, seconds);
        return true;
    }
    return false;
}

static bool divided_integers(const struct run *run)
{
    EACH_ACT(run, act) {
        if (!has_number(act) || !act->whole || act->number > 0 ||
            !strchr(act->text, '/'))
            continue;
        point_at_act(act);
        found("%s in line %d is 0: both sides are integers, and C divides "
              "integers without a remainder. %s() gets 0 s.", act->text,
              act->line, act->name);
        return true;
    }
    return false;
}

/* --- results ------------------------------------------------------------ */

static const char *kind_in_words(int kind)
{
    switch (kind) {
    case VALUE_INT: return "a whole number";
    case VALUE_REAL: return "a number with a fraction";
    case VALUE_TEXT: return "a text";
    case VALUE_POINTER: return "a pointer";
    case VALUE_NONE: return "None";
    default: return "another kind of value";
    }
}

/* awaited().real, of what is a whole number. */
static bool read_wrong_member(const struct run *run)
{
    static const struct {
        const char *member;
        int kind;
    } members[] = {{"integer", VALUE_INT}, {"real", VALUE_REAL},
                   {"text", VALUE_TEXT}, {"pointer", VALUE_POINTER}};
    EACH_ACT(run, act) {
        if (act->kind != ACT_READ || !is_learners(act))
            continue;
        for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
            if (members[i].kind == act->value_kind ||
                !statement_has(&sources()->answer, act->line,
                               textf("awaited ( ) . %s", members[i].member)))
                continue;
            point_at_act(act);
            found("What is awaited there is %s, %s, and line %d reads it as "
                  ".%s: that is another meaning of the same bytes. as_int(), "
                  "as_real() and as_text() look at the kind first.",
                  kind_in_words(act->value_kind), act->value, act->line,
                  members[i].member);
            return true;
        }
    }
    return false;
}

/* The line where what was awaited there got its value: a RETURN; or the only
 * YIELD of the answer.  0: not known. */
static int line_of_value(const struct run *run, const struct act *gave)
{
    const struct act *await = gave ? await_of(run, gave) : NULL;
    const char *name = await && await->name ? await->name : "";
    const struct token *first = sources()->answer.tokens.first;
    const struct token *yield = find_tokens(first, NULL, "YIELD (");
    const struct act *end = *name ? end_before(run, gave, name) : NULL;
    if (end && end->how == HOW_RETURN && is_learners(end))
        return end->line;
    bool is_taken = strcmp(name, "taking_value") == 0 ||
                    (!gave && find_tokens(first, NULL, "ASYNC_FOR ("));
    return is_taken && yield && !find_tokens(yield + 1, NULL, "YIELD (")
               ? yield->line : 0;
}

/* as_text(awaited()), of a number: the runtime stops at that. */
static bool read_as_another_kind(const struct run *run)
{
    static const char begins[] = "TypeError: this value is ";
    const char *message = strstr(run->complaints, begins);
    const struct act *read = NULL;
    EACH_ACT(run, act)
        if (act->kind == ACT_READ && is_learners(act))
            read = act;
    if (run->ending != DIED || !message || !read ||
        read->value_kind == VALUE_NONE ||
        !strstr(message, textf(":%d\n", read->line)))
        return false;
    const struct act *gave = gave_before(run, read);
    int line = line_of_value(run, gave);
    if (!line)
        return false;
    message += strlen(begins);
    const char *ends = strstr(message, " in task");
    point_at(answer_file(), line);
    found("What is awaited() in line %d is %.*s. It comes from line %d.",
          read->line,
          (int)(ends ? (size_t)(ends - message) : strcspn(message, "\n")),
          message, line);
    return true;
}

/* failure() == 400, and it was another code. */
static bool compared_with_a_number(const struct run *run)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_ASKED || !act->code || !is_learners(act))
            continue;
        const struct item *item = item_at(&sources()->answer, act->line);
        const struct token *t = item ? item->body : NULL;
        for (; t && (t = find_tokens(t, item->end, "failure ( ) =="));
             t++) {
            bool is_status = token_is(t + 4, "http_error");
            const struct token *number = is_status ? t + 6 : t + 4;
            if (t->line != act->line || number->kind != TOKEN_NUMBER ||
                atoi(number->text) == 0 ||
                (!is_status && atoi(number->text) == act->code))
                continue;
            point_at_act(act);
            found("In line %d failure() is the code of \"%s\", and it is "
                  "compared with %s. The codes are those in capitals, as EIO "
                  "and ETIMEDOUT are, each for another kind of failure.",
                  act->line, error_name(act->code),
                  is_status ? textf("http_error(%s)", token_text(number))
                            : token_text(number));
            return true;
        }
    }
    return false;
}

/* ETIMEDOUT: the code of a failure, which is not 0. */
static bool is_constant(const struct token *t)
{
    const char *name = token_text(t);
    return *name == 'E' && strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")
                               == t->length;
}

/* if ((x = 0)): the condition is the number. */
static bool assigned_in_condition(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    const struct token *t = answer->tokens.first;
    (void)run;
    while ((t = find_tokens(t, NULL, "if ("))) {
        const struct token *end = closing(++t), *sign = t;
        while (sign < end && !token_is(sign, "="))
            sign++;
        const struct token *behind = sign + 2;
        while (token_is(behind, ")") && behind < end)
            behind++;
        if (sign >= end || behind != end ||
            (sign[1].kind != TOKEN_NUMBER && !token_is(&sign[1], "NULL") &&
             !is_constant(&sign[1])))
            continue;
        point_at(answer->file, sign->line);
        found("Line %d does not compare: one = puts %s into the variable, and "
              "that is the condition, so it is %s. == compares.", sign->line,
              token_text(&sign[1]),
              token_is(&sign[1], "NULL") ||
                      (sign[1].kind == TOKEN_NUMBER && atof(sign[1].text) == 0)
                  ? "never so" : "always so");
        return true;
    }
    return false;
}

/* if (failure() == ETIMEDOUT || ECANCELED) */
static bool constant_alone(const struct run *run)
{
    static const char *const signs[] = {"||", "&&", NULL};
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    for (; t->kind != TOKEN_END; t++) {
        if (!is_any(t, signs) || !is_constant(t + 1) ||
            (!is_any(t + 2, signs) && !token_is(t + 2, ")")))
            continue;
        point_at(answer_file(), t->line);
        found("In line %d %s stands alone behind %s: it is a number, and not 0, "
              "so that this part is always so. Compared it would be failure() "
              "== %s.", t->line, token_text(t + 1), token_text(t),
              token_text(t + 1));
        return true;
    }
    return false;
}

/* for (...); { ... }: the block is not the loop's. */
static bool semicolon_is_the_body(const struct run *run)
{
    static const char *const words[] = {"for", "while", "if", NULL};
    const struct source *answer = &sources()->answer;
    (void)run;
    for (const struct token *t = answer->tokens.first; t->kind != TOKEN_END;
         t++) {
        const struct token *close = closing(t + 1);
        if (!is_any(t, words) || !token_is(t + 1, "(") ||
            token_is(t - 1, "}") || !token_is(close + 1, ";") ||
            !token_is(close + 2, "{"))
            continue;
        point_at(answer->file, close->line);
        found("The ; in line %d, behind the ), is all that this %s has. The "
              "block behind it runs %s.", close[1].line, token_text(t),
              token_is(t, "if") ? "whether it holds or not"
                                : "once, when the loop is over");
        return true;
    }
    return false;
}

/* A comparison of loop_time() with a number of seconds above what the whole
 * run took. */
static const struct token *compared_with_too_much(const struct run *run,
                                                  const struct item *item)
{
    for (const struct token *t = item->body; t < item->end; t++) {
        if (!token_is(t, "loop_time"))
            continue;
        for (const struct token *n = t; n < item->end && n->line == t->line;
             n++)
            if ((token_is(n, ">=") || token_is(n, ">")) &&
                n[1].kind == TOKEN_NUMBER && atof(n[1].text) > run->seconds &&
                atof(n[1].text) > 0)
                return n + 1;
    }
    return NULL;
}

static bool time_never_that_long(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        if (!item->is_coroutine || is_given(token_text(item->name)))
            continue;
        const struct token *number = compared_with_too_much(run, item);
        int await = number ? await_never_reached(run, item) : 0;
        if (!await || await < number->line)
            continue;
        point_at(answer->file, number->line);
        found("The AWAIT of line %d is never come to: line %d compares times "
              "with %s, loop_time() counts seconds, and all of it takes %s. "
              "10 milliseconds are 0.01.", await, number->line,
              token_text(number), seconds_of(run->seconds));
        return true;
    }
    return false;
}

/* {"loop" "plain", "threads"}: in a list, two texts without a comma. */
static bool comma_is_missing(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        for (const struct token *t = item->body;
             item->is_variable && t && t + 1 < item->end; t++) {
            if (t->kind != TOKEN_TEXT || t[1].kind != TOKEN_TEXT)
                continue;
            point_at(answer->file, t->line);
            found("Between %s and %s, line %d, a comma is missing: C, as Python, "
                  "joins two texts that stand next to each other, and all "
                  "behind them move up by one.", token_text(t),
                  token_text(t + 1), t->line);
            return true;
        }
    }
    return false;
}

/* --- jobs --------------------------------------------------------------- */

/* process_pool(2) as a statement or condition: nobody keeps what it gives. */
static const struct token *pool_not_kept(void)
{
    for (const struct token *t = sources()->answer.tokens.first;
         t && t->kind != TOKEN_END; t++)
        if ((token_is(t, "process_pool") || token_is(t, "thread_pool")) &&
            token_is(t + 1, "(") && !token_is(t - 1, "=") &&
            !token_is(t - 1, "return"))
            return t;
    return NULL;
}

static bool job_without_pool(const struct run *run)
{
    const struct token *pool = pool_not_kept();
    EACH_ACT(run, act) {
        if (act->kind != ACT_JOB || act->object || !is_learners(act) || !pool)
            continue;
        point_at(answer_file(), pool->line);
        found("%s() in line %d makes a pool, and nobody keeps it. The job of "
              "line %d gets NULL for its pool: that stands for the loop's own "
              "pool, of threads.", token_text(pool), pool->line, act->line);
        return true;
    }
    return false;
}

/* struct range *part; ... &part, sizeof part: the bytes of the pointer. */
static bool bytes_of_a_pointer(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    while ((t = find_tokens(t, NULL, "run_in_executor_with ("))) {
        const struct token *end = closing(++t);
        const struct token *size = find_tokens(t, end, "sizeof");
        if (!size || size[1].kind != TOKEN_NAME || !token_is(&size[2], ")"))
            continue;
        const char *name = token_text(&size[1]);
        const struct item *item = item_at(&sources()->answer, t->line);
        if (!find_tokens(t, end, textf("& %s ,", name)) || !item ||
            !item->body ||
            !find_tokens(item->body, t, textf("* %s", name)))
            continue;
        point_at(answer_file(), size->line);
        found("'%s' is a pointer: &%s and sizeof %s are the address and the "
              "size of the pointer, not of the range that it leads to. The job "
              "gets the bytes of an address. %s and sizeof *%s are meant.",
              name, name, name, name, name);
        return true;
    }
    return false;
}

/* --- all of them -------------------------------------------------------- */

static bool has_job(const struct facts *facts, const char *name,
                    const char *data)
{
    for (size_t i = 0; i < facts->count; i++)
        if (facts->fact[i].kind == FACT_JOB &&
            strcmp(facts->fact[i].name, name) == 0 &&
            strcmp(facts->fact[i].data, data) == 0)
            return true;
    return false;
}

/* The first call of that function that all right answers give to a pool, and
 * this one does not; NULL: there is none. */
static const struct fact *all_others_give(const struct facts *mine,
                                          const char *name,
                                          const struct facts *all, size_t count)
{
    for (size_t i = 0; count && i < all[0].count; i++) {
        const struct fact *fact = &all[0].fact[i];
        bool in_all = fact->kind == FACT_JOB && strcmp(fact->name, name) == 0 &&
                      !has_job(mine, name, fact->data);
        for (size_t n = 1; in_all && n < count; n++)
            in_all = has_job(&all[n], name, fact->data);
        if (in_all)
            return fact;
    }
    return NULL;
}

/* Work for a pool that no right answer has, where all have another. */
static bool other_job(const struct run *run)
{
    struct facts mine = facts_of(run->acts);
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < mine.count; i++) {
        const struct fact *fact = &mine.fact[i];
        bool in_one = fact->kind != FACT_JOB || !is_learners(fact->act);
        for (size_t n = 0; !in_one && n < count; n++)
            in_one = has_job(&all[n], fact->name, fact->data);
        const struct fact *other =
            in_one ? NULL : all_others_give(&mine, fact->name, all, count);
        if (!other)
            continue;
        const char *set = where_set(&sources()->answer, fact->act->line);
        point_at_act(fact->act);
        found("Line %d has %s() called with %s, and no right answer does. All "
              "of them have it called with %s, and yours does not.%s",
              fact->act->line, fact->name, fact->data, other->data,
              *set ? textf(" %s.", set) : "");
        return true;
    }
    return false;
}

/* --- a limit that nobody asked for --------------------------------------- */

static bool right_ones_limit(void)
{
    size_t count;
    const struct source *right = right_sources(&count);
    for (size_t i = 0; i < count; i++)
        if (find_tokens(right[i].tokens.first, NULL, "wait_for ("))
            return true;
    return false;
}

/* wait_for(), and its time was over. */
static bool limit_of_its_own(const struct run *run)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_GAVE || act->code != ETIMEDOUT ||
            !is_learners(act) || right_ones_limit() ||
            !statement_has(&sources()->answer, act->line, "wait_for ("))
            continue;
        point_at_act(act);
        found("The limit in line %d was over at %s, and the await gave "
              "TimeoutError. No right answer has a limit: here one waits as "
              "long as it takes.", act->line,
              seconds_of(clock_to_seconds(act->time)));
        return true;
    }
    return false;
}

const struct mistake number_mistakes[] = {
    {.name = "other-job", .made = other_job, .broken_too = true, .why = ""},
    {.name = "other-number", .made = other_number, .broken_too = true,
     .why = ""},
    {0},
};

const struct mistake value_mistakes[] = {
    {.name = "comma-missing", .made = comma_is_missing, .broken_too = true,
     .why = ""},
    {.name = "wrong-member-read", .made = read_wrong_member, .why = "",
     .python = "awaited            # a Python name carries its type with it",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "another-kind", .made = read_as_another_kind, .broken_too = true,
     .why = "RETURN(x) and YIELD(x) hand over x as it is, a number as a number "
            "and a text as a text.", .read_on = "NOTES.md, chapter 4"},
    {.name = "compared-with-a-number", .made = compared_with_a_number,
     .why = "", .python = "except ValueError:             # by its kind",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "integers-divided", .made = divided_integers, .broken_too = true,
     .why = "Write one of them with a point: 1.0 / 2, or 0.5.",
     .python = "1 / 2              # 0.5; what C does is 1 // 2",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "milliseconds", .made = counted_in_milliseconds,
     .broken_too = true, .why = "",
     .python = "asyncio.sleep(0.2) # seconds, too; JavaScript has milliseconds",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "argument-in-milliseconds", .made = argument_in_milliseconds,
     .broken_too = true, .why = "",
     .python = "asyncio.sleep(0.2) # seconds, too; JavaScript has milliseconds",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "assigned-in-condition", .made = assigned_in_condition,
     .broken_too = true, .why = "",
     .python = "if x = 0:          # a SyntaxError there, legal in C",
     .read_on = NULL},
    {.name = "constant-alone", .made = constant_alone, .broken_too = true,
     .wants_trial = true, .why = "", .python = "if x == a or b:    # always so there, too: b is true",
     .read_on = NULL},
    {.name = "empty-body", .made = semicolon_is_the_body, .broken_too = true,
     .why = "", .python = "for n in numbers:\n    pass\ncount(n)           # once, behind the loop",
     .read_on = NULL},
    {.name = "time-in-seconds", .made = time_never_that_long,
     .broken_too = true, .why = "",
     .python = "loop.time() - since >= 0.01",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "pool-not-kept", .made = job_without_pool, .broken_too = true,
     .why = "Keep what it gives in a variable, and hand that to the job: "
            "run_in_executor(pool, ...).",
     .python = "pool = ProcessPoolExecutor(2)",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "limit-of-its-own", .made = limit_of_its_own, .broken_too = true,
     .why = "Await the same without wait_for().",
     .python = "await asyncio.wait_for(work(), 1.0)     # cancels what takes "
               "longer", .read_on = "NOTES.md, chapter 7"},
    {.name = "bytes-of-a-pointer", .made = bytes_of_a_pointer,
     .broken_too = true, .why = "", .read_on = "NOTES.md, chapter 15"},
    {0},
};
