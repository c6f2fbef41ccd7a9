public import Ranking
import Dispatch
import Foundation
import Synchronization

/// The battles of a plain CSV file, read at the speed of memory by all processors: models as numbers, and the features asked for.
///
/// Plain is a file whose rows have no quotes, no carriage returns and as many columns as its header, every row a battle, features
/// in plain decimals, and no known column beyond models and winner. Any other file, right or wrong, is left to ``BattleReader``, which reads the same battles from it or says
/// what is wrong where.
public struct PlainBattles: Sendable {
    /// The models' names, in the order in which the file first has them.
    public let models: [String]
    /// A battle in four bytes: 15 bits for each model's number, 2 for the outcome.
    private let codes: [UInt32]
    /// Battle after battle, the values of its features in the order in which they were asked for.
    public let values: [Float]

    /// The number of battles.
    public var count: Int { codes.count }

    private static let modelLimit = 1 << 15
    /// Below this size a part is not worth a thread.
    private static let leastPart = 1 << 20

    /// Reads a file.
    ///
    /// - Parameter features: columns to read as numbers.
    /// - Returns: nil where the file is not plain or not a regular file that can be mapped.
    public init?(path: String, features: [String] = []) {
        var isFolder: ObjCBool = false
        guard !path.utf8.contains(0), unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            !isFolder.boolValue,
            (try? FileManager.default.attributesOfItem(atPath: path)[.type]) as? FileAttributeType == .typeRegular,
            let data = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        else { return nil }
        self.init(data, features: features)
    }

    /// Reads the bytes of a file.
    ///
    /// - Parameters:
    ///   - features: columns to read as numbers.
    ///   - wanted: in how many parts at most.
    ///   - least: the least number of bytes in a part.
    init?(
        _ data: Data,
        features: [String] = [],
        parts wanted: Int = ProcessInfo.processInfo.activeProcessorCount,
        ofAtLeast least: Int = leastPart
    ) {
        let bytes = data.span
        guard let layout = Layout(bytes, features: features) else { return nil }
        var bounds = [layout.start]
        let parts = max(1, min(wanted, (bytes.count - layout.start) / least + 1))
        for part in 1..<max(parts, 1) {
            var index = max(layout.start + (bytes.count - layout.start) / parts * part, bounds[bounds.count - 1])
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            bounds.append(min(index + 1, bytes.count))
        }
        bounds.append(bytes.count)
        let read = Mutex<[Part?]>(Array(repeating: nil, count: bounds.count - 1))
        DispatchQueue.concurrentPerform(iterations: bounds.count - 1) { [bounds] place in
            let part = Part(data.span, from: bounds[place], to: bounds[place + 1], layout)
            read.withLock { $0[place] = part }
        }
        let all = read.withLock { $0 }
        var models: [String] = []
        var numbers: [[UInt8]: Int] = [:]
        numbers.reserveCapacity(1024)
        var codes: [UInt32] = []
        codes.reserveCapacity(all.reduce(0) { $0 + ($1?.codes.count ?? 0) })
        var values: [Float] = []
        values.reserveCapacity(all.reduce(0) { $0 + ($1?.values.count ?? 0) })
        for part in all {
            guard let part else { return nil }
            values.append(contentsOf: part.values)
            var newNumbers: [UInt32] = []
            for range in part.names.ranges {
                guard let name = try? Text.string(bytes.extracting(range)) else { return nil }
                let key = Array(name.utf8)
                if let number = numbers[key] {
                    newNumbers.append(UInt32(number))
                } else {
                    numbers[key] = models.count
                    newNumbers.append(UInt32(models.count))
                    models.append(name)
                }
            }
            guard models.count <= Self.modelLimit else { return nil }
            for code in part.codes {
                codes.append(newNumbers[Int(code >> 17)] << 17 | newNumbers[Int(code >> 2 & 0x7FFF)] << 2 | code & 3)
            }
        }
        self.models = models
        self.codes = codes
        self.values = values
    }

    /// A battle by its place in the file.
    @inline(__always)
    public subscript(place: Int) -> (a: Int, b: Int, outcome: Outcome) {
        let code = codes[place]
        return (Int(code >> 17), Int(code >> 2 & 0x7FFF), Outcome(rawValue: UInt8(code & 3)) ?? .tie)
    }

    /// Calls `body` with every battle in the file's order.
    @inline(__always)
    public func forEach(_ body: (_ a: Int, _ b: Int, _ outcome: Outcome) -> Void) {
        for place in codes.indices {
            let (a, b, outcome) = self[place]
            body(a, b, outcome)
        }
    }

    /// What each column holds, and where the rows begin.
    private struct Layout {
        enum Column: Equatable {
            case ignored, modelA, modelB, winner
            case feature(Int)
        }

        let columns: [Column]
        let featureCount: Int
        let start: Int

