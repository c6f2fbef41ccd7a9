import ArenaCore

/// The battles of an ``ArchiveQuery``'s answer, which come in groups of equal traits.
struct ArchiveGroups {
    private(set) var traits: [Traits] = []
    /// In the order of the log.
    let battles: [ArchivePage.Battle]

    /// Takes the answer apart: battles after `seq`, of at most `limit` entries, and styles, by the battles' seqs.
    ///
    /// - Throws: `Garbled` where the bytes are no such answer.
    init(_ bytes: [UInt8], styles: [UInt8], after seq: Int64, limit: Int) throws {
        let styles = try Self.styles(styles)
        var battles: [ArchivePage.Battle] = []
        battles.reserveCapacity(min(limit, bytes.count / 36))
        var reader = RecordReader(bytes)
        while !reader.isAtEnd {
            let language = String(decoding: try reader.next(count: Int(try reader.next(Int32.self))), as: UTF8.self)
            let tags = try reader.next(count: Int(try reader.next(Int32.self)))
            try Self.add(&reader, of: traits.count, styles, to: &battles)
            traits.append(
                Traits(
                    language: language.isEmpty ? nil : language,
                    tags: tags.split(separator: Self.separator).map { String(decoding: $0, as: UTF8.self) }
                )
            )
        }
        self.battles = try Self.ordered(battles, after: seq, limit: limit)
    }

    /// As in `ArchiveQuery.tagSeparator`.
    private static let separator: UInt8 = 0x1f

    /// Adds a group's battles.
    private static func add(
        _ reader: inout RecordReader,
        of traits: Int,
        _ styles: [Int64: ArchivePage.Styles],
        to battles: inout [ArchivePage.Battle]
    ) throws {
        let entries = try reader.array(Int64.self)
        let models = try reader.array(Int64.self)
        let probabilities = try reader.array(UInt64.self)
        guard entries.count == models.count, entries.count == probabilities.count else { throw Garbled() }
        for place in entries.indices {
            guard let entry = entries[place], let pair = models[place] else { throw Garbled() }
            let seq = entry >> 2
            battles.append(
                ArchivePage.Battle(
                    seq: seq,
                    battle: LogEntry.Battle(
                        modelA: ModelID(rawValue: Int32(truncatingIfNeeded: pair >> 32)),
                        modelB: ModelID(rawValue: Int32(truncatingIfNeeded: pair)),
                        outcome: try StoredOutcome.decoded(Int16(entry & 3))
                    ),
                    traits: traits,
                    styles: styles.isEmpty ? nil : styles[seq],
                    probability: probabilities[place].map(Double.init(bitPattern:))
                )
            )
        }
    }

    /// The styles of the battles whose responses have them.
    private static func styles(_ bytes: [UInt8]) throws -> [Int64: ArchivePage.Styles] {
        var styles: [Int64: ArchivePage.Styles] = [:]
        var reader = RecordReader(bytes)
        while !reader.isAtEnd {
            let seq = try reader.next(Int64.self)
            styles[seq] = ArchivePage.Styles(a: try style(&reader), b: try style(&reader))
        }
        return styles
    }

    private static func style(_ reader: inout RecordReader) throws -> ResponseStyle {
        ResponseStyle(
            length: try reader.next(),
            headers: try reader.next(),
            lists: try reader.next(),
            bold: try reader.next()
        )
    }

    /// The battles in the order of the log: each has a place of its own among the entries asked for.
    private static func ordered(
        _ battles: [ArchivePage.Battle],
        after seq: Int64,
        limit: Int
    ) throws -> [ArchivePage.Battle] {
        guard let last = battles.lazy.map(\.seq).max() else { return [] }
        guard last - seq <= limit else { throw Garbled() }
        var places = Array<Int32>(repeating: -1, count: Int(last - seq))
        for (index, battle) in battles.enumerated() {
            let place = Int(battle.seq - seq) - 1
            guard places.indices.contains(place), places[place] < 0 else { throw Garbled() }
            places[place] = Int32(index)
        }
        return places.lazy.filter { $0 >= 0 }.map { battles[Int($0)] }
    }
}
