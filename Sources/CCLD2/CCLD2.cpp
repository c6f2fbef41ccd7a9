#include "CCLD2.h"

#include <cstdio> // which CLD2's header needs and does not include

#include <cld2/public/compact_lang_det.h>

CLD2Language cld2_detect(const char *text, int length) {
    CLD2::Language languages[3];
    int percents[3];
    int bytes = 0;
    bool isReliable = false;
    CLD2::Language language = CLD2::ExtDetectLanguageSummary(
        text, length, /* is_plain_text */ true, languages, percents, &bytes, &isReliable);
    return {CLD2::LanguageCode(language), isReliable};
}

const char *cld2_language_code(int number) { return CLD2::LanguageCode(static_cast<CLD2::Language>(number)); }

const char *cld2_language_name(int number) { return CLD2::LanguageName(static_cast<CLD2::Language>(number)); }

int cld2_language_count(void) { return CLD2::NUM_LANGUAGES; }
