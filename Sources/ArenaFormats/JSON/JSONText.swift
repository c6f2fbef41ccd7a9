/// JSON written inside a string or a cell, as some releases of battles have it.
enum JSONText {
    /// The value; nil when the text is not JSON.
    ///
    /// Half of a surrogate pair, which is no character and which such cells hold here and there, becomes U+FFFD.
    static func value(_ text: String) -> JSONValue? {
        var bytes = Array(text.utf8)
        let parser = JSONParser()
        if let value = try? parser.value(bytes[...]) { return value }
        // On from the last one each time: a text of nothing else is read once.
        var start = 0
        while let offset = JSONFieldLocator(bytes[start...]).loneSurrogate() {
            let place = start + offset
            bytes.replaceSubrange((place + 2)..<(place + 6), with: Array("fffd".utf8))
            start = place + 6
        }
        return start > 0 ? try? parser.value(bytes[...]) : nil
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
