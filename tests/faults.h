/* faults.h - make the n-th allocation, or the n-th system call, fail.
 *
 * The runtime is compiled once more with this file included first (see
 * faults in the Makefile): its calls go through the functions below, which
 * count, and refuse one on demand.
 */
#ifndef HANDLOOP_FAULTS_H
#define HANDLOOP_FAULTS_H

#define _XOPEN_SOURCE 700       /* as in recording.c, which comes after this */
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

struct faults {
    int fail_allocation;    /* the n-th from here on; 0: none */
    int fail_call;          /* the n-th system call; 0: none */
    int call_error;         /* what errno says then */
    int failed;             /* how many did fail */
    int live;               /* allocations that were not freed */
};

extern struct faults faults;

void *faulty_malloc(size_t size);
void *faulty_calloc(size_t count, size_t size);
void *faulty_realloc(void *old, size_t size);
void faulty_free(void *block);
int faulty_pipe(int ends[2]);
int faulty_select(int count, fd_set *read, fd_set *write, fd_set *except,
                  struct timeval *timeout);

#ifndef FAULTS_ARE_REAL
#define malloc(size) faulty_malloc(size)
#define calloc(count, size) faulty_calloc(count, size)
#define realloc(old, size) faulty_realloc(old, size)
#define free(block) faulty_free(block)
#define pipe(ends) faulty_pipe(ends)
#define select(count, read, write, except, timeout)                          \
    faulty_select(count, read, write, except, timeout)
#endif

#endif
