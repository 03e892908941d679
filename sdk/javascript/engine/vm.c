/*
 * QuickJS-NG, as tools/adapt.py adapts it, in one translation unit with what needs its insides. Three things cannot be had from outside:
 *
 * - Built for WASI, it ignores JS_SetMaxStackSize, and deep recursion would trap instead of raising RangeError.
 * - It reads the clocks when a context is made, to seed itself. Here they read 0 meanwhile: the seeds would be frozen in
 *   the base image anyway (Math.random is replaced, random.c), and an image for which the time was asked could not be
 *   told from one whose author asked for it.
 * - What the collector counts against its threshold.
 */
#include "cutils.h"

#include <stdbool.h>

static bool building;

static int64_t wall_micros(void) {
    return building ? 0 : js__gettimeofday_us();
}

static uint64_t monotonic_nanos(void) {
    return building ? 0 : js__hrtime_ns();
}

enum {
    /* How much of the guest's C stack (1 MiB, build.sh) recursion may take. A call of a JavaScript function takes 128 bytes
     * of it, a call through a native function some 400; of the JVM's stack (8 MB, the script dormouse), by which
     * compiler has compiled what, they take up to 4 KB and 14 KB. */
    RECURSION_BYTES = 176 * 1024,
    /* What a native function that calls itself takes in addition to what it needs. */
    NATIVE_BYTES = 176,
    /* Source is parsed only where there is this much left: one level of its nesting is a dozen native calls. */
    PARSER_RESERVE = 96 * 1024,
    /* The same for patterns of regular expressions. */
    PATTERN_RESERVE = 88 * 1024,
};

/* Claims space in the caller until it returns. */
#define js_check_native_recursion(runtime) \
    __extension__({ \
        void *claimed = alloca(NATIVE_BYTES); \
        __asm__ volatile("" : : "r"(claimed)); \
        js_check_stack_overflow(runtime, 0); \
    })

#define js__gettimeofday_us wall_micros
#define js__hrtime_ns monotonic_nanos
#include "quickjs.c"
#undef js__gettimeofday_us
#undef js__hrtime_ns

#include "vm.h"

JSRuntime *vm_new_runtime(void) {
    JSRuntime *runtime = JS_NewRuntime();
    if (runtime) {
        runtime->stack_limit = runtime->stack_top - RECURSION_BYTES;
    }
    return runtime;
}

JSContext *vm_new_context(JSRuntime *runtime) {
    building = true;
    JSContext *ctx = JS_NewContext(runtime);
    building = false;
    return ctx;
}

JSModuleDef *vm_module_of(JSValueConst module) {
    return JS_VALUE_GET_PTR(module);
}

void vm_collect_after(JSRuntime *runtime, size_t bytes) {
    runtime->malloc_gc_threshold = runtime->malloc_state.malloc_size + bytes;
}

uint8_t *vm_to_utf8(JSContext *ctx, JSValueConst string, size_t *length) {
    size_t size;
    const char *text = JS_ToCStringLen(ctx, &size, string);
    if (!text) {
        return NULL;
    }
    uint8_t *bytes = js_malloc(ctx, size + 1);
    if (bytes) {
        memcpy(bytes, text, size);
        bytes[size] = 0;
        /* A lone surrogate comes as ED A0..BF xx: three bytes, as many as U+FFFD has. */
        for (size_t i = 0; i + 2 < size; i++) {
            if (bytes[i] == 0xED && bytes[i + 1] >= 0xA0) {
                memcpy(bytes + i, "\xEF\xBF\xBD", 3);
            }
        }
        *length = size;
    }
    JS_FreeCString(ctx, text);
    return bytes;
}
