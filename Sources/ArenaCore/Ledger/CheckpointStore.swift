/// Keeps the last checkpoint of each stream.
public protocol CheckpointStore: Sendable {
    /// The last checkpoint of the stream, when there is one of the current version that the log still covers.
    func checkpoint(of stream: Stream) async throws -> Checkpoint?

    /// The seq of the checkpoint that is stored, when there is one of the current version.
    func position(of stream: Stream) async throws -> Int64?

    /// Replaces the stream's checkpoint, unless a later one is stored already.
    func save(_ checkpoint: Checkpoint, of stream: Stream) async throws
}
