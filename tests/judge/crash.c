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

bool crash_look_again(struct crash *crash)
{
#ifdef CAN_LOOK_AT_STACK
    struct crash_stack *stack = &crash->stacks[crash->looks++];
    stack->depth = backtrace(stack->addresses, CRASH_DEPTH);
    return crash->looks < CRASH_LOOKS;
#else
    (void)crash;
    return false;
#endif
}

void crash_note(struct crash *crash)
{
    if (crash->looks > 0)
        return;
    copy_frame(crash);
    crash_look_again(crash);
}

void crash_prepare(void)
{
    static bool is_prepared;
    struct crash none = {.looks = 0};
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

/* except: a copy of the file, which may end with the same name; or NULL.  Gives
 * how many lines there are. */
static size_t ask(const char *command, const char *file, const char *except,
                  int *lines, size_t room)
{
    char said[500];
    size_t count = 0;
    FILE *answers = popen(command, "r");
    while (answers && fgets(said, sizeof said, answers))
        if (count < room && is_path_of(said, file) &&
            !(except && is_path_of(said, except)))
            lines[count++] = atoi(strrchr(said, ':') + 1);
    if (answers)
        pclose(answers);
    return count;
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
    int lines[2] = {0, 0};
    ask(command, file, strcmp(copy, file) == 0 ? NULL : copy, lines, 2);
    return (struct crash_lines){lines[0], lines[1]};
}

/* The addresses in one program, or shared object. */
static size_t ask_about(const struct crash_stack *stack, const char *program,
                        const char *file, int *lines, size_t room)
{
    char command[4000] = "";
    for (int i = 0; i < stack->depth; i++) {
        Dl_info info;
        if (dladdr(stack->addresses[i], &info) && info.dli_fname &&
            strcmp(info.dli_fname, program) == 0)
            add_address(command, sizeof command, program,
                        (uintptr_t)stack->addresses[i] -
                            (uintptr_t)info.dli_fbase - 1);
    }
    strncat(command, " 2>/dev/null", sizeof command - strlen(command) - 1);
    return ask(command, file, NULL, lines, room);
}

/* (A return address is behind the call.) */
size_t crash_lines_at_look(const struct crash *crash, int look,
                           const char *file, int *lines, size_t room)
{
    const struct crash_stack *stack = &crash->stacks[look];
    const char *asked = NULL;
    size_t count = 0;
    for (int i = 0; i < stack->depth && count == 0; i++) {
        Dl_info info;
        if (!dladdr(stack->addresses[i], &info) || !info.dli_fname ||
            strstr(info.dli_fname, "/lib") == info.dli_fname ||
            strstr(info.dli_fname, "/usr/lib") == info.dli_fname ||
            (asked && strcmp(asked, info.dli_fname) == 0))
            continue;
        asked = info.dli_fname;
        count = ask_about(stack, asked, file, lines, room);
    }
    return count;
}

struct crash_lines crash_lines_in(const struct crash *crash, const char *file)
{
    int lines[2] = {0, 0};
    crash_lines_at_look(crash, 0, file, lines, 2);
    return (struct crash_lines){lines[0], lines[1]};
}
