public import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// A program that runs beside a test.
///
/// Foundation's `Process` takes a child for alive as long as anything lives that was started in the same moment, such as a
/// server that goes on to the end of the tests; this watches the child itself.
public final class ChildProcess: Sendable {
    /// By what the system knows it.
    public let processIdentifier: Int32
    private let running: Task<Int32, any Error>
    private let ending: Ending

    private init(processIdentifier: Int32, running: Task<Int32, any Error>, ending: Ending) {
        self.processIdentifier = processIdentifier
        self.running = running
        self.ending = ending
    }

    /// Starts a program with nothing to read, whose words are appended to files.
    ///
    /// - Parameters:
    ///   - environment: what is set or changed in this process's own.
    ///   - input: the file it reads instead of nothing.
    ///   - output: where standard output goes; nowhere by default.
    ///   - error: where standard error goes; nowhere by default.
    public static func start(
        _ program: URL,
        _ arguments: [String],
        environment: [String: String] = [:],
        directory: String? = nil,
        input: URL? = nil,
        output: URL? = nil,
        error: URL? = nil
    ) async throws -> ChildProcess {
        let null = URL(filePath: "/dev/null")
        let input = try FileDescriptor.open(FilePath((input ?? null).path), .readOnly)
        let files = try [output, error].map {
            try FileDescriptor.open(
                FilePath(($0 ?? null).path),
                .writeOnly,
                options: [.create, .append],
                permissions: [.ownerReadWrite, .groupRead, .otherRead]
            )
        }
        let variables = environment.map { (Environment.Key(rawValue: $0.key), $0.value as String?) }
        let configuration = Configuration(
            executable: .path(FilePath(program.path)),
            arguments: Arguments(arguments),
            environment: .inherit.updating(
                Dictionary(variables.compactMap { key, value in key.map { ($0, value) } }) { $1 }
            ),
            workingDirectory: directory.map { FilePath($0) }
        )
        let ending = Ending()
        let (started, report) = AsyncStream.makeStream(of: Int32.self)
        // The child's own task, which lives as long as it does, whatever becomes of the test that started it.
        let running = Task<Int32, any Error> {
            defer {
                ending.set()
                report.finish()
            }
            let record = try await Subprocess.run(
                configuration,
                input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .fileDescriptor(files[0], closeAfterSpawningProcess: true),
                error: .fileDescriptor(files[1], closeAfterSpawningProcess: true)
            ) { execution in
                _ = report.yield(Int32(execution.processIdentifier.value))
            }
            return switch record.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        }
        for await processIdentifier in started {
            return ChildProcess(processIdentifier: processIdentifier, running: running, ending: ending)
        }
        return ChildProcess(processIdentifier: try await running.value, running: running, ending: ending)
    }

    /// Whether it has not ended yet.
    public var isRunning: Bool { !ending.isSet }

    /// Waits until it has ended.
    ///
    /// - Returns: its exit status; the negative number of the signal that ended it.
    @discardableResult public func end() async throws -> Int32 { try await running.value }

    /// Waits for its end for some time.
    ///
    /// - Returns: its exit status, and nil when it goes on.
    public func end(within patience: Duration) async throws -> Int32? {
        let deadline = ContinuousClock.now + patience
        while isRunning {
            if ContinuousClock.now >= deadline { return nil }
            try await Task.sleep(for: .milliseconds(5))
        }
        return try await end()
    }

    /// Asks it to stop.
    public func terminate() { send(SIGTERM) }

    /// Leaves it no say, and waits until it is gone.
    public func kill() async throws {
        send(SIGKILL)
        _ = try await end()
    }

    private func send(_ signal: Int32) {
        if isRunning { _ = Foundation.kill(processIdentifier, signal) }
    }

    /// A flag that is set once.
    private final class Ending: Sendable {
        private let flag = Atomic(false)
        var isSet: Bool { flag.load(ordering: .acquiring) }
        func set() { flag.store(true, ordering: .releasing) }
    }
}
