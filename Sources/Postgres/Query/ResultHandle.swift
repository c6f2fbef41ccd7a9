internal import CLibPQ
internal import Glibc

/// Owner of one `PGresult`, which is freed with it.
///
/// `@safe` and `@unchecked Sendable`: the pointer never leaves the class, libpq never changes a result once it has been handed out, and this class only reads it.
@safe
final class ResultHandle: @unchecked Sendable {
    private let result: OpaquePointer
    let rowCount: Int
    let columnCount: Int

    /// Takes over the result.
    init(owning result: OpaquePointer) {
        unsafe self.result = result
        rowCount = Int(unsafe PQntuples(result))
        columnCount = Int(unsafe PQnfields(result))
    }

    deinit { unsafe PQclear(result) }

    var status: ExecStatusType { unsafe PQresultStatus(result) }

    /// The bytes of memory that the result takes up.
    var memorySize: Int { unsafe PQresultMemorySize(result) }

    /// The command tag, such as `INSERT 0 1`.
    var commandTag: String { unsafe PQcmdStatus(result).map { unsafe String(cString: $0) } ?? "" }

    /// The number of rows affected, or 0 for a command that has none.
    var affected: Int { unsafe PQcmdTuples(result).flatMap { unsafe Int(String(cString: $0)) } ?? 0 }

    func columnName(_ column: Int) -> String {
        unsafe PQfname(result, Int32(column)).map { unsafe String(cString: $0) } ?? ""
    }

    func columnType(_ column: Int) -> PostgresDataType {
        PostgresDataType(rawValue: unsafe PQftype(result, Int32(column)))
    }

    func columnIndex(named name: String) -> Int? {
        unsafe name.withCString { wanted in
            for column in 0..<columnCount {
                if let found = unsafe PQfname(result, Int32(column)), unsafe strcmp(found, wanted) == 0 {
                    return column
                }
            }
            return nil
        }
    }

    /// Reads a value, whose row and column the caller has checked.
    func value<Value: PostgresDecodable>(
        row: Int,
        column: Int,
        as type: Value.Type
    ) throws(PostgresValueError) -> Value {
        if unsafe PQgetisnull(result, Int32(row), Int32(column)) == 1 { return try Value.fromPostgresNull() }
        let length = Int(unsafe PQgetlength(result, Int32(row), Int32(column)))
        let start = unsafe UnsafeRawPointer(PQgetvalue(result, Int32(row), Int32(column)))
        let bytes = unsafe UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: length)
        return try unsafe Value(postgres: bytes.span, type: columnType(column))
    }

    /// The message alone, which is all there is where libpq itself found the failure.
    private var message: String? {
        guard let text = unsafe PQresultErrorMessage(result) else { return nil }
        let message = unsafe String(cString: text)
        return message.isEmpty ? nil : message
    }

    /// The server's report of an error, if the result is one.
    func report() -> PostgresError.ServerReport {
        func field(_ code: Int32) -> String? {
            unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
        }
        // The codes are letters in the protocol ("Error and Notice Message Fields"); libpq has them as macros.
        func field(_ letter: Unicode.Scalar) -> String? { field(Int32(letter.value)) }
        var report = PostgresError.ServerReport()
        report.sqlState = field("C").map(SQLState.init(rawValue:))
        report.severity = field("V") ?? field("S")
        report.message = field("M") ?? message
        report.detail = field("D")
        report.hint = field("H")
        report.context = field("W")
        report.position = field("P").flatMap { Int($0) }
        report.schemaName = field("s")
        report.tableName = field("t")
        report.columnName = field("c")
        report.dataTypeName = field("d")
        report.constraintName = field("n")
        report.routine = field("R")
        return report
    }
}
