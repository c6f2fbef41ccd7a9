internal import CLibPQ
internal import Synchronization

/// One open connection's socket, libpq state and subscriptions.
///
/// `@unchecked Sendable`: everything but the flags is touched on the loop's thread alone, by the connection actor
/// (whose executor the loop is) and by the loop's readiness events.
final class Wire: SocketHandler, @unchecked Sendable {
    /// What may be asked from any thread about a connection.
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let broken = Flags(rawValue: 1)
        static let inTransaction = Flags(rawValue: 2)
        static let busy = Flags(rawValue: 4)
        static let listening = Flags(rawValue: 8)
    }

    private enum Waiting {
        case input, result, output
    }

    let loop: SocketLoop
    private let flagBits = Atomic<UInt8>(0)
    private(set) var handle: ConnectionHandle?
    private var registration: UInt64 = 0
    private let socket: Int32
    private var isPaused = false
    private var isWatchingOutput = false
    private var waiter: (kind: Waiting, continuation: CheckedContinuation<Void, Never>)?
    private(set) var failure: PostgresError?

    /// How long the server may be silent while a command waits for it; nil for ever.
    var silenceLimit: Duration?
    private(set) var deadline: ContinuousClock.Instant?

    /// Whether a command is running, so that input is read only when it is waited for.
    var isCommandRunning = false {
        didSet {
            set(.busy, isCommandRunning)
            if !isCommandRunning { resumeReading(output: false) }
        }
    }

    var notifications = NotificationHub()
    var gate = CommandGate()

    init(handle: ConnectionHandle, loop: SocketLoop) {
        self.handle = handle
        self.loop = loop
        socket = handle.socket
    }

    /// Starts to watch the socket; call it on the loop.
    func start() { registration = loop.register(socket, handler: self, read: true, write: false) }

    var flags: Flags { Flags(rawValue: flagBits.load(ordering: .acquiring)) }

    func set(_ flag: Flags, _ isOn: Bool) {
        if isOn {
            flagBits.bitwiseOr(flag.rawValue, ordering: .acquiringAndReleasing)
        } else {
            flagBits.bitwiseAnd(~flag.rawValue, ordering: .acquiringAndReleasing)
        }
    }

    // MARK: The end

    /// Notes that the connection is of no more use: whoever waits is woken, and all later calls get this error.
    func fail(_ error: PostgresError) {
        guard failure == nil else { return }
        failure = error
        set(.broken, true)
        stopWatching()
        notifications.finish(throwing: error.code == .connectionClosed ? nil : error)
        wake()
    }

    /// Closes the connection; the handle goes once no command uses it.
    func close(_ error: PostgresError = PostgresError(code: .connectionClosed, message: "the connection is closed")) {
        fail(error)
        handle = nil
    }

    private func stopWatching() {
        guard registration != 0 else { return }
        loop.unregister(registration, socket: isPaused ? -1 : socket)
        registration = 0
    }

    /// The handle, or the reason why there is none.
    func usable() throws(PostgresError) -> ConnectionHandle {
        if let failure { throw failure }
        guard let handle else { throw PostgresError(code: .connectionClosed, message: "the connection is closed") }
        return handle
    }

    /// The failure of a libpq call, as a lost connection if that is what it was.
    func callFailure(_ call: StaticString) -> PostgresError {
        guard let handle else { return PostgresError(code: .connectionClosed, message: "the connection is closed") }
        guard handle.isBroken else {
            return PostgresError(code: .protocolMisuse, message: "\(call) failed: \(handle.errorMessage)")
        }
        let error = PostgresError(code: .connectionLost, message: handle.errorMessage)
        fail(error)
        return error
    }

    // MARK: Readiness

    func socketReady(readable: Bool, writable: Bool) {
        guard let handle, failure == nil else { return }
        if waiter?.kind != .output { resumeReading(output: false) }
        if readable {
            if waiter == nil, isCommandRunning {
                // The command's consumer is slow: leaving the bytes in the socket bounds memory and slows the server.
                loop.pause(registration, socket: socket)
                isPaused = true
                isWatchingOutput = false
                return
            }
            let isAlive = handle.consumeInput()
            deliverNotifications(handle)
            if !isAlive {
                // A running command still finds the server's last words in libpq's buffer.
                if isCommandRunning {
                    stopWatching()
                } else {
                    fail(PostgresError(code: .connectionLost, message: handle.errorMessage))
                }
                return wake()
            }
        }
        switch waiter?.kind {
        case .result? where handle.isBusy && !writable: deadline = silenceLimit.map { .now + $0 }
        case .result?, .input?, .output?: wake()
        case nil: break
        }
    }

    /// Watches for input again, and for room for output if that is waited for.
    private func resumeReading(output: Bool) {
        guard registration != 0 else { return }
        if isPaused {
            loop.resume(registration, socket: socket, read: true, write: output)
        } else if output != isWatchingOutput {
            loop.watch(registration, socket: socket, read: true, write: output)
        }
        isPaused = false
        isWatchingOutput = output
    }

    private func deliverNotifications(_ handle: ConnectionHandle) {
        while let notification = handle.nextNotification() { notifications.deliver(notification) }
    }

    func deadlinePassed() {
        guard let silenceLimit else { return deadline = nil }
        fail(
            PostgresError(
                code: .connectionLost,
                message: "the server was silent for \(silenceLimit / .seconds(1)) s, and the connection is given up"
            )
        )
    }

    private func wake() {
        deadline = nil
        guard let waiter else { return }
        self.waiter = nil
        waiter.continuation.resume()
    }

    private func wait(_ kind: Waiting) async throws(PostgresError) {
        let handle = try usable()
        guard !handle.isBroken, registration != 0 else { throw callFailure("waiting for the server") }
        resumeReading(output: kind == .output)
        deadline = silenceLimit.map { .now + $0 }
        await withCheckedContinuation { waiter = (kind, $0) }
        if let failure { throw failure }
    }

    // MARK: Steps of a command

    /// Sends what libpq has buffered, reading meanwhile so that neither side waits for the other for ever.
    func flush() async throws(PostgresError) {
        while true {
            let handle = try usable()
            switch handle.flush() {
            case .done: return
            case .pending: try await wait(.output)
            case .failed:
                // The reason is often in what the server sent before it closed, so that reading may tell more.
                if handle.isBroken { return }
                throw callFailure("sending")
            }
        }
    }

    /// Waits for the next result of the running command; nil at its end.
    func nextResult() async throws(PostgresError) -> ResultHandle? {
        while true {
            let handle = try usable()
            if !handle.isBusy || handle.isBroken {
                let result = handle.nextResult()
                deliverNotifications(handle)
                return result
            }
            if registration == 0 { throw callFailure("reading") }
            try await wait(.result)
        }
    }

    /// Whether the next result is there without waiting.
    var hasResult: Bool { handle.map { !$0.isBusy } ?? false }

    /// Waits for more input.
    func awaitInput() async throws(PostgresError) { try await wait(.input) }

    /// The server's (or libpq's) report as an error; of a fatal one the connection is gone.
    func error(from result: ResultHandle) -> PostgresError {
        let report = result.report()
        guard report.sqlState != nil else {
            // Without SQLSTATE the message is libpq's own, and quotes nothing of the statement.
            let isLost = handle?.isBroken ?? true
            return PostgresError(
                code: isLost ? .connectionLost : .protocolMisuse,
                message: (report.message ?? "").onOneLine
            )
        }
        let isFatal = report.severity == "FATAL" || report.severity == "PANIC"
        let condition = report.sqlState.flatMap(SQLStateNames.condition(of:)) ?? "the server reported an error"
        return PostgresError(code: isFatal ? .connectionLost : .server, message: condition, server: report)
    }

    /// Reads all results of the running command and returns the last one, or throws the first error.
    func collect() async throws(PostgresError) -> ResultHandle? {
        var last: ResultHandle?
        var firstError: PostgresError?
        while let result = try await nextResult() {
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY: last = result
            case PGRES_COPY_IN:
                firstError = firstError ?? Self.copyMisuse
                guard try usable().putCopyEnd(error: "COPY is not expected here") >= 0 else {
                    throw callFailure("ending COPY")
                }
                try await flush()
            case PGRES_COPY_OUT:
                firstError = firstError ?? Self.copyMisuse
                try await skipCopyOut()
            default: firstError = firstError ?? error(from: result)
            }
        }
        if let firstError { throw firstError }
        return last
    }

    /// Reads the rest of a COPY OUT and forgets it.
    func skipCopyOut() async throws(PostgresError) {
        while true {
            switch try usable().getCopyData() {
            case .data: continue
            case .wait: try await awaitInput()
            case .end, .failed: return
            }
        }
    }

    private static let copyMisuse = PostgresError(
        code: .protocolMisuse,
        message: "the statement is a COPY; run it with copyIn or copyOut"
    )
}
