/* faults.h - make the n-th allocation, or the n-th system call, fail.
 *
 * The runtime's calls go through the functions below, which count, and refuse one
 * on demand: those of files that are compiled once more with this file included
 * first, and of the others by their names (faulty.sh).
 */
#ifndef HANDLOOP_FAULTS_H
#define HANDLOOP_FAULTS_H

#define _XOPEN_SOURCE 700       /* as in recording.c, which comes after this */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "memory/block_pool.h"

/* The calls that make something, and select(). */
enum refused { NOTHING, PIPE, SELECT, SOCKETPAIR, FORK, THREAD };

/* Threads of a pool count, too. */
struct faults {
    atomic_bool for_good;       /* all behind the n-th fail as well */
    atomic_int fail_allocation; /* the n-th from here on; 0: none */
    atomic_int fail_block;      /* the n-th block of a pool: a frame, a task;
                                   0: none */
    atomic_int fail_call;       /* the n-th system call that makes something,
                                   or select(); 0: none */
    atomic_int fail_transfer;   /* the n-th read(), write(), accept() or
                                   fcntl() of a socket; 0: none */
    bool no_workers;            /* no thread and no process can be made */
    int call_error;             /* what errno says then */
    int selects;                /* calls of select() */
    atomic_int failed;          /* how many did fail */
    _Atomic enum refused refused;   /* the system call that did */
    atomic_int live;            /* allocations that were not freed */
};

extern struct faults faults;

void *faulty_malloc(size_t size);
void *faulty_calloc(size_t count, size_t size);
void *faulty_aligned_alloc(size_t alignment, size_t size);
void *faulty_realloc(void *old, size_t size);
void faulty_free(void *block);
void *faulty_pool_get(struct block_pool *pool, size_t block);
int faulty_pipe(int ends[2]);
int faulty_select(int count, fd_set *read, fd_set *write, fd_set *except,
                  struct timeval *timeout);
ssize_t faulty_read(int fd, void *buffer, size_t size);
ssize_t faulty_write(int fd, const void *data, size_t size);
int faulty_accept(int fd, struct sockaddr *address, socklen_t *size);
int faulty_fcntl(int fd, int command, int argument);
int faulty_socketpair(int domain, int type, int protocol, int ends[2]);
pid_t faulty_fork(void);
int faulty_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*function)(void *), void *arg);

#ifndef FAULTS_ARE_REAL
#define malloc(size) faulty_malloc(size)
#define calloc(count, size) faulty_calloc(count, size)
#define aligned_alloc(alignment, size) faulty_aligned_alloc(alignment, size)
#define realloc(old, size) faulty_realloc(old, size)
#define free(block) faulty_free(block)
#define block_pool_get(pool, block) faulty_pool_get(pool, block)
#define size_pools_get(of, size)                                             \
    faulty_pool_get(&(of)->pools[block_class(size)],                         \
                    block_size(block_class(size)))
#define pipe(ends) faulty_pipe(ends)
#define select(count, read, write, except, timeout)                          \
    faulty_select(count, read, write, except, timeout)
#define read(fd, buffer, size) faulty_read(fd, buffer, size)
#define write(fd, data, size) faulty_write(fd, data, size)
#define accept(fd, address, size) faulty_accept(fd, address, size)
#define FAULTY_FCNTL(fd, command, argument, ...)                             \
    faulty_fcntl(fd, command, argument)
#define fcntl(...) FAULTY_FCNTL(__VA_ARGS__, 0, )
#define socketpair(domain, type, protocol, ends)                             \
    faulty_socketpair(domain, type, protocol, ends)
#define fork() faulty_fork()
#define pthread_create(thread, attributes, function, arg)                    \
    faulty_pthread_create(thread, attributes, function, arg)
#endif

#endif
