/* Sealing and opening in every way, under any scope. */
#ifndef DATA_H
#define DATA_H

#include "support.h"

static inline ckey_buffer context_of(const char *json)
{
    ckey_buffer context = {0};
    ckey_error *error = NULL;
    EXPECT(CKEY_OK, ckey_context_encode(bytes_of(json), strlen(json), &context, &error));
    return context;
}

static inline void items(const ckey_scope *scope)
{
    ckey_error *error = NULL;
    ckey_buffer context = context_of("{\"item\": \"1\", \"mailbox\": \"anna\"}"), other = context_of("{\"item\": \"2\"}");
    ckey_buffer object = {0}, wrapped = {0}, item = {0}, json = {0};
    const uint8_t plain[] = "Dear Anna";

    /* Attached: the object carries its wrapped data key. */
    EXPECT(CKEY_OK, ckey_scope_seal(scope, context.data, context.len, plain, sizeof plain, &object, NULL, &error));
    uint64_t bound = 0;
    EXPECT(CKEY_OK, ckey_seal_bound(sizeof plain, &bound, &error));
    CHECK(object.len == bound);
    EXPECT(CKEY_OK, ckey_scope_open_item(scope, context.data, context.len, NULL, 0, object.data, object.len, &item, &error));
    CHECK(item.len == sizeof plain && memcmp(item.data, plain, sizeof plain) == 0);
    ckey_buffer_free(&item);
    ckey_buffer_free(&item);
    CHECK(item.data == NULL && item.len == 0);

    /* Another context, a changed byte, a cut-off end, a wrapped key that does not belong there. */
    EXPECT(CKEY_E_SEALED_DATA_KEY,
           ckey_scope_open_item(scope, other.data, other.len, NULL, 0, object.data, object.len, &item, &error));
    CHECK(item.data == NULL);
    object.data[object.len - 1] ^= 1;
    EXPECT(CKEY_E_SEALED_FRAME,
           ckey_scope_open_item(scope, context.data, context.len, NULL, 0, object.data, object.len, &item, &error));
    object.data[object.len - 1] ^= 1;
    CHECK(ckey_scope_open_item(scope, context.data, context.len, NULL, 0, object.data, object.len - 1, &item, NULL) < 0);
    EXPECT(CKEY_E_SEALED_HEADER,
           ckey_scope_open_item(scope, context.data, context.len, NULL, 0, object.data, 3, &item, &error));
    EXPECT(CKEY_E_SEALED_HEADER, ckey_scope_open_item(scope, context.data, context.len, plain, CKEY_WRAPPED_KEY_LEN > sizeof plain
                                                          ? sizeof plain : CKEY_WRAPPED_KEY_LEN, object.data, object.len, &item, &error));
    EXPECT(CKEY_OK, ckey_inspect(object.data, object.len, object.len, &json, &error));
    CHECK(json.len > 10 && json.data[0] == '{');
    ckey_buffer_free(&json);
    ckey_buffer_free(&object);

    /* Detached: the wrapped data key is kept apart. */
    EXPECT(CKEY_OK, ckey_scope_seal(scope, context.data, context.len, NULL, 0, &object, &wrapped, &error));
    CHECK(wrapped.len == CKEY_WRAPPED_KEY_LEN && object.len < CKEY_HEADER_MAX);
    EXPECT(CKEY_OK, ckey_scope_open_item(scope, context.data, context.len, wrapped.data, wrapped.len, object.data, object.len, &item,
                                         &error));
    CHECK(item.len == 0 && item.data == NULL);
    EXPECT(CKEY_E_SEALED_HEADER,
           ckey_scope_open_item(scope, context.data, context.len, NULL, 0, object.data, object.len, &item, &error));
    ckey_buffer_free(&object);
    ckey_buffer_free(&wrapped);
    ckey_buffer_free(&context);
    ckey_buffer_free(&other);
}

