#include "script.h"

#include <string.h>

#include "bridge.h"
#include "bytecode.h"
#include "random.h"
#include "vm.h"

enum {
    /* Garbage that only the cycle collector finds may grow to this before it runs: a collection touches every object,
     * so it should not take place in an ordinary request. */
    GARBAGE_BYTES = 2 * 1024 * 1024,
};

/* ---- making the world ---- */

/* The prelude's modules import each other by relative names; an author's script is one file and can import nothing. */
static char *resolve_import(JSContext *ctx, const char *importer, const char *name, void *opaque) {
    if (strncmp(importer, "dormouse:", 9) != 0) {
        JS_ThrowReferenceError(ctx, "cannot import \"%s\": a script is one file; bundle what it imports into it", name);
        return NULL;
    }
    const char *folder = strncmp(name, "./", 2) == 0 ? "dormouse:web/" : "";
    name += *folder ? 2 : 0;
    char *resolved = js_malloc(ctx, strlen(folder) + strlen(name) + 1);
    if (resolved) {
        strcpy(resolved, folder);
        strcat(resolved, name);
    }
    return resolved;
}

static JSModuleDef *refuse_unknown(JSContext *ctx, const char *name, void *opaque) {
    JS_ThrowReferenceError(ctx, "there is no module \"%s\"", name);
    return NULL;
}

static void track_rejection(
        JSContext *ctx, JSValueConst promise, JSValueConst reason, bool handled, void *opaque);

static JSValue read_module(JSContext *ctx, const Bytecode *module) {
    return JS_ReadObject(ctx, module->bytes, module->length, JS_READ_OBJ_BYTECODE);
}

/* Reads all modules, then evaluates the last one, which imports the others. */
static bool open_prelude(Script *script) {
    JSContext *ctx = script->ctx;
    JSValue module = JS_UNDEFINED;
    for (size_t i = 0; i < prelude_count; i++) {
        module = read_module(ctx, &prelude[i]);
        if (JS_IsException(module)) {
            return false;
        }
    }
    JSModuleDef *main = vm_module_of(module);
    if (JS_ResolveModule(ctx, module) < 0) {
        return false;
    }
    JSValue evaluation = JS_EvalFunction(ctx, module);
    bool done = JS_IsPromise(evaluation) && JS_PromiseState(ctx, evaluation) == JS_PROMISE_FULFILLED;
    JS_FreeValue(ctx, evaluation);
    script->prelude = JS_GetModuleNamespace(ctx, main);
    return done && !JS_IsException(script->prelude);
}

bool script_open(Script *script) {
    script->prelude = JS_UNDEFINED;
    script->loaded = false;
    script->runtime = vm_new_runtime();
    script->ctx = script->runtime ? vm_new_context(script->runtime) : NULL;
    if (!script->ctx) {
        return false;
    }
    JS_SetModuleLoaderFunc(script->runtime, resolve_import, refuse_unknown, NULL);
    vm_collect_after(script->runtime, GARBAGE_BYTES);
    if (bridge_install(script->ctx) < 0 || random_install(script->ctx) < 0 || !open_prelude(script)) {
        return false;
    }
    JS_SetHostPromiseRejectionTracker(script->runtime, track_rejection, script);
    return true;
}

void script_close(Script *script) {
    if (script->ctx) {
        JS_FreeValue(script->ctx, script->prelude);
        JS_FreeContext(script->ctx);
    }
    if (script->runtime) {
        JS_FreeRuntime(script->runtime);
    }
}

/* ---- calling the prelude ---- */

static JSValue call_prelude(Script *script, const char *name, int argc, JSValueConst *argv) {
    JSValue function = JS_GetPropertyStr(script->ctx, script->prelude, name);
    JSValue result = JS_Call(script->ctx, function, JS_UNDEFINED, argc, argv);
    JS_FreeValue(script->ctx, function);
    return result;
}

/* As above where nothing can be done about a failure, and where nothing that matters depends on it. */
static void tell_prelude(Script *script, const char *name, int argc, JSValueConst *argv) {
    JSValue result = call_prelude(script, name, argc, argv);
    if (JS_IsException(result)) {
        JS_FreeValue(script->ctx, JS_GetException(script->ctx));
    }
    JS_FreeValue(script->ctx, result);
}

static void track_rejection(
        JSContext *ctx, JSValueConst promise, JSValueConst reason, bool handled, void *opaque) {
    JSValueConst argv[] = {promise, reason, JS_NewBool(ctx, handled)};
    tell_prelude(opaque, "trackRejection", 3, argv);
}

/* The text of the pending exception, which is cleared. */
static JSValue describe_exception(Script *script) {
    JSContext *ctx = script->ctx;
    JSValue error = JS_GetException(ctx);
    JSValueConst argv[] = {error};
    JSValue text = call_prelude(script, "describe", 1, argv);
    if (JS_IsException(text)) {
        JS_FreeValue(ctx, JS_GetException(ctx));
        text = JS_ToString(ctx, error);
    }
    if (JS_IsException(text)) {
        JS_FreeValue(ctx, JS_GetException(ctx));
        text = JS_NewString(ctx, "the script failed, and then so did the description of its error");
    }
    JS_FreeValue(ctx, error);
    return text;
}

/* ---- the event loop ---- */

