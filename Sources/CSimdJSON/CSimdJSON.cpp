#include "CSimdJSON.h"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <vector>

// The tape is documented in simdjson's doc/tape.md: a word for each value, its kind in the high byte.
// Numbers have a second word, and a long number is a string here whose kind we change after parsing.
namespace {
constexpr char longNumber = 'b'; // none of simdjson's own
constexpr uint64_t payloadMask = (uint64_t(1) << 56) - 1;
}

struct CJSONDocument {
    simdjson::dom::parser parser;
    std::string text;

    uint64_t word(size_t place) const { return parser.doc.tape[place]; }
    char kind(size_t place) const { return char(word(place) >> 56); }
    const uint8_t *string(size_t place, size_t &count) const {
        const uint8_t *entry = parser.doc.string_buf.get() + (word(place) & payloadMask);
        uint32_t length;
        std::memcpy(&length, entry, sizeof length);
        count = length;
        return entry + sizeof length;
    }

    simdjson::error_code parse() {
        size_t count = text.size();
        text.reserve(count + simdjson::SIMDJSON_PADDING);
        return parser.parse(text.data(), count, false).error();
    }

    simdjson::error_code parseLongNumbers();
};

namespace {
bool isBlank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }
bool isDigit(char byte) { return byte >= '0' && byte <= '9'; }

/// Whether the text is a number of JSON that neither 64 bits nor a double can hold.
bool isLongNumber(const std::string &text) {
    size_t at = text[0] == '-' ? 1 : 0;
    auto digits = [&] {
        size_t first = at;
        while (at < text.size() && isDigit(text[at])) at++;
        return at - first;
    };
    size_t start = at, whole = digits();
    if (whole == 0 || (whole > 1 && text[start] == '0')) return false;
    bool isWhole = at == text.size();
    if (at < text.size() && text[at] == '.') {
        at++;
        if (digits() == 0) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) at++;
        if (digits() == 0) return false;
    }
    if (at != text.size()) return false;
    // 18 digits always fit 64 bits; that some of 19 and 20 would too does not matter.
    return isWhole ? whole > 18 : std::isinf(std::strtod(text.c_str(), nullptr));
}
}

/// Parses a text again that holds a number simdjson cannot: each such number becomes a string of its own kind.
simdjson::error_code CJSONDocument::parseLongNumbers() {
    std::string quoted;
    std::vector<size_t> places; // which of the document's strings, keys among them, are numbers
    size_t strings = 0, at = 0;
    while (at < text.size()) {
        size_t start = at;
        if (text[at] == '"') {
            for (at++; at < text.size() && text[at] != '"'; at++) {
                if (text[at] == '\\') at++;
            }
            at = std::min(at + 1, text.size());
            strings++;
        } else if (text[at] == '-' || isDigit(text[at])) {
            while (at < text.size() && (isDigit(text[at]) || std::strchr("+-.eE", text[at]))) {
                if (text[at] == 0) break; // which strchr finds too
                at++;
            }
            std::string number = text.substr(start, at - start);
            if (isLongNumber(number)) {
                size_t after = at;
                while (after < text.size() && isBlank(text[after])) after++;
                // No key: quotes would make one of it.
                if (after < text.size() && text[after] == ':') return simdjson::NUMBER_ERROR;
                places.push_back(strings++);
                quoted += '"' + number + '"';
                continue;
            }
        } else {
            at++;
        }
        quoted.append(text, start, at - start);
    }
    if (places.empty()) return simdjson::NUMBER_ERROR;
    text = std::move(quoted);
    simdjson::error_code error = parse();
    if (error) return error;
    size_t string = 0, next = 0, end = word(0) & 0xffffffff;
    for (size_t place = 1; place < end && next < places.size(); place++) {
        switch (kind(place)) {
        case '"':
            if (string++ == places[next]) {
                parser.doc.tape[place] = (word(place) & payloadMask) | uint64_t(longNumber) << 56;
                next++;
            }
            break;
        case 'l': case 'u': case 'd':
            place++;
            break;
        default:
            break;
        }
    }
    return simdjson::SUCCESS;
}

CJSONDocument *c_json_create(void) { return new (std::nothrow) CJSONDocument(); }

void c_json_destroy(CJSONDocument *document) { delete document; }

const char *c_json_parse(CJSONDocument *document, const uint8_t *bytes, size_t count) {
    try {
        document->text.assign(reinterpret_cast<const char *>(bytes), bytes ? count : 0);
        simdjson::error_code error = document->parse();
        if (error == simdjson::NUMBER_ERROR) error = document->parseLongNumbers();
        return error ? simdjson::error_message(error) : nullptr;
    } catch (const std::bad_alloc &) {
        return simdjson::error_message(simdjson::MEMALLOC);
    }
}

CJSONKind c_json_kind(const CJSONDocument *document, size_t place) {
    switch (document->kind(place)) {
    case '"': return CJSONKindString;
    case '{': return CJSONKindObject;
    case '[': return CJSONKindArray;
    case 'l': return CJSONKindInt64;
    case 'u': return CJSONKindUInt64;
    case 'd': return CJSONKindDouble;
    case 't': return CJSONKindTrue;
    case 'f': return CJSONKindFalse;
    case longNumber: return CJSONKindLongNumber;
    default: return CJSONKindNull;
    }
}

int64_t c_json_int64(const CJSONDocument *document, size_t place) { return int64_t(document->word(place + 1)); }

uint64_t c_json_uint64(const CJSONDocument *document, size_t place) { return document->word(place + 1); }

double c_json_double(const CJSONDocument *document, size_t place) {
    uint64_t word = document->word(place + 1);
    double value;
    std::memcpy(&value, &word, sizeof value);
    return value;
}

const uint8_t *c_json_text(const CJSONDocument *document, size_t place, size_t *count) {
    return document->string(place, *count);
}

size_t c_json_first(const CJSONDocument *, size_t container) { return container + 1; }

// A container's word holds the place after its closing one.
size_t c_json_end(const CJSONDocument *document, size_t container) {
    return (document->word(container) & 0xffffffff) - 1;
}

size_t c_json_next(const CJSONDocument *document, size_t place) {
    switch (document->kind(place)) {
    case '{': case '[': return document->word(place) & 0xffffffff;
    case 'l': case 'u': case 'd': return place + 2;
    default: return place + 1;
    }
}

size_t c_json_member(const CJSONDocument *document, size_t object, const uint8_t *name, size_t count) {
    size_t found = 0;
    size_t end = c_json_end(document, object);
    for (size_t key = object + 1; key < end; key = c_json_next(document, key + 1)) {
        size_t length;
        const uint8_t *text = document->string(key, length);
        if (length == count && (count == 0 || std::memcmp(text, name, count) == 0)) found = key + 1;
    }
    return found;
}
