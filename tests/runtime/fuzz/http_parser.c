/* fuzz/http_parser.c - the property to be attacked: whatever the bytes, and
 * whatever the pieces they come in, the parser makes the same of them.
 *
 * libFuzzer calls LLVMFuzzerTestOneInput() with bytes of its invention (make
 * fuzz); the sanitizers built in watch over memory meanwhile.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../http_transcript.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

enum { TEXT = 1 << 16 };

static char at_once[TEXT], in_pieces[TEXT];

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static const size_t pieces[] = {1, 2, 7};
    http_transcript(bytes, count, count + 1, at_once, TEXT);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        http_transcript(bytes, count, pieces[i], in_pieces, TEXT);
        if (strcmp(at_once, in_pieces) == 0)
            continue;
        fprintf(stderr, "at once:\n%s\nin pieces of %zu:\n%s\n", at_once,
                pieces[i], in_pieces);
        abort();
    }
    return 0;
}
