/* What is written into a QR code: the text with its mode, padding and error correction, in the order of the modules. */
#ifndef CODEWORDS_H
#define CODEWORDS_H

#include "qr.h"

enum { MAX_CODEWORDS = 3706 };

/* Codewords of a version, data and error correction together. */
int codewords_of(int version);

/* The smallest version that holds the text; 0 if none does. */
int version_for(const uint8_t *text, int length, enum qr_level level);

/* Writes all codewords of the version. */
void write_codewords(uint8_t *codewords, int version, enum qr_level level, const uint8_t *text, int length);

#endif