        init?(_ bytes: Span<UInt8>, features: [String]) {
            var start = 0
            if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { start = 3 }
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
                if bytes[end] == UInt8(ascii: "\"") || bytes[end] == UInt8(ascii: "\r") || end > 65_536 { return nil }
                end += 1
            }
            guard end < bytes.count, let line = try? Text.string(bytes.extracting(start..<end)) else { return nil }
            let names = line.split(separator: ",", omittingEmptySubsequences: false).map {
                CSVRecords.headerName(Array($0.utf8), hasDoubledQuotes: false)
            }
            guard let header = try? CSVHeader(names: names, features: features, file: "", line: 1),
                !header.hasOptionalFields, let modelA = header.column(of: .modelA),
                let modelB = header.column(of: .modelB), let winner = header.column(of: .winner)
            else { return nil }
            var columns = Array(repeating: Column.ignored, count: header.columnCount)
            for (place, feature) in header.features.enumerated() { columns[feature.column] = .feature(place) }
            (columns[modelA], columns[modelB], columns[winner]) = (.modelA, .modelB, .winner)
            self.columns = columns
            featureCount = features.count
            self.start = end + 1
        }
    }

    /// The names met in a part, by number.
    private struct Names {
        private(set) var ranges: [Range<Int>] = []
        private var hashes: [UInt64] = []
        private var slots: [UInt32] = Array(repeating: 0, count: 4096)

        /// The number of the name at a place; nil where there are too many names.
        @inline(__always)
        mutating func number(_ range: Range<Int>, _ hash: UInt64, in bytes: Span<UInt8>) -> UInt32? {
            var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
            while true {
                let entry = slots[slot]
                guard entry > 0 else { return keep(range, hash, slot) }
                let index = Int(entry) - 1
                if hashes[index] == hash, Self.isSame(ranges[index], range, bytes) { return UInt32(index) }
                slot = (slot + 1) & (slots.count - 1)
            }
        }

        private mutating func keep(_ range: Range<Int>, _ hash: UInt64, _ slot: Int) -> UInt32? {
            guard ranges.count < PlainBattles.modelLimit else { return nil }
            ranges.append(range)
            hashes.append(hash)
            slots[slot] = UInt32(ranges.count)
            if ranges.count * 2 > slots.count { grow() }
            return UInt32(ranges.count - 1)
        }

        private mutating func grow() {
            slots = Array(repeating: 0, count: slots.count * 4)
            for (index, hash) in hashes.enumerated() {
                var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
                while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
                slots[slot] = UInt32(index + 1)
            }
        }

        @inline(__always)
        private static func isSame(_ one: Range<Int>, _ other: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
            guard one.count == other.count else { return false }
            for offset in 0..<one.count where bytes[one.lowerBound + offset] != bytes[other.lowerBound + offset] {
                return false
            }
            return true
        }
    }

    /// The battles of some rows.
    private struct Part {
        var names = Names()
        var codes: [UInt32] = []
        var values: [Float] = []

        /// - Returns: nil where some row is not a plain battle.
        init?(_ bytes: Span<UInt8>, from start: Int, to end: Int, _ layout: Layout) {
            codes.reserveCapacity((end - start) / 24)
            values.reserveCapacity((end - start) / 24 * layout.featureCount)
            var features = Array(repeating: Float.nan, count: layout.featureCount)
            var index = start
            while index < end {
                var (modelA, modelB): (UInt32, UInt32) = (0, 0)
                var outcome: Outcome?
                var column = 0
                while true {
                    let field = index
                    // FNV-1a, on the way to the field's end.
                    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
                    var byte: UInt8 = UInt8(ascii: "\n")
                    while index < end {
                        byte = bytes[index]
                        // Commas, quotes, line ends and NUL are all below; hardly anything else is.
                        if byte <= UInt8(ascii: ",") {
                            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") { break }
                            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r") || byte == 0 { return nil }
                        }
                        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
                        index += 1
                    }
                    guard column < layout.columns.count else { return nil }
                    let range = field..<index
                    switch layout.columns[column] {
                    case .ignored: break
                    case .modelA, .modelB:
                        guard !range.isEmpty, let number = names.number(range, hash, in: bytes) else { return nil }
                        if layout.columns[column] == .modelA { modelA = number } else { modelB = number }
                    case .winner: outcome = OutcomeLabel.outcome(of: bytes.extracting(range))
                    case .feature(let place):
                        guard let value = Self.decimal(bytes, range) else { return nil }
                        features[place] = value
                    }
                    column += 1
                    let isLast = index >= end || byte == UInt8(ascii: "\n")
                    index += 1
                    if isLast { break }
                }
                guard column == layout.columns.count, modelA != modelB, let outcome else { return nil }
                codes.append(modelA << 17 | modelB << 2 | UInt32(outcome.rawValue))
                values.append(contentsOf: features)
            }
        }

        /// The number of digits, with a sign and a point if there are any; nil for any other, and for more digits than a
        /// `Double` has exactly: its value is then the nearest one, as that of any other way to read it.
        @inline(__always)
        private static func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Float? {
            var index = range.lowerBound
            let isNegative = index < range.upperBound && bytes[index] == UInt8(ascii: "-")
            if isNegative { index += 1 }
            var (digits, count, decimals, isAfterPoint) = (UInt64(0), 0, 0, false)
            while index < range.upperBound {
                let byte = bytes[index]
                index += 1
                if byte == UInt8(ascii: "."), !isAfterPoint {
                    isAfterPoint = true
                    continue
                }
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                digits = digits * 10 + UInt64(byte - UInt8(ascii: "0"))
                count += 1
                if isAfterPoint { decimals += 1 }
                if count > 15 { return nil }
            }
            // At least a digit before the point, as `Double` wants it.
            guard count > decimals else { return nil }
            let value = Double(digits) / Self.powersOfTen[decimals]
            return Float(isNegative ? -value : value)
        }

        private static let powersOfTen: [Double] = [
            1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        ]
    }
}
