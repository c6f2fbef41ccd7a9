/// JSON written inside a string or a cell, as some releases of battles have it.
enum JSONText {
    /// The value; nil when the text is not JSON.
    ///
    /// Half of a surrogate pair, which is no character and which such cells hold here and there, becomes U+FFFD. What Python's
    /// `str` makes of a dictionary or list, as in cells that pandas wrote, is read as what it stands for.
    static func value(_ text: String) -> JSONValue? {
        let bytes = Array(text.utf8)
        if let value = value(bytes[...], by: JSONParser())?.value { return value }
        return PythonLiteral.json(bytes).flatMap { value($0[...], by: JSONParser())?.value }
    }

    /// The value of a text, and whether halves of surrogate pairs had to be mended for it; nil when it is not JSON.
    static func value(_ bytes: ArraySlice<UInt8>, by parser: JSONParser) -> (value: JSONValue, isMended: Bool)? {
        if let value = try? parser.value(bytes) { return (value, false) }
        let numbers = withoutNonNumbers(bytes)
        if let numbers, let value = try? parser.value(numbers[...]) { return (value, false) }
        guard let mended = mended(numbers?[...] ?? bytes) else { return nil }
        return (try? parser.value(mended[...])).map { ($0, true) }
    }

    /// The bytes with each half of a surrogate pair as U+FFFD; nil when there is none.
    static func mended(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var mended = Array(bytes)
        // On from the last one each time: a text of nothing else is read once.
        var start = 0
        while let offset = JSONFieldLocator(mended[start...]).loneSurrogate() {
            let place = start + offset
            mended.replaceSubrange((place + 2)..<(place + 6), with: Array("fffd".utf8))
            start = place + 6
        }
        return start > 0 ? mended : nil
    }

    /// The bytes with each bare `NaN`, `Infinity` and `-Infinity`, which are no JSON but what Python writes for numbers that are none, as
    /// null; nil when there is none.
    static func withoutNonNumbers(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var (isInString, isFound) = (false, false)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if isInString, byte == UInt8(ascii: "\\") {
                result.append(contentsOf: bytes[index..<min(index + 2, bytes.endIndex)])
                index += 2
                continue
            }
            if byte == UInt8(ascii: "\"") { isInString.toggle() }
            if !isInString, byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I") || byte == UInt8(ascii: "-"),
                let word = nonNumbers.first(where: { bytes[index...].starts(with: $0) })
            {
                result.append(contentsOf: "null".utf8)
                index += word.count
                isFound = true
            } else {
                result.append(byte)
                index += 1
            }
        }
        return isFound ? result : nil
    }

    private static let nonNumbers = ["NaN", "Infinity", "-Infinity"].map { Array($0.utf8) }

    /// The texts of an array of them, null counting as an empty text; nil when the text is no such array.
    static func texts(_ text: String) -> [String]? {
        guard let value = value(text) else { return nil }
        if value.isNull { return [] }
        guard let list = value.elements else { return nil }
        var texts: [String] = []
        for element in list {
            if element.isNull {
                texts.append("")
            } else {
                guard let text = element.text else { return nil }
                texts.append(text)
            }
        }
        return texts
    }
}
