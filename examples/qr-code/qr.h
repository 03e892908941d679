/* QR codes as ISO/IEC 18004 defines them: byte mode, all versions, all levels of error correction. */
#ifndef QR_H
#define QR_H

#include <stdbool.h>
#include <stdint.h>

enum { QR_MAX_SIZE = 177, QR_MAX_TEXT = 2953 };

enum qr_level { QR_LOW, QR_MEDIUM, QR_QUARTILE, QR_HIGH };

struct qr {
    int version; /* 1 to 40 */
    int size;    /* modules on each side, 17 + 4 * version */
    bool dark[QR_MAX_SIZE][QR_MAX_SIZE];  /* [row][column] */
    bool fixed[QR_MAX_SIZE][QR_MAX_SIZE]; /* belongs to a pattern: carries no data, is never masked */
};

/* Makes the smallest code that holds the text; false if it is too long for this level. */
bool qr_encode(struct qr *qr, const uint8_t *text, int length, enum qr_level level);

#endif
