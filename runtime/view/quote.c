/* quote.c - texts as JSON and HTML have them. */
#include "view/quote.h"

#include "io/utf8.h"

/* The bytes of the character here, which ends before so many bytes; 0: it is
 * none. */
static size_t character_at(const char *text, size_t room)
{
    size_t length = utf8_length(text);
    return length <= room ? length : 0;
}

void quote_json(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0, size; i < length; i += size > 0 ? size : 1) {
        unsigned char first = (unsigned char)text[i];
        size = character_at(text + i, length - i);
        if (size == 0)
            fputs("\\ufffd", out);
        else if (first < ' ' || first == 127 || first == '<')
            fprintf(out, "\\u%04x", first);
        else if (first == '"' || first == '\\')
            fprintf(out, "\\%c", first);
        else
            fwrite(text + i, 1, size, out);
    }
}

void quote_html(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0, size; i < length; i += size > 0 ? size : 1) {
        size = character_at(text + i, length - i);
        if (size == 0 || text[i] == '\0')
            fputs("&#xFFFD;", out);
        else if (text[i] == '&')
            fputs("&amp;", out);
        else if (text[i] == '<')
            fputs("&lt;", out);
        else if (text[i] == '"')
            fputs("&quot;", out);
        else
            fwrite(text + i, 1, size, out);
    }
}
