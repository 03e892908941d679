/* The module `dormouse:host` that the prelude imports: what JavaScript may ask of the host. */
#ifndef DORMOUSE_BRIDGE_H
#define DORMOUSE_BRIDGE_H

#include "quickjs.h"

/* Declares the module in the context. 0, or -1 with an exception. */
int bridge_install(JSContext *ctx);

#endif
