/* looking.c - the functions of a machine tell what can be seen in them.  See
 * looking.h.
 *
 *      bool timer_remove(struct job *job) { ... }
 *
 * becomes
 *
 *      bool timer_remove(struct job *job);
 *      bool timer_remove_itself(struct job *job) { ... }
 *      bool timer_remove(struct job *job)
 *      {
 *          look_loop('>', "timer_remove"); LOOK("job", job); ...
 *          bool its_result = timer_remove_itself(job);
 *          look_loop('<', "timer_remove"); LOOK("its result", its_result); ...
 *          return its_result;
 *      }
 *
 * What it looks at by type is tests/machine/look.h's.
 */
#include "looking.h"

#include <string.h>

#include <runtime.h>

#include "given.h"
#include "places.h"
#include "statements.h"

/* --- what there is to see ------------------------------------------------ */

static const char *look(const char *name, const char *what)
{
    return textf(" LOOK(\"%s\", %s);", name, what);
}

/* An enum future_state looks like any number: its type stands in front of the
 * name. */
static const char *look_by_name(const struct token *name, const char *called,
                                const char *what)
{
    return token_is(name - 1, "future_state")
               ? textf(" look_state(\"%s\", &%s);", called, what)
               : look(called, what);
}

/* The member that is declared up to here; NULL: none, or one that is many. */
static const struct token *member_before(const struct token *end)
{
    return end[-1].kind == TOKEN_NAME && !token_is(end - 2, ";") &&
                   !token_is(end - 2, "{")
               ? end - 1 : NULL;
}

/* struct value *results, as many as count says. */
static bool is_row_of_values(const struct token *name)
{
    return token_is(name - 1, "*") && token_is(name - 2, "value");
}

/* A function that looks at all members of a struct of the answer's own. */
static const char *looks_at_struct(const struct item *one)
{
    const char *name = token_text(one->name), *text = "";
    bool has_count = find_tokens(one->body, one->end, "count");
    for (const struct token *t = one->body + 1; t < one->end; t++) {
        const struct token *member =
            token_is(t, ";") || token_is(t, ",") ? member_before(t) : NULL;
        if (!member)
            continue;
        const char *its = textf("%s->%s", name, token_text(member));
        text = textf("%s%s", text, look(its, textf("it->%s",
                                                   token_text(member))));
        if (is_row_of_values(member) && has_count)
            text = textf("%s look_values(\"%s\", it->%s, it->count);", text,
                         its, token_text(member));
    }
    return textf("; static inline void look_at_%s(const void *at) { "
                 "struct %s *it = (struct %s *)at;%s (void)it; }",
                 name, name, name, text);
}

/* Is it a kind of future: does its struct begin with one? */
static bool is_kind_of_future(const struct item *one)
{
    return find_tokens(one->body, one->body + 4, "struct future future");
}

static const char *look_at_kinds(const struct item *function, const char *name)
{
    const struct source *answer = &sources()->answer;
    const char *text = "";
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *one = &answer->items[i];
        if (one->is_struct && one->first < function->first &&
            is_kind_of_future(one))
            text = textf("%s if (LOOK_OWN(%s, \"%s\")) look_at_%s("
                         "LOOK_OWN(%s, \"%s\"));", text, name,
                         token_text(one->name), token_text(one->name), name,
                         token_text(one->name));
    }
    return text;
}

/* struct gather *gather: one of the answer's own. */
static const char *look_at_own(const struct token *name)
{
    const struct item *one =
        token_is(name - 1, "*") && token_is(name - 3, "struct")
            ? item_named(&sources()->answer, token_text(name - 2), true) : NULL;
    return one ? textf(" if (%s) look_at_%s(%s);", token_text(name),
                       token_text(one->name), token_text(name)) : "";
}

/* --- its parameters ------------------------------------------------------ */

enum { MOST_PARAMETERS = 8 };

struct parameters {
    const struct token *name[MOST_PARAMETERS];
    size_t count;
    bool are_known;
};

/* bool leaves(struct job *job) is one, too. */
static const struct token *name_of_parameter(const struct token *t,
                                             const struct token *end)
{
    const struct token *name = NULL;
    for (; t < end && !token_is(t, "["); t++) {
        if (token_is(t, "("))
            break;
        if (t->kind == TOKEN_NAME)
            name = t;
    }
    return name;
}

