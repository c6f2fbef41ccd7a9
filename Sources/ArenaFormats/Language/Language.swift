import CCLD2
import Foundation

/// The languages of conversations: names as LMArena writes them, and codes.
///
/// A canonical code is ISO 639's of two letters in lower case, of three where there is none of two, without a region. Chinese in
/// traditional characters is `zh-Hant`, any other `zh`; Norwegian is `no`, or `nn` where Nynorsk is said; Filipino is `tl`.
public enum Language {
    /// The canonical code of a language's English name, or of a code in another spelling.
    ///
    /// A name that is not known is kept as it is written. Nil for one that says that the language is not known, such as "unknown",
    /// "und" or "".
    public static func code(ofName name: String) -> String? {
        let written = name.trimmingCharacters(in: .whitespacesAndNewlines)
        let key = written.lowercased().replacing("_", with: "-")
        if key.isEmpty || unknown.contains(key) { return nil }
        if let code = aliases[key] ?? codes[key.replacing("-", with: " ")] ?? canonical[key] { return code }
        // "Portuguese (Brazil)" is Portuguese, and "pt-BR" too.
        if let open = key.firstIndex(of: "("),
            let code = codes[String(key[..<open]).trimmingCharacters(in: .whitespaces)]
        {
            return code
        }
        let parts = key.split(separator: "-")
        guard parts.count > 1, let code = canonical[String(parts[0])] else { return written }
        let isTraditional = parts.dropFirst().contains { ["hant", "tw", "hk", "mo"].contains($0) }
        return code == "zh" && isTraditional ? "zh-Hant" : code
    }

    /// The English name of a canonical code; the code itself where it is not known.
    public static func name(ofCode code: String) -> String {
        if code == "zh-Hant" { return "Chinese (Traditional)" }
        return english.localizedString(forLanguageCode: code) ?? code
    }

    /// The language of a text by CLD2, as a canonical code, or by its letters where CLD2 does not call its answer reliable; nil where
    /// neither tells.
    ///
    /// Only the first 64 KiB are looked at.
    public static func detect(_ text: String) -> String? {
        // The cut may fall inside a character; decoding repairs that.
        var text = text.utf8.count > limit ? String(decoding: text.utf8.prefix(limit), as: UTF8.self) : text
        let found = text.withUTF8 { bytes -> String? in
            guard let start = bytes.baseAddress else { return nil }
            return unsafe start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
                let language = unsafe cld2_detect(start, Int32(bytes.count))
                return unsafe language.isReliable ? String(cString: language.code) : nil
            }
        }
        return found.flatMap(code) ?? WrittenLanguage.of(text)
    }

    private static let limit = 64 << 10
    private static let english = Locale(identifier: "en")
    private static let unknown: Set<String> = ["unknown", "un", "und", "none", "null", "n/a", "xxx", "mul", "zxx"]

    /// Names that neither table has in this form.
    private static let aliases: [String: String] = [
        "chinese (traditional)": "zh-Hant", "traditional chinese": "zh-Hant",
        "chinese (taiwan)": "zh-Hant", "chinese (hong kong)": "zh-Hant", "chinese-traditional": "zh-Hant",
        "chinese-t": "zh-Hant", "simplified chinese": "zh", "chinese-simplified": "zh", "mandarin": "zh", "farsi": "fa",
        "filipino": "tl", "tagalog": "tl", "norwegian bokmal": "no", "brazilian portuguese": "pt",
    ]

    /// Codes in other spellings, or of what is one language here.
    private static let spellings: [String: String] = [
        "iw": "he", "jw": "jv", "in": "id", "ji": "yi", "mo": "ro", "nb": "no", "fil": "tl", "sh": "sr", "sr-ME": "sr",
        "cmn": "zh",
    ]

    /// From every known code, of two letters or three, to the canonical one.
    private static let canonical: [String: String] = {
        var table: [String: String] = [:]
        for code in Locale.LanguageCode.isoLanguageCodes {
            let short = code.identifier(.alpha2) ?? code.identifier
            let known = spellings[short] ?? short
            table[code.identifier.lowercased()] = known
            if let long = code.identifier(.alpha3) { table[long.lowercased()] = known }
        }
        for (spelling, code) in spellings { table[spelling.lowercased()] = code }
        return table
    }()

    /// From English names in lower case to canonical codes: Unicode's names, then CLD2's where those have none.
    private static let codes: [String: String] = {
        var table: [String: String] = [:]
        // Shorter codes come last and win.
        for code in canonical.keys.sorted(by: { ($0.count, $1) > ($1.count, $0) }) {
            guard let name = english.localizedString(forLanguageCode: code), name.lowercased() != code else { continue }
            table[name.lowercased()] = canonical[code]
        }
        for number in 0..<cld2_language_count() {
            let (code, name) = unsafe (
                String(cString: cld2_language_code(number)), String(cString: cld2_language_name(number))
            )
            guard !code.isEmpty, !code.hasPrefix("xx"), !name.hasPrefix("X_"), !unknown.contains(code) else { continue }
            let key = name.lowercased().replacing("_", with: " ")
            if table[key] == nil { table[key] = spellings[code] ?? code }
        }
        return table
    }()
}
