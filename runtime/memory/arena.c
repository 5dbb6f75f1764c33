/* arena.c - pieces of memory that go when nobody sees them any more.
 *
 *      area     64 chunks; the first ones hold its head
 *      chunk    1 KiB, filled from the front: 64 grains of 16 bytes
 *      piece    what arena_get() gave: some grains
 *
 * A chunk is given back when none of its pieces is seen.  A piece that would
 * not fit into one is a block of its own.
 */
#include "memory/arena.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "memory/array.h"
#include "memory/reach.h"

enum {
    GRAIN = 16,
    GRAINS = 64,                        /* in a chunk */
    CHUNK = GRAIN * GRAINS,
    CHUNKS = 64,                        /* in an area */
    AREA = CHUNK * CHUNKS,
    HEAD = 2,                           /* chunks */
    CROWDED_AT_FIRST = 1 << 20,         /* bytes */
    SEEN_PER_MADE = 8,      /* bytes looked at for each byte that was made */
};

_Static_assert((int)AREA == (int)WINDOW, "an area is skipped as a whole");

struct area {
    uint64_t taken;                     /* a bit for each chunk */
    uint64_t starts[CHUNKS];            /* of pieces: a bit for each grain */
    uint64_t seen[CHUNKS];              /* the same, of those that are seen */
    uint8_t used[CHUNKS];               /* grains */
};

_Static_assert(sizeof(struct area) <= HEAD * CHUNK, "the head is too large");

/* An area, or a large piece. */
struct block {
    char *start;
    size_t size;
    bool is_area, seen;
};

struct arena {
    struct block *blocks;               /* by their addresses, in windows of */
    size_t count, windows;              /* their own: this list sees nobody */
    size_t full;                        /* areas before this have no room */
    struct area *area;                  /* whose chunk is being filled: */
    unsigned chunk;                     /* this one */
    size_t made, limit;                 /* bytes, since the last look */
};

static _Thread_local struct arena arena, retired;

/* --- blocks -------------------------------------------------------------- */

static uintptr_t start_of(const struct block *block)
{
    return (uintptr_t)block->start;
}

static struct area *area_of(const struct block *block)
{
    return block->is_area ? (struct area *)start_of(block) : NULL;
}

