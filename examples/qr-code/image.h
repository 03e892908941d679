/* Pictures of a QR code, written to a buffer that grows. */
#ifndef IMAGE_H
#define IMAGE_H

#include "qr.h"

#include <stddef.h>

enum { MARGIN = 4, MAX_SCALE = 16 };

struct buffer {
    uint8_t *bytes;
    size_t length;
    size_t capacity;
};

void append(struct buffer *out, const void *bytes, size_t length);
void append_text(struct buffer *out, const char *text);

/* Scalable vector graphics, one unit a module. */
void draw_svg(struct buffer *out, const struct qr *qr);

/* Portable network graphics in black and white, scale pixels a module. */
void draw_png(struct buffer *out, const struct qr *qr, int scale);

/* Half blocks for a terminal with light letters on dark ground. */
void draw_text(struct buffer *out, const struct qr *qr);

#endif
