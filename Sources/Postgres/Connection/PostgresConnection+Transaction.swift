internal import CLibPQ

/// What a transaction sees of others' work; see "Transaction Isolation" in the server's manual.
public enum PostgresIsolationLevel: String, Sendable, CaseIterable {
    /// Each statement sees what was committed before it began.
    case readCommitted = "READ COMMITTED"
    /// All statements see what was committed before the first one began.
    case repeatableRead = "REPEATABLE READ"
    /// As if the transactions ran one after the other; some fail with `serializationFailure` and are to be run again.
    case serializable = "SERIALIZABLE"
}

extension PostgresConnection {
    /// Runs the body inside a transaction, which is committed if the body returns and rolled back if it throws.
    ///
    /// The commands of other tasks on this connection wait until the transaction ends; those of the body and of its
    /// child tasks are part of it. The body runs in the caller's isolation.
    ///
    /// - Parameters:
    ///   - isolation: The isolation level, or nil for the server's default.
    ///   - readOnly: Whether the transaction may only read.
    ///   - body: The work; it gets this connection.
    /// - Throws: ``PostgresTransactionError`` alone, which keeps apart what failed and says if a commit's outcome is
    ///   not known.
    @discardableResult
    public nonisolated func withTransaction<Value>(
        isolation: PostgresIsolationLevel? = nil,
        readOnly: Bool = false,
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let scope: CommandScope
        do {
            scope = try await begin(isolation, readOnly: readOnly)
        } catch {
            throw PostgresTransactionError(beginError: Self.postgresError(error))
        }
        let value: Value
        do {
            value = try await CommandScope.$current.withValue(scope) { try await body(self) }
        } catch {
            let rollbackError = await rollback(scope)
            throw PostgresTransactionError(bodyError: error, rollbackError: rollbackError)
        }
        try await commit(scope)
        return value
    }

    private func begin(_ isolation: PostgresIsolationLevel?, readOnly: Bool) async throws -> CommandScope {
        var statement = "BEGIN"
        if let isolation { statement += " ISOLATION LEVEL \(isolation.rawValue)" }
        if readOnly { statement += " READ ONLY" }
        if CommandScope.innermost(on: ObjectIdentifier(self)) != nil {
            throw PostgresError(
                code: .protocolMisuse,
                message: "this task is inside a transaction or stream on this connection; transactions do not nest"
            )
        }
        let scope = CommandScope(connection: ObjectIdentifier(self), kind: .transaction)
        try await command { wire in
            guard try wire.usable().transactionStatus == PQTRANS_IDLE else {
                throw PostgresError(
                    code: .protocolMisuse,
                    message: "a transaction is open on the connection already; end the one begun by hand"
                )
            }
            _ = try await self.runScript(statement, on: wire)
            wire.gate.beginTransaction(scope)
        }
        return scope
    }

    /// Rolls back, also in a task that was cancelled.
    private func rollback(_ scope: CommandScope) async -> PostgresError? {
        do {
            try await command(isCancellable: false, scope: scope) { wire in
                defer { wire.gate.endTransaction() }
                _ = try await self.runScript("ROLLBACK", on: wire)
            }
            return nil
        } catch {
            wire.gate.endTransaction()
            // An open transaction that cannot be ended must not be handed to the next user.
            let error = Self.postgresError(error)
            wire.fail(PostgresError(code: .connectionLost, message: "a transaction could not be rolled back"))
            return error
        }
    }

    private func commit(_ scope: CommandScope) async throws {
        var isSent = false
        do {
            let tag = try await command(isCancellable: false, scope: scope) { wire in
                defer { wire.gate.endTransaction() }
                let handle = try wire.usable()
                isSent = handle.transactionStatus == PQTRANS_INTRANS
                return try await self.runScript("COMMIT", on: wire)?.commandTag
            }
            guard tag == "COMMIT" else {
                throw PostgresError(
                    code: .transactionAborted,
                    message: "a statement of the transaction had failed, so that all of it was rolled back"
                )
            }
        } catch {
            wire.gate.endTransaction()
            let error = Self.postgresError(error)
            throw PostgresTransactionError(
                commitError: error,
                isCommitOutcomeUnknown: isSent && error.code != .transactionAborted && wire.failure != nil
            )
        }
    }

    private static func postgresError(_ error: any Error) -> PostgresError {
        error as? PostgresError
            ?? PostgresError(code: .protocolMisuse, message: "\(type(of: error))", underlying: error)
    }
}
