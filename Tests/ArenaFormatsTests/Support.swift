import Foundation
import Ranking
import Testing

@testable import ArenaFormats

/// Everything a reader gave, with the error that ended the reading if there was one.
struct Reading: Equatable {
    var results: [Result<BattleRecord, BattleFileError>] = []
    var fatal: BattleFileError?
    var ignoredColumns: [String] = []

    var battles: [BattleRecord] { results.compactMap { try? $0.get() } }

    var failures: [BattleFileError] {
        results.compactMap { result in
            if case .failure(let error) = result { error } else { nil }
        }
    }

    init(_ reader: BattleReader) {
        do throws(BattleFileError) {
            while let result = try reader.next() { results.append(result) }
        } catch {
            fatal = error
        }
        ignoredColumns = reader.ignoredColumns
    }

    init(_ bytes: [UInt8], name: String = "f", chunk: Int = 1 << 20, window: Int = 1 << 16, limit: Int = 1 << 26) {
        let source = MemoryBytes(name: name, bytes: bytes, chunkSize: chunk)
        self.init(BattleReader(source: source, windowSize: window, recordLimit: limit))
    }

    init(_ text: String) { self.init(Array(text.utf8)) }
}

/// The bytes of a text in which each `%XX` stands for that byte.
func bytes(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var rest = Substring(text).utf8
    while let first = rest.popFirst() {
        guard first == UInt8(ascii: "%"), let byte = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        else {
            result.append(first)
            continue
        }
        result.append(byte)
        rest = rest.dropFirst(2)
    }
    return result
}

/// Splitmix64: random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Calls `body` with the path of a file that holds `bytes`.
func withFile<T>(_ bytes: [UInt8], _ body: (String) throws -> T) throws -> T {
    let url = FileManager.default.temporaryDirectory.appending(path: "battles-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
}

/// Random battles whose texts hold what quoting and escaping get wrong.
struct RandomBattles {
    private var generator: SeededGenerator
    private let pieces = [
        "a", "Model", " ", ",", "\"", "\"\"", "\n", "\r\n", "\r", "\t", "\\", "\\n", "é", "e\u{301}", "日本", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "\u{feff}", "{", "}", "[", "]", ":", "'", "\u{1}", "\u{7f}", "\u{2028}", "0", "Null", "\u{10ffff}", ";",
    ]

    init(seed: UInt64) { generator = SeededGenerator(seed) }

    mutating func text(_ pieceCount: ClosedRange<Int>) -> String {
        (0..<Int.random(in: pieceCount, using: &generator))
            .map { _ in pieces.randomElement(using: &generator) ?? "" }
            .joined()
    }

    mutating func maybe<T>(_ value: (inout Self) -> T) -> T? {
        Bool.random(using: &generator) ? value(&self) : nil
    }

    mutating func texts(_ count: ClosedRange<Int>) -> [String] {
        (0..<Int.random(in: count, using: &generator)).map { _ in text(0...6) }
    }

    mutating func tags() -> [String] {
        let names = [Category.coding, Category.math, "own", "a|b", "[x]", "é", "e\u{301}", "one, \"two\""]
        return (0..<Int.random(in: 0...4, using: &generator)).map { _ in names.randomElement(using: &generator) ?? "" }
    }

    mutating func next() -> BattleRecord {
        let modelA = text(1...5)
        var battle = BattleRecord(
            id: maybe { $0.text(1...5) },
            modelA: modelA,
            modelB: modelA + text(1...3),
            outcome: [.modelA, .modelB, .tie, .bothBad][Int.random(in: 0..<4, using: &generator)],
            judge: maybe { $0.text(1...3) },
            language: maybe { $0.text(1...2) },
            time: maybe { me in
                let microseconds = Int64.random(
                    in: -4_000_000_000_000_000...4_000_000_000_000_000,
                    using: &me.generator
                )
                return Date(timeIntervalSince1970: Double(microseconds) / 1e6)
            },
            prompt: texts(0...3),
            system: maybe { $0.text(0...4) },
            responseA: maybe { $0.texts(1...3) },
            responseB: maybe { $0.texts(1...3) },
            turn: maybe { Int.random(in: 1...9, using: &$0.generator) },
            anonymous: maybe { Bool.random(using: &$0.generator) },
            tags: maybe { $0.tags() },
            turns: maybe { Int.random(in: 1...9, using: &$0.generator) },
            userTokens: maybe { Int.random(in: 0...9999, using: &$0.generator) },
            isRefusal: maybe { Bool.random(using: &$0.generator) },
            isSampled: maybe { Bool.random(using: &$0.generator) },
            evaluationOrder: maybe { Int.random(in: 1...9, using: &$0.generator) },
            session: maybe { $0.text(1...3) }
        )
        if Int.random(in: 0..<8, using: &generator) == 0, let first = battle.prompt.first {
            let other =
                [[first + "?"], Array(battle.prompt.dropLast()), battle.prompt].randomElement(using: &generator) ?? []
            battle.askedB = Asked(prompt: other + texts(0...1), system: maybe { $0.text(1...3) })
            if battle.askedB?.isSame(as: battle.askedA) == true { battle.askedB = nil }
        }
        return battle
    }
}

/// A rendering of every field, byte for byte; `==` on strings would take é for e with an accent.
func exact(_ battle: BattleRecord) -> [UInt8] {
    var copy = battle
    copy.record = 1
    copy.line = 1
    return Array(String(describing: copy).utf8)
}
