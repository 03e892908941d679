/* Math.random. */
#ifndef DORMOUSE_RANDOM_H
#define DORMOUSE_RANDOM_H

#include "host.h"
#include "quickjs.h"

/* Replaces Math.random by a generator that is seeded from the host when it is first used. 0, or -1 with an exception. */
int random_install(JSContext *ctx);

/* Seeds the generator from the block, which stays the host's: without this, all resumes of one image would draw alike. */
void random_reseed(Block generation);

#endif
