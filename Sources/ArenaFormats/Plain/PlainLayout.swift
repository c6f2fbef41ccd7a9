/// How the records of a plain file are laid out.
enum PlainLayout {
    case csv(PlainCSV)
    case jsonLines(PlainJSONLines)

    /// Recognises the format as ``BattleReader`` does; nil where the file cannot be plain.
    init?(_ bytes: Span<UInt8>, features: [String]) {
        guard Set(features).count == features.count else { return nil }
        let head = (0..<min(6, bytes.count)).map { bytes[$0] }
        guard BattleFormat.foreignKind(head[...]) == nil else { return nil }
        var start = head.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        while start < bytes.count, ByteWindow.isBlank(bytes[start]) { start += 1 }
        guard start < bytes.count else { return nil }
        switch BattleFormat(firstByte: bytes[start]) {
        case .csv:
            guard let csv = PlainCSV(bytes, from: start, features: features) else { return nil }
            self = .csv(csv)
        case .jsonLines:
            guard let lines = PlainJSONLines(from: start, features: features) else { return nil }
            self = .jsonLines(lines)
        case .jsonArray:
            return nil
        }
    }

    /// Where the records begin.
    var start: Int {
        switch self {
        case .csv(let csv): csv.start
        case .jsonLines(let lines): lines.start
        }
    }

    /// The battles of the records in a range, which begins and ends with a line; nil where some record is not plain.
    func part(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PlainPart? {
        switch self {
        case .csv(let csv): csv.part(bytes, range)
        case .jsonLines(let lines): lines.part(bytes, range)
        }
    }
}
