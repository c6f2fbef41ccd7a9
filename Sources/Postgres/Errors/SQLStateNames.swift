/// Words for the conditions that are met most, for messages that must not quote the server's own.
enum SQLStateNames {
    static func condition(of state: SQLState) -> String? { names[state] ?? classes[state.errorClass] }

    private static let names: [SQLState: String] = [
        .featureNotSupported: "the server does not support this here",
        .stringDataRightTruncation: "a string is longer than its column",
        .numericValueOutOfRange: "a number is out of its type's range",
        .divisionByZero: "division by zero",
        .notNullViolation: "a column that must have a value got none",
        .foreignKeyViolation: "a reference to a row that does not exist, or a row that is still referred to",
        .uniqueViolation: "the key exists already",
        .checkViolation: "a check constraint does not hold",
        .exclusionViolation: "an exclusion constraint does not hold",
        .readOnlySQLTransaction: "a write where only reading is allowed (a standby or a read-only transaction)",
        .inFailedSQLTransaction: "an earlier statement of this transaction failed; roll it back",
        .idleInTransactionSessionTimeout: "the session was idle in a transaction for too long",
        .invalidPassword: "the password is wrong",
        .invalidCatalogName: "the database does not exist",
        .serializationFailure: "a concurrent transaction won; run the transaction again",
        .deadlockDetected: "the server broke a deadlock; run the transaction again",
        .insufficientPrivilege: "the role lacks a privilege",
        .syntaxError: "the SQL has a syntax error",
        .undefinedColumn: "a column does not exist",
        .undefinedTable: "a table does not exist",
        .undefinedFunction: "a function or operator does not exist for these types",
        .datatypeMismatch: "an expression has another type than its place asks for",
        .diskFull: "the server's disk is full",
        .outOfMemory: "the server is out of memory",
        .tooManyConnections: "the server takes no more connections",
        .lockNotAvailable: "a lock could not be had within the time allowed",
        .queryCanceled: "the statement was cancelled or exceeded the statement timeout",
        .adminShutdown: "an administrator ended the session",
        .crashShutdown: "another server process crashed and the server restarts",
        .cannotConnectNow: "the server is starting, stopping or recovering",
    ]

    private static let classes: [String: String] = [
        "08": "the connection failed",
        "22": "a value is not valid for its type",
        "23": "a constraint does not hold",
        "25": "the transaction is not in a state that allows this",
        "28": "the server refuses this user here",
        "40": "the transaction was rolled back",
        "42": "the SQL does not fit the schema or its syntax",
        "53": "the server lacks resources",
        "55": "the object is not in a state that allows this",
        "57": "an operator intervened",
        "58": "the server's system failed",
        "XX": "the server met an internal error",
    ]
}
