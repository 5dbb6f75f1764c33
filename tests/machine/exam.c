/* exam.c - the lessons and the asyncio programs on the machine that exercises
 * 31 to 36 have built: does it print what the runtime, and what CPython, print?
 *
 *      exam LESSON_PROGRAM...      all of it; status 0 if everything passed
 *      exam -r NAME                run one asyncio program, and nothing else
 *
 * Lines that begin with "~" do not count; neighbouring lines that begin with
 * "|" may come in any order: see tests/asyncio/programs/judge.py.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../asyncio/twin.h"

struct twin {
    const char *name;
    void (*run)(void);
};

static const struct twin twins[] = {
#define TWIN_LISTED(name) {#name, twin_##name},
#include "twins.h"
#undef TWIN_LISTED
};

enum { TWINS = sizeof twins / sizeof twins[0] };

/* --- transcripts --------------------------------------------------------- */

enum { MAX_LINES = 400, LINE_SIZE = 200 };

struct transcript {
    char lines[MAX_LINES + 1][LINE_SIZE];       /* behind the last: empty */
    int count;
};

static bool counts(const char *line)
{
    return line[0] && line[0] != '~';
}

static void strip_end(char *line)
{
    size_t length = strlen(line);
    while (length > 0 && strchr(" \t\r\n", line[length - 1]))
        line[--length] = '\0';
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Neighbouring "|" lines in one fixed order. */
static void sort_groups(struct transcript *transcript)
{
    int end;
    for (int begin = 0; begin < transcript->count; begin = end + 1) {
        for (end = begin; transcript->lines[end][0] == '|'; end++)
            continue;
        qsort(transcript->lines[begin], (size_t)(end - begin), LINE_SIZE,
              compare_lines);
    }
}

static void read_transcript(FILE *file, struct transcript *transcript)
{
    transcript->count = 0;
    while (transcript->count < MAX_LINES) {
        char *line = transcript->lines[transcript->count];
        if (!fgets(line, LINE_SIZE, file))
            break;
        strip_end(line);
        if (counts(line))
            transcript->count++;
    }
    transcript->lines[transcript->count][0] = '\0';
    sort_groups(transcript);
}

/* The first line in which they differ, from 0; -1 if there is none. */
static int parting(const struct transcript *a, const struct transcript *b)
{
    for (int i = 0; i < a->count || i < b->count; i++)
        if (i >= a->count || i >= b->count ||
            strcmp(a->lines[i], b->lines[i]) != 0)
            return i;
    return -1;
}

/* --- running one --------------------------------------------------------- */

enum { SECONDS = 10 };              /* of computing, and of waiting */

struct trial {
    const char *name;
    const char *says;               /* whose transcript: "CPython" */
    const char *expected_path;
    void (*run)(void);
    const char *program;            /* instead of run */
};

struct result {
    struct transcript expected, actual;
    int parts_at;                   /* -1: nowhere */
    int status;                     /* as waitpid() gives it */
    char last_words[LINE_SIZE];     /* the first line on its stderr */
    char needs[8];                  /* the exercise that has not been written */
};

static void in_child(const struct trial *trial, FILE *out, FILE *err)
{
    struct rlimit compute = {.rlim_cur = SECONDS, .rlim_max = SECONDS};
    struct rlimit no_core = {.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_CPU, &compute);
    setrlimit(RLIMIT_CORE, &no_core);
    alarm(6 * SECONDS);
    setenv("CLOCK", "virtual", 1);
    setenv("SHOW", "", 1);
    dup2(fileno(out), STDOUT_FILENO);
    dup2(fileno(err), STDERR_FILENO);
    if (trial->program) {
        execl(trial->program, trial->program, (char *)NULL);
        _exit(127);
    }
    trial->run();
    fflush(stdout);
    _exit(0);
}

static FILE *open_or_die(FILE *file, const char *what)
{
    if (!file) {
        fprintf(stderr, "exam: %s: %s\n", what, strerror(errno));
        exit(2);
    }
    return file;
}

/* The first line on stderr; and is it that of a machine that is not complete? */
static void read_complaints(FILE *err, struct result *result)
{
    char line[LINE_SIZE];
    result->last_words[0] = result->needs[0] = '\0';
    while (fgets(line, LINE_SIZE, err)) {
        const char *needs = strstr(line, "; exercise ");
        strip_end(line);
        if (!result->last_words[0])
            strcpy(result->last_words, line);
        if (needs)
            sscanf(needs, "; exercise %7[0-9b]", result->needs);
    }
}

static void take(const struct trial *trial, struct result *result)
{
    FILE *out = open_or_die(tmpfile(), "a file for what it prints");
    FILE *err = open_or_die(tmpfile(), "a file for its complaints");
    FILE *expected = open_or_die(fopen(trial->expected_path, "r"),
                                 trial->expected_path);
    read_transcript(expected, &result->expected);
    fclose(expected);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        in_child(trial, out, err);
    if (child < 0 || waitpid(child, &result->status, 0) < 0) {
        perror("exam");
        exit(2);
    }
    rewind(out);
    rewind(err);
    read_transcript(out, &result->actual);
    read_complaints(err, result);
    fclose(out);
    fclose(err);
    result->parts_at = parting(&result->expected, &result->actual);
}

/* --- what is said about it ----------------------------------------------- */

/* The rule in the words of the twin's source: "--- 112: a task that ...". */
static void print_rule(const char *name)
{
    char command[LINE_SIZE];
    snprintf(command, sizeof command,
             "sed -n 's,^/\\* --- %.3s: \\(.*[^ -]\\) *-*  *\\*/$,\\1,p' "
             "tests/asyncio/*.c", name);
    FILE *rule = popen(command, "r");
    char line[LINE_SIZE];
    if (rule && fgets(line, sizeof line, rule))
        printf("      the rule: %s", line);
    if (rule)
        pclose(rule);
}

enum { LINES_AROUND = 3 };

static const char *line_of(const struct transcript *transcript, int i)
{
    return i < transcript->count ? transcript->lines[i]
                                 : i == transcript->count ? "(the end)" : "";
}

static void print_both(const char *says, const struct result *result)
{
    int at = result->parts_at;
    printf("      %-44s %s\n", says, "your machine");
    for (int i = at > LINES_AROUND ? at - LINES_AROUND : 0; i <= at + 1; i++) {
        const char *asked = line_of(&result->expected, i);
        const char *yours = line_of(&result->actual, i);
        if (*asked || *yours)
            printf("   %s %-44s %s\n", i == at ? "->" : "  ", asked, yours);
    }
}

static const char *how_it_ended(int status)
{
    if (WIFEXITED(status))
        return NULL;
    int by = WTERMSIG(status);
    if (by == SIGXCPU || by == SIGKILL)
        return "it computed for ten seconds and did not come back";
    if (by == SIGALRM)
        return "it waited for a minute for something that does not come";
    return strsignal(by);
}

static void explain(const struct trial *trial, const struct result *result)
{
    const char *end = how_it_ended(result->status);
    printf("\n   %s\n", trial->name);
    if (trial->run)
        print_rule(trial->name);
    print_both(trial->says, result);
    if (end)
        printf("      and then: %s\n", end);
    if (result->last_words[0])
        printf("      it said: %s\n", result->last_words);
}

/* --- the exam ------------------------------------------------------------ */

enum { NAMES_ROOM = 2000, NAME_COLUMNS = 60 };

/* Short names, some in a line. */
struct names {
    char text[NAMES_ROOM];
    size_t column;
    int count;
};

struct score {
    struct names passed, needs_32_on[5];        /* by exercise, from 32 */
    int failed;
};

static struct score score;
static bool explained;

static void add_name(struct names *names, const char *name)
{
    size_t used = strlen(names->text);
    int length = (int)strcspn(name, "_");
    bool full = names->column > NAME_COLUMNS;
    names->column = full ? 0 : names->column + (size_t)length + 1;
    names->count++;
    snprintf(names->text + used, NAMES_ROOM - used, "%s%.*s",
             full ? "\n                 " : " ", length, name);
}

static void print_names(const char *what, const struct names *names)
{
    if (names->count > 0)
        printf("   %-14s%s\n", what, names->text);
}

static struct names *names_of_exercise(const char *exercise)
{
    int number = atoi(exercise);
    return number >= 32 && number <= 36 ? &score.needs_32_on[number - 32] : NULL;
}

static void examine(const struct trial *trial)
{
    static struct result result;
    take(trial, &result);
    bool is_cut_off = result.parts_at == result.actual.count;
    struct names *later = is_cut_off ? names_of_exercise(result.needs) : NULL;
    if (result.parts_at < 0) {
        add_name(&score.passed, trial->name);
        return;
    }
    if (later) {
        add_name(later, trial->name);
        return;
    }
    score.failed++;
    if (explained)
        printf("   %s parts in line %d\n", trial->name, result.parts_at + 1);
    else
        explain(trial, &result);
    explained = true;
}

static void print_score(const char *what, const char *whose)
{
    char title[40];
    int all = score.passed.count + score.failed;
    for (int i = 0; i < 5; i++)
        all += score.needs_32_on[i].count;
    printf("\n   %d of %d %s print what %s\n", score.passed.count, all, what,
           whose);
    print_names("these do:", &score.passed);
    for (int i = 0; i < 5; i++) {
        snprintf(title, sizeof title, "exercise %d:", 32 + i);
        print_names(title, &score.needs_32_on[i]);
    }
}

static void examine_lesson(const char *program)
{
    char path[LINE_SIZE];
    const char *base = strrchr(program, '/');
    base = base ? base + 1 : program;
    snprintf(path, sizeof path, "tests/course/transcripts/%s.txt", base);
    examine(&(struct trial){.name = base, .says = "on our machine",
                            .expected_path = path, .program = program});
}

static void examine_twin(const struct twin *twin)
{
    char path[LINE_SIZE];
    snprintf(path, sizeof path, "tests/asyncio/expected/%s.expected",
             twin->name);
    examine(&(struct trial){.name = twin->name, .says = "CPython",
                            .expected_path = path, .run = twin->run});
}

static int run_one(const char *name)
{
    for (int i = 0; i < TWINS; i++)
        if (strncmp(twins[i].name, name, strlen(name)) == 0) {
            twins[i].run();
            return 0;
        }
    fprintf(stderr, "exam: there is no program %s\n", name);
    return 2;
}

int main(int argc, char **argv)
{
    int right = 0, all = argc - 1 + TWINS;
    if (argc > 2 && strcmp(argv[1], "-r") == 0)
        return run_one(argv[2]);
    for (int i = 1; i < argc; i++)
        examine_lesson(argv[i]);
    print_score("lessons", "they print on our machine");
    right += score.passed.count;
    score = (struct score){.failed = 0};
    for (int i = 0; i < TWINS; i++)
        examine_twin(&twins[i]);
    print_score("programs", "CPython prints");
    right += score.passed.count;
    printf("\n   score: %d of %d\n", right, all);
    return right == all ? 0 : 1;
}
