#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void append(struct buffer *out, const void *bytes, size_t length) {
    if (length > out->capacity - out->length) {
        out->capacity = 2 * (out->length + length);
        out->bytes = realloc(out->bytes, out->capacity);
        if (out->bytes == NULL) {
            abort();
        }
    }
    memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
}

void append_text(struct buffer *out, const char *text) {
    append(out, text, strlen(text));
}

/* Whether a module is dark; those of the margin are light. */
static bool is_dark(const struct qr *qr, int row, int column) {
    return row >= 0 && row < qr->size && column >= 0 && column < qr->size && qr->dark[row][column];
}

void draw_svg(struct buffer *out, const struct qr *qr) {
    char text[160];
    int side = qr->size + 2 * MARGIN;
    snprintf(text, sizeof text,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">\n", side, side);
    append_text(out, text);
    append_text(out, "<path fill=\"#fff\" d=\"M0 0h");
    snprintf(text, sizeof text, "%dv%dH0z\"/>\n<path d=\"", side, side);
    append_text(out, text);
    for (int row = 0; row < qr->size; row++) {
        for (int column = 0; column < qr->size; column++) {
            int from = column;
            while (is_dark(qr, row, column)) {
                column++;
            }
            if (column > from) {
                snprintf(text, sizeof text, "M%d %dh%dv1h-%dz", from + MARGIN, row + MARGIN, column - from, column - from);
                append_text(out, text);
            }
        }
    }
    append_text(out, "\"/>\n</svg>\n");
}

void draw_text(struct buffer *out, const struct qr *qr) {
    static const char *const HALVES[] = {"\u2588", "\u2580", "\u2584", " "};
    for (int row = -MARGIN; row < qr->size + MARGIN; row += 2) {
        for (int column = -MARGIN; column < qr->size + MARGIN; column++) {
            append_text(out, HALVES[2 * is_dark(qr, row, column) + is_dark(qr, row + 1, column)]);
        }
        append_text(out, "\n");
    }
}

/* The check sum of PNG's chunks: CRC-32, begun with all ones, complemented at the end. */
static uint32_t crc(uint32_t sum, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            sum = sum >> 1 ^ (0xEDB88320u & -(sum & 1));
        }
    }
    return sum;
}

static uint32_t adler(const uint8_t *bytes, size_t length) {
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < length; i++) {
        a = (a + bytes[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static void append_number(struct buffer *out, uint32_t number) {
    uint8_t bytes[] = {(uint8_t) (number >> 24), (uint8_t) (number >> 16), (uint8_t) (number >> 8), (uint8_t) number};
    append(out, bytes, 4);
}

static void append_chunk(struct buffer *out, const char *type, const uint8_t *bytes, size_t length) {
    append_number(out, (uint32_t) length);
    append(out, type, 4);
    append(out, bytes, length);
    append_number(out, ~crc(crc(~0u, (const uint8_t *) type, 4), bytes, length));
}

/* A zlib stream of stored blocks: nothing is compressed. */
static void store(struct buffer *out, const uint8_t *bytes, size_t length) {
    append(out, "\x78\x01", 2);
    for (size_t at = 0; at < length;) {
        size_t part = length - at < 0xFFFF ? length - at : 0xFFFF;
        uint8_t head[] = {at + part == length, (uint8_t) part, (uint8_t) (part >> 8), (uint8_t) ~part, (uint8_t) (~part >> 8)};
        append(out, head, 5);
        append(out, bytes + at, part);
        at += part;
    }
    append_number(out, adler(bytes, length));
}

/* Lines of one bit a pixel, 1 is white, each after the byte 0: no filter. */
static void draw_pixels(struct buffer *out, const struct qr *qr, int scale) {
    int side = (qr->size + 2 * MARGIN) * scale;
    for (int y = 0; y < side; y++) {
        uint8_t line[1 + (QR_MAX_SIZE + 2 * MARGIN) * MAX_SCALE / 8 + 1] = {0};
        for (int x = 0; x < side; x++) {
            if (!is_dark(qr, y / scale - MARGIN, x / scale - MARGIN)) {
                line[1 + x / 8] |= 0x80 >> x % 8;
            }
        }
        append(out, line, 1 + (size_t) (side + 7) / 8);
    }
}

void draw_png(struct buffer *out, const struct qr *qr, int scale) {
    struct buffer head = {0}, pixels = {0}, stream = {0};
    uint32_t side = (uint32_t) ((qr->size + 2 * MARGIN) * scale);
    append_number(&head, side);
    append_number(&head, side);
    append(&head, "\x01\x00\x00\x00\x00", 5); /* one bit, grey, deflate, no filter, not interlaced */
    draw_pixels(&pixels, qr, scale);
    store(&stream, pixels.bytes, pixels.length);
    append(out, "\x89PNG\r\n\x1A\n", 8);
    append_chunk(out, "IHDR", head.bytes, head.length);
    append_chunk(out, "IDAT", stream.bytes, stream.length);
    append_chunk(out, "IEND", NULL, 0);
    free(head.bytes);
    free(pixels.bytes);
    free(stream.bytes);
}
