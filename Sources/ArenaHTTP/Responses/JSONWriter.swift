import Ranking

/// Writes JSON straight into bytes, with the keys in the order in which they are named.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func object(_ members: (inout JSONWriter) -> Void) {
        open("{")
        members(&self)
        close("}")
    }

    mutating func array<Elements: Sequence>(
        _ elements: Elements,
        _ write: (inout JSONWriter, Elements.Element) -> Void
    ) {
        open("[")
        for element in elements { write(&self, element) }
        close("]")
    }

    mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func value(_ value: some JSONValue) {
        value.write(to: &self)
    }

    mutating func field(_ name: String, _ value: some JSONValue) {
        key(name)
        self.value(value)
    }

    /// Adds a value that is JSON already.
    mutating func token(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    mutating func string(_ text: String) {
        separate()
        quote(text)
    }

    private mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        // Most texts have nothing to escape.
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c }) else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: byte < 0x10 ? "\\u000".utf8 : "\\u001".utf8)
                bytes.append(contentsOf: String(byte & 0xf, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
    }
}

/// What can stand as a value in JSON.
protocol JSONValue {
    func write(to writer: inout JSONWriter)
}

extension String: JSONValue {
    func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: JSONValue {
    func write(to writer: inout JSONWriter) { writer.token(self ? "true".utf8 : "false".utf8) }
}

extension Int: JSONValue {
    func write(to writer: inout JSONWriter) { writer.token(String(self).utf8) }
}

extension Int64: JSONValue {
    func write(to writer: inout JSONWriter) { writer.token(String(self).utf8) }
}

extension Double: JSONValue {
    /// Rounded to the published decimals; JSON has no word for what is not finite.
    func write(to writer: inout JSONWriter) {
        writer.token(isFinite ? "\(RatingScale.published(self))".utf8 : "null".utf8)
    }
}

extension Optional: JSONValue where Wrapped: JSONValue {
    func write(to writer: inout JSONWriter) {
        if let value = self { value.write(to: &writer) } else { writer.token("null".utf8) }
    }
}

extension Array: JSONValue where Element: JSONValue {
    func write(to writer: inout JSONWriter) {
        writer.array(self) { $1.write(to: &$0) }
    }
}
