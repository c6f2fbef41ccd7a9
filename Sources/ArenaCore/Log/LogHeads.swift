/// How far the log and the catalogue have come, read together in one small query.
public struct LogHeads: Sendable, Equatable {
    /// The last seq of each stream.
    public let positions: [Stream: Int64]
    /// The catalogue's revision.
    public let catalogueRevision: Int64

    /// The heads.
    public init(positions: [Stream: Int64], catalogueRevision: Int64) {
        self.positions = positions
        self.catalogueRevision = catalogueRevision
    }
}
