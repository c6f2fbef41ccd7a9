public import FoundationEssentials

/// A type whose arrays can be read from the server.
public protocol PostgresDecodableArrayElement: Sendable {
    /// Reads a whole array from the server's binary format.
    static func decodeArray(
        postgres bytes: Span<UInt8>,
        type: PostgresDataType
    ) throws(PostgresValueError) -> [Self]
}

extension Array: PostgresDecodable where Element: PostgresDecodableArrayElement {
    /// Reads an array of one dimension, or `bytea` where the elements are bytes.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        self = try Element.decodeArray(postgres: bytes, type: type)
    }
}

extension PostgresDecodableArrayElement where Self: PostgresDecodable {
    /// Reads the dimensions and then each element; the header says which data type the elements have.
    public static func decodeArray(
        postgres bytes: Span<UInt8>,
        type: PostgresDataType
    ) throws(PostgresValueError) -> [Self] {
        guard type.isArray else { throw .typeMismatch }
        let dimensions = try bytes.integer(at: 0, as: Int32.self)
        let elementType = PostgresDataType(rawValue: try bytes.integer(at: 8, as: UInt32.self))
        guard dimensions != 0 else { return [] }
        guard dimensions == 1 else { throw .malformed("the array has more than one dimension") }
        let count = Int(try bytes.integer(at: 12, as: Int32.self))
        // Each element takes four bytes at least, so that a damaged count cannot reserve more than was received.
        guard count >= 0, count <= bytes.count / 4 else { throw .malformed("the array's length is damaged") }
        var result: [Self] = []
        result.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            let length = Int(try bytes.integer(at: offset, as: Int32.self))
            offset += 4
            if length < 0 {
                result.append(try Self.fromPostgresNull())
            } else {
                guard length <= bytes.count - offset else { throw .malformed("the array's element is cut short") }
                result.append(
                    try Self(postgres: bytes.extracting(offset..<offset + length), type: elementType)
                )
                offset += length
            }
        }
        return result
    }
}

extension PostgresDataType {
    /// Whether this is an array type, as far as this module can tell: arrays of users' types count as such.
    fileprivate var isArray: Bool {
        switch self {
        case .boolArray, .byteaArray, .int2Array, .int4Array, .textArray, .int8Array, .float4Array, .float8Array,
            .timestamptzArray, .uuidArray, .jsonbArray:
            true
        default:
            // varchar[], bpchar[], name[], oid[], json[], timestamp[], date[], "char"[], and those of users' types.
            [1015, 1014, 1003, 1028, 199, 1115, 1182, 1002].contains(rawValue) || rawValue >= Self.firstUserDefined
        }
    }
}

extension UInt8: PostgresDecodableArrayElement {
    /// Reads `bytea`.
    public static func decodeArray(
        postgres bytes: Span<UInt8>,
        type: PostgresDataType
    ) throws(PostgresValueError) -> [UInt8] {
        guard type == .bytea else { throw .typeMismatch }
        return unsafe bytes.withUnsafeBufferPointer { buffer in unsafe Array(buffer) }
    }
}

extension Array: PostgresDecodableArrayElement where Element == UInt8 {}
extension Optional: PostgresDecodableArrayElement where Wrapped: PostgresDecodableArrayElement & PostgresDecodable {}
extension Bool: PostgresDecodableArrayElement {}
extension Int16: PostgresDecodableArrayElement {}
extension Int32: PostgresDecodableArrayElement {}
extension Int64: PostgresDecodableArrayElement {}
extension Int: PostgresDecodableArrayElement {}
extension Float: PostgresDecodableArrayElement {}
extension Double: PostgresDecodableArrayElement {}
extension String: PostgresDecodableArrayElement {}
extension UUID: PostgresDecodableArrayElement {}
extension Date: PostgresDecodableArrayElement {}
extension PostgresJSON: PostgresDecodableArrayElement {}
