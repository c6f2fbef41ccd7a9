import FoundationEssentials
import Glibc
import SystemPackage

/// The few file operations that need more than a portable library offers: owners, modes and links left unfollowed.
enum FileSystem {
    /// What `lstat` tells of a path.
    struct Entry {
        let isDirectory: Bool
        let isRegularFile: Bool
        let owner: uid_t
        let permissions: mode_t
        let device: UInt
        let inode: UInt
    }

    /// The entry at a path, or nil when there is none; a symbolic link is not followed.
    static func entry(at path: String) throws(Errno) -> Entry? {
        var information = stat()
        guard unsafe lstat(path, &information) == 0 else {
            let reason = Errno(rawValue: errno)
            if reason == .noSuchFileOrDirectory { return nil }
            throw reason
        }
        let kind = information.st_mode & S_IFMT
        return Entry(
            isDirectory: kind == S_IFDIR,
            isRegularFile: kind == S_IFREG,
            owner: information.st_uid,
            permissions: information.st_mode & 0o7777,
            device: UInt(information.st_dev),
            inode: UInt(information.st_ino)
        )
    }

    /// The path with every symbolic link resolved.
    static func resolved(_ path: String) throws(Errno) -> String {
        guard let buffer = unsafe realpath(path, nil) else { throw Errno(rawValue: errno) }
        defer { unsafe free(buffer) }
        return unsafe String(cString: buffer)
    }

    static func makeDirectory(_ path: String, permissions: mode_t) throws(Errno) {
        try check(unsafe mkdir(path, permissions))
    }

    static func setPermissions(_ permissions: mode_t, of path: String) throws(Errno) {
        try check(unsafe chmod(path, permissions))
    }

    /// Gives a path to an owner and a group, either nil to leave it; a symbolic link itself is changed, not its target.
    static func setOwner(_ owner: uid_t?, group: gid_t?, of path: String) throws(Errno) {
        try check(unsafe lchown(path, owner ?? uid_t.max, group ?? gid_t.max))
    }

    static func move(_ source: String, to destination: String) throws(Errno) {
        try check(unsafe Glibc.rename(source, destination))
    }

    /// Removes a file; that there is none is no error.
    static func removeFile(_ path: String) throws(Errno) {
        if unsafe unlink(path) != 0, errno != ENOENT { throw Errno(rawValue: errno) }
    }

    static func removeEmptyDirectory(_ path: String) throws(Errno) {
        try check(unsafe rmdir(path))
    }

    /// The names in a directory, in order, without `.` and `..`.
    static func names(in path: String) throws(Errno) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            // The library's errors differ in shape from case to case; the system's own answer is asked for instead.
            errno = 0
            _ = unsafe access(path, R_OK | X_OK)
            throw Errno(rawValue: errno == 0 ? EIO : errno)
        }
    }

    /// The text of a small file, or nil when there is none.
    static func text(of path: String) throws(Errno) -> String? {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path),
                .readOnly,
                options: [.closeOnExec, .noFollow, .nonBlocking]
            )
        } catch let reason as Errno {
            if reason == .noSuchFileOrDirectory { return nil }
            throw reason
        } catch {
            throw .ioError
        }
        defer { try? descriptor.close() }
        return String(decoding: try bytes(of: descriptor, from: nil, limit: 1 << 20), as: UTF8.self)
    }

    /// Up to `limit` bytes of an open file, from an absolute offset or from where it stands.
    static func bytes(of descriptor: FileDescriptor, from offset: Int64?, limit: Int) throws(Errno) -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 16))
        while all.count < limit {
            let wanted = min(chunk.count, limit - all.count)
            let position = offset.map { $0 + Int64(all.count) }
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                if let position {
                    return unsafe pread(descriptor.rawValue, buffer.baseAddress, wanted, off_t(position))
                }
                return unsafe Glibc.read(descriptor.rawValue, buffer.baseAddress, wanted)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw Errno(rawValue: errno)
            }
            if count == 0 { break }
            all.append(contentsOf: chunk[..<count])
        }
        return all
    }

    /// Makes a directory's entries durable, so that a file renamed into it is there after a power failure.
    static func synchronizeDirectory(_ path: String) throws(Errno) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        defer { _ = Glibc.close(descriptor) }
        try check(fsync(descriptor))
    }

    private static func check(_ result: Int32) throws(Errno) {
        if result != 0 { throw Errno(rawValue: errno) }
    }
}
