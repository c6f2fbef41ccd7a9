/// The part of a source that is in memory: bytes from `start` to `end` are read and not yet used.
struct ByteWindow {
    /// The largest record, in bytes, that a reader accepts unless told otherwise.
    static let defaultRecordLimit = 64 << 20
    /// How many bytes are read at once unless told otherwise.
    static let defaultSize = 256 << 10

    private(set) var bytes: [UInt8]
    var start = 0
    private(set) var end = 0
    /// Whether the source has nothing more.
    private(set) var isAtEnd = false
    private(set) var source: any ByteSource
    private let recordLimit: Int
    /// An error of the source, kept back until the bytes before it are used.
    private var pending: BattleFileError?

    init(source: any ByteSource, size: Int = defaultSize, recordLimit: Int = defaultRecordLimit) {
        self.source = source
        self.recordLimit = max(1, recordLimit)
        bytes = [UInt8](repeating: 0, count: max(1, min(size, self.recordLimit)))
    }

    /// The unused bytes.
    var unused: ArraySlice<UInt8> { bytes[start..<end] }

    /// Goes on with another source and forgets the unused bytes.
    mutating func replaceSource(_ newSource: any ByteSource) {
        source = newSource
        start = 0
        end = 0
        isAtEnd = false
        pending = nil
    }

    /// Reads on until the window is full or the source ends.
    ///
    /// The unused bytes move to the window's front. A window already full of unused bytes doubles, so that scanning a long record again after each refill stays
    /// linear in its length. `line` places an error.
    mutating func refill(line: Int) throws(BattleFileError) {
        guard !isAtEnd else { return }
        if let pending { throw pending.on(line: line) }
        makeRoom()
        guard end < bytes.count else {
            let limit = recordLimit >= 1 << 20 ? "\(recordLimit >> 20) MiB" : "\(recordLimit) bytes"
            throw BattleFileError(
                .recordTooLong,
                file: source.name,
                line: line,
                problem: "the record that starts here is longer than \(limit); is a quote or bracket left open?"
            )
        }
        while end < bytes.count, !isAtEnd {
            do throws(BattleFileError) {
                let count = try source.read(into: &bytes, from: end)
                end += count
                isAtEnd = count == 0
            } catch {
                guard end > start else { throw error.on(line: line) }
                pending = error
                return
            }
        }
    }

    /// Skips blanks and line ends, counting lines, and returns the byte that follows; nil at the end of the source.
    mutating func skipBlanks(counting lines: inout LineCounter) throws(BattleFileError) -> UInt8? {
        while true {
            var index = start
            while index < end, Self.isBlank(bytes[index]) { index += 1 }
            lines.advance(over: bytes.span.extracting(start..<index))
            start = index
            if index < end { return bytes[index] }
            if isAtEnd { return nil }
            try refill(line: lines.line)
        }
    }

    /// Whether a byte stands between records and means nothing.
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }

    private mutating func makeRoom() {
        if start > 0 {
            let count = end - start
            if count > 0 { bytes.replaceSubrange(0..<count, with: Array(bytes[start..<end])) }
            start = 0
            end = count
        } else if end == bytes.count, bytes.count < recordLimit {
            let larger = min(bytes.count * 2, recordLimit)
            bytes.append(contentsOf: repeatElement(0, count: larger - bytes.count))
        }
    }
}
