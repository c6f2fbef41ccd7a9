public import FoundationEssentials

extension Bool: PostgresEncodable {
    /// `bool`.
    public static var postgresDataType: PostgresDataType { .bool }

    /// Appends one byte.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) { bytes.append(self ? 1 : 0) }
}

extension Int16: PostgresEncodable {
    /// `int2`.
    public static var postgresDataType: PostgresDataType { .int2 }

    /// Appends two bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) { bytes.append(bigEndian: self) }
}

extension Int32: PostgresEncodable {
    /// `int4`.
    public static var postgresDataType: PostgresDataType { .int4 }

    /// Appends four bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) { bytes.append(bigEndian: self) }
}

extension Int64: PostgresEncodable {
    /// `int8`.
    public static var postgresDataType: PostgresDataType { .int8 }

    /// Appends eight bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) { bytes.append(bigEndian: self) }
}

extension Int: PostgresEncodable {
    /// `int8`.
    public static var postgresDataType: PostgresDataType { .int8 }

    /// Appends eight bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) { bytes.append(bigEndian: Int64(self)) }
}

extension Float: PostgresEncodable {
    /// `float4`.
    public static var postgresDataType: PostgresDataType { .float4 }

    /// Appends four bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) { bytes.append(bigEndian: bitPattern) }
}

extension Double: PostgresEncodable {
    /// `float8`.
    public static var postgresDataType: PostgresDataType { .float8 }

    /// Appends eight bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) { bytes.append(bigEndian: bitPattern) }
}

extension String: PostgresEncodable {
    /// `text`.
    public static var postgresDataType: PostgresDataType { .text }

    /// Appends the string in UTF-8; the server's text cannot hold a zero byte, so that one is refused here.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        let start = bytes.count
        bytes.append(contentsOf: utf8)
        if let zero = bytes[start...].firstIndex(of: 0) {
            throw PostgresError(
                code: .encoding,
                message: "text cannot hold a zero byte (found at byte \(zero - start)); send it as bytea or remove it"
            )
        }
    }
}

extension UUID: PostgresEncodable {
    /// `uuid`.
    public static var postgresDataType: PostgresDataType { .uuid }

    /// Appends sixteen bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        unsafe Swift.withUnsafeBytes(of: uuid) { raw in unsafe bytes.append(contentsOf: raw) }
    }
}

extension Date: PostgresEncodable {
    /// `timestamptz`.
    public static var postgresDataType: PostgresDataType { .timestamptz }

    /// Seconds from the server's epoch, the start of the year 2000, to this type's, the start of 2001.
    static let secondsFromServerEpoch: Double = 366 * 86_400

    /// Appends microseconds since the start of the year 2000; infinite dates become the server's `infinity`.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        let seconds = timeIntervalSinceReferenceDate + Self.secondsFromServerEpoch
        let microseconds = (seconds * 1_000_000).rounded()
        // 4714-11-24 BC and 294277-01-01 AD bound the server's type.
        if microseconds >= -211_813_488_000_000_000, microseconds < 9_223_371_331_200_000_000 {
            bytes.append(bigEndian: Int64(microseconds))
        } else if seconds == .infinity {
            bytes.append(bigEndian: Int64.max)
        } else if seconds == -.infinity {
            bytes.append(bigEndian: Int64.min)
        } else {
            throw PostgresError(
                code: .encoding,
                message: "a date is not a number or lies outside timestamptz (4714 BC to 294276 AD)"
            )
        }
    }
}
