/* crash.c - the line at which a program was broken off: the addresses on its
 * stack, and what addr2line, which comes with the compiler, says of them. */
#define _GNU_SOURCE             /* dladdr() */
#include "crash.h"

#include "../inside.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined __has_include
#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define CAN_LOOK_AT_STACK
#endif
#endif

/* A type is a constant of a program: what has overwritten a frame is none. */
static bool is_type(const struct coro_type *type)
{
    Dl_info where;
    return dladdr(type, &where) != 0;
}

static void copy_frame(struct crash *crash)
{
    const struct coro_stack *stack = running_loop ? running_loop->running
                                                  : NULL;
    const struct coro_frame *frame = stack ? stack->leaf : NULL;
    if (!frame || !is_type(frame->type) || frame->type->size > FRAME_COPIED)
        return;
    crash->type = frame->type;
    memcpy(crash->frame, frame, frame->type->size);
}

void crash_note(struct crash *crash)
{
    if (crash->depth == 0)
        copy_frame(crash);
#ifdef CAN_LOOK_AT_STACK
    if (crash->depth == 0)
        crash->depth = backtrace(crash->addresses, CRASH_DEPTH);
#else
    (void)crash;
#endif
}

void crash_prepare(void)
{
    static bool is_prepared;
    struct crash none = {.depth = 0};
    if (!is_prepared)
        crash_note(&none);
    is_prepared = true;
}

/* addr2line -e program 0x12 0x34, all addresses of one program. */
static void add_address(char *command, size_t room, const char *program,
                        uintptr_t address)
{
    size_t length = strlen(command);
    if (length == 0)
        snprintf(command, room, "addr2line -e '%s'", program);
    length = strlen(command);
    snprintf(command + length, room - length, " 0x%lx",
             (unsigned long)address);
}

static bool is_path_of(const char *said, const char *file)
{
    const char *colon = strrchr(said, ':');
    size_t length = strlen(file);
    return colon && (size_t)(colon - said) >= length &&
           strncmp(colon - length, file, length) == 0;
}

/* except: a copy of the file, which may end with the same name; or NULL. */
static struct crash_lines ask(const char *command, const char *file,
                              const char *except)
{
    char said[500];
    struct crash_lines lines = {.line = 0};
    FILE *answers = popen(command, "r");
    while (answers && fgets(said, sizeof said, answers)) {
        if (!is_path_of(said, file) || (except && is_path_of(said, except)))
            continue;
        int line = atoi(strrchr(said, ':') + 1);
        if (lines.line == 0)
            lines.line = line;
        else if (lines.caller == 0)
            lines.caller = line;
    }
    if (answers)
        pclose(answers);
    return lines;
}

struct crash_lines crash_lines_at(const char *offsets, const char *program,
                                  const char *file)
{
    char command[4000];
    const char *folder_ends = strrchr(program, '/');
    const char *name = strrchr(file, '/');
    char copy[400];
    snprintf(command, sizeof command, "addr2line -e '%s' %s 2>/dev/null",
             program, offsets);
    snprintf(copy, sizeof copy, "%.*s%s",
             folder_ends ? (int)(folder_ends - program) : 0, program,
             name ? name : file);
    return ask(command, file, strcmp(copy, file) == 0 ? NULL : copy);
}

/* The addresses in one program, or shared object. */
static struct crash_lines ask_about(const struct crash *crash,
                                    const char *program, const char *file)
{
    char command[4000] = "";
    for (int i = 0; i < crash->depth; i++) {
        Dl_info info;
        if (dladdr(crash->addresses[i], &info) && info.dli_fname &&
            strcmp(info.dli_fname, program) == 0)
            add_address(command, sizeof command, program,
                        (uintptr_t)crash->addresses[i] -
                            (uintptr_t)info.dli_fbase - 1);
    }
    strncat(command, " 2>/dev/null", sizeof command - strlen(command) - 1);
    return ask(command, file, NULL);
}

/* (A return address is behind the call.) */
struct crash_lines crash_lines_in(const struct crash *crash, const char *file)
{
    struct crash_lines lines = {.line = 0};
    const char *asked = NULL;
    for (int i = 0; i < crash->depth && lines.line == 0; i++) {
        Dl_info info;
        if (!dladdr(crash->addresses[i], &info) || !info.dli_fname ||
            strstr(info.dli_fname, "/lib") == info.dli_fname ||
            strstr(info.dli_fname, "/usr/lib") == info.dli_fname ||
            (asked && strcmp(asked, info.dli_fname) == 0))
            continue;
        asked = info.dli_fname;
        lines = ask_about(crash, asked, file);
    }
    return lines;
}
