/// Why a field's bytes cannot become text.
enum TextFault: Error {
    /// Not UTF-8, from this byte of the field on.
    case invalidUTF8(at: Int)
    /// U+0000, which Postgres cannot store.
    case nul

    /// The error's code.
    var code: BattleFileError.Code {
        switch self {
        case .invalidUTF8: .invalidUTF8
        case .nul: .badValue
        }
    }

    /// What is wrong, in words.
    var problem: String {
        switch self {
        case .invalidUTF8(let offset): "byte \(offset + 1) of the value is not UTF-8"
        case .nul: "contains U+0000, which cannot be stored"
        }
    }
}

/// Turns bytes into text.
enum Text {
    /// The text of UTF-8 bytes without U+0000.
    static func string(_ bytes: Span<UInt8>) throws(TextFault) -> String {
        for index in bytes.indices where bytes[index] == 0 { throw .nul }
        let text: UTF8Span
        do throws(UTF8.ValidationError) {
            text = try UTF8Span(validating: bytes)
        } catch {
            throw .invalidUTF8(at: error.byteOffsets.lowerBound)
        }
        return String(copying: text)
    }
}

extension String {
    /// Whether both are the same code points; `==` would also equate different spellings of one character.
    func isSameText(as other: String) -> Bool {
        // Equal texts are equal under `==` too, which is the faster question and mostly answers no.
        self == other && utf8.elementsEqual(other.utf8)
    }
}
