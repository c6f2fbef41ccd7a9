/// Languages by the letters they are written in: for texts too short for a detector, such as one line with a foreign word in it.
enum WrittenLanguage {
    /// The language of a script that hardly any other uses, where at least half of a text's letters are of it; nil for any other text.
    ///
    /// A letter of Han, kana or Hangul says about as much as two of others. Chinese for Han without kana; Russian for Cyrillic with one of its own vowels and no letter of another language's.
    static func of(_ text: String) -> String? {
        var counts: [String: Int] = [:]
        var letters = 0
        var cyrillic = Cyrillic()
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            let code = code(of: scalar)
            let size = ["ko", "ja", "zh"].contains(code) ? 2 : 1
            letters += size
            if let code { counts[code, default: 0] += size }
            cyrillic.add(scalar)
        }
        if cyrillic.isRussian { counts["ru"] = cyrillic.letters }
        // Japanese writes most of its nouns in Han.
        if let kana = counts["ja"], let han = counts["zh"] {
            counts["ja"] = kana + han
            counts["zh"] = 0
        }
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard let (code, count) = most, count > 2, 2 * count >= letters else { return nil }
        return code
    }

    private static func code(of scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x1100...0x11ff, 0x3130...0x318f, 0xac00...0xd7a3: "ko"
        case 0x3040...0x30ff, 0x31f0...0x31ff, 0xff66...0xff9d: "ja"
        case 0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x323af: "zh"
        case 0x0e00...0x0e7f: "th"
        case 0x0370...0x03ff, 0x1f00...0x1fff: "el"
        case 0x0590...0x05ff: "he"
        case 0x0530...0x058f: "hy"
        case 0x10a0...0x10ff: "ka"
        default: nil
        }
    }

    private struct Cyrillic {
        private static let russian = Set("ыэёЫЭЁ".unicodeScalars)
        private static let others = Set("іїєґўђћљњџјѓќѕІЇЄҐЎЂЋЉЊЏЈЃЌЅәңғүұқөһҚҢ".unicodeScalars)

        private(set) var letters = 0
        private var hasRussian = false
        private var hasOther = false

        var isRussian: Bool { hasRussian && !hasOther }

        mutating func add(_ scalar: Unicode.Scalar) {
            guard (0x0400...0x04ff).contains(scalar.value) else { return }
            letters += 1
            if Self.russian.contains(scalar) { hasRussian = true }
            if Self.others.contains(scalar) { hasOther = true }
        }
    }
}
