public import Ranking
import Dispatch
import Foundation
import Synchronization

/// The battles of a plain file, read at the speed of memory by all processors: models as numbers, and the features asked for.
///
/// Plain is a CSV file or one of JSON lines that tells of its battles nothing known but models and winner, without doubled
/// quotes, escapes, lists and objects; every record is a battle, and features are plain decimals. Any other file, right or
/// wrong, is left to ``BattleReader``, which reads the same battles from it or says what is wrong where.
public struct PlainBattles: Sendable {
    /// The models' names, in the order in which the file first has them.
    public let models: [String]
    /// The battles in the parts in which they were read.
    private let parts: [Part]
    /// Battle after battle, the values of its features in the order in which they were asked for.
    public let values: [Double]

    /// Some of the battles, of models with numbers of the part's own.
    private struct Part: Sendable {
        /// Where its first battle stands among all.
        let start: Int
        /// A battle in four bytes: 15 bits for each model's number, 2 for the outcome.
        let codes: [UInt32]
        /// The place in `models` of each of its models.
        let numbers: [Int]

        /// A battle, of models by the part's own numbers.
        @inline(__always)
        func battle(_ place: Int) -> (a: Int, b: Int, outcome: Outcome) {
            let code = codes[place]
            return (Int(code >> 17), Int(code >> 2 & 0x7FFF), Outcome(rawValue: UInt8(code & 3)) ?? .tie)
        }
    }

    /// The number of battles.
    public var count: Int { parts.last.map { $0.start + $0.codes.count } ?? 0 }

    /// Below this size a part is not worth a thread.
    private static let leastPart = 1 << 20

    /// Reads a file.
    ///
    /// - Parameter features: columns, or members of JSON records, to read as numbers.
    /// - Returns: nil where the file is not plain, not a regular file, or cannot be read.
    public init?(path: String, features: [String] = []) {
        guard let file = PlainFile(path: path) else { return nil }
        self.init(file, features: features)
    }

    /// Reads a source.
    ///
    /// - Parameters:
    ///   - features: columns, or members of JSON records, to read as numbers.
    ///   - wanted: in how many parts at most: several for each processor, so that none waits long for another.
    ///   - least: the least number of bytes in a part.
    ///   - block: how many bytes to read at a time.
    init?(
        _ source: some PlainSource,
        features: [String] = [],
        parts wanted: Int = 4 * ProcessInfo.processInfo.activeProcessorCount,
        ofAtLeast least: Int = leastPart,
        block: Int = PlainBlocks.size
    ) {
        let blocks = PlainBlocks(source: source, size: block)
        guard let head = blocks.head(),
            let layout = PlainLayout(head.span, features: features, isWhole: head.count == source.count),
            let bounds = blocks.bounds(
                from: layout.start,
                parts: max(1, min(wanted, (source.count - layout.start) / least + 1))
            )
        else { return nil }
        let read = Mutex<[PlainPart?]>(Array(repeating: nil, count: bounds.count - 1))
        DispatchQueue.concurrentPerform(iterations: bounds.count - 1) { place in
            let range = bounds[place]..<bounds[place + 1]
            var part = PlainPart(bytes: range.count, featureCount: features.count)
            guard blocks.forEach(in: range, { layout.read($0, into: &part) }) else { return }
            read.withLock { [part] in $0[place] = part }
        }
        var models: [String] = []
        var numbers: [[UInt8]: Int] = [:]
        var parts: [Part] = []
        var values: [Double] = []
        let all = read.withLock { parts in
            defer { parts = [] }
            return parts
        }
        if all.count > 1 { values.reserveCapacity(all.reduce(0) { $0 + ($1?.values.count ?? 0) }) }
        for part in all {
            guard let part else { return nil }
            if values.isEmpty { values = part.values } else { values.append(contentsOf: part.values) }
            var own: [Int] = []
            for key in part.names.texts {
                guard let name = try? Text.string(key.span) else { return nil }
                if numbers[key] == nil {
                    numbers[key] = models.count
                    models.append(name)
                }
                own.append(numbers[key] ?? 0)
            }
            guard models.count <= PlainNames.limit else { return nil }
            parts.append(
                Part(start: parts.last.map { $0.start + $0.codes.count } ?? 0, codes: part.codes, numbers: own)
            )
        }
        self.models = models
        self.parts = parts
        self.values = values
    }

    /// A battle by its place in the file.
    public subscript(place: Int) -> (a: Int, b: Int, outcome: Outcome) {
        precondition(place >= 0 && place < count, "a place among the battles")
        // The last that begins at or before it; others that do are empty or over.
        var (low, high) = (0, parts.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if parts[middle].start <= place { low = middle } else { high = middle - 1 }
        }
        let (a, b, outcome) = parts[low].battle(place - parts[low].start)
        return (parts[low].numbers[a], parts[low].numbers[b], outcome)
    }

    /// Calls `body` with all battles in the file's order, some at a time.
    ///
    /// - Parameter numbers: what the models are to be called, by their places in ``models``.
    package func forEachStretch(numbers: [Int], _ body: (Span<PairOutcome>) -> Void) {
        guard count > 0 else { return }
        let none = PairOutcome(a: 0, b: 0, code: 0)
        var stretch = Array(repeating: none, count: min(count, 1 << 12))
        for part in parts {
            let called = part.numbers.map { Int32(numbers[$0]) }
            for start in stride(from: 0, to: part.codes.count, by: stretch.count) {
                let end = min(start + stretch.count, part.codes.count)
                Self.decode(part.codes.span.extracting(start..<end), called.span, into: &stretch)
                body(stretch.span.extracting(0..<end - start))
            }
        }
    }

    private static func decode(_ codes: Span<UInt32>, _ called: Span<Int32>, into stretch: inout [PairOutcome]) {
        var stretch = stretch.mutableSpan
        for index in codes.indices {
            let code = codes[index]
            // Member by member: another module's initialiser would be called.
            stretch[index].a = called[Int(code >> 17)]
            stretch[index].b = called[Int(code >> 2 & 0x7FFF)]
            stretch[index].code = UInt8(truncatingIfNeeded: code & 3)
        }
    }
}
