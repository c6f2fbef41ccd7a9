import FoundationEssentials
import Glibc
import Logging
import Subprocess
import SystemPackage
import Testing

@testable import PrivatePostgres

/// A directory for one test, which every user may pass.
struct Scratch {
    let path: String

    init() throws {
        path = "/tmp/arena-test-" + String(UInt64.random(in: .min ... .max), radix: 36)
        try FileSystem.makeDirectory(path, permissions: 0o755)
        try FileSystem.setPermissions(0o755, of: path)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A copy of the suite's cluster under a name.
    func copyOfTemplate(named name: String = "data") async throws -> String {
        let copy = path + "/" + name
        let result = await command("/bin/cp", ["-a", "--", try #require(ClusterTemplate.directory), copy])
        try #require(result.succeeded, "\(result.output)")
        return copy
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
    }
}

/// Starts a server, hands it over, and stops it however the test ends.
func withServer(
    _ configuration: PrivatePostgresConfiguration,
    _ body: (PrivatePostgres) async throws -> Void
) async throws {
    let server = try await PrivatePostgres.start(configuration: configuration, logger: quiet)
    do {
        try await body(server)
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}

/// The error of a start that must fail.
func refusal(_ configuration: PrivatePostgresConfiguration) async throws -> PrivatePostgresError {
    do {
        await (try PrivatePostgres.start(configuration: configuration, logger: quiet)).stop()
    } catch let error as PrivatePostgresError {
        return error
    }
    throw Unexpected("the start succeeded")
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

struct CommandResult {
    let succeeded: Bool
    let output: String
}

/// Runs a program; its output and errors are in one text.
func command(_ path: String, _ arguments: [String]) async -> CommandResult {
    do {
        let record = try await Subprocess.run(
            .path(FilePath(path)),
            arguments: Arguments(arguments),
            output: .string(limit: 1 << 20),
            error: .combinedWithOutput
        )
        return CommandResult(succeeded: record.terminationStatus.isSuccess, output: record.standardOutput.trimmed)
    } catch {
        return CommandResult(succeeded: false, output: "\(error)")
    }
}

func psql(_ connectionString: String, _ statement: String) async -> CommandResult {
    await command("/usr/bin/env", ["psql", "-X", "-A", "-t", "-q", "-d", connectionString, "-c", statement])
}

/// What `pg_controldata` says about a line of the cluster's control file.
func controlData(_ dataDirectory: String, _ line: String) async throws -> String {
    let programs = try ServerPrograms(account: try ServerAccount.select(clusterOwner: nil, cluster: dataDirectory))
    let binaries = try await ServerBinaries.select(
        directory: nil,
        clusterMajor: nil,
        cluster: dataDirectory,
        programs: programs
    )
    let result = await command(binaries.directory + "/pg_controldata", ["-D", dataDirectory + "/postgres"])
    let found = result.output.split(separator: "\n").first { $0.hasPrefix(line + ":") }
    return String(try #require(found, "\(result.output)").dropFirst(line.count + 1)).trimmed
}

/// Waits until something holds, for as long as a slow machine may need.
func eventually(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<600 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(50))
    }
    throw Unexpected("it did not come about")
}
