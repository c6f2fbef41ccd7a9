/// Appends rows of CSV (RFC 4180 with LF line ends) to bytes.
enum CSVOutput {
    /// Appends a row; nil is an empty cell.
    static func row(_ cells: [String?], _ bytes: inout [UInt8]) {
        for (column, value) in cells.enumerated() {
            if column > 0 { bytes.append(UInt8(ascii: ",")) }
            if let value { cell(value, &bytes) }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func cell(_ value: String, _ bytes: inout [UInt8]) {
        let special: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        guard value.utf8.contains(where: special.contains) else {
            bytes.append(contentsOf: value.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
