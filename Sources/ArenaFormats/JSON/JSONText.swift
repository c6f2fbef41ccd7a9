/// JSON written inside a string or a cell, as some releases of battles have it.
enum JSONText {
    /// The value; nil when the text is not JSON.
    ///
    /// Half of a surrogate pair, which is no character and which such cells hold here and there, becomes U+FFFD. What Python's
    /// `str` makes of a dictionary or list, as in cells that pandas wrote, is read as what it stands for.
    static func value(_ text: String) -> JSONValue? {
        let bytes = Array(text.utf8)
        let parser = JSONParser()
        if let value = try? parser.value(bytes[...]) { return value }
        if let mended = mended(bytes[...]), let value = try? parser.value(mended[...]) { return value }
        if let numbers = withoutNaN(bytes[...]), let value = try? parser.value(numbers[...]) { return value }
        guard let json = PythonLiteral.json(bytes) else { return nil }
        return try? parser.value(json[...])
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

    /// The bytes with each bare `NaN`, which is no JSON but what Python writes for a missing number, as null; nil when there is none.
    static func withoutNaN(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        let word = Array("NaN".utf8)
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
            if !isInString, bytes[index...].starts(with: word) {
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

    /// The texts of an array of them, null counting as an empty text; nil when the text is no such array.
    static func texts(_ text: String) -> [String]? {
        guard let list = value(text)?.elements else { return nil }
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
