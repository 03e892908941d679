/* xoroshiro128++: 128 bits of state, as many as the host's generation id has. Not for secrets; crypto asks the host. */
#include "random.h"

#include <stdbool.h>

static uint64_t state[2];
static bool seeded;

/* The finalizer of SplitMix64: near seeds give states that are not near. */
static uint64_t mixed(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return x ^ (x >> 31);
}

static void seed(const uint64_t fresh[2]) {
    state[0] = mixed(fresh[0] + 0x9E3779B97F4A7C15);
    state[1] = mixed(fresh[1] + 2 * 0x9E3779B97F4A7C15);
    if ((state[0] | state[1]) == 0) {
        state[0] = 1; /* the one state that the generator never leaves */
    }
    seeded = true;
}

void random_reseed(Block generation) {
    uint64_t fresh[2] = {0, 0};
    uint64_t length = host_length(generation);
    host_block_read(generation, 0, fresh, length < sizeof fresh ? (uint32_t)length : sizeof fresh);
    seed(fresh);
}

static uint64_t rotated(uint64_t x, int by) {
    return (x << by) | (x >> (64 - by));
}

static uint64_t next(void) {
    if (!seeded) {
        uint64_t fresh[2] = {0, 0};
        host_take(host_random_bytes(sizeof fresh), fresh, sizeof fresh);
        seed(fresh);
    }
    uint64_t s0 = state[0];
    uint64_t s1 = state[1];
    uint64_t result = rotated(s0 + s1, 17) + s0;
    s1 ^= s0;
    state[0] = rotated(s0, 49) ^ s1 ^ (s1 << 21);
    state[1] = rotated(s1, 28);
    return result;
}

static JSValue math_random(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
    return JS_NewFloat64(ctx, (double)(next() >> 11) * 0x1p-53);
}

int random_install(JSContext *ctx) {
    JSValue global = JS_GetGlobalObject(ctx);
    JSValue math = JS_GetPropertyStr(ctx, global, "Math");
    int result = JS_DefinePropertyValueStr(ctx, math, "random", JS_NewCFunction(ctx, math_random, "random", 0),
            JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    JS_FreeValue(ctx, math);
    JS_FreeValue(ctx, global);
    return result < 0 ? -1 : 0;
}
