/// The parameters of a query, encoded one after the other in one buffer.
public struct PostgresBinds: Sendable {
    /// The data type of each parameter.
    public private(set) var types: [PostgresDataType] = []

    /// Where in ``bytes`` each parameter stands, or nil for NULL.
    private(set) var ranges: [Range<Int>?] = []

    /// All parameters in the server's binary format.
    private(set) var bytes: [UInt8] = []

    /// The first parameter that could not be encoded, reported when the query is run: interpolation cannot throw.
    private(set) var failure: PostgresError?

    /// Makes an empty list.
    public init() {}

    /// How many parameters there are.
    public var count: Int { types.count }

    /// Adds a parameter.
    public mutating func append<Value: PostgresEncodable>(_ value: Value) {
        types.append(Value.postgresDataType)
        guard !value.isPostgresNull else { return ranges.append(nil) }
        let start = bytes.count
        do throws(PostgresError) {
            try value.encode(into: &bytes)
        } catch {
            fail(PostgresError(code: error.code, message: "parameter $\(types.count): \(error.message)"))
        }
        ranges.append(start..<bytes.count)
    }

    mutating func append(contentsOf other: PostgresBinds) {
        let offset = bytes.count
        types += other.types
        bytes += other.bytes
        ranges += other.ranges.map { range in range.map { $0.lowerBound + offset..<$0.upperBound + offset } }
        if let failure = other.failure { fail(failure) }
    }

    mutating func fail(_ error: PostgresError) { failure = failure ?? error }
}
