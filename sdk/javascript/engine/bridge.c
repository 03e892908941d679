#include "bridge.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wasi/api.h>

#include "host.h"
#include "utf8.h"
#include "vm.h"

enum {
    /* How much of a request's body one call asks for. */
    CHUNK_BYTES = 256 * 1024,
    /* The host's bound on one draw of random bytes. */
    RANDOM_BYTES_MAX = 65536,
};

/* ---- bytes in and out ---- */

/* The memory of an ArrayBuffer that was allocated with js_malloc_rt. */
static void *resize_buffer(JSRuntime *runtime, void *opaque, void *bytes, size_t size) {
    if (size == 0) {
        js_free_rt(runtime, bytes);
        return NULL;
    }
    return js_realloc_rt(runtime, bytes, size);
}

/* A Uint8Array that owns `bytes` (of js_malloc). */
static JSValue owning_array(JSContext *ctx, uint8_t *bytes, size_t length) {
    return JS_NewUint8Array(ctx, bytes, length, resize_buffer, NULL, false);
}

/* What a string or Uint8Array holds. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
    uint8_t *copy; /* of a string: to be freed */
} Content;

static bool content_of(JSContext *ctx, JSValueConst value, Content *content) {
    content->copy = NULL;
    if (JS_IsString(value)) {
        content->copy = vm_to_utf8(ctx, value, &content->length);
        content->bytes = content->copy;
    } else {
        content->bytes = JS_GetUint8Array(ctx, &content->length, value);
    }
    return content->bytes != NULL || (content->length == 0 && !JS_HasException(ctx));
}

/* A block with the content of `value`; false: an exception is pending. */
static bool block_of(JSContext *ctx, JSValueConst value, Block *block, size_t *length) {
    Content content;
    if (!content_of(ctx, value, &content)) {
        return false;
    }
    *block = host_block_new(content.bytes, (uint32_t)content.length);
    if (length) {
        *length = content.length;
    }
    js_free(ctx, content.copy);
    return true;
}

/* Well-formed UTF-8 of `bytes`, each ill-formed part replaced by U+FFFD; at most three times as long. */
static size_t replace_ill_formed(const uint8_t *bytes, size_t length, uint8_t *out) {
    size_t size = 0;
    for (size_t at = 0; at < length;) {
        size_t valid = utf8_valid_prefix(bytes + at, length - at);
        memcpy(out + size, bytes + at, valid);
        size += valid;
        at += valid;
        if (at < length) {
            memcpy(out + size, "\xEF\xBF\xBD", 3);
            size += 3;
            at += utf8_ill_formed_length(bytes + at, length - at);
        }
    }
    return size;
}

static JSValue text_of(JSContext *ctx, const uint8_t *bytes, size_t length) {
    size_t valid = utf8_valid_prefix(bytes, length);
    if (valid == length) {
        return JS_NewStringLen(ctx, (const char *)bytes, length);
    }
    uint8_t *repaired = js_malloc(ctx, valid + (length - valid) * 3);
    if (!repaired) {
        return JS_EXCEPTION;
    }
    memcpy(repaired, bytes, valid);
    size_t size = valid + replace_ill_formed(bytes + valid, length - valid, repaired + valid);
    JSValue text = JS_NewStringLen(ctx, (const char *)repaired, size);
    js_free(ctx, repaired);
    return text;
}

/* ---- encoding ---- */

static JSValue utf8_encode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    size_t length;
    uint8_t *bytes = vm_to_utf8(ctx, argv[0], &length);
    return bytes ? owning_array(ctx, bytes, length) : JS_EXCEPTION;
}

/* (bytes) -> string */
static JSValue utf8_decode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    size_t length;
    const uint8_t *bytes = JS_GetUint8Array(ctx, &length, argv[0]);
    return JS_HasException(ctx) ? JS_EXCEPTION : text_of(ctx, bytes, length);
}

