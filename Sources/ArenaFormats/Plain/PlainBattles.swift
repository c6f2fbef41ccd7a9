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
    @usableFromInline let parts: [Part]
    /// Battle after battle, the values of its features in the order in which they were asked for.
    public let values: [Float]

    /// Some of the battles, of models with numbers of the part's own.
    @usableFromInline
    struct Part: Sendable {
        /// Where its first battle stands among all.
        let start: Int
        /// A battle in four bytes: 15 bits for each model's number, 2 for the outcome.
        @usableFromInline let codes: [UInt32]
        /// The place in `models` of each of its models.
        @usableFromInline let numbers: [Int]

        @inlinable @inline(__always)
        subscript(place: Int) -> (a: Int, b: Int, outcome: Outcome) {
            let code = codes[place]
            let outcome = Outcome(rawValue: UInt8(code & 3)) ?? .tie
            return (numbers[Int(code >> 17)], numbers[Int(code >> 2 & 0x7FFF)], outcome)
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
    ///   - wanted: in how many parts at most.
    ///   - least: the least number of bytes in a part.
    ///   - block: how many bytes to read at a time.
    init?(
        _ source: some PlainSource,
        features: [String] = [],
        parts wanted: Int = ProcessInfo.processInfo.activeProcessorCount,
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
        var values: [Float] = []
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
        return parts[low][place - parts[low].start]
    }

    /// Calls `body` with every battle in the file's order.
    @inlinable @inline(__always)
    public func forEach(_ body: (_ a: Int, _ b: Int, _ outcome: Outcome) -> Void) {
        for part in parts {
            for place in part.codes.indices {
                let (a, b, outcome) = part[place]
                body(a, b, outcome)
            }
        }
    }
}
