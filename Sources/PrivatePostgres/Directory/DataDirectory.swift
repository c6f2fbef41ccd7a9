import FoundationEssentials
import Glibc
import SystemPackage

/// The layout of a data directory, and the rules for making and adopting one.
///
/// Under root the directory itself stays root's, so that the unprivileged server can swap none of the files this
/// process writes; only `postgres` and `socket` in it belong to the server's user.
struct DataDirectory: Sendable {
    /// The absolute path, free of symbolic links: one directory has one name, and one socket with it.
    let path: String

    /// The cluster itself, PostgreSQL's data directory.
    var cluster: String { path + "/postgres" }
    /// The file whose lock is the claim on the directory.
    var lock: String { path + "/arena.lock" }
    /// What the server writes to its standard error.
    var log: String { path + "/postgres.log" }
    /// The settings, written anew at each start.
    var settings: String { path + "/arena.conf" }
    /// Where the socket is when its path is not too long.
    var socket: String { path + "/socket" }

    /// The path where a new cluster is made before it gets its name.
    func newCluster(_ tag: UInt64) -> String { path + "/" + Self.newClusterPrefix + String(tag, radix: 16) }

    static let newClusterPrefix = "postgres.new-"

    /// Makes a path absolute without touching the file system.
    static func absolute(_ path: String) throws -> String {
        guard !path.isEmpty else {
            throw PrivatePostgresError(.unusableDirectory, "the data directory's name is empty. Give one.")
        }
        // The server keeps its directories one a line in postmaster.pid, so a line break would cut the name.
        guard !path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) else {
            throw PrivatePostgresError(
                .unusableDirectory,
                "the data directory's name holds a control character: \(path.debugDescription). Choose another."
            )
        }
        let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return FilePath(whole).lexicallyNormalized().string
    }

    /// The directory at a path, created when missing, refused when it is something else's.
    static func open(_ path: String) throws -> DataDirectory {
        let path = try absolute(path)
        try create(path)
        do {
            let directory = DataDirectory(path: try FileSystem.resolved(path))
            try directory.refuseForeignContents()
            return directory
        } catch let reason as Errno {
            throw PrivatePostgresError.cannot("read", path, reason)
        }
    }

    /// The directory at a path when there is one, without changing anything.
    static func existing(_ path: String) throws -> DataDirectory? {
        let path = try absolute(path)
        do {
            return DataDirectory(path: try FileSystem.resolved(path))
        } catch {
            if error == .noSuchFileOrDirectory || error == .notDirectory { return nil }
            throw PrivatePostgresError.cannot("read", path, error)
        }
    }

    private static func create(_ path: String) throws {
        var isDirectory = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
            guard isDirectory else {
                throw PrivatePostgresError(
                    .unusableDirectory,
                    "the data directory \(path) is a file. Choose another with --data-directory."
                )
            }
            return
        }
        var missing: [String] = []
        var ancestor = FilePath(path)
        while !FileManager.default.fileExists(atPath: ancestor.string), ancestor.removeLastComponent() {
            missing.append(ancestor.string)
        }
        do {
            // What leads to the directory is no secret, and under root the server's user has to pass it.
            for parent in missing.dropLast().reversed() {
                try FileSystem.makeDirectory(parent, permissions: 0o755)
                try FileSystem.setPermissions(0o755, of: parent)
            }
            try FileSystem.makeDirectory(path, permissions: 0o700)
        } catch {
            throw PrivatePostgresError.cannot(
                "create the data directory",
                path,
                error,
                advice: "Choose another with --data-directory."
            )
        }
    }

    private func refuseForeignContents() throws {
        let names: [String]
        do {
            names = try FileSystem.names(in: path)
        } catch {
            throw PrivatePostgresError.cannot(
                "read the data directory",
                path,
                error,
                advice: "Run this as the user that owns it, or choose another with --data-directory."
            )
        }
        // A file system's own directory is in every fresh mount.
        let foreign = names.filter { $0 != "lost+found" }
        guard !foreign.isEmpty, !foreign.contains("arena.lock") else { return }
        if foreign.contains("PG_VERSION") {
            throw PrivatePostgresError(
                .foreignDirectory,
                """
                \(path) is the data directory of a PostgreSQL cluster that was not made here. Start that server and \
                give its address with --database-url, or choose another directory with --data-directory.
                """
            )
        }
        let shown = foreign.prefix(3).joined(separator: ", ") + (foreign.count > 3 ? ", …" : "")
        throw PrivatePostgresError(
            .foreignDirectory,
            """
            \(path) holds files that were not made here (\(shown)), so no database is put there. \
            Choose an empty or a new directory with --data-directory.
            """
        )
    }
}
