/*
 * Compiles the prelude's modules and the training script to bytecode, as C source. Runs on the build machine, with the
 * same QuickJS-NG that the engine is built from.
 *
 *     compile PRELUDE_FOLDER TRAINING_FILE > bytecode.c
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "quickjs.h"

static const char *prelude_folder;
static int modules;
static size_t lengths[256];

static void fail(const char *what, const char *subject) {
    fprintf(stderr, "compile: %s: %s\n", what, subject);
    exit(1);
}

static void fail_with_exception(JSContext *ctx, const char *subject) {
    JSValue error = JS_GetException(ctx);
    const char *text = JS_ToCString(ctx, error);
    JSValue stack = JS_GetPropertyStr(ctx, error, "stack");
    const char *place = JS_ToCString(ctx, stack);
    fprintf(stderr, "%s\n%s", text ? text : "", place ? place : "");
    fail("does not compile", subject);
}

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fail("cannot be read", path);
    }
    long size = ftell(file);
    rewind(file);
    char *text = calloc(1, (size_t)size + 1);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size) {
        fail("cannot be read", path);
    }
    fclose(file);
    *length = (size_t)size;
    return text;
}

static void print_array(const char *name, const uint8_t *bytes, size_t length) {
    printf("static const uint8_t %s[] = {", name);
    for (size_t i = 0; i < length; i++) {
        printf("%s%u,", i % 24 == 0 ? "\n    " : "", bytes[i]);
    }
    printf("\n};\n\n");
}

/* Compiles one module, those that it imports before it, and prints it. */
static JSValue compile(JSContext *ctx, const char *path, const char *name, const char *array, size_t *length) {
    size_t size;
    char *source = read_file(path, &size);
    JSValue module = JS_Eval(ctx, source, size, name, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    free(source);
    if (JS_IsException(module)) {
        fail_with_exception(ctx, path);
    }
    uint8_t *bytes = JS_WriteObject(ctx, length, module, JS_WRITE_OBJ_BYTECODE | JS_WRITE_OBJ_STRIP_SOURCE);
    if (!bytes) {
        fail_with_exception(ctx, path);
    }
    char numbered[32];
    snprintf(numbered, sizeof numbered, "%s_%d", array, modules);
    print_array(numbered, bytes, *length);
    js_free(ctx, bytes);
    return module;
}

static JSModuleDef *compile_prelude_module(JSContext *ctx, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", prelude_folder, strchr(name, '/') + 1);
    size_t length;
    JSValue module = compile(ctx, path, name, "module", &length);
    lengths[modules++] = length;
    JSModuleDef *definition = JS_VALUE_GET_PTR(module);
    JS_FreeValue(ctx, module);
    return definition;
}

static int export_nothing(JSContext *ctx, JSModuleDef *module) {
    return 0;
}

static JSModuleDef *load_module(JSContext *ctx, const char *name, void *opaque) {
    if (strcmp(name, "dormouse:host") == 0) {
        return JS_NewCModule(ctx, name, export_nothing);
    }
    return compile_prelude_module(ctx, name);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fail("needs two arguments", "PRELUDE_FOLDER TRAINING_FILE");
    }
    prelude_folder = argv[1];
    JSRuntime *runtime = JS_NewRuntime();
    JSContext *ctx = JS_NewContext(runtime);
    JS_SetModuleLoaderFunc(runtime, NULL, load_module, NULL);

    printf("#include \"bytecode.h\"\n\n");
    compile_prelude_module(ctx, "dormouse:web/main.js");
    printf("const Bytecode prelude[] = {\n");
    for (int i = 0; i < modules; i++) {
        printf("    {module_%d, %zu},\n", i, lengths[i]);
    }
    printf("};\n\nconst size_t prelude_count = %d;\n\n", modules);

    size_t length;
    JSValue module = compile(ctx, argv[2], "dormouse:training.js", "training_module", &length);
    JS_FreeValue(ctx, module);
    printf("const Bytecode training = {training_module_%d, %zu};\n", modules, length);
    return 0;
}
