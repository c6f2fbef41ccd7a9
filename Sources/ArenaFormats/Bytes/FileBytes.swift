import Glibc

/// The bytes of a file, read through its descriptor.
final class FileBytes: ByteSource {
    let name: String
    let totalBytes: Int64
    private(set) var bytesRead: Int64 = 0
    private let descriptor: Int32

    /// Opens the file; a pipe or device is fine, a directory is not.
    ///
    /// `/dev/stdin` is read from where it stands.
    init(path: String) throws(BattleFileError) {
        // The system's call would stop at a NUL and open another file.
        guard !path.utf8.contains(0) else {
            throw BattleFileError(.unreadable, file: path, problem: "a path cannot contain U+0000")
        }
        // Another opening of standard input would begin at its beginning, and of a socket there is none.
        let opened = path == "/dev/stdin" ? dup(0) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else {
            throw BattleFileError(.unreadable, file: path, problem: "cannot be opened: \(Self.reason(errno))")
        }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0 else {
            let reason = Self.reason(errno)
            close(opened)
            throw BattleFileError(.unreadable, file: path, problem: "cannot be examined: \(reason)")
        }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else {
            close(opened)
            throw BattleFileError(.unreadable, file: path, problem: "is a directory; name a file in it")
        }
        name = path
        descriptor = opened
        totalBytes = kind == S_IFREG ? Int64(status.st_size) : 0
    }

    deinit { close(descriptor) }

    func read(into buffer: inout [UInt8], from index: Int) throws(BattleFileError) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[index...])
                return unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
            }
            if count >= 0 {
                bytesRead += Int64(count)
                return count
            }
            let code = errno
            guard code == EINTR else {
                throw BattleFileError(.unreadable, file: name, problem: "cannot be read: \(Self.reason(code))")
            }
        }
    }

    private static func reason(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
