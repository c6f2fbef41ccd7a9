import Foundation
import FoundationNetworking
import ProcessTestSupport

/// Programs that benchmarks start.
enum Tool {
    /// A scratch directory for everything that benchmarks write, gone when they end.
    static let scratch = {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "arena-bench-\(UUID().uuidString.prefix(8))"
        )
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Others read from it: nginx's workers give up root's rights.
        try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        return folder
    }()

    /// The folder of our own binaries.
    static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    /// Says how far it has come, beside the result.
    static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// Runs a program to its end and returns what it wrote.
    static func run(_ path: String, _ arguments: [String]) async throws -> String {
        let output = scratch.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: output) }
        let process = try await ChildProcess.start(URL(filePath: path), arguments, output: output, error: output)
        let status = try await process.end()
        let text = try String(contentsOf: output, encoding: .utf8)
        guard status == 0 else { throw BenchFailure("\(path) failed: \(text.suffix(2_000))") }
        return text
    }

    /// Where Debian installs a program.
    static func find(_ name: String, in folders: [String] = ["/usr/bin", "/usr/sbin", "/usr/local/bin"]) throws
        -> String
    {
        guard let folder = folders.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") })
        else {
            throw BenchFailure("\(name) is not installed")
        }
        return "\(folder)/\(name)"
    }

    /// The ETag of what an address answers.
    static func tag(of address: String) async throws -> String {
        guard let url = URL(string: address),
            let response = try await URLSession.shared.data(from: url).1 as? HTTPURLResponse,
            let tag = response.value(forHTTPHeaderField: "ETag")
        else { throw BenchFailure("\(address) has no ETag") }
        return tag
    }
}