static void run_jobs(Script *script) {
    JSContext *ctx;
    int ran;
    while ((ran = JS_ExecutePendingJob(script->runtime, &ctx)) != 0) {
        if (ran < 0) {
            JSValue error = JS_GetException(ctx);
            JSValueConst argv[] = {error};
            tell_prelude(script, "reportUncaught", 1, argv);
            JS_FreeValue(ctx, error);
        }
    }
}

/* Waits for the timer that is due next and runs it. False: there is none. */
static bool run_timer(Script *script) {
    JSValue ran = call_prelude(script, "runTimer", 0, NULL);
    if (JS_IsException(ran)) {
        JS_FreeValue(script->ctx, JS_GetException(script->ctx));
        return false;
    }
    bool result = JS_ToBool(script->ctx, ran) > 0;
    JS_FreeValue(script->ctx, ran);
    return result;
}

/* Runs jobs and timers until `promise`, which fulfils with undefined or with the text of what went wrong, is settled.
 * Frees it and gives that value; a promise that nothing is left to settle gives a text that says so. */
static JSValue run_until_settled(Script *script, JSValue promise) {
    JSContext *ctx = script->ctx;
    if (JS_IsException(promise)) {
        return describe_exception(script);
    }
    run_jobs(script);
    while (JS_PromiseState(ctx, promise) == JS_PROMISE_PENDING && run_timer(script)) {
        run_jobs(script);
    }
    JSValue result = JS_PromiseState(ctx, promise) == JS_PROMISE_PENDING
            ? call_prelude(script, "describeStandstill", 0, NULL)
            : JS_PromiseResult(ctx, promise);
    JS_FreeValue(ctx, promise);
    return JS_IsException(result) ? describe_exception(script) : result;
}

/* The call is over: drops its timers, runs the jobs that it left behind, and logs what they left unhandled. */
static void finish(Script *script) {
    tell_prelude(script, "dropTimers", 0, NULL);
    run_jobs(script);
    tell_prelude(script, "reportRejections", 0, NULL);
}

/* ---- what the exports do ---- */

/* Evaluates the compiled module; `adopt` is the prelude's function for its promise and namespace. Gives undefined, or
 * the text of what went wrong. */
static JSValue evaluate(Script *script, JSValue module, const char *adopt) {
    JSContext *ctx = script->ctx;
    if (JS_IsException(module)) {
        return describe_exception(script);
    }
    JSModuleDef *definition = vm_module_of(module);
    JSValue evaluation = JS_EvalFunction(ctx, module);
    if (JS_IsException(evaluation)) {
        return describe_exception(script);
    }
    JSValue namespace = JS_GetModuleNamespace(ctx, definition);
    JSValueConst argv[] = {evaluation, namespace};
    JSValue adopted = call_prelude(script, adopt, 2, argv);
    JS_FreeValue(ctx, namespace);
    JS_FreeValue(ctx, evaluation);
    JSValue problem = run_until_settled(script, adopted);
    finish(script);
    return problem;
}

JSValue script_load(Script *script, const char *source, size_t length, const char *name) {
    if (script->loaded) {
        return JS_NewString(script->ctx, "a script is already loaded: load() may be called once");
    }
    JSContext *ctx = script->ctx;
    JSValue module = JS_Eval(ctx, source, length, name, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    JSValue problem = evaluate(script, module, "adopt");
    JSValue file = JS_NewString(ctx, name);
    JSValueConst argv[] = {problem, file};
    JSValue located = call_prelude(script, "describeLoading", 2, argv);
    JS_FreeValue(ctx, file);
    JS_FreeValue(ctx, problem);
    problem = JS_IsException(located) ? describe_exception(script) : located;
    script->loaded = JS_IsUndefined(problem);
    JS_RunGC(script->runtime);
    vm_collect_after(script->runtime, GARBAGE_BYTES);
    return problem;
}

JSValue script_run_bytecode(Script *script, const uint8_t *bytecode, size_t length) {
    JSValue module = JS_ReadObject(script->ctx, bytecode, length, JS_READ_OBJ_BYTECODE);
    return evaluate(script, module, "adoptTraining");
}

/* Calls one of the prelude's functions that answer the host, with JSON (ends with a zero byte that `length` does not
 * count) as its argument, and runs what it leads to, to the end. */
static JSValue run_with_json(Script *script, const char *function, const char *json, size_t length, const char *name) {
    JSContext *ctx = script->ctx;
    if (!script->loaded) {
        return JS_NewString(ctx, "no script is loaded: call load() first");
    }
    JSValue parsed = JS_ParseJSON(ctx, json, length, name);
    if (JS_IsException(parsed)) {
        return describe_exception(script);
    }
    JSValueConst argv[] = {parsed};
    JSValue promise = call_prelude(script, function, 1, argv);
    JS_FreeValue(ctx, parsed);
    JSValue result = run_until_settled(script, promise);
    finish(script);
    return result;
}

JSValue script_serve(Script *script, const char *head, size_t length) {
    return run_with_json(script, "serve", head, length, "<request head>");
}

JSValue script_hand_over(Script *script) {
    return run_with_json(script, "handOver", "null", 4, "<nothing>");
}

JSValue script_migrate(Script *script, const char *state, size_t length) {
    return run_with_json(script, "migrate", state, length, "<state that was handed over>");
}
