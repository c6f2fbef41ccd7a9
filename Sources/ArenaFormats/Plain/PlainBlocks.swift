/// Reads a plain source by blocks of whole lines.
struct PlainBlocks {
    /// Most of the time about as much as a processor's own cache holds.
    static let size = 1 << 18

    let source: any PlainSource
    /// How many bytes to read at a time; a longer line gets more.
    let size: Int

    /// The beginning, which a header must stand in; nil where it cannot be read.
    func head() -> [UInt8]? {
        let count = min(source.count, PlainPart.recordLimit)
        var head = [UInt8](repeating: 0, count: count)
        return source.read(into: &head, from: 0, to: count, at: 0) ? head : nil
    }

    /// Cuts the lines from `start` on into about equal parts; nil where a line is too long or cannot be read.
    func bounds(from start: Int, parts: Int) -> [Int]? {
        var bounds = [start]
        var block = [UInt8](repeating: 0, count: min(size, source.count))
        for part in 1..<max(parts, 1) {
            let first = max(start + (source.count - start) / parts * part, bounds[bounds.count - 1])
            var offset = first
            search: while offset < source.count {
                let count = min(block.count, source.count - offset)
                guard offset - first <= PlainPart.recordLimit,
                    source.read(into: &block, from: 0, to: count, at: offset)
                else { return nil }
                for index in 0..<count where block[index] == UInt8(ascii: "\n") {
                    offset += index + 1
                    break search
                }
                offset += count
            }
            bounds.append(offset)
        }
        bounds.append(source.count)
        return bounds
    }

    /// Hands over the lines of a range, block by block.
    ///
    /// - Parameter body: says whether to go on.
    /// - Returns: false where it was told not to, a line is too long, or one cannot be read.
    func forEach(in range: Range<Int>, _ body: (Span<UInt8>) -> Bool) -> Bool {
        var block = [UInt8](repeating: 0, count: min(size, range.count))
        var (offset, kept) = (range.lowerBound, 0)
        while offset < range.upperBound {
            let filled = min(block.count, kept + range.upperBound - offset)
            guard source.read(into: &block, from: kept, to: filled, at: offset) else { return false }
            offset += filled - kept
            var end = filled
            if offset < range.upperBound {
                while end > 0, block[end - 1] != UInt8(ascii: "\n") { end -= 1 }
                if end == 0 {
                    // A line longer than the block.
                    guard block.count <= PlainPart.recordLimit else { return false }
                    block += [UInt8](repeating: 0, count: block.count)
                    kept = filled
                    continue
                }
            }
            guard body(block.span.extracting(0..<end)) else { return false }
            for index in end..<filled { block[index - end] = block[index] }
            kept = filled - end
        }
        return true
    }
}
