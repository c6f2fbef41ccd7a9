import Ranking

/// Which members of plain JSON lines are read, and how.
///
/// A plain line is one object of strings without escapes, numbers, true, false and null, each member once.
struct PlainJSONLines {
    private enum Member: Equatable {
        case modelA, modelB, winner, ignored
        case feature(Int)
    }

    private let features: [[UInt8]]
    private let labels = PlainLabels()
    private let modelPrefix = PlainWord.of("model_")
    private let winner = PlainWord.of("winner")
    /// Where the lines begin.
    let start: Int

    /// The members that a battle is more than plain with.
    private static let known = JSONBattleParser.members
        .subtracting([BattleField.modelA, .modelB, .winner].map(\.name))
        .map { Array($0.utf8) }

    /// Nil where a feature is also a field of a battle.
    init?(from start: Int, features: [String]) {
        guard JSONBattleParser.members.isDisjoint(with: features) else { return nil }
        self.start = start
        self.features = features.map { Array($0.utf8) }
    }

    /// Adds the battles of whole lines to a part; false where some line is not plain.
    func read(_ bytes: Span<UInt8>, into part: inout PlainPart) -> Bool {
        var values = Array(repeating: Double.nan, count: features.count)
        var scanner = PlainJSONScanner(index: 0, end: bytes.count)
        while scanner.skipToRecord(bytes) {
            let line = scanner.index
            guard let battle = battle(bytes, &scanner, &values, &part.names), scanner.endLine(bytes),
                scanner.index - line <= PlainPart.recordLimit
            else { return false }
            // Bytes beyond ASCII are rare enough to be read twice.
            if scanner.takeNonASCII(), (try? UTF8Span(validating: bytes.extracting(line..<scanner.index))) == nil {
                return false
            }
            part.add(battle.a, battle.b, battle.outcome, values)
        }
        return true
    }

    @inline(__always)
    private func battle(
        _ bytes: Span<UInt8>,
        _ scanner: inout PlainJSONScanner,
        _ values: inout [Double],
        _ names: inout PlainNames
    ) -> (a: UInt32, b: UInt32, outcome: Outcome)? {
        var (modelA, modelB): (UInt32?, UInt32?) = (nil, nil)
        var outcome: Outcome?
        var featuresRead = 0
        if !features.isEmpty {
            for place in values.indices { values[place] = .nan }
        }
        guard scanner.take(UInt8(ascii: "{"), bytes) else { return nil }
        while true {
            guard let key = scanner.string(bytes), scanner.take(UInt8(ascii: ":"), bytes),
                let member = member(bytes, key)
            else { return nil }
            switch member {
            case .modelA, .modelB:
                guard let (range, hash) = scanner.hashedString(bytes), !range.isEmpty,
                    let number = names.number(range, hash, in: bytes)
                else { return nil }
                if member == .modelA {
                    guard modelA == nil else { return nil }
                    modelA = number
                } else {
                    guard modelB == nil else { return nil }
                    modelB = number
                }
            case .winner:
                guard outcome == nil, let range = scanner.string(bytes) else { return nil }
                outcome = labels.outcome(of: range, in: bytes)
                if outcome == nil { return nil }
            case .feature(let place):
                guard values[place].isNaN, let value = scanner.feature(bytes) else { return nil }
                values[place] = value
                featuresRead += 1
            case .ignored:
                guard scanner.skipScalar(bytes) else { return nil }
            }
            if scanner.take(UInt8(ascii: ","), bytes) { continue }
            guard scanner.take(UInt8(ascii: "}"), bytes) else { return nil }
            break
        }
        guard let modelA, let modelB, modelA != modelB, let outcome, featuresRead == features.count else { return nil }
        return (modelA, modelB, outcome)
    }

    /// What a key stands for; nil where a battle is not plain with it.
    @inline(__always)
    private func member(_ bytes: Span<UInt8>, _ key: Range<Int>) -> Member? {
        if key.count == 6 || key.count == 7 {
            let start = PlainWord.first(6, of: PlainWord.load(bytes, key.lowerBound))
            if key.count == 6, start == winner { return .winner }
            if key.count == 7, start == modelPrefix {
                if bytes[key.lowerBound + 6] == UInt8(ascii: "a") { return .modelA }
                if bytes[key.lowerBound + 6] == UInt8(ascii: "b") { return .modelB }
            }
        }
        return otherMember(bytes, key)
    }

    private func otherMember(_ bytes: Span<UInt8>, _ key: Range<Int>) -> Member? {
        for place in features.indices where Self.isSame(bytes, key, features[place]) { return .feature(place) }
        for name in Self.known where Self.isSame(bytes, key, name) { return nil }
        return .ignored
    }

    private static func isSame(_ bytes: Span<UInt8>, _ key: Range<Int>, _ name: [UInt8]) -> Bool {
        guard key.count == name.count else { return false }
        for offset in name.indices where bytes[key.lowerBound + offset] != name[offset] { return false }
        return true
    }
}
