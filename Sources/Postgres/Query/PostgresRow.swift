/// One row of a result, from which values are read by position or by name.
public struct PostgresRow: Sendable {
    let result: ResultHandle
    let index: Int

    /// The number of columns.
    public var count: Int { result.columnCount }

    /// Reads all columns, in order, as the types given.
    ///
    /// ```swift
    /// let (id, name) = try row.decode(Int.self, String?.self)
    /// ```
    ///
    /// - Throws: ``PostgresError`` with code `decoding`, naming the column, the type expected and the type found.
    public func decode<each Value: PostgresDecodable>(
        _ types: repeat (each Value).Type
    ) throws -> (repeat each Value) {
        var expected = 0
        for _ in repeat (each types) { expected += 1 }
        guard expected == count else {
            throw PostgresError(
                code: .decoding,
                message: "the row has \(count) columns where \(expected) are read; list the columns in the query"
            )
        }
        var column = -1
        func next<Next: PostgresDecodable>(_ type: Next.Type) throws -> Next {
            column += 1
            return try value(at: column, as: type)
        }
        return (repeat try next(each types))
    }

    /// Reads the row's only column.
    ///
    /// - Throws: ``PostgresError`` with code `decoding`, naming the column, the type expected and the type found.
    public func decode<Value: PostgresDecodable>(_ type: Value.Type) throws -> Value {
        guard count == 1 else {
            throw PostgresError(
                code: .decoding,
                message: "the row has \(count) columns where 1 is read; list the columns in the query"
            )
        }
        return try value(at: 0, as: type)
    }

    /// Reads one column by its position, counted from 0.
    ///
    /// - Throws: ``PostgresError`` with code `decoding`, naming the column, the type expected and the type found.
    public func column<Value: PostgresDecodable>(_ position: Int, as type: Value.Type = Value.self) throws -> Value {
        guard position >= 0, position < count else {
            throw PostgresError(
                code: .decoding,
                message: "there is no column at position \(position): the row has \(count) columns, counted from 0"
            )
        }
        return try value(at: position, as: type)
    }

    /// Reads one column by its name; of several with the same name, the first.
    ///
    /// - Throws: ``PostgresError`` with code `decoding`, naming the column, the type expected and the type found.
    public func column<Value: PostgresDecodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        guard let position = result.columnIndex(named: name) else {
            let names = (0..<count).map { result.columnName($0) }.joined(separator: ", ")
            throw PostgresError(code: .decoding, message: "there is no column \"\(name)\": the row has \(names)")
        }
        return try value(at: position, as: type)
    }

    private func value<Value: PostgresDecodable>(at position: Int, as type: Value.Type) throws -> Value {
        do throws(PostgresValueError) {
            return try result.value(row: index, column: position, as: type)
        } catch {
            let found = result.columnType(position)
            let place = "column \"\(result.columnName(position))\" (position \(position)): expected \(type), found"
            let message =
                switch error {
                case .typeMismatch: "\(place) \(found); ask for another type, or cast in SQL"
                case .unexpectedNull: "\(place) NULL (\(found)); ask for an optional"
                case .outOfRange: "\(place) a \(found) that does not fit"
                case .malformed(let reason): "\(place) a \(found) that cannot be read: \(reason)"
                }
            throw PostgresError(code: .decoding, message: message)
        }
    }
}