/* Seals `len` bytes to a new buffer, in pieces of `piece` bytes. */
static inline uint8_t *seal_stream(const ckey_scope *scope, const uint8_t *plain, size_t len, size_t piece, size_t *sealed)
{
    ckey_error *error = NULL;
    ckey_buffer header = {0};
    ckey_seal *seal = NULL;
    EXPECT(CKEY_OK, ckey_seal_start(scope, NULL, 0, &header, NULL, &seal, &error));
    uint64_t bound = 0;
    EXPECT(CKEY_OK, ckey_seal_bound(len, &bound, &error));
    uint8_t *object = (uint8_t *)malloc((size_t)bound);
    CHECK(object != NULL);
    memcpy(object, header.data, header.len);
    size_t at = header.len, written = 0;
    ckey_buffer_free(&header);
    for (size_t done = 0; done < len; done += piece) {
        size_t now = len - done < piece ? len - done : piece;
        EXPECT(CKEY_OK, ckey_seal_update(seal, plain + done, now, object + at, (size_t)bound - at, &written, &error));
        at += written;
    }
    EXPECT(CKEY_E_BUFFER_TOO_SMALL, ckey_seal_finish(seal, object + at, 1, &written, &error));
    CHECK(written == (size_t)bound - at);
    EXPECT(CKEY_OK, ckey_seal_finish(seal, object + at, (size_t)bound - at, &written, &error));
    CHECK(at + written == bound);
    EXPECT(CKEY_E_STREAM_STATE, ckey_seal_finish(seal, NULL, 0, &written, &error));
    STATUS(CKEY_OK, ckey_seal_free(seal));
    *sealed = (size_t)bound;
    return object;
}

/* The object stays open and is read here and there; what is read is verified as in every other way. */
static inline void readers(const ckey_scope *scope, const uint8_t *plain, size_t len, uint8_t *object, size_t sealed)
{
    ckey_error *error = NULL;
    ckey_reader *reader = NULL;
    uint64_t length = 0;
    size_t written = 0;
    uint8_t few[100];
    EXPECT(CKEY_OK, ckey_reader_open(scope, NULL, 0, NULL, 0, object, sealed, &reader, &error));
    EXPECT(CKEY_OK, ckey_reader_length(reader, &length, &error));
    CHECK(length == len);
    for (size_t at = 0; at < len; at += 65436) {
        size_t expected = len - at < sizeof few ? len - at : sizeof few;
        EXPECT(CKEY_OK, ckey_reader_read_at(reader, object, sealed, at, few, sizeof few, &written, &error));
        CHECK(written == expected && memcmp(few, plain + at, expected) == 0);
    }
    EXPECT(CKEY_OK, ckey_reader_read_at(reader, object, sealed, len, few, sizeof few, &written, &error));
    CHECK(written == 0);
    object[CKEY_HEADER_MAX + 5] ^= 1;
    EXPECT(CKEY_E_SEALED_FRAME, ckey_reader_read_at(reader, object, sealed, 0, few, sizeof few, &written, &error));
    object[CKEY_HEADER_MAX + 5] ^= 1;
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_reader_read_at(reader, object, sealed - 1, 0, few, sizeof few, &written, &error));
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_reader_read_at(reader, NULL, 0, 0, few, sizeof few, &written, &error));
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_reader_read_at(reader, object, sealed, 0, object, 1, &written, &error));
    STATUS(CKEY_OK, ckey_reader_free(reader));
    STATUS(CKEY_E_INVALID_HANDLE, ckey_reader_free(reader));
    EXPECT(CKEY_E_INVALID_HANDLE, ckey_reader_read_at(reader, object, sealed, 0, few, sizeof few, &written, &error));
    EXPECT(CKEY_E_INVALID_HANDLE, ckey_reader_length(reader, &length, &error));
    EXPECT(CKEY_E_SOURCE, ckey_reader_open_path(scope, NULL, 0, NULL, 0, bytes_of("/no/file"), 8, &reader, &error));
    CHECK(reader == NULL);
}

