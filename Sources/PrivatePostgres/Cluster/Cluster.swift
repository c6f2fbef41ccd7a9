import Glibc
import Logging
import SystemPackage

/// The PostgreSQL cluster inside a data directory: whether it is there, which version made it, and making it.
struct Cluster: Sendable {
    let directory: DataDirectory

    var path: String { directory.cluster }

    /// The cluster's owner, or nil when there is no cluster yet.
    func owner() throws -> uid_t? {
        do {
            guard let entry = try FileSystem.entry(at: path) else { return nil }
            guard entry.isDirectory else { throw Errno.notDirectory }
            return entry.owner
        } catch let reason as Errno {
            throw PrivatePostgresError.cannot("use the cluster", path, reason)
        }
    }

    /// The major version that made the cluster, or nil when there is no cluster yet.
    func major() throws -> Int? {
        guard try owner() != nil else { return nil }
        let text: String?
        do {
            text = try FileSystem.text(of: path + "/PG_VERSION")
        } catch {
            throw PrivatePostgresError.cannot("read", path + "/PG_VERSION", error)
        }
        guard let text else {
            throw PrivatePostgresError(
                .foreignDirectory,
                """
                \(path) exists but is no PostgreSQL cluster: it has no file PG_VERSION. Restore it from a backup, or \
                move it away to start with an empty database.
                """
            )
        }
        guard let major = Int(text.trimmed.prefix { $0.isASCII && $0.isNumber }) else {
            throw PrivatePostgresError(
                .versionMismatch,
                "\(path)/PG_VERSION names no version of PostgreSQL. Restore the cluster from a backup, or move it away."
            )
        }
        return major
    }

    /// Makes the cluster under another name and renames it when it is complete, so that a kill leaves no half cluster.
    func initialize(binaries: ServerBinaries, programs: ServerPrograms, logger: Logger) async throws {
        let scratch = directory.newCluster(.random(in: .min ... .max))
        do {
            try FileSystem.makeDirectory(scratch, permissions: 0o700)
            if programs.account.isAnother {
                try FileSystem.setOwner(programs.account.user, group: programs.account.group, of: scratch)
            }
            logger.info(
                "Making a PostgreSQL cluster",
                metadata: [
                    "directory": "\(path)", "version": "\(binaries.version)", "user": "\(programs.account.name)",
                ]
            )
            let result = try await programs.run(
                path: binaries.initdb,
                arguments: [
                    "-D", scratch,
                    "--username=\(Self.superuser)",
                    // Only this user and root can reach the socket in its 0700 directory, and they can read the files
                    // themselves: a password would keep nobody out, and would have to lie beside them.
                    "--auth-local=trust",
                    "--auth-host=reject",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--data-checksums",
                ]
            )
            guard result.succeeded else {
                throw PrivatePostgresError(
                    .initializationFailed,
                    "initdb could not make a cluster in \(directory.path) (\(result.ending)):\n\(result.printed)"
                )
            }
            try FileSystem.move(scratch, to: path)
            try FileSystem.synchronizeDirectory(directory.path)
        } catch {
            await Self.remove(scratch, programs: programs)
            if let reason = error as? Errno {
                throw PrivatePostgresError.cannot("make a cluster in", directory.path, reason)
            }
            throw error
        }
    }

    /// Removes what an interrupted ``initialize(binaries:programs:logger:)`` left behind.
    func removeLeftovers(programs: ServerPrograms, logger: Logger) async throws {
        let names = (try? FileSystem.names(in: directory.path)) ?? []
        for name in names where name.hasPrefix(DataDirectory.newClusterPrefix) {
            logger.info("Removing an unfinished cluster", metadata: ["directory": "\(directory.path)/\(name)"])
            await Self.remove(directory.path + "/" + name, programs: programs)
        }
    }

    /// The cluster's superuser, which the service connects as.
    static let superuser = "arena"

    private static func remove(_ path: String, programs: ServerPrograms) async {
        // The contents are the server user's: removed as that user, no link planted there can lead root astray.
        // A task that is cancelled runs no program, and what stays then is removed by the next start.
        _ = try? await programs.run(path: "/bin/rm", arguments: ["-rf", "--", path])
        try? FileSystem.removeEmptyDirectory(path)
    }
}
