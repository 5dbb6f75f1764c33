/* json_answer.c - a value as the answer to a request. */
#include "web/app_request.h"
#include "web/json.h"

void app_answer_json(struct http_exchange *http, int status,
                     struct value value)
{
    const char *text = json_text(value);
    if (text)
        http_answer(http, status, "application/json", text);
    else
        http_answer(http, 503, "application/json",
                    "{\"detail\":\"no memory\"}");
}
