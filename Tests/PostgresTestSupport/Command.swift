import Foundation
import ProcessTestSupport

/// Runs other programs.
enum Command {
    /// Runs a program to its end and returns what it wrote; throws if it fails.
    static func run(_ path: String, _ arguments: [String], as user: String? = nil) async throws -> String {
        let output = "/tmp/pgtest-output-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let status = try await start(path, arguments, as: user, output: output).end()
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        guard status == 0 else { throw TestCluster.Failure(description: "\(path) failed (\(status)): \(text)") }
        return text
    }

    /// Starts a program that goes on by itself, and appends what it writes to a file.
    static func start(
        _ path: String,
        _ arguments: [String],
        as user: String?,
        output: String
    ) async throws -> ChildProcess {
        var command = [path] + arguments
        if let user {
            command = ["/usr/bin/setpriv", "--reuid", user, "--regid", group(of: user), "--clear-groups"] + command
        }
        let output = URL(filePath: output)
        return try await ChildProcess.start(
            URL(filePath: command[0]),
            Array(command.dropFirst()),
            directory: "/",
            output: output,
            error: output
        )
    }

    private static func group(of user: String) -> String {
        guard let entry = unsafe getpwnam(user) else { return user }
        return unsafe String(entry.pointee.pw_gid)
    }

    /// Starts a process that outlives this one by a second, to stop the server and remove its directory.
    static func startWatchdog(directory: String) async throws {
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
        let owner = "\(ProcessInfo.processInfo.processIdentifier)"
        _ = try await ChildProcess.start(URL(filePath: "/bin/sh"), ["-c", script, "watchdog", owner, directory])
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
