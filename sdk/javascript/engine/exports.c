/* The functions that the host calls. */
#include <stdlib.h>
#include <string.h>

#include "bytecode.h"
#include "host.h"
#include "random.h"
#include "script.h"
#include "vm.h"

#define EXPORT(name) __attribute__((export_name(#name)))

enum {
    /* Of `hand_over` and `migrate`: the script has no such method. */
    NO_METHOD = 2,
};

static Script author;

/* Part of `_initialize`: what is ready after it is the same for all scripts. */
__attribute__((constructor)) static void initialize(void) {
    if (!script_open(&author)) {
        abort();
    }
}

static void set_error(const char *text, size_t length) {
    Block block = host_block_new(text, (uint32_t)length);
    host_error_set(block);
    host_free(block);
}

/* 0 for undefined, 2 for null; else hands the text to the host and gives 1. Frees the value. */
static int32_t report(Script *script, JSValue problem) {
    if (JS_IsUndefined(problem)) {
        return 0;
    }
    if (JS_IsNull(problem)) {
        return NO_METHOD;
    }
    size_t length = 0;
    uint8_t *text = vm_to_utf8(script->ctx, problem, &length);
    if (text) {
        set_error((const char *)text, length);
        js_free(script->ctx, text);
    } else {
        static const char exhausted[] = "the script failed and left no memory to say why";
        JS_FreeValue(script->ctx, JS_GetException(script->ctx));
        set_error(exhausted, sizeof exhausted - 1);
    }
    JS_FreeValue(script->ctx, problem);
    return 1;
}

/* The configuration's value as a string of malloc, or a copy of `otherwise`. NULL when memory is exhausted. */
static char *config_or(const char *key, const char *otherwise) {
    Block key_block = host_block_new(key, (uint32_t)strlen(key));
    Block value = host_config_get(key_block);
    host_free(key_block);
    if (value == 0) {
        return strdup(otherwise);
    }
    size_t length = (size_t)host_length(value);
    char *text = malloc(length + 1);
    if (text) {
        host_take(value, text, length);
        text[length] = 0;
    }
    return text;
}

/* The input with a zero byte after it, of malloc. */
static char *read_input(size_t *length) {
    size_t size = (size_t)host_input_length();
    char *input = malloc(size + 1);
    if (!input) {
        return NULL;
    }
    size_t at = 0;
    for (; at + 8 <= size; at += 8) {
        uint64_t word = host_input_load_u64(at);
        memcpy(input + at, &word, 8);
    }
    for (; at < size; at++) {
        input[at] = (char)host_input_load_u8(at);
    }
    input[size] = 0;
    *length = size;
    return input;
}

/* Evaluates the script that is the input; its file's name is the configuration's "script.name". */
EXPORT(load) int32_t load(void) {
    size_t length = 0;
    char *source = read_input(&length);
    char *name = config_or("script.name", "script.js");
    if (!source || !name) {
        static const char exhausted[] = "the script does not fit into memory";
        set_error(exhausted, sizeof exhausted - 1);
        free(source);
        free(name);
        return 1;
    }
    size_t mark = length >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    int32_t result = report(&author, script_load(&author, source + mark, length - mark, name));
    free(source);
    free(name);
    return result;
}

/* Answers one request. */
EXPORT(handle) int32_t handle(void) {
    Block block = host_request_head();
    size_t length = (size_t)host_length(block);
    char *head = js_malloc(author.ctx, length + 1);
    if (!head) {
        host_free(block);
        JS_FreeValue(author.ctx, JS_GetException(author.ctx));
        return report(&author, JS_NewString(author.ctx, "the request's head does not fit into memory"));
    }
    host_take(block, head, length);
    head[length] = 0;
    JSValue problem = script_serve(&author, head, length);
    js_free(author.ctx, head);
    return report(&author, problem);
}

/* Makes what the agent is to go on with on another revision the output. */
EXPORT(hand_over) int32_t hand_over(void) {
    return report(&author, script_hand_over(&author));
}

/* Takes in what an agent had on another revision, which is the input. */
EXPORT(migrate) int32_t migrate(void) {
    size_t length = 0;
    char *state = read_input(&length);
    if (!state) {
        return report(&author, JS_NewString(author.ctx, "what was handed over does not fit into memory"));
    }
    JSValue problem = script_migrate(&author, state, length);
    free(state);
    return report(&author, problem);
}

/* Called before the first message after each resume with a block that no other resume gets. */
EXPORT(on_resume) void on_resume(Block generation) {
    random_reseed(generation);
}

/* Runs a script of many features in a world of its own, so that the code that executes scripts gets warm. The author's
 * world stays as it is, but memory may have grown: not for an instance whose image is kept. */
EXPORT(train) int32_t train(void) {
    Script trainee;
    JSValue problem = JS_UNDEFINED;
    int32_t result = 1;
    if (script_open(&trainee)) {
        problem = script_run_bytecode(&trainee, training.bytes, training.length);
        result = report(&trainee, problem);
    }
    script_close(&trainee);
    return result;
}
