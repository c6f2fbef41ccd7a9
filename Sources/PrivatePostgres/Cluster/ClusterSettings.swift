import SystemPackage

/// The server's settings: those that may be tuned, in a file, and those that must hold, on the command line.
///
/// PostgreSQL lets `ALTER SYSTEM` (`postgresql.auto.conf`) override the file and the command line override that.
struct ClusterSettings: Sendable {
    /// The port in the socket's name; nothing listens on a TCP port of that number.
    static let port = 5432

    let directory: DataDirectory
    let socketDirectory: String
    let clusterName: String
    let custom: [String: String]

    private static let tunable: KeyValuePairs<String, String> = [
        "max_connections": "100",
        "shared_buffers": "128MB",
        // Compiling a plan costs more than the service's short queries do.
        "jit": "off",
        // Times are told in one zone, whatever the machine's.
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
    ]

    private var fixed: KeyValuePairs<String, String> {
        [
            "config_file": directory.settings,
            "cluster_name": clusterName,
            // Private: the socket in a directory that only the server's user and root can enter.
            "listen_addresses": "",
            "port": "\(Self.port)",
            "unix_socket_directories": "\""
                + socketDirectory.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"") + "\"",
            "unix_socket_permissions": "0700",
            // Durable: what was acknowledged is there after a power failure.
            "fsync": "on",
            "full_page_writes": "on",
            "synchronous_commit": "on",
            // The log is this process's file, which it keeps small.
            "logging_collector": "off",
            "log_destination": "stderr",
        ]
    }

    /// Settings that nobody else may give.
    private static let reserved: Set<String> = [
        "config_file", "data_directory", "hba_file", "ident_file", "external_pid_file", "cluster_name",
        "listen_addresses", "port", "unix_socket_directories", "unix_socket_group", "unix_socket_permissions",
        "fsync", "full_page_writes", "synchronous_commit", "logging_collector", "log_destination",
    ]

    /// The server's arguments.
    var arguments: [String] {
        ["-D", directory.cluster] + fixed.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    }

    /// The text of the settings file.
    var text: String {
        var lines = [
            "# Written anew at each start. To change a setting for good, use ALTER SYSTEM.",
            "include_if_exists 'postgres/postgresql.conf'",
        ]
        var settings = Dictionary(uniqueKeysWithValues: Self.tunable.map { ($0.key, $0.value) })
        for (name, value) in custom { settings[name.lowercased()] = value }
        lines += settings.sorted { $0.key < $1.key }.map { "\($0.key) = \(Self.quoted($0.value))" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Refuses settings that are none, or that are not the caller's to give.
    static func validate(_ custom: [String: String]) throws {
        for (name, value) in custom.sorted(by: { $0.key < $1.key }) {
            let wellFormed =
                name.first.map { $0.isASCII && ($0.isLetter || $0 == "_") } ?? false
                && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
            guard wellFormed else {
                throw PrivatePostgresError(
                    .invalidSetting,
                    "\(name.debugDescription) is not the name of a PostgreSQL setting."
                )
            }
            guard !reserved.contains(name.lowercased()) else {
                throw PrivatePostgresError(
                    .invalidSetting,
                    """
                    the PostgreSQL setting \(name) cannot be changed: it keeps the private cluster private, or its \
                    data safe. Run a server of your own and give its address with --database-url instead.
                    """
                )
            }
            guard !value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) else {
                throw PrivatePostgresError(
                    .invalidSetting,
                    "the value of the PostgreSQL setting \(name) holds a control character: \(value.debugDescription)."
                )
            }
        }
    }

    /// Writes the settings file, all of it or nothing.
    func write(for account: ServerAccount) throws {
        let scratch = directory.settings + ".new"
        do {
            try FileSystem.removeFile(scratch)
            let descriptor = try FileDescriptor.open(
                FilePath(scratch),
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: FilePermissions(rawValue: 0o600)
            )
            try descriptor.closeAfter { _ = try descriptor.writeAll(Array(text.utf8)) }
            if account.isAnother {
                try FileSystem.setOwner(nil, group: account.group, of: scratch)
                try FileSystem.setPermissions(0o640, of: scratch)
            }
            try FileSystem.move(scratch, to: directory.settings)
        } catch let reason as Errno {
            throw PrivatePostgresError.cannot("write", directory.settings, reason)
        }
    }

    private static func quoted(_ value: String) -> String {
        var text = "'"
        for character in value {
            if character == "'" || character == "\\" { text.append(character) }
            text.append(character)
        }
        return text + "'"
    }
}