static struct parameters parameters_of(const struct item *function)
{
    struct parameters all = {.are_known = true};
    const struct token *open = function->name + 1, *close = closing(open);
    if (token_is(open + 1, "void") && open + 2 == close)
        return all;
    for (const struct token *t = open + 1; t < close;) {
        const struct token *end = end_of_declarator(t, close);
        const struct token *name = name_of_parameter(t, end);
        all.are_known = all.are_known && name && all.count < MOST_PARAMETERS;
        if (!all.are_known)
            break;
        all.name[all.count++] = name;
        t = end + 1;
    }
    return all;
}

static const char *look_at_parameters(const struct item *function,
                                      const struct parameters *all)
{
    const char *text = "";
    for (size_t i = 0; i < all->count; i++) {
        const char *name = token_text(all->name[i]);
        text = textf("%s%s%s%s", text, look_by_name(all->name[i], name, name),
                     look_at_own(all->name[i]), look_at_kinds(function, name));
    }
    return text;
}

/* Variables of all functions that stand in front of this one. */
static const char *look_at_variables(const struct item *function)
{
    const struct source *answer = &sources()->answer;
    const char *text = "";
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *one = &answer->items[i];
        if (!one->is_variable || one->first >= function->first ||
            token_is(one->first, "typedef") || token_is(one->end - 1, ")"))
            continue;
        for (const struct token *t = one->first; t <= one->end; t++)
            if (token_is(t, ",") || token_is(t, ";") || token_is(t, "=")) {
                const char *name = token_text(t - 1);
                if (t[-1].kind == TOKEN_NAME)
                    text = textf("%s%s", text, look(name, name));
                if (token_is(t, "="))
                    break;
            }
    }
    return text;
}

/* --- a function ---------------------------------------------------------- */

static bool gives_nothing(const struct item *function)
{
    return token_is(function->name - 1, "void");
}

static const char *calls_itself(const struct item *function,
                                const struct parameters *all)
{
    const char *text = "";
    for (size_t i = 0; i < all->count; i++)
        text = textf("%s%s%s", text, i ? ", " : "", token_text(all->name[i]));
    return textf("%s_itself(%s)", token_text(function->name), text);
}

static const char *looks_around(const struct item *function,
                                const struct parameters *all)
{
    const char *name = token_text(function->name);
    const char *seen = textf("%s%s", look_at_parameters(function, all),
                             look_at_variables(function));
    const char *head = text_of(function->first, function->body - 1);
    const char *itself = calls_itself(function, all);
    bool nothing = gives_nothing(function);
    return textf("%s { if (!is_looked_at()) %s%s; else { look_loop('>', "
                 "\"%s\");%s %s%s; look_loop('<', \"%s\");%s%s %s } }",
                 head, nothing ? "" : "return ", itself, name, seen,
                 nothing ? "" : "__auto_type its_result = ", itself, name,
                 nothing ? "" : look_by_name(function->name, "its result",
                                             "its_result"), seen,
                 nothing ? "" : "return its_result;");
}

/* The learner's, and no coroutine. */
static bool is_plain_function(const struct item *one)
{
    return one->body && !one->is_struct && !one->is_coroutine &&
           !line_is_given(one->name->line) && one->name > one->first &&
           token_is(one->name + 1, "(") &&
           closing(one->name + 1) + 1 == one->body;
}

static void look_into(const struct item *function)
{
    struct parameters all = parameters_of(function);
    if (!all.are_known)
        return;
    place_outside(function->first,
                  textf("%s; ", text_of(function->first, function->body - 1)),
                  function->end - 1, looks_around(function, &all));
    place_outside(NULL, "", function->name, "_itself");
}

/* --- what is given ------------------------------------------------------- */

static const char *const given[] = {
    "make_ready", "run_job", "add_waiter", "task_forget", "timer_add",
    "timer_remove", "descriptor_remove", "interrupt", "future_finish",
    "task_cancel_with", NULL};

static void include_looks(void)
{
    const struct source *answer = &sources()->answer;
    const struct token *last = NULL;
    const char *text = "\n#include \"tests/machine/look.h\"\n";
    for (size_t i = 0; i < answer->tokens.count; i++)
        if (strncmp(answer->tokens.first[i].text, "#include", 8) == 0)
            last = &answer->tokens.first[i];
    for (const char *const *name = given; *name; name++)
        if (!item_named(answer, *name, false))
            text = textf("%s#define %s looked_%s\n", text, *name, *name);
    if (last)
        place_outside(NULL, "", last, textf("%s#line %d", text,
                                            last->line + 1));
}

void look_into_functions(void)
{
    const struct source *answer = &sources()->answer;
    include_looks();
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *one = &answer->items[i];
        if (is_plain_function(one))
            look_into(one);
        else if (one->is_struct && one->body)
            place_outside(NULL, "", one->end, looks_at_struct(one));
    }
}
