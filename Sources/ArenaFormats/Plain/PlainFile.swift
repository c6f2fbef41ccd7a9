import Glibc

/// The bytes of a regular file.
final class PlainFile: PlainSource {
    let count: Int
    private let descriptor: Int32

    /// Opens a file; nil where that is none or cannot be read: whoever reads it next says why.
    init?(path: String) {
        var status = stat()
        // Looked at before it is opened: a pipe's writer would take that for its reader.
        guard !path.utf8.contains(0), unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { return nil }
        guard unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            return nil
        }
        count = Int(status.st_size)
        descriptor = opened
    }

    deinit { close(descriptor) }

    func read(into buffer: inout [UInt8], from index: Int, to end: Int, at offset: Int) -> Bool {
        precondition(index >= 0 && end <= buffer.count, "a place in the buffer")
        return unsafe buffer.withUnsafeMutableBytes { bytes in
            var done = 0
            while done < end - index {
                let place = unsafe bytes.baseAddress.map { unsafe $0 + index + done }
                let count = unsafe pread(descriptor, place, end - index - done, off_t(offset + done))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }
}
