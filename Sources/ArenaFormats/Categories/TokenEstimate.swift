/// How many tokens texts have, about, where no tokenizer's count is at hand.
enum TokenEstimate {
    /// The tokens of the user's turns.
    ///
    /// A character of Chinese, Japanese or Korean is a token. The rest has four tokens for three words, or one for four characters
    /// where that is more, as in code and long words: the rules of thumb that OpenAI gives for its tokenizers, with which
    /// LMArena counts.
    static func tokens(in turns: [String]) -> Int {
        var ideographs = 0
        var characters = 0
        var words = 0
        for turn in turns {
            var isInside = false
            for scalar in turn.unicodeScalars {
                if isIdeograph(scalar) {
                    ideographs += 1
                    isInside = false
                    continue
                }
                characters += 1
                let isBlank = scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
                if !isBlank && !isInside { words += 1 }
                isInside = !isBlank
            }
        }
        return ideographs + max(words * 4 / 3, characters / 4)
    }

    /// Han, kana or Hangul syllables.
    private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3040...0x30ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xac00...0xd7a3, 0xf900...0xfaff, 0x20000...0x323af:
            true
        default: false
        }
    }
}
