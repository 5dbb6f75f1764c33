/* The list of twins.  Before including it, define TWIN_LISTED(name). */

/* wait_for.c */
TWIN_LISTED(074_wait_for_timeout)
