import SystemPackage
import Glibc

/// The file that the server writes its messages to; kept from growing without bound.
final class ServerLog: Sendable {
    /// The size beyond which the log is set aside, in bytes.
    static let limit: Int64 = 10 << 20

    let path: String
    let descriptor: FileDescriptor

    init(path: String) throws {
        self.path = path
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path),
                .readWrite,
                options: [.create, .append, .closeOnExec, .noFollow],
                permissions: FilePermissions(rawValue: 0o600)
            )
        } catch let reason as Errno {
            throw PrivatePostgresError.cannot("write", path, reason)
        }
    }

    deinit {
        try? descriptor.close()
    }

    /// The present size in bytes.
    var size: Int64 { (try? descriptor.seek(offset: 0, from: .end)) ?? 0 }

    /// Copies a log beyond the limit to `<path>.1` and empties it.
    ///
    /// The server writes to the open file and cannot be told of another, so the file is emptied in place; what is
    /// written between the copy and the cut is lost.
    func rotate() throws {
        let size = size
        guard size > Self.limit else { return }
        do {
            let scratch = path + ".1"
            try FileSystem.removeFile(scratch)
            let copy = try FileDescriptor.open(
                FilePath(scratch),
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: FilePermissions(rawValue: 0o600)
            )
            let kept = try FileSystem.bytes(
                of: descriptor,
                from: max(0, size - Self.limit),
                limit: Int(Self.limit)
            )
            try copy.closeAfter { _ = try copy.writeAll(kept) }
            if ftruncate(descriptor.rawValue, 0) != 0 { throw Errno(rawValue: errno) }
        } catch let reason as Errno {
            throw PrivatePostgresError.cannot("rotate", path, reason)
        }
    }

    /// The last lines written since the log had a size.
    func tail(since offset: Int64, lines: Int = 15) -> String {
        let size = size
        let start = max(offset <= size ? offset : 0, size - (64 << 10))
        guard let bytes = try? FileSystem.bytes(of: descriptor, from: start, limit: 64 << 10) else { return "" }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(lines).joined(separator: "\n")
    }
}
