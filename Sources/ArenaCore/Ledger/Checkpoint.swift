import Crypto
import Ranking

/// A fold as stored bytes, so that a restart reads the log's tail only.
///
/// Version 2, in compact integers (seven bits to a byte) except where said otherwise: the number of models, their ids; the
/// number of cells, each two model indices and four counts (first wins, second wins, ties, both bad); the number of excluded
/// battles, their seqs ascending, each as the distance from the last; the seq of the Elo ratings, their number, each as
/// its 8 bytes; the number of milestones, each a seq, a number of ratings, and these; at last the SHA-256 of all
/// before it and the fold's seq, so that a checkpoint that was damaged anywhere is not believed.
public struct Checkpoint: Sendable, Equatable {
    /// The version of the encoding; a checkpoint of another version is not read but folded anew.
    public static let version: Int32 = 2

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
        writer.write(compact: UInt64(fold.models.count))
        for model in fold.models { writer.write(compact: UInt64(UInt32(bitPattern: model.rawValue))) }
        let cells = fold.counts.cells
        writer.write(compact: UInt64(cells.count))
        for cell in cells {
            writer.write(compact: UInt64(cell.first))
            writer.write(compact: UInt64(cell.second))
            for count in [cell.firstWins, cell.secondWins, cell.ties, cell.bothBad] {
                writer.write(compact: UInt64(bitPattern: count))
            }
        }
        writer.write(compact: UInt64(fold.excluded.count))
        var last: Int64 = 0
        for seq in fold.excluded.sorted() {
            writer.write(compact: UInt64(bitPattern: seq - last))
            last = seq
        }
        writer.write(compact: UInt64(fold.elo.seq))
        Self.write(fold.elo.ratings, to: &writer)
        writer.write(compact: UInt64(fold.elo.milestones.count))
        for milestone in fold.elo.milestones {
            writer.write(compact: UInt64(milestone.seq))
            Self.write(milestone.ratings, to: &writer)
        }
        writer.write(bytes: Self.digest(writer.bytes, seq: fold.seq))
        seq = fold.seq
        bytes = writer.bytes
    }

    /// The fold it was made of.
    ///
    /// - Returns: `nil` when the bytes are not such a checkpoint; the log is then folded from its beginning.
    public func fold() -> StreamFold? {
        let length = bytes.count - SHA256.byteCount
        guard length >= 0, Self.digest(Array(bytes.prefix(length)), seq: seq) == Array(bytes.suffix(SHA256.byteCount))
        else { return nil }
        var reader = ByteReader(Array(bytes.prefix(length)))
        guard let models = Self.models(from: &reader), let counts = Self.counts(of: models.count, from: &reader),
            let excluded = Self.excluded(from: &reader), let elo = Self.elo(from: &reader), reader.isAtEnd
        else { return nil }
        return StreamFold(seq: seq, models: models, counts: counts, excluded: excluded, elo: elo)
    }

    private static func digest(_ bytes: [UInt8], seq: Int64) -> [UInt8] {
        var suffix = ByteWriter()
        suffix.write(seq)
        var hash = SHA256()
        hash.update(data: bytes)
        hash.update(data: suffix.bytes)
        return Array(hash.finalize())
    }

    private static func models(from reader: inout ByteReader) -> [ModelID]? {
        guard let count = count(from: &reader) else { return nil }
        var models: [ModelID] = []
        for _ in 0..<count {
            guard let id = reader.compact().flatMap(UInt32.init(exactly:)) else { return nil }
            models.append(ModelID(rawValue: Int32(bitPattern: id)))
        }
        return Set(models).count == models.count ? models : nil
    }

    private static func counts(of modelCount: Int, from reader: inout ByteReader) -> PairCounts? {
        guard let count = count(from: &reader) else { return nil }
        var cells: [PairCounts.Cell] = []
        cells.reserveCapacity(count)
        for _ in 0..<count {
            guard let first = reader.compact(), let second = reader.compact(), let firstWins = reader.compact(),
                let secondWins = reader.compact(), let ties = reader.compact(), let bothBad = reader.compact(),
                max(first, second) < UInt64(modelCount)
            else { return nil }
            cells.append(
                PairCounts.Cell(
                    first: Int(first),
                    second: Int(second),
                    firstWins: Int64(bitPattern: firstWins),
                    secondWins: Int64(bitPattern: secondWins),
                    ties: Int64(bitPattern: ties),
                    bothBad: Int64(bitPattern: bothBad)
                )
            )
        }
        return try? PairCounts(modelCount: modelCount, cells: cells)
    }

    private static func excluded(from reader: inout ByteReader) -> Set<Int64>? {
        guard let count = count(from: &reader) else { return nil }
        var excluded: Set<Int64> = []
        var last: Int64 = 0
        for _ in 0..<count {
            guard let distance = reader.compact() else { return nil }
            last &+= Int64(bitPattern: distance)
            excluded.insert(last)
        }
        return excluded
    }

    private static func elo(from reader: inout ByteReader) -> EloTrack? {
        guard let seq = reader.compact(), let ratings = ratings(from: &reader), let count = count(from: &reader)
        else { return nil }
        var milestones: [EloTrack.Milestone] = []
        for _ in 0..<count {
            guard let seq = reader.compact(), let ratings = self.ratings(from: &reader) else { return nil }
            milestones.append(EloTrack.Milestone(seq: Int64(bitPattern: seq), ratings: ratings))
        }
        return EloTrack(seq: Int64(bitPattern: seq), ratings: ratings, milestones: milestones)
    }

    private static func write(_ ratings: [Double], to writer: inout ByteWriter) {
        writer.write(compact: UInt64(ratings.count))
        for rating in ratings { writer.write(rating.bitPattern) }
    }

    private static func ratings(from reader: inout ByteReader) -> [Double]? {
        guard let count = count(from: &reader) else { return nil }
        var ratings: [Double] = []
        for _ in 0..<count {
            guard let bits = reader.integer(UInt64.self) else { return nil }
            ratings.append(Double(bitPattern: bits))
        }
        return ratings
    }

    /// A number of things that follow, each of at least a byte.
    private static func count(from reader: inout ByteReader) -> Int? {
        guard let count = reader.compact(), count <= UInt64(reader.left) else { return nil }
        return Int(count)
    }
}
