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
    /// A battle in four bytes: 15 bits for each model's number, 2 for the outcome.
    private let codes: [UInt32]
    /// Battle after battle, the values of its features in the order in which they were asked for.
    public let values: [Float]

    /// The number of battles.
    public var count: Int { codes.count }

    /// Below this size a part is not worth a thread.
    private static let leastPart = 1 << 20

    /// Reads a file.
    ///
    /// - Parameter features: columns, or members of JSON records, to read as numbers.
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
    ///   - features: columns, or members of JSON records, to read as numbers.
    ///   - wanted: in how many parts at most.
    ///   - least: the least number of bytes in a part.
    init?(
        _ data: Data,
        features: [String] = [],
        parts wanted: Int = ProcessInfo.processInfo.activeProcessorCount,
        ofAtLeast least: Int = leastPart
    ) {
        let bytes = data.span
        guard let layout = PlainLayout(bytes, features: features) else { return nil }
        var bounds = [layout.start]
        let parts = max(1, min(wanted, (bytes.count - layout.start) / least + 1))
        for part in 1..<max(parts, 1) {
            var index = max(layout.start + (bytes.count - layout.start) / parts * part, bounds[bounds.count - 1])
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            bounds.append(min(index + 1, bytes.count))
        }
        bounds.append(bytes.count)
        let read = Mutex<[PlainPart?]>(Array(repeating: nil, count: bounds.count - 1))
        DispatchQueue.concurrentPerform(iterations: bounds.count - 1) { [bounds] place in
            let part = layout.part(data.span, bounds[place]..<bounds[place + 1])
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
            guard models.count <= PlainNames.limit else { return nil }
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
}
