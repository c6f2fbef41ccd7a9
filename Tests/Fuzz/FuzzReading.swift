@testable import ArenaFormats

/// Everything a reader gives of an input.
struct FuzzReading: Equatable {
    private(set) var results: [Result<BattleRecord, BattleFileError>] = []
    private(set) var fatal: BattleFileError?

    init(
        _ bytes: [UInt8],
        features: [String] = [],
        keepsFurther: Bool = false,
        chunk: Int = 1 << 20,
        window: Int = 1 << 12
    ) {
        let source = MemoryBytes(name: "f", bytes: bytes, chunkSize: chunk)
        let asked = ColumnsAsked(features: features, keepsFurther: keepsFurther)
        let reader = BattleReader(source: source, windowSize: window, recordLimit: 1 << 26, asked)
        do throws(BattleFileError) {
            while let result = try reader.next() { results.append(result) }
        } catch {
            fatal = error
        }
    }

    /// The records that are battles.
    var battles: [BattleRecord] { results.compactMap { try? $0.get() } }

    /// What is wrong with the others.
    var failures: [BattleFileError] {
        results.compactMap { result in
            if case .failure(let error) = result { error } else { nil }
        }
    }

    /// Whether everything could be read.
    var isFaultless: Bool { fatal == nil && failures.isEmpty }
}
