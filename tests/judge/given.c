/* given.c - what an exercise gives, and what it leaves to the learner. */
#include "given.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "exercise.h"

static const char *program;

void answer_is(const char *name)
{
    program = name;
}

const char *answer_program(void)
{
    return program;
}

/* The program's name behind the folder of what is built:
 * exercises/04_in_sequence, tests/exercises/04_in_sequence/right/tasks.so. */
static const char *place_of_program(void)
{
    static const char *const places[] = {"tests/exercises/", "exercises/",
                                         "solutions/"};
    for (size_t i = 0; program && i < sizeof places / sizeof *places; i++) {
        const char *at = strstr(program, places[i]);
        if (at)
            return at;
    }
    return "";
}

/* The text beside the program: its name, or that of the file which it says that
 * it is a copy of (#line 1 "exercises/05.c"); NULL: there is none. */
static const char *text_beside(void)
{
    char line[400] = "";
    const char *name = textf("%s.c", program);
    FILE *file = fopen(name, "r");
    if (!file)
        return NULL;
    if (fgets(line, sizeof line, file) && strncmp(line, "#line", 5) == 0 &&
        strchr(line, '"')) {
        const char *begin = strchr(line, '"') + 1;
        name = textf("%.*s", (int)strcspn(begin, "\""), begin);
    }
    fclose(file);
    return name;
}

/* Beside the program, or where that was built from.  Whoever keeps answers
 * elsewhere says ANSWER=file. */
static const char *find_answer(void)
{
    const char *told = getenv("ANSWER"), *place = place_of_program();
    const char *beside = text_beside();
    const char *suffix = strstr(place, ".so");
    int length = suffix ? (int)(suffix - place) : (int)strlen(place);
    if (told && *told)
        return told;
    if (beside)
        return beside;
    return length > 0 ? textf("%.*s.c", length, place) : "";
}

const char *answer_file(void)
{
    static const char *file;
    if (!file)
        file = find_answer();
    return file;
}

const char *right_facts_file(void)
{
    const char *told = getenv("RIGHT"), *place = place_of_program();
    if (told && *told)
        return told;
    return textf("%.*stests/exercises/%s/right.facts",
                 *place ? (int)(place - program) : 0, program,
                 exercise_name());
}

bool is_answer(const char *file)
{
    return file && *file && strcmp(file, answer_file()) == 0;
}

/* tests/exercises/NAME/check.c */
const char *exercise_name(void)
{
    const char *check = exercise_asked->check ? exercise_asked->check : "";
    const char *end = strstr(check, "/check.c"), *begin = end;
    while (begin && begin > check && begin[-1] != '/')
        begin--;
    return end ? textf("%.*s", (int)(end - begin), begin) : "";
}

const struct sources *sources(void)
{
    static struct sources all;
    static bool read;
    if (read)
        return &all;
    read = true;
    const char *name = exercise_name();
    source_read(&all.stub, textf("tests/exercises/%s/stub.c", name));
    source_read(&all.solution, textf("solutions/%s.c", name));
    if (exercise_asked->check)
        source_read(&all.check, exercise_asked->check);
    source_read(&all.answer, answer_file());
    return &all;
}

/* --- given, or asked for ------------------------------------------------ */

enum { MOST_RIGHT = 40 };

const struct source *right_sources(size_t *count)
{
    static struct source all[MOST_RIGHT];
    static size_t read;
    glob_t files;
    if (read == 0) {
        all[read++] = sources()->solution;
        const char *pattern =
            textf("tests/exercises/%s/right/*.c", exercise_name());
        if (glob(pattern, 0, NULL, &files) == 0) {
            for (size_t i = 0; i < files.gl_pathc && read < MOST_RIGHT; i++)
                source_read(&all[read++], textf("%s", files.gl_pathv[i]));
            globfree(&files);
        }
    }
    *count = read;
    return all;
}

/* In the stub, and the same in all right answers. */
static bool is_left_alone(const struct item *item)
{
    size_t count;
    const struct source *right = right_sources(&count);
    for (size_t i = 0; i < count; i++) {
        const struct item *theirs =
            item_named(&right[i], token_text(item->name), item->is_struct);
        if (!theirs || !same_item(item, theirs))
            return false;
    }
    return true;
}

static bool is_given_by_check(const char *name)
{
    const struct item *item = item_named(&sources()->check, name, false);
    return item && item->is_coroutine &&
           find_tokens(sources()->stub.tokens.first, NULL, name) &&
           !item_named(&sources()->stub, name, false);
}

/* What is known of a name, each looked up once. */
struct role {
    char name[60];
    bool is_given, is_asked_for;
};

static struct role look_up(const char *name)
{
    const struct item *item = item_named(&sources()->stub, name, false);
    bool alone = item && is_left_alone(item);
    struct role role = {
        .is_given = alone || is_given_by_check(name),
        .is_asked_for = item && item->is_coroutine && !alone};
    snprintf(role.name, sizeof role.name, "%s", name);
    return role;
}

static struct role role_of(const char *name)
{
    enum { NAMES = 64 };
    static struct role known[NAMES];
    static size_t count;
    for (size_t i = 0; i < count; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i];
    struct role role = look_up(name);
    if (count < NAMES)
        known[count++] = role;
    return role;
}

bool is_given(const char *name)
{
    return role_of(name).is_given;
}

bool is_asked_for(const char *name)
{
    return role_of(name).is_asked_for;
}

const struct item *given_changed(const struct item **here)
{
    const struct source *stub = &sources()->stub;
    for (size_t i = 0; !is_free_answer() && i < stub->count; i++) {
        const struct item *item = &stub->items[i];
        if (!item->body || item->is_variable || item->is_struct ||
            !is_left_alone(item))
            continue;
        *here = item_named(&sources()->answer, token_text(item->name),
                           item->is_struct);
        if (!*here || !same_item(item, *here))
            return item;
    }
    return NULL;
}

bool is_free_answer(void)
{
    return exercise_asked->is_free;
}

/* --- lines -------------------------------------------------------------- */

bool line_is_given(int line)
{
    const struct source *answer = &sources()->answer;
    const struct item *here = item_at(answer, line);
    if (!here || !here->body)
        return false;
    const struct item *item = item_named(
        &sources()->stub, token_text(here->name), here->is_struct);
    return item && is_left_alone(item) && same_item(item, here);
}