/* (bytes) -> whether they are well-formed */
static JSValue utf8_valid(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    size_t length;
    const uint8_t *bytes = JS_GetUint8Array(ctx, &length, argv[0]);
    return JS_HasException(ctx) ? JS_EXCEPTION : JS_NewBool(ctx, utf8_valid_prefix(bytes, length) == length);
}

/* (bytes) -> how many of the last ones wait for the rest of their character */
static JSValue utf8_tail(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    size_t length;
    const uint8_t *bytes = JS_GetUint8Array(ctx, &length, argv[0]);
    return JS_HasException(ctx) ? JS_EXCEPTION : JS_NewInt32(ctx, (int32_t)utf8_incomplete_tail(bytes, length));
}

/* ---- request and response ---- */

/* () -> the next chunk as Uint8Array, or null at the end */
static JSValue request_read(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    Block block = host_request_read(CHUNK_BYTES);
    if (block == 0) {
        return JS_NULL;
    }
    size_t length = (size_t)host_length(block);
    uint8_t *bytes = js_malloc(ctx, length);
    if (!bytes) {
        host_free(block);
        return JS_EXCEPTION;
    }
    host_take(block, bytes, length);
    return owning_array(ctx, bytes, length);
}

/* The rest of the request's body in one piece of js_malloc; NULL: an exception is pending. */
static uint8_t *read_rest(JSContext *ctx, size_t *length) {
    uint8_t *bytes = NULL;
    size_t used = 0;
    size_t capacity = 0;
    Block block;
    while ((block = host_request_read(CHUNK_BYTES)) != 0) {
        size_t size = (size_t)host_length(block);
        if (used + size > capacity) {
            capacity = used == 0 ? size : (used + size) + (used + size) / 2;
            uint8_t *larger = js_realloc(ctx, bytes, capacity);
            if (!larger) {
                host_free(block);
                js_free(ctx, bytes);
                return NULL;
            }
            bytes = larger;
        }
        host_take(block, bytes + used, size);
        used += size;
    }
    *length = used;
    return bytes ? bytes : js_malloc(ctx, 1);
}

static JSValue request_bytes(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    size_t length;
    uint8_t *bytes = read_rest(ctx, &length);
    return bytes ? owning_array(ctx, bytes, length) : JS_EXCEPTION;
}

/* A byte order mark at the beginning is not part of the text. */
static JSValue request_text(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    size_t length;
    uint8_t *bytes = read_rest(ctx, &length);
    if (!bytes) {
        return JS_EXCEPTION;
    }
    size_t mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    JSValue text = text_of(ctx, bytes + mark, length - mark);
    js_free(ctx, bytes);
    return text;
}

/* (JSON text) -> whether the host took it */
static JSValue response_head(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    Block block;
    if (!block_of(ctx, argv[0], &block, NULL)) {
        return JS_EXCEPTION;
    }
    int32_t refused = host_response_head(block);
    host_free(block);
    return JS_NewBool(ctx, refused == 0);
}

/* (string or bytes) -> whether the host took it */
static JSValue response_write(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    Block block;
    if (!block_of(ctx, argv[0], &block, NULL)) {
        return JS_EXCEPTION;
    }
    int32_t refused = host_response_write(block);
    host_free(block);
    return JS_NewBool(ctx, refused == 0);
}

/* (string or bytes): the whole answer, or what follows the chunks already written */
static JSValue response_body(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    Block block;
    size_t length;
    if (!block_of(ctx, argv[0], &block, &length)) {
        return JS_EXCEPTION;
    }
    host_output_set(block, length);
    host_free(block);
    return JS_UNDEFINED;
}

/* ---- the rest of the world ---- */

/* (level, text): 0 trace, 1 debug, 2 info, 3 warn, 4 error */
static JSValue log_write(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    int32_t level;
    Block block;
    if (JS_ToInt32(ctx, &level, argv[0]) < 0 || !block_of(ctx, argv[1], &block, NULL)) {
        return JS_EXCEPTION;
    }
    switch (level) {
    case 0: host_log_trace(block); break;
    case 1: host_log_debug(block); break;
    case 2: host_log_info(block); break;
    case 3: host_log_warn(block); break;
    default: host_log_error(block); break;
    }
    host_free(block);
    return JS_UNDEFINED;
}

