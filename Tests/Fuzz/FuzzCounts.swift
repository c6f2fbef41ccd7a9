@testable import ArenaFormats

/// Everything a reader of pair counts gives of an input.
struct FuzzCounts: Equatable {
    private(set) var pairs: [PairCountRecord] = []
    private(set) var failures: [BattleFileError] = []
    private(set) var fatal: BattleFileError?

    init(_ bytes: [UInt8], chunk: Int = 1 << 20) {
        do throws(BattleFileError) {
            let source = MemoryBytes(name: "f", bytes: bytes, chunkSize: chunk)
            let reader = try PairCountsReader(ByteWindow(source: source, size: 1 << 12, recordLimit: 1 << 26))
            while let result = try reader.next() {
                switch result {
                case .success(let pair): pairs.append(pair)
                case .failure(let error): failures.append(error)
                }
            }
        } catch {
            fatal = error
        }
    }

    /// Whether everything could be read.
    var isFaultless: Bool { fatal == nil && failures.isEmpty }
}
