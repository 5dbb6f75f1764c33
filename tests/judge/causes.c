/* causes.c - what the words of gcc and clang mean, for a learner.  See
 * compiler.h.
 *
 * {m1} is the first piece in brackets of the compiler's words, {s1} of the
 * line, {name}, {line} and {other} are what the proof found.  The order
 * matters only between causes that fit the same message: what is more special
 * stands first.
 */
#include "compiler.h"

#define UNDECLARED                                                           \
    "'[A-Za-z_]+' undeclared|undeclared identifier|unknown type name|"       \
    "implicit declaration|undefined reference|expected|stray|"               \
    "is a pointer|no effect|unused|no member"

#define NO_ASSOCIATION                                                       \
    "_Generic. selector of type '([^']+)'|controlling expression type '([^']+)'"

const struct cause causes[] = {
    /* --- words of other languages --------------------------------------- */
    {.name = "asyncio-in-front",
     .words = UNDECLARED, .stands = " asyncio \\. ([a-z_]+) \\(",
     .says = "Functions have no module in front of them here: asyncio.sleep() "
             "is async_sleep(), the others keep their names. And await is "
             "AWAIT(...).",
     .in_c = "AWAIT(async_sleep(1.0));",
     .in_python = "await asyncio.sleep(1.0)"},
    {.name = "await-in-lower-case",
     .words = UNDECLARED, .stands = " (await|Await) (.*) ;",
     .says = "C has no {s1}. Here it is a macro, in capitals, and what it "
             "waits for stands in brackets.",
     .in_c = "AWAIT({s2});", .in_python = "await ..."},
    {.name = "await-in-lower-case",
     .words = UNDECLARED, .stands = " await ",
     .says = "C has no await. Here it is a macro, in capitals, and what it "
             "waits for stands in brackets; what it gave is awaited(), behind "
             "it.",
     .in_c = "AWAIT(coro(fetch));", .in_python = "await fetch()"},
    {.name = "macro-in-lower-case",
     .words = "'(try_await|Return|raise_error|reraise|begin|end)'",
     .says = "The macros of a coroutine are written in capitals: AWAIT, "
             "TRY_AWAIT, RETURN, RAISE, RERAISE, BEGIN, END. There is no "
             "{m1}."},
    {.name = "try-block",
     .words = UNDECLARED "|label '(try|except|finally)'",
     .stands = " (try|except|catch|finally) ([{:(]|[A-Z])",
     .says = "C has no {s1}. TRY_AWAIT waits and catches whatever fails; then "
             "failure() is its number, or 0.",
     .in_c = "TRY_AWAIT(x);\nif (failure() == ETIMEDOUT)\n    ...",
     .in_python = "try:\n    await x\nexcept TimeoutError:\n    ..."},
    {.name = "raise-in-lower-case",
     .words = "function '(raise)'|argument '__sig'|__sig|" UNDECLARED,
     .stands = " raise (.*) ;",
     .says = "raise is written RAISE(...) here, with the number of the failure "
             "and a text; raise() of C is something else.",
     .in_c = "RAISE(EINVAL, \"why\");\nRERAISE;       /* what was caught */",
     .in_python = "raise ValueError(\"why\")\n"
                  "raise          # what was caught"},
    {.name = "raise-without-number",
     .words = "error_new|to integer conversion|undeclared",
     .stands = " RAISE \\( (\"[^\"]*\"|[A-Za-z]*(Error|Exception)) ",
     .says = "RAISE wants a number of errno.h first, then the text: {s1} is no "
             "such number.",
     .in_c = "RAISE(EINVAL, \"why\");",
     .in_python = "raise ValueError(\"why\")"},
    {.name = "call-in-an-initializer",
     .words = "initializer element is not (a compile-time )?constant",
     .stands = " = (.*) \\(",
     .says = "What is outside of all functions, or static, is set before the "
             "program runs: no function can be called there. Declare it "
             "without a value, and set it in a function.",
     .in_c = "static struct executor *pool;\n...\npool = thread_pool(2);",
     .in_python = "pool = ThreadPoolExecutor(2)   # a line of a module is run"},
    {.name = "f-string",
     .words = UNDECLARED, .stands = " f (\"[^\"]*\")",
     .says = "C has no f-strings. textf() fills in what stands behind the "
             "text: %d is an int, %s a text.",
     .in_c = "textf(\"%d euros\", n)", .in_python = "f\"{n} euros\""},
    {.name = "f-string",
     .words = "too many arguments for format|not used by format string",
     .stands = "(\"[^\"]*\\{[^\"]*\")",
     .says = "{s1}: braces are nothing special here. textf() and printf() fill "
             "in %d for an int and %s for a text.",
     .in_c = "textf(\"%d euros\", n)", .in_python = "f\"{n} euros\""},
    {.name = "elif",
     .words = "elif", .stands = " elif ",
     .says = "C has no elif: it is else if.",
     .in_c = "else if (...)", .in_python = "elif ...:"},
    {.name = "def",
     .words = UNDECLARED, .stands = "^ (async )?def ",
     .says = "A coroutine is written as a struct for what it keeps, and ASYNC "
             "for what it does.",
     .in_c = "struct hello {\n    CORO;\n};\n\nASYNC(hello)\n{\n    BEGIN;\n"
             "    END;\n}",
     .in_python = "async def hello():\n    pass"},
    {.name = "for-in",
     .words = "expected|undeclared|nested functions", .stands = " for .* in ",
     .says = "C counts itself: a for has a start, a condition and a step.",
     .in_c = "for (int i = 0; i < 3; i++)", .in_python = "for i in range(3):"},
    {.name = "number-sign",
     .words = "stray '#'|expected expression|expected",
     .stands = "^.+ (# .*)$",
     .says = "# begins a comment in Python; in C it is // or /* ... */.",
     .in_c = "x = 1;      // one", .in_python = "x = 1       # one"},
    {.name = "colon-for-brace",
     .words = "expected", .stands = " (if|else|while|for) .*: $",
     .says = "A block of C stands in braces; there is no colon behind {s1}.",
     .in_c = "if (n == 0) {\n    ...\n}", .in_python = "if n == 0:\n    ..."},
    {.name = "condition-without-brackets",
     .words = "expected '\\('", .stands = " (if|while) ([^(].*)",
     .says = "The condition of {s1} stands in brackets in C.",
     .in_c = "if (n == 0)", .in_python = "if n == 0:"},
    {.name = "power",
     .words = "unary '\\*'|indirection requires", .stands = " \\* \\* ",
     .says = "C has no **. Multiply, or use pow() of math.h.",
     .in_c = "n * n * n", .in_python = "n ** 3"},
    {.name = "word-of-another-language",
     .words = "'([A-Za-z_]+)' undeclared|undeclared identifier '([A-Za-z_]+)'|"
              "unknown type name '([A-Za-z_]+)'|function '([A-Za-z_]+)'|"
              "before '([a-z]+)'|expected '\\)'|no effect",
     .proves = a_word_of_another_language,
     .says = "C has no \"{name}\". {m1}"},

    /* --- texts ---------------------------------------------------------- */
    {.name = "single-quotes",
     .words = "character constant|multi-character",
     .stands = "'([^']{2,})'",
     .says = "Texts stand in double quotes in C. In single quotes stands one "
             "character: '{s1}' is a number, not a text.",
     .in_c = "\"{s1}\"", .in_python = "'{s1}' or \"{s1}\""},
    {.name = "text-not-ended",
     .words = "missing terminating",
     .says = "A text that begins in this line does not end in it: its last "
             "quote is missing. A new line within a text is written \\n.",
     .in_c = "\"two\\nlines\""},
    {.name = "typographic-quotes",
     .words = "stray '.34[0-9]|character <U\\+20[0-9A-F]+>",
     .says = "There are quotes in this line that a text program has made "
             "pretty. C knows the straight ones only: \"...\"."},
    {.name = "texts-added",
     .words = "invalid operands to binary (\\+ \\(have|expression \\().*char",
     .stands = " (\\+|\\+=) ",
     .says = "C cannot join texts with +. textf() makes a new text of others, "
             "as printf() would print it.",
     .in_c = "textf(\"%s%s\", a, b)", .in_python = "a + b"},
    {.name = "number-added-to-text",
     .words = "adding '[^']*' to a string",
     .says = "+ does not join a text and a number in C; it skips characters. "
             "textf() makes a new text.",
     .in_c = "textf(\"%s%d\", a, n)", .in_python = "a + str(n)"},
    {.name = "texts-compared",
     .words = "comparison (with|against a) string literal",
     .stands = "(==|!=)",
     .says = "{s1} compares where two texts stand in memory, not their "
             "letters. strcmp() compares those, and is 0 when they are equal.",
     .in_c = "if (strcmp(a, \"x\") == 0)", .in_python = "if a == \"x\":"},
    {.name = "array-set",
     .words = "expression with array type|array type '[^']*' is not assignable",
     .says = "An array cannot be set with =: set its elements. A text is "
             "copied into an array of characters; or keep a const char * "
             "instead.",
     .in_c = "snprintf(self->name, sizeof self->name, \"%s\", text);",
     .in_python = "self.name = text"},
    {.name = "value-printed",
     .words = "format .*'struct value'|argument has type 'struct value'",
     .says = "What a coroutine gave is a struct value: as_text() and as_int() "
             "take out what is in it.",
     .in_c = "textf(\"%s\", as_text(awaited()))",
     .in_python = "f\"{result}\""},
    {.name = "int64-printed",
     .words = "format.*int64_t'|argument has type 'int64_t'",
     .says = "as_int() gives an int64_t, and %d wants an int.",
     .in_c = "printf(\"%d\\n\", (int)as_int(x));"},
    {.name = "format-too-few",
     .words = "format '(%[^']*)' expects a matching|more '(%)' conversions",
     .says = "The text asks for more than stands behind it: each %d or %s "
             "wants an argument of its own.",
     .in_c = "textf(\"%s costs %d\", name, price)"},
    {.name = "format-too-many",
     .words = "too many arguments for format|not used by format string",
     .says = "There is more behind the text than it asks for: each argument "
             "wants its %d (an int) or %s (a text) in there.",
     .in_c = "textf(\"%d euros\", n)", .in_python = "f\"{n} euros\""},
    {.name = "format-of-an-error",
     .words = "format .*'struct error \\*'|argument has type 'struct error \\*'",
     .says = "A struct error is no text. What was said of it is its message: "
             "error->message; error_to_text(error) has its name in front.",
     .in_c = "textf(\"%s\", error->message)",
     .in_python = "f\"{error}\"           # makes a text of it by itself"},
    {.name = "format-of-another-type",
     .words = "format '(%[a-z]+)' expects argument of type '([^']*)', but "
              "argument [0-9]+ has type '([^']*)'|format specifies type "
              "'([^']*)' but the argument has type '([^']*)'",
     .says = "The text asks for something else than it gets: %d stands for an "
             "int, %s for a text, %g for a double."},

    /* --- coroutines ----------------------------------------------------- */
    {.name = "end-forgotten", .proves = end_is_missing,
     .says = "The body of {name}, from line {other} on, has no END: BEGIN and "
             "END belong together, like braces.",
     .in_c = "    END;\n}"},
    {.name = "begin-forgotten",
     .words = "case label not within a switch|'case' statement not in switch|"
              "undeclared|expected",
     .proves = begin_is_missing,
     .says = "The body of {name}, from line {other} on, has no BEGIN: that is "
             "where it jumps to the place it had come to.",
     .in_c = "ASYNC({name})\n{\n    BEGIN;"},
    {.name = "asyncs-semicolon",
     .words = "expected identifier or '\\('( before '\\{')?",
     .proves = async_has_semicolon,
     .says = "The ; behind ASYNC({name}) ends it before its body.",
     .in_c = "ASYNC({name})\n{"},
    {.name = "arguments-in-async",
     .stands = "ASYNC \\( ([a-z_0-9]+) ,",
     .says = "ASYNC takes the name only. Arguments of a coroutine are members "
             "of its struct; coro({s1}, .n = 1) sets them, self->n reads them.",
     .in_c = "struct {s1} {\n    CORO;\n    int n;\n};\n\nASYNC({s1})",
     .in_python = "async def {s1}(n):"},
    {.name = "task-without-star",
     .words = "incomplete type|storage size of",
     .stands = " struct task ([a-z_0-9]+) [,;[]",
     .says = "{s1} is to hold what create_task() gives, and that is a pointer: "
             "a * in front of the name.",
     .in_c = "struct task *{s1};",
     .in_python = "{s1} = asyncio.create_task(...)  # a reference, too"},
    {.name = "function-beside-a-coroutine",
     .words = "undefined type 'struct ([a-z_0-9]+)'|incomplete type 'struct "
              "([a-z_0-9]+)'",
     .stands = "async_def \\( ", .proves = coroutine_is_beside,
     .says = "{name}() is a function; async_def() takes a coroutine, and "
             "{name}_async, line {other}, is one. Which of the two is it to "
             "be?",
     .in_c = "async_def({name}_async)    /* or def({name}) */"},
    {.name = "struct-is-a-function",
     .words = "undefined type 'struct ([a-z_0-9]+)'|incomplete type 'struct "
              "([a-z_0-9]+)'",
     .stands = "async_def \\( ", .proves = name_is_a_function,
     .says = "{name}() is a function, in line {other}; async_def() takes a "
             "coroutine. A function goes into def().",
     .in_c = "def({name})", .in_python = "@app.get(...)\ndef {name}():"},
    {.name = "coroutine-below",
     .words = "'([a-z_0-9]+)' undeclared|incomplete type 'struct ([a-z_0-9]+)'|"
              "undefined type 'struct ([a-z_0-9]+)'",
     .proves = struct_is_below,
     .says = "The coroutine {name} stands below, in line {other}: C reads from "
             "top to bottom. Move it up, above the line that uses it.",
     .in_python = "# Python looks for a name when the line runs."},
    {.name = "coroutine-misspelt",
     .words = "undefined type 'struct ([a-z_0-9]+)'|incomplete type 'struct "
              "([a-z_0-9]+)'|'([a-z_0-9]+)' undeclared|undeclared identifier "
              "'([a-z_0-9]+)'",
     .stands = " (coro|async_def) \\( ", .proves = struct_is_misspelt,
     .says = "There is no coroutine {s1} in this file; line {other} has {name}."},
    {.name = "struct-misspelt",
     .words = "undefined type 'struct ([a-z_0-9]+)'|incomplete type 'struct "
              "([a-z_0-9]+)'|'([a-z_0-9]+)' undeclared|undeclared identifier "
              "'([a-z_0-9]+)'",
     .proves = struct_is_misspelt,
     .says = "There is no struct {s1}; line {other} has struct {name}. ASYNC "
             "and coro take that very name.",
     .in_c = "struct {name} {\n    CORO;\n    ...\n};\n\nASYNC({name})"},
    {.name = "struct-missing",
     .words = "undefined type 'struct ([a-z_0-9]+)'|incomplete type 'struct "
              "([a-z_0-9]+)'",
     .stands = "ASYNC \\( ", .proves = struct_is_nowhere,
     .says = "A coroutine has a struct of the same name, above it, for what it "
             "keeps while it waits. There is no struct {name}.",
     .in_c = "struct {name} {\n    CORO;\n};\n\nASYNC({name})"},
    {.name = "coro-missing",
     .words = "no member named 'frame'", .stands = "ASYNC \\( ([a-z_0-9]+) ",
     .says = "CORO is missing in the struct of {s1}: it must be its first "
             "member, for the place it waits at.",
     .in_c = "struct {s1} {\n    CORO;"},
    {.name = "two-awaits-in-a-line",
     .words = "duplicate case",
     .stands = " (AWAIT|TRY_AWAIT|YIELD|LEAVE) .* "
               "(AWAIT|TRY_AWAIT|YIELD|LEAVE) ",
     .says = "Two AWAITs stand in one line, and the line is the name of the "
             "place to come back to. Give each a line of its own."},
    {.name = "case-twice",
     .words = "duplicate case", .stands = " case (.*) :",
     .says = "There is another case {s1} in this switch already."},
    {.name = "await-in-an-expression",
     .words = "expected expression",
     .stands = "(=|\\(|return|,|!) (AWAIT|TRY_AWAIT) (\\( .* \\))",
     .says = "{s2} is a statement, not an expression: it stands in a line of "
             "its own, and what it gave is awaited(), in the next.",
     .in_c = "{s2}(...);\nx = awaited();", .in_python = "x = await ..."},
    {.name = "yield-in-an-expression",
     .words = "expected expression",
     .stands = "(=|\\(|return|,|!) (YIELD) \\(",
     .says = "YIELD is a statement, not an expression: it stands in a line of "
             "its own, and failure(), in the next, says whether it failed.",
     .in_c = "YIELD(x);\nif (failure())"},
    {.name = "brackets-missing",
     .words = "expected|undeclared|no effect|unknown type|macro",
     .stands = " (AWAIT|TRY_AWAIT|YIELD|RETURN|RAISE|RAISE_ERROR|LEAVE) "
               "[^(; ]",
     .says = "{s1} is a macro: what it is about stands in brackets.",
     .in_c = "{s1}(...);"},
    {.name = "outside-a-body",
     .words = "undeclared.*(self|coro_stack)|'(self|coro_stack)' undeclared",
     .stands = " (AWAIT|TRY_AWAIT|RETURN|RAISE|RERAISE|awaited|failure|caught) "
               "",
     .proves = outside_async_body,
     .says = "{s1} stands in a plain function; only the body of a coroutine, "
             "an ASYNC, can wait or end so.",
     .in_python = "# 'await' outside async function"},
    {.name = "self-outside-a-body",
     .words = "undeclared.*self|'self' undeclared", .stands = " self ",
     .proves = outside_async_body,
     .says = "self is there in the body of a coroutine only. Hand a plain "
             "function what it needs as an argument."},
    {.name = "return-in-a-body",
     .words = "'struct coro_step'|'return' with no value|non-void function "
              "'.*_body_'",
     .stands = " return (.*) ?;", .proves = in_an_async_body,
     .says = "A coroutine ends with RETURN, in capitals: return would end this "
             "step only.",
     .in_c = "RETURN(x);", .in_python = "return x"},
    {.name = "return-without-value",
     .words = "expected expression|undeclared",
     .stands = " RETURN (\\( \\)|;)",
     .says = "RETURN wants a value in brackets. To end without one, run into "
             "END, or return none.",
     .in_c = "RETURN(value_none());", .in_python = "return"},
    {.name = "lost-local",
     .words = "'([A-Za-z_0-9]+)' (may be|is) used uninit|variable "
              "'([A-Za-z_0-9]+)' (is|may be) uninit",
     .proves = lost_across_an_await,
     .says = "{name} is a local variable, and in line {other} there is an "
             "await: there the function is left, and its locals are gone. What "
             "is to survive is a member of the struct.",
     .in_c = "struct ... {\n    CORO;\n    {s1};    /* self->{name} */\n};",
     .in_python = "# Python keeps the locals of a coroutine for you."},
    {.name = "set-in-another-call",
     .words = "'([A-Za-z_0-9]+)' (may be|is) used uninit|variable "
              "'([A-Za-z_0-9]+)' (is|may be) uninit",
     .proves = set_elsewhere,
     .says = "{name} is a local variable: each call has a new one, and this "
             "can be reached without passing the place in line {other} where "
             "it is set. What is to be remembered from call to call is a "
             "member of the struct.",
     .in_c = "self->{name}"},
    {.name = "uninitialised",
     .words = "'([A-Za-z_0-9]+)' (may be|is) used uninit|'([A-Za-z_0-9]+)' "
              "(is|may be) uninit",
     .proves = never_set,
     .says = "{m1} is read here, and nobody has set it."},
    {.name = "handler-called",
     .words = "called object '([a-z_0-9]+)'|called object type 'struct "
              "coro_type'|too few arguments",
     .stands = " (def|async_def) \\( ([a-z_0-9]+) \\(",
     .says = "{s1}() wants the name of {s2}, without brackets: it is called "
             "later, at each request.",
     .in_c = "{s1}({s2})"},
    {.name = "coro-in-table",
     .words = "'const char \\*'.* type 'struct coro'",
     .stands = "\\{ \"[A-Z]+\" , \"[^\"]*\" , coro \\( ([a-z_0-9]+)",
     .says = "A row of the table names its handler, which is run at each "
             "request; coro() makes one run of it.",
     .in_c = "async_def({s1})"},
    {.name = "coroutine-called",
     .words = "called object '([a-z_0-9]+)'|called object type 'struct "
              "coro_type'",
     .stands = " coro \\( ([a-z_0-9]+) \\(",
     .says = "coro() takes the name of the coroutine, without brackets, and "
             "then its arguments by their names.",
     .in_c = "coro({s1}, .argument = value)",
     .in_python = "{s1}(argument=value)"},
    {.name = "coroutine-called",
     .words = "called object '([a-z_0-9]+)'|called object type 'struct "
              "coro_type'",
     .stands = " ([a-z_0-9]+) \\(",
     .says = "A coroutine is not called like a function: coro() makes a "
             "coroutine object, with the arguments by their names.",
     .in_c = "coro(name, .argument = value)",
     .in_python = "name(argument=value)       # a coroutine object, too"},
    {.name = "else-of-no-if",
     .words = "'else' without a previous 'if'|expected expression",
     .stands = "^( \\})? else ",
     .says = "This else belongs to no if. Between if (...) and else stands one "
             "statement, or several in braces; and only an if has an else, no "
             "while and no for.",
     .in_c = "if (...) {\n    ...\n} else {"},
    {.name = "coro-without-name",
     .words = "expected", .stands = " coro \\( \\. ([a-z_0-9]+)",
     .says = "coro() takes the name of the coroutine first, then its "
             "arguments.",
     .in_c = "coro(name, .{s1} = ...)", .in_python = "name({s1}=...)"},
    {.name = "coro-of-a-text",
     .words = "expected|declaration of anonymous struct",
     .stands = " coro \\( \"([a-z_0-9]+)\"",
     .says = "coro() takes the name itself, not a text.",
     .in_c = "coro({s1})"},
    {.name = "comma-in-coro",
     .words = "'const struct coro_type'|'struct coro_type'|expected",
     .stands = " coro \\( ([a-z_0-9]+) \\. ([a-z_0-9]+)",
     .says = "A comma is missing behind {s1}.",
     .in_c = "coro({s1}, .{s2} = ...)"},
    {.name = "dot-in-coro",
     .words = "'([a-z_0-9]+)' undeclared|undeclared identifier '([a-z_0-9]+)'",
     .stands = " coro \\( ([a-z_0-9]+) , ([a-z_0-9]+) =",
     .says = "The name of an argument has a dot in front of it.",
     .in_c = "coro({s1}, .{s2} = ...)", .in_python = "{s1}({s2}=...)"},
    {.name = "coroutine-missing",
     .words = "undefined type 'struct ([a-z_0-9]+)'|incomplete type 'struct "
              "([a-z_0-9]+)'|'([a-z_0-9]+)' undeclared|undeclared identifier "
              "'([a-z_0-9]+)'",
     .stands = " (async_def|coro) \\( ([a-z_0-9]+) [,)]",
     .proves = struct_is_nowhere,
     .says = "There is no coroutine {name} in this file: {s1}() takes the name "
             "of one, which has a struct and an ASYNC."},
    {.name = "type-for-object",
     .words = "'struct coro_type'",
     .stands = " (AWAIT|TRY_AWAIT|create_task|wait_for|gather) \\( "
               "([a-z_0-9]+) [,)]",
     .says = "{s2} is the coroutine itself; what can be awaited is an object "
             "of it.",
     .in_c = "{s1}(coro({s2}))", .in_python = "await {s2}()"},
    {.name = "wait-for-swapped",
     .words = NO_ASSOCIATION, .stands = " wait_for \\( ([0-9.]+) , ",
     .says = "wait_for() takes first what it waits for, then the seconds.",
     .in_c = "wait_for(x, {s1})",
     .in_python = "asyncio.wait_for(x, {s1})"},
    {.name = "not-awaitable",
     .words = NO_ASSOCIATION,
     .stands = " (AWAIT|TRY_AWAIT|wait_for|shield|gather) \\( ",
     .proves = not_awaitable,
     .says = "{s1} takes a coroutine object, a task or a future; this is "
             "{name}.",
     .in_c = "AWAIT(coro(fetch));"},
    {.name = "task-dropped",
     .words = "Wunused-result",
     .stands = "^ (create_task|group_create_task) \\( (.*) \\) ;",
     .says = "{s1}() has only put the task into the queue. Without the task "
             "that it gives, nobody can wait for it.",
     .in_c = "self->task = {s1}({s2});\n...\nAWAIT(self->task);",
     .in_python = "task = asyncio.create_task(...)\n...\nawait task"},
    {.name = "dropped",
     .words = "Wunused-result",
     .stands = "^ ([a-z_]+ \\( .*) ;",
     .says = "{s1} alone waits for nothing: it makes something that can be "
             "awaited, and here it is thrown away.",
     .in_c = "AWAIT({s1});", .in_python = "await ..."},
    {.name = "set-for-compared",
     .words = "lvalue required|not assignable",
     .stands = " (if|while) \\( .*(failure|awaited|caught) \\( \\) =",
     .says = "= sets, and {s2}() cannot be set. What compares is ==.",
     .in_c = "{s1} ({s2}() == ...)", .in_python = "{s1} x == y:"},
    {.name = "set-what-is-asked",
     .words = "lvalue required|not assignable",
     .stands = " (failure|awaited|caught) \\( \\) =",
     .says = "{s1}() tells what the latest await gave; it cannot be set, and "
             "the next TRY_AWAIT sets it anew. Keep what you need in the "
             "struct.",
     .in_c = "self->kept = {s1}();"},
    {.name = "method-called",
     .words = "no member named|is a pointer; did you mean|is not a (struct|"
              "structure)|member reference",
     .stands = "(\\.|->) [a-z_]+ \\(", .proves = calls_a_method,
     .says = "C has no methods: what there stands behind a point is a function "
             "of its own, and gets what it works on as its first argument.",
     .in_c = "{m1}"},
    {.name = "arrow-behind-a-pointer",
     .words = "is a pointer; did you mean to use '->'",
     .proves = point_behind_a_pointer,
     .says = "Behind a pointer it is ->, behind a struct itself a point.",
     .in_c = "{name}", .in_python = "entry.awaited      # always a point there"},
    {.name = "set-without-address",
     .words = "'->'.*'?fd_set|'fd_set' is not a pointer",
     .stands = " (FD_SET|FD_CLR|FD_ISSET|FD_ZERO) \\(",
     .says = "{s1}() is told where the set is: & in front of it gives its "
             "address.",
     .in_c = "{s1}(..., &set);"},
    {.name = "task-is-asked",
     .words = "'struct task|is a pointer",
     .stands = " ([a-z_]+ (-> [a-z_]+ )?)(->|\\.) "
               "(result|done|cancel|cancelled|error) ",
     .says = "A task is asked by functions, not by members.",
     .in_c = "task_{s4}({s1})", .in_python = "{s1}.{s4}()"},
    {.name = "arrow-behind-a-struct",
     .words = "invalid type argument of '->' \\(have 'struct|member reference "
              "type 'struct [a-z_]+' is not a pointer",
     .says = "In front of a -> of this line stands a struct itself, and no "
             "pointer to one: behind a struct it is a point.",
     .in_c = "x->part.count      /* part is a struct in x */"},
    {.name = "task-is-asked",
     .words = "function '(result|done|cancel|cancelled)'",
     .stands = " ([a-z]+) \\( ([^)]*) \\)",
     .says = "There is no {m1}(); of a task it is task_{m1}().",
     .in_c = "task_{m1}(t)", .in_python = "t.{m1}()"},
    {.name = "value-has-no-members",
     .words = "'struct value' has no member|no member named '[^']*' in 'struct "
              "value'",
     .says = "What a coroutine gave is a struct value: as_int(), as_real() and "
             "as_text() take out what is in it.",
     .in_c = "as_int(awaited())"},
    {.name = "address-missing",
     .words = "invalid operands to binary ([!=]= .have|expression).*struct "
              "[a-z_]+ \\*.*struct [a-z_]+'",
     .says = "One side is a pointer, the other one is a struct itself. & gives "
             "the address of a struct, and that is what a pointer holds.",
     .in_c = "room[i] == &self->stream",
     .in_python = "other is writer    # two names of one object"},
    {.name = "value-as-it-is",
     .words = "((from|using) (incompatible )?|expression of incompatible )type "
              "'struct value'|passing "
              "'struct value'|invalid operands to binary .*'struct value'",
     .says = "What a coroutine gave is a struct value, which may be a number "
             "or a text: as_int(), as_real() and as_text() take it out.",
     .in_c = "int n = (int)as_int(awaited());", .in_python = "n = await x"},

    /* --- threads and the web -------------------------------------------- */
    {.name = "coroutine-for-a-function",
     .words = "struct coro_type'", .stands = " \\. plain = ([a-z_0-9]+) ",
     .says = ".plain takes a function, and {s1} is a coroutine: "
             "async_def({s1}), without .plain.",
     .in_c = "async_def({s1})"},
    {.name = "coroutine-beside-a-function",
     .words = "executor_call|job_function|def_function|'struct value \\(\\*\\)",
     .stands = " def \\( ([a-z_0-9]+)_async \\)",
     .proves = stands_is_a_function,
     .says = "{s1}_async is a coroutine; def() takes a function, and {s1}(), "
             "line {other}, is one. Which of the two is it to be?",
     .in_c = "def({s1})         /* or async_def({s1}_async) */"},
    {.name = "coroutine-for-a-job",
     .words = "executor_call|job_function|def_function|'struct value \\(\\*\\)",
     .stands = " def \\( ([a-z_0-9]+) \\)",
     .says = "{s1} is a coroutine; def() takes a function. A coroutine goes "
             "into async_def().",
     .in_c = "async_def({s1})", .in_python = "async def {s1}():"},
    {.name = "function-for-a-job",
     .words = "executor_call|job_function",
     .stands = " (to_thread|run_in_executor|run_in_threadpool) \\(",
     .proves = function_is_handed_over,
     .says = "{s1}() calls a function that gets a struct value and returns one; "
             "{name}(), line {other}, is of another kind.{m1}",
     .in_c = "static struct value f(struct value x)"},
    {.name = "coroutine-for-a-job",
     .words = "executor_call|job_function",
     .stands = " (to_thread|run_in_executor|run_in_threadpool) \\(",
     .says = "{s1}() wants a plain function, by its name. A coroutine is "
             "awaited itself.",
     .in_c = "AWAIT(coro(name));", .in_python = "await name()"},
    {.name = "job-called",
     .words = "macro .*requires|too few arguments provided",
     .stands = " (to_thread|run_in_executor|run_in_threadpool) \\( .*[a-z_] "
               "\\(",
     .proves = macro_usage,
     .says = "{name}: it wants the function's name, and what to call it with; "
             "a function that is called here has run before.",
     .in_python = "asyncio.to_thread(f, x)        # not f(x)"},
    {.name = "comma-in-braces",
     .words = "macro \"([a-zA-Z_]+)\" passed|provided to function-like macro",
     .proves = comma_in_braces,
     .says = "{name}() is a macro, and to a macro a comma in braces ends an "
             "argument, as any other does; only ( ) keep it inside.",
     .in_c = "{name}(..., (&(struct range){1, 2}), ...)"},
    {.name = "arguments-of-a-macro",
     .words = "macro \"([a-zA-Z_]+)\"|provided to function-like macro|expected "
              "expression",
     .proves = macro_usage,
     .says = "It is written {name}. Here it got {s1}."},

    {.name = "list-in-brackets",
     .words = "expected expression", .stands = " = \\[ ",
     .says = "The values of an array stand in braces; square brackets hold how "
             "many there are.",
     .in_c = "{ 1, 2, 3 }", .in_python = "[1, 2, 3]"},

    /* --- names ---------------------------------------------------------- */
    {.name = "function-below",
     .words = "implicit declaration of function '([a-z_0-9]+)'",
     .proves = function_is_below,
     .says = "{name}() stands below, in line {other}: C reads from top to "
             "bottom. Move it up, above the line that calls it.",
     .in_python = "# Python looks for a name when the line runs."},
    {.name = "variable-of-a-loop",
     .words = "'([A-Za-z_0-9]+)' undeclared|undeclared identifier "
              "'([A-Za-z_0-9]+)'",
     .proves = declared_in_a_for,
     .says = "{name} is declared in the for of line {other}, and known in that "
             "loop only. If this line belongs to it, the loop needs braces; if "
             "not, {name} is to be declared in front of the for."},
    {.name = "variable-below",
     .words = "'([A-Za-z_0-9]+)' undeclared|undeclared identifier "
              "'([A-Za-z_0-9]+)'",
     .proves = variable_is_below,
     .says = "{name} stands below, in line {other}: C reads from top to bottom. "
             "Move that line up, above the one that uses it."},
    {.name = "coroutine-twice",
     .words = "redefinition of '(struct )?([a-z_0-9]+)'|conflicting types for "
              "'([a-z_0-9]+)'|'([a-z_0-9]+)' redeclared|duplicate symbol",
     .proves = coroutine_twice,
     .says = "{name} is there twice, in line {other} and in this one. A "
             "coroutine is a name of the whole program, so no function and no "
             "other coroutine may have it."},
    {.name = "there-twice",
     .words = "redefinition of '(struct )?([a-z_0-9]+)'|conflicting types for "
              "'([a-z_0-9]+)'|'([a-z_0-9]+)' redeclared|duplicate symbol",
     .proves = defined_twice,
     .says = "{name} is there twice, in line {other} and in this one. One of "
             "them is too many, or needs another name."},
    {.name = "the-runtimes-name",
     .words = "redefinition of '(struct )?([a-z_0-9]+)'|conflicting types for "
              "'([a-z_0-9]+)'|declaration of '([a-z_0-9]+)'|'([a-z_0-9]+)' "
              "redeclared|multiple definition of `?'?([a-z_0-9]+)|duplicate "
              "symbol|expected|variadic macro",
     .proves = the_runtimes_name,
     .says = "{name} is a name that the runtime or the C library has, too. "
             "Give yours another one."},
    {.name = "argument-misspelt",
     .words = "no member named '([a-z_0-9]+)'|field designator '([a-z_0-9]+)'",
     .stands = " coro \\( ([a-z_0-9]+) , ", .proves = member_is_near,
     .says = "The struct of {s1} has no {m1}; it has {name}, in line {other}.",
     .in_c = ".{name} = "},
    {.name = "member-misspelt",
     .words = "no member named '([a-z_0-9]+)'", .proves = member_is_near,
     .says = "There is no {m1} in this struct; line {other} has {name}.",
     .in_c = "self->{name}"},
    {.name = "member-missing",
     .words = "'struct ([a-z_0-9]+)' has no member named '([a-zA-Z_0-9]+)'|no "
              "member named '([a-zA-Z_0-9]+)' in 'struct ([a-z_0-9]+)'",
     .stands = " self ", .proves = member_is_missing,
     .says = "There is no member {name} in struct {s1}, line {other}. What is "
             "to survive an await is declared there.",
     .in_c = "struct {s1} {\n    CORO;\n    int {name};",
     .in_python = "# In Python a name is there as soon as it is set."},
    {.name = "self-in-front",
     .words = "'([a-z_0-9]+)' undeclared|undeclared identifier '([a-z_0-9]+)'",
     .proves = is_a_member,
     .says = "{name} is a member of the struct, line {other}: self-> stands in "
             "front of it.",
     .in_c = "self->{name}", .in_python = "# a local of the coroutine"},
    {.name = "dot-for-arrow",
     .words = "is a pointer; did you mean",
     .stands = " ([a-z_]+) \\. ([a-z_]+) ",
     .says = "{s1} is a pointer; a member of what it points to is reached by "
             "->.",
     .in_c = "{s1}->{s2}", .in_python = "{s1}.{s2}"},
    {.name = "name-in-quotes",
     .words = "string constant|string literal|'char \\*'|'char\\[|anonymous "
              "struct|must use 'struct' tag",
     .stands = " (def|async_def) \\( \"([a-z_0-9]+)\" ",
     .says = "{s1}() takes the name itself, without quotes: a text is "
             "something else.",
     .in_c = "{s1}({s2})"},
    {.name = "struct-in-front",
     .words = "unknown type name '([a-z_]+)'; use 'struct'|must use 'struct' "
              "tag to refer to type '([a-z_]+)'",
     .says = "The name of a type that is a struct has the word struct in front "
             "of it.",
     .in_c = "struct {m1}"},
    {.name = "header-missing",
     .words = "implicit(ly)? declar.*function '([a-z_0-9]+)'",
     .proves = header_function,
     .says = "{name}() is of the C library; its header is missing.",
     .in_c = "#include <{s1}>"},
    {.name = "nowhere",
     .words = "undefined reference to .([A-Za-z_0-9]+)'|implicit "
              "declaration of function '([A-Za-z_0-9]+)'",
     .says = "{m1} is called, or named, and is nowhere: neither in this file "
             "nor in the runtime. If it was given in the exercise, it is to "
             "stay: make reset brings the stub back, and keeps yours."},
    {.name = "python-name-of-an-error",
     .words = "'([A-Za-z_0-9]+)' undeclared|undeclared identifier "
              "'([A-Za-z_0-9]+)'",
     .stands = " ([A-Z][a-z]+[A-Za-z]*Error|TimeoutError|ValueError) ",
     .proves = known_to_nobody,
     .says = "{s1} is Python's name. Here an error is known by its code, in "
             "capital letters: ETIMEDOUT is TimeoutError, ECANCELED "
             "CancelledError, ECONNREFUSED ConnectionRefusedError.",
     .in_c = "if (failure() == ETIMEDOUT)",
     .in_python = "except TimeoutError:"},
    {.name = "unknown-statement",
     .words = "'([A-Z_0-9]+)' undeclared|undeclared identifier "
              "'([A-Z_0-9]+)'",
     .stands = "(^|[;{})]) [A-Z][A-Z_0-9]+ ;", .proves = known_to_nobody,
     .says = "Neither this file nor the runtime has a statement {name}. A "
             "coroutine ends with RETURN(x); at its END, without a result; or "
             "with RERAISE, which hands a failure on.",
     .in_c = "RETURN(value_none());"},
    {.name = "unknown-constant",
     .words = "'([A-Z_0-9]+)' undeclared|undeclared identifier "
              "'([A-Z_0-9]+)'",
     .stands = " [A-Z][A-Z_0-9]+ ", .proves = known_to_nobody,
     .says = "Nothing in this file, or in the runtime, is called {name}."},
    {.name = "bare-word",
     .words = "'([A-Za-z_0-9]+)' undeclared|undeclared identifier "
              "'([A-Za-z_0-9]+)'",
     .stands = "(^|RETURN \\(|puts \\(|=|,|\\{) [A-Za-z_0-9]+ [,);}]",
     .proves = known_to_nobody,
     .says = "Nothing in this file is called {name}. Without quotes a word is "
             "a name to C; a text stands in double quotes.",
     .in_c = "\"{name}\""},

    /* --- marks ---------------------------------------------------------- */
    {.name = "struct-not-ended",
     .words = "expected", .proves = struct_is_not_ended,
     .says = "The struct that ends here has no ; behind its brace.",
     .in_c = "};"},
    {.name = "row-without-comma",
     .words = "expected '\\}'", .proves = row_has_no_comma,
     .says = "A comma is missing behind this row."},
    {.name = "bracket-open",
     .words = "expected|unterminated", .proves = bracket_is_open,
     .says = "A ( of this statement is not closed: it ends before its )."},
    {.name = "bracket-too-many",
     .words = "expected|extraneous", .proves = bracket_too_many,
     .says = "This statement has more ) than (."},
    {.name = "comma-behind-text",
     .words = "expected '\\)'",
     .stands = "(\"[^\"]*\") ([a-z_]+( -> [a-z_]+)?)",
     .says = "A comma is missing behind {s1}.",
     .in_c = "{s1}, {s2}"},
    {.name = "semicolon",
     .words = "expected ';'", .proves = line_is_not_ended,
     .says = "This statement does not end with a ;."},
    {.name = "braces-assigned",
     .words = "expected expression",
     .stands = "^ ?([a-z_]+ (->|\\.) )*[a-z_0-9]+ (\\[ [^]]* \\] )?= \\{",
     .says = "A list in braces is what a variable begins with, where it is "
             "declared. What is there already is set one by one.",
     .in_c = "self->users[0] = ...;\nself->users[1] = ...;",
     .in_python = "users = [a, b]     # there it may stand anywhere"},
    {.name = "brace-open",
     .words = "expected|control reaches|nested functions|invalid storage|"
              "not allowed here|block scope",
     .proves = brace_is_open,
     .says = "The { of this line is not closed."},
    {.name = "brace-too-many",
     .words = "expected|extraneous", .proves = brace_too_many,
     .says = "With this } the function ends; what is below it stands outside."},
    {.name = "comment-open",
     .words = "unterminated (/\\* )?comment",
     .says = "The comment that begins here does not end.",
     .in_c = "/* ... */"},
    {.name = "suffix",
     .words = "invalid suffix .([A-Za-z]+).",
     .says = "A number has no unit in C: seconds are meant everywhere.",
     .in_c = "async_sleep(0.1)"},
    {.name = "header-misspelt",
     .words = "([a-z_/]+\\.h): No such file|'([a-z_/]+\\.h)' file not found",
     .proves = header_is_near,
     .says = "There is no header {m1}; there is {name}.",
     .in_c = "#include \"{name}\""},
    {.name = "header-missing",
     .words = "expected specifier|requires a specifier|undeclared|unknown type",
     .stands = " (CORO|ASYNC|BEGIN|AWAIT|RETURN) ", .proves = no_header,
     .says = "{s1} comes with the runtime, and its header is not included.",
     .in_c = "#include \"runtime.h\""},
    {.name = "header-in-quotes",
     .words = "expects? \"FILENAME\"|expected \"FILENAME\"",
     .says = "The name of the header stands in quotes.",
     .in_c = "#include \"runtime.h\""},
    {.name = "array-in-brackets",
     .words = "expected expression", .stands = " gather \\( \\[",
     .says = "gather() takes its awaitables one by one, without [ ].",
     .in_c = "gather(coro(a), coro(b))",
     .in_python = "asyncio.gather(a(), b())"},

    /* --- what compiles, and is hardly meant ----------------------------- */
    {.name = "set-in-a-condition",
     .words = "Wparentheses", .stands = " (if|while) \\( (.*) = ",
     .says = "= sets {s2}; == compares it.",
     .in_c = "{s1} ({s2} == ...)", .in_python = "{s1} x == ...:"},
    {.name = "compared-not-set",
     .words = "no effect|comparison result unused", .stands = " == .* ;",
     .says = "== compares, and the answer is thrown away; = sets."},
    {.name = "fall-through",
     .words = "implicit-fallthrough", .proves = reads_on,
     .says = "A case without break runs on into the next one.",
     .in_c = "break;", .in_python = "# Python's match does not."},
    {.name = "no-return",
     .words = "Wreturn-type",
     .says = "This function is to give a value, and comes to its end here "
             "without return: what it gives then is what happens to be there.",
     .in_c = "return ...;"},
    {.name = "empty-body",
     .words = "Wempty-body|does not guard",
     .stands = " (if|while|for) .*\\) ; (\\{ )?$",
     .says = "The ; behind the ) is all that this {s1} does; what follows does "
             "not belong to it.",
     .in_c = "{s1} (...)\n    ..."},
    {.name = "misleading-indentation",
     .words = "Wmisleading-indentation", .stands = " (if|else|while|for) ",
     .says = "Without braces only the next statement belongs to this {s1}; "
             "what else is indented below it happens always.",
     .in_c = "{s1} (...) {\n    ...\n}"},
    {.name = "returned-local",
     .words = "returns? address of local|stack memory associated with local",
     .says = "This returns the address of a local variable, which is gone when "
             "the function ends.",
     .in_c = "return textf(\"...\");"},
    {.name = "variable-never-used",
     .words = "'([a-z_0-9]+)' defined but not used .*unused-(const-)?variable",
     .says = "No line uses {m1}."},
    {.name = "never-called",
     .words = "'([a-z_0-9]+)' defined but not used|unused function "
              "'([a-z_0-9]+)'",
     .says = "Nothing calls {m1}()."},
    {.name = "future-needs-no-task",
     .words = "argument 1 of|passing 'struct future \\*'",
     .stands = " (create_task|group_create_task) \\( .*(to_thread|"
               "run_in_executor|run_in_threadpool|gather|gather_array) \\(",
     .says = "{s2}() has begun already, without a task, and gives a future, "
             "which is awaited itself.",
     .in_c = "AWAIT({s2}(...));"},
    {.name = "function-for-a-task",
     .words = "argument|passing|incompatible",
     .stands = " (create_task|group_create_task|AWAIT|TRY_AWAIT) \\( "
               "([a-z_0-9]+) \\(", .proves = task_of_a_function,
     .says = "{name}() is a plain function, line {other}: it is called here, on "
             "the loop, and what it gives is no coroutine object.",
     .in_c = "AWAIT(run_in_executor(pool, {name}, ...));"},
    {.name = "other-type",
     .words = "argument|passing|makes (pointer|integer) from|incompatible|"
              "initializing",
     .proves = wants_other_type,
     .says = "{name}"},
    {.name = "arguments-of-a-function",
     .words = "too (few|many) arguments to function",
     .says = "Too {m1} arguments: look at the line that declares it."},
    {0},
};
