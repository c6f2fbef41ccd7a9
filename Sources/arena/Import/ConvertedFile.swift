import ArenaFormats
import Foundation

/// Where converted battles go: standard output, or a file that takes its name when it is complete.
final class ConvertedFile {
    private static let pieceSize = 1 << 20

    private let path: String?
    private let part: String
    private let handle: FileHandle
    private let encoder: GzipEncoder?
    private var bytes: [UInt8] = []

    /// - Parameter path: the file, compressed if it ends in `.gz`; nil for standard output.
    /// - Throws: `Refusal` when it cannot be written.
    init(path: String?) throws {
        self.path = path
        guard let path else {
            (part, handle, encoder) = ("", .standardOutput, nil)
            return
        }
        part = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
        do {
            try Data().write(to: URL(filePath: part))
            handle = try FileHandle(forWritingTo: URL(filePath: part))
        } catch {
            throw Refusal("\(path) cannot be written: \(error.localizedDescription)")
        }
        encoder = path.hasSuffix(".gz") ? GzipEncoder() : nil
    }

    /// Appends what `body` does, and writes what has come together.
    func append<Failure>(_ body: (inout [UInt8]) throws(Failure) -> Void) throws {
        try body(&bytes)
        if bytes.count >= Self.pieceSize { try flush() }
    }

    /// Writes the rest and gives the file its name.
    func finish() throws {
        try flush()
        guard let path else { return }
        if let encoder {
            var end: [UInt8] = []
            encoder.finish(into: &end)
            try write(end)
        }
        do {
            try handle.synchronize()
            try handle.close()
        } catch {
            throw refusal(error)
        }
        guard unsafe rename(part, path) == 0 else { throw refusal(POSIXError(.init(rawValue: errno) ?? .EIO)) }
    }

    /// Leaves no file behind.
    func abandon() {
        guard path != nil else { return }
        try? handle.close()
        try? FileManager.default.removeItem(atPath: part)
    }

    private func flush() throws {
        if let encoder {
            var compressed: [UInt8] = []
            encoder.compress(bytes, into: &compressed)
            try write(compressed)
        } else {
            try write(bytes)
        }
        bytes.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw refusal(error)
        }
    }

    private func refusal(_ error: any Error) -> Refusal {
        Refusal("\(path ?? "The standard output") cannot be written: \(error.localizedDescription)")
    }
}
