/* The few things that the engine needs of QuickJS-NG beyond its public interface. */
#ifndef DORMOUSE_VM_H
#define DORMOUSE_VM_H

#include "quickjs.h"

/* A runtime whose creation asked the host for neither the time nor random bytes, so that an image of it may be shared.
 * Recursion that is too deep raises RangeError in it. NULL when memory is exhausted. */
JSRuntime *vm_new_runtime(void);

/* A context with all the language's intrinsics, made under the same promise. NULL when memory is exhausted. */
JSContext *vm_new_context(JSRuntime *runtime);

/* Copies the string as UTF-8, lone surrogates as U+FFFD, into memory of js_malloc. NULL: an exception is pending. */
uint8_t *vm_to_utf8(JSContext *ctx, JSValueConst string, size_t *length);

/* The module behind the value that JS_EVAL_FLAG_COMPILE_ONLY or JS_ReadObject gave. */
JSModuleDef *vm_module_of(JSValueConst module);

/* Lets the cycle collector run when `bytes` more than now have been allocated. */
void vm_collect_after(JSRuntime *runtime, size_t bytes);

#endif
