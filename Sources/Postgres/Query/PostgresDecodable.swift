/// A value that can be read from the server's binary format.
public protocol PostgresDecodable: Sendable {
    /// Reads one value of the given data type, which is not NULL.
    init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError)

    /// What NULL becomes; only an optional has such a value.
    static func fromPostgresNull() throws(PostgresValueError) -> Self
}

/// Why one value could not be read; the row that holds it adds the column and both types.
public enum PostgresValueError: Error, Sendable {
    /// The column has a data type that cannot become the type asked for.
    case typeMismatch
    /// The column is NULL and the type asked for is not optional.
    case unexpectedNull
    /// The value does not fit the type asked for.
    case outOfRange
    /// The bytes are not what the data type says; the reason names no value.
    case malformed(_ reason: StaticString)
}

extension PostgresDecodable {
    /// Refuses NULL.
    public static func fromPostgresNull() throws(PostgresValueError) -> Self { throw .unexpectedNull }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    /// Reads the raw value and refuses one that has no case.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        let raw = try RawValue(postgres: bytes, type: type)
        guard let value = Self(rawValue: raw) else { throw .malformed("no such case") }
        self = value
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads the wrapped value.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        self = try Wrapped(postgres: bytes, type: type)
    }

    /// `nil`.
    public static func fromPostgresNull() throws(PostgresValueError) -> Self { .none }
}

extension Span<UInt8> {
    /// The integer at a byte offset, most significant byte first.
    func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int = 0,
        as type: Value.Type = Value.self
    ) throws(PostgresValueError) -> Value {
        guard offset >= 0, offset + MemoryLayout<Value>.size <= count else { throw .malformed("too few bytes") }
        // Any bit pattern is a value of a fixed-width integer, and the load checks its bounds.
        return unsafe Value(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
