import Glibc
import SystemPackage

extension DataDirectory {
    /// Makes sure that the server's user can reach the directory, and names the directory in the way when it cannot.
    ///
    /// The question is put to the kernel as that user, so that access lists and mount options count too.
    func openPassage(for account: ServerAccount, programs: ServerPrograms) async throws {
        guard account.isAnother else { return }
        var ancestors: [String] = []
        var ancestor = FilePath(path)
        while ancestor.removeLastComponent() { ancestors.append(ancestor.string) }
        if let obstacle = try await firstImpassable(ancestors.reversed(), programs: programs) {
            throw PrivatePostgresError(
                .unusableDirectory,
                """
                PostgreSQL does not run as root, and the user \(account.name) it runs as cannot pass through \
                \(obstacle) on the way to the data directory \(path). Allow it (chmod o+x \(obstacle)), \
                or choose another directory with --data-directory.
                """
            )
        }
        guard try await firstImpassable([path], programs: programs) != nil else { return }
        do {
            guard let entry = try FileSystem.entry(at: path), entry.owner == geteuid() else {
                throw Errno.permissionDenied
            }
            // The group may pass, and no more: the names inside stay hidden from it.
            try FileSystem.setOwner(nil, group: account.group, of: path)
            try FileSystem.setPermissions(entry.permissions & ~0o070 | 0o010, of: path)
        } catch let reason as Errno {
            throw PrivatePostgresError.cannot(
                "open the data directory to the user \(account.name):",
                path,
                reason,
                advice: "Choose another with --data-directory."
            )
        }
    }

    private func firstImpassable(_ paths: [String], programs: ServerPrograms) async throws -> String? {
        let script = #"for d; do [ -x "$d" ] || { printf %s "$d"; exit 1; }; done"#
        let result = try await programs.run(path: "/bin/sh", arguments: ["-c", script, "sh"] + paths)
        return result.succeeded ? nil : result.output
    }
}