/* (Uint8Array): fills it */
static JSValue random_fill(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    size_t length;
    uint8_t *bytes = JS_GetUint8Array(ctx, &length, argv[0]);
    if (JS_HasException(ctx)) {
        return JS_EXCEPTION;
    }
    for (size_t at = 0; at < length;) {
        size_t part = length - at < RANDOM_BYTES_MAX ? length - at : RANDOM_BYTES_MAX;
        host_take(host_random_bytes(part), bytes + at, part);
        at += part;
    }
    return JS_UNDEFINED;
}

static JSValue monotonic_millis(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    __wasi_timestamp_t now = 0;
    (void)__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &now);
    return JS_NewFloat64(ctx, (double)now / 1e6);
}

/* (milliseconds): lets the host wait, at least a microsecond; may return early */
static JSValue sleep_millis(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    double millis;
    if (JS_ToFloat64(ctx, &millis, argv[0]) < 0) {
        return JS_EXCEPTION;
    }
    __wasi_timestamp_t nanos = ((__wasi_timestamp_t)(millis * 1e3) + 1) * 1000;
    __wasi_subscription_t until = {
        .u = {.tag = __WASI_EVENTTYPE_CLOCK, .u = {.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = nanos}}},
    };
    __wasi_event_t event;
    __wasi_size_t events;
    (void)__wasi_poll_oneoff(&until, &event, 1, &events);
    return JS_UNDEFINED;
}

/* () -> the environment's variables, asked anew: an image holds no copy of them */
static JSValue environment(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    __wasi_size_t count = 0;
    __wasi_size_t size = 0;
    JSValue result = JS_NewObject(ctx);
    if (JS_IsException(result) || __wasi_environ_sizes_get(&count, &size) != 0 || count == 0) {
        return result;
    }
    uint8_t **entries = js_malloc(ctx, count * sizeof *entries);
    uint8_t *text = js_malloc(ctx, size);
    if (entries && text && __wasi_environ_get(entries, text) == 0) {
        for (size_t i = 0; i < count; i++) {
            char *entry = (char *)entries[i];
            char *equals = strchr(entry, '=');
            if (equals) {
                *equals = 0;
                JS_DefinePropertyValueStr(ctx, result, entry, JS_NewString(ctx, equals + 1), JS_PROP_C_W_E);
            }
        }
    }
    js_free(ctx, text);
    js_free(ctx, entries);
    return result;
}

static const JSCFunctionListEntry functions[] = {
    JS_CFUNC_DEF("utf8Encode", 1, utf8_encode),
    JS_CFUNC_DEF("utf8Decode", 1, utf8_decode),
    JS_CFUNC_DEF("utf8Valid", 1, utf8_valid),
    JS_CFUNC_DEF("utf8Tail", 1, utf8_tail),
    JS_CFUNC_DEF("requestRead", 0, request_read),
    JS_CFUNC_DEF("requestBytes", 0, request_bytes),
    JS_CFUNC_DEF("requestText", 0, request_text),
    JS_CFUNC_DEF("responseHead", 1, response_head),
    JS_CFUNC_DEF("responseWrite", 1, response_write),
    JS_CFUNC_DEF("responseBody", 1, response_body),
    JS_CFUNC_DEF("logWrite", 2, log_write),
    JS_CFUNC_DEF("randomFill", 1, random_fill),
    JS_CFUNC_DEF("monotonicMillis", 0, monotonic_millis),
    JS_CFUNC_DEF("sleepMillis", 1, sleep_millis),
    JS_CFUNC_DEF("environment", 0, environment),
};

enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

static int export_functions(JSContext *ctx, JSModuleDef *module) {
    return JS_SetModuleExportList(ctx, module, functions, FUNCTIONS);
}

int bridge_install(JSContext *ctx) {
    JSModuleDef *module = JS_NewCModule(ctx, "dormouse:host", export_functions);
    return module ? JS_AddModuleExportList(ctx, module, functions, FUNCTIONS) : -1;
}
