/* facts.c - what of a run can be laid beside another one.  See facts.h. */
#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "core/internal.h"
#include "given.h"

static const char *const kinds[FACT_KINDS] = {"begin", "end",  "sleep",
                                              "limit", "work", "job"};

enum { LONGEST_LINE = 2000, MOST_ANSWERS = 40 };

/* --- from acts ---------------------------------------------------------- */

static void *must(void *memory)
{
    if (!memory)
        panic("no memory to compare runs");
    return memory;
}

static char *copy(const char *text)
{
    return strcpy(must(malloc(strlen(text) + 1)), text);
}

/* Tabs and ends of lines part the facts in a file: they do not stand in one. */
static const char *on_one_line(const char *text)
{
    char *line = copy(text ? text : "");
    for (char *at = line; *at; at++)
        if (*at == '\t' || *at == '\n')
            *at = ' ';
    return line;
}

static void add(struct facts *facts, struct fact fact)
{
    if (facts->count == facts->room) {
        facts->room = facts->room ? facts->room * 2 : 64;
        facts->fact = must(realloc(facts->fact,
                                   facts->room * sizeof *facts->fact));
    }
    facts->fact[facts->count++] = fact;
}

static bool is_fact(enum act_kind kind, enum fact_kind *as)
{
    static const struct {
        enum act_kind act;
        enum fact_kind fact;
    } kept[] = {{ACT_BEGIN, FACT_BEGIN}, {ACT_END, FACT_END},
                {ACT_SLEEP, FACT_SLEEP}, {ACT_LIMIT, FACT_LIMIT},
                {ACT_WORK, FACT_WORK},   {ACT_JOB, FACT_JOB}};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (kept[i].act == kind) {
            *as = kept[i].fact;
            return true;
        }
    return false;
}

static struct fact fact_of(const struct act *act, enum fact_kind kind)
{
    bool has_number = kind == FACT_SLEEP || kind == FACT_LIMIT ||
                      kind == FACT_WORK;
    return (struct fact){
        .kind = kind,
        .time = (act->time + 500) / 1000,
        .name = act->name ? act->name : "",
        .data = on_one_line(has_number         ? textf("%g", act->number)
                            : kind == FACT_END ? act->value
                            : act->arguments   ? act->arguments
                                               : ""),
        .code = act->code,
        .act = act};
}

/* Those of the learner's, and those that are given: not what the check does to
 * set a scene up. */
static bool matters(const struct act *act, enum fact_kind kind)
{
    switch (kind) {
    case FACT_SLEEP:
    case FACT_LIMIT:
        return is_answer(act->file) && !is_given(act->in);
    case FACT_BEGIN:
    case FACT_END:
        return is_given(act->name) || is_asked_for(act->name);
    case FACT_WORK:
    case FACT_JOB:
    case FACT_KINDS:
        break;
    }
    return is_given(act->name);
}

struct facts facts_of(const struct acts *acts)
{
    struct facts facts = {.answer = "yours"};
    size_t count = act_count(acts);
    for (size_t i = 0; i < count; i++) {
        enum fact_kind kind;
        if (is_fact(acts->act[i].kind, &kind) &&
            matters(&acts->act[i], kind))
            add(&facts, fact_of(&acts->act[i], kind));
    }
    return facts;
}

/* --- to a file, and back ------------------------------------------------ */

void facts_write(FILE *out, int which, const struct facts *facts)
{
    for (size_t i = 0; i < facts->count; i++) {
        const struct fact *fact = &facts->fact[i];
        fprintf(out, "%d\t%lld\t%s\t%s\t%d\t%s\n", which,
                (long long)fact->time, kinds[fact->kind], fact->name,
                fact->code, fact->data);
    }
}

/* Cut the next column off. */
static const char *column(char **rest)
{
    char *begin = *rest;
    size_t length = strcspn(begin, "\t\n");
    *rest = begin + length + (begin[length] != '\0');
    begin[length] = '\0';
    return begin;
}

static enum fact_kind kind_named(const char *name)
{
    enum fact_kind kind = FACT_BEGIN;
    while (kind < FACT_KINDS && strcmp(kinds[kind], name) != 0)
        kind++;
    return kind;
}

static bool read_fact(char *line, int *which, struct fact *fact)
{
    char *rest = line;
    *which = atoi(column(&rest));
    fact->time = atoll(column(&rest));
    fact->kind = kind_named(column(&rest));
    fact->name = copy(column(&rest));
    fact->code = atoi(column(&rest));
    fact->data = copy(column(&rest));
    return fact->kind < FACT_KINDS;
}

const struct facts *facts_of_right_ones(const char *file, int which,
                                        size_t *count)
{
    char line[LONGEST_LINE];
    struct facts *all = must(calloc(MOST_ANSWERS, sizeof *all));
    FILE *in = fopen(file, "r");
    *count = 0;
    while (in && fgets(line, sizeof line, in)) {
        struct fact fact = {.act = NULL};
        int of_case;
        if (strncmp(line, "run\t", 4) == 0) {
            if (*count == MOST_ANSWERS)
                break;
            line[strcspn(line, "\n")] = '\0';
            all[(*count)++].answer = copy(line + 4);
        } else if (*count && read_fact(line, &of_case, &fact) &&
                   of_case == which) {
            add(&all[*count - 1], fact);
        }
    }
    if (in)
        fclose(in);
    return *count ? all : NULL;
}

/* build/tests/exercises/05_at_the_same_time/right/tasks.so */
bool facts_know(const char *file, const char *answer)
{
    char line[LONGEST_LINE];
    bool known = false;
    FILE *in = fopen(file, "r");
    while (in && !known && fgets(line, sizeof line, in)) {
        const char *at = strncmp(line, "run\t", 4) == 0 ? strstr(line, answer)
                                                        : NULL;
        known = at && strchr(".\n", at[strlen(answer)]);
    }
    if (in)
        fclose(in);
    return known;
}

/* --- comparing ---------------------------------------------------------- */

/* An error is its code: what it says is a matter of taste. */
bool same_thing(const struct fact *one, const struct fact *other)
{
    return one->kind == other->kind && strcmp(one->name, other->name) == 0 &&
           one->code == other->code &&
           (one->code ||
            strncmp(one->data, other->data, LONGEST_LINE / 2) == 0);
}

bool same_fact(const struct fact *one, const struct fact *other)
{
    return one->time == other->time && same_thing(one, other);
}
