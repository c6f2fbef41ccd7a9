import Glibc
import SystemPackage

/// The exclusive claim of one process on a data directory: an advisory lock on a file that says who holds it.
///
/// The lock belongs to the open file, which is closed on exec, so it ends with this process however that ends, and no
/// server process that outlives it keeps it.
final class DirectoryLock: Sendable {
    /// What the lock file says about its holder.
    struct Note: Equatable {
        var processID: Int32?
        var purpose: String
        /// How to reach the server, once it accepts connections.
        var connectionString: String?

        var owner: PrivatePostgresError.Owner { .init(processID: processID, purpose: purpose) }

        init(processID: Int32?, purpose: String, connectionString: String? = nil) {
            self.processID = processID
            self.purpose = purpose
            self.connectionString = connectionString
        }

        init(text: String) {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            processID = lines.first.flatMap { Int32($0) }
            purpose = lines.count > 1 ? String(lines[1]) : ""
            connectionString = lines.count > 3 && !lines[2].isEmpty ? String(lines[2]) : nil
        }

        /// One line for each part and a newline after the last, so that a text cut short is seen to be.
        var text: String {
            let purpose = String(purpose.map { $0.isNewline ? " " : $0 })
            return "\(processID.map { "\($0)" } ?? "")\n\(purpose)\n\(connectionString ?? "")\n"
        }
    }

    private let descriptor: FileDescriptor
    private let path: String

    private init(descriptor: FileDescriptor, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        try? descriptor.close()
    }

    /// Takes the lock, or says who has it.
    static func acquire(path: String, directory: String, purpose: String) async throws -> DirectoryLock {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path),
                .readWrite,
                options: [.create, .closeOnExec, .noFollow],
                permissions: FilePermissions(rawValue: 0o600)
            )
        } catch let reason as Errno {
            throw PrivatePostgresError.cannot(
                "write",
                path,
                reason,
                advice: "The data directory must be writable for the user that runs this; "
                    + "choose another with --data-directory."
            )
        }
        let lock = DirectoryLock(descriptor: descriptor, path: path)
        // Whoever only looks (see `holder`) holds a shared lock for an instant; that must not look like an owner.
        for attempt in 1... {
            if flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 { break }
            let reason = Errno(rawValue: errno)
            guard reason == .wouldBlock || reason == .interrupted else {
                throw PrivatePostgresError.cannot("lock", path, reason)
            }
            if attempt >= 10 {
                throw PrivatePostgresError.alreadyRunning(try lock.read().owner, directory: directory)
            }
            try await Task.sleep(for: .milliseconds(30))
        }
        try lock.write(Note(processID: getpid(), purpose: purpose))
        return lock
    }

    /// What the holder of a lock wrote, or nil when nobody holds it.
    static func holder(path: String) throws -> Note? {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .noFollow])
        } catch let reason as Errno {
            if reason == .noSuchFileOrDirectory || reason == .notDirectory { return nil }
            throw PrivatePostgresError.cannot(
                "read",
                path,
                reason,
                advice: "Run this as the user that owns the data directory."
            )
        }
        let lock = DirectoryLock(descriptor: descriptor, path: path)
        while true {
            if flock(descriptor.rawValue, LOCK_SH | LOCK_NB) == 0 { return nil }
            let reason = Errno(rawValue: errno)
            if reason == .wouldBlock { return try lock.read() }
            if reason != .interrupted { throw PrivatePostgresError.cannot("lock", path, reason) }
        }
    }

    /// Replaces what the file says about its holder.
    func write(_ note: Note) throws {
        do {
            let bytes = Array(note.text.utf8)
            _ = try descriptor.writeAll(toAbsoluteOffset: 0, bytes)
            if ftruncate(descriptor.rawValue, off_t(bytes.count)) != 0 { throw Errno(rawValue: errno) }
        } catch let reason as Errno {
            throw PrivatePostgresError.cannot("write", path, reason)
        }
    }

    /// Gives the directory up; the file stays, as the mark of a directory of ours.
    func release() {
        _ = ftruncate(descriptor.rawValue, 0)
        _ = flock(descriptor.rawValue, LOCK_UN)
    }

    private func read() throws -> Note {
        do {
            let bytes = try FileSystem.bytes(of: descriptor, from: 0, limit: 1 << 16)
            return Note(text: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw PrivatePostgresError.cannot("read", path, error)
        }
    }
}
