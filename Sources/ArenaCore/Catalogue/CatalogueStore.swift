/// Reads what is compared.
public protocol CatalogueStore: Sendable {
    /// The models and the references to prompts and responses: of the real content if there is any, else of the sample.
    func catalogue() async throws -> Catalogue

    /// A registered model by its number, real or sample.
    ///
    /// - Throws: `ArenaError` with `.notFound` when there is none.
    func model(_ id: ModelID) async throws -> Model

    /// The texts of a pairing.
    ///
    /// - Throws: `ArenaError` with `.notFound` when one of them is no longer there.
    func texts(
        of prompt: Identifier<Prompt>,
        responses: [Identifier<Response>],
        in stream: Stream
    ) async throws -> (prompt: Prompt, responses: [Response])
}
