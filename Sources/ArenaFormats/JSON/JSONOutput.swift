/// Appends pieces of JSON to bytes.
enum JSONOutput {
    /// Appends a member's name, with a comma before it unless it is the first of its object.
    static func key(_ name: String, _ bytes: inout [UInt8]) {
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        string(name, &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Appends a member whose value is a text.
    static func member(_ name: String, text: String, _ bytes: inout [UInt8]) {
        key(name, &bytes)
        string(text, &bytes)
    }

    /// Appends a member whose value is written as it stands: a number, true, false.
    static func member(_ name: String, literal: String, _ bytes: inout [UInt8]) {
        key(name, &bytes)
        bytes.append(contentsOf: literal.utf8)
    }

    /// Appends a member that is an object with the members that `body` appends.
    static func object(_ name: String, _ bytes: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
        key(name, &bytes)
        bytes.append(UInt8(ascii: "{"))
        body(&bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    /// Appends a list of texts.
    static func list(_ texts: [String], _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (place, text) in texts.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            string(text, &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Appends a text in quotes.
    ///
    /// Byte-order marks are escaped, since some parsers drop them inside texts.
    static func string(_ text: String, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"):
                bytes.append(contentsOf: "\\n".utf8)
            case 0..<0x20, 0x7f:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            case 0xbf where bytes.suffix(2).elementsEqual([0xef, 0xbb]):
                bytes.removeLast(2)
                bytes.append(contentsOf: "\\ufeff".utf8)
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
