import Crypto

/// A running SHA-256 over the records of a file, independent of how the file is written.
///
/// It covers models, outcome, judge, time, language and prompt of every record added, in order, and not their ids.
/// Line ends inside a prompt count as LF, since converting a file's line ends converts those too.
public struct FileDigest: Sendable {
    /// How many records have been added.
    public private(set) var count = 0
    private var hash = SHA256()
    private var encoding = CanonicalEncoding()
    private let wanted: Set<Int>
    private var kept: [Int: [UInt8]] = [:]

    /// Creates a digest of no records that remembers its value after each of the `snapshots` record counts.
    ///
    /// A file that was imported before and has grown since is found out that way: the digest after as many records as
    /// then is the digest of then.
    public init(snapshots: Set<Int> = []) {
        wanted = snapshots
        encoding.append("arena file 1")
        hash.update(data: encoding.bytes)
        keepIfWanted()
    }

    /// Adds the file's next valid record.
    public mutating func add(_ battle: BattleRecord) {
        encoding.reset()
        encoding.append(battle.modelA)
        encoding.append(battle.modelB)
        encoding.append(OutcomeLabel.text(for: battle.outcome))
        encoding.append(battle.judge)
        encoding.append(battle.time)
        encoding.append(battle.language)
        // Where two questions were asked, there is none that stands for the battle.
        let prompt = battle.sharedPrompt ?? []
        encoding.append(UInt64(prompt.count))
        for turn in prompt { encoding.append(Self.withPlainLineEnds(turn)) }
        hash.update(data: encoding.bytes)
        count += 1
        keepIfWanted()
    }

    /// The digest of all records added so far, 32 bytes.
    public var value: [UInt8] { Array(hash.finalize()) }

    /// The digest after the first `records` records; nil unless that many were asked for at the start or are all so far.
    public func value(afterRecords records: Int) -> [UInt8]? {
        records == count ? value : kept[records]
    }

    private mutating func keepIfWanted() {
        if wanted.contains(count) { kept[count] = value }
    }

    private static func withPlainLineEnds(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        var bytes: [UInt8] = []
        var wasCarriageReturn = false
        for byte in text.utf8 {
            let isCarriageReturn = byte == UInt8(ascii: "\r")
            if isCarriageReturn {
                bytes.append(UInt8(ascii: "\n"))
            } else if byte != UInt8(ascii: "\n") || !wasCarriageReturn {
                bytes.append(byte)
            }
            wasCarriageReturn = isCarriageReturn
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
