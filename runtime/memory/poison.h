/* poison.h - memory that was given back, and that nobody is to look at.
 *
 * Pools hide a use after free from those who would find it.  So a part of a
 * block that was given back is closed to AddressSanitizer, where that takes
 * part; what lessons and exercises link overwrites it (HANDLOOP_OVERWRITE), so
 * that it is visibly wrong.
 */
#ifndef HANDLOOP_MEMORY_POISON_H
#define HANDLOOP_MEMORY_POISON_H

#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#define HANDLOOP_ASAN
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define HANDLOOP_ASAN
#endif
#endif

#ifdef HANDLOOP_ASAN
void __asan_poison_memory_region(const volatile void *start, size_t size);
void __asan_unpoison_memory_region(const volatile void *start, size_t size);
#define poison(start, size) __asan_poison_memory_region(start, size)
#define unpoison(start, size) __asan_unpoison_memory_region(start, size)
#elif defined HANDLOOP_OVERWRITE
#define poison(start, size) memset(start, 0xA5, size)
#define unpoison(start, size) ((void)0)
#else
#define poison(start, size) ((void)0)
#define unpoison(start, size) ((void)0)
#endif

#endif
