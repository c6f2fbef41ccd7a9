/// SQL with its parameters, written as a string literal whose interpolations become `$1`, `$2` and so on.
///
/// ```swift
/// let query: PostgresQuery = "SELECT name FROM model WHERE id = \(id) AND stage = \(stage)"
/// ```
///
/// Literal text must be a literal: a `String` variable can only ever become a parameter, so that no value is read as
/// SQL. A query can be interpolated into another one, and its parameters are then numbered anew.
public struct PostgresQuery: Sendable, ExpressibleByStringInterpolation {
    /// The SQL text, with `$n` where the parameters go.
    public private(set) var sql: String

    /// The parameters, in order.
    public private(set) var binds: PostgresBinds

    /// Where in the UTF-8 of the SQL each parameter's `$n` stands.
    private var placeholders: [Range<Int>]

    /// Makes a query of literal text alone.
    public init(stringLiteral value: StaticString) {
        sql = value.description
        binds = PostgresBinds()
        placeholders = []
    }

    /// Makes a query out of literal text and parameters.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.query }

    fileprivate init(capacity: Int) {
        sql = ""
        sql.reserveCapacity(capacity)
        binds = PostgresBinds()
        placeholders = []
    }

    /// Collects the pieces of an interpolated query.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var query: PostgresQuery

        /// Starts with room for the literal text.
        public init(literalCapacity: Int, interpolationCount: Int) {
            query = PostgresQuery(capacity: literalCapacity + 3 * interpolationCount)
        }

        /// Appends SQL text from the source code.
        public mutating func appendLiteral(_ literal: StaticString) { query.sql += literal.description }

        /// Binds a value as the next parameter.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            query.binds.append(value)
            query.appendPlaceholder()
        }

        /// Binds an optional value as the next parameter, NULL for nil.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            query.binds.append(value)
            query.appendPlaceholder()
        }

        /// Appends another query, whose parameters follow those already there.
        public mutating func appendInterpolation(_ fragment: PostgresQuery) { query.append(fragment) }

        /// Appends a name of a table, column, channel or other object, quoted.
        public mutating func appendInterpolation(identifier name: String) {
            guard !name.isEmpty, !name.utf8.contains(0) else {
                query.binds.fail(
                    PostgresError(code: .encoding, message: "an identifier is empty or holds a zero byte")
                )
                return
            }
            query.sql += "\""
            query.sql += name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            query.sql += "\""
        }

        /// Appends SQL text that stands in the source code elsewhere.
        public mutating func appendInterpolation(unescaped text: StaticString) { query.sql += text.description }
    }
}

extension PostgresQuery {
    /// A trusted text as a query without parameters, for SQL that this module itself puts together.
    init(trusted sql: String) {
        self.init(capacity: 0)
        self.sql = sql
    }

    /// The queries one after the other, with a separator between each two.
    public static func joined(_ queries: some Sequence<PostgresQuery>, separator: StaticString) -> PostgresQuery {
        var result = PostgresQuery(capacity: 0)
        for (index, query) in queries.enumerated() {
            if index > 0 { result.sql += separator.description }
            result.append(query)
        }
        return result
    }

    fileprivate mutating func appendPlaceholder() {
        let start = sql.utf8.count
        sql += "$\(placeholders.count + 1)"
        placeholders.append(start..<sql.utf8.count)
    }

    fileprivate mutating func append(_ fragment: PostgresQuery) {
        let utf8 = fragment.sql.utf8
        var copied = utf8.startIndex
        for range in fragment.placeholders {
            sql += fragment.sql[copied..<utf8.index(utf8.startIndex, offsetBy: range.lowerBound)]
            appendPlaceholder()
            copied = utf8.index(utf8.startIndex, offsetBy: range.upperBound)
        }
        sql += fragment.sql[copied...]
        binds.append(contentsOf: fragment.binds)
    }
}

extension PostgresQuery: CustomStringConvertible {
    /// The SQL text without the parameters' values.
    public var description: String { "\(sql) [\(binds.count) parameters]" }
}
