import Ranking

/// A fold as stored bytes, so that a restart reads the log's tail only.
///
/// Version 1, all integers little-endian: number of models (u32), their ids (i32 each); number of cells (u32), each
/// two model indices (u32) and four counts (i64: first wins, second wins, ties, both bad); number of excluded battles
/// (u32), their seqs (i64).
public struct Checkpoint: Sendable, Equatable {
    /// The version of the encoding; a checkpoint of another version is not read but folded anew.
    public static let version: Int32 = 1

    /// The seq of the last entry in it.
    public let seq: Int64
    /// The encoded fold.
    public let bytes: [UInt8]

    /// A checkpoint as stored.
    public init(seq: Int64, bytes: [UInt8]) {
        self.seq = seq
        self.bytes = bytes
    }

    /// The checkpoint of a fold.
    public init(of fold: StreamFold) {
        var writer = ByteWriter()
        writer.write(UInt32(fold.models.count))
        for model in fold.models { writer.write(model.rawValue) }
        let cells = Array(fold.counts.cells)
        writer.write(UInt32(cells.count))
        for cell in cells {
            writer.write(UInt32(cell.first))
            writer.write(UInt32(cell.second))
            for count in [cell.firstWins, cell.secondWins, cell.ties, cell.bothBad] { writer.write(count) }
        }
        writer.write(UInt32(fold.excluded.count))
        for seq in fold.excluded.sorted() { writer.write(seq) }
        seq = fold.seq
        bytes = writer.bytes
    }

    /// The fold it was made of.
    ///
    /// - Returns: `nil` when the bytes are not such a checkpoint; the log is then folded from its beginning.
    public func fold() -> StreamFold? {
        var reader = ByteReader(bytes)
        guard let modelCount = reader.integer(UInt32.self) else { return nil }
        var models: [ModelID] = []
        for _ in 0..<modelCount {
            guard let id = reader.integer(Int32.self) else { return nil }
            models.append(ModelID(rawValue: id))
        }
        guard Set(models).count == models.count, let cellCount = reader.integer(UInt32.self) else { return nil }
        var cells: [PairCounts.Cell] = []
        for _ in 0..<cellCount {
            guard let first = reader.integer(UInt32.self), let second = reader.integer(UInt32.self),
                let firstWins = reader.integer(Int64.self), let secondWins = reader.integer(Int64.self),
                let ties = reader.integer(Int64.self), let bothBad = reader.integer(Int64.self)
            else { return nil }
            cells.append(
                PairCounts.Cell(
                    first: Int(first),
                    second: Int(second),
                    firstWins: firstWins,
                    secondWins: secondWins,
                    ties: ties,
                    bothBad: bothBad
                )
            )
        }
        guard let excludedCount = reader.integer(UInt32.self) else { return nil }
        var excluded: Set<Int64> = []
        for _ in 0..<excludedCount {
            guard let seq = reader.integer(Int64.self) else { return nil }
            excluded.insert(seq)
        }
        guard reader.isAtEnd, let counts = try? PairCounts(modelCount: models.count, cells: cells) else { return nil }
        return StreamFold(seq: seq, models: models, counts: counts, excluded: excluded)
    }
}
