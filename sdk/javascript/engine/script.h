/* One JavaScript world: a runtime with the prelude, and in it at most one author's script. */
#ifndef DORMOUSE_SCRIPT_H
#define DORMOUSE_SCRIPT_H

#include <stdbool.h>

#include "quickjs.h"

typedef struct {
    JSRuntime *runtime;
    JSContext *ctx;
    JSValue prelude; /* namespace of dormouse:web/main.js */
    bool loaded;
} Script;

/* Makes the world and evaluates the prelude. False when memory is exhausted. */
bool script_open(Script *script);

/* Frees all of it. */
void script_close(Script *script);

/* Evaluates the author's module (`source` ends with a zero byte that `length` does not count) and runs it to its end.
 * Gives undefined, or the text of what went wrong. */
JSValue script_load(Script *script, const char *source, size_t length, const char *name);

/* Evaluates a module from bytecode and runs it to its end. Gives undefined, or the text of what went wrong. */
JSValue script_run_bytecode(Script *script, const uint8_t *bytecode, size_t length);

/* Answers the request with this head (JSON, ends with a zero byte that `length` does not count). Gives undefined, or
 * the text of what went wrong. */
JSValue script_serve(Script *script, const char *head, size_t length);

/* Makes what the script hands over the output. Gives undefined, null if the script has no method for that, or the text
 * of what went wrong. */
JSValue script_hand_over(Script *script);

/* Gives the script what another one handed over (JSON, ends with a zero byte that `length` does not count). Gives
 * undefined, null if the script has no method for that, or the text of what went wrong. */
JSValue script_migrate(Script *script, const char *state, size_t length);

#endif
