// simdjson's document model in C: a document is parsed once and its values are found by their place on simdjson's tape.

#ifndef C_SIMDJSON_H
#define C_SIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// A parser and the document it parsed last, without a copy of the text it came from.
typedef struct CJSONDocument CJSONDocument;

/// What a value is.
typedef enum __attribute__((enum_extensibility(closed))) CJSONKind {
    CJSONKindNull,
    CJSONKindFalse,
    CJSONKindTrue,
    /// A whole number from -2^63 to 2^63 - 1.
    CJSONKindInt64,
    /// A whole number from 2^63 to 2^64 - 1.
    CJSONKindUInt64,
    /// Any other number that a double can be near to.
    CJSONKindDouble,
    /// A number that is none of these, by its text.
    CJSONKindLongNumber,
    CJSONKindString,
    CJSONKindArray,
    CJSONKindObject,
} CJSONKind;

/// The place of a document's outermost value.
#define C_JSON_ROOT ((size_t)1)

/// A new document, which holds nothing yet; null where there is no memory.
CJSONDocument *_Nullable c_json_create(void);
void c_json_destroy(CJSONDocument *document);

/// Parses a text, in place of what the document held before; null when it is valid JSON, and else what is wrong.
///
/// Nothing may be read from the document after a failure.
const char *_Nullable c_json_parse(CJSONDocument *document, const uint8_t *_Nullable bytes, size_t count);

/// The kind of the value at a place.
CJSONKind c_json_kind(const CJSONDocument *document, size_t place);

/// The value of a number of that kind.
int64_t c_json_int64(const CJSONDocument *document, size_t place);
uint64_t c_json_uint64(const CJSONDocument *document, size_t place);
double c_json_double(const CJSONDocument *document, size_t place);

/// The text of a string, key or long number: UTF-8 that lives until the document is parsed into again.
const uint8_t *c_json_text(const CJSONDocument *document, size_t place, size_t *count);

/// The places of an array's elements, or of an object's keys and values in turn, begin here;
size_t c_json_first(const CJSONDocument *document, size_t container);
/// end here;
size_t c_json_end(const CJSONDocument *document, size_t container);
/// and from each to the next it goes like this.
size_t c_json_next(const CJSONDocument *document, size_t place);

/// The value of an object's member, the last of that name; 0 where there is none.
size_t c_json_member(const CJSONDocument *document, size_t object, const uint8_t *_Nullable name, size_t count);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
