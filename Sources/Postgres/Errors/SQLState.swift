/// A five-character SQLSTATE, the stable name of a condition that the server reports.
///
/// Compare with the named constants, or look at ``errorClass`` for a whole family.
/// See "PostgreSQL Error Codes" in the server's manual.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five characters as the server sent them.
    public let rawValue: String

    /// Wraps the five characters.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The first two characters: the class of conditions that this one belongs to.
    public var errorClass: String { String(rawValue.prefix(2)) }

    /// The five characters.
    public var description: String { rawValue }
}

extension SQLState {
    /// 08000: the connection failed in a way that has no code of its own.
    public static let connectionException = SQLState(rawValue: "08000")
    /// 08003: there is no connection.
    public static let connectionDoesNotExist = SQLState(rawValue: "08003")
    /// 08006: the connection broke.
    public static let connectionFailure = SQLState(rawValue: "08006")
    /// 0A000: the server does not support this; also what a changed result type of a cached plan reports.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// 22001: a string is longer than its column.
    public static let stringDataRightTruncation = SQLState(rawValue: "22001")
    /// 22003: a number is out of its type's range.
    public static let numericValueOutOfRange = SQLState(rawValue: "22003")
    /// 22012: division by zero.
    public static let divisionByZero = SQLState(rawValue: "22012")
    /// 22021: text holds a character that the encoding does not have.
    public static let characterNotInRepertoire = SQLState(rawValue: "22021")
    /// 22P02: text is not a value of the type it was read as.
    public static let invalidTextRepresentation = SQLState(rawValue: "22P02")
    /// 22P03: binary data is not a value of the type it was read as.
    public static let invalidBinaryRepresentation = SQLState(rawValue: "22P03")
    /// 22P04: COPY data is malformed.
    public static let badCopyFileFormat = SQLState(rawValue: "22P04")
    /// 23502: a null in a column that takes none.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// 23503: a reference to a row that is not there.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// 23505: a key that is there already.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// 23514: a check constraint does not hold.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// 23P01: an exclusion constraint does not hold.
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    /// 25001: the command cannot run inside a transaction.
    public static let activeSQLTransaction = SQLState(rawValue: "25001")
    /// 25006: a write in a read-only transaction or on a standby.
    public static let readOnlySQLTransaction = SQLState(rawValue: "25006")
    /// 25P02: an earlier statement failed, so that the transaction takes no more commands.
    public static let inFailedSQLTransaction = SQLState(rawValue: "25P02")
    /// 25P03: the session sat idle in a transaction for longer than it may.
    public static let idleInTransactionSessionTimeout = SQLState(rawValue: "25P03")
    /// 26000: there is no prepared statement of that name.
    public static let invalidSQLStatementName = SQLState(rawValue: "26000")
    /// 28000: the server refuses this user here.
    public static let invalidAuthorizationSpecification = SQLState(rawValue: "28000")
    /// 28P01: the password is wrong.
    public static let invalidPassword = SQLState(rawValue: "28P01")
    /// 3D000: there is no such database.
    public static let invalidCatalogName = SQLState(rawValue: "3D000")
    /// 3F000: there is no such schema.
    public static let invalidSchemaName = SQLState(rawValue: "3F000")
    /// 40001: a concurrent transaction won; run the whole transaction again.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// 40003: whether the statement took effect is not known.
    public static let statementCompletionUnknown = SQLState(rawValue: "40003")
    /// 40P01: the server broke a deadlock by failing this transaction.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// 42501: the role lacks a privilege.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// 42601: the SQL does not parse.
    public static let syntaxError = SQLState(rawValue: "42601")
    /// 42703: there is no such column.
    public static let undefinedColumn = SQLState(rawValue: "42703")
    /// 42704: there is no such object.
    public static let undefinedObject = SQLState(rawValue: "42704")
    /// 42804: an expression has another type than its place asks for.
    public static let datatypeMismatch = SQLState(rawValue: "42804")
    /// 42883: there is no such function or operator.
    public static let undefinedFunction = SQLState(rawValue: "42883")
    /// 42P01: there is no such table.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// 42P04: a database of that name is there already.
    public static let duplicateDatabase = SQLState(rawValue: "42P04")
    /// 42P07: a table of that name is there already.
    public static let duplicateTable = SQLState(rawValue: "42P07")
    /// 53100: the server's disk is full.
    public static let diskFull = SQLState(rawValue: "53100")
    /// 53200: the server is out of memory.
    public static let outOfMemory = SQLState(rawValue: "53200")
    /// 53300: the server takes no more connections.
    public static let tooManyConnections = SQLState(rawValue: "53300")
    /// 55006: the object is being used.
    public static let objectInUse = SQLState(rawValue: "55006")
    /// 55P03: a lock could not be had within the time allowed.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// 57014: the statement was cancelled, by a request or by the statement timeout.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// 57P01: an administrator ended the session.
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// 57P02: another backend crashed and the server restarts.
    public static let crashShutdown = SQLState(rawValue: "57P02")
    /// 57P03: the server is starting, stopping or recovering.
    public static let cannotConnectNow = SQLState(rawValue: "57P03")
    /// 58030: the server could not read or write a file.
    public static let ioError = SQLState(rawValue: "58030")
    /// XX001: the server found damaged data.
    public static let dataCorrupted = SQLState(rawValue: "XX001")
    /// XX000: the server met a condition that should not occur.
    public static let internalError = SQLState(rawValue: "XX000")
}
