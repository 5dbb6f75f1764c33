/* arena.c - pieces of memory that go when nobody sees them any more.
 *
 *      area     64 chunks; the first ones hold its head
 *      chunk    1 KiB, filled from the front: 64 grains of 16 bytes
 *      piece    what arena_get() gave: some grains
 *
 * A chunk is given back when none of its pieces is seen.  A piece that would
 * not fit into one is large: it has a head and a malloc() of its own.
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
    SEEN_PER_MADE = 4,      /* bytes looked at for each byte that was made */
};

_Static_assert((int)AREA == (int)WINDOW, "an area is skipped as a whole");

/* The head of an area, or of a large piece.  Who points at a head sees no
 * piece: so the links do not count. */
struct block {
    _Alignas(GRAIN) struct block *next;
    size_t size;                        /* with the head */
    bool is_area;
    bool seen;                          /* a large piece */
};

struct area {
    struct block block;
    uint64_t starts[CHUNKS];            /* of pieces: a bit for each grain */
    uint64_t seen[CHUNKS];              /* the same, of those that are seen */
};

_Static_assert(sizeof(struct area) <= HEAD * CHUNK, "the head is too large");

struct arena {
    struct block *blocks;
    size_t count;
    struct block *next;                 /* where to look for an area to fill */
    struct area *area;                  /* which is being filled, */
    unsigned chunk, grain;              /* from here on */
    size_t made, limit;                 /* bytes, since the last look */
};

static _Thread_local struct arena arena, retired;

/* --- room ---------------------------------------------------------------- */

/* NULL without memory. */
static struct block *block_new(size_t size, bool is_area)
{
    struct block *block = is_area ? aligned_alloc(AREA, AREA) : malloc(size);
    if (!block)
        return NULL;
    *block = (struct block){
        .next = arena.blocks, .size = size, .is_area = is_area};
    arena.blocks = block;
    arena.count++;
    return block;
}

static struct area *area_new(void)
{
    struct area *area = (struct area *)block_new(AREA, true);
    if (area)
        *area = (struct area){.block = area->block};
    return area;
}

/* One that was there at the latest look, or a new one. */
static struct area *area_to_fill(void)
{
    struct block *block = arena.next;
    while (block && !block->is_area)
        block = block->next;
    arena.next = block ? block->next : NULL;
    return block ? (struct area *)block : area_new();
}

/* Go on to an empty chunk.  False without memory. */
static bool begin_chunk(void)
{
    do {
        if (!arena.area || ++arena.chunk == CHUNKS) {
            arena.area = area_to_fill();
            arena.chunk = HEAD;
        }
        if (!arena.area)
            return false;
    } while (arena.area->starts[arena.chunk]);
    arena.grain = 0;
    memset((char *)arena.area + arena.chunk * CHUNK, 0, CHUNK);
    return true;                /* no pointer of others' is in it */
}

static void *get_grains(unsigned grains)
{
    if ((!arena.area || arena.grain + grains > GRAINS) && !begin_chunk())
        return NULL;
    unsigned first = arena.grain;
    arena.grain += grains;
    arena.area->starts[arena.chunk] |= (uint64_t)1 << first;
    return (char *)arena.area + arena.chunk * CHUNK + first * GRAIN;
}

void *arena_get(size_t size)
{
    arena.made += size;
    if (arena.made > CROWDED_AT_FIRST && arena.made > arena.limit)
        arena_collect();
    if (size <= CHUNK)
        return get_grains(size ? (unsigned)((size + GRAIN - 1) / GRAIN) : 1);
    struct block *large = block_new(sizeof *large + size, false);
    return large ? large + 1 : NULL;
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

static _Thread_local struct look {
    struct block **blocks;              /* all of them, by their addresses */
    uintptr_t low, range;               /* where these are */
    struct piece *noted;
    size_t count, room;
    bool no_memory;
} look;

static int by_address(const void *a, const void *b)
{
    uintptr_t first = (uintptr_t)*(struct block *const *)a;
    uintptr_t second = (uintptr_t)*(struct block *const *)b;
    return (first > second) - (first < second);
}

/* Nobody has been seen yet.  False without memory. */
static bool begin_look(void)
{
    size_t count = 0;
    look = (struct look){
        .blocks = malloc((arena.count + 1) * sizeof(struct block *))};
    if (!look.blocks)
        return false;
    for (struct block *block = arena.blocks; block; block = block->next) {
        look.blocks[count++] = block;
        block->seen = false;
        if (block->is_area)
            memset(((struct area *)block)->seen, 0, CHUNKS * sizeof(uint64_t));
    }
    qsort(look.blocks, count, sizeof *look.blocks, by_address);
    if (count > 0) {
        const struct block *last = look.blocks[count - 1];
        look.low = (uintptr_t)look.blocks[0];
        look.range = (uintptr_t)last + last->size - look.low;
    }
    return true;
}

static struct block *block_at(uintptr_t address)
{
    size_t low = 0, high = arena.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((uintptr_t)look.blocks[middle] > address)
            high = middle;
        else
            low = middle + 1;
    }
    struct block *block = low > 0 ? look.blocks[low - 1] : NULL;
    return block && address - (uintptr_t)block < block->size ? block : NULL;
}

