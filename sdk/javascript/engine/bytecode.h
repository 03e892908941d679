/* The prelude and the training script as tools/compile.c compiled them. */
#ifndef DORMOUSE_BYTECODE_H
#define DORMOUSE_BYTECODE_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *bytes;
    size_t length;
} Bytecode;

/* In an order in which a module stands after those that it imports; the last one is dormouse:web/main.js. */
extern const Bytecode prelude[];
extern const size_t prelude_count;

extern const Bytecode training;

#endif
