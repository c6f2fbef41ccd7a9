/// A file's bytes, decompressed and known to be text, at the first byte that is no blank.
struct OpenedBytes {
    /// The bytes; `start` stands at `first`.
    var window: ByteWindow
    /// Counts the lines before them.
    let lines: LineCounter
    /// The first byte that is no blank.
    let first: UInt8

    /// Looks at the beginning of a source.
    ///
    /// - Throws: where it cannot be read, is empty, or is a file of another kind.
    init(_ window: ByteWindow) throws(BattleFileError) {
        var window = window
        try Self.refill(&window, toAtLeast: GzipBytes.magic.count)
        if window.unused.starts(with: GzipBytes.magic) {
            window.replaceSource(try GzipBytes(window.source, head: window.unused))
        }
        try Self.refill(&window, toAtLeast: 6)
        if let kind = BattleFormat.foreignKind(window.unused) {
            throw BattleFileError(.unknownFormat, file: window.source.name, problem: "is \(kind)")
        }
        if window.unused.starts(with: [0xef, 0xbb, 0xbf]) { window.start += 3 }
        var lines = LineCounter()
        guard let first = try window.skipBlanks(counting: &lines) else {
            throw BattleFileError(.unknownFormat, file: window.source.name, problem: "is empty")
        }
        self.window = window
        self.lines = lines
        self.first = first
    }

    private static func refill(_ window: inout ByteWindow, toAtLeast count: Int) throws(BattleFileError) {
        while window.unused.count < count, !window.isAtEnd { try window.refill(line: 0) }
    }
}
