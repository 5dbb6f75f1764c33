/* wants: known mistake: computes-on-the-loop; 3 photographs; With "loop", nobody else could run for 4.0 s */
extern const char *const choice[8];     /* the check reads it */

const char *const choice[8] = {
    /* 1. Ask 50 web services; the library is awaited: 0.2 s each. */
    "loop",
    /* 2. 50 queries, by a database driver that blocks: 0.2 s each. */
    "threads",
    /* 3. Make 8 photographs small: 0.5 s of computing each. */
    "loop",
    /* 4. Look up 50 prices in a table in memory: next to nothing. */
    "plain",
    /* 5. A chat with 200 clients, silent for 10 s; the library is awaited. */
    "loop",
    /* 6. Train one model for 5 s, while a server answers. */
    "processes",
    /* 7. Convert 8 films, 0.5 s of computing each, by a library that crashes on
     *    one of them; the other seven are wanted. */
    "processes",
    /* 8. A script that reads one file, 0.3 s; there is nobody else. */
    "plain",
};
