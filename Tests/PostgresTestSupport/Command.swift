import Foundation

/// Runs other programs.
enum Command {
    /// Runs a program to its end and returns what it wrote; throws if it fails.
    static func run(_ path: String, _ arguments: [String], as user: String? = nil) async throws -> String {
        let process = make(path, arguments, as: user)
        let output = "/tmp/pgtest-output-\(UUID().uuidString)"
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: output) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardOutput = file
        process.standardError = file
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        try file.close()
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        guard process.terminationStatus == 0 else {
            throw TestCluster.Failure(description: "\(path) failed (\(process.terminationStatus)): \(text)")
        }
        return text
    }

    /// Starts a program that goes on by itself, and appends what it writes to a file.
    static func start(_ path: String, _ arguments: [String], as user: String?, output: String) throws -> Process {
        let process = make(path, arguments, as: user)
        if !FileManager.default.fileExists(atPath: output) {
            _ = FileManager.default.createFile(atPath: output, contents: nil)
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        try file.seekToEnd()
        process.standardOutput = file
        process.standardError = file
        try process.run()
        try file.close()
        return process
    }

    private static func make(_ path: String, _ arguments: [String], as user: String?) -> Process {
        let process = Process()
        if let user {
            process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            process.arguments = ["--reuid", user, "--regid", group(of: user), "--clear-groups", path] + arguments
        } else {
            process.executableURL = URL(fileURLWithPath: path)
            process.arguments = arguments
        }
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private static func group(of user: String) -> String {
        guard let entry = unsafe getpwnam(user) else { return user }
        return unsafe String(entry.pointee.pw_gid)
    }

    /// Starts a process that outlives this one by a second, to stop the server and remove its directory.
    static func startWatchdog(directory: String) throws {
        let script = """
            trap '' INT TERM HUP
            while kill -0 "$1" 2>/dev/null; do sleep 0.5; done
            pid=$(head -n 1 "$2/data/postmaster.pid" 2>/dev/null)
            if [ -n "$pid" ]; then
                kill -QUIT "$pid" 2>/dev/null
                for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
                kill -KILL "$pid" 2>/dev/null
            fi
            rm -rf "$2"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "watchdog", "\(ProcessInfo.processInfo.processIdentifier)", directory]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// The processes whose parent is the given one.
    static func children(of parent: Int32) -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { Int32($0) }.filter { candidate in
            guard let stat = try? String(contentsOfFile: "/proc/\(candidate)/stat", encoding: .utf8),
                let afterName = stat.lastIndex(of: ")")
            else { return false }
            let fields = stat[afterName...].split(separator: " ")
            return fields.count > 2 && Int32(fields[2]) == parent
        }
    }
}
