// C's door to CLD2, Debian's libcld2-dev, whose interface is C++.
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What CLD2 makes of a text.
typedef struct {
    /// ISO code such as "en" or "zh-Hant", "un" for unknown; static memory, never NULL.
    const char *code;
    /// Whether CLD2 calls its answer reliable.
    bool isReliable;
} CLD2Language;

/// The language of `length` bytes of plain text in UTF-8, which must be well-formed.
CLD2Language cld2_detect(const char *text, int length);

/// How many numbers of languages there are, counted from 0; some stand for none.
int cld2_language_count(void);

/// The code of a language by its number, and its name; "" where the number stands for none.
const char *cld2_language_code(int number);
const char *cld2_language_name(int number);

#ifdef __cplusplus
}
#endif
