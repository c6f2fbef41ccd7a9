/// What a statement returned: its rows, its command tag and the number of rows it affected.
public struct PostgresResult: Sendable {
    let handle: ResultHandle

    /// The rows; reading them again is free.
    public var rows: Rows { Rows(handle: handle) }

    /// The command tag, such as `SELECT 3` or `INSERT 0 1`.
    public var commandTag: String { handle.commandTag }

    /// The number of rows that an INSERT, UPDATE, DELETE, MERGE or COPY affected, or that a SELECT returned.
    public var affected: Int { handle.affected }

    /// The columns' names and types, also where there are no rows.
    public var columns: [(name: String, type: PostgresDataType)] {
        (0..<handle.columnCount).map { (handle.columnName($0), handle.columnType($0)) }
    }

    /// Reads the only row.
    ///
    /// - Throws: ``PostgresError`` with code `decoding` if there is not exactly one row, or if a column does not fit.
    public func single<each Value: PostgresDecodable>(
        _ types: repeat (each Value).Type
    ) throws -> (repeat each Value) {
        guard let row = rows.first, rows.count == 1 else {
            throw PostgresError(code: .decoding, message: "the query returned \(rows.count) rows where one is read")
        }
        return try row.decode(repeat each types)
    }

    /// Reads the only column of the only row.
    ///
    /// - Throws: ``PostgresError`` with code `decoding` if there is not exactly one row, or if the column does not fit.
    public func single<Value: PostgresDecodable>(_ type: Value.Type) throws -> Value {
        guard let row = rows.first, rows.count == 1 else {
            throw PostgresError(code: .decoding, message: "the query returned \(rows.count) rows where one is read")
        }
        return try row.decode(type)
    }

    /// Reads the only column of the first row, or nil if there is no row.
    ///
    /// - Throws: ``PostgresError`` with code `decoding` if the column does not fit.
    public func first<Value: PostgresDecodable>(_ type: Value.Type) throws -> Value? {
        try rows.first?.decode(type)
    }

    /// Reads the first row, or nil if there is none.
    ///
    /// - Throws: ``PostgresError`` with code `decoding` if a column does not fit.
    public func first<each Value: PostgresDecodable>(
        _ types: repeat (each Value).Type
    ) throws -> (repeat each Value)? {
        guard let row = rows.first else { return nil }
        let values: (repeat each Value) = try row.decode(repeat each types)
        return .some(values)
    }

    /// The rows of a result, in the server's order.
    public struct Rows: RandomAccessCollection, Sendable {
        let handle: ResultHandle

        /// 0.
        public var startIndex: Int { 0 }

        /// The number of rows.
        public var endIndex: Int { handle.rowCount }

        /// The row at an index from 0 to the number of rows.
        public subscript(position: Int) -> PostgresRow {
            precondition(position >= 0 && position < handle.rowCount, "row index out of range")
            return PostgresRow(result: handle, index: position)
        }
    }
}
