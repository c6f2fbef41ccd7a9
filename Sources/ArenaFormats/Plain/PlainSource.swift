/// Bytes that can be read at any place, by several threads at once.
protocol PlainSource: Sendable {
    /// How many there were when it was opened.
    var count: Int { get }

    /// Reads bytes from `offset` on into `buffer` from `index` to `end`.
    ///
    /// - Returns: whether all could be read; a file may have become shorter.
    func read(into buffer: inout [UInt8], from index: Int, to end: Int, at offset: Int) -> Bool
}
