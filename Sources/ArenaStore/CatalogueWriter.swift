public import ArenaCore
import Foundation
public import Postgres

/// Adds models, prompts and responses; each is stored once.
public struct CatalogueWriter: Sendable {
    /// A model that may be new.
    public struct NewModel: Sendable {
        /// The exact display name.
        public let name: String
        /// Who makes it.
        public let organization: String?
        /// Its licence.
        public let license: String?
        /// What a million input tokens cost, in US dollars.
        public let inputPrice: Double?
        /// What a million output tokens cost, in US dollars.
        public let outputPrice: Double?

        /// A model by its name.
        public init(
            name: String,
            organization: String? = nil,
            license: String? = nil,
            inputPrice: Double? = nil,
            outputPrice: Double? = nil
        ) {
            self.name = name
            self.organization = organization
            self.license = license
            self.inputPrice = inputPrice
            self.outputPrice = outputPrice
        }
    }

    /// A response that may be new.
    public struct NewResponse: Sendable {
        /// Derived from prompt, model and messages.
        public let id: Identifier<Response>
        /// What it answers.
        public let prompt: Identifier<Prompt>
        /// Whose it is.
        public let model: ModelID
        /// Its turns.
        public let messages: [String]
        /// Its style, where it is known.
        public let style: ResponseStyle?

        /// A response of `model`, named `modelName`, to `prompt`.
        public init(
            prompt: Identifier<Prompt>,
            model: ModelID,
            modelName: String,
            messages: [String],
            style: ResponseStyle? = nil
        ) {
            id = Response.identifier(prompt: prompt, model: modelName, messages: messages)
            self.prompt = prompt
            self.model = model
            self.messages = messages
            self.style = style
        }
    }

    private let stream: ArenaCore.Stream
    private let source: String

    /// A writer into one stream; models written through it are sample models when the stream is the sample's.
    ///
    /// - Parameter source: where the prompts come from, for the `source` column.
    public init(stream: ArenaCore.Stream, source: String) {
        self.stream = stream
        self.source = source
    }

    /// Stores the models that are not there yet and finds the others; within a transaction of the caller's.
    ///
    /// - Returns: the number of each model by its name, and how many are new.
    public func store(
        models: [NewModel],
        on connection: PostgresConnection
    ) async throws -> (ids: [ExactName: ModelID], new: Int) {
        let isSample = stream == .sample
        // Counting the revision up also locks it: two writers cannot take the same slug.
        try await announce(on: connection)
        let existing = try await connection.query("SELECT id, slug, name FROM model WHERE sample = \(isSample)")
        var ids: [ExactName: ModelID] = [:]
        var slugs: Set<String> = []
        for row in existing.rows {
            let (id, slug, name) = try row.decode(Int32.self, String.self, String.self)
            ids[ExactName(name)] = ModelID(rawValue: id)
            slugs.insert(slug)
        }
        var new = 0
        for model in models where ids[ExactName(model.name)] == nil {
            let slug = Slug.unique(for: model.name) { slugs.contains($0) }
            slugs.insert(slug)
            let id = try await connection.query(
                """
                WITH added AS (
                    INSERT INTO model (slug, name, organization, license, input_price, output_price, sample)
                    VALUES (\(slug), \(model.name), \(model.organization), \(model.license), \(model.inputPrice),
                            \(model.outputPrice), \(isSample))
                    RETURNING id, stage, first_seen
                ), staged AS (
                    INSERT INTO model_stage (model_id, since, stage) SELECT id, first_seen, stage FROM added
                )
                SELECT id FROM added
                """
            ).single(Int32.self)
            ids[ExactName(model.name)] = ModelID(rawValue: id)
            new += 1
        }
        return (ids, new)
    }

    /// Stores the prompts that are not there yet; within a transaction of the caller's.
    ///
    /// In the order of their ids, as everybody does: two writers of the same prompts then wait and do not deadlock.
    ///
    /// - Returns: how many are new.
    public func store(prompts: [Prompt], on connection: PostgresConnection) async throws -> Int {
        guard !prompts.isEmpty else { return 0 }
        return try await connection.query(
            """
            INSERT INTO prompt (stream, id, content, language, tags, source, length)
            SELECT \(stream.rawValue), n.id, n.content, n.language,
                   ARRAY(SELECT jsonb_array_elements_text(n.tags)), \(source), n.length
            FROM unnest(\(prompts.map(\.id.uuid)), \(try prompts.map { try json($0.messages) }),
                        \(prompts.map(\.language)), \(try prompts.map { try json($0.tags) }), \(prompts.map { Int32(clamping: $0.characters) }))
                 AS n (id, content, language, tags, length)
            ORDER BY n.id
            ON CONFLICT DO NOTHING
            """
        ).affected
    }

    /// Stores the responses that are not there yet; within a transaction of the caller's.
    ///
    /// - Returns: how many are new.
    public func store(responses: [NewResponse], on connection: PostgresConnection) async throws -> Int {
        guard !responses.isEmpty else { return 0 }
        return try await connection.query(
            """
            INSERT INTO response (stream, id, prompt_id, model_id, content, style)
            SELECT \(stream.rawValue), n.id, n.prompt_id, n.model_id, n.content,
                   CASE WHEN n.length IS NOT NULL THEN ARRAY[n.length, n.headers, n.lists, n.bold] END
            FROM unnest(\(responses.map(\.id.uuid)), \(responses.map(\.prompt.uuid)),
                        \(responses.map(\.model.rawValue)), \(try responses.map { try json($0.messages) }),
                        \(responses.map { $0.style?.length }), \(responses.map { $0.style?.headers }),
                        \(responses.map { $0.style?.lists }), \(responses.map { $0.style?.bold }))
                 AS n (id, prompt_id, model_id, content, length, headers, lists, bold)
            ORDER BY n.id
            ON CONFLICT DO NOTHING
            """
        ).affected
    }

    /// Tells every follower, once the caller's transaction commits, that the catalogue changed.
    public func announce(on connection: PostgresConnection) async throws {
        _ = try await connection.query("UPDATE catalogue_head SET revision = revision + 1")
    }

    private func json(_ value: some Encodable) throws -> PostgresJSON {
        PostgresJSON(String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
    }
}