static void note(const void *start, size_t size)
{
    struct piece *noted = array_with_room(look.noted, &look.room, look.count,
                                          sizeof *noted);
    if (!noted) {
        look.no_memory = true;
        return;
    }
    look.noted = noted;
    look.noted[look.count++] = (struct piece){start, size / sizeof(uintptr_t)};
}

static bool bit(uint64_t bits, unsigned which)
{
    return bits >> which & 1;
}

static void see_in_area(struct area *area, size_t offset)
{
    size_t chunk = offset / CHUNK;
    unsigned first = offset % CHUNK / GRAIN, end = first + 1;
    uint64_t starts = area->starts[chunk];
    while (first > 0 && !bit(starts, first))
        first--;
    if (!bit(starts, first) || bit(area->seen[chunk], first))
        return;                 /* no piece is there, or it is known */
    while (end < GRAINS && !bit(starts, end))
        end++;
    area->seen[chunk] |= (uint64_t)1 << first;
    note((char *)area + chunk * CHUNK + first * GRAIN, (end - first) * GRAIN);
}

static void see_words(const uintptr_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct block *block = words[i] - look.low < look.range
                            ? block_at(words[i]) : NULL;
        size_t offset = words[i] - (uintptr_t)block;
        if (block && block->is_area)
            see_in_area((struct area *)block, offset);
        else if (block && offset >= sizeof *block)
            block->seen = true; /* the program's memory, and shown as such */
    }
}

/* What is in an area is looked at another way. */
static bool is_area(const void *window)
{
    const struct block *block = block_at((uintptr_t)window);
    return block && block->is_area;
}

/* False: nobody knows. */
static bool look_at_all(size_t *shown)
{
    bool complete = begin_look() && reach(is_area, see_words, shown);
    while (look.count > 0) {
        struct piece piece = look.noted[--look.count];
        see_words(piece.words, piece.count);
    }
    free(look.noted);
    free(look.blocks);
    return complete && !look.no_memory;
}

/* --- giving back --------------------------------------------------------- */

/* Some areas without a piece are: the next texts come soon. */
static bool is_needed(struct block *block, unsigned *spare)
{
    struct area *area = (struct area *)block;
    bool any = false;
    if (!block->is_area)
        return block->seen;
    for (int i = HEAD; i < CHUNKS; i++) {
        if (area->seen[i])
            any = true;
        else
            area->starts[i] = 0;
    }
    return any || (*spare > 0 && (*spare)--);
}

static void give_back(void)
{
    unsigned spare = CROWDED_AT_FIRST / AREA;
    for (struct block **link = &arena.blocks; *link;) {
        struct block *block = *link;
        if (is_needed(block, &spare)) {
            link = &block->next;
            continue;
        }
        *link = block->next;
        free(block);
        arena.count--;
    }
}

bool arena_collect(void)
{
    int error = errno;          /* it may be on its way into a message */
    size_t shown = 0;
    bool known = look_at_all(&shown);
    if (known)
        give_back();
    arena.made = 0;
    arena.limit = known ? shown / SEEN_PER_MADE
                        : 16 * CROWDED_AT_FIRST;    /* perhaps for ever */
    arena.area = NULL;
    arena.next = arena.blocks;
    errno = error;
    return known;
}

size_t arena_size(void)
{
    size_t size = 0;
    for (struct block *block = arena.blocks; block; block = block->next)
        size += block->size;
    return size;
}

/* --- the end ------------------------------------------------------------- */

static void free_all(struct arena *which)
{
    while (which->blocks) {
        struct block *next = which->blocks->next;
        free(which->blocks);
        which->blocks = next;
    }
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
