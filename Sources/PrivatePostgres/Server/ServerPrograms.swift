import FoundationEssentials
import Subprocess
import SystemPackage

/// Runs programs as the server's user, in an environment of their own.
struct ServerPrograms: Sendable {
    /// How a program ended and what it printed.
    struct Result {
        let succeeded: Bool
        let output: String
        let errors: String
        let ending: String

        /// What it printed, errors last, for a message.
        var printed: String {
            [output, errors].map { $0.trimmed }.filter { !$0.isEmpty }.joined(separator: "\n")
        }
    }

    let account: ServerAccount
    /// The program that becomes the server's user before it becomes the program it is given; nil when there is no need.
    private let setpriv: String?

    /// - Throws: ``PrivatePostgresError`` when another user is needed and there is no way to become it.
    init(account: ServerAccount) throws {
        self.account = account
        guard account.isAnother else {
            setpriv = nil
            return
        }
        let paths = ["/usr/bin/setpriv", "/bin/setpriv", "/usr/sbin/setpriv"]
        guard let found = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw PrivatePostgresError(
                .noServerUser,
                """
                PostgreSQL does not run as root, and the program setpriv, which runs it as the user \(account.name), \
                is missing. Install it (apt install util-linux), or run this as an unprivileged user.
                """
            )
        }
        setpriv = found
    }

    /// How a program is started as the server's user, in a session of its own.
    ///
    /// A session of its own keeps the terminal's Ctrl-C away: who stops the server, and when, is decided here.
    /// The user is changed by a program in between, not by the subprocess library's own options: those change it
    /// between fork and exec, where glibc waits for a lock that another thread may have held at the fork.
    func configuration(path: String, arguments: [String]) -> Subprocess.Configuration {
        var options = PlatformOptions()
        options.createSession = true
        var command = [path] + arguments
        if let setpriv {
            let user = ["--reuid=\(account.user)", "--regid=\(account.group)", "--clear-groups"]
            command = [setpriv] + user + ["--"] + command
        }
        return Subprocess.Configuration(
            executable: .path(FilePath(command[0])),
            arguments: Arguments(Array(command.dropFirst())),
            environment: Self.environment,
            // The caller's working directory may be one that the server's user cannot enter.
            workingDirectory: "/",
            platformOptions: options
        )
    }

    /// A small environment: what the caller has set for other servers (`PGDATA`, `PGHOST`, …) must not leak in.
    private static var environment: Environment {
        let inherited = ProcessInfo.processInfo.environment
        var chosen: [Environment.Key: String] = ["LANG": "C.UTF-8", "PATH": inherited["PATH"] ?? "/usr/bin:/bin"]
        if let libraries = inherited["LD_LIBRARY_PATH"] { chosen["LD_LIBRARY_PATH"] = libraries }
        return .custom(chosen)
    }

    /// Runs a program to its end.
    func run(path: String, arguments: [String], input: String = "") async throws -> Result {
        let record = try await Subprocess.run(
            configuration(path: path, arguments: arguments),
            input: .string(input),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        return Result(
            succeeded: record.terminationStatus.isSuccess,
            output: record.standardOutput,
            errors: record.standardError,
            ending: "\(record.terminationStatus)"
        )
    }
}

extension String {
    /// The text without blanks and line breaks at its ends.
    var trimmed: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
