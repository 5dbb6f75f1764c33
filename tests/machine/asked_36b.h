/* asked_36b.h - what the scenes of exercise 36b shall print: see scene.h. */

SCENE(heap_order, "a thousand sleepers",
    "in the order of their deadlines",
    "[  5.0s] 1009 have woken\n"
    "[  5.0s] in the order of their deadlines, equal ones in the order "
    "in which they were set\n")

SCENE(heap_equal, "seven deadlines for a thousand",
    "equal ones in the order in which they were set",
    "[  5.0s] 1009 have woken\n"
    "[  5.0s] in the order of their deadlines, equal ones in the order "
    "in which they were set\n")

SCENE(heap_removed, "two of three are cancelled",
    "the others wake in order",
    "[  5.0s] 337 have woken\n"
    "[  5.0s] in the order of their deadlines, equal ones in the order "
    "in which they were set\n")

SCENE(heap_many, "twenty thousand sleepers",
    "at most 2,000,000 comparisons",
    "[1000.0s] 20000 have woken\n")

SCENE(heap_cancelled, "twenty thousand, nearly all cancelled",
    "each is found by its slot",
    "[1000.5s] 20 have woken\n")
