/// A type whose arrays can be sent to the server.
///
/// All scalar types of this module conform, and so do their optionals. `UInt8` conforms too, and its array is `bytea`
/// and no array to the server.
public protocol PostgresArrayElement: Sendable {
    /// The data type that an array of these is sent as.
    static var postgresArrayDataType: PostgresDataType { get }

    /// Appends the whole array in the server's binary format.
    static func encodeArray(_ array: [Self], into bytes: inout [UInt8]) throws(PostgresError)
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// The array type of the element, or `bytea` for bytes.
    public static var postgresDataType: PostgresDataType { Element.postgresArrayDataType }

    /// Appends the array as one dimension with a lower bound of 1.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        try Element.encodeArray(self, into: &bytes)
    }
}

extension PostgresArrayElement where Self: PostgresEncodable {
    /// Appends the dimensions and then each element with its length.
    public static func encodeArray(_ array: [Self], into bytes: inout [UInt8]) throws(PostgresError) {
        guard !array.isEmpty else {
            bytes.append(bigEndian: Int32(0))
            bytes.append(bigEndian: Int32(0))
            bytes.append(bigEndian: Self.postgresDataType.rawValue)
            return
        }
        guard let count = Int32(exactly: array.count) else {
            throw PostgresError(code: .encoding, message: "an array of \(array.count) elements is too long to send")
        }
        bytes.append(bigEndian: Int32(1))
        bytes.append(bigEndian: Int32(array.contains { $0.isPostgresNull } ? 1 : 0))
        bytes.append(bigEndian: Self.postgresDataType.rawValue)
        bytes.append(bigEndian: count)
        bytes.append(bigEndian: Int32(1))
        for element in array { try bytes.appendField(element) }
    }
}

extension [UInt8] {
    /// Appends a value with its length before it, or the length −1 for NULL, as arrays and COPY rows have it.
    mutating func appendField(_ value: some PostgresEncodable) throws(PostgresError) {
        guard !value.isPostgresNull else { return append(bigEndian: Int32(-1)) }
        let mark = count
        append(bigEndian: Int32(0))
        try value.encode(into: &self)
        guard let length = Int32(exactly: count - mark - 4) else {
            throw PostgresError(code: .encoding, message: "a value of \(count - mark - 4) bytes is too long to send")
        }
        for (offset, shift) in [24, 16, 8, 0].enumerated() {
            self[mark + offset] = UInt8(truncatingIfNeeded: length >> Int32(shift))
        }
    }
}

extension UInt8: PostgresArrayElement {
    /// `bytea`.
    public static var postgresArrayDataType: PostgresDataType { .bytea }

    /// Appends the bytes as they are.
    public static func encodeArray(_ array: [UInt8], into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(contentsOf: array)
    }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    /// `bytea[]`.
    public static var postgresArrayDataType: PostgresDataType { .byteaArray }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement & PostgresEncodable {
    /// The array type of the wrapped type, whose elements may be NULL on the server anyway.
    public static var postgresArrayDataType: PostgresDataType { Wrapped.postgresArrayDataType }
}
