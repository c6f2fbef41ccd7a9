import Foundation

/// Battles that anyone can make again in any language: each random number is a function of a seed, a stream and a counter.
///
/// splitmix64(splitmix64(seed ^ stream·2⁵⁶) + counter·golden ratio), its upper 53 bits as a fraction. A model's strength is
/// 0.8·(the sum of 12 numbers of stream 1, less 6); its weight in the draw 1 + 4·u⁴ of stream 2; battle i draws A by stream 3
/// and B by stream 4, again while they are the same; u of stream 5 below ¼ is a tie, of which u of stream 6 below 0.4 both bad;
/// else u of stream 6 decides by the strengths.
struct CounterBattles {
    let models: Int
    let count: Int
    var seed: UInt64 = 1
    /// Names of columns of features to add, each the difference of two numbers of streams of their own.
    var features: [String] = []

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private func number(_ stream: UInt64, _ counter: Int) -> Double {
        let key = Self.mix(seed ^ (stream << 56))
        return Double(Self.mix(key &+ UInt64(counter) &* 0x9E37_79B9_7F4A_7C15) >> 11) * 0x1p-53
    }

    /// Writes them, one a line, as CSV or as JSON lines by the file's extension.
    func write(to file: URL) throws {
        let isJSON = file.pathExtension == "jsonl"
        let strengths = (0..<models).map { model in
            ((0..<12).map { number(1, 12 * model + $0) }.reduce(0, +) - 6) * 0.8
        }
        let weights = (0..<models).map { 1 + 4 * pow(number(2, $0), 4) }
        let total = weights.reduce(0, +)
        var sums: [Double] = []
        for weight in weights { sums.append((sums.last ?? 0) + weight) }
        sums = sums.map { $0 / total }
        sums[models - 1] = 1
        func model(_ draw: Double) -> Int {
            var (low, high) = (0, models)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] <= draw { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let names = (0..<models).map { String(format: "model-%04d", $0) }
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        let handle = try FileHandle(forWritingTo: file)
        var text = isJSON ? "" : (["model_a", "model_b", "winner"] + features).joined(separator: ",") + "\n"
        for battle in 0..<count {
            let a = model(number(3, battle))
            var b = model(number(4, battle))
            var round = 1
            while a == b {
                b = model(number(4, battle + count * round))
                round += 1
            }
            let chance = number(6, battle)
            let label =
                if number(5, battle) < 0.25 {
                    chance < 0.4 ? "tie (bothbad)" : "tie"
                } else {
                    chance < 1 / (1 + exp(strengths[b] - strengths[a])) ? "model_a" : "model_b"
                }
            if isJSON {
                text += "{\"model_a\":\"\(names[a])\",\"model_b\":\"\(names[b])\",\"winner\":\"\(label)\"}\n"
            } else {
                text += "\(names[a]),\(names[b]),\(label)"
                for place in features.indices {
                    let stream = UInt64(10 + 2 * place)
                    let difference = number(stream, battle) - number(stream + 1, battle)
                    text += "," + String((difference * 10_000).rounded() / 10_000)
                }
                text += "\n"
            }
            if text.utf8.count > 1 << 20 {
                try handle.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}
