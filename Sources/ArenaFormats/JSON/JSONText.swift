/// JSON written inside a string or a cell, as some releases of battles have it.
enum JSONText {
    /// The value; nil when the text is not JSON.
    ///
    /// Half of a surrogate pair, which is no character and which such cells hold here and there, becomes U+FFFD.
    static func value(_ text: String) -> JSONValue? {
        let bytes = Array(text.utf8)
        let parser = JSONParser()
        if let value = try? parser.value(bytes[...]) { return value }
        return mended(bytes[...]).flatMap { try? parser.value($0[...]) }
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
