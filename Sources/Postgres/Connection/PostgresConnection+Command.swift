internal import CLibPQ

extension PostgresConnection {
    /// Runs one command while no other runs on this connection.
    ///
    /// The body leaves no result unread. If the task is cancelled meanwhile, the server is asked to cancel the command.
    ///
    /// - Parameter silenceLimit: How long the server may be silent, if that is another time than the configuration's.
    func command<Value>(
        isCancellable: Bool = true,
        scope: CommandScope? = nil,
        silenceLimit: Duration? = nil,
        _ body: (Wire) async throws -> Value
    ) async throws -> Value {
        let token = try await beginCommand(isCancellable: isCancellable, scope: scope)
        if let silenceLimit { wire.silenceLimit = silenceLimit }
        let outcome: Result<Value, any Error>
        do {
            if isCancellable {
                outcome = .success(
                    try await withTaskCancellationHandler {
                        try await body(wire)
                    } onCancel: { [canceller] in
                        canceller.cancel(token)
                    }
                )
            } else {
                outcome = .success(try await body(wire))
            }
        } catch {
            outcome = .failure(error)
        }
        let wasCancelled = await endCommand(token)
        return try outcome.mapError { wasCancelled ? Self.cancellation(in: $0) : $0 }.get()
    }

    /// Takes the connection for one command.
    ///
    /// - Returns: What ``Canceller/cancel(_:)`` and ``endCommand(_:)`` ask for.
    func beginCommand(isCancellable: Bool = true, scope ownScope: CommandScope? = nil) async throws -> UInt64 {
        let scope = ownScope ?? CommandScope.innermost(on: ObjectIdentifier(self))
        if let scope {
            switch scope.kind {
            case .stream(let name):
                throw PostgresError(
                    code: .protocolMisuse,
                    message: "the connection is in the middle of \(name); use another one for other commands"
                )
            case .transaction: break
            }
        }
        if isCancellable, Task.isCancelled { throw Self.cancelledBefore }
        try await enterGate(scope, isCancellable: isCancellable)
        if let failure = wire.failure {
            wire.gate.leave()
            throw failure
        }
        wire.isCommandRunning = true
        wire.silenceLimit = silenceLimit
        return canceller.begin()
    }

    private func enterGate(_ scope: CommandScope?, isCancellable: Bool) async throws {
        guard !wire.gate.enter(scope) else { return }
        let id = wire.gate.makeWaiterID()
        let hasEntered = await withTaskCancellationHandler {
            await withCheckedContinuation { wire.gate.wait(id, scope: scope, $0) }
        } onCancel: {
            guard isCancellable else { return }
            wire.loop.execute { [weak wire] in wire?.gate.cancel(id) }
        }
        guard hasEntered else { throw Self.cancelledBefore }
    }

    /// Gives the connection to the next command; says whether this one was asked to be cancelled.
    func endCommand(_ token: UInt64) async -> Bool {
        let wasCancelled = await canceller.end(token)
        wire.isCommandRunning = false
        if let handle = wire.handle {
            let status = handle.transactionStatus
            if handle.isBroken {
                wire.fail(PostgresError(code: .connectionLost, message: handle.errorMessage))
            } else if status == PQTRANS_ACTIVE {
                wire.fail(
                    PostgresError(code: .connectionLost, message: "a command was left unfinished on the connection")
                )
            }
            wire.set(.inTransaction, status == PQTRANS_INTRANS || status == PQTRANS_INERROR)
        }
        wire.gate.leave()
        return wasCancelled
    }

    private static var cancelledBefore: PostgresError {
        PostgresError(code: .cancelled, message: "the task was cancelled before its command was sent")
    }

    /// What a failure means in a task that was cancelled: the server's "query canceled" is the answer to our request.
    static func cancellation(in error: any Error) -> any Error {
        guard let error = error as? PostgresError, error.sqlState == .queryCanceled else { return error }
        return PostgresError(
            code: .cancelled,
            message: "the task was cancelled and so was its command",
            server: error.server
        )
    }
}
