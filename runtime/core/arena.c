/* arena.c - pieces of memory that go when nobody sees them any more.
 *
 *      area     64 chunks; the first ones hold its head
 *      chunk    1 KiB, filled from the front: 64 grains of 16 bytes
 *      piece    what arena_get() gave: some grains, or a run of chunks
 *
 * A chunk is given back when none of its pieces is seen.  A piece that would
 * not fit into an area is a block of its own.
 */
#include "core/arena.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/reach.h"

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
    uint8_t first[CHUNKS];              /* chunk of a run that goes on here */
};

_Static_assert(sizeof(struct area) <= HEAD * CHUNK, "the head is too large");

/* An area, or a large piece.  Its address is written down in disguise: this
 * list is looked through like all memory, and is nobody who sees a piece. */
struct block {
    uintptr_t disguised;
    size_t size;
    bool is_area, seen;
};

struct arena {
    struct block *blocks;               /* by their addresses */
    size_t count, room;
    size_t full;                        /* areas before this have no room */
    struct area *area;                  /* whose chunk is being filled: */
    unsigned chunk;                     /* this one */
    size_t made, limit;                 /* bytes, since the last look */
};

static _Thread_local struct arena arena, retired;

/* --- blocks -------------------------------------------------------------- */

static uintptr_t start_of(const struct block *block)
{
    return ~block->disguised;
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

/* NULL without memory. */
static void *block_new(size_t size, bool is_area)
{
    struct block *blocks = array_with_room(arena.blocks, &arena.room,
                                           arena.count, sizeof *blocks);
    if (blocks)
        arena.blocks = blocks;
    void *start = !blocks ? NULL
                : is_area ? aligned_alloc(AREA, AREA)
                          : malloc(size);
    if (!start)
        return NULL;
    size_t at = blocks_behind((uintptr_t)start);
    memmove(&blocks[at + 1], &blocks[at],
            (arena.count++ - at) * sizeof *blocks);
    blocks[at] = (struct block){
        .disguised = ~(uintptr_t)start, .size = size, .is_area = is_area};
    return start;
}

/* --- room ---------------------------------------------------------------- */

static uint64_t bits(unsigned count, unsigned first)
{
    uint64_t all = count < 64 ? ((uint64_t)1 << count) - 1 : UINT64_MAX;
    return all << first;
}

/* Take so many free chunks in a row: the first of them, CHUNKS if there is
 * none. */
static unsigned take_chunks(struct area *area, unsigned count)
{
    for (unsigned first = HEAD; first + count <= CHUNKS; first++) {
        if (area->taken & bits(count, first))
            continue;
        area->taken |= bits(count, first);
        for (unsigned i = first; i < first + count; i++) {
            area->starts[i] = area->seen[i] = 0;
            area->used[i] = 0;
            area->first[i] = (uint8_t)first;
        }
        return first;
    }
    return CHUNKS;
}

static bool has_room(const struct area *area)
{
    return area && area->taken != UINT64_MAX;
}

/* The same in any area, in a new one if need be.  NULL without memory. */
static struct area *find_chunks(unsigned count, unsigned *chunk)
{
    struct area *area = arena.area;
    if (has_room(area) && (*chunk = take_chunks(area, count)) < CHUNKS)
        return area;
    while (arena.full < arena.count &&
           !has_room(area_of(&arena.blocks[arena.full])))
        arena.full++;
    for (size_t i = arena.full; i < arena.count; i++) {
        area = area_of(&arena.blocks[i]);
        if (has_room(area) && (*chunk = take_chunks(area, count)) < CHUNKS)
            return area;
    }
    area = block_new(AREA, true);
    if (!area)
        return NULL;
    area->taken = bits(HEAD, 0);
    *chunk = take_chunks(area, count);
    return area;
}

static void *place(struct area *area, unsigned chunk)
{
    unsigned grain = area->used[chunk];
    area->starts[chunk] |= (uint64_t)1 << grain;
    return (char *)area + chunk * CHUNK + grain * GRAIN;
}

static void *get_small(unsigned grains)
{
    if (!arena.area || arena.area->used[arena.chunk] + grains > GRAINS) {
        unsigned chunk;
        struct area *area = find_chunks(1, &chunk);
        if (!area)
            return NULL;
        arena.area = area;
        arena.chunk = chunk;
    }
    void *piece = place(arena.area, arena.chunk);
    arena.area->used[arena.chunk] =
        (uint8_t)(arena.area->used[arena.chunk] + grains);
    return piece;
}

static void *get_run(unsigned chunks)
{
    unsigned chunk;
    struct area *area = find_chunks(chunks, &chunk);
    if (!area)
        return NULL;
    void *piece = place(area, chunk);
    for (unsigned i = chunk; i < chunk + chunks; i++)
        area->used[i] = GRAINS;
    return piece;
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
    if (size <= CHUNK)
        return get_small(size ? (unsigned)((size + GRAIN - 1) / GRAIN) : 1);
    if (size <= (CHUNKS - HEAD) * CHUNK)
        return get_run((unsigned)((size + CHUNK - 1) / CHUNK));
    return block_new(size, false);
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
    area->seen[chunk] |= (uint64_t)1 << grain;
    char *start = (char *)area + chunk * CHUNK;
    unsigned end = grain + 1;
    while (end < area->used[chunk] && !(area->starts[chunk] >> end & 1))
        end++;
    while (end == GRAINS && chunk + 1 < CHUNKS &&
           area->first[chunk + 1] == area->first[chunk] &&
           area->taken >> (chunk + 1) & 1)
        chunk++;                /* a run: to the end of its last chunk */
    note(start + grain * GRAIN,
         end == GRAINS ? (char *)area + (chunk + 1) * CHUNK
                       : start + end * GRAIN);
}

static void see_in_area(struct area *area, size_t offset)
{
    unsigned chunk = (unsigned)(offset / CHUNK);
    unsigned grain = (unsigned)(offset % CHUNK / GRAIN);
    if (chunk < HEAD || !(area->taken >> chunk & 1))
        return;
    if (area->first[chunk] != chunk) {
        chunk = area->first[chunk];
        grain = 0;
    }
    if (grain >= area->used[chunk])
        return;
    while (!(area->starts[chunk] >> grain & 1))
        grain--;                /* the first grain of a chunk starts a piece */
    if (!(area->seen[chunk] >> grain & 1))
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

static bool is_area(const void *window)
{
    const struct block *block = block_at((uintptr_t)window);
    return block && block->is_area;
}

/* False: nobody knows. */
static bool look_at_all(size_t *shown)
{
    static const struct onlooker onlooker = {.skip = is_area,
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
static uint64_t chunks_seen(struct area *area)
{
    uint64_t seen = bits(HEAD, 0);
    for (unsigned i = HEAD; i < CHUNKS; i++)
        if (area->taken >> i & 1 && area->seen[area->first[i]])
            seen |= (uint64_t)1 << i;
    memset(area->seen, 0, sizeof area->seen);
    return seen;
}

static bool keep_block(struct block *block, bool all)
{
    struct area *area = area_of(block);
    bool seen = block->seen;
    block->seen = false;
    if (!area)
        return seen || all;
    uint64_t chunks = chunks_seen(area);
    if (!all)
        area->taken = chunks;
    return area->taken != bits(HEAD, 0);
}

static void give_back(bool nothing)
{
    size_t kept = 0;
    for (size_t i = 0; i < arena.count; i++) {
        if (keep_block(&arena.blocks[i], nothing))
            arena.blocks[kept++] = arena.blocks[i];
        else
            free((void *)start_of(&arena.blocks[i]));
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
        free((void *)start_of(&which->blocks[i]));
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

/* Never given back; somewhere they must stand, for those who look for leaks. */
static struct arena parents[2];

void arena_leave_to_parent(void)
{
    parents[0] = retired;
    parents[1] = arena;
    retired = arena = (struct arena){0};
}
