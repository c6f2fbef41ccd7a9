import Glibc
import SystemPackage

/// The directory of the server's Unix socket: closed to everybody but the server's user and root.
struct SocketDirectory: Sendable {
    let path: String

    /// The longest path that fits a socket address, which takes 108 bytes with the zero at its end.
    static let longestSocketPath = 107

    /// Chooses the directory: inside the data directory, or a short one under /tmp when that path does not serve.
    init(for directory: DataDirectory, account: ServerAccount) {
        let socketPath = directory.socket + "/" + Self.socketName
        // A comma separates hosts in a connection string, and there is no way to quote it.
        if socketPath.utf8.count <= Self.longestSocketPath, !socketPath.contains(",") {
            path = directory.socket
        } else {
            path = "/tmp/arena-\(account.user)-\(String(Self.hash(directory.path), radix: 36))"
        }
    }

    /// Makes the directory, or checks that the one found is ours and closed.
    func prepare(for account: ServerAccount) throws {
        do {
            if try FileSystem.entry(at: path) == nil {
                try FileSystem.makeDirectory(path, permissions: 0o700)
            }
            let owners = [account.user, geteuid()]
            guard let entry = try FileSystem.entry(at: path), entry.isDirectory, owners.contains(entry.owner) else {
                throw PrivatePostgresError(
                    .unusableDirectory,
                    """
                    \(path) is where the database's socket belongs, but it is no directory of the user \
                    \(account.name). Find out who made it and remove it, or choose a shorter --data-directory.
                    """
                )
            }
            if entry.permissions != 0o700 { try FileSystem.setPermissions(0o700, of: path) }
            if entry.owner != account.user {
                try FileSystem.setOwner(account.user, group: account.group, of: path)
            }
        } catch let reason as Errno {
            throw PrivatePostgresError.cannot("use the socket directory", path, reason)
        }
    }

    /// Removes the socket and its lock file, for a server that is known to be gone.
    ///
    /// Both outlive a killed server, and the lock file stops the next when another process got the old process id.
    func removeStaleSocket() throws {
        do {
            try FileSystem.removeFile(path + "/" + Self.socketName)
            try FileSystem.removeFile(path + "/" + Self.socketName + ".lock")
        } catch {
            throw PrivatePostgresError.cannot("remove the stale socket in", path, error)
        }
    }

    /// A stable 64-bit hash of a text (FNV-1a): the standard library's differs from process to process.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private static let socketName = ".s.PGSQL.\(ClusterSettings.port)"
}
