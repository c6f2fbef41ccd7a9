import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// One run of the server's main process, a child of this one.
final class Postmaster: Sendable {
    /// How the server is asked to stop.
    enum StopMode {
        /// Ends the sessions, writes everything out and stops.
        case fast
        /// Stops at once; the next start recovers.
        case immediate
        /// Leaves the server no say.
        case kill

        fileprivate var signal: Int32 {
            switch self {
            case .fast: SIGINT
            case .immediate: SIGQUIT
            case .kill: SIGKILL
            }
        }
    }

    let processID: Int32
    /// The size of the log before this run wrote to it.
    let logStart: Int64
    private let running: Task<String, Never>
    private let ended: Ending

    private init(processID: Int32, logStart: Int64, running: Task<String, Never>, ended: Ending) {
        self.processID = processID
        self.logStart = logStart
        self.running = running
        self.ended = ended
    }

    /// Starts the server; it has not read its settings yet when this returns.
    static func launch(
        binaries: ServerBinaries,
        settings: ClusterSettings,
        programs: ServerPrograms,
        log: ServerLog
    ) async throws -> Postmaster {
        let ended = Ending()
        let logStart = log.size
        let (started, report) = AsyncStream.makeStream(of: Int32.self)
        // The task is the child's, not the caller's: it lives as long as the server and is awaited in `end`.
        let running = Task<String, Never> {
            defer { report.finish() }
            do {
                let record = try await Subprocess.run(
                    programs.configuration(path: binaries.postgres, arguments: settings.arguments),
                    input: .none,
                    output: .fileDescriptor(log.descriptor, closeAfterSpawningProcess: false),
                    error: .fileDescriptor(log.descriptor, closeAfterSpawningProcess: false)
                ) { execution in
                    _ = report.yield(Int32(execution.processIdentifier.value))
                }
                ended.set()
                return "\(record.terminationStatus)"
            } catch {
                ended.set()
                return "\(error)"
            }
        }
        for await processID in started {
            return Postmaster(processID: processID, logStart: logStart, running: running, ended: ended)
        }
        throw PrivatePostgresError(
            .startFailed,
            "cannot run \(binaries.postgres) as the user \(programs.account.name): \(await running.value)"
        )
    }

    /// Whether the process has ended.
    var hasEnded: Bool { ended.isSet }

    /// Waits until the process has ended and says how it did.
    func end() async -> String { await running.value }

    /// Waits for the end for some time.
    /// - Returns: Whether the process has ended.
    func end(within patience: Duration) async throws -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while !hasEnded {
            if clock.now >= deadline { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    /// Asks the server to stop.
    func signal(_ mode: StopMode) {
        if !hasEnded { _ = kill(processID, mode.signal) }
    }

    /// Stops the server in fast mode, and more firmly when that takes too long.
    /// - Parameter patience: How long the fast mode may take.
    func stop(patience: Duration) async {
        // On a task of its own, so that a caller who is cancelled still leaves no server behind.
        await Task {
            for (mode, patience) in [(StopMode.fast, patience), (.immediate, .seconds(10)), (.kill, .seconds(10))] {
                signal(mode)
                if (try? await end(within: patience)) == true { return }
            }
        }.value
    }

    /// A flag that is set once.
    private final class Ending: Sendable {
        private let flag = Atomic(false)
        var isSet: Bool { flag.load(ordering: .acquiring) }
        func set() { flag.store(true, ordering: .releasing) }
    }
}