static inline void streams(const ckey_scope *scope)
{
    ckey_error *error = NULL;
    const size_t len = 3 * CKEY_GROUP_LEN / 2;
    uint8_t *plain = (uint8_t *)malloc(len), *back = (uint8_t *)malloc(len);
    CHECK(plain != NULL && back != NULL);
    for (size_t n = 0; n < len; n++) plain[n] = (uint8_t)(n * 31 >> 3);

    /* To another buffer and back. */
    size_t sealed = 0, header_len = 0, group = 0, written = 0;
    uint8_t *object = seal_stream(scope, plain, len, 100000, &sealed);
    ckey_open *open = NULL;
    EXPECT(CKEY_OK, ckey_open_start(scope, NULL, 0, NULL, 0, object, sealed, &header_len, &group, &open, &error));
    CHECK(group == CKEY_SEALED_GROUP_LEN);
    EXPECT(CKEY_OK, ckey_open_update(open, object + header_len, sealed - header_len, back, len, &written, &error));
    size_t at = written;
    EXPECT(CKEY_OK, ckey_open_finish(open, back + at, len - at, &written, &error));
    CHECK(at + written == len && memcmp(plain, back, len) == 0);
    STATUS(CKEY_OK, ckey_open_free(open));

    /* At an offset, across a frame's edge, and beyond the end. */
    uint8_t few[100];
    EXPECT(CKEY_OK, ckey_read_at(scope, NULL, 0, NULL, 0, object, sealed, 65500, few, sizeof few, &written, &error));
    CHECK(written == sizeof few && memcmp(few, plain + 65500, sizeof few) == 0);
    EXPECT(CKEY_OK, ckey_read_at(scope, NULL, 0, NULL, 0, object, sealed, len, few, sizeof few, &written, &error));
    CHECK(written == 0);
    EXPECT(CKEY_E_SOURCE, ckey_read_at_path(scope, NULL, 0, NULL, 0, bytes_of("/dev/zero"), 9, 0, few, sizeof few, &written, &error));
    EXPECT(CKEY_E_SOURCE, ckey_read_at_path(scope, NULL, 0, NULL, 0, bytes_of("/no/file"), 8, 0, few, sizeof few, &written, &error));

    readers(scope, plain, len, object, sealed);

    /* A stream that is cut off opens no further than to its end. */
    EXPECT(CKEY_OK, ckey_open_start(scope, NULL, 0, NULL, 0, object, sealed, &header_len, NULL, &open, &error));
    EXPECT(CKEY_OK, ckey_open_update(open, object + header_len, CKEY_SEALED_GROUP_LEN, back, len, &written, &error));
    CHECK(ckey_open_finish(open, back, len, &written, NULL) < 0);
    STATUS(CKEY_OK, ckey_open_free(open));
    free(object);

    /* In place: a group, and the rest. */
    ckey_buffer header = {0};
    ckey_seal *seal = NULL;
    EXPECT(CKEY_OK, ckey_seal_start(scope, NULL, 0, &header, NULL, &seal, &error));
    uint8_t *first = (uint8_t *)malloc(CKEY_SEALED_GROUP_LEN), *rest = (uint8_t *)malloc(CKEY_SEALED_GROUP_LEN);
    CHECK(first != NULL && rest != NULL);
    memcpy(first, plain, CKEY_GROUP_LEN);
    memcpy(rest, plain + CKEY_GROUP_LEN, len - CKEY_GROUP_LEN);
    EXPECT(CKEY_OK, ckey_seal_update_in_place(seal, first, CKEY_SEALED_GROUP_LEN, &written, &error));
    CHECK(written == CKEY_SEALED_GROUP_LEN);
    EXPECT(CKEY_E_INVALID_ARGUMENT, ckey_seal_update_in_place(seal, rest, 5, &written, &error));
    EXPECT(CKEY_OK, ckey_seal_finish_in_place(seal, rest, CKEY_SEALED_GROUP_LEN, len - CKEY_GROUP_LEN, &written, &error));
    size_t tail = written;
    STATUS(CKEY_OK, ckey_seal_free(seal));
    EXPECT(CKEY_OK, ckey_open_start(scope, NULL, 0, NULL, 0, header.data, header.len, &header_len, NULL, &open, &error));
    EXPECT(CKEY_OK, ckey_open_update_in_place(open, first, CKEY_SEALED_GROUP_LEN, &written, &error));
    CHECK(written == CKEY_GROUP_LEN && memcmp(first, plain, CKEY_GROUP_LEN) == 0);
    EXPECT(CKEY_OK, ckey_open_finish_in_place(open, rest, tail, &written, &error));
    CHECK(written == len - CKEY_GROUP_LEN && memcmp(rest, plain + CKEY_GROUP_LEN, written) == 0);
    STATUS(CKEY_OK, ckey_open_free(open));
    ckey_buffer_free(&header);
    free(first);
    free(rest);
    free(plain);
    free(back);
}

#endif