/* The index of the first block that begins behind this address. */
static size_t blocks_behind(uintptr_t address)
{
    size_t low = 0, high = arena.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (start_of(&arena.blocks[middle]) > address)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static struct block *block_at(uintptr_t address)
{
    size_t i = blocks_behind(address);
    struct block *block = i > 0 ? &arena.blocks[i - 1] : NULL;
    return block && address - start_of(block) < block->size ? block : NULL;
}

/* Room in the list for one more.  False without memory. */
static bool list_has_room(void)
{
    size_t windows = arena.windows ? arena.windows * 2 : 1;
    if (arena.count < arena.windows * WINDOW / sizeof *arena.blocks)
        return true;
    struct block *blocks = aligned_alloc(WINDOW, windows * WINDOW);
    if (!blocks)
        return false;
    if (arena.count > 0)
        memcpy(blocks, arena.blocks, arena.count * sizeof *blocks);
    free(arena.blocks);
    arena.blocks = blocks;
    arena.windows = windows;
    return true;
}

/* NULL without memory. */
static void *block_new(size_t size, bool is_area)
{
    char *start = !list_has_room() ? NULL
                : is_area          ? aligned_alloc(AREA, AREA)
                                   : malloc(size);
    if (!start)
        return NULL;
    size_t at = blocks_behind((uintptr_t)start);
    memmove(&arena.blocks[at + 1], &arena.blocks[at],
            (arena.count++ - at) * sizeof *arena.blocks);
    arena.blocks[at] = (struct block){
        .start = start, .size = size, .is_area = is_area};
    return start;
}

/* --- room ---------------------------------------------------------------- */

static const uint64_t head_taken = ((uint64_t)1 << HEAD) - 1;

static bool bit(uint64_t bits, unsigned which)
{
    return bits >> which & 1;
}

/* An area with a free chunk, a new one if need be.  NULL without memory. */
static struct area *area_with_room(void)
{
    for (; arena.full < arena.count; arena.full++) {
        struct area *area = area_of(&arena.blocks[arena.full]);
        if (area && area->taken != UINT64_MAX)
            return area;
    }
    struct area *area = block_new(AREA, true);
    if (area)
        area->taken = head_taken;
    return area;
}

static bool begin_chunk(void)
{
    struct area *area = arena.area;
    if (!area || area->taken == UINT64_MAX)
        area = area_with_room();
    if (!area)
        return false;
    unsigned chunk = HEAD;
    while (bit(area->taken, chunk))
        chunk++;
    area->taken |= (uint64_t)1 << chunk;
    area->starts[chunk] = area->seen[chunk] = 0;
    area->used[chunk] = 0;
    arena.area = area;
    arena.chunk = chunk;
    return true;
}

static void *get_grains(unsigned grains)
{
    if ((!arena.area || arena.area->used[arena.chunk] + grains > GRAINS) &&
        !begin_chunk())
        return NULL;
    unsigned first = arena.area->used[arena.chunk];
    arena.area->starts[arena.chunk] |= (uint64_t)1 << first;
    arena.area->used[arena.chunk] = (uint8_t)(first + grains);
    char *piece = (char *)arena.area + arena.chunk * CHUNK + first * GRAIN;
    return memset(piece, 0, grains * GRAIN);    /* no pointer of others' */
}

static bool is_crowded(void)
{
    return arena.made > (arena.limit ? arena.limit : CROWDED_AT_FIRST);
}

void *arena_get(size_t size)
{
    arena.made += size;
    if (is_crowded())
        arena_collect();
    if (size > CHUNK)
        return block_new(size, false);
    return get_grains(size ? (unsigned)((size + GRAIN - 1) / GRAIN) : 1);
}

/* --- who is seen ---------------------------------------------------------
 *
 * A piece that is seen shows what it points at itself: an error its message
 * and its traceback.  Those are noted, and looked at in their turn.
 */
struct piece {
    const uintptr_t *words;
    size_t count;
};

static _Thread_local struct {
    struct piece *noted;
    size_t count, room;
    bool no_memory;
} look;

static void note(const void *start, const void *end)
{
    struct piece *noted = array_with_room(look.noted, &look.room, look.count,
                                          sizeof *noted);
    if (!noted) {
        look.no_memory = true;
        return;
    }
    look.noted = noted;
    look.noted[look.count++] = (struct piece){
        start, (size_t)((const char *)end - (const char *)start) /
               sizeof(uintptr_t)};
}

static void see_piece(struct area *area, unsigned chunk, unsigned grain)
{
    unsigned end = grain + 1;
    while (end < area->used[chunk] && !bit(area->starts[chunk], end))
        end++;
    area->seen[chunk] |= (uint64_t)1 << grain;
    char *start = (char *)area + chunk * CHUNK;
    note(start + grain * GRAIN, start + end * GRAIN);
}

static void see_in_area(struct area *area, size_t offset)
{
    unsigned chunk = (unsigned)(offset / CHUNK);
    unsigned grain = (unsigned)(offset % CHUNK / GRAIN);
    if (chunk < HEAD || !bit(area->taken, chunk) || grain >= area->used[chunk])
        return;
    while (!bit(area->starts[chunk], grain))
        grain--;                /* the first grain of a chunk starts a piece */
    if (!bit(area->seen[chunk], grain))
        see_piece(area, chunk, grain);
}

static void see_words(const uintptr_t *words, size_t count)
{
    if (arena.count == 0)
        return;
    const struct block *last = &arena.blocks[arena.count - 1];
    uintptr_t low = start_of(&arena.blocks[0]);
    uintptr_t range = start_of(last) + last->size - low;
    for (size_t i = 0; i < count; i++) {
        struct block *block = words[i] - low < range ? block_at(words[i])
                                                     : NULL;
        if (block && block->is_area)
            see_in_area(area_of(block), words[i] - start_of(block));
        else if (block)
            block->seen = true; /* the program's memory, and shown as such */
    }
}

/* What is kept there belongs to the arena, and is looked at another way, or is
 * nobody who sees. */
static bool is_ours(const void *window)
{
    uintptr_t in_list = (uintptr_t)window - (uintptr_t)arena.blocks;
    const struct block *block = block_at((uintptr_t)window);
    return in_list < arena.windows * WINDOW || (block && block->is_area);
}

/* False: nobody knows. */
static bool look_at_all(size_t *shown)
{
    static const struct onlooker onlooker = {.skip = is_ours,
                                             .see = see_words};
    look.no_memory = false;
    bool complete = reach(&onlooker, shown);
    while (look.count > 0) {
        struct piece piece = look.noted[--look.count];
        see_words(piece.words, piece.count);
    }
    free(look.noted);
    look.noted = NULL;
    look.room = 0;
    return complete && !look.no_memory;
}

/* --- giving back --------------------------------------------------------- */

/* Which chunks of the area hold a piece that is seen. */
static uint64_t chunks_seen(const struct area *area)
{
    uint64_t seen = head_taken;
    for (unsigned i = HEAD; i < CHUNKS; i++)
        if (bit(area->taken, i) && area->seen[i])
            seen |= (uint64_t)1 << i;
    return seen;
}

/* Forget what was seen for the next time; is the block still needed?  Some
 * areas without a piece are: the next texts come soon. */
static bool keep_block(struct block *block, bool all, unsigned *spare)
{
    struct area *area = area_of(block);
    bool seen = block->seen;
    block->seen = false;
    if (!area)
        return seen || all;
    if (!all)
        area->taken = chunks_seen(area);
    memset(area->seen, 0, sizeof area->seen);
    return area->taken != head_taken || (*spare > 0 && (*spare)--);
}

static void give_back(bool nothing)
{
    size_t kept = 0;
    unsigned spare = CROWDED_AT_FIRST / AREA;
    for (size_t i = 0; i < arena.count; i++) {
        if (keep_block(&arena.blocks[i], nothing, &spare))
            arena.blocks[kept++] = arena.blocks[i];
        else
            free(arena.blocks[i].start);
    }
    arena.count = kept;
    arena.full = 0;
    if (!nothing)
        arena.area = NULL;
}

bool arena_collect(void)
{
    int error = errno;          /* it may be on its way into a message */
    size_t shown;
    bool known = look_at_all(&shown);
    give_back(!known);
    arena.made = 0;
    arena.limit = shown / SEEN_PER_MADE > CROWDED_AT_FIRST
                ? shown / SEEN_PER_MADE
                : CROWDED_AT_FIRST;
    if (!known)
        arena.limit *= 16;      /* it may be so for ever: do not ask often */
    errno = error;
    return known;
}

size_t arena_size(void)
{
    size_t size = 0;
    for (size_t i = 0; i < arena.count; i++)
        size += arena.blocks[i].size;
    return size;
}

/* --- the end ------------------------------------------------------------- */

static void free_all(struct arena *which)
{
    for (size_t i = 0; i < which->count; i++)
        free(which->blocks[i].start);
    free(which->blocks);
    *which = (struct arena){0};
}

void arena_retire(void)
{
    free_all(&retired);
    retired = arena;
    arena = (struct arena){0};
}

void arena_close(void)
{
    free_all(&retired);
    free_all(&arena);
}

/* Never given back, and never read: they stand here for those who look for
 * leaks. */
static volatile struct arena parents[2];

void arena_leave_to_parent(void)
{
    parents[0] = retired;
    parents[1] = arena;
    retired = arena = (struct arena){0};
}
