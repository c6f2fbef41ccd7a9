import Foundation
import Testing

/// The whole program, as its users meet it.
///
/// One test after another, since each runs servers of its own.
@Suite(.serialized) struct EndToEnd {
    /// A running arena.
    struct Running: Sendable {
        let data: String
        let process: ArenaProcess
        let client: ArenaClient
    }

    /// Runs a test against an arena of its own, and stops and removes it afterwards.
    static func withArena(_ arguments: [String] = [], _ body: (Running) async throws -> Void) async throws {
        let data = try ArenaProcess.scratch()
        defer { remove(data) }
        let (process, client) = try await ArenaProcess.serve(data: data, arguments)
        do {
            try await body(Running(data: data, process: process, client: client))
        } catch {
            Issue.record("\(error)\n\(try await process.log().suffix(4000))")
        }
        #expect(try await process.terminate() == 0)
    }

    /// Kills the private Postgres of a data directory at once.
    static func killPostgres(of data: String) throws {
        let note = try String(contentsOfFile: data + "/postgres/postmaster.pid", encoding: .utf8)
        kill(try #require(note.split(separator: "\n").first.flatMap { Int32($0) }), SIGKILL)
    }

    /// Removes a data directory and the logs beside it.
    static func remove(_ data: String) {
        let folder = URL(filePath: data)
        let parent = folder.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for name in names where name.hasPrefix(folder.lastPathComponent) {
            try? FileManager.default.removeItem(at: parent.appending(path: name))
        }
    }
}
