/// How the records of a plain file are laid out.
enum PlainLayout {
    case csv(PlainCSV)
    case jsonLines(PlainJSONLines)

    /// Recognises the format as ``BattleReader`` does, from the beginning of a file; nil where the file cannot be plain.
    ///
    /// - Parameter isWhole: whether the beginning is all of it.
    init?(_ bytes: Span<UInt8>, features: [String], isWhole: Bool) {
        guard Set(features).count == features.count else { return nil }
        let head = (0..<min(6, bytes.count)).map { bytes[$0] }
        guard BattleFormat.foreignKind(head[...]) == nil else { return nil }
        var start = head.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        while start < bytes.count, ByteWindow.isBlank(bytes[start]) { start += 1 }
        guard start < bytes.count else { return nil }
        switch BattleFormat(firstByte: bytes[start]) {
        case .csv:
            guard let csv = PlainCSV(bytes, from: start, features: features), isWhole || csv.start < bytes.count else {
                return nil
            }
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

    /// Adds the battles of whole lines to a part; false where some record is not plain.
    func read(_ lines: Span<UInt8>, into part: inout PlainPart) -> Bool {
        switch self {
        case .csv(let csv): csv.read(lines, into: &part)
        case .jsonLines(let json): json.read(lines, into: &part)
        }
    }
}
