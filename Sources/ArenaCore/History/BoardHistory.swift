public import Foundation

/// Keeps the boards that were published.
public protocol BoardHistory: Sendable {
    /// Keeps a board if it must be kept beside the last one (see ``LastStored/reason(to:after:)``), or in any case on demand.
    ///
    /// Several instances agree on what to keep: whoever comes second finds it kept.
    ///
    /// - Returns: what is stored last then.
    func keep(_ board: StoredBoard, onDemand: Bool) async throws -> LastStored?

    /// What a board was at a time, as it was published or kept on demand; `nil` when none is kept from then or before.
    func board(_ query: BoardQuery, at time: Date, in stream: Stream) async throws -> [UInt8]?

    /// When the first of these boards that is kept was published.
    func beginning(of query: BoardQuery, in stream: Stream) async throws -> Date?

    /// A model's stages and places; at most `limit` of these, the newest.
    func history(of model: ModelID, in stream: Stream, limit: Int) async throws -> ModelHistory
}
