/// JSON text on its way to or from a `jsonb` (or `json`) column.
public struct PostgresJSON: Hashable, Sendable {
    /// The JSON text; the server checks it, and stores `jsonb` with its own spacing and order of keys.
    public var text: String

    /// Wraps JSON text.
    public init(_ text: String) { self.text = text }
}

extension PostgresJSON: PostgresEncodable {
    /// `jsonb`.
    public static var postgresDataType: PostgresDataType { .jsonb }

    /// Appends the format's version, 1, and the text.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(1)
        try text.encode(into: &bytes)
    }
}

extension PostgresJSON: PostgresDecodable {
    /// Reads `jsonb` or `json`.
    public init(postgres bytes: Span<UInt8>, type: PostgresDataType) throws(PostgresValueError) {
        switch type {
        case .jsonb, .json: text = try String(postgres: bytes, type: type)
        default: throw .typeMismatch
        }
    }
}
