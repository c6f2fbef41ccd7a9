/// A value that can be sent to the server as a parameter or a COPY field, in the server's binary format.
public protocol PostgresEncodable: Sendable {
    /// The data type that the value is sent as.
    static var postgresDataType: PostgresDataType { get }

    /// Whether the value is sent as NULL; ``encode(into:)`` is not called then.
    var isPostgresNull: Bool { get }

    /// Appends the value in the server's binary format.
    ///
    /// - Throws: ``PostgresError`` with code `encoding` if the server's type has no such value. Its message names no
    ///   value.
    func encode(into bytes: inout [UInt8]) throws(PostgresError)
}

extension PostgresEncodable {
    /// False: only an optional is sent as NULL.
    public var isPostgresNull: Bool { false }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// The data type of the raw value.
    public static var postgresDataType: PostgresDataType { RawValue.postgresDataType }

    /// Appends the raw value.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) { try rawValue.encode(into: &bytes) }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The data type of the wrapped value.
    public static var postgresDataType: PostgresDataType { Wrapped.postgresDataType }

    /// True for `nil`.
    public var isPostgresNull: Bool {
        guard let value = self else { return true }
        return value.isPostgresNull
    }

    /// Appends the wrapped value.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) { try self?.encode(into: &bytes) }
}

extension [UInt8] {
    /// Appends an integer, most significant byte first, as the protocol has them.
    mutating func append<Value: FixedWidthInteger>(bigEndian value: Value) {
        unsafe Swift.withUnsafeBytes(of: value.bigEndian) { bytes in unsafe append(contentsOf: bytes) }
    }
}
